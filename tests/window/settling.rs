//! Two versions of one document, one of them from another site, and the person who settles them. No command brings a version in yet, so the
//! record is made before the window opens on it.

use crate::desktop::Desktop;
use crate::steps::{NAME, PASSWORD, finish, unlock};
use clinical::Kind;
use record::canonical::{Envelope, VersionStatus};
use record::dispatch::{Content, dispatch};
use record::{Clock, Record, SystemClock};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// Someone who works at the other site.
const THERE: &str = "019d0000-0000-7000-8000-e00000000009";

async fn ask(record: &Record, command: &str, input: Value) -> Value {
    match dispatch(record, command, input).await.unwrap_or_else(|why| panic!("{command}: {why:?}")).content {
        Content::Json(view) => view.read().expect("a view"),
        Content::Pdf(_) => panic!("{command} is answered with pages"),
    }
}

/// Begins the document, or revises it, and puts it into the record.
async fn put(record: &Record, kind: &str, client: &Value, document: &Value, body: Value) -> Value {
    let start = json!({ "kind": kind, "client": client, "document": document, "body": body });
    let draft = ask(record, "start_draft", start).await;
    let last = json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" });
    ask(record, "record_document", last).await
}

/// A version that follows the first one, written at another site by someone who did not know what followed here.
fn elsewhere(document: &Value, body: Value) -> Vec<u8> {
    let text = |value: &Value| value.as_str().expect("an id").to_owned();
    let kind = Kind::named(document["kind"].as_str().expect("a kind")).expect("a kind");
    let now = SystemClock.now();
    let envelope = Envelope {
        handrail: 1,
        document: text(&document["document"]),
        kind: kind.name().to_owned(),
        schema: kind.version(),
        client: Some(text(&document["client_id"])),
        episode: None,
        parents: vec![text(&document["versions"][0]["version"])],
        status: VersionStatus::Recorded,
        author: THERE.to_owned(),
        site: "019d0000-0000-7000-8000-500000000002".to_owned(),
        hlc: format!("{:013}-00000", now.timestamp_millis()),
        wall: now.to_rfc3339_opts(chrono::SecondsFormat::Millis, false),
        reason: "Told at the other site".to_owned(),
        body,
    };
    envelope.bytes().expect("bytes")
}

/// A contact of Terry's with two heads: both sites wrote the note anew, and this one has another telephone number.
async fn a_record_with_two_heads(folder: &Path) -> Value {
    let record = Record::at(folder.join("app/vault"), Arc::new(SystemClock));
    let program = json!({
        "program": "Example Harbor IOP (fictional)", "site": "Main Street (fictional)", "phone": "602-555-0100",
        "crisis_phone": "602-555-0199", "address": "1 Example Way, Sampleton, AZ 00000", "paper": "letter",
        "name": NAME, "credential": "LPC", "role": "director", "password": PASSWORD,
    });
    ask(&record, "create_vault", program).await;
    let sheet = json!({
        "legal_first": "Terry", "legal_last": "Pretend", "birth_date": "1984-02-29", "speaks": "en", "reads": ["en"],
        "ok_voicemail": true, "ok_text": true, "living_situation": "own_home",
    });
    let client = put(&record, "face_sheet", &Value::Null, &Value::Null, sheet).await["client_id"].clone();
    let body = json!({
        "name": "Alex Testcase", "relationship": "Sister", "role": "family", "language": "en", "phone": "602-555-0112",
        "ok_voicemail": true, "emergency": true, "notes": "Daily check-in call",
    });
    let first = put(&record, "contact", &client, &Value::Null, body).await;
    let mut theirs = first["body"].clone();
    theirs["notes"] = json!("Moved to the night shift");
    let document = first["document"].clone();
    put(&record, "contact", &client, &document, json!({ "phone": "602-555-0177", "notes": "Call before noon" })).await;
    let id = document.as_str().and_then(|id| id.parse().ok()).expect("an id");
    record.receive(id, &elsewhere(&first, theirs)).await.expect("received");
    record.lock().await;
    document
}

#[tokio::test]
async fn two_versions_are_settled_answer_by_answer_by_the_person_who_finds_them() {
    let kept = TempDir::new().expect("a folder");
    std::fs::create_dir_all(kept.path().join("app")).expect("a folder");
    let document = a_record_with_two_heads(kept.path()).await;
    let desktop = Desktop::open_on(kept.path(), &[]).await;
    desktop.page.set_window_size(1366, 768).await.expect("a size");
    unlock(&desktop).await;
    desktop.press("Clients").await;
    desktop.press("Terry Pretend").await;
    desktop.press("Family").await;
    desktop.press("Alex Testcase").await;
    desktop.see("Two versions stand side by side").await;
    desktop.press("Settle both").await;
    // The telephone number changed here alone and is proposed; the note is a person's to choose.
    desktop.see("1 answer is still open").await;
    desktop.see("602-555-0177").await;
    crate::steps::look(&desktop, "settle").await;
    desktop.press("Go on with these").await;
    assert!(desktop.sees("still open").await, "an open answer leads to itself");
    let theirs = "return [...document.querySelectorAll('label')].find((e) => e.textContent.includes(arguments[0]))";
    let label = desktop.page.execute(theirs, vec![json!("Moved to the night shift")]).await.expect("a script");
    desktop.page.execute("arguments[0].click()", vec![label]).await.expect("a choice");
    desktop.until("nothing open", || async { !desktop.sees("still open").await }).await;
    desktop.press("Go on with these").await;
    desktop.see("Discard draft").await;
    finish(&desktop, "Record").await;

    let settled = desktop.ask("document", json!({ "document": document })).await;
    assert_eq!((&settled["status"], settled["versions"].as_array().map(Vec::len)), (&json!("recorded"), Some(4)));
    assert_eq!(settled["body"]["phone"], "602-555-0177");
    assert_eq!(settled["body"]["notes"], "Moved to the night shift");
    let heads = desktop.ask("heads", json!({ "document": document })).await;
    assert_eq!(heads["heads"].as_array().map(Vec::len), Some(1));
    desktop.is_open_to_everyone();
}
