//! The directory, care teams, licenses, counseling notes.

use crate::room::{PASSWORD, Room, at, held};
use record::error::Code;
use serde_json::{Value, json};

async fn staff_id(room: &Room, name: &str) -> String {
    let rows = room.ask("staff", json!({})).await;
    let row = rows.as_array().expect("rows").iter().find(|row| row["name"] == name).expect("in the directory").clone();
    row["staff"].as_str().expect("an id").to_owned()
}

fn entry(staff: &str, role: &str) -> Value {
    json!({ "staff": staff, "credential": "LPC", "role": role, "license": "FICT-0001", "license_state": "AZ",
        "license_expires": "2027-06-30", "supervisor": null, "cosigned": false, "password": PASSWORD })
}

async fn trail(room: &Room, action: &str) -> Vec<Value> {
    room.record.settle().await;
    let rows = room.ask("audit_trail", json!({ "client": null, "limit": 1000 })).await;
    rows.as_array().expect("rows").iter().filter(|row| row["action"] == action).cloned().collect()
}

async fn note(room: &Room, client: &str) -> Value {
    let mut body = Room::fixture("individual_note");
    body["on"] = json!("2026-04-09");
    body["start"] = json!("14:00");
    body["end"] = json!("14:50");
    for (field, value) in [("risk", "none"), ("risk_detail", ""), ("risk_next_step", ""), ("risk_next_step_by", "")] {
        body[field] = json!(value);
    }
    room.sign("individual_note", Some(client), body).await
}

#[tokio::test]
async fn a_change_of_role_is_told_in_the_trail_and_holds_from_the_next_unlocking() {
    let room = Room::open().await;
    room.add("Robin Placeholder", "counselor").await;
    let robin = staff_id(&room, "Robin Placeholder").await;
    let changed = room.ask("change_staff", entry(&robin, "supervisor")).await;
    assert_eq!((&changed["role"], &changed["license_state"]), (&json!("supervisor"), &json!("AZ")));
    let told = trail(&room, "change_staff").await;
    assert!(told[0]["detail"].as_str().expect("words").contains("counselor → supervisor"), "{told:?}");
    room.sit_down("Robin Placeholder").await;
    let me = room.ask("status", json!({})).await["me"].clone();
    assert!(me["may"].as_array().expect("permissions").contains(&json!("cosign")), "{me}");
}

#[tokio::test]
async fn the_last_director_cannot_step_down_and_nobody_supervises_themselves() {
    let room = Room::open().await;
    let pat = staff_id(&room, "Pat Sample").await;
    let refused = room.refuses("change_staff", entry(&pat, "counselor")).await;
    assert!(refused.message.contains("only program director"), "{refused:?}");
    let mut own = entry(&pat, "director");
    own["supervisor"] = json!(pat);
    assert_eq!(room.refuses("change_staff", own).await.findings[0].field, "supervisor");
    // With a second director the first one's role can change, by the second.
    room.add("Casey Notreal", "director").await;
    assert_eq!(room.refuses("change_staff", entry(&pat, "counselor")).await.code, Code::BadInput);
    room.sit_down("Casey Notreal").await;
    assert_eq!(room.ask("change_staff", entry(&pat, "counselor")).await["role"], "counselor");
}

#[tokio::test]
async fn a_directory_entry_and_a_care_team_change_only_through_their_own_commands() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let pat = staff_id(&room, "Pat Sample").await;
    for (kind, document) in [("staff_member", Some(pat.as_str())), ("staff_member", None), ("care_team", None)] {
        let start = json!({ "kind": kind, "client": client, "document": document, "body": { "active": false } });
        assert_eq!(room.refuses("start_draft", start).await.code, Code::BadInput, "{kind}");
    }
    let withdraw = json!({ "document": pat, "reason": "Left", "password": PASSWORD });
    assert_eq!(room.refuses("retract_document", withdraw).await.code, Code::BadInput);
    room.sit_down("Pat Sample").await;
}

