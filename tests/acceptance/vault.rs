use crate::room::{PASSWORD, Room, at};
use record::error::Code;
use record::{Cost, Record};
use serde_json::json;

#[tokio::test]
async fn a_new_clinic_sets_up_locks_and_unlocks_again() {
    let room = Room::empty();
    assert_eq!(room.ask("status", json!({})).await["state"], "empty");
    let created = room.set_up().await;
    assert_eq!(created["me"]["name"], "Pat Sample");
    assert_eq!(room.ask("status", json!({})).await["program"], "Example Harbor IOP (fictional)");
    room.ask("lock", json!({})).await;
    assert_eq!(room.ask("status", json!({})).await["state"], "locked");
    assert_eq!(room.refuses("today", json!({})).await.code, Code::Locked);
    let wrong = room.refuses("unlock", json!({ "name": "Pat Sample", "password": "a quiet morning walk" })).await;
    assert_eq!(wrong.code, Code::WrongPassword);
    room.ask("unlock", json!({ "name": "pat sample", "password": PASSWORD })).await;
    assert_eq!(room.ask("today", json!({})).await["date"], "2026-04-09");
}

#[tokio::test]
async fn nothing_readable_lies_in_the_folder() {
    let room = Room::open().await;
    room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.record.settle().await;
    for file in std::fs::read_dir(room.record.folder()).expect("folder") {
        let path = file.expect("file").path();
        let bytes = std::fs::read(&path).expect("bytes");
        for word in ["Marisol", "Testcase", "Pat Sample", "Example Harbor", "SQLite format 3"] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found, "{} holds {word}", path.display());
        }
    }
}

#[tokio::test]
async fn a_record_that_is_not_encrypted_is_refused_with_the_reason() {
    let room = Room::empty();
    std::fs::create_dir_all(room.record.folder()).expect("folder");
    std::fs::write(room.record.folder().join("vault.db"), b"SQLite format 3\0and so on").expect("file");
    let status = room.ask("status", json!({})).await;
    assert_eq!(status["state"], "refused");
    assert!(status["message"].as_str().is_some_and(|message| message.contains("not encrypted")), "{status}");
    assert_eq!(room.refuses("unlock", json!({ "name": "x", "password": PASSWORD })).await.code, Code::Refused);
}

#[tokio::test]
async fn a_second_handrail_on_the_same_record_is_told_so() {
    let room = Room::open().await;
    let other = Record::at(room.record.folder().to_path_buf(), room.clock.clone()).with_cost(Cost::Floor);
    let input = json!({ "name": "Pat Sample", "password": PASSWORD });
    let refused = record::dispatch::dispatch(&other, "unlock", input).await.err().expect("refused");
    assert_eq!(refused.code, Code::Refused);
    assert!(refused.message.contains("open already"), "{refused}");
}

#[tokio::test]
async fn weak_passwords_and_blank_names_are_refused_before_anything_is_made() {
    let room = Room::empty();
    let input = |name: &str, password: &str| {
        json!({ "program": "Example", "site": "", "phone": "", "crisis_phone": "", "address": "", "paper": "letter", "name": name,
                "credential": "", "role": "director", "password": password })
    };
    assert_eq!(room.refuses("create_vault", input("Pat", "short")).await.code, Code::BadInput);
    assert_eq!(room.refuses("create_vault", input(" ", PASSWORD)).await.code, Code::BadInput);
    assert_eq!(room.ask("status", json!({})).await["state"], "empty");
}

#[tokio::test]
async fn the_printed_recovery_kit_is_refused_for_another_vaults_key() {
    let room = Room::empty();
    let created = room.set_up().await;
    let kit = json!({ "recovery_key": created["recovery_key"], "paper": "letter" });
    room.pages("recovery_kit", kit).await.expect("a kit");
    let other = Room::empty();
    let foreign = other.set_up().await;
    let refused =
        room.refuses("recovery_kit", json!({ "recovery_key": foreign["recovery_key"], "paper": "letter" })).await;
    assert_eq!(refused.code, Code::WrongPassword);
}

#[tokio::test]
async fn a_refusal_is_in_the_audit_trail() {
    let room = Room::open().await;
    room.add("Toni Desk", "front_desk").await;
    room.sit_down("Toni Desk").await;
    room.refuses("audit_trail", json!({ "client": null, "limit": 10 })).await;
    room.sit_down("Pat Sample").await;
    let rows = room.ask("audit_trail", json!({ "client": null, "limit": 50 })).await;
    let refused = rows.as_array().expect("rows").iter().find(|row| row["outcome"] == "refused").expect("a refusal");
    assert_eq!((refused["who"].as_str(), refused["action"].as_str()), (Some("Toni Desk, LPC"), Some("audit_trail")));
}

#[tokio::test]
async fn a_clock_set_back_keeps_every_version_in_order() {
    let room = Room::open().await;
    let client = room.client("Wei", "Fixture", "1990-01-02").await;
    room.clock.set(at("2020-01-01T08:00:00-07:00"));
    let mut face = Room::fixture("face_sheet");
    face["legal_first"] = json!("Wei");
    face["legal_last"] = json!("Fixture");
    face["birth_date"] = json!("1990-01-02");
    face["phone"] = json!("602-555-0177");
    let sheet = room.ask("chart", json!({ "client": client })).await["header"]["face_sheet"].clone();
    let draft = room
        .ask("start_draft", json!({ "kind": "face_sheet", "client": client, "document": sheet, "body": face }))
        .await;
    room.ask(
        "record_document",
        json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "same person" }),
    )
    .await;
    assert_eq!(room.ask("chart", json!({ "client": client })).await["header"]["phone"], "602-555-0177");
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_with_the_printed_kit() {
    let room = Room::empty();
    let key = room.set_up().await["recovery_key"].as_str().expect("a key").to_owned();
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    room.ask("lock", json!({})).await;
    let fresh = "another quiet evening walk";
    let recover = |key: &str, name: &str| json!({ "recovery_key": key, "name": name, "password": fresh });
    let wrong = room.refuses("recover", recover("AAAA-BBBB", "Pat Sample")).await;
    assert_eq!(wrong.code, Code::WrongPassword);
    assert_eq!(room.refuses("recover", recover(&key, "Nobody Atall")).await.code, Code::BadInput);
    room.ask("recover", recover(&key.to_lowercase(), "pat sample")).await;
    let kept = room.ask("document", json!({ "document": note["document"] })).await;
    assert_eq!(kept["versions"][0]["signatures"][0]["verified"], true, "what was signed before still verifies");
    room.ask("lock", json!({})).await;
    let old = room.refuses("unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    assert_eq!(old.code, Code::WrongPassword);
    room.ask("unlock", json!({ "name": "Pat Sample", "password": fresh })).await;
}
