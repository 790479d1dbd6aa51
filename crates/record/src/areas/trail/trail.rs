//! The audit trail as people read it: on screen, as a table, and by its newest checkpoint.

use crate::error::{Error, Result};
use crate::gate::{Act, Record, Viewer};
use crate::queries::trail;
use crate::storage::audit;
use crate::views::{AuditOf, AuditRow, CheckpointView, Nothing, Table};
use clinical::permission::Permission;
use sea_orm::QuerySelect as _;
use uuid::Uuid;

fn of_chart(act: Act, client: Option<Uuid>) -> Act {
    match client {
        Some(client) => act.chart(client),
        None => act,
    }
}

/// Who did what, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn audit_trail(record: &Record, input: AuditOf) -> Result<Vec<AuditRow>> {
    let read = record.read(of_chart(Act::new("audit_trail"), input.client)).await?;
    let mut rows = trail::asked(&input).limit(u64::from(input.limit.clamp(1, 5_000))).all(read.db()).await?;
    without_kept_out(&mut rows, &read.viewer().await?);
    trail::rows(read.db(), rows, read.unlocked.me.role.may(Permission::SeeDemographics)).await
}

/// The rows asked for as a table, without the screen's limit.
///
/// # Errors
/// `Forbidden`.
pub async fn export_audit(record: &Record, input: AuditOf) -> Result<Table> {
    let act = of_chart(Act::new("export_audit"), input.client).detail(input.group.clone());
    let write = record.write(act).await?;
    let names = write.unlocked.me.role.may(Permission::SeeDemographics);
    let mut rows = trail::asked(&AuditOf { before: None, ..input }).all(&write.tx).await?;
    without_kept_out(&mut rows, &write.viewer().await?);
    let rows = trail::rows(&write.tx, rows, names).await?;
    // The mark without which a spreadsheet takes the text for another encoding, and shows Núñez as Ã.
    let mut table = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let unwritten = || Error::broken("The table could not be written. Nothing was changed.");
    let heads = ["number", "time", "who", "role", "what", "act", "outcome", "client", "document", "detail"];
    table.write_record(heads).map_err(|_| unwritten())?;
    for row in rows {
        let document = row.document.map(|id| id.to_string()).unwrap_or_default();
        let at = row.at.with_timezone(write.now.offset()).to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
        let cells = [
            row.seq.to_string(),
            at,
            row.who,
            row.role,
            row.words,
            row.action,
            row.outcome,
            row.called,
            document,
            row.detail,
        ];
        table.write_record(cells.map(harmless)).map_err(|_| unwritten())?;
    }
    let text = table.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(unwritten)?;
    // Written first: no table leaves without its row.
    let name = format!("audit-trail-{}.csv", write.today());
    write.done().await?;
    Ok(Table { name, text })
}

/// Of a chart that is kept from this reader a row says who did what, so that none is missing, and not about whom or why.
fn without_kept_out(rows: &mut [audit::Model], viewer: &Viewer) {
    for row in rows.iter_mut().filter(|row| row.client.is_some_and(|client| !viewer.sees(client))) {
        (row.client, row.document, row.detail) = (None, None, String::new());
    }
}

/// A spreadsheet would run a cell that begins like a formula.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// The newest signed head of the chain; made now if rows were added since. Quiet: a row about it would move what it tells.
///
/// # Errors
/// `NotSaved`.
pub async fn checkpoint(record: &Record, _: Nothing) -> Result<CheckpointView> {
    let write = record.write(Act::new("checkpoint")).await?;
    let view = write.checkpoint().await?;
    write.done().await?;
    Ok(view)
}
