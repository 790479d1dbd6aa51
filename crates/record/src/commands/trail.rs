//! The audit trail on its way out: tables, checkpoints, checks, the whole record.

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

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn checkpoint(_: &Desk, _: Nothing) -> Result<CheckpointView> {
    Err(Error::broken("This is not built yet."))
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