/// Marisol's chart with a signed note and a team of Robin alone; Pat, the director, is outside.
async fn teamed() -> (Room, String, Value) {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Robin Placeholder", "counselor").await;
    room.add("Casey Notreal", "supervisor").await;
    room.add("Sam Ledger", "privacy_officer").await;
    let note = note(&room, &client).await;
    let robin = staff_id(&room, "Robin Placeholder").await;
    let open = room.ask("care_team", json!({ "client": client })).await;
    assert_eq!((&open["open_to_all"], &open["mine"]), (&json!(true), &json!(true)));
    let team = room.ask("set_care_team", json!({ "client": client, "staff": [robin, robin] })).await;
    assert_eq!((&team["open_to_all"], &team["mine"]), (&json!(false), &json!(false)), "{team}");
    assert_eq!(team["people"].as_array().map(Vec::len), Some(1));
    (room, client, note)
}

#[tokio::test]
async fn outside_the_care_team_a_chart_shows_who_and_when_until_a_reason_is_given() {
    let (room, client, note) = teamed().await;
    for who in ["Pat Sample", "Casey Notreal"] {
        room.sit_down(who).await;
        let chart = room.ask("chart", json!({ "client": client })).await;
        assert_eq!(chart["header"]["outside_team"], true, "{who}");
        assert_eq!(chart["header"]["legal_first"], "Marisol");
        let kinds: Vec<_> = chart["entries"].as_array().expect("entries").iter().map(|it| it["kind"].clone()).collect();
        assert!(!kinds.contains(&json!("individual_note")) && kinds.contains(&json!("face_sheet")), "{kinds:?}");
        let draft = json!({ "kind": "individual_note", "client": client, "document": null, "body": null });
        let document = json!({ "document": note["document"] });
        let withdraw = json!({ "document": note["document"], "reason": "Wrong chart", "password": PASSWORD });
        let add = json!({ "document": note["document"], "reason": "More", "text": "More", "password": PASSWORD });
        let print = json!({ "document": note["document"], "draft": false, "language": "en", "size": "normal", "paper": "letter", "recipient": null });
        for (command, input) in [
            ("document", document.clone()),
            ("start_draft", draft.clone()),
            ("retract_document", withdraw),
            ("add_addendum", add),
            ("totals", json!({ "client": client })),
            ("deadlines", json!({ "client": client })),
            ("sobriety", json!({ "client": client, "on": "2026-04-09" })),
            ("measure_series", json!({ "client": client, "instrument": "phq9" })),
            ("listing", json!({ "of": "need", "client": client })),
            ("set_care_team", json!({ "client": client, "staff": [] })),
            ("preview", print),
        ] {
            assert_eq!(room.refuses(command, input).await.code, Code::OutsideTeam, "{who}: {command}");
        }
        let short = json!({ "client": client, "reason": "on call" });
        assert_eq!(room.refuses("override_chart", short).await.code, Code::BadInput);
        room.ask("override_chart", json!({ "client": client, "reason": "On call tonight, the counselor is ill" }))
            .await;
        assert_eq!(room.ask("document", document.clone()).await["body"], note["body"]);
        assert_eq!(room.ask("chart", json!({ "client": client })).await["header"]["outside_team"], false);
        let draft = room.ask("start_draft", draft).await;
        // A lock ends it, also for a draft begun meanwhile.
        room.sit_down(who).await;
        for command in ["document", "draft", "discard_draft"] {
            let about = if command == "document" { &note["document"] } else { &draft["document"] };
            assert_eq!(room.refuses(command, json!({ "document": about })).await.code, Code::OutsideTeam, "{command}");
        }
    }
}

#[tokio::test]
async fn a_named_care_team_is_changed_by_its_members_or_from_above_with_password_and_reason() {
    let (room, client, note) = teamed().await;
    room.add("Hope Stand-In", "counselor").await;
    let hope = staff_id(&room, "Hope Stand-In").await;
    let alone = |reason: Option<&str>, password: Option<&str>| json!({ "client": client, "staff": [hope], "reason": reason, "password": password });
    // A colleague outside does not, though they opened the chart with a reason.
    room.sit_down("Hope Stand-In").await;
    room.ask("override_chart", json!({ "client": client, "reason": "On call tonight" })).await;
    for input in [alone(None, None), alone(Some("I look after her now"), Some(PASSWORD))] {
        assert_eq!(room.refuses("set_care_team", input).await.code, Code::OutsideTeam);
    }
    for who in ["Casey Notreal", "Pat Sample"] {
        room.sit_down(who).await;
        assert_eq!(room.refuses("set_care_team", alone(None, None)).await.code, Code::OutsideTeam, "{who}");
        let wrong = alone(Some("Robin is on leave until May"), Some("not my password at all"));
        assert_eq!(room.refuses("set_care_team", wrong).await.code, Code::WrongPassword, "{who}");
        let short = room.refuses("set_care_team", alone(Some("leave"), Some(PASSWORD))).await;
        assert_eq!(short.findings[0].field, "reason", "{who}");
    }
    let team = room.ask("set_care_team", alone(Some("Robin is on leave until May"), Some(PASSWORD))).await;
    assert_eq!((&team["mine"], &team["people"][0]["staff"]), (&json!(false), &json!(hope)));
    assert_eq!(room.refuses("document", json!({ "document": note["document"] })).await.code, Code::OutsideTeam);
    let told = trail(&room, "set_care_team").await;
    let told = told[0]["detail"].as_str().expect("words");
    assert!(told.contains("Hope Stand-In") && told.contains("Robin is on leave until May"), "{told}");
    // Its members change it as they are.
    room.sit_down("Hope Stand-In").await;
    let robin = staff_id(&room, "Robin Placeholder").await;
    room.ask("set_care_team", json!({ "client": client, "staff": [hope, robin] })).await;
    room.sit_down("Robin Placeholder").await;
    room.ask("document", json!({ "document": note["document"] })).await;
}

