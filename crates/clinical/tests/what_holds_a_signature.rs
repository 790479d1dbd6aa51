//! Each kind's own rules, one clinical sentence at a time.

mod common;

use clinical::facts::Fact;
use clinical::form::Weight;
use clinical::kind::OpenAlert;
use clinical::{CheckContext, Kind};
use common::{PARTNER, SISTER, context, day, found, holds, holds_at, stored};
use serde_json::{Value, json};

/// The stored example with one answer changed.
fn with(kind: Kind, pointer: &str, value: Value) -> Value {
    let mut body = stored(kind);
    *body.pointer_mut(pointer).expect("the answer") = value;
    body
}

fn held(kind: Kind, pointer: &str, value: Value, field: &str) -> Vec<String> {
    holds_at(kind, &with(kind, pointer, value), &context(), field)
}

fn due_at(kind: Kind, body: &Value, context: &CheckContext, field: &str) -> Vec<String> {
    let at = found(kind, body, context).into_iter().filter(|it| it.weight == Weight::Due && it.field == field);
    at.map(|it| it.message).collect()
}

#[test]
fn nobody_is_born_tomorrow_or_more_than_120_years_ago() {
    let at = |on: &str| held(Kind::FaceSheet, "/birth_date", json!(on), "birth_date");
    assert_eq!(at("2026-05-01"), ["The birth date is in the future."]);
    assert_eq!(at("1905-12-31"), ["The birth date is more than 120 years ago."]);
    assert!(at("2026-04-30").is_empty() && at("1906-04-30").is_empty());
}

#[test]
fn an_emergency_contact_has_a_phone() {
    assert_eq!(held(Kind::Contact, "/phone", json!(" "), "phone").len(), 1);
}

#[test]
fn an_episode_ends_after_it_began_and_for_a_reason() {
    assert_eq!(held(Kind::Episode, "/ended_on", json!("2026-03-09"), "ended_on").len(), 1);
    assert_eq!(held(Kind::Episode, "/end_reason", json!(""), "end_reason").len(), 1);
    assert_eq!(held(Kind::Episode, "/ours", json!(false), "provider").len(), 1, "care elsewhere names who gives it");
}

#[test]
fn an_episode_tells_since_when_there_was_no_use() {
    let facts = Kind::Episode.facts(&stored(Kind::Episode)).expect("facts");
    let sobriety = Fact::Sobriety { since: Some(day("2026-02-16")), used_on: None, known_on: Some(day("2026-03-10")) };
    assert!(facts.contains(&sobriety));
}

#[test]
fn a_stay_that_has_ended_does_not_open_again_but_its_last_day_may_be_put_right() {
    let before = Some(with(Kind::Episode, "/ended_on", json!("2026-04-20")));
    let context = CheckContext { earlier: before, ..context() };
    let held = |end: &str| {
        let mut body = with(Kind::Episode, "/ended_on", json!(end));
        body["end_reason"] = json!("completed");
        holds_at(Kind::Episode, &body, &context, "ended_on").len()
    };
    assert_eq!((held(""), held("2026-04-30"), held("2026-06-30")), (1, 1, 1));
    assert_eq!((held("2026-04-18"), held("2026-04-22")), (0, 0));
}

#[test]
fn a_declined_family_session_needs_its_day_alone_and_counts_no_minutes() {
    let mut body = Kind::FamilySession.blank();
    body["held"] = json!("client_declined");
    assert_eq!(holds_at(Kind::FamilySession, &body, &context(), "on").len(), 1);
    body["on"] = json!("2026-04-08");
    assert_eq!(holds(Kind::FamilySession, &body, &context()), []);
    let facts = Kind::FamilySession.facts(&body).expect("facts");
    assert!(matches!(&facts[0], Fact::Attendance { minutes: 0, status, .. } if status == "client_declined"));
}

#[test]
fn a_release_has_every_element_of_42_cfr_2_31() {
    for (pointer, value) in [
        ("/discloser", json!("")),
        ("/information", json!("")),
        ("/covers", json!([])),
        ("/purpose", json!("Any purpose")),
        ("/expires", json!("none")),
        ("/expires_on", json!("2026-03-08")),
        ("/right_to_revoke_explained", json!(false)),
        ("/refusal_consequences_explained", json!(false)),
        ("/redisclosure_explained", json!(false)),
        ("/client_signed_name", json!("")),
        ("/client_signed_on", json!("")),
    ] {
        let field = pointer.trim_start_matches('/');
        assert_eq!(held(Kind::Release, pointer, value, field).len(), 1, "{pointer}");
    }
    let mut body = with(Kind::Release, "/contact", json!(""));
    body["recipient"] = json!("");
    assert_eq!(holds_at(Kind::Release, &body, &context(), "recipient").len(), 1);
    body["recipient"] = json!("My treating providers");
    assert!(holds(Kind::Release, &body, &context()).is_empty());
}

