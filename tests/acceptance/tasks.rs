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

#[tokio::test]
async fn a_list_of_tasks_shows_what_i_owe_and_what_others_owe_me_and_is_in_the_trail() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Robin Placeholder", "counselor").await;
    room.add("Casey Notreal", "supervisor").await;
    let pat = id_of(&room, "Pat Sample").await;
    let theirs = given(&room, &client, json!({ "what": "Call about the sober home" })).await;
    let mine = given(&room, &client, json!({ "what": "Write to the school", "owner": pat, "due": "2026-04-20" })).await;
    let lines = room.ask("tasks", json!({})).await;
    let documents: Vec<&Value> = lines.as_array().expect("lines").iter().map(|line| &line["document"]).collect();
    assert_eq!(documents, [&mine, &theirs], "mine first, though it is due later: {lines}");
    assert_eq!((&lines[1]["owner"], &lines[1]["mine"]), (&json!("Robin Placeholder, LPC"), &json!(false)));

    room.sit_down("Robin Placeholder").await;
    let lines = room.ask("tasks", json!({})).await;
    assert_eq!(lines.as_array().map(Vec::len), Some(1), "{lines}");
    assert_eq!((&lines[0]["giver"], &lines[0]["mine"]), (&json!("Pat Sample, LPC"), &json!(true)));
    // Whoever moves the day does not become the giver.
    let move_it = json!({ "kind": "task", "client": client, "document": theirs, "body": { "due": "2026-04-16" } });
    let draft = room.ask("start_draft", move_it).await;
    room.ask("record_document", json!({ "document": theirs, "rev": draft["rev"], "duplicate_reason": "" })).await;
    assert_eq!(room.ask("tasks", json!({})).await[0]["giver"], "Pat Sample, LPC");

    room.sit_down("Casey Notreal").await;
    assert_eq!(room.ask("tasks", json!({})).await, json!([]), "not theirs to do, not theirs to ask for");
    room.sit_down("Pat Sample").await;
    let trail = room.ask("audit_trail", json!({ "client": client, "limit": 100 })).await;
    let shown = trail.as_array().expect("rows").iter().filter(|row| row["action"] == "tasks").count();
    assert_eq!(shown, 2, "the chart was shown to Pat and to Robin");
}
