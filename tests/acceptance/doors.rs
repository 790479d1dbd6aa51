//! Doors that ask: an open window, a backup, a file of the record let nobody in who does not show who they are.

use crate::room::{FIRST, PASSWORD, Room, at};
use crate::stick::{Stick, ask, audited, back_up, names, sit_down_at, wish};
use record::error::Code;
use record::{Cost, Record};
use serde_json::{Value, json};

const THREE: &str = "three blue herons at dawn";

async fn staff_id(room: &Room, name: &str) -> Value {
    let rows = room.ask("staff", json!({})).await;
    rows.as_array().expect("rows").iter().find(|row| row["name"] == name).expect("in the directory")["staff"].clone()
}

#[tokio::test]
async fn unlocking_an_open_record_is_for_the_person_who_has_it_open() {
    let room = Room::open().await;
    room.add("Toni Testcase", "counselor").await;
    room.sit_down("Toni Testcase").await;
    room.sit_down("Pat Sample").await;
    let unlock = |name: &str, password: &str| json!({ "name": name, "password": password });
    assert_eq!(room.ask("unlock", unlock("pat sample", PASSWORD)).await["name"], "Pat Sample");
    for (name, password) in [("Nobody Known", THREE), ("Pat Sample", THREE), ("Toni Testcase", PASSWORD)] {
        assert_eq!(room.refuses("unlock", unlock(name, password)).await.code, Code::WrongPassword, "{name}");
    }
    assert_eq!(room.ask("status", json!({})).await["me"]["name"], "Pat Sample", "the open record is as it was");
    for _ in 0..2 {
        room.refuses("unlock", unlock("Pat Sample", THREE)).await;
    }
    assert_eq!(room.refuses("unlock", unlock("Pat Sample", PASSWORD)).await.code, Code::Wait);
    let rows = audited(&room.record).await;
    let refused = rows.iter().filter(|row| row["action"] == "unlock" && row["outcome"] == "refused");
    assert_eq!(refused.count(), 5, "each is in the trail");
}

#[tokio::test]
async fn an_open_window_makes_nobody_a_colleague_and_nobody_a_director() {
    let room = Room::open().await;
    room.add("Toni Testcase", "front_desk").await;
    let toni = staff_id(&room, "Toni Testcase").await;
    let add = |own: &str| {
        json!({ "name": "Sam Fixture", "credential": "", "role": "director", "license": "", "license_state": "",
            "license_expires": "", "password": FIRST, "own_password": own })
    };
    let change = |own: &str| {
        json!({ "staff": toni, "credential": "", "role": "director", "license": "", "license_state": "",
            "license_expires": "", "supervisor": null, "cosigned": false, "password": own })
    };
    for wrong in [THREE, "", FIRST] {
        assert_eq!(room.refuses("add_staff", add(wrong)).await.code, Code::WrongPassword);
        room.clock.set(room.record.now() + chrono::TimeDelta::minutes(10));
        assert_eq!(room.refuses("change_staff", change(wrong)).await.code, Code::WrongPassword);
        room.clock.set(room.record.now() + chrono::TimeDelta::minutes(10));
    }
    let directory = room.ask("staff", json!({})).await;
    let rows = directory.as_array().expect("rows");
    assert_eq!(rows.iter().filter(|row| row["role"] == "director").count(), 1, "{directory}");
    room.ask("change_staff", change(PASSWORD)).await;
    room.ask("add_staff", add(PASSWORD)).await;
    // A director whose password somebody else chose vouches for nobody.
    room.ask("lock", json!({})).await;
    room.ask("unlock", json!({ "name": "Sam Fixture", "password": FIRST })).await;
    let mut more = add(FIRST);
    more["name"] = json!("Robin Placeholder");
    assert_eq!(room.refuses("add_staff", more).await.code, Code::Held);
    assert_eq!(room.refuses("change_staff", change(FIRST)).await.code, Code::Held);
}

