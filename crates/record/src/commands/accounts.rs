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

/// Changes a directory entry; a change of role is told in the audit trail.
///
/// # Errors
/// `BadInput` with findings; the last director stays.
pub async fn change_staff(desk: &Desk, input: ChangeStaff) -> Result<StaffRow> {
    super::staff::change(desk, input).await
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
