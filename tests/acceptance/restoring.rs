use crate::room::{PASSWORD, Room, at};
use crate::stick::{Stick, a_clinic_with_a_note, ask, audited, back_up, fields, manifest, names, sit_down_at, wish};
use record::error::Code;
use record::{Cost, Record, SetClock};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

#[tokio::test]
async fn a_record_damaged_in_every_file_comes_back_from_its_backup_as_it_was() {
    let (room, stick) = (Room::open().await, Stick::new());
    let (client, note) = a_clinic_with_a_note(&room).await;
    room.draft("individual_note", Some(&client), json!({ "narrative": "half a sentence" })).await;
    let backup = back_up(&room, &stick).await;
    let before = manifest(&backup);
    assert_eq!(names(&backup), ["manifest.json", "vault.db", "vault.keys"]);
    assert_eq!(stick.holds(), ["handrail-2026-04-09-1742"], "nothing else is left on the stick");
    assert!(!names(room.record.folder()).iter().any(|name| name.contains("backup")), "nor beside the record");
    room.ask("lock", json!({})).await;

    let folder = room.record.folder();
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

    let record = sit_down_at(&room, &stick.new_place()).await;
    let kept = ask(&record, "document", json!({ "document": note })).await;
    assert_eq!(kept["versions"][0]["signatures"][0]["verified"], true);
    assert_eq!(ask(&record, "drafts", json!({})).await.as_array().map(Vec::len), Some(1), "what was typed is there");
    assert_eq!(ask(&record, "rebuild_views", json!({})).await["equal"], true);
    let rows = audited(&record).await;
    let told = rows.iter().find(|row| row["action"] == "restore").expect("a row");
    let detail = told["detail"].as_str().expect("a reason");
    assert!(
        detail.contains("the computer fell") && detail.contains(looked["code"].as_str().expect("a code")),
        "{detail}"
    );
    let again = ask(&record, "back_up", json!({ "folder": stick.path() })).await;
    let after = manifest(&stick.path().join(again["name"].as_str().expect("a name")));
    assert_eq!(after["versions_sha256"], before["versions_sha256"], "the same versions");
    assert_eq!(after["holds"]["signatures"], before["holds"]["signatures"]);
    // The chain goes on from the head the backup had: every row before it is there, and each row covers the one before.
    let head = before["holds"]["head"].as_i64().expect("a number");
    assert_eq!(rows.iter().filter(|row| row["seq"].as_i64().is_some_and(|seq| seq <= head)).count() as i64, head);
    let standing = ask(&record, "backups", json!({})).await;
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
    let hash =
        |bytes: &[u8]| record::canonical::hash(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let torn = [record[..record.len() - 4096].to_vec(), vec![0; 4096]].concat();
    // What is told of it, the files as they then lie there (none: gone), and whether looking at it finds it already.
    type Case<'a> = (&'a str, Vec<(&'a str, Option<Vec<u8>>)>, bool);
    let cases: Vec<Case> = vec![
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
    let before = fs::read(room.record.folder().join("vault.db")).expect("bytes");
    let over = room.refuses("restore", wish(&backup, room.record.folder())).await;
    assert!(over.code == Code::Refused && over.message.contains("not empty"), "{over}");
    assert_eq!(fs::read(room.record.folder().join("vault.db")).expect("bytes"), before);
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
    assert_eq!(fields(&room.refuses("restore", wish(&backup, Path::new("evidence"))).await), ["to"]);
    assert!(!stick.new_place().exists());
    fs::create_dir(stick.new_place()).expect("an empty folder");
    room.ask("restore", wish(&backup, &stick.new_place())).await;
}

#[tokio::test]
async fn a_record_comes_back_with_the_printed_kit_when_nobody_remembers_a_password() {
    let (room, stick) = (Room::empty(), Stick::new());
    let kit = room.set_up().await["recovery_key"].as_str().expect("a key").to_owned();
    let (_, note) = a_clinic_with_a_note(&room).await;
    let backup = back_up(&room, &stick).await;
    room.ask("lock", json!({})).await;
    let with = |name: &str| {
        let mut wish = wish(&backup, &stick.new_place());
        (wish["name"], wish["password"]) = (json!(name), json!(kit.to_lowercase()));
        wish
    };
    assert_eq!(room.refuses("restore", with("Nobody Atall")).await.code, Code::BadInput);
    assert!(!stick.new_place().exists());
    room.ask("restore", with("Pat Sample")).await;
    let record = Record::at(stick.new_place(), room.clock.clone()).with_cost(Cost::Floor);
    let fresh = "another quiet evening walk";
    ask(&record, "recover", json!({ "recovery_key": kit, "name": "Pat Sample", "password": fresh })).await;
    let kept = ask(&record, "document", json!({ "document": note })).await;
    assert_eq!(kept["versions"][0]["signatures"][0]["verified"], true);
}

#[tokio::test]
async fn the_copy_made_before_an_update_restores_and_is_updated_itself() {
    let stick = Stick::new();
    let (vault, clock) = (stick.0.path().join("vault"), SetClock::at(at("2026-11-28T09:00:00+00:00")));
    fs::create_dir(&vault).expect("a folder");
    for name in ["vault.db", "vault.keys"] {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/vault-4").join(name);
        fs::copy(fixture, vault.join(name)).expect("a record of the format before");
    }
    let old = Record::at(vault.clone(), clock.clone()).with_cost(Cost::Floor);
    ask(&old, "unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    ask(&old, "lock", json!({})).await;
    let kept = vault.join("before-update").join(&names(&vault.join("before-update"))[0]);
    let told = manifest(&kept);
    assert_eq!((&told["holds"]["schema"], &told["kept_as"]), (&json!(4), &json!("before_update")));
    let restored = ask(&old, "restore", wish(&kept, &stick.new_place())).await;
    assert_eq!(restored["versions"], told["holds"]["versions"]);
    let record = Record::at(stick.new_place(), clock).with_cost(Cost::Floor);
    ask(&record, "unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    assert_eq!(ask(&record, "rebuild_views", json!({})).await["equal"], true);
    let rows = audited(&record).await;
    let of = |action: &str| rows.iter().filter(|row| row["action"] == action).count();
    assert_eq!((of("update"), of("restore")), (1, 1));
}
