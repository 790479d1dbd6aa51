//! A record's folder or a backup: the key from its key file, then every row that is checked.

use crate::keys;
use crate::rows::{
    AuditRow, Checkpoint, Columns, Content, DocumentRow, HeadRow, Mark, Record, Signature, Tables, Version,
};
use crate::sqlcipher::{Database, Row, Unread};
use crate::{Found, Unchecked};
use std::ffi::c_int;
use std::fs::File;
use std::path::Path;

/// Opens `folder` with a person's password and reads what is checked. No file there is changed.
///
/// # Errors
/// `Unchecked` when the password opens nothing there, or the record is just being written.
pub fn vault(folder: &Path, name: Option<&str>, password: &str) -> Result<Found, Unchecked> {
    let opened = keys::opened(&folder.join("vault.keys"), name, password)?;
    let mut why = None;
    for key in &opened.data {
        match opened_with(folder, key, Some(&opened.vault))? {
            Found::Record(record) => return Ok(Found::Record(record)),
            Found::Damaged(damage) => why = why.or(Some(damage)),
        }
    }
    Ok(Found::Damaged(why.unwrap_or_default()))
}

/// The same with the data key in hand.
///
/// # Errors
/// `Unchecked` when the record is just being written, or the disk does not give it.
pub fn opened_with(folder: &Path, key: &[u8; 32], vault: Option<&str>) -> Result<Found, Unchecked> {
    let file = folder.join("vault.db");
    let journal = folder.join("vault.db-journal");
    if journal.metadata().is_ok_and(|about| about.len() > 0) {
        return rolled_back(folder, key, vault);
    }
    Ok(read(&file, key, false, vault))
}

/// A change was cut off there. It is rolled back in a copy, which stays encrypted, so that the folder itself is left as it is.
fn rolled_back(folder: &Path, key: &[u8; 32], vault: Option<&str>) -> Result<Found, Unchecked> {
    let held = File::open(folder.join("vault.lock")).is_ok_and(|lock| lock.try_lock_shared().is_err());
    if held {
        return Err(Unchecked("This record is open and is being written. Lock it first, then check again.".into()));
    }
    let copied = || Unchecked("A change was cut off in this record, and there is no room for a copy to check.".into());
    let scratch = tempfile::tempdir().map_err(|_| copied())?;
    for name in ["vault.db", "vault.db-journal"] {
        std::fs::copy(folder.join(name), scratch.path().join(name)).map_err(|_| copied())?;
    }
    Ok(read(&scratch.path().join("vault.db"), key, true, vault))
}

fn read(file: &Path, key: &[u8; 32], scratch: bool, vault: Option<&str>) -> Found {
    let database = match Database::open(file, key, scratch) {
        Ok(database) => database,
        Err(Unread(why)) => return Found::Damaged(format!("vault.db could not be opened ({why}).")),
    };
    if database.rows(c"SELECT count(*) FROM sqlite_schema", |_| ()).is_err() {
        return Found::Damaged(
            "vault.db does not open with the key of vault.keys: its first page is damaged, or the two files do not belong together.".into(),
        );
    }
    match pages_fit(&database).and_then(|()| rows(&database, vault).map_err(unread)) {
        Ok(record) => Found::Record(Box::new(record)),
        Err(damage) => Found::Damaged(damage),
    }
}

fn unread(Unread(why): Unread) -> String {
    format!("vault.db could not be read to its end ({why}).")
}

/// SQLCipher's seal on every page, SQLite's own structure, and references between tables.
fn pages_fit(database: &Database) -> Result<(), String> {
    let sealed = database.rows(c"PRAGMA cipher_integrity_check", |row| row.text(0)).map_err(unread)?;
    if let Some(first) = sealed.first() {
        let page = first.split_whitespace().last().unwrap_or_default();
        return Err(format!(
            "vault.db: page {page} does not fit its seal. The file was damaged, or changed outside Handrail."
        ));
    }
    let sound = database.rows(c"PRAGMA integrity_check", |row| row.text(0)).map_err(unread)?;
    if sound != ["ok"] {
        return Err("vault.db: its tables and indexes do not fit each other. The file was damaged, or changed outside Handrail.".into());
    }
    let loose = database.rows(c"PRAGMA foreign_key_check", |row| row.text(0)).map_err(unread)?;
    if loose.is_empty() {
        Ok(())
    } else {
        Err("vault.db: a version belongs to a document that is not in the list.".into())
    }
}

fn rows(database: &Database, vault: Option<&str>) -> Result<Record, Unread> {
    let audit =
        c"SELECT seq, wall, actor, role, action, outcome, client, document, detail, prev, hash, wrote FROM audit ORDER BY seq";
    let checkpoints = database.rows(c"SELECT seq, wall, root, note, mark FROM checkpoint ORDER BY seq", checkpoint)?;
    Ok(Record {
        vault: vault.map(str::to_owned),
        versions: database.rows(
            c"SELECT id, bytes, chart, hlc, document, number, status, author, wall FROM version ORDER BY hlc, id",
            version,
        )?,
        signatures: database.rows(
            c"SELECT version, signer, meaning, signed_at, public_key, statement, mark FROM signature",
            signature,
        )?,
        audit: database.rows(audit, audit_row)?,
        checkpoints,
        last_seq: database
            .rows(c"SELECT seq FROM sqlite_sequence WHERE name = 'audit'", |row| row.number(0))?
            .first()
            .copied(),
        tables: Some(Tables {
            documents: database.rows(c"SELECT id, kind, client, episode FROM document ORDER BY id", |row| {
                DocumentRow { id: named(row, 0), kind: row.text(1), client: row.id(2), episode: row.id(3) }
            })?,
            heads: database.rows(c"SELECT document, version FROM head", |row| HeadRow {
                document: named(row, 0),
                version: row.hex(1),
            })?,
        }),
    })
}

fn named(row: &Row, column: c_int) -> String {
    row.id(column).unwrap_or_default()
}

fn version(row: &Row) -> Version {
    let columns = Columns {
        chart: named(row, 2),
        hlc: row.text(3),
        document: named(row, 4),
        number: row.number(5),
        status: row.text(6),
        author: named(row, 7),
        wall: row.text(8),
    };
    Version { id: row.hex(0), content: Content::Bytes(row.bytes(1).unwrap_or_default()), columns: Some(columns) }
}

fn signature(row: &Row) -> Signature {
    Signature {
        version: row.hex(0),
        signer: named(row, 1),
        meaning: row.text(2),
        signed_at: Some(row.text(3)),
        public_key: row.hex(4),
        mark: Mark::Given { statement: row.bytes(5).unwrap_or_default(), mark: row.bytes(6).unwrap_or_default() },
    }
}

fn audit_row(row: &Row) -> AuditRow {
    AuditRow {
        seq: row.number(0),
        wall: row.text(1),
        actor: row.id(2),
        role: row.text(3),
        action: row.text(4),
        outcome: row.text(5),
        client: row.id(6),
        document: row.id(7),
        detail: row.text(8),
        prev: row.hex(9),
        hash: row.hex(10),
        wrote: row.text(11),
    }
}

fn checkpoint(row: &Row) -> Checkpoint {
    Checkpoint { seq: row.number(0), wall: row.text(1), root: row.hex(2), note: row.text(3), mark: row.hex(4) }
}
