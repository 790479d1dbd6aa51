//! Who looks after whom, and opening a chart from outside.

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::view::{BreakGlass, CareTeam, ClientOf, Nothing, SetCareTeam};

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn care_team(_: &Desk, _: ClientOf) -> Result<CareTeam> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn set_care_team(_: &Desk, _: SetCareTeam) -> Result<CareTeam> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn break_glass(_: &Desk, _: BreakGlass) -> Result<Nothing> {
    Err(Error::broken("This is not built yet."))
}