#[test]
fn the_consent_for_treatment_payment_and_operations_may_have_no_end() {
    let mut body = with(Kind::Release, "/form", json!("part2_tpo"));
    body["expires"] = json!("none");
    assert!(holds(Kind::Release, &body, &context()).is_empty());
}

#[test]
fn the_rules_agreement_asks_for_nothing_a_release_needs() {
    let mut body = Kind::Release.blank();
    for (key, value) in [("form", "program_rules"), ("language", "es"), ("signed_by", "client")] {
        body[key] = json!(value);
    }
    body["client_signed_name"] = json!("Marisol Testcase-Example");
    body["client_signed_on"] = json!("2026-03-09");
    assert!(holds(Kind::Release, &body, &context()).is_empty());
}

#[test]
fn taking_a_release_back_needs_the_day_how_and_by_whom() {
    let body = with(Kind::Release, "/revoked_on", json!("2026-03-08"));
    for field in ["revoked_on", "revoked_how", "revoked_by"] {
        assert_eq!(holds_at(Kind::Release, &body, &context(), field).len(), 1, "{field}");
    }
}

#[test]
fn an_empty_domain_holds_the_assessment() {
    for (domain, answers) in [
        ("physical", ["conditions", "allergies"]),
        ("mental", ["suicide_history", "mood"]),
        ("social", ["family", "supports"]),
        ("summary", ["formulation", "level_actual"]),
    ] {
        for answer in answers {
            assert_eq!(held(Kind::Assessment, &format!("/{answer}"), json!(""), answer).len(), 1, "{domain} {answer}");
        }
    }
    assert_eq!(held(Kind::Assessment, "/substances", json!([]), "substances").len(), 1);
    let mut body = with(Kind::Assessment, "/substances_denied", json!(true));
    assert_eq!(holds_at(Kind::Assessment, &body, &context(), "substances_denied").len(), 1);
    body["substances"] = json!([]);
    assert!(holds(Kind::Assessment, &body, &context()).is_empty());
}

#[test]
fn a_level_other_than_the_recommended_one_needs_its_reason() {
    let held = held(Kind::Assessment, "/level_recommended", json!("php"), "level_difference_reason");
    assert_eq!(held.len(), 1);
}

#[test]
fn one_diagnosis_is_primary_and_codes_look_like_codes() {
    assert_eq!(held(Kind::Assessment, "/diagnoses/1/primary", json!(true), "diagnoses").len(), 1);
    let odd = with(Kind::Assessment, "/diagnoses/0/code", json!("303.90"));
    assert_eq!(due_at(Kind::Assessment, &odd, &context(), "diagnoses.0.code").len(), 1);
    for code in ["F10.20", "Z59.00", "F33.1", "S06.0X1A", "F32A"] {
        let body = with(Kind::Assessment, "/diagnoses/0/code", json!(code));
        assert_eq!(
            due_at(Kind::Assessment, &body, &context(), "diagnoses.0.code").is_empty(),
            code != "F32A",
            "{code}"
        );
    }
}

#[test]
fn every_assessed_need_is_planned_or_left_for_later_with_a_reason() {
    let body = with(Kind::TreatmentPlan, "/deferred_needs", json!([]));
    assert_eq!(
        holds_at(Kind::TreatmentPlan, &body, &context(), "deferred_needs"),
        ["Need 4 of the assessment is neither planned nor left for later."]
    );
    assert_eq!(held(Kind::TreatmentPlan, "/deferred_needs/0/reason", json!(""), "deferred_needs.0.reason").len(), 1);
    assert_eq!(held(Kind::TreatmentPlan, "/problems/0/need", json!(""), "problems.0.need").len(), 1);
    assert_eq!(held(Kind::TreatmentPlan, "/problems/0/need", json!("gone"), "problems.0.need").len(), 1);
}

