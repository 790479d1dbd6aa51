//! Dropping every view and making it anew from versions. Views are only views as long as this gives equal tables.

use crate::gate::Write;
use crate::canonical::{self, Envelope};
use crate::error::Result;
use crate::projections;
use crate::storage::rows::Rows;
use crate::storage::version;
use crate::vault;
use crate::storage::connections::Transaction;
use crate::views::{Rebuilt, TableCompared};
use sea_orm::{ConnectionTrait as _, EntityTrait as _, QueryOrder as _, Statement};

/// Every view table, as migrations name them.
pub const VIEWS: [&str; 21] = [
    "entry",
    "client",
    "contact",
    "episode",
    "release",
    "need",
    "allergy",
    "plan",
    "objective",
    "progress",
    "attendance",
    "score",
    "risk_answer",
    "sobriety",
    "lapse",
    "meeting",
    "session",
    "program",
    "staff",
    "care_team",
    "entry_words",
];

/// Rebuilds inside the open change and compares each table with what it was.
pub(crate) async fn rebuild(write: &Write) -> Result<Rebuilt> {
    let tx = &write.tx;
    let mut before = Vec::new();
    for table in VIEWS {
        before.push(digest(tx, table).await?);
    }
    write.unlocked.renamed();
    remake(tx).await?;
    let mut tables = Vec::new();
    for (table, (rows, was)) in VIEWS.into_iter().zip(before) {
        let (_, is) = digest(tx, table).await?;
        tables.push(TableCompared { table: table.into(), rows, equal: was == is });
    }
    let equal = tables.iter().all(|table| table.equal);
    Ok(Rebuilt { tables, equal })
}

/// Drops every view and fills it from the versions.
pub(crate) async fn remake(tx: &Transaction) -> Result<()> {
    vault::remake_views(tx).await?;
    // In order of time, so that every version meets its document's row as it was when it was written.
    let versions =
        version::Entity::find().order_by_asc(version::Column::Hlc).order_by_asc(version::Column::Id).all(tx).await?;
    for row in versions {
        let envelope = Envelope::read(&row.bytes)?;
        let earlier = project::entry_of(tx, row.document).await?;
        let mut rows = Rows::default();
        project::show(&mut rows, &row, &envelope, earlier)?;
        rows.send(tx).await?;
    }
    crate::projections::cosignature::settle_all(tx).await
}

/// Number of rows and a digest of their content in a fixed order. The word index is asked for the terms it holds.
async fn digest(tx: &Transaction, table: &str) -> Result<(u64, [u8; 32])> {
    let backend = tx.get_database_backend();
    let columns: Vec<String> = match table {
        "entry_words" => {
            let make = format!(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_terms USING fts5vocab('main', '{table}', 'row')"
            );
            tx.execute_unprepared(&make).await?;
            vec!["term".into(), "doc".into(), "cnt".into()]
        }
        _ => {
            let asked =
                Statement::from_string(backend, format!("SELECT name FROM pragma_table_info('{table}') ORDER BY name"));
            let rows = tx.query_all_raw(asked).await?;
            rows.iter().map(|row| row.try_get_by_index::<String>(0)).collect::<std::result::Result<_, _>>()?
        }
    };
    let from = if table.ends_with("_words") { format!("temp.{table}_terms") } else { table.to_owned() };
    let quoted = columns.iter().map(|column| format!("quote({column})")).collect::<Vec<_>>().join(" || '|' || ");
    let rows =
        tx.query_all_raw(Statement::from_string(backend, format!("SELECT {quoted} FROM {from} ORDER BY 1"))).await?;
    let mut all = Vec::new();
    for row in &rows {
        all.extend_from_slice(row.try_get_by_index::<String>(0)?.as_bytes());
        all.push(b'\n');
    }
    if table.ends_with("_words") {
        tx.execute_unprepared(&format!("DROP TABLE temp.{table}_terms")).await?;
    }
    Ok((rows.len() as u64, canonical::hash(&all)))
}
