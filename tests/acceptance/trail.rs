//! Who saw and did what, what is taken away to prove it, and what leaves as files.

use crate::room::{PASSWORD, Room, at};
use record::error::Code;
use serde_json::{Value, json};

#[tokio::test]
async fn a_checkpoint_stands_until_something_is_done() {
    let room = Room::open().await;
    let first = room.ask("checkpoint", json!({})).await;
    assert_eq!(room.ask("checkpoint", json!({})).await, first, "nothing happened between");
    assert_eq!(first["code"].as_str().map(str::len), Some(14));
    room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let second = room.ask("checkpoint", json!({})).await;
    assert!(second["seq"].as_i64() > first["seq"].as_i64() && second["code"] != first["code"], "{first} then {second}");
}

async fn trail(room: &Room, filter: Value) -> Vec<Value> {
    let mut input = json!({ "limit": 500 });
    input.as_object_mut().expect("an object").extend(filter.as_object().expect("an object").clone());
    room.record.settle().await;
    room.ask("audit_trail", input).await.as_array().expect("rows").clone()
}

fn told(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["words"].as_str().expect("words")).collect()
}

#[tokio::test]
async fn a_privacy_officer_sees_who_opened_a_chart_and_is_seen_looking() {
    let room = Room::open().await;
    room.add("Robin Sample", "privacy_officer").await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.client("Wei", "Fixture", "1990-01-02").await;
    room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    room.ask("chart", json!({ "client": client })).await;
    room.sit_down("Robin Sample").await;
    let rows = trail(&room, json!({ "client": client })).await;
    let opened = rows.iter().find(|row| row["words"] == "Opened the chart").expect("the look");
    assert_eq!(
        (opened["who"].as_str(), opened["called"].as_str()),
        (Some("Pat Sample, LPC"), Some("Marisol Testcase-Example"))
    );
    assert!(told(&rows).contains(&"Signed an individual session"), "{:?}", told(&rows));
    let looks = trail(&room, json!({ "client": client, "group": "looks" })).await;
    let own = looks.iter().find(|row| row["action"] == "audit_trail").expect("their own look");
    assert_eq!(own["who"], "Robin Sample, LPC");
    assert!(!told(&looks).contains(&"Signed an individual session"));
}

#[tokio::test]
async fn the_trail_is_filtered_by_person_day_and_kind_of_act_and_paged() {
    let room = Room::open().await;
    room.add("Toni Desk", "front_desk").await;
    room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.clock.set(at("2026-04-10T08:00:00-07:00"));
    room.sit_down("Toni Desk").await;
    room.refuses("audit_trail", json!({ "limit": 10 })).await;
    room.sit_down("Pat Sample").await;
    assert_eq!(told(&trail(&room, json!({ "group": "refusals" })).await), ["Refused: looked at the audit trail"]);
    let access = trail(&room, json!({ "group": "access", "from": "2026-04-10", "to": "2026-04-10" })).await;
    assert!(access.iter().all(|row| row["at"].as_str().is_some_and(|at| at.starts_with("2026-04-10"))), "{access:?}");
    assert!(told(&access).contains(&"Unlocked the record"));
    let me = access.iter().find(|row| row["who"] == "Pat Sample, LPC").expect("a row of mine").clone();
    let toni = trail(&room, json!({ "group": "access" })).await;
    assert!(toni.iter().any(|row| row["who"] == "Toni Desk, LPC"));
    let older = trail(&room, json!({ "before": me["seq"] })).await;
    assert_eq!(older[0]["seq"].as_i64().map(|seq| seq + 1), me["seq"].as_i64());
    assert!(trail(&room, json!({ "from": "2026-04-11" })).await.is_empty());
}

#[tokio::test]
async fn an_exported_trail_runs_nothing_in_a_spreadsheet_and_is_itself_in_the_trail() {
    let room = Room::open().await;
    let client = room.client("=1+1", "Testcase-Example", "1988-05-17").await;
    room.ask("chart", json!({ "client": client })).await;
    room.record.settle().await;
    let table = room.ask("export_audit", json!({ "limit": 1 })).await;
    assert_eq!(table["name"], "audit-trail-2026-04-09.csv");
    let text = table["text"].as_str().expect("text");
    assert!(text.starts_with("\u{feff}number,time,who,role,what,act,outcome,client,document,detail\n"), "{text}");
    assert!(text.contains(",'=1+1 Testcase-Example,") && !text.contains(",=1+1"), "{text}");
    assert!(text.lines().count() > 3, "an export is not cut at a page");
    assert_eq!(trail(&room, json!({ "group": "prints" })).await[0]["words"], "Exported the audit trail");
}