#[test]
fn an_objective_is_smart_or_it_holds_the_plan() {
    let at = "problems.0.goals.0.objectives.0";
    for (answer, blank) in [
        ("measure", json!("")),
        ("baseline", json!("")),
        ("target", json!("")),
        ("target_date", json!("2026-03-12")),
        ("specific", json!(false)),
        ("measurable", json!(false)),
        ("achievable", json!(false)),
        ("relevant", json!(false)),
        ("time_bound", json!(false)),
        ("interventions", json!([])),
    ] {
        let pointer = format!("/{}/{answer}", at.replace('.', "/"));
        assert_eq!(held(Kind::TreatmentPlan, &pointer, blank, &format!("{at}.{answer}")).len(), 1, "{answer}");
    }
    for answer in ["modality", "frequency"] {
        let field = format!("{at}.interventions.0.{answer}");
        let pointer = format!("/{}", field.replace('.', "/"));
        assert_eq!(held(Kind::TreatmentPlan, &pointer, json!(""), &field).len(), 1, "{answer}");
    }
    let who = format!("{at}.interventions.0.responsible");
    assert_eq!(held(Kind::TreatmentPlan, &format!("/{}", who.replace('.', "/")), json!(""), &who).len(), 1);
}

#[test]
fn a_target_date_that_has_passed_is_due_and_does_not_hold() {
    let body = stored(Kind::TreatmentPlan);
    let field = "problems.0.goals.0.objectives.1.target_date";
    assert_eq!(due_at(Kind::TreatmentPlan, &body, &context(), field), ["The target date has passed."]);
}

#[test]
fn a_plan_has_the_clients_part_and_signature_or_the_reason_for_none() {
    assert_eq!(held(Kind::TreatmentPlan, "/clients_contribution", json!(""), "clients_contribution").len(), 1);
    assert_eq!(held(Kind::TreatmentPlan, "/discharge_criteria", json!([""]), "discharge_criteria").len(), 1);
    let mut body = with(Kind::TreatmentPlan, "/client_signs", json!("not_signed"));
    assert_eq!(holds_at(Kind::TreatmentPlan, &body, &context(), "no_signature_reason").len(), 1);
    body["no_signature_reason"] = json!("Wants to read it at home first");
    assert!(holds(Kind::TreatmentPlan, &body, &context()).is_empty());
}

#[test]
fn a_revision_says_why() {
    let context = CheckContext { revision: true, ..context() };
    for kind in [Kind::TreatmentPlan, Kind::AftercarePlan] {
        assert_eq!(holds_at(kind, &stored(kind), &context, "revision_reason").len(), 1, "{kind:?}");
    }
}

#[test]
fn a_session_of_tomorrow_cannot_be_documented_today() {
    for kind in [Kind::IndividualNote, Kind::GroupSession, Kind::FamilySession] {
        let body = with(kind, "/on", json!("2026-05-01"));
        assert_eq!(holds_at(kind, &body, &context(), "on"), ["The day of the session is in the future."], "{kind:?}");
        assert_eq!(held(kind, "/end", json!("09:59"), "end").len(), 1, "{kind:?}");
    }
}

#[test]
fn text_left_in_a_section_of_another_format_is_named() {
    let body = with(Kind::IndividualNote, "/format", json!("soap"));
    assert_eq!(
        holds_at(Kind::IndividualNote, &body, &context(), "sections.data"),
        ["Text is left in Data, which SOAP does not have. Move it or clear it."]
    );
    assert_eq!(holds_at(Kind::IndividualNote, &body, &context(), "sections.subjective").len(), 1);
    assert!(holds_at(Kind::IndividualNote, &body, &context(), "sections.plan").is_empty(), "shared sections stay");
}

#[test]
fn a_note_that_names_an_open_safety_alert_needs_outcome_and_next_step_and_one_that_does_not_ends_none() {
    const ANSWERS: &str = "019d0000-0000-7000-8000-200000000001";
    let alert = OpenAlert { document: ANSWERS.into(), label: "PHQ-9 question 9 of April 7, 2026".into() };
    let context = CheckContext { open_alerts: vec![alert], ..context() };
    let mut body = with(Kind::IndividualNote, "/risk", json!("none"));
    body["risk_next_step"] = json!("");
    body["risk_next_step_by"] = json!("");
    body["alerts"] = json!([ANSWERS]);
    assert_eq!(
        holds_at(Kind::IndividualNote, &body, &context, "risk_next_step"),
        ["The safety alert of PHQ-9 question 9 of April 7, 2026 is open. Write the next step."]
    );
    assert_eq!(holds_at(Kind::IndividualNote, &body, &context, "risk_next_step_by").len(), 1);
    assert!(
        holds(Kind::IndividualNote, &body, &common::context()).is_empty(),
        "without an alert, no risk needs no step"
    );
    let unnamed = with(Kind::IndividualNote, "/alerts", json!([]));
    let said = found(Kind::IndividualNote, &unnamed, &context);
    assert!(said.iter().any(|it| it.field == "alerts" && it.weight == Weight::Due), "{said:?}");
    body["risk"] = json!("not_assessed");
    assert_eq!(holds_at(Kind::IndividualNote, &body, &context, "risk").len(), 1);
    let answered = |body: &Value| {
        let facts = Kind::IndividualNote.facts(body).expect("facts");
        facts.contains(&Fact::RiskAnswered { alert: ANSWERS.into(), at: None })
    };
    assert!(!answered(&body) && !answered(&unnamed));
    assert!(answered(&stored(Kind::IndividualNote)));
}

