//! Drafts and documents.

use super::{Alert, ClientLine, ContactLine, DocumentStatus, Entry, Listed, ObjectiveLine, Series};
use crate::canonical::VersionStatus;
use crate::secret::Secret;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use clinical::Kind;
use clinical::form::Finding;
use clinical::kind::{Beside, Finish, Lies, StartsFrom, Stay};
use clinical::permission::Permission;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

/// One kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct FormOf {
    /// Kind.
    pub kind: Kind,
}

/// All that a kind of document says of itself, for menus, tabs and lists.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct KindView {
    /// Kind.
    pub kind: Kind,
    /// Sentence case.
    pub title: String,
    /// In a chart, or with the program.
    pub lies: Lies,
    /// What reading it needs.
    pub read: Permission,
    /// What writing it needs.
    pub write: Permission,
    /// How it enters the record.
    pub finish: Finish,
    /// A chart has one; another one is a new version of it.
    pub one: bool,
    /// From where a person begins one.
    pub starts: StartsFrom,
    /// The client or family may sign it by hand.
    pub by_hand: bool,
    /// The tick that keeps a body between its author and the supervisor, if it has one.
    pub confidence: Option<String>,
    /// Other clients' names may stand in it.
    pub names_others: bool,
    /// What it has to do with the stay.
    pub stay: Stay,
    /// What a release has to cover before a copy leaves; empty where none leaves.
    pub covered_as: String,
    /// What stands beside its form.
    pub beside: Vec<Beside>,
    /// Its line tells a name or a score, so it is not shown while names are hidden.
    pub line_tells: bool,
    /// Its word on the timeline of measures, or empty.
    pub on_measures: String,
    /// Languages it prints in.
    pub languages: Vec<String>,
}

/// Answers to a questionnaire as they are typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AnswersOf {
    /// Code.
    pub instrument: String,
    /// One for each scored question; none while unanswered.
    pub answers: Vec<Option<u8>>,
}

/// What answers add up to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ScoreView {
    /// None while a question is open.
    pub total: Option<u16>,
    /// Its word, or empty.
    pub band: String,
    /// Questions that raise an alert, from 1.
    pub flagged: Vec<u32>,
}

/// Versions of a document that stand side by side.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Heads {
    /// Document id.
    pub document: Uuid,
    /// Kind.
    pub kind: Kind,
    /// Name of the kind.
    pub title: String,
    /// The body that all of them come from, if there is one.
    pub before: Option<Value>,
    /// Oldest first.
    pub heads: Vec<HeadView>,
}

/// One of them.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct HeadView {
    /// SHA-256 of its canonical bytes, hex.
    pub version: String,
    /// Name and credential.
    pub author: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// I wrote it.
    pub mine: bool,
    /// It withdraws the document.
    pub withdrawn: bool,
    /// Why it was written, or empty.
    pub reason: String,
    /// Its text.
    pub body: Value,
}

/// Begins a draft, or takes mine up again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct StartDraft {
    /// Kind.
    pub kind: Kind,
    /// Whose chart; none for program documents and for a new client's face sheet.
    pub client: Option<Uuid>,
    /// Revise this document.
    pub document: Option<Uuid>,
    /// Fields to begin with, merged over the blank body.
    pub body: Option<Value>,
}

/// One document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct DocumentOf {
    /// Document id.
    pub document: Uuid,
}

/// A draft of mine.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct DraftView {
    /// Document id.
    pub document: Uuid,
    /// Kind.
    pub kind: Kind,
    /// Name of the kind.
    pub title: String,
    /// How it enters the record.
    pub finish: Finish,
    /// Whose chart; none for program documents and a new face sheet.
    pub client: Option<ClientLine>,
    /// Client id, also of a client not recorded yet.
    pub client_id: Option<Uuid>,
    /// Body.
    pub body: Value,
    /// Counts saves; a save names the one it saw.
    pub rev: u32,
    /// Last save.
    pub saved_at: DateTime<Utc>,
    /// All, holds first.
    pub findings: Vec<Finding>,
    /// Who prepared it before I took it over.
    pub prepared_by: Option<String>,
    /// A version is in the record already.
    pub revision: bool,
    /// The version this draft would become, from 1.
    pub version: u32,
}

/// Keeps what was typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct SaveDraft {
    /// Document id.
    pub document: Uuid,
    /// The save this typing started from.
    pub rev: u32,
    /// Whole body.
    pub body: Value,
}

/// Kept, durably.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct DraftSaved {
    /// New count.
    pub rev: u32,
    /// When.
    pub saved_at: DateTime<Utc>,
    /// All, holds first.
    pub findings: Vec<Finding>,
}

/// Puts a draft into the record without a signature.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct RecordDocument {
    /// Document id.
    pub document: Uuid,
    /// The save that was on screen.
    pub rev: u32,
    /// Why this is not the same person as a client found with that name or birth date; else empty.
    pub duplicate_reason: String,
}

