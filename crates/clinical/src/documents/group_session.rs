//! One group as the program ran it: shared part and roster. Its signature writes one note into each person's chart (S-13, S-16).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a group session. The roster stays here, out of every chart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct GroupSession {
    pub on: String,
    pub start: String,
    pub end: String,
    pub topic: String,
    pub session_type: String,
    pub purpose: String,
    pub method: String,
    pub summary: String,
    pub room: String,
    pub capacity: Option<f64>,
    pub facilitators: Vec<String>,
    pub facilitator_names: Vec<String>,
    pub curriculum_item: String,
    pub people: Vec<Person>,
}

/// One person's part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Person {
    pub client: String,
    pub attendance: String,
    pub start: String,
    pub end: String,
    pub reason: String,
    pub participation: Option<u8>,
    pub observed: String,
    pub response: String,
    pub objective: String,
    pub progress: String,
    pub plan: String,
    pub mood: Option<u8>,
    pub craving: Option<u8>,
    pub same_as_before_reason: String,
}

impl Document for GroupSession {
    fn form() -> Form {
        Form { title: "GroupSession", sections: Vec::new() }
    }
}