#[test]
fn a_signed_release_is_narrowed_or_taken_back_and_never_made_wider() {
    let signed = stored(Kind::Release);
    let context = CheckContext { revision: true, earlier: Some(signed.clone()), ..context() };
    let change = |key: &str, value: Value| {
        let mut body = signed.clone();
        body[key] = value;
        !holds_at(Kind::Release, &body, &context, if key == "expires_on" { "expires" } else { key }).is_empty()
    };
    let covers = signed["covers"].as_array().expect("a list").clone();
    assert!(!change("covers", json!(covers[..1])), "fewer contents");
    assert!(change("covers", json!([covers.clone(), vec![json!("diagnosis")]].concat())), "more contents");
    for key in ["form", "discloser", "contact", "recipient", "information", "purpose", "client_signed_name"] {
        assert!(change(key, json!("Someone or something else")), "{key}");
    }
    assert!(change("client_signed_on", json!("2026-04-08")));
    assert!(change("expires_on", json!("2031-01-01")), "later");
    assert!(!change("expires_on", json!("2026-05-01")), "sooner");
    let mut taken_back = signed.clone();
    for (key, value) in [("revoked_on", "2026-04-08"), ("revoked_how", "spoken"), ("revoked_by", "client")] {
        taken_back[key] = json!(value);
    }
    assert!(holds(Kind::Release, &taken_back, &context).is_empty());
    let context = CheckContext { earlier: Some(taken_back), ..context.clone() };
    assert!(!holds_at(Kind::Release, &signed, &context, "revoked_on").is_empty(), "what was taken back stays so");
}

#[test]
fn a_session_that_was_not_held_needs_only_its_reason_and_counts_no_minutes() {
    let mut body = Kind::IndividualNote.blank();
    body["on"] = json!("2026-04-06");
    body["held"] = json!("canceled_by_client");
    assert_eq!(holds_at(Kind::IndividualNote, &body, &context(), "not_held_reason").len(), 1);
    body["not_held_reason"] = json!("Moved to April 7");
    assert!(holds(Kind::IndividualNote, &body, &context()).is_empty());
    let minutes = |body: &Value| match &Kind::IndividualNote.facts(body).expect("facts")[0] {
        Fact::Attendance { minutes, .. } => *minutes,
        other => panic!("{other:?}"),
    };
    assert_eq!(minutes(&body), 0);
    assert_eq!(minutes(&stored(Kind::IndividualNote)), 50);
}

#[test]
fn a_session_before_a_signed_assessment_is_said_and_does_not_hold() {
    let context = CheckContext { assessment_signed: false, ..context() };
    for kind in [Kind::IndividualNote, Kind::FamilySession] {
        assert_eq!(due_at(kind, &stored(kind), &context, "").len(), 1, "{kind:?}");
        assert!(holds(kind, &stored(kind), &context).is_empty(), "{kind:?}");
    }
}

#[test]
fn family_is_in_the_room_under_a_release_or_with_the_clients_agreement() {
    assert!(holds(Kind::FamilySession, &stored(Kind::FamilySession), &context()).is_empty());
    assert_eq!(
        held(Kind::FamilySession, "/people/1/client_agreed", json!(false), "people.1.release"),
        ["Sam Placeholder has no active release for family sessions. The client signs one, or is here and agrees."]
    );
    assert_eq!(held(Kind::FamilySession, "/client_present", json!(false), "people.1.release").len(), 1);
    let mut revoked = context();
    revoked.releases[0].active = false;
    assert_eq!(holds_at(Kind::FamilySession, &stored(Kind::FamilySession), &revoked, "people.0.release").len(), 1);
    let mut narrow = context();
    narrow.releases[0].covers.retain(|it| it != "family_sessions");
    assert_eq!(holds_at(Kind::FamilySession, &stored(Kind::FamilySession), &narrow, "people.0.release").len(), 1);
}

