//! A mutual-help meeting the client went to; never a signer's name (S-49).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of a meeting.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct MutualHelpMeeting {
    pub on: String,
    pub fellowship: String,
    pub format: String,
    pub verification: String,
}

impl Document for MutualHelpMeeting {
    fn form() -> Form {
        Form { title: "MutualHelpMeeting", sections: Vec::new() }
    }
}
