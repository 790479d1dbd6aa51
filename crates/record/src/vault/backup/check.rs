//! Looking into a copy as a stranger would: does it open, is every page whole, does it hold what it should.

use super::GoOn;
use crate::canonical;
use crate::error::{Code, Error, Result};
use crate::storage::connections::Connections;
use crate::secret::Key;
use crate::vault::{MIGRATIONS, SCHEMA, VIEWS, connection};
use sea_orm::{ConnectionTrait as _, DbBackend, QueryResult, Statement};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::sync::Arc;

/// What a record holds: enough to tell two moments of it apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holds {
    /// Number of its schema.
    pub schema: i64,
    /// Number of the newest audit row.
    pub head: i64,
    /// Its hash, hex.
    pub head_hash: String,
    /// Audit rows.
    pub audit: i64,
    /// Versions.
    pub versions: i64,
    /// Signatures.
    pub signatures: i64,
}

/// What a whole record was found to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// Counts and head.
    pub holds: Holds,
    /// SHA-256 over all version ids, ascending, hex.
    pub versions_sha256: String,
}

/// Counts what is there now.
///
/// # Errors
/// `Broken` when it cannot be read.
pub async fn holds(db: &Connections) -> Result<Holds> {
    let number = async |sql: &str| -> Result<i64> {
        let row = db.query_one_raw(asked(sql)).await?.ok_or_else(unreadable)?;
        Ok(row.try_get_by_index::<i64>(0)?)
    };
    let head = db.query_one_raw(asked("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")).await?;
    let (head, hash) = match head {
        Some(row) => (row.try_get_by_index::<i64>(0)?, row.try_get_by_index::<Vec<u8>>(1)?),
        None => (0, Vec::new()),
    };
    Ok(Holds {
        schema: number("PRAGMA user_version").await?,
        head,
        head_hash: data_encoding::HEXLOWER.encode(&hash),
        audit: number("SELECT count(*) FROM audit").await?,
        versions: number("SELECT count(*) FROM version").await?,
        signatures: number("SELECT count(*) FROM signature").await?,
    })
}

/// Opens a copy with the key and reads all of it: each page's code, the tree, what points where, and each version against its id.
///
/// # Errors
/// `Refused` with what is wrong; `Locked` when told not to go on.
pub async fn whole(path: &Path, data: &Arc<Key>, go_on: GoOn<'_>) -> Result<Proven> {
    connection::probe(path, data).await?;
    let db = Connections::open(path, Arc::clone(data), true, false).await.map_err(|_| damaged())?;
    let found = read_through(&db, go_on).await;
    db.close().await?;
    // Whatever a damaged file answers, the sentence is the same.
    found.map_err(|error| if error.code == Code::Broken { damaged() } else { error })
}

async fn read_through(db: &Connections, go_on: GoOn<'_>) -> Result<Proven> {
    for sql in ["PRAGMA cipher_integrity_check", "PRAGMA foreign_key_check"] {
        on(go_on)?;
        if !db.query_all_raw(asked(sql)).await?.is_empty() {
            return Err(damaged());
        }
    }
    on(go_on)?;
    let rows = db.query_all_raw(asked("PRAGMA integrity_check")).await?;
    let fine = |row: &QueryResult| row.try_get_by_index::<String>(0).is_ok_and(|word| word == "ok");
    if rows.len() != 1 || !rows.iter().all(fine) {
        return Err(damaged());
    }
    let holds = holds(db).await?;
    // What runs by itself inside a record is ours to the letter, or the file is not.
    if holds.schema <= SCHEMA {
        let ours: String = MIGRATIONS.iter().map(|(_, sql)| *sql).chain([VIEWS]).collect();
        for row in db.query_all_raw(asked("SELECT sql FROM sqlite_schema WHERE type IN ('trigger', 'view')")).await? {
            if !ours.contains(&row.try_get_by_index::<String>(0)?) {
                return Err(foreign());
            }
        }
    }
    let (mut all, mut count, mut last) = (Sha256::new(), 0, Vec::new());
    loop {
        on(go_on)?;
        let next = Statement::from_sql_and_values(
            DbBackend::Sqlite,
            "SELECT id, bytes FROM version WHERE id > ? ORDER BY id LIMIT 500",
            [last.clone().into()],
        );
        let rows = db.query_all_raw(next).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            last = row.try_get_by_index::<Vec<u8>>(0)?;
            if last != canonical::hash(&row.try_get_by_index::<Vec<u8>>(1)?) {
                return Err(damaged());
            }
            all.update(&last);
            count += 1;
        }
    }
    if count != holds.versions {
        return Err(damaged());
    }
    Ok(Proven { holds, versions_sha256: data_encoding::HEXLOWER.encode(&all.finalize()) })
}

fn asked(sql: &str) -> Statement {
    Statement::from_string(DbBackend::Sqlite, sql)
}

pub(super) fn on(go_on: GoOn<'_>) -> Result<()> {
    if go_on() { Ok(()) } else { Err(Error::of(Code::Locked, "The record was locked before the backup was whole.")) }
}

fn damaged() -> Error {
    Error::of(Code::Refused, "The copy is damaged: not all of it can be read. It does not count as a backup.")
}

fn foreign() -> Error {
    Error::of(Code::Refused, "This record holds something that Handrail did not put there. It will not be opened.")
}

pub(super) fn different() -> Error {
    Error::of(Code::Refused, "The copy does not hold what it should. It does not count as a backup.")
}

pub(super) fn unreadable() -> Error {
    Error::broken("The record could not be read whole, so no backup was made. Check the record.")
}
