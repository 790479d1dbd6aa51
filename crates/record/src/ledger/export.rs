//! The record as readable files, for a move to another program or a check by someone outside. Each file has one JSON object per line.
//!
//! The text of counseling notes stays out: such a note is kept apart from the record and leaves it only on its author's own decision
//! (42 CFR 2.11, "SUD counseling notes"; 2.31(b)). So does what an agreed restriction keeps from everyone outside (45 CFR 164.522(a)). These
//! versions are named without body, so that the chain still shows them to be there; the trail says which they are, so that nobody can take the
//! text of another one out of the files and call it withheld.

use crate::canonical::{self, Envelope};
use crate::error::{Code, Error, Result};
use crate::vault::private;
use clinical::Kind;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use uuid::Uuid;
use verify::{Content, Mark, Record, Signature, Version};

const README: &str = include_str!("exported.txt");

/// A folder that takes an export. What was written goes again when this is dropped before `finish`.
pub(crate) struct Export {
    folder: PathBuf,
    made: bool,
    written: Vec<PathBuf>,
    finished: bool,
}

impl Export {
    /// Takes a new or an empty folder that does not lie in the record's own.
    ///
    /// # Errors
    /// `BadInput` naming the folder's fault; `NotSaved` when it cannot be made.
    pub(crate) fn into(folder: &Path, record: &Path) -> Result<Self> {
        let bad = |message: &str| Error {
            findings: vec![clinical::form::Finding::hold("folder", message.to_owned())],
            ..Error::of(Code::BadInput, message)
        };
        if !folder.is_absolute() || folder.starts_with(record) {
            return Err(bad("Choose a folder outside the record's own."));
        }
        let made = !folder.exists();
        if made {
            private::new_folder(folder)
                .map_err(|_| bad("This folder could not be made. Check the disk and your rights."))?;
        }
        let export = Self { folder: folder.to_owned(), made, written: Vec::new(), finished: false };
        let mut inside = std::fs::read_dir(folder).map_err(|_| bad("This is not a folder that can be read."))?;
        match inside.next() {
            None => Ok(export),
            Some(_) => Err(bad("This folder is not empty. Nothing there is written over; choose another.")),
        }
    }

    /// Writes everything and flushes it.
    ///
    /// # Errors
    /// `NotSaved`; what was written is removed again.
    pub(crate) fn write(mut self, record: &Record, withheld: &Withheld, note: &str) -> Result<()> {
        self.lines("versions.jsonl", record.versions.iter().map(|version| of_version(version, withheld)))?;
        self.lines("signatures.jsonl", record.signatures.iter().map(|signature| of_signature(signature, withheld)))?;
        self.lines("audit.jsonl", record.audit.iter().map(|row| json!({
            "seq": row.seq, "wall": row.wall, "actor": row.actor, "role": row.role, "action": row.action, "outcome": row.outcome,
            "client": row.client, "document": row.document, "detail": row.detail, "prev": row.prev, "hash": row.hash, "wrote": row.wrote,
        })))?;
        self.lines(
            "checkpoints.jsonl",
            record.checkpoints.iter().map(|kept| {
                json!({
                    "seq": kept.seq, "wall": kept.wall, "root": kept.root, "note": kept.note, "mark": kept.mark,
                })
            }),
        )?;
        self.text("checkpoint.txt", note)?;
        self.text("README.txt", README)?;
        self.finished = true;
        Ok(())
    }

    fn lines(&mut self, name: &str, rows: impl Iterator<Item = Value>) -> Result<()> {
        let mut file = BufWriter::new(self.file(name)?);
        for row in rows {
            put(&mut file, &row)?;
        }
        let file = file.into_inner().map_err(|_| not_written())?;
        file.sync_all().map_err(|_| not_written())
    }

    fn text(&mut self, name: &str, text: &str) -> Result<()> {
        let mut file = self.file(name)?;
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|_| not_written())
    }

    /// Never over a file that is there already.
    fn file(&mut self, name: &str) -> Result<File> {
        let path = self.folder.join(name);
        let file = private::new_file(&path).map_err(|_| not_written())?;
        self.written.push(path);
        Ok(file)
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        if !self.finished {
            for path in &self.written {
                let _ = std::fs::remove_file(path);
            }
            if self.made {
                let _ = std::fs::remove_dir(&self.folder);
            }
        }
    }
}

