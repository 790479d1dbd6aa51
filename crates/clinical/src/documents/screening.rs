//! One answered questionnaire. Which one is data: see `crate::instruments`.

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a screening. `answers` holds one value per scored item, null while unanswered; `extra` the unscored items.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Screening {
    pub instrument: String,
    pub on: String,
    pub time: String,
    pub language: String,
    pub mode: String,
    pub answers: Vec<Option<u8>>,
    pub extra: Vec<Option<u8>>,
    pub declined: bool,
    pub declined_reason: String,
}

impl Document for Screening {
    fn form() -> Form {
        Form { title: "Screening", sections: Vec::new() }
    }
}
