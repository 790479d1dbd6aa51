//! Passwords, people who leave, older records, and the places where a record may not lie.

use crate::room::{FIRST, PASSWORD, Room, at};
use record::dispatch::{Content, dispatch};
use record::error::{Code, Error};
use record::{Cost, Record, SetClock};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

const THREE: &str = "three blue herons at dawn";

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for file in ["vault.db", "vault.keys"] {
        std::fs::copy(from.join(file), to.join(file)).expect("a copy");
    }
}

fn record_at(folder: PathBuf, now: &str) -> (Record, Arc<SetClock>) {
    let clock = SetClock::at(at(now));
    (Record::at(folder, clock.clone()).with_cost(Cost::Floor), clock)
}

async fn try_ask(record: &Record, command: &str, input: Value) -> Result<Value, Error> {
    match dispatch(record, command, input).await?.content {
        Content::Json(view) => Ok(view.read()?),
        Content::Pdf(pages) => Ok(json!({ "pages": pages.len() })),
    }
}

async fn ask(record: &Record, command: &str, input: Value) -> Value {
    try_ask(record, command, input).await.unwrap_or_else(|error| panic!("{command}: {error:?}"))
}

async fn opens(record: &Record, name: &str, password: &str) -> bool {
    let opened = try_ask(record, "unlock", json!({ "name": name, "password": password })).await;
    match opened {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.code, Code::WrongPassword, "{error:?}");
            false
        }
    }
}

fn keys_in(folder: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("vault.keys")).expect("keys")).expect("keys")
}

/// Pat, director, Toni, counselor, and Sam who is about to leave; a client with a signed note.
async fn clinic() -> (Room, String, String) {
    let room = Room::empty();
    let kit = room.set_up().await["recovery_key"].as_str().expect("a kit").to_owned();
    room.add("Toni Testcase", "counselor").await;
    room.add("Sam Fixture", "director").await;
    for name in ["Toni Testcase", "Sam Fixture", "Pat Sample"] {
        room.sit_down(name).await;
    }
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    (room, kit, note["document"].as_str().expect("a note").to_owned())
}

async fn sam(room: &Room) -> Value {
    let staff = room.ask("staff", json!({})).await;
    let row = staff.as_array().expect("rows").iter().find(|row| row["name"] == "Sam Fixture");
    row.expect("Sam")["staff"].clone()
}

async fn remove_sam(room: &Room) -> Value {
    let leaver = sam(room).await;
    room.ask("remove_staff", json!({ "staff": leaver, "reason": "Works elsewhere now", "password": PASSWORD })).await
}

