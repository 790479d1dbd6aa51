//! Questionnaires. Each is one data file in `instruments/`: wording by language, items, scoring, bands, alerts, licence, source.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// Wording by language code. A language that is missing is shown in English and said so, never translated by us.
pub type Text = BTreeMap<String, String>;

/// One questionnaire.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(export_to = "generated.ts")]
pub struct Instrument {
    /// Code, `phq9`.
    pub id: String,
    /// Short name, "PHQ-9".
    pub short: String,
    /// Full title.
    pub title: Text,
    /// The question before the items.
    pub stem: Text,
    /// Days the questions look back.
    pub recall_days: u16,
    /// Answers in scale order.
    pub responses: Vec<Response>,
    /// Scored items, in order.
    pub items: Vec<Item>,
    /// Items that are asked but not scored.
    pub extra: Vec<ExtraItem>,
    /// How the total comes about.
    pub scoring: Scoring,
    /// Severity words, lowest first.
    pub bands: Vec<BandWord>,
    /// Answers that raise a safety alert, whatever the total.
    pub flags: Vec<Flag>,
    /// Points that count as reliable change; 0 if none is published.
    pub reliable_change: u16,
    /// Default days between uses.
    pub interval_days: u16,
    /// Terms under which the wording is shown.
    pub licence: String,
    /// Credit to print with it.
    pub attribution: String,
    /// Where the wording and the figures come from.
    pub source: String,
}

/// One answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Response {
    /// Points.
    pub value: u8,
    /// Wording.
    pub text: Text,
}

/// One scored item.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Item {
    /// Wording.
    pub text: Text,
    /// LOINC code.
    pub loinc: String,
}

/// One unscored item with its own answers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct ExtraItem {
    /// Wording.
    pub text: Text,
    /// Answers in order; the stored value is the position from 0.
    pub responses: Vec<Text>,
}

/// How a total comes about.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Scoring {
    /// Sum of all items; a missing item means no total.
    Sum,
}

/// A stretch of totals with its word.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct BandWord {
    /// Lowest total.
    pub from: u16,
    /// Highest total.
    pub to: u16,
    /// Word.
    pub label: String,
}

/// An answer that raises a safety alert.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Flag {
    /// Item, from 1.
    pub item: u8,
    /// At this value or above.
    pub at_least: u8,
    /// What has to happen.
    pub action: String,
}
