//! One complete, fictional body of every kind and version. Every later version has to open these.

mod common;

use clinical::Kind;
use clinical::facts::Fact;
use clinical::form::shown;
use clinical::form::{Field, Input};
use clinical::kind::Finish;
use common::{context, holds, stored, stored_as};
use serde_json::Value;

#[test]
fn each_stored_example_is_whole_and_nothing_holds_it() {
    for &kind in Kind::ALL {
        let body = stored(kind);
        assert_eq!(kind.whole(&body).expect("a body of this kind"), body, "{kind:?}: a key is missing or unknown");
        assert_eq!(holds(kind, &body, &context()), [], "{kind:?}");
    }
}

#[test]
fn a_body_of_an_older_version_opens_whole_and_loses_nothing() {
    for &kind in Kind::ALL {
        for version in 1..kind.version() {
            let older = stored_as(kind, version);
            let read = kind.whole(&kind.upgrade(version, older.clone())).expect("a body of this kind");
            let older = older.as_object().expect("an object");
            let fresh: Vec<&Value> = read
                .as_object()
                .expect("an object")
                .iter()
                .filter_map(|(key, value)| (!older.contains_key(key)).then_some(value))
                .collect();
            for (key, value) in older {
                // A key or a choice that was spelled otherwise before stands under its new name.
                let stands = read.get(key).is_some_and(|now| holds_all(now, value)) || fresh.contains(&value);
                assert!(stands || no_longer_offered(kind, key, value), "{kind:?} v{version} {key}");
            }
            assert_eq!(holds(kind, &read, &context()), [], "{kind:?} v{version}");
        }
    }
}

/// What was written still stands; a row may have gained keys.
fn holds_all(now: &Value, older: &Value) -> bool {
    match (now, older) {
        (Value::Object(now), Value::Object(older)) => {
            older.iter().all(|(key, value)| now.get(key).is_some_and(|now| holds_all(now, value)))
        }
        (Value::Array(now), Value::Array(older)) => {
            now.len() == older.len() && now.iter().zip(older).all(|(now, older)| holds_all(now, older))
        }
        (now, older) => now == older,
    }
}

fn no_longer_offered(kind: Kind, key: &str, value: &Value) -> bool {
    let fields = kind.form().sections.iter().flat_map(|section| &section.fields);
    let asked = fields.filter(|field| field.name == key).find_map(|field| match &field.input {
        Input::OneOf { options } => Some(options),
        _ => None,
    });
    asked.is_some_and(|options| options.iter().all(|option| value != option.value))
}

#[test]
fn each_stored_example_has_a_timeline_line_and_what_is_signed_has_its_day() {
    for &kind in Kind::ALL {
        let says = kind.says(&stored(kind)).expect("a glance");
        let (on, summary) = (says.on, says.summary);
        assert!(!summary.is_empty() && summary.chars().count() <= 160, "{kind:?}: {summary}");
        assert!(on.is_some() || kind.about().finish == Finish::Recorded, "{kind:?}");
    }
}

#[test]
fn every_shown_required_answer_is_missed_when_it_is_taken_away() {
    fn without(kind: Kind, fields: &[Field], body: &Value, prefix: &str, whole: &Value) {
        for field in fields.iter().filter(|field| shown(field, body)) {
            let path = format!("{prefix}/{}", field.name);
            if field.required {
                let mut changed = whole.clone();
                let blank = match body[field.name] {
                    Value::String(_) => Value::from(""),
                    Value::Array(_) => Value::Array(Vec::new()),
                    _ => Value::Null,
                };
                *changed.pointer_mut(&path).expect("the answer") = blank;
                let field = path.trim_start_matches('/').replace('/', ".");
                assert!(!common::holds_at(kind, &changed, &context(), &field).is_empty(), "{kind:?} {field}");
            }
            if let (Input::Rows { fields, .. }, Some(rows)) = (&field.input, body[field.name].as_array()) {
                for (index, row) in rows.iter().enumerate() {
                    without(kind, fields, row, &format!("{path}/{index}"), whole);
                }
            }
        }
    }
    for &kind in Kind::ALL {
        let fields: Vec<Field> = kind.form().sections.clone().into_iter().flat_map(|section| section.fields).collect();
        let body = stored(kind);
        without(kind, &fields, &body, "", &body);
    }
}

#[test]
fn the_needs_of_an_assessment_and_the_objectives_of_a_plan_keep_their_ids() {
    let needs = Kind::Assessment.facts(&stored(Kind::Assessment)).expect("facts");
    assert_eq!(needs.iter().filter(|fact| matches!(fact, Fact::Need { .. })).count(), 4);
    let objectives = Kind::TreatmentPlan.facts(&stored(Kind::TreatmentPlan)).expect("facts");
    let numbers: Vec<u16> = objectives
        .iter()
        .filter_map(|fact| match fact {
            Fact::Objective { number, .. } => Some(*number),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
}
