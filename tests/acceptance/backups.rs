use crate::room::{PASSWORD, Room, at};
use crate::stick::{
    Stick, a_clinic_with_a_note, ask, audited, back_up, choose, fields, manifest, names, sit_down_at, wish,
};
use chrono::TimeDelta;
use record::error::Code;
use serde_json::json;
use std::cell::Cell;
use std::fs;
use std::path::Path;

#[tokio::test]
async fn a_stick_that_is_not_in_is_told_once_and_leaves_nothing() {
    let (room, stick) = (Room::open().await, Stick::new());
    choose(&room, &stick.path()).await;
    fs::remove_dir(stick.path()).expect("the stick is pulled");
    assert!(!room.record.tick().await);
    let standing = room.ask("backups", json!({})).await;
    assert!(standing["trouble"].as_str().is_some_and(|text| text.contains("not there")), "{standing}");
    assert_eq!((&standing["overdue"], &standing["last_verified"]), (&json!(true), &json!(null)));
    let failed = async || audited(&room.record).await.iter().filter(|row| row["outcome"] == "failed").count();
    assert_eq!(failed().await, 1);
    assert!(!room.record.tick().await);
    assert_eq!(failed().await, 1, "the same trouble is written down once");
    let by_hand = room.refuses("back_up", json!({ "folder": null })).await;
    assert!(by_hand.code == Code::NotSaved && by_hand.message.contains("not there"), "{by_hand}");
    assert_eq!(failed().await, 2, "and each time a person asks");
    assert_eq!(names(stick.0.path()), Vec::<String>::new());

    assert_eq!(stick.holds(), Vec::<String>::new());
    assert!(room.record.tick().await, "with the stick in again the daily one is made");
    let standing = room.ask("backups", json!({})).await;
    assert_eq!((&standing["overdue"], &standing["trouble"]), (&json!(false), &json!(null)));
    assert_eq!(standing["kept"][0]["program"], "Example Harbor IOP (fictional)");
}

#[tokio::test]
async fn a_stick_where_something_is_in_the_way_keeps_what_it_had() {
    let (room, stick) = (Room::open().await, Stick::new());
    choose(&room, &stick.path()).await;
    let backup = back_up(&room, &stick).await;
    let vault = manifest(&backup)["vault"].as_str().expect("an id").replace('-', "");
    let blocked = stick.path().join(format!("handrail-unfinished-{}", &vault[24..]));
    fs::write(&blocked, "not a folder").expect("a file");
    room.refuses("back_up", json!({ "folder": null })).await;
    assert_eq!(stick.holds().len(), 2);
    assert!(
        !names(room.record.folder()).iter().any(|name| name.contains("backup")),
        "no copy is left on this computer"
    );
    fs::remove_file(&blocked).expect("a file");
    // What a power cut left of an earlier try goes with the next one.
    fs::create_dir(&blocked).expect("a folder");
    fs::write(blocked.join("vault.db"), "half").expect("a file");
    back_up(&room, &stick).await;
    assert_eq!(stick.holds(), ["handrail-2026-04-09-1742", "handrail-2026-04-09-1742-2"]);
}

#[tokio::test]
async fn a_record_that_cannot_be_read_whole_gives_no_backup_and_says_so() {
    let (room, stick) = (Room::open().await, Stick::new());
    a_clinic_with_a_note(&room).await;
    room.record.settle().await;
    let record = room.record.folder().join("vault.db");
    let mut bytes = fs::read(&record).expect("bytes");
    let page = bytes.len() / 4096 / 2 * 4096;
    bytes[page + 100] ^= 1;
    fs::write(&record, bytes).expect("a flipped bit");
    let refused = room.refuses("back_up", json!({ "folder": stick.path() })).await;
    assert!(refused.message.contains("could not be read whole"), "{refused}");
    assert_eq!(stick.holds(), Vec::<String>::new());
}

#[tokio::test]
async fn one_backup_is_made_each_day_and_only_those_nobody_needs_go() {
    let (room, stick) = (Room::open().await, Stick::new());
    assert!(!room.record.tick().await, "no folder is chosen yet");
    choose(&room, &stick.path()).await;
    let by_hand = back_up(&room, &stick).await;
    let theirs = Room::open().await;
    let elsewhere = back_up(&theirs, &stick).await;
    fs::create_dir(stick.path().join("handrail-2020-01-01-0000")).expect("someone's folder");
    fs::write(stick.path().join("handrail-2020-01-01-0000").join("vault.db"), "theirs").expect("someone's file");
    for day in 0..40 {
        room.clock.set(at("2026-04-09T18:00:00-07:00") + TimeDelta::days(day));
        assert!(room.record.tick().await, "day {day}");
        assert!(!room.record.tick().await, "day {day}, again");
    }
    let standing = room.ask("backups", json!({})).await;
    let kept = standing["kept"].as_array().expect("a list");
    let of = |what: &str| kept.iter().filter(|line| line["kept_as"] == what).count();
    // April 9 to May 18: 14 days, the Sundays (and last days of weeks) before them, and the end of April among those.
    assert_eq!((of("daily"), of("by_hand")), (14, 1), "{standing}");
    assert!(of("weekly") >= 4 && kept.len() <= 14 + 8 + 12 + 1, "{standing}");
    assert!(kept.iter().all(|line| line["verified"] == true));
    assert!(by_hand.is_dir() && elsewhere.is_dir(), "by hand and another record's stay");
    assert!(stick.path().join("handrail-2020-01-01-0000/vault.db").is_file());

    room.clock.set(at("2026-05-18T18:00:00-07:00") + TimeDelta::hours(49));
    assert_eq!(room.ask("backups", json!({})).await["overdue"], true);
    room.ask("change_settings", json!({ "idle_minutes": 15, "backup_folder": stick.path(), "backup_daily": false }))
        .await;
    assert!(!room.record.tick().await, "switched off");
    room.ask("lock", json!({})).await;
    assert!(!room.record.tick().await, "locked");
}