/// Signs a draft: re-enters the password.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct SignDocument {
    /// Document id.
    pub document: Uuid,
    /// The save that was on screen.
    pub rev: u32,
    /// The signer's password.
    pub password: Secret,
    /// Why this is signed although the signer's license has expired; else empty. Goes into the audit trail.
    #[serde(default)]
    pub license_override: String,
    /// The person looked at the clock and says it is right, although it stands behind the last record or far ahead of it.
    #[serde(default)]
    pub clock_confirmed: bool,
}

/// Adds to a signed document.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AddAddendum {
    /// Document id.
    pub document: Uuid,
    /// Why.
    pub reason: String,
    /// What is added.
    pub text: String,
    /// The signer's password.
    pub password: Secret,
    /// As in `SignDocument`.
    #[serde(default)]
    #[ts(optional)]
    pub license_override: Option<String>,
    /// As in `SignDocument`.
    #[serde(default)]
    #[ts(optional)]
    pub clock_confirmed: Option<bool>,
}

/// Withdraws a document, text kept.
#[derive(Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct RetractDocument {
    /// Document id.
    pub document: Uuid,
    /// Why.
    pub reason: String,
    /// The signer's password.
    pub password: Secret,
}

/// A document as it stands in the record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct DocumentView {
    /// Document id.
    pub document: Uuid,
    /// Kind.
    pub kind: Kind,
    /// Name of the kind.
    pub title: String,
    /// How it changes.
    pub finish: Finish,
    /// Whose chart.
    pub client: Option<ClientLine>,
    /// Client id.
    pub client_id: Option<Uuid>,
    /// How it stands.
    pub status: DocumentStatus,
    /// Body of the version in force.
    pub body: Value,
    /// Clinical day.
    pub on: Option<NaiveDate>,
    /// One line.
    pub summary: String,
    /// Oldest first, addenda and retraction among them.
    pub versions: Vec<VersionLine>,
    /// Oldest first.
    pub addenda: Vec<AddendumView>,
    /// I have a draft of it.
    pub draft: bool,
    /// What I may do with it now.
    pub may: Vec<DocumentAct>,
}

/// What can be done with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum DocumentAct {
    /// Start a new version.
    Revise,
    /// Add an addendum.
    Addend,
    /// Withdraw it.
    Retract,
    /// Print it.
    Print,
    /// Co-sign it.
    Cosign,
    /// Give it back to its author.
    Return,
    /// Have the client or family sign by hand.
    SignByHand,
}

/// One version.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct VersionLine {
    /// SHA-256 of its canonical bytes, hex.
    pub version: String,
    /// From 1 in order of recording.
    pub number: u32,
    /// What it did to the document.
    pub status: VersionStatus,
    /// Name and credential.
    pub author: String,
    /// Wall time.
    pub at: DateTime<FixedOffset>,
    /// Reason of a revision, addendum or retraction; or empty.
    pub reason: String,
    /// Signatures on this version.
    pub signatures: Vec<SignatureLine>,
}

/// One signature.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct SignatureLine {
    /// Signer.
    pub name: String,
    /// Credential at that time; of family or guardian how they are related.
    pub credential: String,
    /// `author`, `author_supervised` (final once co-signed), `co_signer`, `returned`, `client`, `family`, `guardian`.
    pub meaning: String,
    /// Of a mark made by hand: the member of staff who saw it made and signed for that.
    pub witness: Option<String>,
    /// Of a mark made by hand: an SVG path in a box of 600 by 200.
    pub drawing: Option<String>,
    /// Of `returned`: what is to be changed.
    pub reason: Option<String>,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// The signature fits the version's bytes and the signer's key.
    pub verified: bool,
}

/// One addendum.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AddendumView {
    /// Its version.
    pub version: String,
    /// Why.
    pub reason: String,
    /// What was added.
    pub text: String,
    /// Name and credential.
    pub author: String,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// How it stands by itself: signed, awaiting its co-signature, or returned.
    pub status: DocumentStatus,
}

/// Evidence beside the writing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Evidence {
    /// Last signed document of the same kind in this chart.
    pub last: Option<DocumentView>,
    /// What happened since then.
    pub since: Vec<Entry>,
    /// Plan in force.
    pub objectives: Vec<ObjectiveLine>,
    /// Needs of the latest signed assessment.
    pub needs: Vec<Listed>,
    /// People, with releases.
    pub contacts: Vec<ContactLine>,
    /// Open safety alerts.
    pub alerts: Vec<Alert>,
    /// Scores.
    pub measures: Vec<Series>,
    /// For a group: who is in the program now.
    pub roster: Vec<RosterLine>,
}

/// Someone expected in a group.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct RosterLine {
    /// Who.
    pub client: ClientLine,
    /// Their plan.
    pub objectives: Vec<ObjectiveLine>,
    /// Their last group note's own text, or empty.
    pub last_note: String,
    /// Its day.
    pub last_on: Option<NaiveDate>,
    /// Last mood, 0 to 10.
    pub mood: Option<u8>,
    /// Last craving, 0 to 10.
    pub craving: Option<u8>,
}
