//! Laws of the record: two heads, whole and parts, the stay of what follows a document, and a row for every chart that was shown.

use crate::room::{PASSWORD, Room, at};
use record::canonical::{Envelope, VersionStatus};
use serde_json::{Value, json};
use uuid::Uuid;
use verify::{Content, Found};

fn id(value: &Value) -> Uuid {
    value.as_str().and_then(|text| text.parse().ok()).expect("an id")
}

/// Someone who works at the other site.
const THERE: &str = "019d0000-0000-7000-8000-e00000000009";

/// What follows version `at` of the document with this body, as it would be written at another site later that day, unaware of what followed here.
fn elsewhere(document: &Value, at: usize, status: VersionStatus, body: Value, author: &str) -> Vec<u8> {
    let client = document["client_id"].as_str().map(str::to_owned);
    let kind = clinical::Kind::named(document["kind"].as_str().expect("a kind")).expect("a kind");
    let envelope = Envelope {
        handrail: 1,
        document: document["document"].as_str().expect("an id").to_owned(),
        kind: kind.name().to_owned(),
        schema: kind.version(),
        client,
        episode: None,
        parents: vec![document["versions"][at]["version"].as_str().expect("a version").to_owned()],
        status,
        author: author.to_owned(),
        site: "019d0000-0000-7000-8000-500000000002".to_owned(),
        hlc: "1775790000000-00000".to_owned(),
        wall: "2026-04-09T20:00:00.000-07:00".to_owned(),
        reason: "Told at the other site".to_owned(),
        body,
    };
    envelope.bytes().expect("bytes")
}

/// Whether every table made anew from the versions is what it was.
async fn rebuilds_equal(room: &Room) {
    let rebuilt = room.ask("rebuild_views", json!({})).await;
    assert_eq!(rebuilt["equal"], true, "{rebuilt}");
}

/// Revises the document as it stands and records it.
async fn revise(room: &Room, document: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let start = json!({ "kind": document["kind"], "client": document["client_id"], "document": document["document"], "body": null });
    let draft = room.ask("start_draft", start).await;
    let mut body = draft["body"].clone();
    change(&mut body);
    let save = json!({ "document": draft["document"], "rev": draft["rev"], "body": body });
    let saved = room.ask("save_draft", save).await;
    let finish = if draft["finish"] == "recorded" { "record_document" } else { "sign_document" };
    let last =
        json!({ "document": draft["document"], "rev": saved["rev"], "duplicate_reason": "", "password": PASSWORD });
    room.ask(finish, last).await
}

async fn in_chart(room: &Room, document: &Value) -> Value {
    let chart = room.ask("chart", json!({ "client": document["client_id"] })).await;
    let entries = chart["entries"].as_array().expect("entries");
    entries.iter().find(|entry| entry["document"] == document["document"]).expect("in the chart").clone()
}

#[tokio::test]
async fn two_versions_from_two_sites_stand_side_by_side_until_a_person_settles_them() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let first = room.record("contact", Some(&client), Room::fixture("contact")).await;
    let document = json!({ "document": first["document"] });
    let mut theirs = first["body"].clone();
    theirs["notes"] = json!("Moved to the night shift");
    // The same person at another desk: whose work it is, the trail says of this site alone.
    let staff = room.ask("staff", json!({})).await;
    let me = staff[0]["staff"].as_str().expect("an id");
    let theirs = elsewhere(&first, 0, VersionStatus::Recorded, theirs, me);
    let mine = revise(&room, &first, |body| body["phone"] = json!("602-555-0177")).await;
    assert_eq!(mine["status"], "recorded");

    room.clock.set(at("2026-04-09T20:30:00-07:00"));
    room.record.receive(id(&first["document"]), &theirs).await.expect("received");
    assert_eq!(room.ask("document", document.clone()).await["status"], "conflict");
    assert_eq!(in_chart(&room, &first).await["status"], "conflict");
    let heads = room.ask("heads", document.clone()).await;
    assert_eq!(heads["before"], first["body"], "what both come from");
    let notes: Vec<_> = heads["heads"]
        .as_array()
        .expect("heads")
        .iter()
        .map(|head| (&head["body"]["phone"], &head["body"]["notes"]))
        .collect();
    assert_eq!(
        notes,
        [
            (&json!("602-555-0177"), &json!("Daily check-in call")),
            (&json!("602-555-0112"), &json!("Moved to the night shift"))
        ]
    );
    rebuilds_equal(&room).await;

    // The same version twice is one version.
    room.record.receive(id(&first["document"]), &theirs).await.expect("nothing to do");
    assert_eq!(room.ask("heads", document.clone()).await["heads"].as_array().map(Vec::len), Some(2));

    let settled = revise(&room, &first, |body| {
        body["phone"] = json!("602-555-0177");
        body["notes"] = json!("Moved to the night shift");
    })
    .await;
    assert_eq!((&settled["status"], settled["versions"].as_array().map(Vec::len)), (&json!("recorded"), Some(4)));
    assert_eq!(room.ask("heads", document).await["heads"].as_array().map(Vec::len), Some(1));
    assert_eq!(in_chart(&room, &first).await["status"], "recorded");
    rebuilds_equal(&room).await;
    let checked = room.ask("check_record", json!({ "code": "" })).await;
    assert_eq!((&checked["first_bad"], &checked["views_equal"]), (&Value::Null, &json!(true)), "{checked}");
}

