//! Looking into a copy as a stranger would: does it open, is every page whole, does it hold what it should.

use super::GoOn;
use crate::canonical;
use crate::error::{Code, Error, Result};
use crate::secret::Key;
use crate::storage::connection;
use crate::storage::connections::Connections;
use crate::storage::engine::{self, Holds};
use crate::storage::schema::{SCHEMA, is_ours};
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::sync::Arc;

/// What a whole record was found to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// Counts and head.
    pub holds: Holds,
    /// SHA-256 over all version ids, ascending, hex.
    pub versions_sha256: String,
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
    on(go_on)?;
    let sealed = engine::pages_fit(db).await?;
    on(go_on)?;
    let pointed = engine::references_fit(db).await?;
    on(go_on)?;
    if !sealed || !pointed || !engine::tables_fit(db).await? {
        return Err(damaged());
    }
    let holds = engine::holds(db).await?;
    // What runs by itself inside a record is ours to the letter, or the file is not.
    if holds.schema <= SCHEMA && !engine::triggers(db).await?.iter().all(|sql| is_ours(sql)) {
        return Err(foreign());
    }
    let (mut all, mut count, mut last) = (Sha256::new(), 0, Vec::new());
    loop {
        on(go_on)?;
        let rows = engine::versions_after(db, &last).await?;
        if rows.is_empty() {
            break;
        }
        for (id, bytes) in rows {
            last = id;
            if last != canonical::hash(&bytes) {
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
