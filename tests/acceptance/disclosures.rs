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

#[tokio::test]
async fn without_consent_the_basis_and_its_evidence_are_signed_first_and_a_subpoena_alone_opens_nothing() {
    let (room, client, _, _, plan) = told(&["attendance"]).await;
    let mut emergency = Room::fixture("disclosure");
    for (key, value) in [
        ("on", "2026-04-29"),
        ("basis", "subpoena"),
        ("contact", ""),
        ("recipient_name", "Dr. Casey Notreal"),
        ("recipient_organization", "Sample General (fictional)"),
        ("recipient_role", "Emergency physician"),
        ("release", ""),
        ("purpose", "Emergency treatment"),
        ("what", "Aftercare plan"),
        ("how", "faxed"),
    ] {
        emergency[key] = json!(value);
    }
    emergency["enclosed"] = json!([]);
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