#[tokio::test]
async fn drafts_are_saved_while_backups_are_made() {
    let (room, stick) = (Room::open().await, Stick::new());
    let client = room.client("Wei", "Fixture", "1990-01-02").await;
    let draft = room.draft("individual_note", Some(&client), json!({})).await;
    let document = draft["document"].clone();
    let saved = Cell::new(0);
    let typing = async {
        let mut rev = draft["rev"].clone();
        for number in 0..120 {
            let body = json!({ "narrative": format!("sentence {number}") });
            rev =
                room.ask("save_draft", json!({ "document": document, "rev": rev, "body": body })).await["rev"].clone();
            saved.set(number);
        }
    };
    let saving = async {
        let mut meanwhile = 0;
        for _ in 0..4 {
            let before = saved.get();
            back_up(&room, &stick).await;
            meanwhile += saved.get() - before;
        }
        meanwhile
    };
    let ((), meanwhile) = tokio::join!(typing, saving);
    assert!(meanwhile > 0, "not one draft was saved while a backup was made");
    room.ask("lock", json!({})).await;
    for (number, name) in stick.holds().iter().enumerate() {
        let place = stick.0.path().join(format!("restored {number}"));
        room.ask("restore", wish(&stick.path().join(name), &place)).await;
        let record = sit_down_at(&room, &place).await;
        let kept = ask(&record, "draft", json!({ "document": document })).await;
        let text = kept["body"]["narrative"].as_str().unwrap_or_default();
        assert!(text.is_empty() || text.starts_with("sentence "), "{text}");
        assert_eq!(ask(&record, "rebuild_views", json!({})).await["equal"], true);
        record.lock().await;
    }
}

#[tokio::test]
async fn locking_stops_a_backup_or_lets_it_end_whole() {
    let (room, stick) = (Room::open().await, Stick::new());
    a_clinic_with_a_note(&room).await;
    let mut whole = 0;
    for pause in 0..12 {
        let locking = async {
            tokio::time::sleep(std::time::Duration::from_millis(pause * 8)).await;
            room.ask("lock", json!({})).await;
        };
        let (made, ()) = tokio::join!(room.try_ask("back_up", json!({ "folder": stick.path() })), locking);
        match made {
            Ok(_) => whole += 1,
            Err(error) => assert_eq!(error.code, Code::Locked, "{error}"),
        }
        assert_eq!(stick.holds().len(), whole, "a backup stands whole or not at all");
        room.ask("unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    }
    let rows = audited(&room.record).await;
    let told = rows.iter().filter(|row| row["action"] == "back_up" && row["outcome"] == "done").count();
    assert_eq!(told, whole, "each that stands is in the audit trail, and no other");
}

#[tokio::test]
async fn settings_say_what_cannot_be_and_are_the_directors_to_change() {
    let (room, stick) = (Room::open().await, Stick::new());
    let with = |minutes: u32, folder: Option<&Path>| json!({ "idle_minutes": minutes, "backup_folder": folder, "backup_daily": true });
    assert_eq!(room.ask("settings", json!({})).await, with(15, None));
    assert_eq!(room.record.idle_minutes().await, 15);
    for minutes in [0, 1, 31] {
        assert_eq!(fields(&room.refuses("change_settings", with(minutes, None)).await), ["idle_minutes"]);
    }
    let file = stick.0.path().join("file");
    fs::write(&file, "").expect("a file");
    let inside = room.record.folder().join("inside");
    fs::create_dir(&inside).expect("a folder");
    for poor in [room.record.folder(), &inside, &file, &stick.0.path().join("nowhere")] {
        assert_eq!(fields(&room.refuses("change_settings", with(15, Some(poor))).await), ["backup_folder"], "{poor:?}");
    }
    assert_eq!(fields(&room.refuses("back_up", json!({})).await), ["folder"], "none is chosen");
    room.ask("change_settings", with(2, Some(&stick.path()))).await;
    assert_eq!(room.record.idle_minutes().await, 2);
    let standing = room.ask("backups", json!({})).await;
    assert!(standing["note"].as_str().is_some_and(|text| text.contains("same disk")), "{standing}");
    let rows = audited(&room.record).await;
    let told = rows.iter().find(|row| row["action"] == "change_settings").expect("a row");
    assert_eq!(told["detail"], "locks after 2 minutes, another folder for backups");

    room.add("Toni Desk", "front_desk").await;
    room.sit_down("Toni Desk").await;
    assert_eq!(room.refuses("change_settings", with(30, None)).await.code, Code::Forbidden);
    assert_eq!(room.ask("back_up", json!({})).await["kept_as"], "by_hand", "anyone may make one");
}