#[tokio::test]
async fn the_open_record_is_checked_and_a_day_sheets_code_is_found_in_it() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    room.pages("day_sheet", json!({ "day": "2026-04-09", "paper": "a4" })).await.expect("a sheet");
    let code = room.ask("checkpoint", json!({})).await["code"].clone();
    room.client("Wei", "Fixture", "1990-01-02").await;
    let checked = room.ask("check_record", json!({ "code": code })).await;
    assert_eq!((&checked["first_bad"], &checked["views_equal"]), (&Value::Null, &json!(true)), "{checked}");
    assert!(
        checked["versions"].as_u64() > Some(5) && checked["signatures"] == 1 && checked["checkpoints"] != 0,
        "{checked}"
    );
    let wrong = room.ask("check_record", json!({ "code": "0000-0000-0000" })).await;
    assert!(wrong["first_bad"].as_str().is_some_and(|bad| bad.contains("code")), "{wrong}");
    assert_eq!(room.ask("chart", json!({ "client": client })).await["header"]["name"], "Marisol Testcase-Example");
}

#[tokio::test]
async fn a_day_to_come_has_no_sheet() {
    let room = Room::open().await;
    let refused =
        room.pages("day_sheet", json!({ "day": "2026-04-10", "paper": "letter" })).await.expect_err("refused");
    assert_eq!(refused.code, Code::BadInput);
}

#[tokio::test]
async fn an_export_is_whole_checks_by_itself_and_keeps_counseling_notes_back() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut apart = Room::fixture("individual_note");
    apart["counseling_note"] = json!(true);
    apart["content"] = json!("Words that stay between the two.");
    let kept = room.sign("individual_note", Some(&client), apart).await;
    let more = json!({ "document": kept["document"], "reason": "Left out", "text": "A word that stays, too.", "password": PASSWORD });
    room.ask("add_addendum", more).await;
    room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let folder = elsewhere.path().join("export");
    let input = |reason: &str, password: &str| json!({ "folder": folder, "reason": reason, "password": password });
    assert_eq!(room.refuses("export_record", input(" ", PASSWORD)).await.code, Code::BadInput);
    assert_eq!(room.refuses("export_record", input("Moving", "a quiet morning walk")).await.code, Code::WrongPassword);
    assert!(!folder.exists(), "a refusal leaves nothing behind");
    let exported = room.ask("export_record", input("Moving to another program", PASSWORD)).await;
    let words =
        [folder.to_string_lossy().into_owned(), "--code".into(), exported["code"].as_str().expect("a code").into()];
    let mut said = Vec::new();
    let code = verify::run(&words, &mut "".as_bytes(), &mut said);
    let said = String::from_utf8(said).expect("text");
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("2 versions were withheld"), "{said}");
    assert_eq!((&exported["withheld"], &exported["withheld_by_restriction"]), (&json!(2), &json!(0)));
    for file in std::fs::read_dir(&folder).expect("folder") {
        let text = std::fs::read_to_string(file.expect("file").path()).expect("text");
        assert!(!text.contains("stay between") && !text.contains("that stays, too"));
    }
    assert_eq!(
        room.refuses("export_record", input("Again", PASSWORD)).await.code,
        Code::BadInput,
        "nothing is written over"
    );
    let rows = trail(&room, json!({ "group": "prints" })).await;
    let row = rows.iter().find(|row| row["outcome"] == "done").expect("a row");
    assert_eq!((&row["words"], &row["detail"]), (&json!("Exported the record"), &json!("Moving to another program")));

    let file = folder.join("versions.jsonl");
    let text = std::fs::read_to_string(&file).expect("text");
    std::fs::write(&file, text.lines().skip(1).collect::<Vec<_>>().join("\n")).expect("one less");
    let mut said = Vec::new();
    assert_eq!(verify::run(&words[..1], &mut "".as_bytes(), &mut said), 1);
}

