//! A room to tell acceptance stories in: a fresh vault, a clock set by hand, and staff who speak through the dispatcher.

use chrono::{DateTime, FixedOffset};
use record::dispatch::{Content, dispatch};
use record::error::{Code, Error};
use record::{Anchors, Cost, Record, SetClock};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

pub const PASSWORD: &str = "a quiet evening walk";

/// What whoever adds a person says to them; at their first sitting they choose `PASSWORD`.
pub const FIRST: &str = "a first quiet evening walk";

pub struct Room {
    pub record: Record,
    pub clock: Arc<SetClock>,
    invited: Mutex<BTreeSet<String>>,
    folder: TempDir,
}

pub fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect("a time")
}

fn copied(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&place).expect("a folder");
            copied(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), &place).expect("a copy");
        }
    }
}

impl Room {
    /// A vault whose director and only clinician is Pat Sample, on Thursday April 9, 2026, 5:42 pm.
    pub async fn open() -> Self {
        let room = Self::empty();
        room.set_up().await;
        room
    }

    pub fn empty() -> Self {
        let folder = TempDir::new().expect("a folder");
        let clock = SetClock::at(at("2026-04-09T17:42:00-07:00"));
        let record = Self::record_in(folder.path(), &clock);
        Self { record, clock, invited: Mutex::default(), folder }
    }

    fn record_in(folder: &Path, clock: &Arc<SetClock>) -> Record {
        let anchors = Anchors::in_folder(folder.join("anchors"));
        Record::at(folder.join("vault"), clock.clone()).with_cost(Cost::Floor).anchored(anchors)
    }

    /// The program is started anew on the same computer.
    pub fn restart(&mut self) {
        self.record = Self::record_in(self.folder.path(), &self.clock);
    }

    /// The same vault once more on a computer of its own, locked. This one has to be locked too, so that everything is on disk.
    pub fn copy(&self) -> Self {
        let folder = TempDir::new().expect("a folder");
        copied(self.folder.path(), folder.path());
        let clock = SetClock::at(self.record.now());
        let record = Self::record_in(folder.path(), &clock);
        let invited = Mutex::new(self.invited.lock().expect("a list").clone());
        Self { record, clock, invited, folder }
    }

    pub async fn set_up(&self) -> Value {
        self.ask(
            "create_vault",
            json!({
                "program": "Example Harbor IOP (fictional)", "site": "Main Street (fictional)", "phone": "602-555-0100",
                "crisis_phone": "602-555-0199", "address": "1 Example Way, Sampleton, AZ 00000", "paper": "letter",
                "name": "Pat Sample", "credential": "LPC", "role": "director", "password": PASSWORD,
            }),
        )
        .await
    }

    pub async fn try_ask(&self, command: &str, input: Value) -> Result<Value, Error> {
        match dispatch(&self.record, command, input).await?.content {
            Content::Json(view) => Ok(view.read()?),
            Content::Pdf(bytes) => Ok(json!({ "pages": bytes.len() })),
        }
    }

    pub async fn ask(&self, command: &str, input: Value) -> Value {
        self.try_ask(command, input).await.unwrap_or_else(|error| panic!("{command}: {error:?}"))
    }

    pub async fn refuses(&self, command: &str, input: Value) -> Error {
        match self.try_ask(command, input).await {
            Ok(answer) => panic!("{command} was not refused: {answer}"),
            Err(error) => error,
        }
    }

    pub async fn pages(&self, command: &str, input: Value) -> Result<Vec<u8>, Error> {
        match dispatch(&self.record, command, input).await?.content {
            Content::Json(view) => panic!("{command} answered text: {}", view.text()),
            Content::Pdf(bytes) => Ok(bytes),
        }
    }

    pub async fn add(&self, name: &str, role: &str) {
        let more = json!({ "name": name, "credential": "LPC", "role": role, "license": "", "license_state": "", "license_expires": "", "password": FIRST, "own_password": PASSWORD });
        self.ask("add_staff", more).await;
        self.invited.lock().expect("a list").insert(name.to_owned());
    }

    pub async fn sit_down(&self, name: &str) {
        self.ask("lock", json!({})).await;
        let first = self.invited.lock().expect("a list").remove(name);
        let password = if first { FIRST } else { PASSWORD };
        self.ask("unlock", json!({ "name": name, "password": password })).await;
        if first {
            self.ask("change_password", json!({ "password": FIRST, "new_password": PASSWORD })).await;
        }
    }

    /// Starts a draft with these fields and answers it.
    pub async fn draft(&self, kind: &str, client: Option<&str>, fields: Value) -> Value {
        self.ask("start_draft", json!({ "kind": kind, "client": client, "document": null, "body": fields })).await
    }

    /// Draft, then record.
    pub async fn record(&self, kind: &str, client: Option<&str>, fields: Value) -> Value {
        let draft = self.draft(kind, client, fields).await;
        self.ask(
            "record_document",
            json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" }),
        )
        .await
    }

    /// Draft, then sign.
    pub async fn sign(&self, kind: &str, client: Option<&str>, fields: Value) -> Value {
        let draft = self.draft(kind, client, fields).await;
        self.ask("sign_document", json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD }))
            .await
    }

    /// A fixture's body of this kind: complete, nothing holds it.
    pub fn fixture(kind: &str) -> Value {
        let newest = clinical::Kind::named(kind).expect("a kind").version();
        let path = format!("{}/fixtures/documents/{kind}/v{newest}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{kind}: {error}"));
        serde_json::from_str(&text).expect("a body")
    }

    /// A client of the program since March 10, with an open IOP episode.
    pub async fn client(&self, first: &str, last: &str, born: &str) -> String {
        let mut face = Self::fixture("face_sheet");
        face["legal_first"] = json!(first);
        face["preferred_name"] = json!("");
        face["legal_last"] = json!(last);
        face["birth_date"] = json!(born);
        let recorded = self.record("face_sheet", None, face).await;
        let client = recorded["client_id"].as_str().expect("a client").to_owned();
        let mut episode = Self::fixture("episode");
        for (field, value) in [
            ("level", json!("iop")),
            ("ours", json!(true)),
            ("admitted_on", json!("2026-03-10")),
            ("ended_on", json!("")),
            ("end_reason", json!("")),
        ] {
            episode[field] = value;
        }
        self.record("episode", Some(&client), episode).await;
        client
    }
}

pub fn held(error: &Error) -> Vec<&str> {
    assert_eq!(error.code, Code::Held, "{error:?}");
    error.findings.iter().map(|finding| finding.field.as_str()).collect()
}
