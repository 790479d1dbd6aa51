//! A stretch of care at one level (FHIR EpisodeOfCare; S-52).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of an episode.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Episode {
    pub level: String,
    pub track: String,
    pub provider: String,
    pub ours: bool,
    pub admitted_on: String,
    pub ended_on: String,
    pub end_reason: String,
    pub referred_by: String,
    pub referral_reason: String,
    pub sober_since: String,
    pub projected_weeks: Option<f64>,
    pub room: String,
}

impl Document for Episode {
    fn form() -> Form {
        Form { title: "Episode", sections: Vec::new() }
    }
}
