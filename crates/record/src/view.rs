//! What crosses to a screen and back: inputs of commands and the views they answer with. Ids are UUIDs, days ISO dates, times UTC.

use crate::permission::{Permission, Role};
use chrono::{DateTime, NaiveDate, Utc};
use clinical::documents::{Class, Finish, Kind};
use clinical::form::{Finding, Listing};
use serde::{Deserialize, Serialize};
use serde_json::Value;
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
    /// Open.
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
}

/// The set-up wizard's answers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
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
    pub password: String,
}

/// A fresh vault, open.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Created {
    /// The first user.
    pub me: Me,
    /// Groups of letters and digits, shown once and printed on the kit.
    pub recovery_key: String,
}

/// Prints the kit for a key just shown.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct RecoveryKit {
    /// As shown.
    pub recovery_key: String,
    /// `letter` or `a4`.
    pub paper: String,
}

/// Opens the vault.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Unlock {
    /// Sign-in name, any case.
    pub name: String,
    /// Password.
    pub password: String,
}

/// Looks for clients.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct FindClients {
    /// Any part of a name, record number or phone; accents and case do not matter. Empty lists all.
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
    /// For hidden names: "M. T.-E.".
    pub initials: String,
    /// Birth date.
    pub born: Option<NaiveDate>,
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

/// A chart as it opens.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ChartView {
    /// Two lines every chart page shows.
    pub header: ChartHeader,
    /// Timeline, newest first.
    pub entries: Vec<Entry>,
    /// My drafts in this chart.
    pub drafts: Vec<DraftLine>,
    /// Plan in force.
    pub plan: Option<PlanLine>,
    /// One series per questionnaire.
    pub measures: Vec<Series>,
    /// Open safety alerts.
    pub alerts: Vec<Alert>,
    /// What is due in this chart, soonest first.
    pub due: Vec<Due>,
    /// People around the client.
    pub contacts: Vec<ContactLine>,
    /// Releases with their state today.
    pub releases: Vec<ReleaseLine>,
    /// Time spent, newest first.
    pub attendance: Vec<AttendanceLine>,
    /// Minutes by week.
    pub weeks: Vec<Week>,
    /// Counted from attendance.
    pub totals: Totals,
    /// Needs of the latest signed assessment.
    pub needs: Vec<Listed>,
    /// When I last opened this chart; `Entry::new` is measured from it.
    pub seen_before: Option<DateTime<Utc>>,
}

/// Identity, alerts, language, emergency contact.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ChartHeader {
    /// Client id.
    pub client: Uuid,
    /// Preferred first name (or legal) and last name.
    pub name: String,
    /// Legal first name.
    pub legal_first: String,
    /// For hidden names.
    pub initials: String,
    /// Pronouns.
    pub pronouns: String,
    /// Birth date.
    pub born: Option<NaiveDate>,
    /// Years, today.
    pub age: Option<u32>,
    /// Record number.
    pub record_number: String,
    /// Language spoken.
    pub speaks: String,
    /// Language read; papers default to it.
    pub reads: String,
    /// Papers default to large print.
    pub large_print: bool,
    /// Client's phone.
    pub phone: String,
    /// Emergency contact.
    pub emergency: Option<ContactLine>,
    /// As last assessed, or empty.
    pub allergies: String,
    /// Living situation, in words.
    pub living: String,
    /// Level of care now, or empty.
    pub level: String,
    /// Track.
    pub track: String,
    /// Week of the program, from 1.
    pub week: Option<u32>,
    /// Planned weeks.
    pub weeks_planned: Option<u32>,
    /// The face sheet's document id.
    pub face_sheet: Uuid,
}

/// One document on the timeline.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Entry {
    /// Document id.
    pub document: Uuid,
    /// Kind.
    pub kind: Kind,
    /// Name of the kind.
    pub title: String,
    /// Clinical day.
    pub on: Option<NaiveDate>,
    /// When it was recorded or signed.
    pub at: DateTime<Utc>,
    /// One line.
    pub summary: String,
    /// Name.
    pub author: String,
    /// Standing now.
    pub status: Standing,
    /// Addenda.
    pub addenda: u32,
    /// Number of the version in force.
    pub version: u32,
    /// Signed later than the program's limit.
    pub late: bool,
    /// Changed since I last opened this chart.
    pub new: bool,
}

/// Where a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Standing {
    /// Only in its author's draft.
    Draft,
    /// In the record, no signature needed.
    Recorded,
    /// Signed and locked.
    Signed,
    /// Withdrawn with a reason; text kept.
    Retracted,
    /// Two versions stand side by side.
    Conflict,
}

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
}

/// The plan in force, for the overview.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct PlanLine {
    /// The plan's document id.
    pub document: Uuid,
    /// Version number.
    pub version: u32,
    /// Day of the author's signature.
    pub signed_on: NaiveDate,
    /// Due.
    pub next_review: Option<NaiveDate>,
    /// The client's words.
    pub statement: String,
    /// Translation, or empty.
    pub gloss: String,
    /// In order.
    pub objectives: Vec<ObjectiveLine>,
}