#[tokio::test]
async fn a_signed_note_with_two_heads_is_signed_anew_by_whoever_settles_it() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let again = json!({ "kind": "individual_note", "client": client, "document": note["document"], "body": null });
    assert_eq!(room.refuses("start_draft", again).await.code, record::error::Code::Signed);
    let addendum =
        json!({ "document": note["document"], "reason": "Left out", "text": "More of it.", "password": PASSWORD });
    room.ask("add_addendum", addendum).await;
    room.clock.set(at("2026-04-09T20:30:00-07:00"));
    let withdrawn = elsewhere(&note, 0, VersionStatus::Retracted, json!({}), THERE);
    room.record.receive(id(&note["document"]), &withdrawn).await.expect("received");
    let stands = room.ask("document", json!({ "document": note["document"] })).await;
    assert_eq!((&stands["status"], &stands["body"]), (&json!("conflict"), &note["body"]));
    let heads = room.ask("heads", json!({ "document": note["document"] })).await;
    let withdrawn: Vec<_> = heads["heads"].as_array().expect("heads").iter().map(|head| &head["withdrawn"]).collect();
    assert_eq!(withdrawn, [&json!(false), &json!(true)]);
    let more = json!({ "document": note["document"], "reason": "More", "text": "More", "password": PASSWORD });
    let refused = room.refuses("add_addendum", more).await;
    assert!(refused.message.contains("side by side"), "an addendum would settle them unseen: {refused:?}");
    let settled = revise(&room, &note, |_| {}).await;
    assert_eq!(settled["status"], "signed");
    rebuilds_equal(&room).await;
}

#[tokio::test]
async fn of_two_versions_of_a_release_the_narrower_holds_until_someone_settles_it() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let signed = room.sign("release", Some(&client), Room::fixture("release")).await;
    let on = |day: &str| json!({ "document": signed["document"], "on": day });
    let state = async |day: &str| room.ask("release_state", on(day)).await;
    assert_eq!(state("2026-06-01").await["state"], "active");

    // Here it ends earlier; there it was revoked. Neither is forgotten.
    let mut shorter = signed["body"].clone();
    shorter["expires_on"] = json!("2026-08-31");
    shorter["covers"] = json!(["attendance"]);
    let shorter = elsewhere(&signed, 0, VersionStatus::Signed, shorter, THERE);
    let mine = revise(&room, &signed, |body| body["witness"] = json!("Casey Notreal")).await;
    assert_eq!(mine["status"], "signed", "{mine}");
    room.record.receive(id(&signed["document"]), &shorter).await.expect("received");
    assert_eq!(room.ask("document", json!({ "document": signed["document"] })).await["status"], "conflict");
    assert_eq!(state("2026-06-01").await["until"], "2026-08-31");
    assert_eq!(state("2026-09-01").await["state"], "expired");
    let heads = room.ask("heads", json!({ "document": signed["document"] })).await;
    assert_eq!((&heads["heads"][0]["mine"], &heads["heads"][1]["mine"]), (&json!(true), &json!(false)));
    let of = |chart: &Value| chart["releases"][0]["covers"].clone();
    assert_eq!(of(&room.ask("chart", json!({ "client": client })).await), json!(["attendance"]), "what both allow");

    let mut revoked = signed["body"].clone();
    for (field, value) in [("revoked_on", "2026-04-09"), ("revoked_how", "in_writing"), ("revoked_by", "client")] {
        revoked[field] = json!(value);
    }
    let revoked = elsewhere(&signed, 0, VersionStatus::Signed, revoked, THERE);
    room.record.receive(id(&signed["document"]), &revoked).await.expect("received");
    assert_eq!(state("2026-04-10").await["state"], "revoked", "revoked on one head is revoked");
    rebuilds_equal(&room).await;
}

