//! A disclosure is an act with a document of its own (42 CFR 2.13, 2.31, 2.32), and what was taken back stays taken back.

use crate::room::{PASSWORD, Room, at, held};
use record::error::Code;
use serde_json::{Value, json};

/// A client with a cousin, a release for the cousin that covers this, and a signed aftercare plan.
async fn told(covers: &[&str]) -> (Room, String, Value, Value, Value) {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut cousin = Room::fixture("contact");
    cousin["name"] = json!("Bo Cousin");
    let cousin = room.record("contact", Some(&client), cousin).await;
    let mut release = Room::fixture("release");
    release["contact"] = cousin["document"].clone();
    release["recipient"] = json!("");
    release["covers"] = json!(covers);
    let release = room.sign("release", Some(&client), release).await;
    room.clock.set(at("2026-04-29T10:00:00-07:00"));
    let mut plan = Room::fixture("aftercare_plan");
    plan["copies"] = json!([]);
    let plan = room.sign("aftercare_plan", Some(&client), plan).await;
    (room, client, cousin, release, plan)
}

fn print(document: &Value, to: Option<&Value>) -> Value {
    json!({ "document": document["document"], "draft": false, "language": "en", "size": "normal", "paper": "letter",
        "recipient": to.map(|to| to["document"].clone()) })
}

async fn log(room: &Room, client: &str) -> Vec<Value> {
    room.ask("disclosures", json!({ "client": client })).await.as_array().expect("lines").clone()
}

#[tokio::test]
async fn a_copy_for_somebody_else_is_a_document_in_the_chart_and_the_clients_own_copy_is_none() {
    let (room, client, cousin, release, plan) = told(&["attendance", "aftercare_plan"]).await;
    room.pages("print_document", print(&plan, None)).await.expect("her own");
    assert!(log(&room, &client).await.is_empty());
    room.pages("print_document", print(&plan, Some(&cousin))).await.expect("covered");
    let lines = log(&room, &client).await;
    assert_eq!(lines.len(), 1);
    assert_eq!((&lines[0]["recipient"], &lines[0]["release"]), (&json!("Bo Cousin"), &release["document"]));
    assert_eq!((&lines[0]["what"], &lines[0]["by"]), (&plan["title"], &json!("Pat Sample, LPC")));
    let document = room.ask("document", json!({ "document": lines[0]["document"] })).await;
    let body = &document["body"];
    assert_eq!(body["enclosed"][0]["version"], plan["versions"][0]["version"]);
    assert_eq!(body["release_version"], release["versions"][0]["version"]);
    assert!(body["enclosed"][0]["pages"].as_u64().is_some_and(|pages| pages > 0), "{body}");
    assert_eq!((&body["purpose"], &body["how"]), (&release["body"]["purpose"], &json!("printed")));
    let withdraw = json!({ "document": document["document"], "reason": "Oops", "password": PASSWORD });
    assert!(room.refuses("retract_document", withdraw).await.message.contains("log"));
    let pages = room.pages("disclosure_log", json!({ "client": client, "paper": "letter" })).await.expect("pages");
    assert!(pages.starts_with(b"%PDF"));
    let rebuilt = room.ask("rebuild_views", json!({})).await;
    assert_eq!(rebuilt["equal"], true, "{rebuilt}");
}

#[tokio::test]
async fn a_copy_goes_out_for_what_the_client_signed_for_and_for_nothing_else() {
    let (room, client, cousin, _, plan) = told(&["aftercare_plan"]).await;
    let mut other = print(&plan, Some(&cousin));
    other["purpose"] = json!("A court hearing");
    let refused = room.pages("print_document", other.clone()).await.expect_err("another purpose");
    assert!(refused.code == Code::NoRelease && refused.message.contains("another purpose"), "{refused:?}");
    other["purpose"] = json!("family SUPPORT");
    room.pages("print_document", other).await.expect("the same purpose");
    assert_eq!(log(&room, &client).await.len(), 1, "what was refused left nothing");
}