/// Written by the Handrail before this format (schema 4), with a counselor, a front desk, two clients, signed, added to and withdrawn notes.
#[tokio::test]
async fn a_record_of_the_format_before_is_brought_up_and_nothing_in_it_is_lost() {
    let folder = TempDir::new().expect("a folder");
    let vault = folder.path().join("vault");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/vault-4"), &vault);
    let (record, _) = record_at(vault.clone(), "2026-11-28T09:00:00+00:00");
    // Someone who is not the director may be the first to open it; the role was spelled otherwise then.
    let me = ask(&record, "unlock", json!({ "name": "Toni Testcase", "password": THREE })).await;
    assert_eq!((me["role"].as_str(), me["must_change_password"].as_bool()), (Some("counselor"), Some(false)));
    ask(&record, "lock", json!({})).await;
    ask(&record, "unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    let find = async |part: &str| -> Vec<String> {
        let found = ask(&record, "clients", json!({ "find": part, "limit": 5, "offset": 0 })).await;
        let rows = found["rows"].as_array().expect("rows").iter();
        rows.map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(find("unez").await, ["Zoë Núñez Testcase"]);
    assert_eq!(find("").await, ["Zoë Núñez Testcase", "Ana Testcase"], "by last name");
    let clients = ask(&record, "clients", json!({ "find": "unez", "limit": 5, "offset": 0 })).await;
    let chart = ask(&record, "chart", json!({ "client": clients["rows"][0]["client"] })).await;
    let notes: Vec<_> =
        chart["entries"].as_array().expect("entries").iter().filter(|it| it["kind"] == "individual_note").collect();
    assert_eq!(notes.len(), 2);
    let note = notes.iter().find(|note| note["status"] == "signed").expect("the note that stands");
    assert_eq!(note["addenda"], 1);
    let note = ask(&record, "document", json!({ "document": note["document"] })).await;
    assert_eq!(note["versions"][0]["version"], "075b2e991756d7c14d04b9c9baf9666faa4886fd1135e5a94b632fde63329e22");
    assert_eq!(note["versions"][0]["signatures"][0]["verified"], true);
    let staff = ask(&record, "staff", json!({})).await;
    let toni = staff.as_array().expect("staff").iter().find(|row| row["name"] == "Toni Testcase").expect("Toni");
    assert_eq!((&toni["license"], &toni["role"]), (&json!("FICT-0002"), &json!("counselor")));
    assert_eq!(ask(&record, "drafts", json!({})).await.as_array().map(Vec::len), Some(1), "the draft is still there");
    assert_eq!(ask(&record, "rebuild_views", json!({})).await["equal"], true);
    let trail = ask(&record, "audit_trail", json!({ "client": null, "limit": 100 })).await;
    let of = |action: &str| trail.as_array().expect("rows").iter().filter(|row| row["action"] == action).count();
    assert_eq!(of("update"), 1, "updated once");
    assert!(vault.join("before-update").read_dir().expect("a backup").count() == 1);
    // The code of a checkpoint that was made before the update.
    let checked = ask(&record, "check_record", json!({ "code": "J70G-XACB-CTH6" })).await;
    assert_eq!((&checked["first_bad"], &checked["views_equal"]), (&Value::Null, &json!(true)), "{checked}");
}

#[tokio::test]
async fn who_left_opens_nothing_and_everyone_else_unlocks_as_before() {
    let (room, old_kit, note) = clinic().await;
    let before = TempDir::new().expect("a folder");
    copy(room.record.folder(), before.path());
    let answer = remove_sam(&room).await;
    let kit = answer["recovery_key"].as_str().expect("a kit").to_owned();
    assert_eq!(answer["me"]["name"], "Pat Sample");
    assert_eq!(
        room.ask("document", json!({ "document": note })).await["versions"][0]["signatures"][0]["verified"],
        true
    );
    let kept: Vec<_> =
        std::fs::read_dir(room.record.folder()).expect("files").map(|it| it.expect("a file").file_name()).collect();
    assert!(!kept.iter().any(|name| name == "vault.keys.old"), "{kept:?}");
    room.ask("lock", json!({})).await;

    assert!(!opens(&room.record, "Sam Fixture", PASSWORD).await);
    // Sam kept a copy of the key file of before.
    let fresh = TempDir::new().expect("a folder");
    copy(room.record.folder(), fresh.path());
    std::fs::copy(before.path().join("vault.keys"), fresh.path().join("vault.keys")).expect("a copy");
    let (cheat, _) = record_at(fresh.path().to_owned(), "2026-04-09T18:00:00-07:00");
    let refused = try_ask(&cheat, "unlock", json!({ "name": "Sam Fixture", "password": PASSWORD })).await;
    assert_eq!(refused.err().map(|error| error.code), Some(Code::Refused));
    // A backup made before is as it was.
    let (backup, _) = record_at(before.path().to_owned(), "2026-04-09T18:00:00-07:00");
    assert!(opens(&backup, "Sam Fixture", PASSWORD).await);

    assert!(keys_in(room.record.folder())["slots"].to_string().contains("sealed"), "Toni's password was not at hand");
    assert!(opens(&room.record, "Toni Testcase", PASSWORD).await);
    room.ask("lock", json!({})).await;
    assert!(
        !keys_in(room.record.folder())["slots"].to_string().contains("sealed"),
        "Toni's password wraps the key again"
    );
    assert!(opens(&room.record, "Toni Testcase", PASSWORD).await, "and opens it a second time");
    room.ask("lock", json!({})).await;

    let recover = |kit: &str| json!({ "recovery_key": kit, "name": "Toni Testcase", "password": THREE });
    assert_eq!(room.refuses("recover", recover(&old_kit)).await.code, Code::WrongPassword);
    room.ask("recover", recover(&kit)).await;
    room.ask("lock", json!({})).await;
    room.ask("unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
    let trail = room.ask("audit_trail", json!({ "client": null, "limit": 100 })).await.to_string();
    assert!(trail.contains("Works elsewhere now") && trail.contains("change_key"), "{trail}");
}

#[tokio::test]
async fn a_removal_cut_short_is_brought_to_its_end_by_whoever_unlocks_next() {
    let (room, old_kit, _) = clinic().await;
    let files = [TempDir::new().expect("a folder"), TempDir::new().expect("a folder")];
    let old_keys = keys_in(room.record.folder());
    // What lies there in the moment before the record is encrypted anew, and in the moment after.
    copy(room.record.folder(), files[0].path());
    remove_sam(&room).await;
    room.ask("lock", json!({})).await;
    copy(room.record.folder(), files[1].path());
    let next = keys_in(room.record.folder());
    let mut waiting = old_keys;
    waiting["pending"] = json!({ "dek": next["dek"], "slots": next["slots"] });
    for (at, folder) in files.iter().enumerate() {
        std::fs::write(folder.path().join("vault.keys"), waiting.to_string()).expect("keys");
        let (record, _) = record_at(folder.path().to_owned(), "2026-04-09T18:00:00-07:00");
        assert!(opens(&record, "Toni Testcase", PASSWORD).await, "stage {at}");
        ask(&record, "lock", json!({})).await;
        let keys = keys_in(folder.path());
        assert_eq!(
            (&keys["pending"], &keys["dek"]),
            (&Value::Null, &next["dek"]),
            "stage {at}: the next key is in force"
        );
        assert!(!opens(&record, "Sam Fixture", PASSWORD).await, "stage {at}");
        let recover = json!({ "recovery_key": old_kit, "name": "Toni Testcase", "password": THREE });
        assert_eq!(try_ask(&record, "recover", recover).await.err().map(|error| error.code), Some(Code::WrongPassword));
        // The kit of this removal was never shown: a director makes one that is.
        assert!(opens(&record, "Pat Sample", PASSWORD).await, "stage {at}");
        let kit = ask(&record, "new_recovery_kit", json!({ "password": PASSWORD })).await["recovery_key"].clone();
        ask(&record, "lock", json!({})).await;
        ask(&record, "recover", json!({ "recovery_key": kit, "name": "Pat Sample", "password": THREE })).await;
        assert_eq!(ask(&record, "rebuild_views", json!({})).await["equal"], true);
    }
}

#[tokio::test]
async fn the_last_key_to_the_house_is_never_thrown_away() {
    let (room, ..) = clinic().await;
    let leaver = sam(&room).await;
    let remove =
        |staff: &Value, reason: &str, password: &str| json!({ "staff": staff, "reason": reason, "password": password });
    let me = room.ask("status", json!({})).await["me"]["staff"].clone();
    assert_eq!(room.refuses("remove_staff", remove(&me, "tired of it", PASSWORD)).await.code, Code::BadInput);
    assert_eq!(room.refuses("remove_staff", remove(&leaver, " ", PASSWORD)).await.code, Code::BadInput);
    assert_eq!(room.refuses("remove_staff", remove(&leaver, "leaves", THREE)).await.code, Code::WrongPassword);
    assert_eq!(room.refuses("remove_staff", remove(&json!(me), "x", PASSWORD)).await.code, Code::BadInput);
    remove_sam(&room).await;
    assert_eq!(room.refuses("remove_staff", remove(&leaver, "again", PASSWORD)).await.code, Code::BadInput);
    room.sit_down("Toni Testcase").await;
    let toni = room.ask("status", json!({})).await["me"]["staff"].clone();
    assert_eq!(room.refuses("remove_staff", remove(&toni, "leaves", PASSWORD)).await.code, Code::Forbidden);
}

#[tokio::test]
async fn an_invited_person_chooses_a_password_of_their_own() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Toni Testcase", "director").await;
    room.ask("lock", json!({})).await;
    assert!(opens(&room.record, "Toni Testcase", FIRST).await);
    assert_eq!(room.ask("status", json!({})).await["me"]["must_change_password"], true);
    // Whoever added Toni knows this password: it vouches for nothing.
    let note = room.draft("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let sign = |password: &str| json!({ "document": note["document"], "rev": note["rev"], "password": password });
    let refused = room.refuses("sign_document", sign(FIRST)).await;
    assert!(refused.code == Code::Held && refused.message.contains("of your own"), "{refused:?}");
    assert_eq!(room.refuses("new_recovery_kit", json!({ "password": FIRST })).await.code, Code::Held);
    let change = |old: &str, new: &str| json!({ "password": old, "new_password": new });
    assert_eq!(room.refuses("change_password", change(THREE, "a fourth blue heron")).await.code, Code::WrongPassword);
    for poor in ["short", "passwordpassword", "Toni Testcase 2026", FIRST] {
        let refused = room.refuses("change_password", change(FIRST, poor)).await;
        assert_eq!((refused.code, refused.findings.len()), (Code::BadInput, 1), "{poor}");
    }
    assert_eq!(room.ask("change_password", change(FIRST, THREE)).await["must_change_password"], false);
    assert_eq!(room.ask("status", json!({})).await["me"]["must_change_password"], false);
    room.ask("lock", json!({})).await;
    assert!(!opens(&room.record, "Toni Testcase", FIRST).await);
    assert!(opens(&room.record, "Toni Testcase", THREE).await);
    assert_eq!(room.ask("status", json!({})).await["me"]["must_change_password"], false);
    assert!(room.record.folder().join("vault.keys").exists() && !room.record.folder().join("vault.keys.old").exists());
    room.ask("sign_document", sign(THREE)).await;
    room.sit_down("Pat Sample").await;
    let trail = room.ask("audit_trail", json!({ "client": null, "limit": 100 })).await;
    let of = |outcome: &str| {
        let rows = trail.as_array().expect("rows").iter();
        rows.filter(|row| row["action"] == "change_password" && row["outcome"] == outcome).count()
    };
    assert_eq!((of("done"), of("refused")), (1, 1));
}

#[tokio::test]
async fn a_new_kit_takes_the_place_of_the_old_one() {
    let (room, old_kit, _) = clinic().await;
    assert_eq!(room.refuses("new_recovery_kit", json!({ "password": THREE })).await.code, Code::WrongPassword);
    let kit = room.ask("new_recovery_kit", json!({ "password": PASSWORD })).await["recovery_key"].clone();
    room.pages("recovery_kit", json!({ "recovery_key": kit, "paper": "letter" })).await.expect("the new kit prints");
    room.ask("lock", json!({})).await;
    let recover = |kit: &Value| json!({ "recovery_key": kit, "name": "Pat Sample", "password": THREE });
    assert_eq!(room.refuses("recover", recover(&json!(old_kit))).await.code, Code::WrongPassword);
    room.ask("recover", recover(&kit)).await;
}

#[tokio::test]
async fn wrong_passwords_make_the_next_try_wait_and_are_told_to_the_audit_trail() {
    let room = Room::open().await;
    room.ask("lock", json!({})).await;
    let wrong = json!({ "name": "Pat Sample", "password": THREE });
    for slip in 0..5 {
        assert_eq!(room.ask("status", json!({})).await["wait_seconds"], 0, "slip {slip}");
        assert_eq!(room.refuses("unlock", wrong.clone()).await.code, Code::WrongPassword);
    }
    assert_eq!(room.ask("status", json!({})).await["wait_seconds"], 5);
    let right = json!({ "name": "Pat Sample", "password": PASSWORD });
    assert_eq!(room.refuses("unlock", right.clone()).await.code, Code::Wait, "even the right one waits");
    // Another start of the program remembers.
    let (again, clock) = record_at(room.record.folder().to_owned(), "2026-04-09T17:42:05-07:00");
    assert_eq!(try_ask(&again, "unlock", wrong.clone()).await.err().map(|error| error.code), Some(Code::WrongPassword));
    assert_eq!(ask(&again, "status", json!({})).await["wait_seconds"], 10);
    clock.set(at("2026-04-09T17:42:14-07:00"));
    let waits = try_ask(&again, "unlock", wrong.clone()).await.expect_err("waits");
    assert_eq!((waits.code, waits.message.contains("1 second")), (Code::Wait, true), "{waits:?}");
    // A clock set back must not lock anyone out for as long as it was wrong.
    clock.set(at("2026-04-01T08:00:00-07:00"));
    assert_eq!(try_ask(&again, "unlock", right.clone()).await.err().map(|error| error.code), Some(Code::Wait));
    clock.set(at("2026-04-01T08:00:10-07:00"));
    ask(&again, "unlock", right.clone()).await;
    let trail = ask(&again, "audit_trail", json!({ "client": null, "limit": 20 })).await;
    let told =
        trail.as_array().expect("rows").iter().find(|row| row["action"] == "unlock" && row["outcome"] == "refused");
    assert!(told.is_some_and(|row| row["detail"].as_str().is_some_and(|text| text.starts_with("6 wrong"))), "{trail}");
    ask(&again, "lock", json!({})).await;
    assert_eq!(ask(&again, "status", json!({})).await["wait_seconds"], 0);
    ask(&again, "unlock", right).await;
}

#[tokio::test]
async fn whoever_finds_a_record_open_guesses_the_password_no_faster_than_at_the_door() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.draft("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let sign = |password: &str| json!({ "document": note["document"], "rev": note["rev"], "password": password });
    for _ in 0..5 {
        assert_eq!(room.refuses("sign_document", sign(THREE)).await.code, Code::WrongPassword);
    }
    assert_eq!(room.refuses("sign_document", sign(PASSWORD)).await.code, Code::Wait, "even the right one waits");
    assert_eq!(room.refuses("new_recovery_kit", json!({ "password": PASSWORD })).await.code, Code::Wait);
    room.clock.set(at("2026-04-09T17:42:06-07:00"));
    room.ask("sign_document", sign(PASSWORD)).await;
    assert_eq!(room.refuses("new_recovery_kit", json!({ "password": THREE })).await.code, Code::WrongPassword);
    room.ask("new_recovery_kit", json!({ "password": PASSWORD })).await;
}

#[tokio::test]
async fn many_passwords_tried_at_once_are_heard_one_after_the_other() {
    let room = Room::open().await;
    room.ask("lock", json!({})).await;
    let tries = (0..12).map(|_| try_ask(&room.record, "unlock", json!({ "name": "Pat Sample", "password": THREE })));
    let mut heard = 0;
    let mut running: Vec<_> = tries.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        running.retain_mut(|it| match it.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                heard += usize::from(answer.is_err_and(|error| error.code == Code::WrongPassword));
                false
            }
            std::task::Poll::Pending => true,
        });
        if running.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    assert_eq!(heard, 5);
}