#[tokio::test]
async fn whoever_was_on_the_team_when_a_chart_was_opened_from_outside_still_reads_who_did() {
    let (room, client, _) = teamed().await;
    room.add("Hope Stand-In", "counselor").await;
    let hope = staff_id(&room, "Hope Stand-In").await;
    let casey = staff_id(&room, "Casey Notreal").await;
    let opens = async |who: &str, why: &str| {
        room.sit_down(who).await;
        room.ask("override_chart", json!({ "client": client, "reason": why })).await;
    };
    let told = async |who: &str| -> Vec<String> {
        room.sit_down(who).await;
        let told = room.ask("notices", json!({})).await["opened_from_outside"].clone();
        told.as_array().expect("lines").iter().map(|it| it["reason"].as_str().expect("words").to_owned()).collect()
    };
    opens("Casey Notreal", "On call the first night").await;
    let change = json!({ "client": client, "staff": [hope, casey], "reason": "Robin is on leave until May", "password": PASSWORD });
    room.ask("set_care_team", change).await;
    assert_eq!(told("Robin Placeholder").await, ["On call the first night"], "they were on it then");
    assert_eq!(told("Hope Stand-In").await, [""; 0], "not on it then");
    // A second opening under another team hides nothing from the first.
    room.ask("set_care_team", json!({ "client": client, "staff": [hope] })).await;
    opens("Casey Notreal", "On call the second night").await;
    assert_eq!(told("Robin Placeholder").await, ["On call the first night"]);
    assert_eq!(told("Hope Stand-In").await, ["On call the second night"]);
}

#[tokio::test]
async fn a_chart_opened_from_outside_closes_after_four_hours_and_its_team_reads_why() {
    let (room, client, note) = teamed().await;
    room.sit_down("Casey Notreal").await;
    room.ask("override_chart", json!({ "client": client, "reason": "On call tonight" })).await;
    let team = room.ask("care_team", json!({ "client": client })).await;
    assert_eq!(team["opened_until"], "2026-04-10T04:42:00Z", "{team}");
    room.clock.set(at("2026-04-09T21:41:00-07:00"));
    room.ask("document", json!({ "document": note["document"] })).await;
    room.clock.set(at("2026-04-09T21:42:00-07:00"));
    assert_eq!(room.refuses("document", json!({ "document": note["document"] })).await.code, Code::OutsideTeam);
    room.sit_down("Robin Placeholder").await;
    let told = room.ask("notices", json!({})).await["opened_from_outside"].clone();
    assert_eq!(
        (&told[0]["who"], &told[0]["reason"]),
        (&json!("Casey Notreal, LPC"), &json!("On call tonight")),
        "{told}"
    );
    room.sit_down("Sam Ledger").await;
    let told = trail(&room, "override_chart").await;
    assert_eq!((told.len(), &told[0]["detail"]), (1, &json!("On call tonight")));
    assert!(
        trail(&room, "document").await.iter().any(|row| row["outcome"] == "refused"),
        "the refusal is in the trail"
    );
}

