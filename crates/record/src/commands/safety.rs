//! What a person must know before going on.

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::view::{Nothing, Safety};

/// Not built yet.
///
/// # Errors
/// Always.
pub async fn safety(_: &Desk, _: Nothing) -> Result<Safety> {
    Err(Error::broken("This is not built yet."))
}
