//! What went to somebody outside.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// One disclosure.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct DisclosureLine {
    /// Its document.
    pub document: Uuid,
    /// Day.
    pub on: Option<NaiveDate>,
    /// `17:30`.
    pub time: String,
    /// As named when the client signed.
    pub recipient: String,
    /// Or empty.
    pub organization: String,
    /// Or empty.
    pub role: String,
    /// Titles of what was given, or what was said, in words.
    pub what: String,
    /// What for.
    pub purpose: String,
    /// "Release signed April 2, 2026", or what else allowed it.
    pub under: String,
    /// The release, if there was one.
    pub release: Option<Uuid>,
    /// How it went out.
    pub how: String,
    /// Who did it.
    pub by: String,
}

/// The list of a chart, on paper.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct PrintLog {
    /// Whose.
    pub client: Uuid,
    /// `letter` or `a4`.
    pub paper: String,
}
