//! The record as readable files, for a move to another program or a check by someone outside. Each file has one JSON object per line.
//!
//! The text of counseling notes stays out: such a note is kept apart from the record and leaves it only on its author's own decision
//! (42 CFR 2.11, "SUD counseling notes"; 2.31(b)). Their versions are named without body, so that the chain still shows them to be there.

use crate::canonical::{self, Envelope};
use crate::error::{Code, Error, Result};
use crate::vault::private;
use clinical::Kind;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
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
    pub(crate) fn write(mut self, record: &Record, note: &str) -> Result<()> {
        let apart = kept_apart(record);
        self.lines("versions.jsonl", record.versions.iter().map(|version| of_version(version, &apart)))?;
        self.lines("signatures.jsonl", record.signatures.iter().map(|signature| of_signature(signature, &apart)))?;
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

/// Versions of documents of which any version is kept in confidence: their addenda are, too.
fn kept_apart(record: &Record) -> BTreeSet<String> {
    let all: Vec<_> = record.versions.iter().filter_map(|version| Some((&version.id, envelope(version)?))).collect();
    let confidential = |said: &Envelope| {
        Kind::named(&said.kind).is_some_and(|kind| kind.in_confidence(&kind.upgrade(said.schema, said.body.clone())))
    };
    let apart: BTreeSet<&str> =
        all.iter().filter(|(_, said)| confidential(said)).map(|(_, said)| said.document.as_str()).collect();
    all.iter().filter(|(_, said)| apart.contains(said.document.as_str())).map(|(id, _)| (*id).clone()).collect()
}

fn envelope(version: &Version) -> Option<Envelope> {
    match &version.content {
        Content::Bytes(bytes) => Envelope::read(bytes).ok(),
        Content::Withheld(_) => None,
    }
}

fn said(version: &Version) -> Option<Value> {
    match &version.content {
        Content::Bytes(bytes) => serde_json::from_slice(bytes).ok(),
        Content::Withheld(_) => None,
    }
}

fn of_version(version: &Version, apart: &BTreeSet<String>) -> Value {
    let mut said = said(version).unwrap_or_default();
    let withheld = apart.contains(&version.id);
    if withheld && let Some(said) = said.as_object_mut() {
        said.remove("body");
        said.remove("reason");
    }
    match withheld {
        true => json!({ "id": version.id, "withheld": true, "version": said }),
        false => json!({ "id": version.id, "version": said }),
    }
}

fn of_signature(signature: &Signature, apart: &BTreeSet<String>) -> Value {
    let Mark::Given { statement, mark } = &signature.mark else { return Value::Null };
    let hash = data_encoding::HEXLOWER.encode(&canonical::hash(statement));
    let mut line = json!({
        "version": signature.version, "signer": signature.signer, "meaning": signature.meaning, "statement_hash": hash,
    });
    if apart.contains(&signature.version) {
        line["withheld"] = json!(true);
    } else {
        line["statement"] = serde_json::from_slice(statement).unwrap_or_default();
        line["mark"] = json!(data_encoding::HEXLOWER.encode(mark));
    }
    line
}
