//! Typed text that does not belong in a record, wherever it is typed.

mod common;

use clinical::Kind;
use clinical::every_kind::label;
use clinical::form::Weight;
use clinical::text::similarity;
use common::{context, found, holds_at, stored};
use serde_json::{Value, json};

#[test]
fn a_direction_override_in_a_name_is_held_and_named() {
    let mut body = stored(Kind::FaceSheet);
    body["legal_last"] = json!("Test\u{202E}case");
    let message = holds_at(Kind::FaceSheet, &body, &context(), "legal_last").remove(0);
    assert!(message.contains("U+202E") && message.contains("Legal last name"), "{message}");
}

#[test]
fn a_control_character_is_held_in_a_row_in_a_widget_and_in_a_hidden_answer() {
    let bell = json!("text\u{7}");
    for (kind, pointer) in [
        (Kind::Assessment, "/needs/0/text"),
        (Kind::GroupSession, "/people/0/response"),
        (Kind::IndividualNote, "/sections/data"),
        (Kind::AftercarePlan, "/if_i_use/0"),
        (Kind::AftercarePlan, "/no_signature_reason"),
        (Kind::StaffMember, "/public_key"),
    ] {
        let mut body = stored(kind);
        *body.pointer_mut(pointer).expect("the answer") = bell.clone();
        let field = pointer.trim_start_matches('/').replace('/', ".");
        assert!(holds_at(kind, &body, &context(), &field).iter().any(|it| it.contains("U+0007")), "{kind:?} {pointer}");
    }
}

#[test]
fn line_breaks_tabs_accents_and_other_scripts_are_welcome() {
    let mut body = stored(Kind::FaceSheet);
    body["address"] = json!("3 Fictional Court\n\tApt 4, Łódź, Αθήνα, 北京, محمد");
    assert!(common::holds(Kind::FaceSheet, &body, &context()).is_empty());
}

#[test]
fn a_name_of_200_characters_is_kept_and_one_of_201_is_not() {
    let mut body = stored(Kind::FaceSheet);
    body["legal_first"] = json!("ñ".repeat(200));
    assert!(common::holds(Kind::FaceSheet, &body, &context()).is_empty());
    body["legal_first"] = json!("ñ".repeat(201));
    let message = holds_at(Kind::FaceSheet, &body, &context(), "legal_first").remove(0);
    assert!(message.contains("201") && message.contains("200"), "{message}");
}

#[test]
fn a_note_of_5000_words_is_kept_and_one_of_40001_characters_is_not() {
    let mut body = stored(Kind::IndividualNote);
    body["sections"]["data"] = json!("seven's ".repeat(5_000).trim());
    assert!(common::holds(Kind::IndividualNote, &body, &context()).is_empty());
    body["sections"]["data"] = json!("x".repeat(40_001));
    assert_eq!(holds_at(Kind::IndividualNote, &body, &context(), "sections.data").len(), 1);
}

#[test]
fn a_day_or_time_that_cannot_be_read_is_held() {
    let mut body = stored(Kind::GroupSession);
    body["on"] = json!("2026-02-30");
    body["start"] = json!("25:00");
    assert_eq!(holds_at(Kind::GroupSession, &body, &context(), "on"), ["\"Day\" is not a day we can read."]);
    assert_eq!(holds_at(Kind::GroupSession, &body, &context(), "start"), ["\"From\" is not a time we can read."]);
}

#[test]
fn an_answer_the_form_does_not_offer_is_held() {
    let mut body = stored(Kind::Episode);
    body["level"] = json!("cruise");
    assert_eq!(holds_at(Kind::Episode, &body, &context(), "level").len(), 1);
    let mut body = stored(Kind::Assessment);
    body["pain"] = json!(11);
    body["substances"][0]["days_in_30"] = json!(31);
    assert_eq!(holds_at(Kind::Assessment, &body, &context(), "pain").len(), 1);
    assert_eq!(holds_at(Kind::Assessment, &body, &context(), "substances.0.days_in_30").len(), 1);
}

#[test]
fn stored_values_are_read_as_words() {
    assert_eq!(label(Kind::FaceSheet, "living_situation", "sober_living"), "Sober living home");
    assert_eq!(label(Kind::TreatmentPlan, "modality", "mi"), "Motivational interviewing");
    assert_eq!(label(Kind::GroupSession, "attendance", "no_show"), "Did not attend, did not call");
    assert_eq!(label(Kind::GroupSession, "progress", "better"), "Better");
    assert_eq!(label(Kind::IndividualNote, "held", "held"), "Held");
    assert_eq!(label(Kind::Release, "covers", "aftercare_plan"), "Aftercare plan");
    assert_eq!(label(Kind::Contact, "relationship", "sober living manager"), "sober living manager");
    assert_eq!(label(Kind::Contact, "role", "unknown_role"), "unknown role");
}

#[test]
fn likeness_sets_case_accents_and_punctuation_aside() {
    assert!(similarity("Shared freely; stayed calm.", "shared freely, stayed cálm") > 0.99);
    assert!(similarity("Shared freely and stayed calm", "Left the room twice and came back") < 0.5);
    assert!(similarity("", "") < 0.1 && similarity("word", "") < 0.1);
    let long = "one two three four five ".repeat(400);
    assert!(similarity(&long, &format!("{long} six")) > 0.85);
    assert!(similarity(&long, &"quite another set of words ".repeat(400)) < 0.5);
}

#[test]
fn no_finding_repeats_the_text_of_a_body_it_cannot_read() {
    let body = Value::from("not a body");
    assert!(Kind::FaceSheet.findings(&body, &context()).is_err());
    let nothing_typed = found(Kind::FaceSheet, &Kind::FaceSheet.blank(), &context());
    assert!(nothing_typed.iter().any(|it| it.weight == Weight::Hold));
}
