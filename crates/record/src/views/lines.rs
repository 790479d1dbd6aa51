//! Lines that several screens list.

use super::ClientLine;
use chrono::{DateTime, NaiveDate, Utc};
use clinical::Kind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A draft of mine.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct DraftLine {
    /// Document id.
    pub document: Uuid,
    /// Kind.
    pub kind: Kind,
    /// Name of the kind.
    pub title: String,
    /// Whose chart; none for program documents.
    pub client: Option<ClientLine>,
    /// Clinical day, if typed.
    pub on: Option<NaiveDate>,
    /// Last save.
    pub saved_at: DateTime<Utc>,
    /// Findings that hold the signature.
    pub holds: u32,
    /// Not mine: a colleague who may not sign it prepared it, and whoever may takes it over.
    pub prepared_by: Option<String>,
}

/// An open task that is mine or that I gave.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct TaskLine {
    /// Document id.
    pub document: Uuid,
    /// Whose chart.
    pub client: Option<ClientLine>,
    /// What is to be done; empty where the chart is closed to me.
    pub what: String,
    /// Who does it.
    pub owner: String,
    /// Who gave it.
    pub giver: String,
    /// By when.
    pub due: Option<NaiveDate>,
    /// Before today.
    pub late: bool,
    /// I do it.
    pub mine: bool,
}
