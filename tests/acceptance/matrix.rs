//! Which role may do what: generated from the list of commands and the list of kinds, compared with the table that people read, and then
//! every cell is really called.

use crate::room::{PASSWORD, Room};
use clinical::Kind;
use record::command::LINES;
use record::error::Code;
use record::permission::{Permission, Role};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

pub const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

fn table() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/roles.json")
}

/// Role by role, for a command that needs this.
fn cells(needs: Option<Permission>) -> BTreeMap<&'static str, &'static str> {
    let word = |role: &Role| match needs {
        None => "yes",
        Some(needs) if role.may(needs) => "yes",
        Some(_) => "no",
    };
    let mut row: BTreeMap<_, _> = Role::ALL.iter().map(|role| (role.name(), word(role))).collect();
    row.insert("nobody", if needs.is_none() { "yes" } else { "locked" });
    row
}

fn generated() -> Value {
    let commands: BTreeMap<_, _> = LINES.iter().map(|line| (line.name, cells(line.need.permission()))).collect();
    let read: BTreeMap<_, _> = Kind::ALL.iter().map(|kind| (kind.name(), cells(Some(kind.about().read)))).collect();
    let write: BTreeMap<_, _> = Kind::ALL.iter().map(|kind| (kind.name(), cells(Some(kind.about().write)))).collect();
    json!({ "commands": commands, "reads": read, "writes": write })
}

#[test]
fn the_table_of_roles_is_the_one_people_read() {
    let text = format!("{}\n", serde_json::to_string_pretty(&generated()).expect("a table"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(table(), &text).expect("written");
    }
    let kept = std::fs::read_to_string(table()).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        kept == text,
        "tests/fixtures/roles.json is not what the commands say. Look at the change, then run with UPDATE=1."
    );
}

/// The least that each command understands. A new command has no row here and fails.
pub fn least(command: &str) -> Value {
    let document = json!({ "document": NOBODY });
    let client = json!({ "client": NOBODY });
    let confirmed = |mut input: Value| {
        input["document"] = json!(NOBODY);
        input["password"] = json!("not my password at all");
        input
    };
    match command {
        "status" | "lock" | "today" | "kinds" | "instruments" | "drafts" | "staff" | "rebuild_views" | "notices"
        | "cosign_queue" | "tasks" | "checkpoint" | "backups" | "settings" => json!({}),
        "create_vault" => json!({ "program": "", "site": "", "phone": "", "crisis_phone": "", "address": "",
            "paper": "letter", "name": "", "credential": "", "role": "director", "password": "" }),
        "recovery_kit" => json!({ "recovery_key": "none", "paper": "letter" }),
        "unlock" => json!({ "name": "Nobody Known", "password": "not my password at all" }),
        "recover" => json!({ "recovery_key": "none", "name": "Nobody Known", "password": "a password long enough" }),
        "clients" => json!({ "find": "", "limit": 1, "offset": 0 }),
        "chart" | "totals" | "deadlines" | "care_team" | "disclosures" => client,
        "form" => json!({ "kind": "contact" }),
        "listing" => json!({ "of": "staff", "client": null }),
        "start_draft" => json!({ "kind": "contact", "client": NOBODY, "document": null, "body": null }),
        "draft" | "take_over_draft" | "discard_draft" | "restore_draft" | "document" | "evidence" | "heads" => document,
        "questionnaire_score" => json!({ "instrument": "phq9", "answers": [] }),
        "blank_form" => json!({ "kind": "contact", "language": "en", "size": "normal", "paper": "letter" }),
        "save_draft" => json!({ "document": NOBODY, "rev": 1, "body": {} }),
        "record_document" => json!({ "document": NOBODY, "rev": 1, "duplicate_reason": "" }),
        "sign_document" => confirmed(json!({ "rev": 1 })),
        "add_addendum" => confirmed(json!({ "reason": "Left out", "text": "More" })),
        "retract_document" => confirmed(json!({ "reason": "Wrong chart" })),
        "cosign_document" => confirmed(json!({})),
        "return_document" => confirmed(json!({ "reason": "Say more" })),
        "sign_by_hand" => {
            confirmed(json!({ "hand": "client", "name": "Nobody Known", "relationship": "", "drawing": "M1 1L2 2" }))
        }
        "print_check" | "preview" | "print_document" => json!({ "document": NOBODY, "draft": false, "language": "en",
            "size": "normal", "paper": "letter", "recipient": null }),
        "add_staff" => json!({ "name": "", "credential": "", "role": "counselor", "license": "", "license_state": "",
            "license_expires": "", "password": "", "own_password": "" }),
        "change_staff" => json!({ "staff": NOBODY, "credential": "", "role": "counselor", "license": "",
            "license_state": "", "license_expires": "", "supervisor": null, "cosigned": false, "password": "not my password at all" }),
        "remove_staff" => json!({ "staff": NOBODY, "reason": "Left", "password": "not my password at all" }),
        "name_successor" => json!({ "staff": NOBODY, "successor": NOBODY, "reason": "Moved to another town",
            "password": "not my password at all" }),
        "measure_series" => json!({ "client": NOBODY, "instrument": "phq9" }),
        "release_state" => json!({ "document": NOBODY, "on": "2026-04-09" }),
        "sobriety" => json!({ "client": NOBODY, "on": "2026-04-09" }),
        "change_password" => json!({ "password": "not my password at all", "new_password": "short" }),
        "accept_older_record" => json!({ "reason": "Put back on purpose", "password": "not my password at all" }),
        "new_recovery_kit" => json!({ "password": "not my password at all" }),
        "set_care_team" => json!({ "client": NOBODY, "staff": [] }),
        "override_chart" => json!({ "client": NOBODY, "reason": "On call tonight" }),
        "audit_trail" | "export_audit" => json!({ "client": null, "limit": 1 }),
        "disclosure_log" => json!({ "client": NOBODY, "paper": "letter" }),
        "day_sheet" => json!({ "day": "2026-04-09", "paper": "letter" }),
        "check_record" => json!({ "code": "" }),
        "export_record" => json!({ "folder": "", "reason": "", "password": "not my password at all" }),
        "back_up" => json!({ "folder": null }),
        "look_at_backup" => json!({ "folder": "" }),
        "restore" => json!({ "from": "", "to": "", "name": "", "password": "", "reason": "" }),
        "change_settings" => json!({ "idle_minutes": 15, "backup_folder": null, "backup_daily": false }),
        new => panic!("{new} has no row in this test: say what the least is that it understands"),
    }
}

