//! Laws that hold for every kind of document.

use clinical::form::{Field, Input, Weight};
use clinical::{CheckContext, Kind};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// A body with one row in every list of rows, so that the keys of rows can be read.
fn with_rows(fields: &[Field]) -> Map<String, Value> {
    let mut body = Map::new();
    for field in fields {
        if let Input::Rows { fields, .. } = &field.input {
            body.insert(field.name.to_owned(), json!([with_rows(fields)]));
        }
    }
    body
}

fn same_keys(kind: Kind, fields: &[Field], body: &Value, without_a_field: &[&str], place: &str) {
    let asked: Vec<&str> = fields.iter().map(|field| field.name).collect();
    let unique: BTreeSet<&str> = asked.iter().copied().collect();
    assert_eq!(asked.len(), unique.len(), "{kind:?} {place}: a key is asked twice");
    let kept: BTreeSet<&str> = body.as_object().expect("an object").keys().map(String::as_str).collect();
    let asked: BTreeSet<&str> = unique.into_iter().chain(without_a_field.iter().copied()).collect();
    assert_eq!(asked, kept, "{kind:?} {place}: the form and the body differ");
    for field in fields {
        if let Input::Rows { fields, .. } = &field.input {
            same_keys(kind, fields, &body[field.name][0], &["id"], field.name);
        }
    }
}

#[test]
fn a_form_asks_for_exactly_what_its_body_keeps() {
    for &kind in Kind::ALL {
        let fields: Vec<Field> = kind.form().sections.clone().into_iter().flat_map(|section| section.fields).collect();
        let body = kind.whole(&Value::Object(with_rows(&fields))).expect("a body of this kind");
        same_keys(kind, &fields, &body, kind.about().without_a_field, "");
    }
}

#[test]
fn a_condition_names_a_question_of_the_same_page_and_one_of_its_answers() {
    fn check(kind: Kind, fields: &[Field]) {
        for field in fields {
            assert!((1..=12).contains(&field.width), "{kind:?} {}: width", field.name);
            assert!(!field.label.is_empty(), "{kind:?} {}: label", field.name);
            if let Some(when) = &field.when {
                let other = fields.iter().find(|other| other.name == when.field).expect("the other question");
                for value in &when.is {
                    let known = match &other.input {
                        Input::OneOf { options } | Input::ManyOf { options } => {
                            value.is_empty() || options.iter().any(|option| option.value == *value)
                        }
                        Input::Tick | Input::YesNo => ["true", "false"].contains(value),
                        _ => false,
                    };
                    assert!(known, "{kind:?} {}: {value} is no answer of {}", field.name, other.name);
                }
            }
            if let Input::Rows { fields, .. } = &field.input {
                check(kind, fields);
            }
        }
    }
    for &kind in Kind::ALL {
        let fields: Vec<Field> = kind.form().sections.clone().into_iter().flat_map(|section| section.fields).collect();
        check(kind, &fields);
    }
}

#[test]
fn nothing_blank_enters_the_record() {
    for &kind in Kind::ALL {
        let found = kind.findings(&kind.blank(), &CheckContext::default()).expect("a blank body");
        assert!(found.iter().any(|finding| finding.weight == Weight::Hold), "{kind:?}");
        for finding in found {
            assert!(finding.message.ends_with('.'), "{kind:?}: {}", finding.message);
        }
    }
}

#[test]
fn every_kind_has_a_name_a_title_and_sections() {
    for &kind in Kind::ALL {
        assert_eq!(Kind::named(kind.name()), Some(kind));
        let form = kind.form();
        assert!(!form.title.is_empty() && !form.sections.is_empty(), "{kind:?}");
    }
}

/// Any answer a screen, an older app or a careless file could hold for this field.
fn answer(field: &Field) -> BoxedStrategy<Value> {
    let text = prop_oneof![
        ".{0,40}".prop_map(Value::from),
        Just(Value::from("")),
        Just(Value::from("2026-02-30")),
        Just(Value::from("2026-04-07")),
        Just(Value::from("0000-00-00")),
        Just(Value::from("25:61")),
        Just(Value::from("17:30")),
    ];
    match &field.input {
        Input::OneOf { options } => {
            let values: Vec<String> =
                options.iter().map(|option| option.value.to_owned()).chain([String::new(), "unknown".into()]).collect();
            proptest::sample::select(values).prop_map(Value::from).boxed()
        }
        Input::Number { .. } => {
            prop_oneof![any::<f64>().prop_map(|number| json!(number)), Just(Value::Null), Just(json!(1e300))].boxed()
        }
        Input::Scale { .. } => prop_oneof![any::<u8>().prop_map(Value::from), Just(Value::Null)].boxed(),
        Input::YesNo => prop_oneof![any::<bool>().prop_map(Value::from), Just(Value::Null)].boxed(),
        Input::Tick => any::<bool>().prop_map(Value::from).boxed(),
        Input::ManyOf { .. } | Input::Lines { .. } | Input::PickMany { .. } => {
            proptest::collection::vec(text, 0..4).prop_map(Value::from).boxed()
        }
        Input::Rows { fields, .. } => proptest::collection::vec(answers(fields), 0..3).prop_map(Value::from).boxed(),
        Input::Line | Input::Paragraph | Input::Date | Input::Time | Input::Pick { .. } => text.boxed(),
        Input::Widget { name, .. } => drawn_by(name),
    }
}

