//! The first screen.

use super::{Alert, ClientLine, DraftLine, Due};
use chrono::NaiveDate;
use clinical::Kind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// The first screen.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Today {
    /// Today at the site.
    pub date: NaiveDate,
    /// Time of day.
    pub now: String,
    /// Open safety alerts.
    pub alerts: Vec<Alert>,
    /// Who is in the program, with today's arrival.
    pub here: Vec<HereLine>,
    /// Today's groups and sessions, in order of time.
    pub sessions: Vec<SessionLine>,
    /// My unsigned drafts, oldest first.
    pub drafts: Vec<DraftLine>,
    /// What is due, soonest first.
    pub due: Vec<Due>,
}

/// Someone expected today.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct HereLine {
    /// Who.
    pub client: ClientLine,
    /// `expected`, `here`, `away`.
    pub arrival: String,
    /// Arrival time or empty.
    pub time: String,
    /// Why away.
    pub reason: String,
    /// Last mood.
    pub mood: Option<u8>,
    /// Last craving.
    pub craving: Option<u8>,
    /// The one before.
    pub mood_before: Option<u8>,
    /// The one before.
    pub craving_before: Option<u8>,
    /// What to know before group, or empty.
    pub before: String,
}

/// A meeting today.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct SessionLine {
    /// Its document.
    pub document: Uuid,
    /// Still a draft.
    pub draft: bool,
    /// Kind.
    pub kind: Kind,
    /// Start.
    pub start: String,
    /// End.
    pub end: String,
    /// Topic.
    pub topic: String,
    /// Room, number present, client.
    pub detail: String,
}
