//! Consent to disclose, with the elements of 42 CFR 2.31(a) (clinical.md 4.4).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a release of information. `contact` is a contact's document id or empty for a class of recipients.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Release {
    pub form: String,
    pub discloser: String,
    pub contact: String,
    pub recipient: String,
    pub information: String,
    pub covers: Vec<String>,
    pub purpose: String,
    pub expires: String,
    pub expires_on: String,
    pub expires_days_after_discharge: Option<f64>,
    pub expires_event: String,
    pub right_to_revoke_explained: bool,
    pub refusal_consequences_explained: bool,
    pub redisclosure_explained: bool,
    pub language: String,
    pub read_aloud: Option<bool>,
    pub copy_given: Option<bool>,
    pub signed_by: String,
    pub client_signed_name: String,
    pub client_signed_on: String,
    pub witness: String,
    pub revoked_on: String,
    pub revoked_how: String,
    pub revoked_by: String,
}

impl Document for Release {
    fn form() -> Form {
        Form { title: "Release", sections: Vec::new() }
    }
}
