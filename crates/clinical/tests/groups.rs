//! One group, many charts: what goes into each, and what never does.

mod common;

use clinical::Kind;
use clinical::facts::Fact;
use clinical::form::Weight;
use common::{context, found, holds, holds_at, stored};
use serde_json::{Value, json};

const NAMES_A_PEER: &str = "This note names another client. Use \"a peer\", or say that it is not a name here.";

fn group() -> Value {
    stored(Kind::GroupSession)
}

#[test]
fn a_group_of_three_writes_three_charts_also_for_the_one_who_was_away() {
    let charts = Kind::GroupSession.parts(&group(), "a-session").expect("charts");
    let minutes: Vec<f64> = charts.iter().filter_map(|chart| chart.body["minutes"].as_f64()).collect();
    assert_eq!(minutes, [180.0, 160.0, 0.0], "20 minutes late are exactly 20 minutes less");
    assert!(charts.iter().all(|chart| chart.kind == Kind::GroupNote.name() && chart.body["present"] == json!(2.0)));
}

#[test]
fn a_chart_holds_the_shared_part_and_its_own_part_and_nothing_of_the_others() {
    let group = group();
    let charts = Kind::GroupSession.parts(&group, "a-session").expect("charts");
    for (index, chart) in charts.iter().enumerate() {
        let text = chart.body.to_string();
        for (other, person) in group["people"].as_array().expect("people").iter().enumerate() {
            for key in ["client", "observed", "response", "plan", "reason"] {
                let said = person[key].as_str().unwrap_or_default();
                let found = !said.is_empty() && text.contains(&said.replace('"', "\\\""));
                assert!(!found || (index == other && key != "client"), "chart {index} holds {key} of {other}");
            }
        }
        assert_eq!(chart.body["summary"], group["summary"]);
        assert_eq!(chart.body["session"], "a-session");
    }
}

#[test]
fn each_chart_of_a_group_that_may_be_signed_may_be_signed() {
    for chart in Kind::GroupSession.parts(&group(), "a-session").expect("charts") {
        assert_eq!(holds(Kind::GroupNote, &chart.body, &context()), []);
    }
}

