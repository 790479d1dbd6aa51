//! Questionnaires. Each is one data file in `instruments/`: wording by language, items, scoring, bands, alerts, license, source.

use include_dir::{Dir, include_dir};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;
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
    pub license: String,
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

/// The questionnaires that come with the app, in order of id.
///
/// # Panics
/// A shipped file is not an instrument; a test opens every one of them.
pub fn shipped() -> &'static [Instrument] {
    static SHIPPED: LazyLock<Vec<Instrument>> = LazyLock::new(|| {
        static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/instruments");
        let read = |file: &include_dir::File| {
            serde_json::from_slice(file.contents()).unwrap_or_else(|err| panic!("{}: {err}", file.path().display()))
        };
        let mut all: Vec<Instrument> = FILES.files().map(read).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    });
    &SHIPPED
}

/// The questionnaire with this code.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Instrument> {
    shipped().iter().find(|it| it.id == id)
}

impl Instrument {
    /// The total, once every item is answered on the scale. A missing item means no total.
    #[must_use]
    pub fn score(&self, answers: &[Option<u8>]) -> Option<u16> {
        let Scoring::Sum = self.scoring;
        let on_scale = |answer: &Option<u8>| answer.filter(|value| self.allows(*value)).map(u16::from);
        (answers.len() == self.items.len()).then(|| answers.iter().map(on_scale).sum()).flatten()
    }

    /// Whether the scale has this value.
    #[must_use]
    pub fn allows(&self, value: u8) -> bool {
        self.responses.iter().any(|response| response.value == value)
    }

    /// Lowest and highest total.
    #[must_use]
    pub fn range(&self) -> (u16, u16) {
        let values = || self.responses.iter().map(|response| u16::from(response.value));
        let items = u16::try_from(self.items.len()).unwrap_or(u16::MAX);
        (values().min().unwrap_or(0) * items, values().max().unwrap_or(0) * items)
    }

    /// The severity word of a total.
    #[must_use]
    pub fn band(&self, total: u16) -> &str {
        self.bands.iter().find(|band| (band.from..=band.to).contains(&total)).map_or("", |band| &band.label)
    }

    /// Items whose answer raises a safety alert. The total has no say in this, nor has a missing item elsewhere.
    #[must_use]
    pub fn flagged(&self, answers: &[Option<u8>]) -> Vec<u8> {
        let raised = |flag: &&Flag| {
            let place = usize::from(flag.item).checked_sub(1);
            place.and_then(|at| answers.get(at)).copied().flatten().is_some_and(|value| value >= flag.at_least)
        };
        self.flags.iter().filter(raised).map(|flag| flag.item).collect()
    }

    /// Whether a change of the total is more than chance. Unknown while nothing is published.
    #[must_use]
    pub fn is_reliable_change(&self, before: u16, after: u16) -> bool {
        self.reliable_change > 0 && before.abs_diff(after) >= self.reliable_change
    }
}
