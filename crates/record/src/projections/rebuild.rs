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
