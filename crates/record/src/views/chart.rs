//! A chart as it opens.

use super::{ClientLine, ContactLine, DraftLine, Listed, ReleaseLine};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use clinical::Kind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

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
    /// What the client asked to keep from someone, agreed and not ended.
    pub restrictions: Vec<RestrictionLine>,
    /// Time spent, newest first.
    pub attendance: Vec<AttendanceLine>,
    /// Minutes by week.
    pub weeks: Vec<Week>,
    /// Counted from attendance.
    pub totals: Totals,
    /// Needs of the latest signed assessment.
    pub needs: Vec<Listed>,
    /// When I last opened this chart; `Entry::new` is measured from it.
    pub visited_before: Option<DateTime<Utc>>,
}

/// A restriction that stands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct RestrictionLine {
    /// Its document.
    pub document: Uuid,
    /// What is kept from whom, in words.
    pub sentence: String,
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
    /// Estimated year of birth, where the date is not known.
    pub born_about: Option<u16>,
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
    /// I am outside this chart's care team and have not opened it: clinical parts are empty until I say why.
    pub outside_team: bool,
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
    /// When it was recorded or signed, on the clock it was recorded by.
    pub at: DateTime<FixedOffset>,
    /// One line.
    pub summary: String,
    /// Name.
    pub author: String,
    /// How it stands now.
    pub status: DocumentStatus,
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
pub enum DocumentStatus {
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
    /// Signed by a supervised author; final once co-signed.
    AwaitsCosign,
    /// Given back to its author by a supervisor.
    Returned,
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
    /// The answers that raised it.
    pub document: Uuid,
    /// Whose draft these answers stand in; none once they are in the record.
    pub draft_of: Option<String>,
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
