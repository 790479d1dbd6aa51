use crate::room::{PASSWORD, Room, held};
use record::error::Code;
use serde_json::json;

#[tokio::test]
async fn a_draft_saved_in_two_windows_loses_neither_text() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let draft = room.draft("individual_note", Some(&client), json!({ "format": "dap" })).await;
    let (document, rev) = (draft["document"].clone(), draft["rev"].clone());
    let mut first = draft["body"].clone();
    first["homework"] = json!("typed in the first window");
    room.ask("save_draft", json!({ "document": document, "rev": rev, "body": first })).await;
    let mut second = draft["body"].clone();
    second["homework"] = json!("typed in the second window");
    let refused = room.refuses("save_draft", json!({ "document": document, "rev": rev, "body": second })).await;
    assert_eq!(refused.code, Code::Stale);
    assert_eq!(
        room.ask("draft", json!({ "document": document })).await["body"]["homework"],
        "typed in the first window"
    );
}

#[tokio::test]
async fn a_note_of_five_thousand_words_is_kept_whole() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let long = "palabra ".repeat(5_000);
    let draft =
        room.draft("individual_note", Some(&client), json!({ "format": "dap", "sections": { "data": long } })).await;
    assert_eq!(room.ask("draft", json!({ "document": draft["document"] })).await["body"]["sections"]["data"], long);
}

#[tokio::test]
async fn a_signed_note_is_locked_and_an_addendum_is_its_own_signed_version() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let signed = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    assert_eq!(signed["status"], "signed", "{signed}");
    assert_eq!(signed["versions"][0]["signatures"][0]["verified"], true);
    let again = room
        .refuses(
            "start_draft",
            json!({ "kind": "individual_note", "client": client, "document": signed["document"], "body": null }),
        )
        .await;
    assert_eq!(again.code, Code::Signed);
    let more = json!({ "document": signed["document"], "reason": "Left out", "text": "Son was named as support.", "password": PASSWORD });
    let added = room.ask("add_addendum", more).await;
    assert_eq!(added["addenda"][0]["text"], "Son was named as support.");
    assert_eq!(added["body"], signed["body"]);
    assert_eq!(added["versions"][1]["status"], "addendum");
    assert_eq!(added["versions"][1]["signatures"][0]["verified"], true);
}

#[tokio::test]
async fn a_double_click_on_sign_signs_once() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let draft = room.draft("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let (one, two) = tokio::join!(room.try_ask("sign_document", sign.clone()), room.try_ask("sign_document", sign));
    let (one, two) = (one.expect("signed"), two.expect("the same answer"));
    assert_eq!(one["versions"].as_array().map(Vec::len), Some(1));
    assert_eq!(one["versions"], two["versions"]);
}

#[tokio::test]
async fn a_wrong_password_signs_nothing_and_is_told_at_once() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let draft = room.draft("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let refused = room
        .refuses(
            "sign_document",
            json!({ "document": draft["document"], "rev": draft["rev"], "password": "not my password at all" }),
        )
        .await;
    assert_eq!(refused.code, Code::WrongPassword);
    assert_eq!(room.ask("draft", json!({ "document": draft["document"] })).await["rev"], draft["rev"]);
}

#[tokio::test]
async fn an_unfinished_note_is_held_at_its_fields() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let draft = room.draft("individual_note", Some(&client), json!({ "format": "dap", "held": "held" })).await;
    let refused = room
        .refuses("sign_document", json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD }))
        .await;
    let fields = held(&refused);
    assert!(fields.contains(&"on") && fields.iter().any(|field| field.starts_with("sections")), "{fields:?}");
}

#[tokio::test]
async fn a_second_chart_of_the_same_person_needs_a_reason() {
    let room = Room::open().await;
    let first = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut face = Room::fixture("face_sheet");
    face["legal_first"] = json!("Marísol");
    face["legal_last"] = json!("TESTCASE-EXAMPLE");
    face["birth_date"] = json!("1988-05-17");
    let draft = room.draft("face_sheet", None, face).await;
    let record =
        |reason: &str| json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": reason });
    let refused = room.refuses("record_document", record("")).await;
    assert_eq!((refused.code, refused.findings[0].field.clone()), (Code::Duplicate, first));
    room.ask("record_document", record("Twin sister, same birth date.")).await;
    assert_eq!(room.ask("clients", json!({ "find": "marisol", "limit": 10, "offset": 0 })).await["total"], 2);
}