pub fn name_of(role: Role) -> &'static str {
    match role {
        Role::Counselor => "Robin Placeholder",
        Role::Supervisor => "Casey Notreal",
        Role::Director => "Pat Sample",
        Role::FrontDesk => "Toni Desk",
        Role::PrivacyOfficer => "Sam Ledger",
    }
}

pub async fn staffed() -> Room {
    let room = Room::open().await;
    for role in Role::ALL.iter().filter(|role| **role != Role::Director) {
        room.add(name_of(*role), role.name()).await;
    }
    room
}

#[tokio::test]
async fn every_command_answers_each_role_as_the_table_says_and_every_refusal_is_in_the_trail() {
    let room = staffed().await;
    let (mut cells, mut refused) = (0, Vec::new());
    for &role in Role::ALL {
        room.sit_down(name_of(role)).await;
        for line in LINES {
            let (command, need) = (line.name, line.need);
            if !room.record.is_open() {
                room.ask("unlock", json!({ "name": name_of(role), "password": PASSWORD })).await;
            }
            cells += 1;
            let answer = room.try_ask(command, least(command)).await;
            let code = answer.as_ref().err().map(|error| error.code);
            if need.permission().is_none_or(|needs| role.may(needs)) {
                assert_ne!(code, Some(Code::Forbidden), "{role:?} may {command}");
                let misread = answer.err().filter(|error| error.message.contains("was not understood"));
                assert!(misread.is_none(), "{command}: the least it understands is written wrong in this test");
            } else {
                refused.push((role.name(), command));
                assert_eq!(code, Some(Code::Forbidden), "{role:?} may not {command}: {answer:?}");
            }
        }
    }
    assert_eq!(cells, Role::ALL.len() * LINES.len());
    assert!(refused.len() > 50, "{} cells refuse", refused.len());
    room.sit_down(name_of(Role::Director)).await;
    let trail = room.ask("audit_trail", json!({ "client": null, "limit": 5000 })).await;
    let rows: Vec<_> = trail.as_array().expect("rows").iter().filter(|row| row["outcome"] == "refused").collect();
    for (role, command) in refused {
        let told = rows.iter().any(|row| row["role"] == role && row["action"] == command);
        assert!(told, "{role} was refused {command}, and the trail does not say so");
    }
}

#[tokio::test]
async fn while_locked_only_what_opens_a_record_answers() {
    let room = staffed().await;
    room.ask("lock", json!({})).await;
    for line in LINES {
        let (command, need) = (line.name, line.need);
        let code = room.try_ask(command, least(command)).await.err().map(|error| error.code);
        match need.permission() {
            Some(_) => assert_eq!(code, Some(Code::Locked), "{command}"),
            None => assert_ne!(code, Some(Code::Locked), "{command}"),
        }
        assert!(!room.record.is_open(), "{command} opened the record");
    }
}

