//! Folders a person names: where backups go, what is restored, where an export is written.

use crate::rpc::{ask, understand};
use crate::shell::Shell;
use crate::window::driven;
use crate::{lock, place};
use record::dispatch::Content;
use record::error::{Code, Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::Path;
use tauri::{AppHandle, Manager, WebviewWindow};
use tauri_plugin_dialog::DialogExt;

/// What the dialog is headed with.
#[derive(Deserialize)]
pub struct Choosing {
    title: String,
}

/// Asks for a folder with the system's own dialog. Nothing is chosen when it is closed.
pub async fn choose(app: &AppHandle, window: &WebviewWindow, asked: Choosing) -> Value {
    // No driver reaches a dialog of the system.
    if let Some(folder) = std::env::var_os("HANDRAIL_FOLDER").filter(|_| driven()) {
        return json!({ "folder": folder.to_string_lossy() });
    }
    let dialog = app.dialog().file().set_parent(window).set_title(asked.title);
    let chosen = tauri::async_runtime::spawn_blocking(move || dialog.blocking_pick_folder()).await.ok().flatten();
    let path = chosen.and_then(|chosen| chosen.into_path().ok());
    json!({ "folder": path.map(|path| path.to_string_lossy().into_owned()) })
}

/// Restores a backup into a new folder and works with it from here on. The record in use before stays where it is.
pub async fn restore(app: &AppHandle, mut input: Value) -> Result<Value> {
    let shell = app.state::<Shell>();
    let unnamed = |to: Option<&Value>| to.and_then(Value::as_str).is_none_or(|to| to.trim().is_empty());
    if unnamed(input.get("to")) && input.is_object() {
        input["to"] = json!(place::fresh(shell.folder(), lock::today()).to_string_lossy());
    }
    let Content::Json(view) = ask(app, "restore".into(), input).await? else {
        return Err(Error::broken("The backup could not be restored."));
    };
    let restored: Value = view.read()?;
    let Restored { folder } = understand(restored.clone())?;
    shell.move_to(Path::new(&folder));
    place::remember(shell.folder(), &folder).map_err(|_| {
        Error::of(
            Code::NotSaved,
            "The record is restored and can be unlocked now, but this computer could not note its place. Free some space and restore again.",
        )
    })?;
    Ok(restored)
}

#[derive(Deserialize)]
struct Restored {
    folder: String,
}