/// One objective.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ObjectiveLine {
    /// Stable id.
    pub id: String,
    /// From 1.
    pub number: u32,
    /// Objective.
    pub text: String,
    /// Measure.
    pub measure: String,
    /// Start.
    pub baseline: String,
    /// Latest known value of its measure, or empty.
    pub now: String,
    /// Target.
    pub target: String,
    /// By.
    pub target_date: Option<NaiveDate>,
    /// Last recorded movement or status.
    pub progress: String,
}

/// One questionnaire over time, on its own bands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Series {
    /// Code.
    pub instrument: String,
    /// Short name, "PHQ-9".
    pub title: String,
    /// Lowest total.
    pub min: u16,
    /// Highest total.
    pub max: u16,
    /// Severity words.
    pub bands: Vec<Band>,
    /// Points that count as reliable; 0 if unknown.
    pub reliable_change: u16,
    /// Oldest first.
    pub points: Vec<Point>,
}

/// A stretch of totals with its word.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Band {
    /// Lowest.
    pub from: u16,
    /// Highest.
    pub to: u16,
    /// Word.
    pub label: String,
}

/// One use of a questionnaire.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Point {
    /// Its document.
    pub document: Uuid,
    /// Day.
    pub on: NaiveDate,
    /// None while an item is missing.
    pub total: Option<u16>,
    /// Word, or empty.
    pub band: String,
    /// Items that raised an alert, from 1.
    pub flagged: Vec<u32>,
    /// Difference to the use before.
    pub change: Option<i32>,
    /// At least the reliable change.
    pub reliable: bool,
}

/// An open safety alert.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Alert {
    /// Whose.
    pub client: ClientLine,
    /// Day of the answer.
    pub on: NaiveDate,
    /// What was answered and what closes the alert.
    pub message: String,
    /// The screening.
    pub document: Uuid,
}

/// Something due.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Due {
    /// Whose.
    pub client: Option<ClientLine>,
    /// "Plan review".
    pub what: String,
    /// The rule behind it, in words.
    pub why: String,
    /// Due day.
    pub on: NaiveDate,
    /// Before today.
    pub late: bool,
    /// Opens this.
    pub document: Option<Uuid>,
    /// Or starts a draft of this kind.
    pub start: Option<Kind>,
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
    /// Holds.
    Active,
    /// Past its date or event.
    Expired,
    /// Revoked; refuses from that moment.
    Revoked,
    /// Never signed.
    Unsigned,
}

/// Time spent with the client.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AttendanceLine {
    /// The note.
    pub document: Uuid,
    /// `group`, `individual`, `family`.
    pub setting: String,
    /// Attendance status, in words.
    pub status: String,
    /// Day.
    pub on: NaiveDate,
    /// In.
    pub start: String,
    /// Out.
    pub end: String,
    /// Minutes.
    pub minutes: u32,
    /// Topic.
    pub topic: String,
    /// 0 to 4.
    pub participation: Option<u8>,
}

/// Minutes of one week.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Week {
    /// First day.
    pub monday: NaiveDate,
    /// Group minutes attended.
    pub group: u32,
    /// Individual minutes.
    pub individual: u32,
    /// Family minutes.
    pub family: u32,
    /// Group minutes ordered by the program's rule.
    pub target: u32,
}

/// Counted from attendance, meetings and the episode; absent where nothing is known.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Totals {
    /// Group days on record, attended or not.
    pub group_days_scheduled: u32,
    /// With minutes.
    pub group_days_attended: u32,
    /// Attended by scheduled, three decimals.
    pub attendance_rate: Option<f64>,
    /// Minutes in group.
    pub group_minutes: u32,
    /// Two decimals.
    pub group_hours: f64,
    /// Held.
    pub individual_sessions_held: u32,
    /// Minutes.
    pub individual_minutes: u32,
    /// Held.
    pub family_sessions: u32,
    /// Minutes.
    pub family_minutes: u32,
    /// First to last day in our program, both counted.
    pub length_of_stay_days: Option<u32>,
    /// Calendar weeks (Monday first) touched.
    pub program_weeks: Option<u32>,
    /// Mutual-help meetings.
    pub meetings_logged: u32,
}

/// One kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct FormOf {
    /// Kind.
    pub kind: Kind,
}

/// A kind of document, for menus and tabs.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct KindView {
    /// Kind.
    pub kind: Kind,
    /// Sentence case.
    pub title: String,
    /// Who may read it.
    pub class: Class,
    /// How it enters the record.
    pub finish: Finish,
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
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct SignDocument {
    /// Document id.
    pub document: Uuid,
    /// The save that was on screen.
    pub rev: u32,
    /// The signer's password.
    pub password: String,
}

