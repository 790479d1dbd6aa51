//! Where this computer keeps the vault.

use crate::window::DRIVABLE;
use std::path::PathBuf;
use tauri::{AppHandle, Manager};

/// The folder that holds the vault and the window's empty stores. The demo has one of its own, so that no
/// fictional client ever meets a real one.
///
/// # Errors
/// The system names no folder for this program.
pub fn folder(app: &AppHandle) -> tauri::Result<PathBuf> {
    let named = |name| std::env::var_os(name).filter(|_| DRIVABLE).map(PathBuf::from);
    if let Some(folder) = named("HANDRAIL_DEMO").or_else(|| named("HANDRAIL_DATA")) {
        return Ok(folder);
    }
    let folder = app.path().app_local_data_dir()?;
    Ok(if std::env::args().any(|word| word == "--demo") { folder.join("demo") } else { folder })
}
