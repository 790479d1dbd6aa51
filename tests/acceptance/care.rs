use crate::room::{PASSWORD, Room, at, held};
use record::error::Code;
use serde_json::{Value, json};

async fn contact(room: &Room, client: &str, name: &str) -> String {
    let mut body = Room::fixture("contact");
    body["name"] = json!(name);
    room.record("contact", Some(client), body).await["document"].as_str().expect("an id").to_owned()
}

async fn release(room: &Room, client: &str, contact: &str, covers: &[&str]) -> Value {
    let mut body = Room::fixture("release");
    body["contact"] = json!(contact);
    body["covers"] = json!(covers);
    room.sign("release", Some(client), body).await
}

/// Signed on April 29, 2026, the day after it was made.
async fn aftercare(room: &Room, client: &str) -> Value {
    room.clock.set(at("2026-04-29T10:00:00-07:00"));
    let mut body = Room::fixture("aftercare_plan");
    body["copies"] = json!([]);
    room.sign("aftercare_plan", Some(client), body).await
}

fn print(document: &Value, recipient: Option<&str>) -> Value {
    json!({ "document": document, "draft": false, "language": "es", "size": "normal", "paper": "letter", "recipient": recipient })
}

#[tokio::test]
async fn a_revoked_release_blocks_printing_from_that_moment() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let alex = contact(&room, &client, "Alex Testcase").await;
    let plan = aftercare(&room, &client).await["document"].clone();
    let without = room.pages("preview", print(&plan, Some(&alex))).await.expect_err("no release yet");
    assert_eq!(without.code, Code::NoRelease);
    assert!(without.message.contains("no release"), "{without}");

    let narrow = release(&room, &client, &alex, &["attendance"]).await;
    let narrower = room.pages("print_document", print(&plan, Some(&alex))).await.expect_err("attendance only");
    assert!(narrower.message.contains("does not cover the aftercare plan"), "{narrower}");
    room.ask("retract_document", json!({ "document": narrow["document"], "reason": "Replaced", "password": PASSWORD }))
        .await;

    let wide = release(&room, &client, &alex, &["attendance", "aftercare_plan"]).await;
    assert!(room.pages("print_document", print(&plan, Some(&alex))).await.expect("covered").starts_with(b"%PDF"));

    let revise = json!({ "kind": "release", "client": client, "document": wide["document"],
        "body": { "revoked_on": "2026-04-29", "revoked_how": "in_writing", "revoked_by": "client" } });
    let draft = room.ask("start_draft", revise).await;
    room.ask("sign_document", json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD }))
        .await;
    let revoked = room.pages("print_document", print(&plan, Some(&alex))).await.expect_err("revoked today");
    assert_eq!(revoked.code, Code::NoRelease);
    assert!(revoked.message.contains("Revoked"), "{revoked}");
    // The client's own paper never needs a release.
    room.pages("print_document", print(&plan, None)).await.expect("her own plan");
    let trail = room.ask("audit_trail", json!({ "client": client, "limit": 100 })).await;
    let refusals = trail.as_array().expect("rows").iter().filter(|row| row["outcome"] == "refused").count();
    assert_eq!(refusals, 3, "each refusal is in the trail");
}

#[tokio::test]
async fn one_group_save_writes_each_person_into_their_own_chart_and_nobody_elses_words() {
    let room = Room::open().await;
    let mari = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let jordan = room.client("Jordan", "Mockup", "1985-01-20").await;
    let omar = room.client("Omar", "Notareal", "1979-11-02").await;
    let mut body = Room::fixture("group_session");
    for (person, client) in [(0, &mari), (1, &jordan), (2, &omar)] {
        body["people"][person]["client"] = json!(client);
    }
    let session = room.sign("group_session", None, body.clone()).await;
    let own = |client: &str| {
        body["people"]
            .as_array()
            .expect("people")
            .iter()
            .find(|person| person["client"] == client)
            .expect("in it")
            .clone()
    };
    for client in [&mari, &jordan, &omar] {
        let chart = room.ask("chart", json!({ "client": client })).await;
        let entry = chart["entries"]
            .as_array()
            .expect("entries")
            .iter()
            .find(|entry| entry["kind"] == "group_note")
            .expect("a note")
            .clone();
        let note = room.ask("document", json!({ "document": entry["document"] })).await;
        assert_eq!(note["status"], "signed");
        assert_eq!(note["versions"][0]["signatures"][0]["verified"], true);
        assert_eq!(note["body"]["observed"], own(client)["observed"]);
        assert_eq!(note["body"]["session"], session["document"]);
        let text = note["body"].to_string();
        for other in [&mari, &jordan, &omar].into_iter().filter(|other| *other != client) {
            assert!(!text.contains(other.as_str()), "another client's id is in this chart");
            for field in ["observed", "response", "reason"] {
                let theirs = own(other)[field].as_str().unwrap_or_default().to_owned();
                assert!(theirs.is_empty() || !text.contains(&theirs), "another client's words are in this chart");
            }
        }
    }
    // 20 minutes late changes the total by exactly 20; an absence counts as a scheduled day without minutes.
    let minutes = async |client: &str| room.ask("totals", json!({ "client": client })).await;
    assert_eq!(minutes(&mari).await["group_minutes"], 180);
    assert_eq!(minutes(&jordan).await["group_minutes"], 160);
    let absent = minutes(&omar).await;
    assert_eq!((absent["group_days_scheduled"].clone(), absent["group_days_attended"].clone()), (json!(1), json!(0)));
}