#[tokio::test]
async fn restoring_waits_after_wrong_passwords_as_the_door_does_and_they_count_together() {
    let (room, stick) = (Room::open().await, Stick::new());
    let backup = back_up(&room, &stick).await;
    room.ask("lock", json!({})).await;
    let with = |password: &str| {
        let mut wish = wish(&backup, &stick.new_place());
        wish["password"] = json!(password);
        wish
    };
    for _ in 0..3 {
        assert_eq!(room.refuses("restore", with(THREE)).await.code, Code::WrongPassword);
    }
    for _ in 0..2 {
        let wrong = json!({ "name": "Pat Sample", "password": THREE });
        assert_eq!(room.refuses("unlock", wrong).await.code, Code::WrongPassword);
    }
    assert_eq!(room.ask("status", json!({})).await["wait_seconds"], 5);
    assert_eq!(room.refuses("restore", with(PASSWORD)).await.code, Code::Wait, "even the right one waits");
    let kit = json!({ "recovery_key": "none", "name": "Pat Sample", "password": THREE });
    assert_eq!(room.refuses("recover", kit).await.code, Code::Wait, "and so does the kit");
    room.clock.set(at("2026-04-09T17:43:00-07:00"));
    room.ask("restore", with(PASSWORD)).await;
    room.ask("unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    let told =
        audited(&room.record).await.iter().any(|row| row["detail"].as_str().unwrap_or("").starts_with("5 wrong"));
    assert!(told, "all of them are in the trail");

    // On a computer that has no record yet, too.
    let fresh = Record::at(stick.0.path().join("fresh"), room.clock.clone()).with_cost(Cost::Floor);
    let elsewhere = |password: &str| {
        let mut wish = wish(&backup, &stick.0.path().join("another"));
        wish["password"] = json!(password);
        wish
    };
    for _ in 0..5 {
        let refused = record::dispatch::dispatch(&fresh, "restore", elsewhere(THREE)).await.err();
        assert_eq!(refused.map(|error| error.code), Some(Code::WrongPassword));
    }
    let refused = record::dispatch::dispatch(&fresh, "restore", elsewhere(PASSWORD)).await.err();
    assert_eq!(refused.map(|error| error.code), Some(Code::Wait));
    assert_eq!(ask(&fresh, "status", json!({})).await["wait_seconds"], 5);
}

#[tokio::test]
async fn a_record_is_restored_by_who_directs_the_program_or_holds_the_kit() {
    let (room, stick) = (Room::empty(), Stick::new());
    let kit = room.set_up().await["recovery_key"].clone();
    room.add("Toni Testcase", "counselor").await;
    room.sit_down("Toni Testcase").await;
    room.sit_down("Pat Sample").await;
    let backup = back_up(&room, &stick).await;
    room.ask("lock", json!({})).await;
    let by = |name: &str, password: &Value| {
        let mut wish = wish(&backup, &stick.new_place());
        (wish["name"], wish["password"]) = (json!(name), password.clone());
        wish
    };
    let refused = room.refuses("restore", by("Toni Testcase", &json!(PASSWORD))).await;
    assert!(refused.code == Code::Forbidden && refused.message.contains("recovery kit"), "{refused:?}");
    assert_eq!(names(stick.0.path()), ["stick"], "nothing is left behind");
    room.ask("restore", by("Toni Testcase", &kit)).await;
    std::fs::remove_dir_all(stick.new_place()).expect("removed");
    room.ask("restore", by("Pat Sample", &json!(PASSWORD))).await;
    sit_down_at(&room, &stick.new_place()).await;
}

/// Whoever else has an account on this computer.
#[cfg(unix)]
mod others {
    use super::*;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::Path;

    fn mode(path: &Path) -> u32 {
        std::fs::symlink_metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    /// Everything in this folder and below that someone else could open.
    fn open_to_others(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let (path, below) = (entry.path(), entry.file_type().expect("a type").is_dir());
            if mode(&path) & 0o077 != 0 {
                found.push(format!("{} {:o}", path.display(), mode(&path)));
            }
            if below {
                found.extend(open_to_others(&path));
            }
        }
        found
    }

    #[tokio::test]
    async fn everything_the_record_writes_is_for_its_owner_alone() {
        let (room, stick) = (Room::open().await, Stick::new());
        room.client("Marisol", "Testcase-Example", "1988-05-17").await;
        back_up(&room, &stick).await;
        let out = |folder: &Path| json!({ "folder": folder, "reason": "An outside check", "password": PASSWORD });
        room.ask("export_record", out(&stick.path().join("export"))).await;
        std::fs::create_dir(stick.path().join("empty")).expect("a folder that was there");
        room.ask("export_record", out(&stick.path().join("empty"))).await;
        room.ask("lock", json!({})).await;
        room.refuses("unlock", json!({ "name": "Pat Sample", "password": THREE })).await;
        let outer = room.record.folder().parent().expect("a folder").to_owned();
        let made: Vec<_> = open_to_others(&outer).into_iter().chain(open_to_others(&stick.path())).collect();
        let theirs = |line: &String| line.contains("/empty ");
        assert_eq!(made.iter().filter(|line| !theirs(line)).collect::<Vec<_>>(), Vec::<&String>::new());
        let kept = names(room.record.folder());
        assert!(
            ["vault.db", "vault.keys", "vault.tries"].iter().all(|name| kept.contains(&(*name).to_owned())),
            "{kept:?}"
        );
    }

    #[tokio::test]
    async fn what_an_earlier_handrail_left_open_to_all_is_closed_at_the_next_unlocking() {
        let room = Room::open().await;
        room.ask("lock", json!({})).await;
        let folder = room.record.folder().to_owned();
        for (path, mode) in
            [(folder.clone(), 0o755), (folder.join("vault.db"), 0o644), (folder.join("vault.keys"), 0o644)]
        {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("opened");
        }
        room.ask("unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
        assert_eq!(
            (mode(&folder), mode(&folder.join("vault.db")), mode(&folder.join("vault.keys"))),
            (0o700, 0o600, 0o600)
        );
    }

    #[tokio::test]
    async fn no_link_in_the_folder_leads_a_write_elsewhere() {
        let room = Room::open().await;
        room.ask("lock", json!({})).await;
        let outside = tempfile::tempdir().expect("a folder");
        let theirs = outside.path().join("theirs");
        for name in ["vault.tries", "vault.keys.part", "vault.keys.old", "vault.backup", "vault.reserve"] {
            std::fs::write(&theirs, "untouched").expect("a file");
            let link = room.record.folder().join(name);
            let _ = std::fs::remove_file(&link);
            symlink(&theirs, &link).expect("a link");
        }
        room.refuses("unlock", json!({ "name": "Pat Sample", "password": THREE })).await;
        room.ask("unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
        room.add("Toni Testcase", "counselor").await;
        back_up(&room, &Stick::new()).await;
        assert_eq!(std::fs::read_to_string(&theirs).expect("theirs"), "untouched");
    }
}

#[tokio::test]
async fn a_request_that_is_made_again_under_the_same_id_is_done_once() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let add = |request: Value| json!({ "document": note["document"], "reason": "Left out", "text": "More of it.", "password": PASSWORD, "request": request });
    let addenda = async || {
        room.ask("document", json!({ "document": note["document"] })).await["versions"]
            .as_array()
            .map_or(0, |all| all.len() - 1)
    };
    let first = room.ask("add_addendum", add(json!("press-number-1"))).await;
    assert_eq!(room.ask("add_addendum", add(json!("press-number-1"))).await, first, "the same answer");
    assert_eq!(addenda().await, 1);
    let (one, other) = tokio::join!(
        room.try_ask("add_addendum", add(json!("press-number-2"))),
        room.try_ask("add_addendum", add(json!("press-number-2")))
    );
    assert_eq!(one.expect("signed"), other.expect("the same"), "two at once are one");
    assert_eq!(addenda().await, 2);
    for request in [Value::Null, Value::Null] {
        room.ask("add_addendum", add(request)).await;
    }
    assert_eq!(addenda().await, 4, "without an id each is its own");
    assert_eq!(room.refuses("add_addendum", add(json!("short"))).await.code, Code::BadInput);
    // What was refused is not remembered: the same press with the right password is done.
    let mut wrong = add(json!("press-number-3"));
    wrong["password"] = json!(THREE);
    assert_eq!(room.refuses("add_addendum", wrong).await.code, Code::WrongPassword);
    room.ask("add_addendum", add(json!("press-number-3"))).await;
    assert_eq!(addenda().await, 5);
    let start =
        json!({ "kind": "face_sheet", "client": null, "document": null, "body": {}, "request": "press-number-4" });
    let begun = room.ask("start_draft", start.clone()).await;
    assert_eq!(
        room.ask("start_draft", start).await["document"],
        begun["document"],
        "any command that changes something"
    );
}

#[tokio::test]
async fn an_addendum_that_is_sent_again_after_a_lock_or_a_new_start_is_one() {
    let mut room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Toni Testcase", "counselor").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let add = json!({ "document": note["document"], "reason": "Left out", "text": "More of it.", "password": PASSWORD,
        "request": "press-number-1" });
    let unlock = json!({ "name": "Pat Sample", "password": PASSWORD });
    let first = room.ask("add_addendum", add.clone()).await;
    room.ask("lock", json!({})).await;
    room.ask("unlock", unlock.clone()).await;
    let again = room.ask("add_addendum", add.clone()).await;
    assert_eq!((&again["addenda"], again["versions"].as_array().map(Vec::len)), (&first["addenda"], Some(2)));
    room.ask("lock", json!({})).await;
    room.restart();
    room.ask("unlock", unlock.clone()).await;
    assert_eq!(room.ask("add_addendum", add.clone()).await["versions"].as_array().map(Vec::len), Some(2));
    // Another's id is another request, and so is the same id for something else.
    let mut other = add.clone();
    other["document"] =
        room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await["document"].clone();
    let withdraw = json!({ "document": other["document"], "reason": "Wrong chart", "password": PASSWORD, "request": "press-number-1" });
    assert_eq!(room.ask("retract_document", withdraw).await["status"], "retracted");
    room.sit_down("Pat Sample").await;
    assert_eq!(room.ask("add_addendum", add.clone()).await["versions"].as_array().map(Vec::len), Some(2));
    room.sit_down("Toni Testcase").await;
    assert_eq!(room.ask("add_addendum", add.clone()).await["versions"].as_array().map(Vec::len), Some(3));
    // What a command without a view did is said, not done again.
    room.sit_down("Pat Sample").await;
    let settings =
        json!({ "idle_minutes": 12, "backup_folder": null, "backup_daily": false, "request": "press-number-2" });
    room.ask("change_settings", settings.clone()).await;
    room.sit_down("Pat Sample").await;
    let said = room.refuses("change_settings", settings).await;
    assert!(said.message.contains("Nothing is done twice"), "{said:?}");
    room.clock.set(at("2026-04-09T17:43:00-07:00"));
    // Many later requests let it go at last, so that the file does not grow with them.
    for number in 0..70 {
        let start = json!({ "kind": "face_sheet", "client": null, "document": null, "body": {}, "request": format!("later-press-{number}") });
        room.ask("start_draft", start).await;
    }
    room.sit_down("Pat Sample").await;
    assert_eq!(room.ask("add_addendum", add).await["versions"].as_array().map(Vec::len), Some(4));
}