#[tokio::test]
async fn a_group_session_that_is_withdrawn_takes_the_note_in_each_chart_with_it() {
    let room = Room::open().await;
    let mari = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let jordan = room.client("Jordan", "Mockup", "1985-01-20").await;
    let mut body = Room::fixture("group_session");
    body["people"].as_array_mut().expect("people").truncate(2);
    body["people"][0]["client"] = json!(mari);
    body["people"][1]["client"] = json!(jordan);
    let session = room.sign("group_session", None, body).await;
    let notes = async |client: &str| -> Vec<Value> {
        let chart = room.ask("chart", json!({ "client": client })).await;
        let entries = chart["entries"].as_array().expect("entries").clone();
        entries.into_iter().filter(|it| it["kind"] == "group_note").collect()
    };
    assert_eq!(room.ask("totals", json!({ "client": mari })).await["group_minutes"], 180);
    let away = json!({ "document": session["document"], "reason": "Held on another evening", "password": PASSWORD });
    room.ask("retract_document", away).await;
    for client in [&mari, &jordan] {
        let notes = notes(client).await;
        assert_eq!(notes.iter().map(|note| &note["status"]).collect::<Vec<_>>(), [&json!("retracted")]);
        let note = room.ask("document", json!({ "document": notes[0]["document"] })).await;
        assert_eq!(note["versions"][1]["reason"], "Held on another evening", "with the reason");
        assert_eq!(note["versions"][1]["signatures"][0]["verified"], true);
        assert_eq!(room.ask("totals", json!({ "client": client })).await["group_minutes"], 0);
    }
    rebuilds_equal(&room).await;
}

#[tokio::test]
async fn an_addendum_and_a_withdrawal_carry_the_stay_of_their_document() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let more =
        json!({ "document": note["document"], "reason": "Left out", "text": "More of it.", "password": PASSWORD });
    room.ask("add_addendum", more).await;
    let away = json!({ "document": note["document"], "reason": "Wrong chart", "password": PASSWORD });
    room.ask("retract_document", away).await;
    let chart = room.ask("chart", json!({ "client": client })).await;
    let entries = chart["entries"].as_array().expect("entries");
    let stay = &entries.iter().find(|entry| entry["kind"] == "episode").expect("a stay")["document"];
    room.ask("lock", json!({})).await;
    let lies = match verify::vault(room.record.folder(), Some("pat sample"), PASSWORD).expect("it opens") {
        Found::Record(record) => record,
        Found::Damaged(why) => panic!("{why}"),
    };
    let envelopes = lies.versions.iter().filter_map(|version| match &version.content {
        Content::Bytes(bytes) => serde_json::from_slice::<Envelope>(bytes).ok(),
        Content::Withheld { .. } => None,
    });
    let of_note: Vec<_> =
        envelopes.filter(|it| it.document == note["document"]).map(|it| (it.status, it.episode)).collect();
    let stay = stay.as_str().map(str::to_owned);
    let each = [VersionStatus::Signed, VersionStatus::Addendum, VersionStatus::Retracted];
    assert_eq!(of_note, each.map(|status| (status, stay.clone())));
}

#[tokio::test]
async fn a_list_that_shows_clinical_text_of_several_charts_leaves_a_row_for_each() {
    let room = Room::open().await;
    let mari = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let jordan = room.client("Jordan", "Mockup", "1985-01-20").await;
    let rows = async |action: &str| -> Vec<String> {
        room.record.settle().await;
        let trail = room.ask("audit_trail", json!({ "limit": 200 })).await;
        let rows =
            trail.as_array().expect("rows").iter().filter(|row| row["action"] == action && !row["client"].is_null());
        let mut charts: Vec<String> = rows.map(|row| row["client"].as_str().unwrap_or_default().to_owned()).collect();
        charts.sort();
        charts
    };
    let mut both = [mari, jordan].to_vec();
    both.sort();
    for (list, input) in [("clients", json!({ "find": "", "limit": 50, "offset": 0 })), ("today", json!({}))] {
        assert_eq!(rows(list).await, [""; 0], "{list}");
        room.ask(list, input.clone()).await;
        assert_eq!(rows(list).await, both, "{list}");
        // Asked again after each write, it does not bury the rows that matter.
        room.ask(list, input).await;
        assert_eq!(rows(list).await, both, "{list}");
    }
}
