//! Where this computer keeps the vault.

use crate::anchors;
use crate::window::DRIVABLE;
use chrono::NaiveDate;
use record::Anchors;
use record::private::write_whole;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager};

/// Beside the vault: the folder of the record in use, once that is not `vault` any more. A path and nothing else.
const POINTER: &str = "record.place";

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

/// Where this computer remembers how far the record of that folder has come. What a test or the demo made leaves nothing in the system's store.
///
/// # Errors
/// The system names no folder for settings.
pub fn anchors(app: &AppHandle, folder: &Path) -> tauri::Result<Anchors> {
    if folder == app.path().app_local_data_dir()? {
        return Ok(anchors::anchors(app.path().app_config_dir()?));
    }
    Ok(Anchors::in_folder(folder.join("anchors")))
}

/// The vault this computer works with: the restored one, if there was a restore.
pub fn vault(folder: &Path) -> PathBuf {
    pointed(folder).unwrap_or_else(|| folder.join("vault"))
}

/// A restored record is in a place that is not there now, such as a stick that was pulled out.
pub fn astray(folder: &Path) -> bool {
    pointed(folder).is_some_and(|vault| !vault.join("vault.db").is_file())
}

/// From the next start on, this is the vault.
///
/// # Errors
/// The disk's refusal.
pub fn remember(folder: &Path, vault: &str) -> std::io::Result<()> {
    write_whole(&folder.join(POINTER), vault.as_bytes())
}

/// A folder for a restored record that nobody named: new, and beside the one in use.
pub fn fresh(folder: &Path, today: NaiveDate) -> PathBuf {
    let first = folder.join(format!("vault-{today}"));
    let others = (2..).map(|nth| folder.join(format!("vault-{today}-{nth}")));
    std::iter::once(first).chain(others).find(|place| !place.exists()).unwrap_or_default()
}

fn pointed(folder: &Path) -> Option<PathBuf> {
    let path = std::fs::read_to_string(folder.join(POINTER)).ok()?;
    let path = PathBuf::from(path.trim_end_matches(['\n', '\r']));
    path.is_absolute().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_restore_the_program_starts_on_the_restored_record() {
        let folder = std::env::temp_dir().join(format!("handrail-place-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        assert_eq!(vault(&folder), folder.join("vault"));
        let today = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day");
        let restored = fresh(&folder, today);
        assert_eq!(restored, folder.join("vault-2026-01-05"));
        remember(&folder, restored.to_str().expect("a path")).expect("written");
        assert_eq!(vault(&folder), restored);
        assert!(astray(&folder), "nothing is there yet");
        std::fs::create_dir_all(&restored).expect("a folder");
        std::fs::write(restored.join("vault.db"), b"").expect("a file");
        assert!(!astray(&folder));
        assert_eq!(fresh(&folder, today), folder.join("vault-2026-01-05-2"), "never over a record");
        std::fs::remove_dir_all(&folder).expect("tidied");
    }
}
