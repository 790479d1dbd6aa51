//! The checker that shares no code with the record: what is whole passes, and whatever someone with the key does to it is found.

use crate::room::{FIRST, PASSWORD, Room, at};
use proptest::prelude::*;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;
use verify::{AuditRow, Content, Found, Mark, Outside, Record, check};

/// A small record with every way of writing in it, and what a day sheet took away from it in its middle.
struct Whole {
    record: Record,
    code: String,
}

static WHOLE: LazyLock<Whole> = LazyLock::new(|| tokio::runtime::Runtime::new().expect("a runtime").block_on(whole()));

async fn busy_day(room: &Room) {
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let more =
        json!({ "document": note["document"], "reason": "Left out", "text": "More of it.", "password": PASSWORD });
    room.ask("add_addendum", more).await;
    room.ask("chart", json!({ "client": client })).await;
    let other = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let away = json!({ "document": other["document"], "reason": "Wrong chart", "password": PASSWORD });
    room.ask("retract_document", away).await;
}

fn lying(room: &Room) -> Record {
    match verify::vault(room.record.folder(), Some("pat sample"), PASSWORD).expect("it opens") {
        Found::Record(record) => *record,
        Found::Damaged(why) => panic!("{why}"),
    }
}

async fn whole() -> Whole {
    let room = Room::open().await;
    busy_day(&room).await;
    room.pages("day_sheet", json!({ "day": "2026-04-09", "paper": "letter" })).await.expect("a sheet");
    let code = room.ask("checkpoint", json!({})).await["code"].as_str().expect("a code").to_owned();
    room.clock.set(at("2026-04-10T09:00:00-07:00"));
    room.client("Wei", "Fixture", "1990-01-02").await;
    room.ask("lock", json!({})).await;
    Whole { record: lying(&room), code }
}

fn first_bad(record: &Record, outside: &Outside) -> Option<String> {
    check(record, outside).first_bad
}

fn given(code: &str) -> Outside {
    Outside { code: Some(code.to_owned()), checkpoint: None }
}

#[test]
fn a_record_that_nobody_touched_fits_and_its_day_sheet_is_found_in_it() {
    let report = check(&WHOLE.record, &given(&WHOLE.code));
    assert_eq!(report.first_bad, None);
    assert!(
        report.versions > 8 && report.signatures == 4 && report.audited > 15 && report.checkpoints > 1,
        "{report:?}"
    );
    assert!(report.code_row.is_some() && report.code_row < report.newest.map(|newest| newest.0));
    let copied = WHOLE.code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    assert_eq!(first_bad(&WHOLE.record, &given(&copied)), None, "a code is read as people copy it");
}

#[test]
fn a_code_that_the_record_never_had_is_told() {
    let bad = first_bad(&WHOLE.record, &given("0000-0000-0000")).expect("it is told");
    assert!(bad.contains("code"), "{bad}");
}

/// Makes every hash and signature of the trail fit again, as someone with the record's key and the site's could.
fn chained_anew(record: &mut Record) {
    let mut prev = "0".repeat(64);
    for row in &mut record.audit {
        let mut link = json!({
            "wall": row.wall, "actor": row.actor, "role": row.role, "action": row.action, "outcome": row.outcome, "client": row.client,
            "document": row.document, "detail": row.detail, "prev": prev,
        });
        if !row.wrote.is_empty() {
            link["wrote"] = json!(row.wrote);
        }
        row.prev.clone_from(&prev);
        let bytes = record::canonical::canonical(&link).expect("bytes");
        row.hash = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        prev.clone_from(&row.hash);
    }
    record.checkpoints.clear();
    record.last_seq = None;
}

#[test]
fn a_trail_written_anew_fits_itself_and_not_the_code_on_paper() {
    let mut record = WHOLE.record.clone();
    let looked = record.audit.iter().position(|row| row.action == "chart").expect("someone looked");
    record.audit[looked].detail = "nothing to see".into();
    chained_anew(&mut record);
    assert_eq!(first_bad(&record, &Outside::default()), None, "without anything from outside nobody can tell");
    assert!(first_bad(&record, &given(&WHOLE.code)).is_some());
    let kept = WHOLE.record.checkpoints.last().expect("a checkpoint").note.clone();
    let bad = first_bad(&record, &Outside { code: None, checkpoint: Some(kept) }).expect("it is told");
    assert!(bad.contains("row"), "{bad}");
}

