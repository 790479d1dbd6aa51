//! Signatures drawn by hand on the screen.

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::view::{DocumentView, MarkByHand};

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn mark_by_hand(_: &Desk, _: MarkByHand) -> Result<DocumentView> {
    Err(Error::broken("This is not built yet."))
}
