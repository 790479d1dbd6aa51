//! Leaving: what was typed is kept, what was begun is written to its end, then the window goes.

use crate::handover::Handed;
use crate::shell::{Shell, held};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;
use tauri::{AppHandle, CloseRequestApi, Manager};
use tokio::sync::oneshot;

/// How long a page may take to hand over. It gives itself less for writing; only a page that hangs needs all of it.
const HANDOVER: Duration = Duration::from_secs(2);

/// Pages that were asked and have not answered yet, by the number of the asking.
#[derive(Default)]
pub struct Turns(Mutex<HashMap<usize, oneshot::Sender<Handed>>>);

impl Turns {
    /// A page answers. An answer that comes too late, or unasked, is dropped.
    pub fn answer(&self, turn: usize, handed: Handed) {
        if let Some(waiting) = held(&self.0).remove(&turn) {
            let _ = waiting.send(handed);
        }
    }
}

/// Why the page is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The record is about to close; the person may come back.
    Locking,
    /// The window is about to close for good.
    Closing,
}

/// The window stays until the last write is down, then goes without asking again.
pub fn asked_to_close(app: &AppHandle, label: &str, api: &CloseRequestApi) {
    if label.starts_with("main-") {
        api.prevent_close();
        tauri::async_runtime::spawn(close(app.clone(), false));
    }
}

/// Closes the window, unless text would be lost with it; then the page asks, and `anyway` is its person's answer.
pub async fn close(app: AppHandle, anyway: bool) {
    let shell = app.state::<Shell>();
    let handed = hand_over(&app, Why::Closing).await;
    if !anyway && (shell.kept.has_text() || !handed.unsaved.is_empty()) {
        return;
    }
    shell.handed_over.store(true, SeqCst);
    shell.settled().await;
    for window in app.webview_windows().into_values() {
        // The window asked about and every printed page beside it; the record has one window.
        let _ = window.destroy();
    }
}

/// Asks the page to write what was typed, and waits for its word: where the person is, and what could not be written.
pub async fn hand_over(app: &AppHandle, why: Why) -> Handed {
    let shell = app.state::<Shell>();
    let Some(window) = app.webview_windows().into_values().find(|window| window.label().starts_with("main-")) else {
        return Handed::default();
    };
    let turn = shell.next();
    let (answer, answered) = oneshot::channel();
    held(&shell.turns.0).insert(turn, answer);
    let about: Value = json!({ "turn": turn, "closing": why == Why::Closing, "held": shell.kept.has_text() });
    let handed = match window.eval(format!("window.dispatchEvent(new CustomEvent('handover', {{ detail: {about} }}))"))
    {
        Ok(()) => tokio::time::timeout(HANDOVER, answered).await.ok().and_then(Result::ok),
        Err(_) => None,
    };
    held(&shell.turns.0).remove(&turn);
    handed.unwrap_or_default()
}

/// The system ends the program without asking its windows: still nothing acknowledged is lost.
pub fn last_writes(app: &AppHandle) {
    if let Some(shell) = app.try_state::<Shell>() {
        tauri::async_runtime::block_on(shell.settled());
    }
}
