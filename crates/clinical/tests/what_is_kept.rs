//! What of a body is kept: cleaned texts, the keys of its kind, answers to questions that are asked, counts without a fraction.

mod common;

use clinical::Kind;
use clinical::clean::clean;
use clinical::form::{Field, Input, shown};
use common::{context, holds_at, stored};
use serde_json::{Value, json};

#[test]
fn a_pasted_text_is_cleaned_as_the_screens_clean_it() {
    let cases: Value = serde_json::from_str(include_str!("../../../tests/fixtures/pasted_text.json")).expect("cases");
    for case in cases.as_array().expect("cases") {
        let text = |key: &str| case[key].as_str().expect("a text");
        let cleaned = clean(text("typed"));
        assert_eq!(cleaned.text, text("kept"), "{}", text("what"));
        assert_eq!(json!(cleaned.removed), case["removed"], "{}", text("what"));
        assert_eq!(json!(cleaned.replaced), case["replaced"], "{}", text("what"));
        assert_eq!(clean(text("kept")).text, text("kept"), "{}: once is enough", text("what"));
    }
}

/// Puts a key no form has into every object of a value.
fn with_strangers(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut map: serde_json::Map<String, Value> =
                map.iter().map(|(key, value)| (key.clone(), with_strangers(value))).collect();
            map.insert("hidden_key".into(), json!("ZYXUNSEEN"));
            map.insert("hidden_part".into(), json!({ "text": ["ZYXUNSEEN"] }));
            map.into()
        }
        Value::Array(rows) => rows.iter().map(with_strangers).collect(),
        other => other.clone(),
    }
}

#[test]
fn a_key_of_no_form_is_left_out_at_any_depth_of_any_kind_and_that_is_said() {
    for &kind in Kind::ALL {
        let body = stored(kind);
        let strange = with_strangers(&body);
        // A part that keeps texts by key takes only texts.
        let Ok(taken) = kind.taken(strange.clone()) else {
            let mut plain = strange;
            plain["sections"] = json!({ "hidden_key": "ZYXUNSEEN" });
            let kept = kind.taken(plain).expect("a body").body;
            assert!(!kept.to_string().contains("ZYXUNSEEN"), "{kind:?} keeps {kept}");
            continue;
        };
        assert!(!taken.body.to_string().contains("ZYXUNSEEN"), "{kind:?} keeps {}", taken.body);
        assert_eq!(taken.body, kind.whole(&body).expect("a body"), "{kind:?}");
        // Every object of the body got two, so that twice as many are said.
        let left_out = taken.said.iter().filter(|finding| finding.message.contains("left out")).count();
        let told = taken.said.iter().any(|finding| finding.field == "hidden_key");
        assert!(told && left_out.is_multiple_of(2), "{kind:?} says {:?}", taken.said);
        assert_eq!(left_out, taken.said.len(), "{kind:?} says {:?}", taken.said);
        assert_eq!(kind.taken(body).expect("a body").said, [], "{kind:?}: nothing was left out");
    }
}

#[test]
fn what_was_put_right_is_said_at_its_field() {
    let mut body = stored(Kind::AftercarePlan);
    body["goal"] = json!("re\u{ad}hab \u{f0b7} one");
    body["people"][0]["name"] = json!("\u{feff}Dee");
    let taken = Kind::AftercarePlan.taken(body).expect("a body");
    assert_eq!((&taken.body["goal"], &taken.body["people"][0]["name"]), (&json!("rehab • one"), &json!("Dee")));
    let said: Vec<(&str, &str)> = taken.said.iter().map(|it| (it.field.as_str(), it.message.as_str())).collect();
    assert!(said.contains(&("people.0.name", "1 hidden character was removed.")), "{said:?}");
    let both = "1 hidden character was removed, 1 mark of a word processor was replaced by one that prints.";
    assert!(said.contains(&("goal", both)), "{said:?}");
}

