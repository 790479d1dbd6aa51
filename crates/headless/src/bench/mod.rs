//! The speed table.
use crate::Outcome;
use std::process::ExitCode;

/// How much is seeded.
pub enum Size {
    /// 10,000 clients.
    Full,
    /// 1,000 clients.
    Quick,
}

/// Prints the table.
pub async fn measure(_size: Size) -> Outcome<ExitCode> {
    Err("later today".into())
}
