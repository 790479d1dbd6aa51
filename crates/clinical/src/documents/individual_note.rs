//! Individual session in SOAP, DAP, BIRP or GIRP (M-3, clinical.md 4.6).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of an individual note. `sections` holds each section's text by its key, also of formats not chosen: switching keeps the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct IndividualNote {
    pub on: String,
    pub start: String,
    pub end: String,
    pub mode: String,
    pub location: String,
    pub held: String,
    pub not_held_reason: String,
    pub format: String,
    pub sections: std::collections::BTreeMap<String, String>,
    pub objectives: Vec<Progress>,
    pub interventions: Vec<String>,
    pub risk: String,
    pub risk_detail: String,
    pub risk_next_step: String,
    pub risk_next_step_by: String,
    pub homework: String,
    pub next_appointment: String,
    pub next_appointment_time: String,
}

/// Movement on one objective.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Progress {
    pub objective: String,
    pub progress: String,
}

impl Document for IndividualNote {
    fn form() -> Form {
        Form { title: "IndividualNote", sections: Vec::new() }
    }
}
