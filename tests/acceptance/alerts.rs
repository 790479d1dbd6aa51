//! Safety alerts: knowledge orders events, not the clock on the page (clinical.md 2.2 rule 7).

use crate::room::{PASSWORD, Room, at, held};
use serde_json::{Value, json};

fn answers(nine: u8) -> Value {
    let mut body = Room::fixture("screening");
    body["on"] = json!("2026-04-09");
    body["answers"] = json!([0, 0, 0, 0, 0, 0, 0, 0, nine]);
    body["raised"] = json!([]);
    body
}

/// A note with a risk outcome and a next step that names these alerts.
fn note(hour: &str, alerts: Value) -> Value {
    let mut body = Room::fixture("individual_note");
    body["on"] = json!("2026-04-09");
    body["start"] = json!(format!("{hour}:00"));
    body["end"] = json!(format!("{hour}:40"));
    body["alerts"] = alerts;
    body
}

async fn open(room: &Room) -> Vec<Value> {
    room.ask("today", json!({})).await["alerts"].as_array().expect("alerts").clone()
}

async fn sign(room: &Room, client: &str, body: Value) -> Value {
    // Later by the clock than whatever it answers.
    room.clock.set(at("2026-04-09T19:00:00-07:00"));
    room.sign("individual_note", Some(client), body).await
}

#[tokio::test]
async fn only_a_signed_note_that_names_the_alert_ends_it_whatever_day_and_hour_stand_on_the_page() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let raised = room.record("screening", Some(&client), answers(3)).await;
    sign(&room, &client, note("09", json!([]))).await;
    assert_eq!(open(&room).await.len(), 1, "a note of the morning answers nothing of the evening");
    sign(&room, &client, note("18", json!([]))).await;
    assert_eq!(open(&room).await.len(), 1, "a later hour on the page answers nothing either");
    let listed = room.ask("listing", json!({ "of": "alert", "client": client })).await;
    assert_eq!(listed[0]["id"], raised["document"], "{listed}");
    let note = sign(&room, &client, note("08", json!([raised["document"]]))).await;
    assert!(open(&room).await.is_empty());
    let taken = json!({ "document": note["document"], "reason": "Wrong chart", "password": PASSWORD });
    room.ask("retract_document", taken).await;
    assert_eq!(open(&room).await.len(), 1, "an answer that is taken back answers nothing");
    let rebuilt = room.ask("rebuild_views", json!({})).await;
    assert_eq!(rebuilt["equal"], true, "{rebuilt}");
}

#[tokio::test]
async fn answers_change_with_a_reason_and_neither_a_change_nor_a_withdrawal_ends_the_alert() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let raised = room.record("screening", Some(&client), answers(3)).await;
    let again = json!({ "kind": "screening", "client": client, "document": raised["document"],
        "body": { "answers": [0, 0, 0, 0, 0, 0, 0, 0, 0] } });
    let draft = room.ask("start_draft", again).await;
    let record = |draft: &Value| json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" });
    assert_eq!(held(&room.refuses("record_document", record(&draft)).await), ["revision_reason"]);
    let mut body = draft["body"].clone();
    body["revision_reason"] = json!("Read again together with the client");
    body["raised"] = json!([]);
    let save = json!({ "document": draft["document"], "rev": draft["rev"], "body": body });
    let saved = room.ask("save_draft", save).await;
    let last = json!({ "document": draft["document"], "rev": saved["rev"], "duplicate_reason": "" });
    let changed = room.ask("record_document", last).await;
    let reasons: Vec<_> = changed["versions"].as_array().expect("versions").iter().map(|it| &it["reason"]).collect();
    assert!(reasons.contains(&&json!("Read again together with the client")), "{reasons:?}");
    assert_eq!(open(&room).await.len(), 1, "changed");
    let withdraw = json!({ "document": raised["document"], "reason": "Wrong person", "password": PASSWORD });
    room.ask("retract_document", withdraw).await;
    assert_eq!(open(&room).await.len(), 1, "withdrawn");
    sign(&room, &client, note("18", json!([raised["document"]]))).await;
    assert!(open(&room).await.is_empty(), "answered");
}