fn drawn_by(widget: &str) -> BoxedStrategy<Value> {
    let text =
        || prop_oneof![".{0,30}".prop_map(Value::from), Just(Value::from("17:30")), Just(Value::from("present"))];
    let score = || prop_oneof![any::<u8>().prop_map(Value::from), Just(Value::Null)];
    let rows = |row: BoxedStrategy<Value>| proptest::collection::vec(row, 0..4).prop_map(Value::from).boxed();
    let object = |keys: &'static [&'static str]| {
        proptest::collection::vec(text(), keys.len())
            .prop_map(|texts| Value::Object(keys.iter().map(|key| (*key).to_owned()).zip(texts).collect()))
            .boxed()
    };
    match widget {
        "note_sections" => object(&["data", "assessment", "plan", "subjective"]),
        "questionnaire" => proptest::collection::vec(score(), 0..12).prop_map(Value::from).boxed(),
        "progress" => rows(object(&["objective", "progress"])),
        "family_room" => rows(object(&["id", "contact", "name", "release"])),
        "group_people" => rows(object(&["client", "attendance", "start", "end", "observed", "response", "objective"])),
        other => panic!("no answers are known for {other}"),
    }
}

fn answers(fields: &[Field]) -> BoxedStrategy<Value> {
    let names: Vec<&'static str> = fields.iter().map(|field| field.name).collect();
    let each: Vec<BoxedStrategy<Value>> = fields.iter().map(answer).collect();
    each.prop_map(move |values| names.iter().map(|name| (*name).to_owned()).zip(values).collect::<Map<_, _>>())
        .prop_map(Value::Object)
        .boxed()
}

