//! Co-signatures for trainees, peers and unlicensed staff.

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::view::{Cosign, CosignLine, DocumentView, Nothing, ReturnDocument};

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn cosign_queue(_: &Desk, _: Nothing) -> Result<Vec<CosignLine>> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn cosign_document(_: &Desk, _: Cosign) -> Result<DocumentView> {
    Err(Error::broken("This is not built yet."))
}

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn return_document(_: &Desk, _: ReturnDocument) -> Result<DocumentView> {
    Err(Error::broken("This is not built yet."))
}