fn put(file: &mut BufWriter<File>, row: &impl Serialize) -> Result<()> {
    let mut line = canonical::canonical(row)?;
    line.push(b'\n');
    file.write_all(&line).map_err(|_| not_written())
}

fn not_written() -> Error {
    Error::of(
        Code::NotSaved,
        "The export could not be written: the disk is full or was taken away. Nothing of it was left there.",
    )
}

/// Why an export names a version without its text, as its line says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// It is a counseling note, or adds to one.
    CounselingNote,
    /// An agreed restriction keeps it from everyone outside.
    Restriction,
}

impl Why {
    fn name(self) -> &'static str {
        match self {
            Why::CounselingNote => "counseling_note",
            Why::Restriction => "restriction",
        }
    }
}

/// Ids of the versions that an export names without their text, with the reason.
pub(crate) struct Withheld(BTreeMap<String, Why>);

impl Withheld {
    /// Of these: all versions of a document of which any is a counseling note, and all of one that tells of a client and is `kept_back` there.
    pub(crate) fn of(record: &Record, kept_back: impl Fn(Kind, Uuid) -> bool) -> Self {
        let (mut documents, mut ids) = (BTreeMap::new(), Vec::new());
        for version in &record.versions {
            let Some(said) = envelope(version) else { continue };
            let Some(kind) = Kind::named(&said.kind) else { continue };
            let body = kind.upgrade(said.schema, said.body);
            ids.push((version.id.clone(), said.document.clone()));
            let mut told = said.client.into_iter().chain(kind.clients(&body).unwrap_or_default());
            if kind.in_confidence(&body) {
                documents.insert(said.document, Why::CounselingNote);
            } else if told.any(|client| Uuid::parse_str(&client).is_ok_and(|client| kept_back(kind, client))) {
                documents.entry(said.document).or_insert(Why::Restriction);
            }
        }
        let why = |(id, document): (String, String)| Some((id, *documents.get(&document)?));
        Self(ids.into_iter().filter_map(why).collect())
    }

    /// How many, for any reason or for one.
    pub(crate) fn count(&self, why: Option<Why>) -> u64 {
        self.0.values().filter(|it| why.is_none_or(|why| **it == why)).count() as u64
    }

    /// What the trail keeps of it, so that the list cannot grow afterwards; none where nothing is withheld.
    pub(crate) fn told(&self) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let mut list = String::new();
        for (id, why) in &self.0 {
            let _ = writeln!(list, "{id} {}", why.name());
        }
        let (notes, kept) = (self.count(Some(Why::CounselingNote)), self.count(Some(Why::Restriction)));
        let list = data_encoding::HEXLOWER.encode(&canonical::hash(list.as_bytes()));
        Some(format!("{notes} of counseling notes, {kept} by agreed restrictions; list {list}"))
    }
}

fn envelope(version: &Version) -> Option<Envelope> {
    match &version.content {
        Content::Bytes(bytes) => Envelope::read(bytes).ok(),
        Content::Withheld { .. } => None,
    }
}

fn said(version: &Version) -> Option<Value> {
    match &version.content {
        Content::Bytes(bytes) => serde_json::from_slice(bytes).ok(),
        Content::Withheld { .. } => None,
    }
}

fn of_version(version: &Version, withheld: &Withheld) -> Value {
    let mut said = said(version).unwrap_or_default();
    let Some(why) = withheld.0.get(&version.id) else { return json!({ "id": version.id, "version": said }) };
    if let Some(said) = said.as_object_mut() {
        said.remove("body");
        said.remove("reason");
    }
    json!({ "id": version.id, "withheld": true, "why": why.name(), "version": said })
}

fn of_signature(signature: &Signature, withheld: &Withheld) -> Value {
    let Mark::Given { statement, mark } = &signature.mark else { return Value::Null };
    let hash = data_encoding::HEXLOWER.encode(&canonical::hash(statement));
    let mut line = json!({
        "version": signature.version, "signer": signature.signer, "meaning": signature.meaning, "statement_hash": hash,
    });
    if withheld.0.contains_key(&signature.version) {
        line["withheld"] = json!(true);
    } else {
        line["statement"] = serde_json::from_slice(statement).unwrap_or_default();
        line["mark"] = json!(data_encoding::HEXLOWER.encode(mark));
    }
    line
}
