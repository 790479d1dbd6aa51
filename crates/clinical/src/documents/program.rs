//! The program and its time rules.

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of the program profile.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Program {
    pub name: String,
    pub site: String,
    pub address: String,
    pub phone: String,
    pub crisis_phone: String,
    pub paper: String,
    pub hours_per_week: Option<f64>,
    pub plan_due_days: Option<f64>,
    pub plan_review_days: Option<f64>,
    pub note_due_hours: Option<f64>,
    pub individual_every_days: Option<f64>,
    pub discharge_summary_days: Option<f64>,
    pub follow_up_days: Vec<u32>,
    pub crisis_checked_on: String,
}

impl Document for Program {
    fn form() -> Form {
        Form { title: "Program", sections: Vec::new() }
    }
}
