//! Return to use, recorded without judgement (S-37, clinical.md 4.12). Never discharges anyone.

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a lapse.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Lapse {
    pub occurred_on: String,
    pub learned_on: String,
    pub how_learned: String,
    pub substance: String,
    pub amount: String,
    pub duration_days: Option<f64>,
    pub place: String,
    pub triggers: Vec<String>,
    pub what_helped: String,
    pub medical_need: String,
    pub risk: String,
    pub immediate_actions: Vec<String>,
    pub sober_since: String,
}

impl Document for Lapse {
    fn form() -> Form {
        Form { title: "Lapse", sections: Vec::new() }
    }
}