#[tokio::test]
async fn the_privacy_officer_reads_every_chart_and_lists_show_outsiders_names_only() {
    let (room, client, note) = teamed().await;
    room.sit_down("Sam Ledger").await;
    assert_eq!(room.ask("document", json!({ "document": note["document"] })).await["body"], note["body"]);
    room.sit_down("Robin Placeholder").await;
    room.ask("document", json!({ "document": note["document"] })).await;
    let mut answers = Room::fixture("screening");
    answers["on"] = json!("2026-04-09");
    answers["answers"] = json!([0, 0, 0, 0, 0, 0, 0, 0, 1]);
    room.record("screening", Some(&client), answers).await;
    let list = json!({ "find": "", "limit": 100, "offset": 0 });
    assert_eq!(room.ask("clients", list.clone()).await["rows"][0]["alerts"], 1);
    room.sit_down("Casey Notreal").await;
    let row = room.ask("clients", list).await["rows"][0].clone();
    assert_eq!((&row["alerts"], &row["next_due"]), (&json!(0), &json!(null)), "{row}");
    let today = room.ask("today", json!({})).await;
    assert_eq!(today["here"][0]["client"]["client"], json!(client));
    assert!(!today.to_string().contains("PHQ"), "{today}");
    // That an alert is open is not kept from anyone who might meet the person.
    assert_eq!(today["alerts"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_group_session_with_someone_of_a_closed_chart_is_read_by_its_facilitator_and_the_team() {
    let (room, client, _) = teamed().await;
    room.add("Hope Stand-In", "counselor").await;
    let mut body = Room::fixture("group_session");
    body["people"].as_array_mut().expect("people").truncate(1);
    body["people"][0]["client"] = json!(client);
    let session = room.sign("group_session", None, body).await;
    let open = json!({ "document": session["document"] });
    room.ask("document", open.clone()).await;
    room.sit_down("Hope Stand-In").await;
    assert_eq!(room.refuses("document", open.clone()).await.code, Code::OutsideTeam);
    let group = room.draft("group_session", None, json!({})).await;
    let roster = room.ask("evidence", json!({ "document": group["document"] })).await["roster"].clone();
    assert_eq!((&roster[0]["last_note"], &roster[0]["mood"]), (&json!(""), &json!(null)), "{roster}");
    room.sit_down("Robin Placeholder").await;
    room.ask("document", open).await;
}

#[tokio::test]
async fn a_care_team_survives_a_rebuild_and_an_empty_one_opens_the_chart() {
    let (room, client, note) = teamed().await;
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
    assert_eq!(room.refuses("document", json!({ "document": note["document"] })).await.code, Code::OutsideTeam);
    let toni = json!({ "client": client, "staff": ["00000000-0000-0000-0000-000000000000"] });
    room.sit_down("Robin Placeholder").await;
    assert_eq!(room.refuses("set_care_team", toni).await.code, Code::BadInput);
    room.ask("set_care_team", json!({ "client": client, "staff": [] })).await;
    room.sit_down("Pat Sample").await;
    room.ask("document", json!({ "document": note["document"] })).await;
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}

#[tokio::test]
async fn an_expired_license_signs_only_with_a_reason_that_is_kept() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Robin Placeholder", "counselor").await;
    let robin = staff_id(&room, "Robin Placeholder").await;
    let mut lapsed = entry(&robin, "counselor");
    lapsed["license_expires"] = json!("2026-04-08");
    room.ask("change_staff", lapsed).await;
    room.sit_down("Robin Placeholder").await;
    let told = room.ask("notices", json!({})).await["license"].clone();
    assert!(told.as_str().is_some_and(|told| told.contains("April 8, 2026")), "{told}");
    let mut body = Room::fixture("individual_note");
    body["on"] = json!("2026-04-09");
    let draft = room.draft("individual_note", Some(&client), body).await;
    let mut sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    assert_eq!(room.refuses("sign_document", sign.clone()).await.code, Code::License);
    sign["license_override"] = json!("renewed");
    assert_eq!(room.refuses("sign_document", sign.clone()).await.code, Code::License, "a word is no reason");
    sign["license_override"] = json!("Renewed yesterday, the card is in the mail");
    let signed = room.ask("sign_document", sign).await;
    let mut add = json!({ "document": signed["document"], "reason": "Left out", "text": "More", "password": PASSWORD });
    assert_eq!(room.refuses("add_addendum", add.clone()).await.code, Code::License, "an addendum is a signature too");
    add["license_override"] = json!("Renewed yesterday, the card is in the mail");
    room.ask("add_addendum", add).await;
    room.sit_down("Pat Sample").await;
    let told = trail(&room, "license_override").await;
    assert_eq!((told.len() - 1, &told[0]["detail"]), (1, &json!("Renewed yesterday, the card is in the mail")));
}

#[tokio::test]
async fn a_license_is_spoken_of_sixty_days_ahead() {
    let room = Room::open().await;
    let pat = staff_id(&room, "Pat Sample").await;
    for (expires, told) in [("2026-06-08", true), ("2026-06-09", false), ("2026-04-09", true), ("", false)] {
        let mut entry = entry(&pat, "director");
        entry["license_expires"] = json!(expires);
        room.ask("change_staff", entry).await;
        let license = room.ask("notices", json!({})).await["license"].clone();
        assert_eq!(license.is_string(), told, "{expires}: {license}");
    }
}

#[tokio::test]
async fn a_clock_set_back_asks_before_it_dates_a_signature() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut body = Room::fixture("individual_note");
    body["on"] = json!("2026-04-01");
    let draft = room.draft("individual_note", Some(&client), body).await;
    room.clock.set(at("2026-04-02T09:00:00-07:00"));
    assert!(room.ask("notices", json!({})).await["clock"].is_string());
    let mut sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    assert_eq!(room.refuses("sign_document", sign.clone()).await.code, Code::Clock);
    sign["clock_confirmed"] = json!(true);
    assert_eq!(room.ask("sign_document", sign).await["status"], "signed");
    assert_eq!(trail(&room, "clock_confirmed").await.len(), 1);
}

#[tokio::test]
async fn an_assessment_is_signed_by_someone_with_a_credential() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Robin Placeholder", "counselor").await;
    let mut peer = entry(&staff_id(&room, "Robin Placeholder").await, "counselor");
    peer["credential"] = json!("");
    room.ask("change_staff", peer).await;
    room.sit_down("Robin Placeholder").await;
    let draft = room.draft("assessment", Some(&client), Room::fixture("assessment")).await;
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let refused = room.refuses("sign_document", sign).await;
    assert_eq!(held(&refused), [""]);
    assert!(refused.findings[0].message.contains("credential"), "{refused:?}");
}

