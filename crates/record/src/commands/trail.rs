//! The audit trail on its way out: tables, checkpoints, checks, the whole record.

use crate::act::Act;
use crate::checkpoint;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::rpc::Pdf;
use crate::view::{AuditOf, CheckRecord, Checked, CheckpointView, DaySheet, ExportRecord, Exported, Nothing, Table};

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn export_audit(_: &Desk, _: AuditOf) -> Result<Table> {
    Err(Error::broken("This is not built yet."))
}

/// The newest signed head of the chain; made now if rows were added since. Quiet: a row about it would move what it tells.
///
/// # Errors
/// `NotSaved`.
pub async fn checkpoint(desk: &Desk, _: Nothing) -> Result<CheckpointView> {
    let ink = desk.act(Act::new("checkpoint").quiet()).await?;
    let view = checkpoint::checkpoint(&ink).await?;
    ink.done().await?;
    Ok(view)
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn day_sheet(_: &Desk, _: DaySheet) -> Result<Pdf> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn check_record(_: &Desk, _: CheckRecord) -> Result<Checked> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn export_record(_: &Desk, _: ExportRecord) -> Result<Exported> {
    Err(Error::broken("This is not built yet."))
}
