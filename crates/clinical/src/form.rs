//! The closed vocabulary every form is written in. The screen, the checks and the printed blank all read it.
//!
//! A field names a key of the document's body. What no input here can do is a named widget of the screens.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// A whole form: sections in the order a clinician works through them.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Form {
    /// What the document is called on screen, sentence case.
    pub title: &'static str,
    /// In reading order.
    pub sections: Vec<Section>,
}

/// A titled part of a form. Signing needs every required field of every shown section.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Section {
    /// Sentence case; empty for a section without a heading.
    pub title: &'static str,
    /// One line under the heading, or empty.
    pub hint: &'static str,
    /// In reading order.
    pub fields: Vec<Field>,
}

/// One question. `name` is the key in the body (or in the row, inside `Input::Rows`).
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "generated.ts")]
pub struct Field {
    /// Key in the body, snake_case.
    pub name: &'static str,
    /// Label above the input.
    pub label: &'static str,
    /// Short help right of the label, or empty.
    pub hint: &'static str,
    /// How it is answered.
    pub input: Input,
    /// A signature needs an answer. A draft never does.
    pub required: bool,
    /// Shown only while this holds.
    pub when: Option<When>,
    /// The client's own words: drawn in the warm voice ink and never paraphrased.
    pub voice: bool,
    /// Kept out of every print ("In confidence: never printed").
    pub confidential: bool,
    /// Columns out of 12 this field takes on a wide page.
    pub width: u8,
}

/// Shows a field only while another field of the same body (or row) has one of these values.
#[derive(Debug, Clone, Serialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct When {
    /// Key of the other field.
    pub field: &'static str,
    /// Its values, written as text: `"true"`, `"sober_living"`. For a list: it contains one of them.
    pub is: Vec<&'static str>,
}

/// One choice of a list: what is stored and what is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Choice {
    /// Stored value, stable for ever.
    pub value: &'static str,
    /// What the clinician reads.
    pub label: &'static str,
}

/// What a picker lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Listing {
    /// People around this client; the value is the contact's document id.
    Contact,
    /// Releases of this client; the value is the release's document id.
    Release,
    /// Active staff; the value is the staff member's id.
    Staff,
    /// Needs of the latest signed assessment; the value is the need's id.
    Need,
    /// Objectives of the plan in force; the value is the objective's id.
    Objective,
    /// Clients in the program now; the value is the client's id.
    Client,
    /// Open safety alerts of this client; the value is the id of the document that raised it.
    Alert,
}

/// How a question is answered. The comment names the JSON kept in the body.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[ts(export_to = "generated.ts")]
pub enum Input {
    /// One line of text. `""` when blank.
    Line,
    /// Text that grows. `""` when blank.
    Paragraph,
    /// A day, `"2026-04-07"` or `""`.
    Date,
    /// A time of day at the site, 24 h `"17:30"` or `""`.
    Time,
    /// A number or `null`.
    Number {
        /// Smallest that makes sense.
        min: f64,
        /// Largest that makes sense.
        max: f64,
        /// "days", "mmHg", or empty.
        unit: &'static str,
        /// Counted rather than measured: it has no fraction.
        whole: bool,
    },
    /// `true`, `false`, or `null` for not asked.
    YesNo,
    /// `true` or `false`; for consents and confirmations.
    Tick,
    /// One stored value or `""`.
    OneOf {
        /// In reading order.
        options: Vec<Choice>,
    },
    /// A list of stored values.
    ManyOf {
        /// In reading order.
        options: Vec<Choice>,
    },
    /// A list of short texts, one per line of the screen. `[]` when blank.
    Lines {
        /// Label of the button that adds one.
        add: &'static str,
    },
    /// A list of rows, each an object of the named fields plus `"id"` (a UUID the screen makes). May nest.
    Rows {
        /// Label of the button that adds a row.
        add: &'static str,
        /// Fields of one row.
        fields: Vec<Field>,
    },
    /// A whole number from `min` to `max`, or `null`.
    Scale {
        /// Lowest.
        min: u8,
        /// Highest.
        max: u8,
        /// What the lowest means.
        low: &'static str,
        /// What the highest means.
        high: &'static str,
    },
    /// One id from a listing, or `""`.
    Pick {
        /// Which list.
        of: Listing,
    },
    /// Several ids from a listing.
    PickMany {
        /// Which list.
        of: Listing,
    },
    /// An answer sheet drawn by a hand-written part of the screens, found by name in `ui/src/widgets/`.
    Widget {
        /// `note_sections`, `questionnaire`, `group_people`, `family_room`.
        name: &'static str,
        /// Questions inside it that have choices or a condition: their words are said here, and the screens and the paper read them.
        fields: Vec<Field>,
    },
}

