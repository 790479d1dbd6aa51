//! Nothing is done unseen: a scripted day calls every command, and each has left its row in the audit trail or is quiet for a reason.

use crate::room::{PASSWORD, Room, at};
use record::command::LINES;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Restoring begins a record of its own: its row is there.
const ELSEWHERE: &[&str] = &["restore"];

fn words(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

async fn staff(room: &Room, name: &str) -> Value {
    let staff = room.ask("staff", json!({})).await;
    let row = staff.as_array().expect("rows").iter().find(|row| row["name"] == name).expect("one");
    row["staff"].clone()
}

fn directory(staff: &Value, supervisor: &Value) -> Value {
    json!({ "staff": staff, "credential": "intern", "role": "counselor", "license": "", "license_state": "", "license_expires": "",
        "supervisor": supervisor, "cosigned": true, "password": PASSWORD })
}

async fn looks(room: &Room, client: &str, note: &Value) {
    for (command, input) in [
        ("today", json!({})),
        ("chart", json!({ "client": client })),
        ("document", json!({ "document": note["document"] })),
        ("heads", json!({ "document": note["document"] })),
        ("totals", json!({ "client": client })),
        ("measure_series", json!({ "client": client, "instrument": "phq9" })),
        ("sobriety", json!({ "client": client, "on": "2026-04-09" })),
        ("deadlines", json!({ "client": client })),
        ("audit_trail", json!({ "client": client, "limit": 5 })),
        ("export_audit", json!({ "limit": 5 })),
        ("rebuild_views", json!({})),
        ("check_record", json!({ "code": "" })),
    ] {
        room.ask(command, input).await;
    }
    let release = room.sign("release", Some(client), Room::fixture("release")).await;
    room.ask("release_state", json!({ "document": release["document"], "on": "2026-04-09" })).await;
}

async fn writes(room: &Room, client: &str) -> Value {
    let note = room.sign("individual_note", Some(client), Room::fixture("individual_note")).await;
    let more =
        json!({ "document": note["document"], "reason": "Left out", "text": "More of it.", "password": PASSWORD });
    room.ask("add_addendum", more).await;
    let other = room.sign("individual_note", Some(client), Room::fixture("individual_note")).await;
    let away = json!({ "document": other["document"], "reason": "Wrong chart", "password": PASSWORD });
    room.ask("retract_document", away).await;
    let draft = room.draft("individual_note", Some(client), json!({})).await;
    for command in ["evidence", "discard_draft", "restore_draft"] {
        room.ask(command, json!({ "document": draft["document"] })).await;
    }
    note
}

async fn papers(room: &Room, client: &str) {
    room.sign("assessment", Some(client), Room::fixture("assessment")).await;
    let mut body = Room::fixture("treatment_plan");
    body["client_signs"] = json!("on_screen");
    body["client_signed_name"] = json!("");
    body["client_signed_on"] = json!("");
    let plan = room.sign("treatment_plan", Some(client), body).await;
    let mark = json!({ "document": plan["document"], "hand": "client", "name": "Marisol Testcase-Example", "relationship": "",
        "drawing": "M20 120L80 40L140 150", "password": PASSWORD });
    room.ask("sign_by_hand", mark).await;
    let print = json!({ "document": plan["document"], "draft": false, "language": "en", "size": "normal", "paper": "letter", "recipient": null });
    room.pages("preview", print.clone()).await.expect("pages");
    room.pages("print_document", print).await.expect("pages");
    let blank = json!({ "kind": "contact", "language": "en", "size": "normal", "paper": "letter" });
    room.pages("blank_form", blank).await.expect("pages");
    room.ask("disclosures", json!({ "client": client })).await;
    room.pages("disclosure_log", json!({ "client": client, "paper": "letter" })).await.expect("pages");
    room.pages("day_sheet", json!({ "day": "2026-04-09", "paper": "letter" })).await.expect("pages");
}

async fn review(room: &Room, client: &str) {
    let (robin, casey) = (staff(room, "Robin Placeholder").await, staff(room, "Casey Notreal").await);
    room.ask("change_staff", directory(&robin, &casey)).await;
    room.sit_down("Robin Placeholder").await;
    let note = room.sign("individual_note", Some(client), Room::fixture("individual_note")).await;
    let other = room.sign("individual_note", Some(client), Room::fixture("individual_note")).await;
    room.sit_down("Casey Notreal").await;
    room.ask("cosign_document", json!({ "document": note["document"], "password": PASSWORD })).await;
    let back = json!({ "document": other["document"], "reason": "Say what was answered", "password": PASSWORD });
    room.ask("return_document", back).await;
    room.sit_down("Robin Placeholder").await;
    room.ask("set_care_team", json!({ "client": client, "staff": [robin] })).await;
    room.sit_down("Pat Sample").await;
    room.ask("override_chart", json!({ "client": client, "reason": "On call tonight, the counselor is ill" })).await;
}

async fn prepared(room: &Room, client: &str) {
    room.add("Fran Desk", "front_desk").await;
    room.sit_down("Fran Desk").await;
    let draft = room.draft("release", Some(client), json!({})).await;
    room.sit_down("Pat Sample").await;
    room.ask("take_over_draft", json!({ "document": draft["document"] })).await;
}

async fn keys(room: &Room, kit: Value) {
    room.pages("recovery_kit", json!({ "recovery_key": kit, "paper": "letter" })).await.expect("pages");
    room.ask("lock", json!({})).await;
    let fresh = "another quiet evening walk";
    room.ask("recover", json!({ "recovery_key": kit, "name": "Pat Sample", "password": fresh })).await;
    room.ask("change_password", json!({ "password": fresh, "new_password": PASSWORD })).await;
    room.ask("new_recovery_kit", json!({ "password": PASSWORD })).await;
    let robin = staff(room, "Robin Placeholder").await;
    room.ask("remove_staff", json!({ "staff": robin, "reason": "Works elsewhere now", "password": PASSWORD })).await;
    let casey = staff(room, "Casey Notreal").await;
    let take_over =
        json!({ "staff": robin, "successor": casey, "reason": "Works elsewhere now", "password": PASSWORD });
    room.ask("name_successor", take_over).await;
}

/// An older copy of the record is put back, and the director says why.
async fn turned_back(room: &Room) {
    let (file, aside) = (room.record.folder().join("vault.db"), room.record.folder().with_extension("aside"));
    room.ask("lock", json!({})).await;
    std::fs::copy(&file, &aside).expect("a copy");
    let unlock = json!({ "name": "Pat Sample", "password": PASSWORD });
    room.ask("unlock", unlock.clone()).await;
    room.ask("lock", json!({})).await;
    std::fs::copy(&aside, &file).expect("put back");
    room.ask("unlock", unlock).await;
    let why = json!({ "reason": "The disk was exchanged", "password": PASSWORD });
    room.ask("accept_older_record", why).await;
}

#[tokio::test]
async fn every_command_leaves_a_row_or_is_quiet_for_a_reason() {
    let room = Room::empty();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let kit = room.set_up().await["recovery_key"].clone();
    for (name, role) in [("Robin Placeholder", "counselor"), ("Casey Notreal", "supervisor")] {
        room.add(name, role).await;
    }
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = writes(&room, &client).await;
    looks(&room, &client, &note).await;
    papers(&room, &client).await;
    prepared(&room, &client).await;
    review(&room, &client).await;
    let backups = elsewhere.path().join("backups");
    std::fs::create_dir(&backups).expect("a folder");
    room.ask("change_settings", json!({ "idle_minutes": 15, "backup_folder": backups, "backup_daily": false })).await;
    room.ask("back_up", json!({})).await;
    let out = json!({ "folder": elsewhere.path().join("export"), "reason": "An outside check", "password": PASSWORD });
    room.ask("export_record", out).await;
    keys(&room, kit).await;
    turned_back(&room).await;
    room.clock.set(at("2026-04-09T18:30:00-07:00"));
    room.sit_down("Pat Sample").await;
    room.record.settle().await;

    let rows = room.ask("audit_trail", json!({ "limit": 5_000 })).await;
    let rows = rows.as_array().expect("rows");
    let done: BTreeSet<String> =
        rows.iter().filter(|row| row["outcome"] == "done").map(|row| words(&row["action"])).collect();
    let quiet: BTreeSet<&str> = LINES.iter().filter(|line| line.quiet.is_some()).map(|line| line.name).collect();
    let unseen: Vec<&str> = LINES
        .iter()
        .map(|line| line.name)
        .filter(|name| !done.contains(*name) && !quiet.contains(name) && !ELSEWHERE.contains(name))
        .collect();
    assert!(unseen.is_empty(), "left no row: {unseen:?}");
    let loud: Vec<&&str> = quiet.iter().filter(|name| done.contains(**name)).collect();
    assert!(loud.is_empty(), "said to be quiet and are not: {loud:?}");
    for row in rows {
        let said = words(&row["words"]);
        assert!(said.starts_with(char::is_uppercase) && !said.contains(['{', '_']), "{said}");
    }

    let checked = room.ask("check_record", json!({ "code": "" })).await;
    assert_eq!((&checked["first_bad"], &checked["views_equal"]), (&Value::Null, &json!(true)), "{checked}");
    room.ask("lock", json!({})).await;
    let folder = room.record.folder().to_string_lossy().into_owned();
    let mut said = Vec::new();
    let code = verify::run(&[folder], &mut format!("{PASSWORD}\n").as_bytes(), &mut said);
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&said));
}
