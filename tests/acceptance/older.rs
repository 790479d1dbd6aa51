//! A record that cannot be quietly turned back: what this computer remembers of it lies outside its folder.

use crate::room::{PASSWORD, Room, at};
use crate::stick::{Stick, ask, audited, back_up, wish};
use record::error::Code;
use record::{Anchors, Cost, Record};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const THREE: &str = "three blue herons at dawn";

type Files = BTreeMap<&'static str, Vec<u8>>;

/// The two files of the record as they lie there, closed.
fn taken(room: &Room) -> Files {
    let bytes = |name: &&str| std::fs::read(room.record.folder().join(name)).expect("a file");
    ["vault.db", "vault.keys"].iter().map(|name| (*name, bytes(name))).collect()
}

fn put_back(room: &Room, files: &Files, names: &[&str]) {
    for name in names {
        std::fs::write(room.record.folder().join(name), &files[*name]).expect("put back");
    }
}

async fn lock(room: &Room) {
    room.ask("lock", json!({})).await;
}

/// Pat unlocks on a program that was started anew. What the banner says.
async fn said(room: &mut Room) -> Option<String> {
    said_to(room, "Pat Sample", PASSWORD).await
}

async fn said_to(room: &mut Room, name: &str, password: &str) -> Option<String> {
    room.restart();
    room.ask("unlock", json!({ "name": name, "password": password })).await;
    room.ask("notices", json!({})).await["older"].as_str().map(str::to_owned)
}

fn of<'a>(rows: &'a [Value], action: &str) -> Vec<&'a Value> {
    rows.iter().filter(|row| row["action"] == action).collect()
}

/// A clinic, closed, with its files as they lay before a note was signed, and as they lay after.
async fn a_note_later() -> (Room, Files, Files) {
    let mut room = Room::open().await;
    room.add("Toni Testcase", "counselor").await;
    room.sit_down("Toni Testcase").await;
    room.sit_down("Pat Sample").await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    lock(&room).await;
    let before = taken(&room);
    room.clock.set(at("2026-04-10T09:00:00-07:00"));
    assert_eq!(said(&mut room).await, None);
    room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    lock(&room).await;
    let after = taken(&room);
    (room, before, after)
}

#[tokio::test]
async fn an_older_copy_put_back_is_said_with_what_is_missing_until_the_director_says_why() {
    let (mut room, before, _) = a_note_later().await;
    put_back(&room, &before, &["vault.db"]);
    let told = said(&mut room).await.expect("a sentence");
    assert!(told.contains("older than it was") && told.contains("April 9, 2026, 5:42 PM"), "{told}");
    assert!(told.contains("April 10, 2026, 9:00 AM"), "{told}");
    let checked = room.ask("check_record", json!({ "code": "" })).await;
    assert_eq!(checked["first_bad"].as_str(), Some(told.as_str()), "the check says it too");
    lock(&room).await;

    // Everybody reads it, and it stays however often the record is opened and written on.
    let again = said_to(&mut room, "Toni Testcase", PASSWORD).await.expect("a sentence");
    assert!(again.contains("another than it was") || again.contains("older than it was"), "{again}");
    let why = |reason: &str, password: &str| json!({ "reason": reason, "password": password });
    let refused = room.refuses("accept_older_record", why("I say so", PASSWORD)).await;
    assert_eq!(refused.code, Code::Forbidden, "not by a counselor");
    lock(&room).await;
    assert!(said(&mut room).await.is_some());
    assert_eq!(room.refuses("accept_older_record", why(" ", PASSWORD)).await.findings[0].field, "reason");
    assert_eq!(room.refuses("accept_older_record", why("Put back", THREE)).await.code, Code::WrongPassword);
    room.ask("accept_older_record", why("Put back after the disk failed", PASSWORD)).await;
    assert_eq!(room.ask("notices", json!({})).await["older"], Value::Null);
    let nothing = room.refuses("accept_older_record", why("Once more", PASSWORD)).await;
    assert_eq!(nothing.code, Code::BadInput, "{nothing:?}");
    let rows = audited(&room.record).await;
    assert_eq!(of(&rows, "older_record").len(), 3, "once at each opening");
    let done = of(&rows, "accept_older_record").into_iter().find(|row| row["outcome"] == "done").expect("a row");
    let detail = done["detail"].as_str().expect("words");
    assert!(detail.contains("Put back after the disk failed") && detail.contains("April 10"), "{detail}");
    lock(&room).await;
    assert_eq!(said(&mut room).await, None, "from here on this is the record that is remembered");
    lock(&room).await;
    put_back(&room, &before, &["vault.db"]);
    assert!(said(&mut room).await.is_some(), "and turning it back once more is noticed");
}

#[tokio::test]
async fn the_right_files_put_back_are_right_again() {
    let (mut room, before, after) = a_note_later().await;
    put_back(&room, &before, &["vault.db"]);
    assert!(said(&mut room).await.is_some());
    room.client("Wei", "Fixture", "1990-01-02").await;
    lock(&room).await;
    put_back(&room, &after, &["vault.db"]);
    assert_eq!(said(&mut room).await, None);
}

