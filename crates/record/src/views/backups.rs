//! Backups, restoring, and settings of this computer.

use crate::secret::Secret;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where backups go and what is there.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct BackupsView {
    /// The folder that was chosen.
    pub folder: Option<String>,
    /// One is made each day by itself.
    pub daily: bool,
    /// When the newest verified one was made.
    pub last_verified: Option<DateTime<Utc>>,
    /// It is older than 48 hours, or there is none.
    pub overdue: bool,
    /// Why the last try failed, if it did.
    pub trouble: Option<String>,
    /// Worth knowing: backups lie on the same disk as the record.
    pub note: Option<String>,
    /// Newest first.
    pub kept: Vec<BackupLine>,
}

/// One backup.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct BackupLine {
    /// Its folder's name.
    pub name: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Bytes.
    pub size: u64,
    /// `daily`, `weekly`, `monthly`, `by_hand`, `before_update`.
    pub kept_as: String,
    /// It was restored to scratch and compared.
    pub verified: bool,
    /// Code of its checkpoint.
    pub code: String,
    /// Program it is of; empty where it is not known before unlocking.
    pub program: String,
}

/// Makes a backup now.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct BackUp {
    /// Another place than the chosen folder, for example a stick.
    #[serde(default)]
    pub folder: Option<String>,
}

/// A folder on this computer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct FolderOf {
    /// Path.
    pub folder: String,
}

/// Makes a record out of a backup, in a new folder. Nothing there is ever written over.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Restore {
    /// A backup's folder.
    pub from: String,
    /// A new or empty folder.
    pub to: String,
    /// Sign-in name, as it was in the backup.
    pub name: String,
    /// Password, as it was in the backup; or the recovery key of the kit printed before it.
    pub password: Secret,
    /// Why, for the audit trail.
    pub reason: String,
}

/// A restored record, closed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Restored {
    /// Its folder.
    pub folder: String,
    /// Versions in it.
    pub versions: u64,
    /// When the backup was made.
    pub made_at: DateTime<Utc>,
    /// Code of its checkpoint.
    pub code: String,
}

/// Settings of this computer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Settings {
    /// Minutes without a key or the pointer until the record locks: 2 to 30.
    pub idle_minutes: u32,
    /// Where backups go.
    pub backup_folder: Option<String>,
    /// Make one each day.
    pub backup_daily: bool,
}