#[test]
fn an_older_copy_put_back_is_found_by_a_later_checkpoint() {
    let mut record = WHOLE.record.clone();
    let sheet = record.audit.iter().position(|row| row.action == "retract_document").expect("a withdrawal");
    let gone: Vec<String> = record.audit.split_off(sheet).iter().flat_map(wrote).collect();
    record.versions.retain(|version| !gone.contains(&version.id));
    record.signatures.retain(|signature| !gone.contains(&hashed(&signature.mark)));
    record.tables = None;
    record.last_seq = None;
    let kept = record.checkpoints.pop().expect("a checkpoint");
    record.checkpoints.clear();
    assert_eq!(first_bad(&record, &Outside::default()), None, "an old copy fits itself");
    let bad = first_bad(&record, &Outside { code: None, checkpoint: Some(kept.note) }).expect("it is told");
    assert!(bad.contains("ends at row"), "{bad}");
}

fn wrote(row: &AuditRow) -> Vec<String> {
    row.wrote.split_whitespace().map(str::to_owned).collect()
}

fn hashed(mark: &Mark) -> String {
    match mark {
        Mark::Given { statement, .. } => Sha256::digest(statement).iter().map(|byte| format!("{byte:02x}")).collect(),
        Mark::Withheld(hash) => hash.clone(),
    }
}

#[test]
fn the_first_bad_record_is_named_by_kind_and_id_and_says_nothing_of_its_text() {
    let mut record = WHOLE.record.clone();
    let note = record.versions.iter_mut().find_map(|version| match &mut version.content {
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).contains("individual_note").then_some(bytes),
        Content::Withheld { .. } => None,
    });
    let note = note.expect("a note");
    let text = String::from_utf8(note.clone()).expect("text").replacen("the", "THE", 1);
    *note = text.into_bytes();
    let bad = first_bad(&record, &Outside::default()).expect("it is told");
    assert!(bad.starts_with("Individual note ") && bad.contains("does not fit its id"), "{bad}");
    assert!(bad.len() < 160, "{bad}");
}

/// One way to tamper with one row; nothing if it changes nothing.
fn tampered(way: u8, at: usize, to: usize) -> Option<Record> {
    let mut record = WHOLE.record.clone();
    let (versions, signatures, rows) = (record.versions.len(), record.signatures.len(), record.audit.len());
    let flip = |bytes: &mut Vec<u8>| {
        let place = to % bytes.len();
        bytes[place] ^= 1 << (at % 7);
    };
    match way {
        0 => match &mut record.versions[at % versions].content {
            Content::Bytes(bytes) => flip(bytes),
            Content::Withheld { .. } => return None,
        },
        1 => drop(record.versions.remove(at % versions)),
        2 => match &mut record.signatures[at % signatures].mark {
            Mark::Given { statement, .. } => flip(statement),
            Mark::Withheld(_) => return None,
        },
        3 => match &mut record.signatures[at % signatures].mark {
            Mark::Given { mark, .. } => flip(mark),
            Mark::Withheld(_) => return None,
        },
        4 => drop(record.signatures.remove(at % signatures)),
        5 => drop(record.audit.remove(at % rows)),
        6 => record.audit[at % rows].detail.push('x'),
        7 => record.audit[at % rows].outcome = "refused ".into(),
        8 if at % rows != to % rows => record.audit.swap(at % rows, to % rows),
        9 => record.audit.truncate(at % rows),
        10 => {
            let columns = record.versions[at % versions].columns.as_mut()?;
            match to % 4 {
                0 => columns.number += 1,
                1 => columns.author = columns.document.clone(),
                2 => columns.wall = "2020-01-01T00:00:00.000+00:00".into(),
                _ => columns.chart = columns.document.clone(),
            }
            // A member of staff who wrote their own entry, or a chart of its own: then nothing was changed.
            if format!("{:?}", record.versions[at % versions].columns)
                == format!("{:?}", WHOLE.record.versions[at % versions].columns)
            {
                return None;
            }
        }
        11 => drop(record.tables.as_mut()?.heads.pop()),
        12 => record.checkpoints[0].note = record.checkpoints[0].note.replace('1', "2"),
        13 => {
            drop(record.audit.remove(at % rows));
            (1..).zip(&mut record.audit).for_each(|(seq, row)| row.seq = seq);
            chained_anew(&mut record);
        }
        14 => {
            record.audit[at % rows].actor = None;
            record.audit[at % rows].wrote.clear();
            chained_anew(&mut record);
        }
        _ => return None,
    }
    Some(record)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_done_to_it_is_found_by_what_left_the_computer_later(way in 0_u8..15, at in 0_usize..10_000, to in 0_usize..10_000) {
        if let Some(record) = tampered(way, at, to) {
            let later = WHOLE.record.checkpoints.last().expect("a checkpoint").note.clone();
            let found = first_bad(&record, &Outside { code: None, checkpoint: Some(later) });
            prop_assert!(found.is_some(), "way {} at {} to {}", way, at, to);
        }
    }
}