#[test]
fn minutes_come_from_in_and_out_and_only_for_those_who_were_there() {
    let minutes = |attendance: &str, start: &str, end: &str| {
        let mut body = stored(Kind::GroupNote);
        body["attendance"] = json!(attendance);
        body["in_time"] = json!(start);
        body["out_time"] = json!(end);
        match Kind::GroupNote.facts(&body).expect("facts").remove(0) {
            Fact::Attendance { minutes, .. } => minutes,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(minutes("present", "18:00", "21:00"), 180);
    assert_eq!(minutes("left_early", "18:00", "20:15"), 135);
    assert_eq!(minutes("telehealth_present", "18:00", "21:00"), 180);
    assert_eq!(minutes("no_show", "18:00", "21:00"), 0);
    assert_eq!(minutes("present", "18:00", ""), 0);
}

#[test]
fn the_session_counts_people_with_time_in_the_room() {
    let facts = Kind::GroupSession.facts(&group()).expect("facts");
    assert!(matches!(&facts[0], Fact::Session { present: 2, .. }));
    assert_eq!(Kind::GroupSession.clients(&group()).expect("clients").len(), 3);
}

#[test]
fn a_group_has_a_leader_someone_present_and_nobody_twice() {
    let mut body = group();
    body["facilitators"] = json!([]);
    body["facilitator_names"] = json!([]);
    assert_eq!(holds_at(Kind::GroupSession, &body, &context(), "facilitators").len(), 1);
    let mut body = group();
    body["people"][1]["client"] = body["people"][0]["client"].clone();
    assert_eq!(holds_at(Kind::GroupSession, &body, &context(), "people.1.client"), ["This person is listed twice."]);
    body["people"] = json!([]);
    assert_eq!(holds_at(Kind::GroupSession, &body, &context(), "people").len(), 1);
}

#[test]
fn each_person_present_has_times_participation_and_text_and_each_one_away_a_reason() {
    for (field, value) in [
        ("people.0.attendance", json!("")),
        ("people.0.start", json!("")),
        ("people.0.end", json!("17:00")),
        ("people.0.participation", Value::Null),
        ("people.0.participation", json!(5)),
        ("people.2.reason", json!("")),
    ] {
        let mut body = group();
        *body.pointer_mut(&format!("/{}", field.replace('.', "/"))).expect("the answer") = value;
        assert_eq!(holds_at(Kind::GroupSession, &body, &context(), field).len(), 1, "{field}");
    }
    let mut body = group();
    body["people"][0]["observed"] = json!("");
    body["people"][0]["response"] = json!("");
    assert_eq!(holds_at(Kind::GroupSession, &body, &context(), "people.0.observed").len(), 1);
}

#[test]
fn a_missing_objective_is_said_and_does_not_hold() {
    let mut body = group();
    body["people"][0]["objective"] = json!("");
    let found = found(Kind::GroupSession, &body, &context());
    assert!(found.iter().any(|it| it.field == "people.0.objective" && it.weight == Weight::Due));
    assert!(holds(Kind::GroupSession, &body, &context()).is_empty());
}

#[test]
fn another_members_name_holds_the_note_with_or_without_its_accents() {
    for text in [
        "Role play with Jordan",
        "worked with JORDAN's plan",
        "Asked Lukasz for feedback",
        "sat by łukasz",
        "Ms. Invented agreed",
    ] {
        let mut body = group();
        body["people"][0]["response"] = json!(text);
        assert_eq!(holds_at(Kind::GroupSession, &body, &context(), "people.0.response"), [NAMES_A_PEER], "{text}");
    }
}

#[test]
fn a_name_in_the_shared_part_holds_it_for_everyone() {
    for field in ["summary", "purpose", "method", "topic"] {
        let mut body = group();
        body[field] = json!("Mari showed a boundary");
        assert_eq!(holds_at(Kind::GroupSession, &body, &context(), field), [NAMES_A_PEER], "{field}");
    }
}

#[test]
fn ones_own_name_and_words_that_only_contain_a_name_are_fine() {
    let mut body = group();
    body["people"][0]["response"] = json!("Mari spoke about a marina and summarized.");
    assert!(holds(Kind::GroupSession, &body, &context()).is_empty());
}

/// What is found in the first person's text, and in the shared part, where others are called like this.
fn found_among(others: &[&str], text: &str) -> Vec<(String, Weight, String)> {
    let mut body = group();
    body["people"][0]["response"] = json!(text);
    let mut context = context();
    for (place, name) in others.iter().enumerate() {
        context.clients[place + 1].1 = (*name).to_owned();
    }
    let named = found(Kind::GroupSession, &body, &context).into_iter().filter(|it| it.word.is_some());
    named.map(|it| (it.field, it.weight, it.word.expect("a word"))).collect()
}

#[test]
fn an_everyday_word_is_a_name_only_with_a_capital_inside_a_sentence() {
    let at = |text: &str| {
        found_among(&["Jordan Fictional", "Hope Łukasz Invented"], text).iter().map(|it| it.1).collect::<Vec<_>>()
    };
    assert_eq!(at("Hope is back. Hope grows with hope."), [Weight::Advice], "perhaps it is the name");
    assert_eq!(at("Gave feedback to Hope."), [Weight::Hold]);
    assert_eq!(at("There is hope."), []);
}

#[test]
fn an_everyday_word_in_lower_case_holds_nobodys_note_whoever_is_called_so() {
    for (name, text) in [
        ("Dolores Sample", "Dice que tiene dolores de espalda."),
        ("Sandy Power", "Named a higher power; walks on a sandy beach."),
        ("Early Best", "Left early, did his best."),
        ("Paz Cruz", "Encontró paz al escribir; lleva una cruz."),
        ("Jesús Little", "Spoke little today."),
        ("Case Good", "Had a good week; the case manager called."),
        ("Ana de la Luz", "Habló de la luz y del trabajo."),
        ("Jo Li", "Practiced with a partner; joined later."),
    ] {
        let held = found_among(&[name], text);
        assert_eq!(held, [], "{name}");
    }
}

#[test]
fn a_name_is_found_in_every_spelling_and_where_it_owns_something() {
    for (name, text) in [
        ("Erin O’Sample", "sat by o'sample"),
        ("Erin O'Sample", "OʻSample’s turn"),
        ("Ekaterina Fictional", "heard ekaterina’s story"),
        ("Ben Sample", "asked ben for help"),
        ("Van Sample", "sat by Van"),
        ("Jordan Fictional", "JOR\u{AD}DAN agreed"),
        ("Mei Chen-Li", "spoke with Chen-Li"),
        ("Mei Chen-Li", "agreed with Li on a plan"),
        ("小明 王", "跟小明练习"),
        ("Dolores Power", "agreed with Power on that"),
        ("Rosa Testcase", "Rosa led the exercise"),
    ] {
        let held = found_among(&[name], text);
        assert!(held.iter().any(|it| it.1 == Weight::Hold && it.0 == "people.0.response"), "{name}: {text}");
    }
}

#[test]
fn a_word_that_is_not_a_name_there_is_settled_once_with_a_reason_for_that_persons_text_alone() {
    let mut body = group();
    body["people"][0]["response"] = json!("Named a Higher Power. The Power helps.");
    body["people"][1]["response"] = json!("Agreed with Power.");
    body["summary"] = json!("We read about Power.");
    let mut context = context();
    context.clients[2].1 = "Sandy Power".into();
    let held =
        |body: &Value| holds(Kind::GroupSession, body, &context).into_iter().map(|it| it.field).collect::<Vec<_>>();
    assert_eq!(held(&body), ["summary", "people.0.response", "people.1.response"]);
    body["people"][0]["not_names"] = json!([{ "word": "power", "reason": "" }]);
    assert_eq!(held(&body).len(), 3, "a reason is given");
    body["people"][0]["not_names"] = json!([{ "word": "Power", "reason": "Not a name here" }]);
    assert_eq!(held(&body), ["summary", "people.1.response"]);
    body["people"][0]["response"] = json!("That is Power’s own doing.");
    assert_eq!(held(&body), ["summary", "people.1.response"], "also where it owns something");
    body["people"][0]["response"] = json!("Named a Higher Power. Sandy agreed.");
    assert_eq!(held(&body), ["summary", "people.0.response", "people.1.response"], "another name holds as before");
    body["people"][0]["response"] = json!("Named a Higher Power.");
    body["people"][1]["response"] = json!("Listened.");
    body["not_names"] = json!([{ "word": "Power", "reason": "Not a name here" }]);
    assert_eq!(held(&body), [] as [&str; 0]);
    for part in Kind::GroupSession.parts(&body, "a-session").expect("charts") {
        assert!(!part.body.to_string().contains("not_names"), "a chart does not say who else is called so");
    }
}

#[test]
fn a_pasted_text_is_held_until_it_is_edited_or_explained() {
    let mut body = group();
    body["people"][1]["observed"] = json!("practiced a boundary, with a partner in role-play");
    body["people"][1]["response"] = json!("Said it felt possible!");
    let message = holds_at(Kind::GroupSession, &body, &context(), "people.1.observed").remove(0);
    assert!(message.contains('%') && holds_at(Kind::GroupSession, &body, &context(), "people.0.observed").is_empty());
    body["people"][1]["same_as_before_reason"] = json!("They did the exercise as a pair");
    assert!(holds(Kind::GroupSession, &body, &context()).is_empty());
    assert!(!Kind::GroupSession.parts(&body, "a-session").expect("charts")[1].body.to_string().contains("as a pair"));
}