/// A field with everything optional left off.
#[must_use]
pub fn field(name: &'static str, label: &'static str, input: Input) -> Field {
    Field { name, label, hint: "", input, required: false, when: None, voice: false, confidential: false, width: 12 }
}

/// Stored value and label, pair by pair.
#[must_use]
pub fn choices(pairs: &[(&'static str, &'static str)]) -> Vec<Choice> {
    pairs.iter().map(|&(value, label)| Choice { value, label }).collect()
}

/// A section with a heading.
#[must_use]
pub fn section(title: &'static str, fields: Vec<Field>) -> Section {
    Section { title, hint: "", fields }
}

impl Section {
    /// With a line of help under the heading.
    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
}

impl Field {
    /// A signature needs it.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// With short help.
    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }
    /// Shown only while `field` has one of `values`.
    #[must_use]
    pub fn when(mut self, field: &'static str, values: &[&'static str]) -> Self {
        self.when = Some(When { field, is: values.to_vec() });
        self
    }
    /// The client's own words.
    #[must_use]
    pub fn voice(mut self) -> Self {
        self.voice = true;
        self
    }
    /// Never printed.
    #[must_use]
    pub fn confidential(mut self) -> Self {
        self.confidential = true;
        self
    }
    /// Takes `width` of 12 columns.
    #[must_use]
    pub fn width(mut self, width: u8) -> Self {
        self.width = width;
        self
    }
}

/// How strongly a finding speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Weight {
    /// Holds the signature.
    Hold,
    /// Late or missing, does not hold.
    Due,
    /// Advice.
    Advice,
}

/// Something a person should look at, at the field it concerns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export_to = "generated.ts")]
pub struct Finding {
    /// Path in the body: `assessed_on`, `problems.0.goals.1.objectives.0.measure`. Empty for the document as a whole.
    pub field: String,
    /// A sentence for the person: what is wrong and what settles it. Never client data beyond the body itself.
    pub message: String,
    /// Whether it holds the signature.
    pub weight: Weight,
    /// The word of the text it is about. Where there is one, `not_names` beside the field settles it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub word: Option<String>,
}

impl Finding {
    /// Holds the signature.
    #[must_use]
    pub fn hold(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into(), weight: Weight::Hold, word: None }
    }
    /// Late or missing; signing stays possible.
    #[must_use]
    pub fn due(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into(), weight: Weight::Due, word: None }
    }
    /// Advice; signing stays possible.
    #[must_use]
    pub fn advice(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into(), weight: Weight::Advice, word: None }
    }
    /// It is about this word of the text.
    #[must_use]
    pub fn about(self, word: &str) -> Self {
        Self { word: Some(word.to_owned()), ..self }
    }
}

/// Whether `field` is on the page for this body (or row).
#[must_use]
pub fn shown(field: &Field, body: &Value) -> bool {
    let Some(when) = &field.when else { return true };
    let matches = |value: &Value| match value {
        Value::String(text) => when.is.contains(&text.as_str()),
        Value::Bool(yes) => when.is.contains(&if *yes { "true" } else { "false" }),
        _ => false,
    };
    match &body[when.field] {
        Value::Array(values) => values.iter().any(matches),
        value => matches(value),
    }
}

/// Whether nothing is answered.
#[must_use]
pub fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty() || items.iter().all(is_blank),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}