fn any_body() -> impl Strategy<Value = (Kind, Value)> {
    proptest::sample::select(Kind::ALL.to_vec()).prop_flat_map(|kind| {
        let fields: Vec<Field> = kind.form().sections.clone().into_iter().flat_map(|section| section.fields).collect();
        answers(&fields).prop_map(move |body| (kind, body))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_typed_the_checks_answer_and_never_panic((kind, body) in any_body()) {
        let context = CheckContext {
            needs: vec![("n1".into(), "need".into())],
            clients: vec![("c1".into(), "Ana Example".into()), ("c2".into(), String::new())],
            open_alerts: vec![clinical::kind::OpenAlert::default()],
            revision: true,
            ..CheckContext::default()
        };
        if let Ok(found) = kind.findings(&body, &context) {
            prop_assert!(found.iter().all(|finding| !finding.message.is_empty()));
            kind.facts(&body).expect("facts of a readable body");
            let summary = kind.says(&body).expect("a glance at a readable body").summary;
            prop_assert!(summary.chars().count() <= 160, "{summary}");
            kind.parts(&body, "a-session").expect("charts of a readable body");
        }
    }
}

#[test]
fn of_two_heads_the_narrower_release_holds_and_a_revoked_one_is_revoked_at_once() {
    use clinical::facts::{Fact, together};
    use clinical::rules::Ends;
    let day = |text: &str| text.parse::<chrono::NaiveDate>().ok();
    let release = |covers: &[&str], until: &str, revoked: Option<&str>| Fact::Release {
        form: "part2_release".into(),
        contact: "c1".into(),
        recipient: "Sam Testcase".into(),
        purpose: "Family sessions".into(),
        covers: covers.iter().map(|it| (*it).to_owned()).collect(),
        signed_on: day("2026-04-01"),
        named: Default::default(),
        ends: Ends::on(day(until).expect("a day")),
        revoked_on: revoked.and_then(day),
    };
    let one = release(&["attendance", "progress"], "2026-09-30", Some("2026-04-05"));
    let two = release(&["progress", "diagnosis"], "2026-12-31", None);
    for heads in [[one.clone(), two.clone()], [two, one]] {
        let held = together(heads.map(|fact| Some(vec![fact])).to_vec());
        assert_eq!(held, [release(&["progress"], "2026-09-30", Some("2026-04-05"))]);
    }
    let withdrawn = together(vec![None, Some(vec![release(&["progress"], "2026-09-30", None)])]);
    assert_eq!(withdrawn, [], "withdrawn on one head, it lets nothing out");
    let allergic = |text: &str| Some(vec![Fact::Allergies { text: text.into() }]);
    assert_eq!(
        together(vec![allergic("Penicillin"), allergic("Latex")]),
        [Fact::Allergies { text: "Latex; Penicillin".into() }]
    );
}

/// Versions of one release in any order and of any width, and of one questionnaire with any answers.
mod by_history {
    use chrono::{DateTime, NaiveDate, Utc};
    use clinical::facts::{Fact, Remembered, by_history, together};
    use clinical::rules::{Ends, State, release_state};
    use proptest::prelude::*;

    fn day(number: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day") + chrono::Days::new(u64::from(number))
    }

    fn release() -> impl Strategy<Value = Option<Fact>> {
        let covers = prop::collection::vec(prop::sample::select(vec!["attendance", "progress", "diagnosis"]), 0..3);
        let ends = (prop::option::of(0_u32..40), prop::option::of(0_u32..40)).prop_map(|(on, after)| Ends {
            on: on.map(day),
            days_after_discharge: after,
            event: String::new(),
        });
        let fact = (covers, ends, prop::option::of(0_u32..40), 0_usize..2).prop_map(|(covers, ends, revoked, to)| {
            Some(Fact::Release {
                form: "part2_release".into(),
                contact: ["sister", "cousin"][to].into(),
                recipient: String::new(),
                purpose: "Family support".into(),
                covers: covers.into_iter().map(str::to_owned).collect(),
                named: Default::default(),
                signed_on: Some(day(0)),
                ends,
                revoked_on: revoked.map(day),
            })
        });
        prop_oneof![6 => fact, 1 => Just(None)]
    }

    fn at(number: usize) -> DateTime<Utc> {
        DateTime::from_timestamp(1_775_000_000 + i64::try_from(number).unwrap_or(0) * 60, 0).expect("a moment")
    }

    fn allowed(facts: &[Fact], content: &str, contact: &str, on: NaiveDate) -> bool {
        facts.iter().any(|fact| match fact {
            Fact::Release { contact: to, covers, signed_on, ends, revoked_on, .. } => {
                let (state, _) = release_state(*signed_on, *revoked_on, ends, Some(day(5)), on);
                to == contact && covers.iter().any(|it| it == content) && state == State::Active
            }
            _ => false,
        })
    }

    proptest! {
        #[test]
        fn nothing_is_allowed_that_any_version_of_the_release_did_not_allow(
            versions in prop::collection::vec(release(), 1..6),
            on in 0_u32..60,
        ) {
            let history: Vec<Remembered> = versions
                .iter()
                .enumerate()
                .map(|(number, fact)| Remembered { at: at(number), says: fact.clone().map(|fact| vec![fact]) })
                .collect();
            let newest = together(vec![versions.last().cloned().flatten().map(|fact| vec![fact])]);
            let held = by_history(newest, &history);
            for content in ["attendance", "progress", "diagnosis"] {
                for contact in ["sister", "cousin"] {
                    if allowed(&held, content, contact, day(on)) {
                        let each = versions.iter().map(|it| it.iter().cloned().collect::<Vec<_>>());
                        prop_assert!(each.into_iter().all(|it| allowed(&it, content, contact, day(on))));
                    }
                }
            }
        }

        #[test]
        fn an_answer_above_zero_stays_known_whatever_is_answered_or_withdrawn_later(
            answers in prop::collection::vec(prop::option::of(0_u8..4), 1..6),
        ) {
            let says = |value: u8| Fact::Alert {
                instrument: "phq9".into(), on: None, item: 9, value, raised: None,
            };
            let history: Vec<Remembered> = answers
                .iter()
                .enumerate()
                .map(|(number, answer)| Remembered {
                    at: at(number),
                    says: answer.map(|value| if value > 0 { vec![says(value)] } else { Vec::new() }),
                })
                .collect();
            let newest = history.last().and_then(|it| it.says.clone()).unwrap_or_default();
            let held = by_history(newest, &history);
            let highest = answers.iter().flatten().copied().max().unwrap_or(0);
            let first = answers.iter().position(|it| *it == Some(highest)).map(at);
            let expected: Vec<Fact> = (highest > 0)
                .then(|| Fact::Alert { instrument: "phq9".into(), on: None, item: 9, value: highest, raised: first })
                .into_iter()
                .collect();
            prop_assert_eq!(held, expected);
        }
    }
}
