//! The audit trail: each row covers the one before, and names what its act put into the record.

use crate::Fits;
use crate::face::{canonical, hex, short, words};
use crate::rows::{AuditRow, Index, Mark, Record};
use serde_json::json;
use std::collections::BTreeMap;

/// Rows count up from 1 without a gap, each fits its own hash and the row before, and the last one is the last ever written.
pub(crate) fn links_fit(record: &Record) -> Fits {
    let mut before = "0".repeat(64);
    for (row, expected) in record.audit.iter().zip(1_i64..) {
        if row.seq != expected {
            return Err(format!("Audit row {expected} is missing: the next one is row {}.", row.seq));
        }
        if row.prev != before {
            return Err(format!("{} does not follow the row before it: one of the two was changed.", told(row)));
        }
        if hashed(row).as_ref() != Some(&row.hash) {
            return Err(format!("{} does not fit its own hash: it was changed after it was written.", told(row)));
        }
        before.clone_from(&row.hash);
    }
    let last = record.audit.last().map_or(0, |row| row.seq);
    match record.last_seq {
        Some(ever) if ever != last => {
            Err(format!("The audit trail ends at row {last}, but row {ever} was written: its end is missing."))
        }
        _ => Ok(()),
    }
}

/// SHA-256 of the row's canonical JSON. `wrote` is part of it only where the act wrote something.
fn hashed(row: &AuditRow) -> Option<String> {
    let mut link = json!({
        "wall": row.wall, "actor": row.actor, "role": row.role, "action": row.action, "outcome": row.outcome, "client": row.client,
        "document": row.document, "detail": row.detail, "prev": row.prev,
    });
    if !row.wrote.is_empty() {
        link["wrote"] = json!(row.wrote);
    }
    Some(hex(&canonical(&link)?))
}

/// Which row wrote each version and each signature statement (by its SHA-256).
pub(crate) type Wrote = BTreeMap<String, i64>;

/// Every version and signature is named by exactly one row, and every row names only what is there.
pub(crate) fn wrote(record: &Record, index: &Index) -> Result<Wrote, String> {
    let statements: BTreeMap<String, &str> = record
        .signatures
        .iter()
        .map(|signature| (statement_hash(&signature.mark), signature.version.as_str()))
        .collect();
    if statements.len() != record.signatures.len() {
        return Err("A signature is there twice.".into());
    }
    let mut wrote = Wrote::new();
    for row in &record.audit {
        for id in row.wrote.split(' ').filter(|id| !id.is_empty()) {
            if let Some(read) = index.get(id) {
                if row.actor.as_deref() != Some(read.envelope.author.as_str()) {
                    return Err(format!(
                        "{} was written by someone else than its author, says audit row {}.",
                        read.told(),
                        row.seq
                    ));
                }
            } else if !statements.contains_key(id) {
                return Err(format!("{} wrote version or signature {}, which is missing.", told(row), short(id)));
            }
            if let Some(earlier) = wrote.insert(id.to_owned(), row.seq) {
                return Err(format!("{} wrote {} again; row {earlier} wrote it already.", told(row), short(id)));
            }
        }
    }
    let named = |id: &str| wrote.contains_key(id);
    if let Some(read) = index.ordered.iter().find(|read| !named(&read.version.id)) {
        return Err(format!("{} was written by no act in the audit trail.", read.told()));
    }
    if let Some((_, version)) = statements.iter().find(|(hash, _)| !named(hash)) {
        let read = index.get(version).map(|read| read.told());
        let read = read.unwrap_or_else(|| format!("Version {}", short(version)));
        return Err(format!("{read} has a signature that no act in the audit trail wrote."));
    }
    Ok(wrote)
}

/// What the trail calls a signature.
pub(crate) fn statement_hash(mark: &Mark) -> String {
    match mark {
        Mark::Given { statement, .. } => hex(statement),
        Mark::Withheld(hash) => hash.clone(),
    }
}

fn told(row: &AuditRow) -> String {
    let about = row.document.as_deref().map(|id| format!(", document {id}")).unwrap_or_default();
    format!("Audit row {} ({}{about})", row.seq, words(&row.action))
}
