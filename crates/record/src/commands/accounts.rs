//! Changing the directory, passwords, and leaving.

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::view::{ChangePassword, ChangeStaff, Me, NewKit, RemoveStaff, StaffRow, WithPassword};

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn change_password(_: &Desk, _: ChangePassword) -> Result<Me> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn change_staff(_: &Desk, _: ChangeStaff) -> Result<StaffRow> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn remove_staff(_: &Desk, _: RemoveStaff) -> Result<NewKit> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn new_recovery_kit(_: &Desk, _: WithPassword) -> Result<NewKit> {
    Err(Error::broken("This is not built yet."))
}