fn verified(folder: &std::path::Path) -> (i32, String) {
    let mut said = Vec::new();
    let code = verify::run(&[folder.to_string_lossy().into_owned()], &mut "".as_bytes(), &mut said);
    (code, String::from_utf8(said).expect("text"))
}

async fn exports(room: &Room, folder: &std::path::Path) -> Value {
    let input = json!({ "folder": folder, "reason": "Moving to another program", "password": PASSWORD });
    room.ask("export_record", input).await
}

#[tokio::test]
async fn what_a_client_keeps_from_everyone_outside_stays_out_of_an_export_and_is_counted_aloud() {
    let room = Room::open().await;
    let kept = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let other = room.client("Jordan", "Mockup", "1985-01-20").await;
    for (client, words) in [(&kept, "Zyxwvutation at home"), (&other, "Plain words of the week")] {
        let mut note = Room::fixture("individual_note");
        note["on"] = json!("2026-04-09");
        note["sections"]["data"] = json!(words);
        room.sign("individual_note", Some(client), note).await;
    }
    let mut session = Room::fixture("group_session");
    session["people"].as_array_mut().expect("people").truncate(2);
    (session["people"][0]["client"], session["people"][1]["client"]) = (json!(kept), json!(other));
    session["people"][0]["observed"] = json!("Zyxwvutation in role play");
    room.sign("group_session", None, session).await;
    let mut restriction = Room::fixture("restriction");
    restriction["staff"] = json!("");
    (restriction["keeps_from"], restriction["extent"]) = (json!("everyone"), json!("everything"));
    room.sign("restriction", Some(&kept), restriction).await;

    let elsewhere = tempfile::tempdir().expect("a folder");
    let folder = elsewhere.path().join("export");
    let exported = exports(&room, &folder).await;
    let withheld = exported["withheld"].as_u64().expect("a number");
    assert!(withheld > 4 && exported["withheld_by_restriction"] == withheld, "{exported}");
    let text = std::fs::read_to_string(folder.join("versions.jsonl")).expect("text");
    assert!(!text.contains("Marisol") && !text.contains("Zyxwvutation"), "the chart and what tells of it");
    assert!(text.contains("Jordan") && text.contains("Plain words of the week"), "another chart is whole");
    let (code, said) = verified(&folder);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(&format!("0 of counseling notes and {withheld} by agreed restrictions")), "{said}");
    let rows = trail(&room, json!({ "group": "prints" })).await;
    let told = rows.iter().find(|row| row["action"] == "withhold").expect("a row");
    assert!(told["detail"].as_str().is_some_and(|it| it.starts_with("0 of counseling notes, ")), "{told}");
}

#[tokio::test]
async fn where_only_some_of_a_chart_is_kept_from_everyone_an_export_leaves_out_what_cannot_be_told_apart_from_it() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.sign("assessment", Some(&client), Room::fixture("assessment")).await;
    room.sign("treatment_plan", Some(&client), Room::fixture("treatment_plan")).await;
    let mut restriction = Room::fixture("restriction");
    restriction["staff"] = json!("");
    (restriction["keeps_from"], restriction["extent"]) = (json!("everyone"), json!("some"));
    restriction["covers"] = json!(["diagnosis"]);
    room.sign("restriction", Some(&client), restriction).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let folder = elsewhere.path().join("export");
    exports(&room, &folder).await;
    let text = std::fs::read_to_string(folder.join("versions.jsonl")).expect("text");
    let is_whole = |kind: &str| {
        let line = text.lines().find(|line| line.contains(&format!("\"kind\":\"{kind}\""))).expect("its line");
        !line.contains("\"withheld\"")
    };
    let whole = ["treatment_plan", "face_sheet", "assessment"].map(is_whole);
    assert_eq!(whole, [true, true, false], "a diagnosis may stand in any assessment; a plan has a word of its own");
    assert_eq!(verified(&folder).0, 0);
}

