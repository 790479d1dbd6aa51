//! Co-signatures and marks made by hand.

use crate::secret::Secret;
use chrono::{DateTime, FixedOffset, NaiveDate};
use clinical::Kind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A document that waits for a co-signature, or was returned to its author.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct CosignLine {
    /// Document id.
    pub document: Uuid,
    /// The version that waits, hex.
    pub version: String,
    /// It adds to a text that is final.
    pub addendum: bool,
    /// Kind.
    pub kind: Kind,
    /// Name of the kind.
    pub title: String,
    /// Whose chart.
    pub client: Option<Uuid>,
    /// Their name.
    pub called: String,
    /// The day it tells of.
    pub on: Option<NaiveDate>,
    /// Its line in the timeline.
    pub summary: String,
    /// Author.
    pub author: String,
    /// Who is to co-sign it: the supervisor named when it was signed, or who took over.
    pub asked: Option<String>,
    /// Nobody may co-sign it: the supervisor it names left or is kept out of the chart, and nobody took over.
    pub nobody: bool,
    /// When it was signed, on the clock it was signed by.
    pub signed_at: DateTime<FixedOffset>,
    /// It was returned, with these words.
    pub returned: Option<String>,
    /// It waits for me: I am the supervisor it names, or it names nobody.
    pub mine: bool,
    /// Days it has waited.
    pub days: u32,
}

/// Co-signs: the document is final from here on.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Cosign {
    /// Document id.
    pub document: Uuid,
    /// One version of it, hex; else all that waits.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<String>,
    /// The co-signer's password.
    pub password: Secret,
}

/// Gives a supervised document back to its author, who may then change it.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ReturnDocument {
    /// Document id.
    pub document: Uuid,
    /// One version of it, hex; else all that waits.
    #[serde(default)]
    #[ts(optional)]
    pub version: Option<String>,
    /// What is to be changed.
    pub reason: String,
    /// The supervisor's password.
    pub password: Secret,
}

/// Who made a mark by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Hand {
    /// The client.
    Client,
    /// Someone of the family.
    Family,
    /// A guardian or other representative.
    Guardian,
}

/// The client or someone of the family signs by hand on the screen; the member of staff beside them signs that they saw it.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct SignByHand {
    /// A signed document.
    pub document: Uuid,
    /// Who.
    pub hand: Hand,
    /// Their name, typed.
    pub name: String,
    /// How they are related; empty for the client.
    pub relationship: String,
    /// What they drew: an SVG path of M, L and numbers in a box of 600 by 200.
    pub drawing: String,
    /// The witness's password.
    pub password: Secret,
}
