//! Leaving: what was typed is kept, what was begun is written to its end, then the window goes.

use crate::shell::Shell;
use std::time::Duration;
use tauri::{AppHandle, CloseRequestApi, Manager};

/// How long a page needs to hand over what was typed last.
const HANDOVER: Duration = Duration::from_millis(120);

/// The window stays until the last write is down, then goes without asking again.
pub fn asked_to_close(app: &AppHandle, label: String, api: &CloseRequestApi) {
    if !label.starts_with("main-") {
        return;
    }
    api.prevent_close();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        keep_typing(&app).await;
        app.state::<Shell>().settled().await;
        for window in app.webview_windows().into_values() {
            // The window asked about and every printed page beside it; the record has one window.
            let _ = window.destroy();
        }
    });
}

/// Takes the cursor out of its field, which is when a form saves, and gives the page a moment to send it.
pub async fn keep_typing(app: &AppHandle) {
    for (label, window) in app.webview_windows() {
        if label.starts_with("main-") {
            let _ = window.eval("document.activeElement?.blur()");
        }
    }
    tokio::time::sleep(HANDOVER).await;
}

/// The system ends the program without asking its windows: still nothing acknowledged is lost.
pub fn last_writes(app: &AppHandle) {
    if let Some(shell) = app.try_state::<Shell>() {
        tauri::async_runtime::block_on(shell.settled());
    }
}