#[tokio::test]
async fn a_backup_or_a_closed_record_is_read_without_changing_a_byte() {
    let room = Room::open().await;
    busy_day(&room).await;
    room.ask("lock", json!({})).await;
    let bytes = || {
        let mut files: Vec<_> =
            std::fs::read_dir(room.record.folder()).expect("folder").map(|file| file.expect("file").path()).collect();
        files.sort();
        files.into_iter().map(|path| (path.clone(), std::fs::read(path).expect("bytes"))).collect::<Vec<_>>()
    };
    let before = bytes();
    let folder = room.record.folder().to_string_lossy().into_owned();
    let (code, said) = run(&[&folder, "Pat Sample"], PASSWORD);
    assert_eq!((code, said.contains("Everything fits.")), (0, true), "{said}");
    assert_eq!(run(&[&folder, "Pat Sample"], "a quiet morning walk").0, 2, "a wrong password checks nothing");
    assert_eq!(run(&[&folder, "Pat Sample", "--code", "0000-0000-0000"], PASSWORD).0, 1);
    assert!(bytes() == before, "a check changes nothing");

    let file = room.record.folder().join("vault.db");
    let mut damaged = std::fs::read(&file).expect("bytes");
    let middle = damaged.len() / 2;
    damaged[middle] ^= 4;
    std::fs::write(&file, damaged).expect("damage");
    let (code, said) = run(&[&folder], PASSWORD);
    assert_eq!((code, said.contains("page")), (1, true), "{said}");
}

#[tokio::test]
async fn a_record_of_before_is_checked_as_it_lies_and_after_its_update() {
    let room = Room::empty();
    std::fs::create_dir_all(room.record.folder()).expect("a folder");
    let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/vault-4");
    for name in ["vault.db", "vault.keys"] {
        std::fs::copy(fixture.join(name), room.record.folder().join(name)).expect("a copy");
    }
    let before = lying(&room);
    assert_eq!(first_bad(&before, &Outside::default()), None);
    room.clock.set(at("2026-11-28T09:00:00+00:00"));
    room.ask("unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    room.client("Wei", "Fixture", "1990-01-02").await;
    room.ask("lock", json!({})).await;
    let after = lying(&room);
    assert_eq!(first_bad(&after, &Outside::default()), None);
    // What stood before the update is fixed as well: none of it can be taken away.
    for at in 0..before.versions.len() {
        let mut less = after.clone();
        less.versions.remove(at);
        less.tables = None;
        assert!(first_bad(&less, &Outside::default()).is_some(), "version {at}");
    }
    let mut less = after.clone();
    less.signatures.pop();
    assert!(first_bad(&less, &Outside::default()).is_some());
}

#[tokio::test]
async fn an_export_and_its_record_pass_after_someone_left_and_a_password_was_forgotten() {
    let room = Room::empty();
    let kit = room.set_up().await["recovery_key"].clone();
    room.add("Sam Fixture", "counselor").await;
    room.add("Toni Testcase", "counselor").await;
    busy_day(&room).await;
    room.ask("lock", json!({})).await;
    room.ask("recover", json!({ "recovery_key": kit, "name": "Pat Sample", "password": "another quiet evening walk" }))
        .await;
    room.ask("change_password", json!({ "password": "another quiet evening walk", "new_password": PASSWORD })).await;
    let client = room.ask("clients", json!({ "find": "", "limit": 5, "offset": 0 })).await["rows"][0]["client"].clone();
    room.sign("individual_note", client.as_str(), Room::fixture("individual_note")).await;
    let staff = room.ask("staff", json!({})).await;
    let sam =
        staff.as_array().expect("rows").iter().find(|row| row["name"] == "Sam Fixture").expect("Sam")["staff"].clone();
    room.ask("remove_staff", json!({ "staff": sam, "reason": "Works elsewhere now", "password": PASSWORD })).await;
    room.ask("lock", json!({})).await;
    let folder = room.record.folder().to_string_lossy().into_owned();
    // Toni has not unlocked since the key was changed: it lies sealed in the slot.
    for (name, password) in [("Pat Sample", PASSWORD), ("toni testcase", FIRST)] {
        let (code, said) = run(&[&folder, name], password);
        assert_eq!(code, 0, "{name}: {said}");
    }
    assert_eq!(run(&[&folder, "Sam Fixture"], PASSWORD).0, 2);
}

fn run(words: &[&str], typed: &str) -> (i32, String) {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let mut said = Vec::new();
    let code = verify::run(&words, &mut format!("{typed}\n").as_bytes(), &mut said);
    (code, String::from_utf8(said).expect("text"))
}