#[tokio::test]
async fn a_record_in_a_cloud_folder_or_under_a_second_name_is_refused_with_the_reason() {
    let folder = TempDir::new().expect("a folder");
    let (cloud, _) = record_at(folder.path().join("Dropbox").join("vault"), "2026-04-09T18:00:00-07:00");
    let status = ask(&cloud, "status", json!({})).await;
    assert_eq!(status["state"], "refused");
    assert!(status["message"].as_str().is_some_and(|text| text.contains("cloud")), "{status}");
    let input = json!({ "program": "Example", "site": "", "phone": "", "crisis_phone": "", "address": "", "paper": "letter",
        "name": "Pat Sample", "credential": "", "role": "director", "password": PASSWORD });
    assert_eq!(try_ask(&cloud, "create_vault", input).await.err().map(|error| error.code), Some(Code::Refused));
    assert!(!folder.path().join("Dropbox").exists(), "nothing was made there");

    let room = Room::open().await;
    room.ask("lock", json!({})).await;
    let record = room.record.folder().join("vault.db");
    let unlock = json!({ "name": "Pat Sample", "password": PASSWORD });
    std::fs::hard_link(&record, folder.path().join("second.db")).expect("a hard link");
    let refused = room.refuses("unlock", unlock.clone()).await;
    assert!(refused.code == Code::Refused && refused.message.contains("second name"), "{refused:?}");
    std::fs::remove_file(folder.path().join("second.db")).expect("removed");
    room.ask("unlock", unlock.clone()).await;
    room.ask("lock", json!({})).await;
    #[cfg(unix)]
    {
        std::fs::rename(&record, folder.path().join("moved.db")).expect("moved");
        std::os::unix::fs::symlink(folder.path().join("moved.db"), &record).expect("a link");
        let refused = room.refuses("unlock", unlock).await;
        assert!(refused.code == Code::Refused && refused.message.contains("only a link"), "{refused:?}");
    }
}