#[tokio::test]
async fn an_answer_raises_its_alert_as_soon_as_it_is_saved_and_colleagues_see_whose_draft() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Robin Placeholder", "counselor").await;
    let mut open_ended = answers(0);
    open_ended["answers"] = json!([1, 1, 1, 1, 1, 1, null, 1, null]);
    let draft = room.draft("screening", Some(&client), open_ended.clone()).await;
    assert!(open(&room).await.is_empty());
    open_ended["answers"] = json!([1, 1, 1, 1, 1, 1, null, 1, 3]);
    let save = |rev: &Value, body: &Value| json!({ "document": draft["document"], "rev": rev, "body": body });
    let saved = room.ask("save_draft", save(&draft["rev"], &open_ended)).await;
    let mine = open(&room).await;
    assert_eq!(mine.len(), 1, "without a total");
    open_ended["answers"] = json!([1, 1, 1, 1, 1, 1, null, 1, 0]);
    room.ask("save_draft", save(&saved["rev"], &open_ended)).await;
    assert_eq!(open(&room).await.len(), 1, "another key afterwards takes nothing back");
    room.sit_down("Robin Placeholder").await;
    let theirs = room.ask("chart", json!({ "client": client })).await["alerts"].clone();
    assert!(theirs[0]["draft_of"].as_str().is_some_and(|who| who.contains("Pat Sample")), "{theirs}");
    assert!(theirs[0]["message"].as_str().is_some_and(|said| said.contains("draft")), "{theirs}");
    room.sit_down("Pat Sample").await;
    room.ask("discard_draft", json!({ "document": draft["document"] })).await;
    assert_eq!(open(&room).await.len(), 1, "put away, the draft has raised it all the same");
    sign(&room, &client, note("18", json!([draft["document"]]))).await;
    assert!(open(&room).await.is_empty());
    room.ask("restore_draft", json!({ "document": draft["document"] })).await;
    let again = room.ask("draft", json!({ "document": draft["document"] })).await;
    open_ended["answers"] = json!([1, 1, 1, 1, 1, 1, 1, 1, 2]);
    open_ended["revision_reason"] = json!("Asked again");
    let saved = room.ask("save_draft", save(&again["rev"], &open_ended)).await;
    let record = json!({ "document": draft["document"], "rev": saved["rev"], "duplicate_reason": "" });
    room.ask("record_document", record).await;
    assert!(open(&room).await.is_empty(), "the same answer, recorded, is the one that was answered");
}

#[tokio::test]
async fn a_higher_answer_after_the_alert_was_answered_raises_it_anew() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let raised = room.record("screening", Some(&client), answers(1)).await;
    sign(&room, &client, note("18", json!([raised["document"]]))).await;
    assert!(open(&room).await.is_empty());
    room.clock.set(at("2026-04-09T20:00:00-07:00"));
    let again = json!({ "kind": "screening", "client": client, "document": raised["document"],
        "body": { "answers": [0, 0, 0, 0, 0, 0, 0, 0, 3], "revision_reason": "Told at the door" } });
    let draft = room.ask("start_draft", again).await;
    assert_eq!(open(&room).await.len(), 1, "while it is a draft");
    let record = json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" });
    room.ask("record_document", record).await;
    assert_eq!(open(&room).await.len(), 1);
}

#[tokio::test]
async fn a_face_sheet_with_a_chart_behind_it_is_changed_and_not_withdrawn() {
    let room = Room::open().await;
    let client = room.client("Vera", "Vanish", "1988-05-17").await;
    room.record("screening", Some(&client), answers(1)).await;
    let chart = room.ask("chart", json!({ "client": client })).await;
    let entries = chart["entries"].as_array().expect("entries");
    let face = entries.iter().find(|it| it["kind"] == "face_sheet").expect("a face sheet");
    let withdraw = json!({ "document": face["document"], "reason": "Typing mistake", "password": PASSWORD });
    let refused = room.refuses("retract_document", withdraw).await;
    assert!(refused.message.contains("chart behind"), "{refused:?}");
    assert_eq!(open(&room).await.len(), 1);
}
