//! Backups, restoring, settings of this computer.

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::view::{BackUp, BackupLine, BackupsView, FolderOf, Nothing, Restore, Restored, Settings};

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn backups(_: &Desk, _: Nothing) -> Result<BackupsView> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn back_up(_: &Desk, _: BackUp) -> Result<BackupLine> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn look_at_backup(_: &Desk, _: FolderOf) -> Result<BackupLine> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn restore(_: &Desk, _: Restore) -> Result<Restored> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn settings(_: &Desk, _: Nothing) -> Result<Settings> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn change_settings(_: &Desk, _: Settings) -> Result<Settings> {
    Err(Error::broken("This is not built yet."))
}
