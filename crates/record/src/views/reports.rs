//! Facts counted from the record.

use super::ReleaseState;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A questionnaire's steps.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct MeasureSeriesOf {
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