#[tokio::test]
async fn nobody_widens_a_release_and_the_front_desk_makes_none_hold() {
    let (room, client, cousin, release, plan) = told(&["attendance"]).await;
    room.add("Fran Desk", "front_desk").await;
    room.sit_down("Fran Desk").await;
    let wider = json!({ "kind": "release", "client": client, "document": release["document"],
        "body": { "covers": ["attendance", "aftercare_plan"] } });
    let draft = room.ask("start_draft", wider).await;
    let sign = |draft: &Value| json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    assert_eq!(held(&room.refuses("sign_document", sign(&draft)).await), ["covers"]);
    let mut fresh = Room::fixture("release");
    fresh["contact"] = cousin["document"].clone();
    let draft = room.draft("release", Some(&client), fresh).await;
    let refused = room.refuses("sign_document", sign(&draft)).await;
    assert!(refused.findings[0].message.contains("clinician"), "{refused:?}");
    room.sit_down("Pat Sample").await;
    assert!(room.pages("print_document", print(&plan, Some(&cousin))).await.is_err());
    let chart = room.ask("chart", json!({ "client": client })).await;
    assert_eq!(chart["releases"][0]["covers"], json!(["attendance"]));
    assert_eq!(chart["releases"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_the_front_desk_prepared_a_clinician_finds_takes_over_and_signs_and_it_stays_said_who_prepared_it() {
    let (room, client, cousin, _, plan) = told(&["attendance"]).await;
    for (name, role) in
        [("Fran Desk", "front_desk"), ("Robin Placeholder", "counselor"), ("Sam Ledger", "privacy_officer")]
    {
        room.add(name, role).await;
    }
    room.sit_down("Fran Desk").await;
    let mut fresh = Room::fixture("release");
    fresh["contact"] = cousin["document"].clone();
    fresh["covers"] = json!(["aftercare_plan"]);
    fresh["prepared_by"] = json!("Somebody Else");
    let draft = room.draft("release", Some(&client), fresh.clone()).await;
    assert_eq!(draft["body"]["prepared_by"], "", "nobody types who prepared it");
    let save = |rev: &Value, body: &Value| json!({ "document": draft["document"], "rev": rev, "body": body });
    fresh["purpose"] = json!("Family support, prepared");
    let saved = room.ask("save_draft", save(&draft["rev"], &fresh)).await;
    let mine = room.ask("drafts", json!({})).await;
    assert_eq!(mine[0]["prepared_by"], Value::Null);
    let take = json!({ "document": draft["document"] });
    assert_eq!(room.refuses("take_over_draft", take.clone()).await.code, Code::Forbidden);
    // Nobody but who may sign it meets it, and it holds for nobody.
    room.sit_down("Sam Ledger").await;
    assert_eq!(room.ask("chart", json!({ "client": client })).await["drafts"], json!([]));
    room.sit_down("Robin Placeholder").await;
    let found = room.ask("chart", json!({ "client": client })).await["drafts"].clone();
    assert_eq!((&found[0]["document"], &found[0]["prepared_by"]), (&draft["document"], &json!("Fran Desk, LPC")));
    assert_eq!(room.ask("drafts", json!({})).await[0]["prepared_by"], "Fran Desk, LPC");
    assert!(room.pages("print_document", print(&plan, Some(&cousin))).await.is_err());
    for command in ["draft", "discard_draft"] {
        assert_eq!(room.refuses(command, take.clone()).await.code, Code::NotFound, "{command}: it is not mine yet");
    }
    let taken = room.ask("take_over_draft", take.clone()).await;
    assert_eq!((&taken["body"]["purpose"], &taken["prepared_by"]), (&fresh["purpose"], &json!("Fran Desk, LPC")));
    assert_eq!(room.refuses("take_over_draft", take).await.code, Code::NotFound, "it is mine now");

    // What the front desk types from here on is refused by name: of two texts neither covers the other unseen.
    room.sit_down("Fran Desk").await;
    fresh["purpose"] = json!("Another purpose");
    let refused = room.refuses("save_draft", save(&saved["rev"], &fresh)).await;
    assert!(refused.message.starts_with("Robin Placeholder, LPC took this over"), "{refused:?}");
    room.sit_down("Robin Placeholder").await;
    let mut body = room.ask("draft", json!({ "document": draft["document"] })).await["body"].clone();
    assert_eq!(body["purpose"], "Family support, prepared");
    body["prepared_by"] = json!("Robin alone");
    body["purpose"] = json!("Family support");
    let saved = room.ask("save_draft", save(&taken["rev"], &body)).await;
    let sign = json!({ "document": draft["document"], "rev": saved["rev"], "password": PASSWORD });
    let signed = room.ask("sign_document", sign).await;
    assert_eq!(signed["body"]["prepared_by"], "Fran Desk, LPC");
    assert_eq!(signed["versions"][0]["author"], "Robin Placeholder, LPC");
    room.pages("print_document", print(&plan, Some(&cousin))).await.expect("it holds since it is signed");
    room.sit_down("Pat Sample").await;
    let trail = room.ask("audit_trail", json!({ "client": client, "limit": 500 })).await;
    let took = trail.as_array().expect("rows").iter().find(|row| row["action"] == "take_over_draft").expect("a row");
    assert_eq!(took["words"], "Took over a release and consent that a colleague prepared");
}

#[tokio::test]
async fn a_prepared_release_is_found_by_nobody_whom_the_chart_is_closed_to() {
    let (room, client, cousin, _, _) = told(&["attendance"]).await;
    for (name, role) in
        [("Fran Desk", "front_desk"), ("Robin Placeholder", "counselor"), ("Casey Notreal", "counselor")]
    {
        room.add(name, role).await;
    }
    let staff = room.ask("staff", json!({})).await;
    let id = |name: &str| {
        staff.as_array().expect("rows").iter().find(|row| row["name"] == name).expect("one")["staff"].clone()
    };
    room.sit_down("Fran Desk").await;
    let mut fresh = Room::fixture("release");
    fresh["contact"] = cousin["document"].clone();
    let draft = room.draft("release", Some(&client), fresh).await;
    room.sit_down("Pat Sample").await;
    let mut restriction = Room::fixture("restriction");
    restriction["staff"] = id("Casey Notreal");
    room.sign("restriction", Some(&client), restriction).await;
    room.ask("set_care_team", json!({ "client": client, "staff": [id("Pat Sample")] })).await;
    for (who, code) in [("Robin Placeholder", Code::OutsideTeam), ("Casey Notreal", Code::Forbidden)] {
        room.sit_down(who).await;
        assert_eq!(room.ask("drafts", json!({})).await, json!([]), "{who}");
        let refused = room.refuses("take_over_draft", json!({ "document": draft["document"] })).await;
        assert_eq!(refused.code, code, "{who}: {refused:?}");
    }
    room.sit_down("Pat Sample").await;
    room.ask("take_over_draft", json!({ "document": draft["document"] })).await;
}

#[tokio::test]
async fn the_program_chooses_which_wording_of_the_notice_goes_with_a_copy_and_the_disclosure_says_which_went() {
    let (room, client, cousin, _, plan) = told(&["aftercare_plan"]).await;
    let long = "any civil, criminal, administrative";
    for (minute, chosen, language, given) in
        [(1, "", "en", "short"), (2, "long", "en", "long"), (3, "long", "es", "long"), (4, "short", "es", "short")]
    {
        // The newest line of the log is the one of this minute.
        room.clock.set(at(&format!("2026-04-29T10:0{minute}:00-07:00")));
        let change = json!({ "kind": "program", "client": null, "document": null, "body": { "notice": chosen } });
        let draft = room.ask("start_draft", change).await;
        let record = json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" });
        room.ask("record_document", record).await;
        let mut copy = print(&plan, Some(&cousin));
        copy["language"] = json!(language);
        let pages = room.pages("print_document", copy).await.expect("covered");
        let text = lopdf::Document::load_mem(&pages).expect("pages").extract_text(&[1, 2]).expect("text");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(text.contains(long), given == "long", "{chosen} {language}: {text}");
        assert!(text.contains("42 CFR part 2 prohibits unauthorized use"), "the short one stands on every page");
        let newest = log(&room, &client).await[0]["document"].clone();
        assert_eq!(room.ask("document", json!({ "document": newest })).await["body"]["notice"], given);
    }
}

#[tokio::test]
async fn a_renamed_contact_is_another_recipient() {
    let (room, client, cousin, _, plan) = told(&["aftercare_plan"]).await;
    let renamed = json!({ "kind": "contact", "client": client, "document": cousin["document"], "body": { "name": "Lee Probation" } });
    let draft = room.ask("start_draft", renamed).await;
    room.ask("record_document", json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" }))
        .await;
    let refused = room.pages("print_document", print(&plan, Some(&cousin))).await.expect_err("not whom she named");
    assert!(refused.message.contains("Bo Cousin"), "{refused:?}");
    let chart = room.ask("chart", json!({ "client": client })).await;
    assert_eq!(chart["releases"][0]["state"], "other_recipient");
    // Taking it back stays possible, and still says for whom it was.
    let back = json!({ "kind": "release", "client": client, "document": chart["releases"][0]["document"],
        "body": { "revoked_on": "2026-04-29", "revoked_how": "spoken", "revoked_by": "client" } });
    let draft = room.ask("start_draft", back).await;
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let signed = room.ask("sign_document", sign).await;
    assert_eq!(signed["body"]["named"]["name"], "Bo Cousin");
}

#[tokio::test]
async fn a_consent_that_discloses_nothing_opens_no_way_out_whatever_is_left_in_it() {
    let (room, client, cousin, _, plan) = told(&["attendance"]).await;
    let mut rules = Room::fixture("release");
    rules["form"] = json!("program_rules");
    rules["contact"] = cousin["document"].clone();
    rules["covers"] = json!(["aftercare_plan"]);
    let forms: Vec<_> = clinical::words::CONSENT_FORMS.iter().map(|(value, _)| *value).collect();
    let other =
        forms.iter().find(|form| !clinical::kinds::release::DISCLOSING.contains(form)).expect("another consent");
    rules["form"] = json!(other);
    room.sign("release", Some(&client), rules).await;
    assert!(room.pages("print_document", print(&plan, Some(&cousin))).await.is_err());
}

#[tokio::test]
async fn what_is_said_in_a_family_session_is_disclosed_and_goes_with_its_note() {
    let (room, client, cousin, release, _) = told(&["family_sessions", "attendance"]).await;
    let mut session = Room::fixture("family_session");
    session["on"] = json!("2026-04-29");
    session["next_session"] = json!("");
    let mut people = session["people"].clone();
    people[0]["contact"] = cousin["document"].clone();
    people[0]["release"] = release["document"].clone();
    people[0]["may_say"] = json!(["attendance"]);
    people[1]["contact"] = json!("");
    session["people"] = people;
    let signed = room.sign("family_session", Some(&client), session).await;
    let lines = log(&room, &client).await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    let whom: Vec<_> = lines.iter().map(|line| line["recipient"].as_str().unwrap_or_default()).collect();
    assert!(whom.contains(&"Bo Cousin") && whom.contains(&"Sam Placeholder"), "{whom:?}");
    let withdraw = json!({ "document": signed["document"], "reason": "Wrong chart", "password": PASSWORD });
    room.ask("retract_document", withdraw).await;
    assert!(log(&room, &client).await.is_empty());
}

/// A disclosure without consent, in an emergency, as somebody types it.
pub fn emergency() -> Value {
    let mut body = Room::fixture("disclosure");
    for (key, value) in [
        ("on", "2026-04-29"),
        ("basis", "medical_emergency"),
        ("contact", ""),
        ("recipient_name", "Dr. Casey Notreal"),
        ("recipient_organization", "Sample General (fictional)"),
        ("recipient_role", "Emergency physician"),
        ("release", ""),
        ("purpose", "Emergency treatment"),
        ("what", "Aftercare plan"),
        ("how", "faxed"),
        ("emergency", "Found unresponsive; consent could not be asked for"),
    ] {
        body[key] = json!(value);
    }
    body["enclosed"] = json!([]);
    body
}

#[tokio::test]
async fn without_consent_the_basis_and_its_evidence_are_signed_first_and_a_subpoena_alone_opens_nothing() {
    let (room, client, _, _, plan) = told(&["attendance"]).await;
    let mut emergency = emergency();
    emergency["basis"] = json!("subpoena");
    emergency["emergency"] = json!("");
    let draft = room.draft("disclosure", Some(&client), emergency.clone()).await;
    let sign = |draft: &Value| json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    assert!(held(&room.refuses("sign_document", sign(&draft)).await).contains(&"basis"));
    emergency["basis"] = json!("medical_emergency");
    emergency["emergency"] = json!("Found unresponsive; consent could not be asked for");
    let save = json!({ "document": draft["document"], "rev": draft["rev"], "body": emergency });
    let saved = room.ask("save_draft", save).await;
    let mut copy = print(&plan, None);
    copy["under"] = draft["document"].clone();
    copy["how"] = json!("faxed");
    assert!(room.pages("print_document", copy.clone()).await.is_err(), "not before it is signed");
    room.ask("sign_document", json!({ "document": draft["document"], "rev": saved["rev"], "password": PASSWORD }))
        .await;
    room.pages("print_document", copy).await.expect("under the emergency");
    let lines = log(&room, &client).await;
    assert_eq!(lines.len(), 2, "what was signed, and the copy that went out");
    assert!(lines.iter().all(|line| line["under"].as_str().is_some_and(|it| it.contains("2.51"))), "{lines:?}");
}