#[tokio::test]
async fn older_key_slots_put_back_are_said_and_stay_said_after_a_change_of_password() {
    let mut room = Room::open().await;
    lock(&room).await;
    let before = taken(&room);
    assert_eq!(said(&mut room).await, None);
    room.ask("change_password", json!({ "password": PASSWORD, "new_password": THREE })).await;
    lock(&room).await;
    let after = taken(&room);
    assert_eq!(said_to(&mut room, "Pat Sample", THREE).await, None, "a new password is no surprise");
    lock(&room).await;
    for names in [&["vault.keys"][..], &["vault.db", "vault.keys"][..]] {
        put_back(&room, &before, names);
        let told = said(&mut room).await.expect("the password of before opens it, and that is said");
        assert!(told.contains("passwords that were changed since"), "{told}");
        room.ask("change_password", json!({ "password": PASSWORD, "new_password": "a fourth blue heron" })).await;
        lock(&room).await;
        assert!(said_to(&mut room, "Pat Sample", "a fourth blue heron").await.is_some(), "nobody said why");
        lock(&room).await;
        put_back(&room, &after, &["vault.db", "vault.keys"]);
    }
}

#[tokio::test]
async fn whatever_people_do_with_keys_and_people_is_no_surprise_at_the_next_unlocking() {
    let mut room = Room::empty();
    let kit = room.set_up().await["recovery_key"].as_str().expect("a key").to_owned();
    for name in ["Toni Testcase", "Sam Fixture"] {
        room.add(name, "counselor").await;
        room.sit_down(name).await;
        room.sit_down("Pat Sample").await;
    }
    let staff = room.ask("staff", json!({})).await;
    let sam = staff.as_array().expect("rows").iter().find(|row| row["name"] == "Sam Fixture").expect("Sam").clone();
    lock(&room).await;
    let recover = json!({ "recovery_key": kit, "name": "Pat Sample", "password": PASSWORD });
    room.ask("recover", recover).await;
    lock(&room).await;
    assert_eq!(said(&mut room).await, None, "recovered");
    let gone = json!({ "staff": sam["staff"], "reason": "Works elsewhere now", "password": PASSWORD });
    room.ask("remove_staff", gone).await;
    lock(&room).await;
    assert_eq!(said(&mut room).await, None, "a new key");
    room.ask("new_recovery_kit", json!({ "password": PASSWORD })).await;
    lock(&room).await;
    assert_eq!(said_to(&mut room, "Toni Testcase", PASSWORD).await, None, "their slot is wrapped again");
    lock(&room).await;
    assert_eq!(said(&mut room).await, None);
    assert_eq!(of(&audited(&room.record).await, "older_record").len(), 0);
    assert_eq!(of(&audited(&room.record).await, "anchor").len(), 0, "it was remembered from its first moment");
}

#[tokio::test]
async fn a_program_that_ended_in_the_middle_of_work_remembers_less_and_says_nothing() {
    let mut room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    for _ in 0..30 {
        room.draft("individual_note", Some(&client), json!({})).await;
    }
    // Nothing is locked and nothing settled: the process is gone, between two writes.
    while room.record.busy() {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    assert_eq!(said(&mut room).await, None);
}

#[tokio::test]
async fn a_restored_record_is_the_one_remembered_and_the_one_before_it_is_not() {
    let (mut room, stick) = (Room::open().await, Stick::new());
    let backup = back_up(&room, &stick).await;
    room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    lock(&room).await;
    room.ask("restore", wish(&backup, &stick.new_place())).await;
    let anchors = Anchors::in_folder(room.record.folder().with_file_name("anchors"));
    let restored = Record::at(stick.new_place(), room.clock.clone()).with_cost(Cost::Floor).anchored(anchors);
    ask(&restored, "unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    assert_eq!(ask(&restored, "notices", json!({})).await["older"], Value::Null);
    let rows = audited(&restored).await;
    let told = of(&rows, "restore")[0]["detail"].as_str().expect("words").to_owned();
    assert!(told.contains("this computer had seen entry"), "{told}");
    ask(&restored, "lock", json!({})).await;
    assert!(said(&mut room).await.is_some(), "this computer works with the restored one");
}

#[tokio::test]
async fn a_record_that_comes_to_another_computer_is_noted_and_not_suspected() {
    let room = Room::open().await;
    lock(&room).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let vault = elsewhere.path().join("vault");
    std::fs::create_dir(&vault).expect("a folder");
    for (name, bytes) in taken(&room) {
        std::fs::write(vault.join(name), bytes).expect("a copy");
    }
    let record = Record::at(vault.clone(), room.clock.clone()).with_cost(Cost::Floor).anchored(Anchors::beside(&vault));
    let unlock = json!({ "name": "Pat Sample", "password": PASSWORD });
    ask(&record, "unlock", unlock.clone()).await;
    assert_eq!(ask(&record, "notices", json!({})).await["older"], Value::Null);
    ask(&record, "lock", json!({})).await;
    ask(&record, "unlock", unlock).await;
    assert_eq!(of(&audited(&record).await, "anchor").len(), 1, "once");
}
