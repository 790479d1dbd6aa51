//! One form being laid: its words, the body it reads, and the names behind ids.

use super::words::Words;
use crate::dates::{Calendar, day};
use crate::furniture::is_id;
use crate::labels::{fill, say};
use clinical::form::{Field, Input, shown};
use serde_json::Value;
use std::collections::BTreeMap;

/// A form on its way to paper. Without a body every question gets a place to write.
pub struct FormPage<'a> {
    pub words: Words,
    pub names: &'a BTreeMap<String, String>,
    pub calendar: Calendar,
    pub body: Option<&'a Value>,
}

/// Where a field stands: its path without the numbers of rows, the values beside it, the heading it already has.
pub struct Place<'a> {
    /// `problems.goals.`, or empty.
    pub at: &'a str,
    /// The body or the row. Null on a blank.
    pub values: &'a Value,
    /// `1.2.` inside rows.
    pub number: &'a str,
    /// The heading above, so that nothing is said twice.
    pub under: &'a str,
}

/// What stands for an answer that should be there.
pub const UNANSWERED: &str = "—";

impl FormPage<'_> {
    pub fn is_blank(&self) -> bool {
        self.body.is_none()
    }

    pub fn say(&self, key: &str) -> &'static str {
        say(self.words.language, key)
    }

    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.words.language, key, values)
    }

    /// Whether a field is on this page: never what was said in confidence; on a blank whatever may be asked.
    pub fn prints(&self, field: &Field, values: &Value) -> bool {
        !field.confidential && (self.is_blank() || shown(field, values))
    }

    /// The words behind an id. An id nobody looked up never stands on paper.
    pub fn named(&self, id: &str) -> String {
        match self.names.get(id) {
            Some(name) => name.trim().to_owned(),
            None if is_id(id.trim()) => self.say("not_found").to_owned(),
            None => id.trim().to_owned(),
        }
    }

    /// What is read for a stored choice; what the form does not offer stands as it was stored.
    pub fn choice(&self, path: &str, field: &Field, value: &str) -> String {
        let (Input::OneOf { options } | Input::ManyOf { options }) = &field.input else { return value.to_owned() };
        let option = options.iter().find(|option| option.value == value);
        option.map_or_else(
            || value.trim().replace('_', " "),
            |option| self.words.part(path, option.value, option.label).to_owned(),
        )
    }

    /// An answer as texts, one for each thing said; none if nothing was.
    pub fn texts(&self, path: &str, field: &Field, value: &Value) -> Vec<String> {
        let one = |text: String| if text.trim().is_empty() { Vec::new() } else { vec![text] };
        let each = |words: &dyn Fn(&str) -> String| {
            let texts = value.as_array().into_iter().flatten().map(|item| words(&plain(item)));
            texts.filter(|text| !text.trim().is_empty()).collect()
        };
        match &field.input {
            Input::Line | Input::Paragraph => one(plain(value)),
            Input::Date => one(self.written(&plain(value))),
            Input::Time => one(self.calendar.time(&plain(value))),
            Input::Number { unit, .. } => match plain(value) {
                number if number.is_empty() => Vec::new(),
                number => vec![format!("{number} {}", self.words.part(path, "unit", unit)).trim_end().to_owned()],
            },
            Input::YesNo | Input::Tick => match value.as_bool() {
                Some(yes) => vec![self.say(if yes { "yes" } else { "no" }).to_owned()],
                None => Vec::new(),
            },
            Input::OneOf { .. } => match plain(value) {
                stored if stored.trim().is_empty() => Vec::new(),
                stored => vec![self.choice(path, field, &stored)],
            },
            Input::ManyOf { .. } => each(&|stored| self.choice(path, field, stored)),
            Input::Lines { .. } => each(&|text| self.written(text)),
            Input::Scale { max, .. } => match plain(value) {
                number if number.is_empty() => Vec::new(),
                number => {
                    let of = self.fill("of_scale", &[("n", &number), ("max", &max.to_string())]);
                    vec![format!("{of} ({})", self.ends(path, field))]
                }
            },
            Input::Pick { .. } => match plain(value) {
                id if id.trim().is_empty() => Vec::new(),
                id => vec![self.named(&id)],
            },
            Input::PickMany { .. } => each(&|id| self.named(id)),
            // Rows and widgets have pages of their own.
            Input::Rows { .. } | Input::Widget { .. } => Vec::new(),
        }
    }

    /// What the ends of a scale mean: "0: None, 10: Worst".
    pub fn ends(&self, path: &str, field: &Field) -> String {
        let Input::Scale { min, max, low, high } = &field.input else { return String::new() };
        let [low, high] = [("low", *low), ("high", *high)].map(|(part, words)| self.words.part(path, part, words));
        format!("{min}: {low}, {max}: {high}")
    }

    /// A stored day written out; anything else as typed.
    pub fn written(&self, typed: &str) -> String {
        match day(typed).filter(|_| typed.trim().len() == 10) {
            Some(on) => self.calendar.on_record(on),
            None => typed.trim().to_owned(),
        }
    }
}

/// A stored text or number as it is read; empty for null.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        // Numbers are kept as 8.0 and read as 8.
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    }
}
