//! Family session with people present, their release or the client's agreement, topics, agreement, homework (S-21 to S-23, clinical.md 4.9).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a family session. `room` is what might be said to each person as it stood when the note was signed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct FamilySession {
    pub on: String,
    pub start: String,
    pub end: String,
    pub session_type: String,
    pub client_present: Option<bool>,
    pub people: Vec<Present>,
    pub topics: Vec<String>,
    pub other_topics: String,
    pub worked_on: String,
    pub statement: String,
    pub statement_in_confidence: bool,
    pub agreement_communication: Vec<String>,
    pub agreement_boundaries: Vec<String>,
    pub agreement_if_lapse: Vec<String>,
    pub agreement_check_in: String,
    pub skills: Vec<String>,
    pub homework: String,
    pub homework_who: String,
    pub next_session: String,
    pub clients_view: String,
    pub risk: String,
}

/// Someone in the room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Present {
    pub id: String,
    pub contact: String,
    pub name: String,
    pub relationship: String,
    pub release: String,
    pub client_agreed: bool,
    pub may_say: Vec<String>,
}

impl Document for FamilySession {
    fn form() -> Form {
        Form { title: "FamilySession", sections: Vec::new() }
    }
}
