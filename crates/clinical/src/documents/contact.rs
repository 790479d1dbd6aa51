//! A person around the client: family, friend, sponsor, professional (S-62, S-65).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a contact.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Contact {
    pub name: String,
    pub relationship: String,
    pub role: String,
    pub phone: String,
    pub emergency: bool,
    pub ok_voicemail: Option<bool>,
    pub language: String,
    pub notes: String,
}

impl Document for Contact {
    fn form() -> Form {
        Form { title: "Contact", sections: Vec::new() }
    }
}
