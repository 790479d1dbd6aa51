//! What one asks of the database itself: is the file whole, what does it hold, where does it stand.

use super::dialect::BACKEND;
use crate::error::{Error, Result};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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

fn asked(sql: &str) -> Statement {
    Statement::from_string(BACKEND, sql)
}

async fn number(db: &impl ConnectionTrait, sql: &str) -> Result<i64> {
    let unreadable = || Error::broken("The record could not be read whole, so no backup was made. Check the record.");
    let row = db.query_one_raw(asked(sql)).await?.ok_or_else(unreadable)?;
    Ok(row.try_get_by_index::<i64>(0)?)
}

/// Counts what is there now.
///
/// # Errors
/// `Broken` when it cannot be read.
pub(crate) async fn holds(db: &impl ConnectionTrait) -> Result<Holds> {
    let head = db.query_one_raw(asked("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")).await?;
    let (head, hash) = match head {
        Some(row) => (row.try_get_by_index::<i64>(0)?, row.try_get_by_index::<Vec<u8>>(1)?),
        None => (0, Vec::new()),
    };
    Ok(Holds {
        schema: number(db, "PRAGMA user_version").await?,
        head,
        head_hash: data_encoding::HEXLOWER.encode(&hash),
        audit: number(db, "SELECT count(*) FROM audit").await?,
        versions: number(db, "SELECT count(*) FROM version").await?,
        signatures: number(db, "SELECT count(*) FROM signature").await?,
    })
}

/// Every page fits its seal.
///
/// # Errors
/// When it cannot be asked.
pub(crate) async fn pages_fit(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(db.query_all_raw(asked("PRAGMA cipher_integrity_check")).await?.is_empty())
}

/// Every row points where there is something.
///
/// # Errors
/// When it cannot be asked.
pub(crate) async fn references_fit(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(db.query_all_raw(asked("PRAGMA foreign_key_check")).await?.is_empty())
}

/// The trees of the file fit each other.
///
/// # Errors
/// When it cannot be asked.
pub(crate) async fn tables_fit(db: &impl ConnectionTrait) -> Result<bool> {
    let rows = db.query_all_raw(asked("PRAGMA integrity_check")).await?;
    let fine = |row: &QueryResult| row.try_get_by_index::<String>(0).is_ok_and(|word| word == "ok");
    Ok(rows.len() == 1 && rows.iter().all(fine))
}

/// The text of everything that runs by itself inside the file.
///
/// # Errors
/// When it cannot be asked.
pub(crate) async fn triggers(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let rows = db.query_all_raw(asked("SELECT sql FROM sqlite_schema WHERE type IN ('trigger', 'view')")).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index::<String>(0)?)).collect()
}

/// The text that made each table of the file.
///
/// # Errors
/// When it cannot be asked.
pub(crate) async fn shapes(db: &impl ConnectionTrait) -> Result<Vec<String>> {
    let rows =
        db.query_all_raw(asked("SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL")).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index::<String>(0)?)).collect()
}

/// Up to 500 versions after this id, in order of their ids, with their bytes.
///
/// # Errors
/// When they cannot be read.
pub(crate) async fn versions_after(db: &impl ConnectionTrait, id: &[u8]) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
    let sql = "SELECT id, bytes FROM version WHERE id > ? ORDER BY id LIMIT 500";
    let rows = db.query_all_raw(Statement::from_sql_and_values(BACKEND, sql, [id.to_vec().into()])).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// Writes the record as it stands into another file, encrypted with the same key.
///
/// # Errors
/// `NotSaved` when there is no room.
pub(crate) async fn copy_into(db: &impl ConnectionTrait, place: &str) -> Result<()> {
    db.execute_unprepared(&format!("VACUUM INTO '{}'", place.replace('\'', "''"))).await?;
    Ok(())
}

/// Writes the schema's number into the file.
pub(super) async fn set_schema(db: &impl ConnectionTrait, schema: i64) -> Result<()> {
    db.execute_unprepared(&format!("PRAGMA user_version={schema}")).await?;
    Ok(())
}

/// The highest number the audit trail ever gave, also if its row is gone.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn last_audit_number(db: &impl ConnectionTrait) -> Result<Option<i64>> {
    let asked = asked("SELECT seq FROM sqlite_sequence WHERE name = 'audit'");
    Ok(db.query_one_raw(asked).await?.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Someone of the directory, in words that records of every schema understand.
pub(crate) struct Listed {
    pub id: Uuid,
    pub name: String,
    pub credential: String,
    pub role: String,
}

/// Everyone who works here now.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn listed_staff(db: &impl ConnectionTrait) -> Result<Vec<Listed>> {
    let rows = db.query_all_raw(asked("SELECT document, name, credential, role FROM staff WHERE active")).await?;
    let listed = |row: QueryResult| {
        let (id, name) = (row.try_get("", "document")?, row.try_get("", "name")?);
        Ok(Listed { id, name, credential: row.try_get("", "credential")?, role: row.try_get("", "role")? })
    };
    rows.into_iter().map(listed).collect()
}

/// Number of rows and the content of a table in a fixed order, to compare it with itself later. The word index is asked for its terms.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn content(db: &impl ConnectionTrait, table: &str, indexed: bool) -> Result<(u64, Vec<u8>)> {
    let (from, columns) = if indexed {
        let make = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', ";
        db.execute_unprepared(&format!("{make}'{table}', 'row')")).await?;
        ("temp.terms".to_owned(), vec!["term".to_owned(), "doc".into(), "cnt".into()])
    } else {
        let rows =
            db.query_all_raw(asked(&format!("SELECT name FROM pragma_table_info('{table}') ORDER BY name"))).await?;
        let names =
            rows.iter().map(|row| row.try_get_by_index::<String>(0)).collect::<std::result::Result<Vec<_>, _>>()?;
        (table.to_owned(), names)
    };
    let quoted = columns.iter().map(|column| format!("quote({column})")).collect::<Vec<_>>().join(" || '|' || ");
    let rows = db.query_all_raw(asked(&format!("SELECT {quoted} FROM {from} ORDER BY 1"))).await?;
    let mut all = Vec::new();
    for row in &rows {
        all.extend_from_slice(row.try_get_by_index::<String>(0)?.as_bytes());
        all.push(b'\n');
    }
    if indexed {
        db.execute_unprepared("DROP TABLE temp.terms").await?;
    }
    Ok((rows.len() as u64, all))
}
