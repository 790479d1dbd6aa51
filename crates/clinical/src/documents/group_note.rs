//! One person's group note: the shared part and this person's own part, nobody else's.

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a group note. `session` is the group session's document id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct GroupNote {
    pub session: String,
    pub on: String,
    pub start: String,
    pub end: String,
    pub topic: String,
    pub session_type: String,
    pub purpose: String,
    pub method: String,
    pub summary: String,
    pub facilitator_names: Vec<String>,
    pub present: Option<f64>,
    pub attendance: String,
    pub in_time: String,
    pub out_time: String,
    pub reason: String,
    pub minutes: Option<f64>,
    pub participation: Option<u8>,
    pub observed: String,
    pub response: String,
    pub objective: String,
    pub progress: String,
    pub plan: String,
    pub mood: Option<u8>,
    pub craving: Option<u8>,
}

impl Document for GroupNote {
    fn form() -> Form {
        Form { title: "GroupNote", sections: Vec::new() }
    }
}
