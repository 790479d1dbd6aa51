//! The stored examples and the record context them, for the tests of this crate.
#![allow(dead_code, reason = "each test file uses its part")]

use chrono::NaiveDate;
use clinical::form::{Finding, Weight};
use clinical::kind::ReleaseHeld;
use clinical::{CheckContext, Kind};
use serde_json::Value;
use std::path::Path;

pub const SISTER: &str = "019d0000-0000-7000-8000-c00000000001";
pub const PARTNER: &str = "019d0000-0000-7000-8000-c00000000002";
pub const RELEASE: &str = "019d0000-0000-7000-8000-d00000000001";

pub fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a day")
}

/// A complete body of this kind, as its newest version stores it.
pub fn stored(kind: Kind) -> Value {
    stored_as(kind, kind.version())
}

/// A complete body of this kind, as that version stored it.
pub fn stored_as(kind: Kind, version: u16) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("../../tests/fixtures/documents/{}/v{version}.json", kind.name()));
    let bytes = std::fs::read(&path).unwrap_or_else(|err| panic!("{}: {err}", path.display()));
    serde_json::from_slice(&bytes).expect("JSON")
}

/// The record around the fictional client on the last day of the program.
pub fn context() -> CheckContext {
    let id = |part: &str, number: u32| format!("019d0000-0000-7000-8000-{part}{number:010x}");
    CheckContext {
        now: day("2026-04-30").and_hms_opt(18, 0, 0).expect("a time"),
        releases: vec![ReleaseHeld {
            id: RELEASE.into(),
            version: "ab".repeat(32),
            contact: SISTER.into(),
            active: true,
            covers: ["attendance", "progress", "aftercare_plan", "family_sessions"].map(str::to_owned).to_vec(),
            purpose: "Family support".into(),
            until: Some(day("2026-12-31")),
        }],
        contacts: vec![known(SISTER, "Alex Testcase"), known(PARTNER, "Sam Placeholder")],
        needs: (1..=4).map(|number| (id("a0", number), format!("Need {number}"))).collect(),
        objectives: (1..=4).map(|number| (id("b0", number), format!("Objective {number}"))).collect(),
        open_alerts: Vec::new(),
        assessment_signed: true,
        revision: false,
        earlier: None,
        clients: vec![
            (id("f0", 1), "Mari Marisol Testcase-Example".into()),
            (id("f0", 2), "Jordan Fictional".into()),
            (id("f0", 3), "Hope Łukasz Invented".into()),
        ],
        not_assessed: Vec::new(),
        noted: Vec::new(),
        attended: Vec::new(),
        stay: Some((day("2026-03-10"), None)),
    }
}

fn known(id: &str, name: &str) -> clinical::kind::KnownContact {
    clinical::kind::KnownContact { id: id.into(), name: name.into(), ..Default::default() }
}

/// What is found in this body, with this record context it.
pub fn found(kind: Kind, body: &Value, context: &CheckContext) -> Vec<Finding> {
    kind.findings(body, context).expect("a body of this kind")
}

/// Messages that hold a signature at this field.
pub fn holds_at(kind: Kind, body: &Value, context: &CheckContext, field: &str) -> Vec<String> {
    let at = found(kind, body, context).into_iter().filter(|it| it.weight == Weight::Hold && it.field == field);
    at.map(|it| it.message).collect()
}

/// All that holds a signature.
pub fn holds(kind: Kind, body: &Value, context: &CheckContext) -> Vec<Finding> {
    found(kind, body, context).into_iter().filter(|it| it.weight == Weight::Hold).collect()
}