#[tokio::test]
async fn every_kind_is_written_and_read_by_exactly_the_roles_of_the_table() {
    let room = staffed().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    for &role in Role::ALL {
        room.sit_down(name_of(role)).await;
        for &kind in Kind::ALL {
            let whose = (kind != Kind::FaceSheet).then_some(client.as_str());
            let start = json!({ "kind": kind, "client": whose, "document": null, "body": null });
            let code = room.try_ask("start_draft", start).await.err().map(|error| error.code);
            let elsewhere = matches!(kind, Kind::StaffMember | Kind::CareTeam);
            let expected = match role.may(kind.about().write) && role.may(Permission::WriteDemographics) {
                false if elsewhere && role.may(Permission::WriteDemographics) => Some(Code::BadInput),
                false => Some(Code::Forbidden),
                true if elsewhere => Some(Code::BadInput),
                true => None,
            };
            assert_eq!(code, expected, "{role:?} starts {kind:?}");
        }
    }
}

/// Words that stand for clinical text in everything a clinician can type about a client.
const PLANTED: &str = "Zyxwvutation";

fn plant(body: &mut Value) {
    match body {
        Value::String(text) if text.contains(' ') => text.push_str(&format!(" {PLANTED}")),
        Value::Array(items) => items.iter_mut().for_each(plant),
        Value::Object(fields) => fields.values_mut().for_each(plant),
        _ => {}
    }
}

#[tokio::test]
async fn the_front_desk_meets_no_clinical_word_anywhere() {
    let room = staffed().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut documents = Vec::new();
    for kind in ["assessment", "individual_note", "family_session", "lapse", "group_session"] {
        let mut body = Room::fixture(kind);
        plant(&mut body);
        if kind == "group_session" {
            body["people"].as_array_mut().expect("people").truncate(1);
            body["people"][0]["client"] = json!(client);
        }
        if body.get("on").is_some() {
            body["on"] = json!("2026-04-09");
        }
        for field in ["start", "end"] {
            if body.get(field).is_some() && kind != "group_session" {
                body[field] = json!(if field == "start" { "14:00" } else { "14:50" });
            }
        }
        if kind == "family_session" {
            body["people"].as_array_mut().expect("people").remove(0);
        }
        let whose = (kind != "group_session").then_some(client.as_str());
        let draft = room.draft(kind, whose, body).await;
        let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
        match room.try_ask("sign_document", sign).await {
            Ok(signed) => documents.push(signed["document"].clone()),
            Err(error) => panic!("{kind}: {error:?}"),
        }
    }
    // The episode is the front record's work, its clinical fields are not.
    let chart = room.ask("chart", json!({ "client": client })).await;
    let episode =
        chart["entries"].as_array().expect("entries").iter().find(|entry| entry["kind"] == "episode").expect("one");
    let revise = json!({ "kind": "episode", "client": client, "document": episode["document"],
        "body": { "referral_reason": PLANTED, "sober_since": "2026-03-01" } });
    let draft = room.ask("start_draft", revise).await;
    let record = |draft: &Value| json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" });
    room.ask("record_document", record(&draft)).await;
    assert!(room.ask("today", json!({})).await.to_string().contains(PLANTED), "the word is there for clinical staff");

    room.sit_down("Toni Desk").await;
    let episode = episode["document"].clone();
    let mut seen = vec![
        room.ask("chart", json!({ "client": client })).await,
        room.ask("today", json!({})).await,
        room.ask("clients", json!({ "find": "", "limit": 100, "offset": 0 })).await,
        room.ask("staff", json!({})).await,
        room.ask("drafts", json!({})).await,
        room.ask("notices", json!({})).await,
        room.ask("care_team", json!({ "client": client })).await,
        room.ask("document", json!({ "document": episode })).await,
    ];
    let draft = room
        .ask(
            "start_draft",
            json!({ "kind": "episode", "client": client, "document": episode, "body": { "room": "204" } }),
        )
        .await;
    seen.push(room.ask("evidence", json!({ "document": episode })).await);
    seen.push(room.ask("record_document", record(&draft)).await);
    seen.push(draft);
    for document in &documents {
        assert_eq!(room.refuses("document", json!({ "document": document })).await.code, Code::Forbidden);
    }
    for answer in &seen {
        assert!(!answer.to_string().contains(PLANTED) && !answer.to_string().contains("2026-03-01"), "{answer}");
    }
    room.sit_down("Pat Sample").await;
    let kept = room.ask("document", json!({ "document": episode })).await;
    assert_eq!(kept["body"]["room"], "204");
    assert_eq!(kept["body"]["referral_reason"], PLANTED, "who does not read it does not empty it");
}
