use crate::room::{PASSWORD, Room, at};
use chrono::TimeDelta;
use record::desk::{Cost, Desk};
use record::error::{Code, Error};
use record::rpc::{Content, dispatch};
use serde_json::{Value, json};
use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A stick to back up to, and places to restore into.
struct Stick(TempDir);

impl Stick {
    fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }
    fn path(&self) -> PathBuf {
        let folder = self.0.path().join("stick");
        fs::create_dir_all(&folder).expect("a stick");
        folder
    }
    fn new_place(&self) -> PathBuf {
        self.0.path().join("restored")
    }
    fn holds(&self) -> Vec<String> {
        names(&self.path())
    }
}

fn names(folder: &Path) -> Vec<String> {
    let inside = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = inside.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn manifest(backup: &Path) -> Value {
    serde_json::from_slice(&fs::read(backup.join("manifest.json")).expect("a manifest")).expect("JSON")
}

async fn choose(room: &Room, folder: &Path) {
    room.ask("change_settings", json!({ "idle_minutes": 15, "backup_folder": folder, "backup_daily": true })).await;
}

async fn back_up(room: &Room, stick: &Stick) -> PathBuf {
    let line = room.ask("back_up", json!({ "folder": stick.path() })).await;
    stick.path().join(line["name"].as_str().expect("a name"))
}

fn wish(from: &Path, to: &Path) -> Value {
    json!({ "from": from, "to": to, "name": "Pat Sample", "password": PASSWORD, "reason": "the computer fell" })
}

/// Asks another desk, for example one over a restored record.
async fn ask(desk: &Desk, command: &str, input: Value) -> Value {
    match dispatch(desk, command, input).await.unwrap_or_else(|error| panic!("{command}: {error:?}")).content {
        Content::Json(value) => value,
        Content::Pdf(_) => panic!("{command} answered pages"),
    }
}

async fn sit_down_at(room: &Room, folder: &Path) -> Desk {
    let desk = Desk::at(folder.to_owned(), room.clock.clone()).with_cost(Cost::Floor);
    ask(&desk, "unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    desk
}

async fn a_clinic_with_a_note(room: &Room) -> (String, String) {
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    (client, note["document"].as_str().expect("a document").to_owned())
}

async fn audited(desk: &Desk) -> Vec<Value> {
    ask(desk, "audit_trail", json!({ "client": null, "limit": 5000 })).await.as_array().expect("rows").clone()
}

#[tokio::test]
async fn a_record_damaged_in_every_file_comes_back_from_its_backup_as_it_was() {
    let (room, stick) = (Room::open().await, Stick::new());
    let (client, note) = a_clinic_with_a_note(&room).await;
    room.draft("individual_note", Some(&client), json!({ "narrative": "half a sentence" })).await;
    let backup = back_up(&room, &stick).await;
    let before = manifest(&backup);
    assert_eq!(names(&backup), ["manifest.json", "vault.db", "vault.keys"]);
    assert_eq!(stick.holds(), ["handrail-2026-04-09-1742"], "nothing else is left on the stick");
    assert!(!names(room.desk.folder()).iter().any(|name| name.contains("backup")), "nor beside the record");
    room.ask("lock", json!({})).await;

    let folder = room.desk.folder();
    let (record, keys) = (folder.join("vault.db"), folder.join("vault.keys"));
    let whole = (fs::read(&record).expect("bytes"), fs::read(&keys).expect("bytes"));
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let mixed: Vec<u8> = whole.0.iter().map(|byte| byte ^ 0x5a).collect();
    let damages = [
        ("a record of other bytes", Some(mixed), Some(whole.1.clone())),
        ("a record cut to nothing", Some(Vec::new()), Some(whole.1.clone())),
        ("no keys", Some(whole.0.clone()), None),
        ("half the keys", Some(half(&whole.0)), Some(half(&whole.1))),
    ];
    for (what, damaged, slots) in damages {
        for (path, bytes) in [(&record, damaged), (&keys, slots)] {
            match bytes {
                Some(bytes) => fs::write(path, bytes).expect("damage"),
                None => fs::remove_file(path).expect("damage"),
            }
        }
        let refused = room.refuses("unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
        assert_eq!(refused.code, Code::Refused, "{what}: {refused}");
    }
    let ruins = (fs::read(&record).expect("bytes"), fs::read(&keys).expect("bytes"));

    room.clock.set(at("2026-04-10T08:00:00-07:00"));
    let looked = room.ask("look_at_backup", json!({ "folder": backup })).await;
    assert_eq!((looked["verified"].as_bool(), looked["program"].as_str()), (Some(true), Some("")));
    let restored = room.ask("restore", wish(&backup, &stick.new_place())).await;
    assert_eq!(restored["versions"], before["holds"]["versions"]);
    assert_eq!(restored["code"], looked["code"]);
    assert_eq!(
        ruins,
        (fs::read(&record).expect("bytes"), fs::read(&keys).expect("bytes")),
        "the old folder is untouched"
    );

    let desk = sit_down_at(&room, &stick.new_place()).await;
    let kept = ask(&desk, "document", json!({ "document": note })).await;
    assert_eq!(kept["versions"][0]["signatures"][0]["verified"], true);
    assert_eq!(ask(&desk, "drafts", json!({})).await.as_array().map(Vec::len), Some(1), "what was typed is there");
    assert_eq!(ask(&desk, "rebuild_views", json!({})).await["equal"], true);
    let rows = audited(&desk).await;
    let told = rows.iter().find(|row| row["action"] == "restore").expect("a row");
    let detail = told["detail"].as_str().expect("a reason");
    assert!(
        detail.contains("the computer fell") && detail.contains(looked["code"].as_str().expect("a code")),
        "{detail}"
    );
    let again = ask(&desk, "back_up", json!({ "folder": stick.path() })).await;
    let after = manifest(&stick.path().join(again["name"].as_str().expect("a name")));
    assert_eq!(after["versions_sha256"], before["versions_sha256"], "the same versions");
    assert_eq!(after["holds"]["signatures"], before["holds"]["signatures"]);
    // The chain goes on from the head the backup had: every row before it is there, and each row covers the one before.
    let head = before["holds"]["head"].as_i64().expect("a number");
    assert_eq!(rows.iter().filter(|row| row["seq"].as_i64().is_some_and(|seq| seq <= head)).count() as i64, head);
    let standing = ask(&desk, "backups", json!({})).await;
    assert_eq!((&standing["folder"], &standing["overdue"]), (&json!(null), &json!(false)), "{standing}");
}

#[tokio::test]
async fn a_backup_that_is_cut_short_or_changed_is_refused_with_the_reason() {
    let (room, stick) = (Room::open().await, Stick::new());
    a_clinic_with_a_note(&room).await;
    let backup = back_up(&room, &stick).await;
    room.ask("lock", json!({})).await;
    let path = |name: &str| backup.join(name);
    let whole = ["vault.db", "vault.keys", "manifest.json"].map(|name| (name, fs::read(path(name)).expect("bytes")));
    let record = &whole[0].1;
    let mut flipped = record.clone();
    flipped[record.len() / 2] ^= 1;
    let told = |change: &dyn Fn(&mut Value)| {
        let mut told = manifest(&backup);
        change(&mut told);
        told.to_string().into_bytes()
    };
    let hash = |bytes: &[u8]| record::canon::hash(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let torn = [record[..record.len() - 4096].to_vec(), vec![0; 4096]].concat();
    let cases: Vec<(&str, Vec<(&str, Option<Vec<u8>>)>, bool)> = vec![
        ("cut short", vec![("vault.db", Some(record[..record.len() / 2].to_vec()))], true),
        ("damaged or changed", vec![("vault.db", Some(flipped.clone()))], true),
        ("damaged or changed", vec![("vault.db", Some(torn))], true),
        ("lost its record", vec![("vault.db", None)], true),
        ("key file", vec![("vault.keys", None)], true),
        ("key file", vec![("vault.keys", Some(b"{}".to_vec()))], true),
        ("no backup", vec![("manifest.json", None)], true),
        ("no backup", vec![("manifest.json", Some(b"{".to_vec()))], true),
        ("newer", vec![("manifest.json", Some(told(&|it| it["format"] = json!(2))))], true),
        // Whoever changes the file and the manifest together is found by the codes of the pages.
        (
            "damaged",
            vec![
                ("vault.db", Some(flipped.clone())),
                ("manifest.json", Some(told(&|it| it["sha256"] = json!(hash(&flipped))))),
            ],
            false,
        ),
        ("does not hold", vec![("manifest.json", Some(told(&|it| it["holds"]["versions"] = json!(1))))], false),
        ("does not hold", vec![("manifest.json", Some(told(&|it| it["holds"]["head_hash"] = json!("00"))))], false),
    ];
    for (words, changes, seen_at_once) in cases {
        for (name, bytes) in changes {
            match bytes {
                Some(bytes) => fs::write(path(name), bytes).expect("damage"),
                None => fs::remove_file(path(name)).expect("damage"),
            }
        }
        if seen_at_once {
            let looked = room.refuses("look_at_backup", json!({ "folder": backup })).await;
            assert!(looked.code == Code::Refused && looked.message.contains(words), "{words}: {looked}");
        }
        let refused = room.refuses("restore", wish(&backup, &stick.new_place())).await;
        assert!(refused.code == Code::Refused, "{words}: {refused}");
        assert!(seen_at_once || refused.message.contains(words), "{words}: {refused}");
        assert_eq!(names(stick.0.path()), ["stick"], "{words}: nothing is left behind");
        for (name, bytes) in &whole {
            fs::write(path(name), bytes).expect("mended");
        }
    }
    room.ask("restore", wish(&backup, &stick.new_place())).await;
}

#[tokio::test]
async fn nothing_is_ever_restored_over() {
    let (room, stick) = (Room::open().await, Stick::new());
    let backup = back_up(&room, &stick).await;
    assert_eq!(room.refuses("restore", wish(&backup, &stick.new_place())).await.code, Code::Refused, "while open");
    room.ask("lock", json!({})).await;
    let before = fs::read(room.desk.folder().join("vault.db")).expect("bytes");
    let over = room.refuses("restore", wish(&backup, room.desk.folder())).await;
    assert!(over.code == Code::Refused && over.message.contains("not empty"), "{over}");
    assert_eq!(fs::read(room.desk.folder().join("vault.db")).expect("bytes"), before);
    assert_eq!(room.refuses("restore", wish(&backup, &backup.join("inside"))).await.code, Code::Refused);
    let file = stick.0.path().join("file");
    fs::write(&file, "a list").expect("a file");
    assert_eq!(room.refuses("restore", wish(&backup, &file)).await.code, Code::Refused);
    let mut wrong = wish(&backup, &stick.new_place());
    wrong["password"] = json!("a quiet morning walk");
    assert_eq!(room.refuses("restore", wrong).await.code, Code::WrongPassword);
    let mut unexplained = wish(&backup, &stick.new_place());
    unexplained["reason"] = json!(" ");
    assert_eq!(fields(&room.refuses("restore", unexplained).await), ["reason"]);
    assert_eq!(fields(&room.refuses("restore", wish(&backup, Path::new("beside"))).await), ["to"]);
    assert!(!stick.new_place().exists());
    fs::create_dir(stick.new_place()).expect("an empty folder");
    room.ask("restore", wish(&backup, &stick.new_place())).await;
}

fn fields(error: &Error) -> Vec<&str> {
    assert_eq!(error.code, Code::BadInput, "{error:?}");
    error.findings.iter().map(|finding| finding.field.as_str()).collect()
}

#[tokio::test]
async fn a_stick_that_is_not_in_is_told_once_and_leaves_nothing() {
    let (room, stick) = (Room::open().await, Stick::new());
    choose(&room, &stick.path()).await;
    fs::remove_dir(stick.path()).expect("the stick is pulled");
    assert!(!room.desk.tick().await);
    let standing = room.ask("backups", json!({})).await;
    assert!(standing["trouble"].as_str().is_some_and(|text| text.contains("not there")), "{standing}");
    assert_eq!((&standing["overdue"], &standing["last_verified"]), (&json!(true), &json!(null)));
    let failed = async || audited(&room.desk).await.iter().filter(|row| row["outcome"] == "failed").count();
    assert_eq!(failed().await, 1);
    assert!(!room.desk.tick().await);
    assert_eq!(failed().await, 1, "the same trouble is written down once");
    let by_hand = room.refuses("back_up", json!({ "folder": null })).await;
    assert!(by_hand.code == Code::NotSaved && by_hand.message.contains("not there"), "{by_hand}");
    assert_eq!(failed().await, 2, "and each time a person asks");
    assert_eq!(names(stick.0.path()), Vec::<String>::new());

    assert_eq!(stick.holds(), Vec::<String>::new());
    assert!(room.desk.tick().await, "with the stick in again the daily one is made");
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
    assert!(!names(room.desk.folder()).iter().any(|name| name.contains("backup")), "no copy is left on this computer");
    fs::remove_file(&blocked).expect("a file");
    // What a power cut left of an earlier try goes with the next one.
    fs::create_dir(&blocked).expect("a folder");
    fs::write(blocked.join("vault.db"), "half").expect("a file");
    back_up(&room, &stick).await;
    assert_eq!(stick.holds(), ["handrail-2026-04-09-1742", "handrail-2026-04-09-1742-2"]);
}

#[tokio::test]
async fn one_backup_is_made_each_day_and_only_those_nobody_needs_go() {
    let (room, stick) = (Room::open().await, Stick::new());
    assert!(!room.desk.tick().await, "no folder is chosen yet");
    choose(&room, &stick.path()).await;
    let by_hand = back_up(&room, &stick).await;
    let theirs = Room::open().await;
    let elsewhere = back_up(&theirs, &stick).await;
    fs::create_dir(stick.path().join("handrail-2020-01-01-0000")).expect("someone's folder");
    fs::write(stick.path().join("handrail-2020-01-01-0000").join("vault.db"), "theirs").expect("someone's file");
    for day in 0..40 {
        room.clock.set(at("2026-04-09T18:00:00-07:00") + TimeDelta::days(day));
        assert!(room.desk.tick().await, "day {day}");
        assert!(!room.desk.tick().await, "day {day}, again");
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
    assert!(!room.desk.tick().await, "switched off");
    room.ask("lock", json!({})).await;
    assert!(!room.desk.tick().await, "locked");
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
        let desk = sit_down_at(&room, &place).await;
        let kept = ask(&desk, "draft", json!({ "document": document })).await;
        let text = kept["body"]["narrative"].as_str().unwrap_or_default();
        assert!(text.is_empty() || text.starts_with("sentence "), "{text}");
        assert_eq!(ask(&desk, "rebuild_views", json!({})).await["equal"], true);
        desk.lock().await;
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
    let rows = audited(&room.desk).await;
    let told = rows.iter().filter(|row| row["action"] == "back_up" && row["outcome"] == "done").count();
    assert_eq!(told, whole, "each that stands is in the audit trail, and no other");
}

#[tokio::test]
async fn settings_say_what_cannot_be_and_are_the_directors_to_change() {
    let (room, stick) = (Room::open().await, Stick::new());
    let with = |minutes: u32, folder: Option<&Path>| json!({ "idle_minutes": minutes, "backup_folder": folder, "backup_daily": true });
    assert_eq!(room.ask("settings", json!({})).await, with(15, None));
    assert_eq!(room.desk.idle_minutes().await, 15);
    for minutes in [0, 1, 31] {
        assert_eq!(fields(&room.refuses("change_settings", with(minutes, None)).await), ["idle_minutes"]);
    }
    let file = stick.0.path().join("file");
    fs::write(&file, "").expect("a file");
    let inside = room.desk.folder().join("inside");
    fs::create_dir(&inside).expect("a folder");
    for poor in [room.desk.folder(), &inside, &file, &stick.0.path().join("nowhere")] {
        assert_eq!(fields(&room.refuses("change_settings", with(15, Some(poor))).await), ["backup_folder"], "{poor:?}");
    }
    assert_eq!(fields(&room.refuses("back_up", json!({})).await), ["folder"], "none is chosen");
    room.ask("change_settings", with(2, Some(&stick.path()))).await;
    assert_eq!(room.desk.idle_minutes().await, 2);
    let standing = room.ask("backups", json!({})).await;
    assert!(standing["note"].as_str().is_some_and(|text| text.contains("same disk")), "{standing}");
    let rows = audited(&room.desk).await;
    let told = rows.iter().find(|row| row["action"] == "change_settings").expect("a row");
    assert_eq!(told["detail"], "locks after 2 minutes, another folder for backups");

    room.add("Toni Desk", "front_desk").await;
    room.sit_down("Toni Desk").await;
    assert_eq!(room.refuses("change_settings", with(30, None)).await.code, Code::Forbidden);
    assert_eq!(room.ask("back_up", json!({})).await["kept_as"], "by_hand", "anyone may make one");
}
