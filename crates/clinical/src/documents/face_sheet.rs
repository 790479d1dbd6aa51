//! Who the client is (clinical.md 4.2). No SSN field.

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a face sheet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct FaceSheet {
    pub legal_first: String,
    pub legal_middle: String,
    pub legal_last: String,
    pub preferred_name: String,
    pub birth_date: String,
    pub record_number: String,
    pub sex_at_birth: String,
    pub gender: String,
    pub pronouns: String,
    pub speaks: String,
    pub reads: Vec<String>,
    pub interpreter: Option<bool>,
    pub race_ethnicity: String,
    pub address: String,
    pub phone: String,
    pub ok_voicemail: Option<bool>,
    pub ok_text: Option<bool>,
    pub email: String,
    pub living_situation: String,
    pub employment: String,
    pub dependants: Option<f64>,
    pub transport: String,
    pub accessibility: Vec<String>,
    pub guardian: String,
    pub availability: Vec<String>,
}

impl Document for FaceSheet {
    fn form() -> Form {
        Form { title: "FaceSheet", sections: Vec::new() }
    }
}