#[tokio::test]
async fn question_nine_stays_open_until_a_risk_outcome_and_a_next_step_are_signed() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut answers = Room::fixture("screening");
    answers["on"] = json!("2026-04-09");
    answers["answers"] = json!([0, 0, 0, 0, 0, 0, 0, 0, 1]);
    let raised = room.record("screening", Some(&client), answers).await;
    let today = room.ask("today", json!({})).await;
    assert_eq!(
        today["alerts"][0]["client"]["client"],
        json!(client),
        "a total of 1 does not hide it: {}",
        today["alerts"]
    );

    let mut note = Room::fixture("individual_note");
    for (field, value) in [
        ("on", "2026-04-09"),
        ("start", "17:00"),
        ("end", "17:40"),
        ("risk", ""),
        ("risk_next_step", ""),
        ("risk_next_step_by", ""),
    ] {
        note[field] = json!(value);
    }
    let draft = room.draft("individual_note", Some(&client), note.clone()).await;
    let sign = |draft: &Value| json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let refused = room.refuses("sign_document", sign(&draft)).await;
    assert!(held(&refused).iter().any(|field| field.starts_with("risk")), "{refused:?}");

    let whole = Room::fixture("individual_note");
    note["risk"] = whole["risk"].clone();
    note["risk_detail"] = json!("Passive thoughts, no plan, no intent.");
    note["risk_next_step"] = json!("Safety plan reviewed; sister called with consent.");
    note["risk_next_step_by"] = json!("2026-04-10");
    note["alerts"] = json!([raised["document"]]);
    room.ask("save_draft", json!({ "document": draft["document"], "rev": draft["rev"], "body": note })).await;
    let draft = room.ask("draft", json!({ "document": draft["document"] })).await;
    room.ask("sign_document", sign(&draft)).await;
    assert_eq!(room.ask("today", json!({})).await["alerts"], json!([]));
}

#[tokio::test]
async fn a_missing_answer_gives_no_total_and_still_raises_the_alert() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut answers = Room::fixture("screening");
    answers["on"] = json!("2026-04-09");
    answers["answers"] = json!([2, null, 3, 2, 2, 2, 2, 1, 2]);
    let draft = room.draft("screening", Some(&client), answers).await;
    let refused = room
        .refuses(
            "record_document",
            json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" }),
        )
        .await;
    assert_eq!(held(&refused), ["answers"]);
}

#[tokio::test]
async fn a_revised_plan_needs_a_reason_and_keeps_the_version_before() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.sign("assessment", Some(&client), Room::fixture("assessment")).await;
    let first = room.sign("treatment_plan", Some(&client), Room::fixture("treatment_plan")).await;
    let revise = json!({ "kind": "treatment_plan", "client": client, "document": first["document"], "body": null });
    let draft = room.ask("start_draft", revise).await;
    assert_eq!((draft["revision"].clone(), draft["version"].clone()), (json!(true), json!(2)));
    let refused = room
        .refuses("sign_document", json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD }))
        .await;
    assert!(held(&refused).contains(&"revision_reason"), "{refused:?}");
    let mut body = draft["body"].clone();
    for (field, value) in [
        ("revision_reason", "Return to use on April 5"),
        ("client_signs", "signed"),
        ("client_signed_name", "Marisol Testcase-Example"),
        ("client_signed_on", "2026-04-09"),
    ] {
        body[field] = json!(value);
    }
    body["effective"] = json!("2026-04-09");
    body["next_review"] = json!("2026-04-30");
    for problem in body["problems"].as_array_mut().expect("problems") {
        for goal in problem["goals"].as_array_mut().expect("goals") {
            for objective in goal["objectives"].as_array_mut().expect("objectives") {
                objective["target_date"] = json!("2026-05-05");
            }
        }
    }
    let saved =
        room.ask("save_draft", json!({ "document": draft["document"], "rev": draft["rev"], "body": body })).await;
    let second = room
        .ask("sign_document", json!({ "document": draft["document"], "rev": saved["rev"], "password": PASSWORD }))
        .await;
    let versions = second["versions"].as_array().expect("versions");
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[0]["version"], first["versions"][0]["version"]);
    assert_eq!(versions[1]["reason"], "Return to use on April 5");
    assert_eq!(room.ask("chart", json!({ "client": client })).await["plan"]["version"], 2);
}

