//! Need, goal in the client's words, objective with measure and date, intervention (S-03 to S-07, clinical.md 4.5).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a treatment plan; each signed version is whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct TreatmentPlan {
    pub effective: String,
    pub next_review: String,
    pub level: String,
    pub diagnosis: String,
    pub revision_reason: String,
    pub changes: Vec<String>,
    pub clients_statement: String,
    pub clients_statement_gloss: String,
    pub strengths: Vec<String>,
    pub barriers: Vec<String>,
    pub discharge_criteria: Vec<String>,
    pub projected_weeks: Option<f64>,
    pub frequency: String,
    pub problems: Vec<Problem>,
    pub deferred_needs: Vec<Deferred>,
    pub family_involvement: String,
    pub clients_contribution: String,
    pub copy_offered: Option<bool>,
    pub client_signs: String,
    pub client_signed_name: String,
    pub client_signed_on: String,
    pub no_signature_reason: String,
}

/// One problem, linked to an assessed need.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Problem {
    pub id: String,
    pub need: String,
    pub text: String,
    pub goals: Vec<Goal>,
}

/// A goal in the client's words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Goal {
    pub id: String,
    pub text: String,
    pub category: String,
    pub objectives: Vec<Objective>,
}

/// A SMART objective.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Objective {
    pub id: String,
    pub text: String,
    pub measure: String,
    pub baseline: String,
    pub target: String,
    pub target_date: String,
    pub specific: bool,
    pub measurable: bool,
    pub achievable: bool,
    pub relevant: bool,
    pub time_bound: bool,
    pub status: String,
    pub new_in_version: bool,
    pub interventions: Vec<Intervention>,
}

/// What the program does for an objective.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Intervention {
    pub id: String,
    pub modality: String,
    pub what: String,
    pub frequency: String,
    pub duration: String,
    pub responsible: String,
    pub responsible_name: String,
}

/// An assessed need left for later, and why.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Deferred {
    pub id: String,
    pub need: String,
    pub reason: String,
}

impl Document for TreatmentPlan {
    fn form() -> Form {
        Form { title: "TreatmentPlan", sections: Vec::new() }
    }
}
