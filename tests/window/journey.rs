//! The journey's documents, told as if the client were in the program now.

use chrono::{NaiveDate, TimeDelta};
use serde_json::Value;
use std::path::Path;

/// The day the stored examples end on.
const TOLD_ON: &str = "2026-04-28";

/// Names and words of the journey that must never lie readable on the disk.
pub const SECRETS: &[&str] = &[
    "Marisol",
    "Testcase",
    "TEST-000123",
    "602-555-0111",
    "Placeholder",
    "Housemanager",
    "Sampleford",
    "Quiero estar sobria",
    "Passive thoughts",
    "Example Harbor",
    "a quiet evening walk",
];

/// Stored examples with their days moved and their people replaced by those of the vault on the desktop.
pub struct Journey {
    later: TimeDelta,
    people: Vec<(String, String)>,
}

impl Journey {
    /// As if the last day told were `today`.
    pub fn ending(today: &str) -> Self {
        Self { later: day(today).expect("a day") - day(TOLD_ON).expect("a day"), people: Vec::new() }
    }

    /// Whoever the examples call `told` is `real` here.
    pub fn is(&mut self, told: &str, real: &Value) {
        let real = real.as_str().expect("an id");
        self.people.push((format!("019d0000-0000-7000-8000-{told}"), real.to_owned()));
    }

    /// Who that is here.
    pub fn real(&self, told: &str) -> &str {
        let found = self.people.iter().find(|(id, _)| id.ends_with(told));
        found.map(|(_, real)| real.as_str()).expect("somebody the journey has met")
    }

    /// The stored example of a kind.
    pub fn body(&self, kind: &str) -> Value {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/documents")
            .join(kind)
            .join(format!("v{}.json", clinical::Kind::named(kind).expect("a kind").version()));
        let mut text = std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        for (told, real) in &self.people {
            text = text.replace(told, real);
        }
        let mut body = serde_json::from_str(&text).expect("a body");
        self.moved(&mut body);
        body
    }

    /// A day of the examples, moved.
    pub fn on(&self, told: &str) -> String {
        (day(told).expect("a day") + self.later).to_string()
    }

    fn moved(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(told) = day(text) {
                    *text = (told + self.later).to_string();
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.moved(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.moved(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10)
}
