//! Dropping every table of the list and making it anew from versions. They are only projections as long as this gives equal tables.

use super::{Stored, TABLES, cosignature, entry, entry_words, show};
use crate::canonical;
use crate::error::Result;
use crate::storage::connections::Transaction;
use crate::storage::dialect::BACKEND;
use crate::storage::rows::Rows;
use crate::storage::{engine, version};
use crate::views::{Rebuilt, TableCompared};
use sea_orm::QuerySelect as _;
use sea_orm::{ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use uuid::Uuid;

/// Names of all of them.
fn names() -> Vec<&'static str> {
    let facts = TABLES.iter().map(|table| table.name);
    ["entry", entry_words::NAME].into_iter().chain(facts).collect()
}

/// Tables that older records have and this app no longer makes.
const GONE: &[&str] = &["client_words"];

/// Makes every table, empty.
pub(crate) async fn create(tx: &Transaction) -> Result<()> {
    let of_facts = TABLES.iter().flat_map(|table| table.indexes);
    let indexes = entry::INDEXES.iter().chain(of_facts).enumerate().map(|(number, index)| {
        let table = index.split(' ').next().unwrap_or_default();
        format!("CREATE INDEX {table}_{number} ON {index}")
    });
    let shapes = TABLES.iter().map(|table| (table.shape)(BACKEND));
    let all: Vec<String> =
        [entry::shape(BACKEND), entry_words::SHAPE.into()].into_iter().chain(shapes).chain(indexes).collect();
    tx.execute_unprepared(&all.join("; ")).await?;
    Ok(())
}

/// Whether the file has every table of the list as the list has it. Where it has not, another Handrail made them, and they are made anew: a
/// table is added or changed in its own file, without a number to raise beside it.
pub(crate) async fn as_listed(db: &impl sea_orm::ConnectionTrait) -> Result<bool> {
    let made = engine::shapes(db).await?;
    let listed = TABLES.iter().map(|table| (table.shape)(BACKEND)).chain([entry::shape(BACKEND)]);
    Ok(listed.into_iter().all(|shape| made.contains(&shape)))
}

/// Rebuilds inside the open transaction and compares each table with what it was.
pub(crate) async fn compared(tx: &Transaction) -> Result<Rebuilt> {
    let mut before = Vec::new();
    for table in names() {
        before.push(digest(tx, table).await?);
    }
    remake(tx).await?;
    let mut tables = Vec::new();
    for (table, (rows, was)) in names().into_iter().zip(before) {
        let (_, is) = digest(tx, table).await?;
        tables.push(TableCompared { table: table.into(), rows, equal: was == is });
    }
    let equal = tables.iter().all(|table| table.equal);
    Ok(Rebuilt { tables, equal })
}

/// Drops every table and fills it from the versions, document by document.
pub(crate) async fn remake(tx: &Transaction) -> Result<()> {
    for table in names().iter().chain(GONE) {
        tx.execute_unprepared(&format!("DROP TABLE IF EXISTS {table}")).await?;
    }
    create(tx).await?;
    let documents: Vec<Uuid> =
        version::Entity::find().select_only().column(version::Column::Document).distinct().into_tuple().all(tx).await?;
    for document in documents {
        let mut rows = Rows::default();
        show(&mut rows, &[], &versions(tx, document).await?)?;
        tx.send(rows).await?;
    }
    cosignature::settle_all(tx).await
}

/// All versions of a document in order of time.
pub(crate) async fn versions(db: &impl sea_orm::ConnectionTrait, document: Uuid) -> Result<Vec<Stored>> {
    let rows = version::Entity::find()
        .filter(version::Column::Document.eq(document))
        .order_by_asc(version::Column::Hlc)
        .order_by_asc(version::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(Stored::of).collect()
}

async fn digest(tx: &Transaction, table: &str) -> Result<(u64, [u8; 32])> {
    let (rows, content) = engine::content(tx, table, table == entry_words::NAME).await?;
    Ok((rows, canonical::hash(&content)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::{Content, dispatch};
    use crate::gate::{Record, SetClock};
    use crate::vault::Cost;
    use serde_json::{Value, json};

    async fn ask(record: &Record, command: &str, input: Value) -> Value {
        match dispatch(record, command, input).await.expect("an answer").content {
            Content::Json(view) => view.read().expect("a view"),
            Content::Pdf(_) => Value::Null,
        }
    }

    #[tokio::test]
    async fn a_table_that_an_older_handrail_did_not_make_is_filled_when_the_record_is_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = SetClock::at("2026-04-09T17:42:00-07:00".parse().expect("a time"));
        let record = Record::at(folder.path().join("vault"), clock).with_cost(Cost::Floor);
        let pat = json!({ "name": "Pat Sample", "password": "a quiet evening walk" });
        let mut program = json!({ "program": "Example (fictional)", "site": "", "phone": "", "crisis_phone": "",
            "address": "", "paper": "letter", "credential": "LPC", "role": "director" });
        program.as_object_mut().expect("fields").extend(pat.as_object().expect("fields").clone());
        ask(&record, "create_vault", program).await;
        let unlocked = record.unlocked().await.expect("open");
        assert!(as_listed(unlocked.reader()).await.expect("asked"));
        unlocked.writer.execute_unprepared("DROP TABLE program").await.expect("gone");
        assert!(!as_listed(unlocked.reader()).await.expect("asked"));
        drop(unlocked);
        ask(&record, "lock", json!({})).await;
        ask(&record, "unlock", pat).await;
        let unlocked = record.unlocked().await.expect("open");
        assert!(as_listed(unlocked.reader()).await.expect("asked"));
        let rows = super::super::program::Entity::find().all(unlocked.reader()).await.expect("rows");
        assert_eq!(rows.first().map(|row| row.name.as_str()), Some("Example (fictional)"), "filled from its versions");
        let trail = ask(&record, "audit_trail", json!({ "client": null, "limit": 10 })).await;
        assert!(trail.to_string().contains("\"update\""), "{trail}");
    }
}