#[tokio::test]
async fn a_client_is_found_by_any_part_of_a_name_without_accents() {
    let room = Room::open().await;
    room.client("Zoë", "Pérez-Núñez", "1990-02-03").await;
    room.client("Wei", "Fixture", "1991-02-03").await;
    for find in ["perez", "NUN", "zoe per", "rez-nu", "z", "pé"] {
        let found = room.ask("clients", json!({ "find": find, "limit": 10, "offset": 0 })).await;
        assert_eq!(found["rows"][0]["name"], "Zoë Pérez-Núñez", "{find}: {found}");
        assert_eq!(found["total"], 1, "{find}");
    }
    for hostile in ["\" OR 1=1", "*", "%", "'; DROP TABLE client; --", "NEAR(", "a\"b\"c"] {
        let found = room.ask("clients", json!({ "find": hostile, "limit": 10, "offset": 0 })).await;
        assert!(found["total"].as_u64().is_some_and(|total| total <= 2), "{hostile}: {found}");
    }
}

#[tokio::test]
async fn a_discarded_draft_comes_back_with_undo() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let draft = room.draft("individual_note", Some(&client), json!({ "homework": "one page" })).await;
    room.ask("discard_draft", json!({ "document": draft["document"] })).await;
    assert_eq!(room.refuses("draft", json!({ "document": draft["document"] })).await.code, Code::NotFound);
    let back = room.ask("restore_draft", json!({ "document": draft["document"] })).await;
    assert_eq!(back["body"]["homework"], "one page");
}

#[tokio::test]
async fn the_front_desk_sees_who_and_when_and_no_clinical_text() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    room.add("Toni Desk", "front_desk").await;
    room.sit_down("Toni Desk").await;
    let chart = room.ask("chart", json!({ "client": client })).await;
    assert_eq!(chart["header"]["legal_first"], "Marisol");
    let kinds: Vec<_> = chart["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|entry| entry["kind"].as_str().unwrap_or_default())
        .collect();
    assert!(!kinds.contains(&"individual_note") && kinds.contains(&"face_sheet"), "{kinds:?}");
    assert_eq!(room.refuses("document", json!({ "document": note["document"] })).await.code, Code::Forbidden);
    let refused = room
        .refuses("start_draft", json!({ "kind": "individual_note", "client": client, "document": null, "body": null }))
        .await;
    assert_eq!(refused.code, Code::Forbidden);
}

#[tokio::test]
async fn a_withdrawn_note_keeps_its_text_and_leaves_the_counts() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    assert_eq!(room.ask("totals", json!({ "client": client })).await["individual_sessions_held"], 1);
    let withdrawn = room
        .ask("retract_document", json!({ "document": note["document"], "reason": "Wrong chart", "password": PASSWORD }))
        .await;
    assert_eq!(withdrawn["status"], "retracted");
    assert_eq!(withdrawn["body"], note["body"]);
    assert_eq!(room.ask("totals", json!({ "client": client })).await["individual_sessions_held"], 0);
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}

#[tokio::test]
async fn pressing_record_on_a_note_shows_it_to_nobody_else() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    room.add("Toni Desk", "front_desk").await;
    room.sit_down("Toni Desk").await;
    for command in ["record_document", "sign_document"] {
        let press = json!({ "document": note["document"], "rev": 1, "duplicate_reason": "", "password": PASSWORD });
        assert_eq!(room.refuses(command, press).await.code, Code::Forbidden, "{command}");
    }
    let refused = room.refuses("listing", json!({ "of": "objective", "client": client })).await;
    assert_eq!(refused.code, Code::Forbidden);
    room.sit_down("Pat Sample").await;
    let rows = room.ask("audit_trail", json!({ "client": client, "limit": 50 })).await;
    assert!(rows.as_array().expect("rows").iter().any(|row| row["action"] == "listing" && row["outcome"] == "refused"));
}