#[tokio::test]
async fn a_counseling_note_is_read_by_its_author_and_the_authors_supervisor_alone() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    for (name, role) in [
        ("Robin Placeholder", "counselor"),
        ("Casey Notreal", "supervisor"),
        ("Hope Stand-In", "supervisor"),
        ("Sam Ledger", "privacy_officer"),
    ] {
        room.add(name, role).await;
    }
    let mut robin = entry(&staff_id(&room, "Robin Placeholder").await, "counselor");
    robin["supervisor"] = json!(staff_id(&room, "Casey Notreal").await);
    room.ask("change_staff", robin).await;
    room.sit_down("Robin Placeholder").await;
    let mut body = Room::fixture("individual_note");
    body["on"] = json!("2026-04-09");
    body["counseling_note"] = json!(true);
    body["sections"]["data"] = json!("Zyxwvutation of a dream");
    let note = room.sign("individual_note", Some(&client), body).await;
    let add = json!({ "document": note["document"], "reason": "Zyxwvutation", "text": "Zyxwvutation again", "password": PASSWORD });
    room.ask("add_addendum", add).await;
    let open = json!({ "document": note["document"] });
    for (who, reads) in [
        ("Robin Placeholder", true),
        ("Casey Notreal", true),
        ("Hope Stand-In", false),
        ("Pat Sample", false),
        ("Sam Ledger", false),
    ] {
        room.sit_down(who).await;
        let view = room.ask("document", open.clone()).await;
        assert_eq!(view.to_string().contains("Zyxwvutation"), reads, "{who}: {view}");
        assert_eq!(
            (&view["on"], &view["versions"][0]["author"]),
            (&json!("2026-04-09"), &json!("Robin Placeholder, LPC"))
        );
        assert_eq!(view["summary"], "Counseling note");
        let chart = room.ask("chart", json!({ "client": client })).await;
        assert!(!chart.to_string().contains("Zyxwvutation"), "{who}");
    }
    room.sit_down("Pat Sample").await;
    let beside = room.draft("individual_note", Some(&client), json!({})).await;
    let beside = room.ask("evidence", json!({ "document": beside["document"] })).await;
    assert_eq!(beside["last"]["document"], note["document"]);
    assert!(!beside.to_string().contains("Zyxwvutation"), "{beside}");
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}
