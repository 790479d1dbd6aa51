//! A believable fictional program.
use crate::Outcome;
use std::path::Path;
use std::process::ExitCode;

/// Seeds the folder.
pub async fn seed(_folder: &Path) -> Outcome<ExitCode> {
    Err("later today".into())
}
