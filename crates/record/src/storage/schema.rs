//! The record's own tables, and bringing an older record's up to today. Tables made from versions are no part of it: they are made anew.

use super::connections::{Connections, Transaction};
use super::{connection, engine};
use crate::error::Result;
use sea_orm::ConnectionTrait as _;

/// Highest schema this app knows.
pub const SCHEMA: i64 = 5;

/// The lowest that is brought up.
pub const OLDEST: i64 = 4;

/// The record's own tables as they stand.
const RECORD: &str = include_str!("record.sql");

/// What changes the tables of an older record, by the schema number it leads to.
const MIGRATIONS: [(i64, &str); 1] = [(5, include_str!("migrations/0005_house.sql"))];

/// Makes the record's own tables in a new file, and what `more` makes beside them, all or nothing.
///
/// # Errors
/// `NotSaved` or `Broken`; the file is then useless and set-up starts again.
pub(crate) async fn build(writer: &Connections, more: impl AsyncFnOnce(&Transaction) -> Result<()>) -> Result<()> {
    writer.execute_unprepared(&format!("PRAGMA application_id={}", connection::APPLICATION_ID)).await?;
    let tx = writer.begin().await?;
    tx.execute_unprepared(RECORD).await?;
    more(&tx).await?;
    engine::set_schema(&tx, SCHEMA).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes the tables of a record of this older schema.
///
/// # Errors
/// `Broken`; the transaction is then not committed.
pub(crate) async fn bring_up(tx: &Transaction, from: i64) -> Result<()> {
    for (_, migration) in MIGRATIONS.iter().filter(|(to, _)| *to > from) {
        tx.execute_unprepared(migration).await?;
    }
    engine::set_schema(tx, SCHEMA).await
}

/// Whether a trigger or view with this text is one that we made.
pub(crate) fn is_ours(sql: &str) -> bool {
    RECORD.contains(sql)
}