#[test]
fn a_release_for_one_person_does_not_open_the_room_to_another() {
    let body = with(Kind::FamilySession, "/people/0/contact", json!(PARTNER));
    assert_eq!(holds_at(Kind::FamilySession, &body, &context(), "people.0.release").len(), 1);
}

#[test]
fn a_talk_with_family_alone_is_no_time_with_the_client() {
    let body = with(Kind::FamilySession, "/client_present", json!(false));
    let facts = Kind::FamilySession.facts(&body).expect("facts");
    assert!(matches!(&facts[0], Fact::Attendance { minutes: 0, .. }));
    let facts = Kind::FamilySession.facts(&stored(Kind::FamilySession)).expect("facts");
    assert!(matches!(&facts[0], Fact::Attendance { minutes: 60, .. }));
}

#[test]
fn an_aftercare_plan_has_groups_two_people_steps_a_way_back_and_naloxone() {
    for (pointer, value) in [
        ("/support_groups", json!([])),
        ("/if_i_use", json!([" "])),
        ("/come_back", json!("")),
        ("/naloxone_given", Value::Null),
        ("/follow_up_calls", json!([])),
        ("/client_signs", json!("")),
    ] {
        assert_eq!(held(Kind::AftercarePlan, pointer, value, pointer.trim_start_matches('/')).len(), 1, "{pointer}");
    }
    let mut body = stored(Kind::AftercarePlan);
    body["people"].as_array_mut().expect("people").pop();
    assert_eq!(holds_at(Kind::AftercarePlan, &body, &context(), "people"), ["Name at least two people to call."]);
}

#[test]
fn no_booked_visit_is_said_and_does_not_hold() {
    let body = with(Kind::AftercarePlan, "/appointments", json!([]));
    assert_eq!(due_at(Kind::AftercarePlan, &body, &context(), "appointments"), ["No first visit is booked yet."]);
    assert!(holds(Kind::AftercarePlan, &body, &context()).is_empty());
}

#[test]
fn a_copy_goes_to_no_one_without_a_release_for_it() {
    let field = "copies.1.release";
    assert_eq!(held(Kind::AftercarePlan, "/copies/1/contact", json!(PARTNER), field).len(), 1);
    let mut narrow = context();
    narrow.releases[0].covers = vec!["attendance".into(), "progress".into()];
    assert_eq!(
        holds_at(Kind::AftercarePlan, &stored(Kind::AftercarePlan), &narrow, field),
        [
            "Alex Testcase has no active release that covers the aftercare plan. Ask the client for one, or take this copy out."
        ]
    );
    assert_eq!(narrow.releases[0].contact, SISTER);
}

#[test]
fn a_call_day_that_cannot_be_read_is_held() {
    let field = "follow_up_calls.0";
    assert_eq!(held(Kind::AftercarePlan, "/follow_up_calls/0", json!("in a week"), field).len(), 1);
}

#[test]
fn a_lapse_keeps_the_order_of_its_days_and_starts_a_new_count() {
    assert_eq!(held(Kind::Lapse, "/learned_on", json!("2026-04-04"), "learned_on").len(), 1);
    assert_eq!(held(Kind::Lapse, "/sober_since", json!("2026-04-05"), "sober_since").len(), 1);
    for field in ["medical_need", "risk"] {
        assert_eq!(held(Kind::Lapse, &format!("/{field}"), json!(""), field).len(), 1, "{field}");
    }
    assert_eq!(held(Kind::Lapse, "/immediate_actions", json!([]), "immediate_actions").len(), 1);
    let facts = Kind::Lapse.facts(&stored(Kind::Lapse)).expect("facts");
    let sobriety = Fact::Sobriety {
        since: Some(day("2026-04-06")),
        used_on: Some(day("2026-04-05")),
        known_on: Some(day("2026-04-07")),
    };
    assert!(facts.contains(&sobriety));
    assert!(facts.contains(&Fact::Lapse { on: Some(day("2026-04-05")), substance: "alcohol".into() }));
}

#[test]
fn follow_up_days_are_read_as_typed_and_held_when_they_are_no_number() {
    let body = with(Kind::Program, "/follow_up_days", json!(["7", " 30", "", "soon"]));
    assert_eq!(holds_at(Kind::Program, &body, &context(), "follow_up_days.2").len(), 1);
    let whole = Kind::Program.whole(&body).expect("a program");
    assert_eq!(whole["follow_up_days"], json!([7, 30, 0]));
}