/// Every object of a body with the fields that are asked of it.
fn every_part<'v>(fields: &'static [Field], value: &'v Value, found: &mut Vec<(&'static [Field], &'v Value)>) {
    found.push((fields, value));
    for field in fields {
        if let Input::Rows { fields, .. } = &field.input {
            value[field.name].as_array().into_iter().flatten().for_each(|row| every_part(fields, row, found));
        }
    }
}

#[test]
fn an_answer_to_a_question_that_is_not_asked_is_not_signed() {
    let mut hidden = 0;
    for &kind in Kind::ALL {
        let whole = kind.whole(&stored(kind)).expect("a body");
        let conditions = kind.form().sections.iter().flat_map(|section| &section.fields);
        // Each answer that others hang on, answered otherwise: what it asked for before is hidden then.
        for other in conditions.filter_map(|field| field.when.as_ref()).map(|when| when.field) {
            for answer in [json!(""), json!(null), json!(false), json!([]), json!("another")] {
                let mut body = whole.clone();
                body[other] = answer;
                let Ok(answered) = kind.answered(&body) else { continue };
                assert_eq!(kind.answered(&answered).expect("a body"), answered, "{kind:?}: once is enough");
                for section in &kind.form().sections {
                    let mut parts = Vec::new();
                    every_part(&section.fields, &answered, &mut parts);
                    for (fields, part) in parts {
                        for field in fields.iter().filter(|field| !shown(field, part)) {
                            let again = fields.iter().any(|it| it.name == field.name && shown(it, part));
                            let left = &part[field.name];
                            let nothing =
                                left.as_object().is_some_and(|it| it.is_empty() || left == &kind.blank()[field.name])
                                    || left == &kind.blank()[field.name]
                                    || [json!(""), json!(null), json!(false), json!([])].contains(left);
                            assert!(again || nothing, "{kind:?}: {} keeps {left} while {other} hides it", field.name);
                            hidden += 1;
                        }
                    }
                }
            }
        }
        let answered = kind.answered(&whole).expect("a body");
        assert!(kind.findings(&answered, &context()).is_ok(), "{kind:?} is still of its shape");
    }
    assert!(hidden > 500, "{hidden} hidden answers were looked at");
}

#[test]
fn what_hangs_on_a_hidden_answer_is_hidden_with_it() {
    let mut body = stored(Kind::IndividualNote);
    body["held"] = json!("no_show");
    body["not_held_reason"] = json!("Did not call");
    let answered = Kind::IndividualNote.answered(&body).expect("a body");
    assert_eq!(answered["not_held_reason"], "Did not call");
    for (key, nothing) in
        [("start", json!("")), ("risk", json!("")), ("sections", json!({})), ("objectives", json!([]))]
    {
        assert_eq!(answered[key], nothing, "{key}");
    }
}

fn counted(fields: &'static [Field], at: &str, found: &mut Vec<String>) {
    for field in fields {
        match &field.input {
            Input::Number { whole: true, .. } => found.push(format!("{at}{}", field.name)),
            Input::Rows { fields, .. } => counted(fields, &format!("{at}{}.0.", field.name), found),
            _ => {}
        }
    }
}

#[test]
fn days_and_people_are_counted_in_whole_numbers() {
    let mut tried = 0;
    for &kind in Kind::ALL {
        let mut fields = Vec::new();
        kind.form().sections.iter().for_each(|section| counted(&section.fields, "", &mut fields));
        for path in fields {
            let mut body = stored(kind);
            let Some(answer) = body.pointer_mut(&format!("/{}", path.replace('.', "/"))) else { continue };
            *answer = json!(1.095);
            let held = holds_at(kind, &body, &context(), &path);
            let asked = kind
                .answered(&body)
                .is_ok_and(|it| it.pointer(&format!("/{}", path.replace('.', "/"))) == Some(&json!(1.095)));
            if asked {
                assert!(held.iter().any(|it| it.contains("whole number, not 1.095")), "{kind:?} {path}: {held:?}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 10, "{tried} counts were tried");
}
