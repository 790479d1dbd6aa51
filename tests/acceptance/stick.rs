//! A stick to back up to, and the computers that restored records are opened on.

use crate::room::{PASSWORD, Room};
use record::dispatch::{Content, dispatch};
use record::error::{Code, Error};
use record::{Cost, Record};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A stick to back up to, and places to restore into.
pub struct Stick(pub TempDir);

impl Stick {
    pub fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }
    pub fn path(&self) -> PathBuf {
        let folder = self.0.path().join("stick");
        fs::create_dir_all(&folder).expect("a stick");
        folder
    }
    pub fn new_place(&self) -> PathBuf {
        self.0.path().join("restored")
    }
    pub fn holds(&self) -> Vec<String> {
        names(&self.path())
    }
}

pub fn names(folder: &Path) -> Vec<String> {
    let inside = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = inside.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

pub fn manifest(backup: &Path) -> Value {
    serde_json::from_slice(&fs::read(backup.join("manifest.json")).expect("a manifest")).expect("JSON")
}

pub async fn choose(room: &Room, folder: &Path) {
    room.ask("change_settings", json!({ "idle_minutes": 15, "backup_folder": folder, "backup_daily": true })).await;
}

pub async fn back_up(room: &Room, stick: &Stick) -> PathBuf {
    let line = room.ask("back_up", json!({ "folder": stick.path() })).await;
    stick.path().join(line["name"].as_str().expect("a name"))
}

pub fn wish(from: &Path, to: &Path) -> Value {
    json!({ "from": from, "to": to, "name": "Pat Sample", "password": PASSWORD, "reason": "the computer fell" })
}

/// Asks another record, for example one over a restored record.
pub async fn ask(record: &Record, command: &str, input: Value) -> Value {
    match dispatch(record, command, input).await.unwrap_or_else(|error| panic!("{command}: {error:?}")).content {
        Content::Json(view) => view.read().expect("a view"),
        Content::Pdf(_) => panic!("{command} answered pages"),
    }
}

pub async fn sit_down_at(room: &Room, folder: &Path) -> Record {
    let record = Record::at(folder.to_owned(), room.clock.clone()).with_cost(Cost::Floor);
    ask(&record, "unlock", json!({ "name": "Pat Sample", "password": PASSWORD })).await;
    record
}

pub async fn a_clinic_with_a_note(room: &Room) -> (String, String) {
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    (client, note["document"].as_str().expect("a document").to_owned())
}

pub async fn audited(record: &Record) -> Vec<Value> {
    ask(record, "audit_trail", json!({ "client": null, "limit": 5000 })).await.as_array().expect("rows").clone()
}

pub fn fields(error: &Error) -> Vec<&str> {
    assert_eq!(error.code, Code::BadInput, "{error:?}");
    error.findings.iter().map(|finding| finding.field.as_str()).collect()
}
