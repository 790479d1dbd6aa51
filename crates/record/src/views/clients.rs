//! Clients and the people around them.

use super::Due;
use chrono::NaiveDate;
use clinical::form::Listing;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// Looks for clients.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct FindClients {
    /// Any part of a name they have or had, record number or phone; accents, case, hyphens and apostrophes do not matter. Empty lists all.
    pub find: String,
    /// At most so many, 1 to 500.
    pub limit: u32,
    /// Skip so many.
    pub offset: u32,
}

/// Clients found.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ClientList {
    /// In order of name.
    pub rows: Vec<ClientRow>,
    /// How many match in all.
    pub total: u64,
}

/// One client in a list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ClientRow {
    /// Client id.
    pub client: Uuid,
    /// Preferred first name (or legal) and last name.
    pub name: String,
    /// Legal name.
    pub legal_name: String,
    /// The former name they were found by, where the present one does not hold what was asked; else empty.
    pub formerly: String,
    /// For hidden names: "M. T.-E.".
    pub initials: String,
    /// Birth date.
    pub born: Option<NaiveDate>,
    /// Estimated year of birth, where the date is not known.
    pub born_about: Option<u16>,
    /// Record number.
    pub record_number: String,
    /// Language.
    pub speaks: String,
    /// Level of care now, or empty.
    pub level: String,
    /// Week of the program, from 1.
    pub week: Option<u32>,
    /// Last day with time spent.
    pub last_contact: Option<NaiveDate>,
    /// Open safety alerts.
    pub alerts: u32,
    /// My unsigned drafts.
    pub drafts: u32,
    /// What is due first.
    pub next_due: Option<Due>,
}

/// One client.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ClientOf {
    /// Client id.
    pub client: Uuid,
}

/// A client as named on other screens.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ClientLine {
    /// Client id.
    pub client: Uuid,
    /// Preferred first name (or legal) and last name.
    pub name: String,
    /// For hidden names.
    pub initials: String,
    /// Record number.
    pub record_number: String,
}

/// A person around the client.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ContactLine {
    /// Contact's document id.
    pub document: Uuid,
    /// Name.
    pub name: String,
    /// Relationship, in words.
    pub relationship: String,
    /// Part in recovery.
    pub role: String,
    /// Phone.
    pub phone: String,
    /// Clinic, court, employer; empty for family.
    pub organization: String,
    /// Emergency contact.
    pub emergency: bool,
    /// The release that names this person, best first.
    pub release: Option<ReleaseLine>,
}

/// A release and its state today.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ReleaseLine {
    /// Document id.
    pub document: Uuid,
    /// Contact it names.
    pub contact: Option<Uuid>,
    /// Name or class.
    pub recipient: String,
    /// Purpose.
    pub purpose: String,
    /// Contents covered, as in `release::COVERS`.
    pub covers: Vec<String>,
    /// State.
    pub state: ReleaseState,
    /// Last day, if known.
    pub until: Option<NaiveDate>,
    /// Why it is not active, in words; or empty.
    pub reason: String,
}

/// What a release allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum ReleaseState {
    /// It holds, but the contact it names is called otherwise now, or was withdrawn.
    OtherRecipient,
    /// It holds, and an agreed restriction lets nothing of it go.
    Restricted,
    /// Holds.
    Active,
    /// Past its date or event.
    Expired,
    /// Revoked; refuses from that moment.
    Revoked,
    /// Never signed.
    Unsigned,
}

/// A picker's list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ListingOf {
    /// Which.
    pub of: Listing,
    /// For whom.
    pub client: Option<Uuid>,
}

/// One entry of a picker.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Listed {
    /// Stored value.
    pub id: String,
    /// What is read.
    pub label: String,
    /// Second line: relationship, release, credential; or empty.
    pub detail: String,
    /// `ok`, `held`, or empty.
    pub state: String,
}