/// Adds to a signed document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AddAddendum {
    /// Document id.
    pub document: Uuid,
    /// Why.
    pub reason: String,
    /// What is added.
    pub text: String,
    /// The signer's password.
    pub password: String,
}

/// Withdraws a document, text kept.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct RetractDocument {
    /// Document id.
    pub document: Uuid,
    /// Why.
    pub reason: String,
    /// The signer's password.
    pub password: String,
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
    /// Who may read it.
    pub class: Class,
    /// How it changes.
    pub finish: Finish,
    /// Whose chart.
    pub client: Option<ClientLine>,
    /// Client id.
    pub client_id: Option<Uuid>,
    /// Standing.
    pub status: Standing,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
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
}

/// One version.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct VersionLine {
    /// SHA-256 of its canonical bytes, hex.
    pub version: String,
    /// From 1 in order of recording.
    pub number: u32,
    /// `recorded`, `signed`, `addendum`, `retracted`.
    pub status: String,
    /// Name and credential.
    pub author: String,
    /// Wall time.
    pub at: DateTime<Utc>,
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
    /// Credential at that time.
    pub credential: String,
    /// `author`.
    pub meaning: String,
    /// When.
    pub at: DateTime<Utc>,
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
    pub at: DateTime<Utc>,
}

/// Evidence beside the writing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct BesideView {
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

/// A page to preview or print.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Print {
    /// Document id; my draft of it prints as a draft.
    pub document: Uuid,
    /// Print my draft rather than the version in force.
    pub draft: bool,
    /// `en` or `es`.
    pub language: String,
    /// `normal` or `large`.
    pub size: String,
    /// `letter` or `a4`.
    pub paper: String,
    /// The contact it is for; none for the client.
    pub recipient: Option<Uuid>,
}

/// What stands in the way of a print, and who may get it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct PrintCheck {
    /// This kind prints.
    pub printable: bool,
    /// Holds refuse the print; the rest is advice.
    pub findings: Vec<Finding>,
    /// The client first, then contacts.
    pub recipients: Vec<Recipient>,
    /// Default.
    pub language: String,
    /// Default.
    pub size: String,
    /// Default.
    pub paper: String,
}

/// Someone who might get a copy.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Recipient {
    /// None for the client.
    pub contact: Option<Uuid>,
    /// Name.
    pub name: String,
    /// A release covers it.
    pub allowed: bool,
    /// What is missing, or until when it holds.
    pub reason: String,
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
    /// Licence number.
    pub licence: String,
    /// Expiry.
    pub licence_expires: Option<NaiveDate>,
    /// Works here now.
    pub active: bool,
    /// Has a key slot in this vault.
    pub unlocks: bool,
}

/// Adds a person and their key slot.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AddStaff {
    /// Name; also the sign-in name.
    pub name: String,
    /// Credential.
    pub credential: String,
    /// Role.
    pub role: Role,
    /// Licence number.
    pub licence: String,
    /// State.
    pub licence_state: String,
    /// Expiry day or empty.
    pub licence_expires: String,
    /// First password, at least 15 characters.
    pub password: String,
}

/// A questionnaire's steps.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ChangeOf {
    /// Client id.
    pub client: Uuid,
    /// Code, `phq9`.
    pub instrument: String,
}

/// What a release allowed on a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ReleaseStateView {
    /// State.
    pub state: ReleaseState,
    /// Last day, if known on that day.
    pub until: Option<NaiveDate>,
}

/// A release on a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ReleaseOn {
    /// Release document id.
    pub document: Uuid,
    /// Day.
    pub on: NaiveDate,
}

/// A client on a day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ClientOn {
    /// Client id.
    pub client: Uuid,
    /// Day.
    pub on: NaiveDate,
}

/// Days since the first full day without use.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Sobriety {
    /// First full day without use, as known on that day.
    pub since: Option<NaiveDate>,
    /// Days.
    pub days: Option<i64>,
}

/// Due days and the days they were met.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Deadlines {
    /// First plan.
    pub plan_due: Option<NaiveDate>,
    /// First plan's signature.
    pub plan_signed: Option<NaiveDate>,
    /// First review of the first plan.
    pub plan_review_due: Option<NaiveDate>,
    /// After discharge.
    pub discharge_summary_due: Option<NaiveDate>,
    /// After discharge.
    pub followups_due: Vec<NaiveDate>,
    /// Days of notes signed after the program's limit.
    pub late_notes: Vec<NaiveDate>,
}

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

/// Part of the audit trail.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AuditOf {
    /// Only this chart.
    pub client: Option<Uuid>,
    /// At most so many, newest first.
    pub limit: u32,
}

/// One audited act.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct AuditRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Name.
    pub who: String,
    /// Role.
    pub role: String,
    /// Command.
    pub action: String,
    /// `done` or `refused`.
    pub outcome: String,
    /// Whose chart.
    pub client: Option<Uuid>,
    /// Which document.
    pub document: Option<Uuid>,
}
