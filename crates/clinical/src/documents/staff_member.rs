//! Someone who works here (S-68).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a staff member. `account` is set when the person can unlock this vault.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct StaffMember {
    pub name: String,
    pub credential: String,
    pub role: String,
    pub licence: String,
    pub licence_state: String,
    pub licence_expires: String,
    pub supervisor: String,
    pub active: bool,
    pub public_key: String,
}

impl Document for StaffMember {
    fn form() -> Form {
        Form { title: "StaffMember", sections: Vec::new() }
    }
}
