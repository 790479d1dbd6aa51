//! An exported folder: one JSON object per line in four files.

use crate::face::{canonical, hex};
use crate::rows::{AuditRow, Checkpoint, Content, Envelope, Mark, Record, Signature, Version};
use crate::{Found, Unchecked};
use serde::Deserialize;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

/// Whether a folder looks like an export rather than a record.
#[must_use]
pub fn is_exported(folder: &Path) -> bool {
    folder.join("versions.jsonl").is_file()
}

/// Reads an exported folder.
///
/// # Errors
/// `Unchecked` when a file of the four is missing.
pub fn exported(folder: &Path) -> Result<Found, Unchecked> {
    let mut record = Record::default();
    let mut bad = None;
    let mut read = |name: &str, take: &mut dyn FnMut(Value) -> Option<()>| -> Result<(), Unchecked> {
        let file =
            File::open(folder.join(name)).map_err(|_| Unchecked(format!("{name} is missing from this folder.")))?;
        for (at, line) in BufReader::new(file).lines().enumerate() {
            let value = line.ok().and_then(|line| serde_json::from_str(&line).ok());
            if bad.is_none() && value.and_then(&mut *take).is_none() {
                bad = Some(format!("{name}: line {} cannot be read.", at + 1));
            }
        }
        Ok(())
    };
    read("versions.jsonl", &mut |line| {
        record.versions.push(version(&line)?);
        Some(())
    })?;
    read("signatures.jsonl", &mut |line| {
        record.signatures.push(signature(&line)?);
        Some(())
    })?;
    read("audit.jsonl", &mut |line| {
        record.audit.push(AuditRow::deserialize(line).ok()?);
        Some(())
    })?;
    read("checkpoints.jsonl", &mut |line| {
        record.checkpoints.push(Checkpoint::deserialize(line).ok()?);
        Some(())
    })?;
    Ok(bad.map_or_else(|| Found::Record(Box::new(record)), Found::Damaged))
}

fn version(line: &Value) -> Option<Version> {
    let content = match line["withheld"].as_bool() {
        Some(true) => Content::Withheld {
            envelope: Box::new(Envelope::deserialize(&line["version"]).ok()?),
            why: line["why"].as_str().unwrap_or_default().to_owned(),
        },
        _ => Content::Bytes(canonical(&line["version"])?),
    };
    Some(Version { id: line["id"].as_str()?.to_owned(), content, columns: None })
}

fn signature(line: &Value) -> Option<Signature> {
    let text = |field: &str| line[field].as_str().map(str::to_owned);
    let mark = match line["withheld"].as_bool() {
        Some(true) => Mark::Withheld(text("statement_hash")?),
        _ => {
            let statement = canonical(&line["statement"])?;
            // An export may be read by people: its hash is there to be compared, and must be right.
            if line["statement_hash"].as_str().is_some_and(|hash| hash != hex(&statement)) {
                return None;
            }
            Mark::Given { statement, mark: crate::face::unhex(line["mark"].as_str()?)? }
        }
    };
    Some(Signature {
        version: text("version")?,
        signer: text("signer")?,
        meaning: text("meaning")?,
        signed_at: None,
        public_key: String::new(),
        mark,
    })
}
