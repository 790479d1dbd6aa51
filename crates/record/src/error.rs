//! What a screen learns of a failure. Never holds client data, SQL or a path.

use clinical::form::Finding;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Added only when a screen acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Code {
    /// Nobody has opened the vault.
    Locked,
    /// Name or password do not open the vault, or the password does not sign.
    WrongPassword,
    /// This role may not do that.
    Forbidden,
    /// No such client, document or draft.
    NotFound,
    /// Findings hold the signature (or the print); they are in `findings`.
    Held,
    /// The draft was saved elsewhere since; open it again.
    Stale,
    /// Another version entered the record since this draft began: bring both together first.
    Followed,
    /// The document is locked; addenda only.
    Signed,
    /// A client like this exists; give a reason to keep both.
    Duplicate,
    /// The input itself cannot be used; `findings` name fields.
    BadInput,
    /// No active release covers this print.
    NoRelease,
    /// The disk is full or cannot be written; what is typed is still on screen.
    NotSaved,
    /// The vault was written by a newer app: reading only.
    ReadOnly,
    /// The vault must not be opened.
    Refused,
    /// The signer's license has expired: sign with a reason, or not at all.
    License,
    /// The clock looks wrong: sign after confirming it, or not at all.
    Clock,
    /// Too many wrong passwords: wait (`Status::wait_seconds`).
    Wait,
    /// The chart belongs to a care team one is not on: say why (`override_chart`).
    OutsideTeam,
    /// Something broke; the record is unchanged.
    Broken,
}

/// A refusal or failure, with findings at their fields.
#[derive(Debug, Clone, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
#[ts(export_to = "generated.ts")]
pub struct Error {
    /// What a screen acts on.
    pub code: Code,
    /// A sentence for the person.
    pub message: String,
    /// Where to look.
    pub findings: Vec<Finding>,
}

/// Every fallible act of this crate.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// With a sentence and no findings.
    pub fn of(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), findings: Vec::new() }
    }
    /// The role does not include it. Whoever answers this has written the refusal into the audit trail.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::of(Code::Forbidden, "Your role does not include this. The program director can change roles.")
    }
    /// Findings hold it.
    pub fn held(message: impl Into<String>, findings: Vec<Finding>) -> Self {
        Self { code: Code::Held, message: message.into(), findings }
    }
    /// Whether the disk had no room for what was to be written.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        self.code == Code::NotSaved && self.message == DISK_FULL
    }
    /// This field cannot be so.
    pub fn at(field: &str, message: &str) -> Self {
        Self { code: Code::BadInput, message: message.into(), findings: vec![Finding::hold(field, message)] }
    }
    /// The chart has a care team that this person is not on. Whoever answers this has written the refusal into the audit trail.
    #[must_use]
    pub fn outside_team() -> Self {
        let message =
            "This chart has a care team and you are not on it. Say why you open it; the team reads your reason.";
        Self::of(Code::OutsideTeam, message)
    }
    /// The client asked that this person not open the chart, and it was agreed. Whoever answers this has written the refusal into the audit
    /// trail.
    #[must_use]
    pub fn kept_out() -> Self {
        let message =
            "This chart is closed to you. A colleague sees to it; the privacy officer or the director can say more.";
        Self::of(Code::Forbidden, message)
    }
    /// Something broke; the sentence says what did not happen.
    pub fn broken(message: impl Into<String>) -> Self {
        Self::of(Code::Broken, message)
    }
}

const DISK_FULL: &str =
    "Not saved: the disk is full. Your text is kept on this screen. Free some space and it saves by itself.";

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        // SQLITE_FULL is 13, SQLITE_IOERR is 10; the text of the error could quote SQL, so only its number is read.
        let text = error.to_string();
        if text.contains("code: 13") || text.contains("database or disk is full") {
            Self::of(Code::NotSaved, DISK_FULL)
        } else if text.contains("disk I/O error") {
            Self::of(Code::NotSaved, "Not saved: the disk could not be written. Your text is kept on this screen.")
        } else {
            Self::broken("The record could not be read or written. Nothing was changed.")
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(_: serde_json::Error) -> Self {
        Self::broken("A stored document could not be understood. Nothing was changed.")
    }
}
