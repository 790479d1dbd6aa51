//! Accounts: directory changes, passwords, care teams, opening a chart from outside its team.

use crate::secret::Secret;
use crate::views::Me;
use chrono::{DateTime, Utc};
use clinical::permission::Role;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Sets a new password for oneself. The record is not encrypted anew; only one's own key slot is.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ChangePassword {
    /// The one in force.
    pub password: Secret,
    /// At least 15 characters.
    pub new_password: Secret,
}

/// Changes a directory entry.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ChangeStaff {
    /// Staff id.
    pub staff: Uuid,
    /// Credential.
    pub credential: String,
    /// Role.
    pub role: Role,
    /// License number.
    pub license: String,
    /// State.
    pub license_state: String,
    /// Expiry day or empty.
    pub license_expires: String,
    /// Who co-signs for this person.
    pub supervisor: Option<Uuid>,
    /// Signatures need a co-signature.
    pub cosigned: bool,
    /// The password of the person who changes it.
    pub password: Secret,
}

/// Someone leaves: their key slot goes and the record is encrypted with a new key.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct RemoveStaff {
    /// Staff id.
    pub staff: Uuid,
    /// Why, for the audit trail.
    pub reason: String,
    /// The remover's own password.
    pub password: Secret,
}

/// Names who co-signs what still waits for a colleague who reviews no more.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct NameSuccessor {
    /// The colleague's staff id.
    pub staff: Uuid,
    /// Who takes over.
    pub successor: Uuid,
    /// Why, for the audit trail.
    pub reason: String,
    /// The director's own password.
    pub password: Secret,
}

/// A new recovery key; every earlier kit opens only backups made before it.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct NewKit {
    /// Still signed in.
    pub me: Me,
    /// Groups of letters and digits, shown once and printed on the kit.
    pub recovery_key: Secret,
}

/// Why the record is another than this computer remembers. From then on it is the one that is remembered.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AcceptOlderRecord {
    /// Why, for the audit trail.
    pub reason: String,
    /// The password of the person signed in.
    pub password: Secret,
}

/// Confirms an act with one's password.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct WithPassword {
    /// The password of the person signed in.
    pub password: Secret,
}

/// Who may open this chart without giving a reason.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct CareTeamView {
    /// Nobody is named: the chart is open to all clinical staff.
    pub open_to_all: bool,
    /// I may open it without giving a reason.
    pub mine: bool,
    /// The people named.
    pub people: Vec<TeamMember>,
    /// Until when I opened it from outside.
    pub opened_until: Option<DateTime<Utc>>,
}

/// One person of a care team.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct TeamMember {
    /// Staff id.
    pub staff: Uuid,
    /// Name.
    pub name: String,
    /// Credential.
    pub credential: String,
    /// Role.
    pub role: Role,
}

/// Names the care team anew. Nobody at all opens the chart to all clinical staff.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct SetCareTeam {
    /// Whose chart.
    pub client: Uuid,
    /// Staff ids.
    pub staff: Vec<Uuid>,
    /// Why, where a supervisor or the director changes it from outside the team; the team reads it.
    #[serde(default)]
    #[ts(optional)]
    pub reason: Option<String>,
    /// Their password then.
    #[serde(default)]
    #[ts(optional)]
    pub password: Option<Secret>,
}

/// Opens a chart from outside its care team, until the record is locked or for 4 hours.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct OverrideChart {
    /// Whose chart.
    pub client: Uuid,
    /// Why; the care team reads it.
    pub reason: String,
}

/// A chart of one's own team that someone else opened, for the team to read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct OverrideLine {
    /// Whose chart.
    pub client: Uuid,
    /// Their name.
    pub called: String,
    /// Who opened it.
    pub who: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What the person must know before going on: each is empty or zero when all is well.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Notices {
    /// When the newest verified backup was made.
    pub last_backup: Option<DateTime<Utc>>,
    /// It is older than 48 hours, or there is none.
    pub backup_overdue: bool,
    /// The clock stands behind the last record, or more than a day ahead of it: a sentence.
    pub clock: Option<String>,
    /// The disk is nearly full, or refused rows of the audit trail: a sentence.
    pub disk: Option<String>,
    /// This record is not the one that this computer saw last: what is missing since when. Who manages it says why (`accept_older_record`).
    pub older: Option<String>,
    /// Only one person can manage this record.
    pub one_administrator: bool,
    /// There is no recovery kit: a sentence for those who can make one.
    pub recovery_kit: Option<String>,
    /// My license has expired or is about to: a sentence.
    pub license: Option<String>,
    /// Documents waiting for my co-signature.
    pub awaiting_my_cosignature: u32,
    /// Counseling notes that nobody may co-sign, for those who name who takes over.
    pub cosigned_by_nobody: u32,
    /// Documents returned to me by a supervisor.
    pub returned_to_me: u32,
    /// Charts of my team opened from outside in the last 7 days.
    pub opened_from_outside: Vec<OverrideLine>,
}
