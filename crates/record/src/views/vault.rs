//! Set-up, opening, staff, oversight.

use crate::secret::Secret;
use chrono::NaiveDate;
use clinical::permission::{Permission, Role};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// No input, or nothing to say.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Nothing {}

/// What the window shows first. Answers also while locked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Status {
    /// Whether there is a vault, and whether it is open.
    pub state: VaultState,
    /// Why the vault cannot be opened, or that it opened read-only.
    pub message: Option<String>,
    /// Who is signed in.
    pub me: Option<Me>,
    /// Program name; known while open.
    pub program: Option<String>,
    /// The program's crisis line; known while open.
    pub crisis_phone: Option<String>,
    /// A newer app wrote this vault; nothing can be changed here.
    pub read_only: bool,
    /// Today at the site.
    pub today: NaiveDate,
    /// App version.
    pub version: String,
    /// After too many wrong passwords: seconds until the next try is heard. 0 otherwise.
    pub wait_seconds: u32,
}

/// Where the vault stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum VaultState {
    /// No vault in the folder yet.
    Empty,
    /// There is one; nobody has opened it.
    Locked,
    /// Unlocked.
    Open,
    /// It must not be opened; see the message.
    Refused,
}

/// The person signed in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Me {
    /// Staff id.
    pub staff: Uuid,
    /// Name as on signatures.
    pub name: String,
    /// Credential as on signatures.
    pub credential: String,
    /// Role.
    pub role: Role,
    /// What this role may do.
    pub may: Vec<Permission>,
    /// The password was chosen by whoever invited this person; a new one is asked for before anything else.
    pub must_change_password: bool,
    /// This person's signatures are final only once a supervisor has co-signed.
    pub cosigned: bool,
}

impl Me {
    /// This person in this role.
    #[must_use]
    pub fn of(staff: Uuid, name: &str, credential: &str, role: Role) -> Self {
        Self {
            staff,
            name: name.trim().into(),
            credential: credential.trim().into(),
            role,
            may: role.permissions().to_vec(),
            must_change_password: false,
            cosigned: false,
        }
    }
    /// Before anyone is known.
    #[must_use]
    pub fn nobody() -> Self {
        Self::of(Uuid::nil(), "", "", Role::FrontDesk)
    }
}

/// The set-up wizard's answers.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct CreateVault {
    /// Program name, printed on papers.
    pub program: String,
    /// Site name.
    pub site: String,
    /// Program phone, printed on papers.
    pub phone: String,
    /// Program crisis line, printed on papers.
    pub crisis_phone: String,
    /// Site address.
    pub address: String,
    /// `letter` or `a4`.
    pub paper: String,
    /// First user's name; also the sign-in name.
    pub name: String,
    /// First user's credential.
    pub credential: String,
    /// First user's role.
    pub role: Role,
    /// At least 15 characters.
    pub password: Secret,
}

/// A fresh vault, open.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Created {
    /// The first user.
    pub me: Me,
    /// Groups of letters and digits, shown once and printed on the kit.
    pub recovery_key: Secret,
}

/// Prints the kit for a key just shown.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct RecoveryKit {
    /// As shown.
    pub recovery_key: Secret,
    /// `letter` or `a4`.
    pub paper: String,
}

/// Opens the vault with the printed recovery key and sets a new password.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Recover {
    /// As printed on the kit; spaces, dashes and case do not matter.
    pub recovery_key: Secret,
    /// Whose password is set: a name in the staff directory.
    pub name: String,
    /// The new password, at least 15 characters.
    pub password: Secret,
}

/// Opens the vault.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Unlock {
    /// Sign-in name, any case.
    pub name: String,
    /// Password.
    pub password: Secret,
}

/// Someone who works here.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct StaffRow {
    /// Staff id.
    pub staff: Uuid,
    /// Document id of the directory entry.
    pub document: Uuid,
    /// Name.
    pub name: String,
    /// Credential.
    pub credential: String,
    /// Role.
    pub role: Role,
    /// License number.
    pub license: String,
    /// Issuing state.
    pub license_state: String,
    /// Expiry.
    pub license_expires: Option<NaiveDate>,
    /// Who co-signs for this person.
    pub supervisor: Option<Uuid>,
    /// Signatures need a co-signature.
    pub cosigned: bool,
    /// Works here now.
    pub active: bool,
    /// Who co-signs what waits for this person.
    pub successor: Option<Uuid>,
    /// A client keeps a chart from this person, so somebody else co-signs there. Said to those who name successors.
    pub kept_out: bool,
    /// Has a key slot in this vault.
    pub unlocks: bool,
}

/// Adds a person and their key slot.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AddStaff {
    /// Name; also the sign-in name.
    pub name: String,
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
    #[serde(default)]
    pub supervisor: Option<Uuid>,
    /// Signatures need a co-signature.
    #[serde(default)]
    pub cosigned: bool,
    /// First password, at least 15 characters. The person is asked for one of their own at the first unlocking, and signs nothing before.
    pub password: Secret,
    /// The password of the person who adds them.
    pub own_password: Secret,
}

/// Views rebuilt from versions.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Rebuilt {
    /// Every view table.
    pub tables: Vec<TableCompared>,
    /// All equal.
    pub equal: bool,
}

/// One table before and after.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct TableCompared {
    /// Name.
    pub table: String,
    /// Rows after.
    pub rows: u64,
    /// Same content as before.
    pub equal: bool,
}
