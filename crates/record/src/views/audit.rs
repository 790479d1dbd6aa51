//! The audit trail and its checkpoints.

use crate::secret::Secret;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Part of the audit trail.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AuditOf {
    /// Only this chart.
    #[serde(default)]
    pub client: Option<Uuid>,
    /// Only this person.
    #[serde(default)]
    pub staff: Option<Uuid>,
    /// Only these acts: `looks`, `changes`, `prints`, `refusals`, `access` (unlocking, staff, backups, clock); empty for all.
    #[serde(default)]
    pub group: String,
    /// From this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// To this day, inclusive.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Only rows before this number, for the next page.
    #[serde(default)]
    pub before: Option<i64>,
    /// At most so many, newest first.
    pub limit: u32,
}

/// One audited act.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AuditRow {
    /// Number in the chain.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Name.
    pub who: String,
    /// Role.
    pub role: String,
    /// Command.
    pub action: String,
    /// What was done, in words.
    pub words: String,
    /// `done`, `refused`, or `failed`: tried and did not come about.
    pub outcome: String,
    /// Whose chart.
    pub client: Option<Uuid>,
    /// Their name, as far as the reader may see names.
    pub called: String,
    /// Which document.
    pub document: Option<Uuid>,
    /// More, for example a reason.
    pub detail: String,
}

/// A table as text, to be saved where the person chooses.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Table {
    /// Suggested file name.
    pub name: String,
    /// Comma-separated values, UTF-8.
    pub text: String,
}

/// The newest signed head of the audit chain.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct CheckpointView {
    /// Rows the chain had.
    pub seq: i64,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Short code, as on day sheets and in backups.
    pub code: String,
}

/// The sheet a site files each day: what was done, and the code that fixes the record as it stood.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct DaySheet {
    /// Which day.
    pub day: NaiveDate,
    /// `letter` or `a4`.
    pub paper: String,
}

/// Checks every version, signature and audit row now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct CheckRecord {
    /// A code from a day sheet or a backup, to check against; empty for none.
    pub code: String,
}

/// What a check found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Checked {
    /// Versions looked at.
    pub versions: u64,
    /// Signatures looked at.
    pub signatures: u64,
    /// Audit rows looked at.
    pub audited: u64,
    /// Checkpoints looked at.
    pub checkpoints: u64,
    /// Views equal what versions give.
    pub views_equal: bool,
    /// The first bad record, in words; nothing if all is well.
    pub first_bad: Option<String>,
}

/// Writes the record in readable files to a folder, for a move to another program or an outside check.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ExportRecord {
    /// An empty or new folder.
    pub folder: String,
    /// Why, for the audit trail.
    pub reason: String,
    /// The exporter's password.
    pub password: Secret,
}

/// What was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Exported {
    /// Versions.
    pub versions: u64,
    /// Signatures.
    pub signatures: u64,
    /// Audit rows.
    pub audited: u64,
    /// Of the versions, how many are named without their text.
    pub withheld: u64,
    /// Of those, how many because an agreed restriction keeps them from everyone outside; the rest are counseling notes.
    pub withheld_by_restriction: u64,
    /// Code of the checkpoint in the folder.
    pub code: String,
}