#[tokio::test]
async fn every_view_rebuilt_from_versions_is_equal() {
    let room = Room::open().await;
    room.clock.set(at("2026-04-29T10:00:00-07:00"));
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let alex = contact(&room, &client, "Alex Testcase").await;
    release(&room, &client, &alex, &["attendance", "aftercare_plan", "family_sessions"]).await;
    room.sign("assessment", Some(&client), Room::fixture("assessment")).await;
    room.sign("treatment_plan", Some(&client), Room::fixture("treatment_plan")).await;
    room.record("screening", Some(&client), Room::fixture("screening")).await;
    room.record("mutual_help_meeting", Some(&client), Room::fixture("mutual_help_meeting")).await;
    room.sign("lapse", Some(&client), Room::fixture("lapse")).await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    room.ask(
        "add_addendum",
        json!({ "document": note["document"], "reason": "Left out", "text": "One more line.", "password": PASSWORD }),
    )
    .await;
    let gone = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    room.ask("retract_document", json!({ "document": gone["document"], "reason": "Twice", "password": PASSWORD }))
        .await;
    aftercare(&room, &client).await;
    let before = room.ask("chart", json!({ "client": client })).await;
    let rebuilt = room.ask("rebuild_views", json!({})).await;
    let changed: Vec<&Value> =
        rebuilt["tables"].as_array().expect("tables").iter().filter(|table| table["equal"] != true).collect();
    assert!(changed.is_empty(), "{changed:?}");
    let rows: u64 =
        rebuilt["tables"].as_array().expect("tables").iter().filter_map(|table| table["rows"].as_u64()).sum();
    assert!(rows > 50, "the comparison looked at {rows} rows");
    let after = room.ask("chart", json!({ "client": client })).await;
    assert_eq!((&before["header"], &before["totals"]), (&after["header"], &after["totals"]));
}

#[tokio::test]
async fn a_birth_date_in_the_future_and_a_name_of_300_letters_are_held_at_their_fields() {
    let room = Room::open().await;
    let mut face = Room::fixture("face_sheet");
    face["birth_date"] = json!("2030-01-01");
    face["legal_last"] = json!("X".repeat(300));
    let draft = room.draft("face_sheet", None, face).await;
    let refused = room
        .refuses(
            "record_document",
            json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" }),
        )
        .await;
    let fields = held(&refused);
    assert!(fields.contains(&"birth_date") && fields.contains(&"legal_last"), "{fields:?}");
}

#[tokio::test]
async fn characters_that_hide_or_turn_text_are_named() {
    let room = Room::open().await;
    for hidden in ["Mari\u{202E}sol", "Mari\u{0007}sol"] {
        let mut face = Room::fixture("face_sheet");
        face["legal_first"] = json!(hidden);
        let draft = room.draft("face_sheet", None, face).await;
        let refused = room
            .refuses(
                "record_document",
                json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" }),
            )
            .await;
        assert_eq!(held(&refused), ["legal_first"], "{refused:?}");
        assert!(refused.findings[0].message.contains("U+"), "{refused:?}");
    }
}

#[tokio::test]
async fn a_polish_and_a_greek_name_print_and_a_name_no_font_has_is_refused_by_its_letter() {
    let room = Room::open().await;
    for (first, last) in [("Zażółć", "Gęślą-Jaźń"), ("Αλέξανδρος", "Παράδειγμα")] {
        let client = room.client(first, last, "1988-05-17").await;
        let plan = aftercare(&room, &client).await["document"].clone();
        room.pages("preview", print(&plan, None)).await.unwrap_or_else(|error| panic!("{first}: {error:?}"));
    }
    let client = room.client("李", "明", "1988-05-18").await;
    let plan = aftercare(&room, &client).await["document"].clone();
    match room.pages("preview", print(&plan, None)).await {
        Ok(pages) => assert!(pages.starts_with(b"%PDF")),
        Err(refused) => assert!(refused.message.contains('李') || refused.message.contains("U+674E"), "{refused:?}"),
    }
}

#[tokio::test]
async fn the_day_a_note_was_due_is_counted_from_the_session_not_from_the_typing() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut note = Room::fixture("individual_note");
    note["on"] = json!("2026-04-09");
    note["start"] = json!("15:00");
    note["end"] = json!("15:50");
    room.sign("individual_note", Some(&client), note.clone()).await;
    assert_eq!(room.ask("deadlines", json!({ "client": client })).await["late_notes"], json!([]));
    room.clock.set(at("2026-04-11T09:00:00-07:00"));
    room.sign("individual_note", Some(&client), note).await;
    assert_eq!(room.ask("deadlines", json!({ "client": client })).await["late_notes"], json!(["2026-04-09"]));
}

#[tokio::test]
async fn what_changed_since_i_looked_is_marked_for_me_and_not_for_others() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.ask("chart", json!({ "client": client })).await;
    room.add("Robin Placeholder", "counselor").await;
    room.sit_down("Robin Placeholder").await;
    room.clock.set(at("2026-04-09T19:00:00-07:00"));
    let mut note = Room::fixture("individual_note");
    note["on"] = json!("2026-04-09");
    room.sign("individual_note", Some(&client), note).await;
    room.sit_down("Pat Sample").await;
    room.clock.set(at("2026-04-09T19:05:00-07:00"));
    let chart = room.ask("chart", json!({ "client": client })).await;
    let new: Vec<_> = chart["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .filter(|entry| entry["new"] == true)
        .map(|entry| entry["kind"].clone())
        .collect();
    assert_eq!(new, [json!("individual_note")]);
}