#[tokio::test]
async fn nobody_takes_an_unwelcome_text_out_of_an_export_and_calls_it_withheld() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut apart = Room::fixture("individual_note");
    apart["counseling_note"] = json!(true);
    room.sign("individual_note", Some(&client), apart).await;
    room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let folder = elsewhere.path().join("export");
    exports(&room, &folder).await;
    assert_eq!(verified(&folder).0, 0);
    let (versions, signatures) = (folder.join("versions.jsonl"), folder.join("signatures.jsonl"));
    let whole = [&versions, &signatures].map(|file| std::fs::read_to_string(file).expect("text"));
    let lines: Vec<Value> = whole[0].lines().map(|line| serde_json::from_str(line).expect("a line")).collect();
    for why in ["counseling_note", "restriction", "because"] {
        for at in 0..lines.len() {
            let mut lines = lines.clone();
            if lines[at]["withheld"] == true {
                continue;
            }
            lines[at]["version"].as_object_mut().expect("a version").remove("body");
            (lines[at]["withheld"], lines[at]["why"]) = (json!(true), json!(why));
            let text: Vec<String> = lines.iter().map(Value::to_string).collect();
            std::fs::write(&versions, text.join("\n")).expect("written");
            let marks = whole[1].lines().map(|line| {
                let mut mark: Value = serde_json::from_str(line).expect("a line");
                if mark["version"] == lines[at]["id"] {
                    mark["withheld"] = json!(true);
                }
                mark.to_string()
            });
            std::fs::write(&signatures, marks.collect::<Vec<_>>().join("\n")).expect("written");
            let (code, said) = verified(&folder);
            assert!(code == 1 && said.contains("First bad record"), "line {at} withheld as {why}: {said}");
        }
    }
    std::fs::write(&versions, &whole[0]).expect("put back");
    // A signature alone is not withheld either.
    let bare: Vec<String> = whole[1].lines().map(|line| line.replacen('{', "{\"withheld\":true,", 1)).collect();
    std::fs::write(&signatures, bare.join("\n")).expect("written");
    assert_eq!(verified(&folder).0, 1);
    std::fs::write(&signatures, &whole[1]).expect("put back");
    assert_eq!(verified(&folder).0, 0);
}

#[tokio::test]
async fn letting_other_programs_see_the_window_is_in_the_trail_also_when_nobody_was_signed_in() {
    let room = Room::open().await;
    let told = async || {
        let rows = trail(&room, json!({ "group": "access" })).await;
        let of = |row: &&Value| row["action"] == "show_window" || row["action"] == "hide_window";
        let said = rows.iter().filter(of).map(|row| {
            format!("{}: {}", row["words"].as_str().unwrap_or_default(), row["detail"].as_str().unwrap_or_default())
        });
        said.collect::<Vec<_>>()
    };
    room.record.tell_window(false, false).await.expect("as it was");
    assert_eq!(told().await, Vec::<String>::new());
    for _ in 0..2 {
        room.record.tell_window(true, true).await.expect("told");
    }
    assert_eq!(told().await, ["Let other programs see the window: "]);
    room.ask("lock", json!({})).await;
    room.record.tell_window(false, true).await.expect("nobody is there to be told of");
    room.ask("unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    room.record.tell_window(false, false).await.expect("told");
    assert_eq!(told().await[0], "Kept other programs from seeing the window: Chosen while the record was locked");
    assert_eq!(told().await.len(), 2);
}

#[tokio::test]
async fn the_day_that_asks_itself_anew_is_told_once_in_a_quarter_of_an_hour() {
    let room = Room::open().await;
    let told = async || {
        room.record.settle().await;
        let rows = room.ask("audit_trail", json!({ "client": null, "group": "looks", "limit": 50 })).await;
        rows.as_array().expect("rows").iter().filter(|row| row["action"] == "today").count()
    };
    for _ in 0..3 {
        room.ask("today", json!({})).await;
    }
    assert_eq!(told().await, 1);
    room.clock.set(at("2026-04-09T17:57:00-07:00"));
    room.ask("today", json!({})).await;
    assert_eq!(told().await, 2);
    // Whoever comes next is told anew.
    room.sit_down("Pat Sample").await;
    room.ask("today", json!({})).await;
    assert_eq!(told().await, 3);
}
