use crate::room::{Room, at};
use record::error::Code;
use serde_json::{Value, json};

async fn id_of(room: &Room, name: &str) -> Value {
    let staff = room.ask("staff", json!({})).await;
    staff.as_array().expect("staff").iter().find(|row| row["name"] == name).expect("listed")["staff"].clone()
}

/// A task for Robin, due on April 14.
async fn given(room: &Room, client: &str, more: Value) -> Value {
    let mut body = Room::fixture("task");
    body["owner"] = id_of(room, "Robin Placeholder").await;
    body["due"] = json!("2026-04-14");
    body.as_object_mut().expect("a body").extend(more.as_object().expect("fields").clone());
    room.record("task", Some(client), body).await["document"].clone()
}

async fn due(room: &Room, task: &Value) -> Option<Value> {
    let today = room.ask("today", json!({})).await;
    today["due"].as_array().expect("due").iter().find(|due| due["document"] == *task).cloned()
}

#[tokio::test]
async fn a_task_stands_on_its_owners_day_and_on_the_chart_until_a_person_says_how_it_ended() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Robin Placeholder", "counselor").await;
    let lapse = room.sign("lapse", Some(&client), Room::fixture("lapse")).await;
    let task = given(&room, &client, json!({ "given_by": lapse["document"] })).await;
    assert_eq!(due(&room, &task).await, None, "it is Robin's, not Pat's");
    let chart = room.ask("chart", json!({ "client": client })).await;
    let line = chart["due"].as_array().expect("due").iter().find(|due| due["document"] == task).expect("on the chart");
    assert_eq!((&line["why"], &line["late"]), (&json!("Task of Robin Placeholder, LPC."), &json!(false)), "{line}");
    let body = room.ask("document", json!({ "document": task })).await["body"].clone();
    assert_eq!(body["given_by"], lapse["document"], "it remembers the document it came from");

    room.sit_down("Robin Placeholder").await;
    room.clock.set(at("2026-04-15T09:00:00-07:00"));
    let mine = due(&room, &task).await.expect("on the day of its owner");
    assert_eq!((&mine["why"], &mine["on"], &mine["late"]), (&json!("Your task."), &json!("2026-04-14"), &json!(true)));
    assert_eq!(mine["client"]["client"], json!(client));

    let end = json!({ "ended": "done", "ended_on": "2026-04-15", "outcome": "Reached her. She comes on Thursday." });
    let start = json!({ "kind": "task", "client": client, "document": task, "body": end });
    let draft = room.ask("start_draft", start).await;
    room.ask("record_document", json!({ "document": task, "rev": draft["rev"], "duplicate_reason": "" })).await;
    assert_eq!(due(&room, &task).await, None, "done");
}

#[tokio::test]
async fn a_discharge_ends_no_task() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Robin Placeholder", "counselor").await;
    let task = given(&room, &client, json!({})).await;
    let chart = room.ask("chart", json!({ "client": client })).await;
    let entries = chart["entries"].as_array().expect("entries");
    let episode = entries.iter().find(|entry| entry["kind"] == "episode").expect("a stay")["document"].clone();
    let end = json!({ "ended_on": "2026-04-09", "end_reason": "completed" });
    let start = json!({ "kind": "episode", "client": client, "document": episode, "body": end });
    let draft = room.ask("start_draft", start).await;
    room.ask("record_document", json!({ "document": episode, "rev": draft["rev"], "duplicate_reason": "" })).await;
    room.sit_down("Robin Placeholder").await;
    room.clock.set(at("2026-04-20T09:00:00-07:00"));
    assert!(due(&room, &task).await.is_some(), "the call after discharge is still somebody's");
}

#[tokio::test]
async fn a_task_in_a_chart_that_is_closed_to_its_owner_says_only_that_there_is_one() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Robin Placeholder", "counselor").await;
    let task = given(&room, &client, json!({})).await;
    let pat = id_of(&room, "Pat Sample").await;
    room.ask("set_care_team", json!({ "client": client, "staff": [pat] })).await;
    room.sit_down("Robin Placeholder").await;
    let line = due(&room, &task).await.expect("there is one");
    assert_eq!(line["what"], "Task");
    assert_eq!(room.refuses("document", json!({ "document": task })).await.code, Code::OutsideTeam);
}
