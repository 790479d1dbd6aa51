//! Saving a printed page or a table where the person chooses, for that person alone. Nothing readable reaches the disk in any other way.

use crate::rpc::{Paper, pages, table};
use crate::window::driven;
use record::error::{Code, Error, Result};
use record::private::write_whole;
use serde_json::{Value, json};
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use tauri::{AppHandle, WebviewWindow};
use tauri_plugin_dialog::DialogExt;

/// What a file is called in the dialog, and how its name ends.
type Ending = (&'static str, &'static str);

const PDF: Ending = ("PDF", "pdf");
const CSV: Ending = ("Table", "csv");

/// Asks where, then has the record make the page, then writes it. Who changes their mind leaves no trace of a print.
pub async fn save_pdf(app: &AppHandle, window: &WebviewWindow, paper: Paper) -> Result<Value> {
    let Some(to) = choose(app, window, &paper.name, PDF).await else { return Ok(json!({ "saved": false })) };
    let bytes = pages(app, paper).await?;
    write(to, bytes, "PDF").await
}

/// The same with a table. The page never holds it.
pub async fn save_text(app: &AppHandle, window: &WebviewWindow, asked: Paper) -> Result<Value> {
    let Some(to) = choose(app, window, &asked.name, CSV).await else { return Ok(json!({ "saved": false })) };
    let text = table(app, asked).await?;
    write(to, text.into_bytes(), "table").await
}

async fn write(to: PathBuf, bytes: Vec<u8>, what: &str) -> Result<Value> {
    let task = tauri::async_runtime::spawn_blocking(move || write_whole(&to, &bytes));
    match task.await {
        Ok(Ok(())) => Ok(json!({ "saved": true })),
        Ok(Err(error)) => Err(Error::of(Code::NotSaved, format!("The {what} was not saved: {}", because(&error)))),
        Err(_) => Err(Error::of(Code::NotSaved, format!("The {what} was not saved."))),
    }
}

async fn choose(app: &AppHandle, window: &WebviewWindow, wanted: &str, (kind, ending): Ending) -> Option<PathBuf> {
    let name = file_name(wanted, ending);
    if let Some(folder) = std::env::var_os("HANDRAIL_SAVE_TO").filter(|_| driven()) {
        // No driver reaches a dialog of the system.
        return Some(PathBuf::from(folder).join(name));
    }
    let dialog = app.dialog().file().set_parent(window).set_file_name(name).add_filter(kind, &[ending]);
    let chosen = tauri::async_runtime::spawn_blocking(move || dialog.blocking_save_file()).await.ok()??;
    let path = chosen.into_path().ok()?;
    Some(if path.extension().is_none() { path.with_extension(ending) } else { path })
}

/// What can be a file name on all three systems.
fn file_name(wanted: &str, ending: &str) -> String {
    let stem = wanted.strip_suffix(ending).and_then(|stem| stem.strip_suffix('.')).unwrap_or(wanted);
    let safe: String =
        stem.chars().map(|c| if c.is_control() || r#"<>:"/\|?*"#.contains(c) { '-' } else { c }).take(80).collect();
    let safe = safe.trim_matches(['.', ' ', '-']);
    format!("{}.{ending}", if safe.is_empty() { "Handrail" } else { safe })
}

fn because(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "the disk is full. Free some space or choose another place."
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "this folder cannot be written to. Choose another place."
        }
        ErrorKind::NotFound | ErrorKind::NotADirectory => "this folder is not there any more. Choose another place.",
        _ => "the disk could not be written. Choose another place.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_stays_in_its_folder() {
        assert_eq!(file_name("Aftercare plan 2026-04-28.pdf", "pdf"), "Aftercare plan 2026-04-28.pdf");
        assert_eq!(file_name("../../etc/pass\u{0}wd", "pdf"), "etc-pass-wd.pdf");
        assert_eq!(file_name("a:b\\c", "csv"), "a-b-c.csv");
        assert_eq!(file_name(" . ", "pdf"), "Handrail.pdf");
    }
}
