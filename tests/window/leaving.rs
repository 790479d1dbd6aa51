//! Closing, locking and coming back: what was typed is there.

use crate::desktop::Desktop;
use crate::steps::{NAME, PASSWORD, open_draft, quick_client, quick_vault, unlock};
use serde_json::json;
use std::time::{Duration, Instant};
use tempfile::TempDir;

#[tokio::test]
async fn closing_the_window_in_the_middle_of_a_word_keeps_the_text() {
    let kept = TempDir::new().expect("a folder");
    {
        let desktop = Desktop::open_on(kept.path(), &[]).await;
        quick_vault(&desktop).await;
        let client = quick_client(&desktop).await;
        open_draft(&desktop, "individual_note", &client, json!({ "held": "held", "format": "dap" })).await;
        desktop.answer("sections.data", "Talked about the walk to work and who to call on the way").await;
        let app = desktop.app_process();
        // Not awaited: the window is closed while the last words are still on their way.
        desktop.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
        desktop.gone(app).await;
    }
    let desktop = Desktop::open_on(kept.path(), &[]).await;
    desktop.see("Your name").await;
    unlock(&desktop).await;
    let drafts = desktop.ask("drafts", json!({})).await;
    assert_eq!(drafts.as_array().map(Vec::len), Some(1), "{drafts}");
    let draft = desktop.ask("draft", json!({ "document": drafts[0]["document"] })).await;
    assert_eq!(draft["body"]["sections"]["data"], "Talked about the walk to work and who to call on the way");
}

#[tokio::test]
async fn a_deserted_window_locks_and_a_busy_one_does_not() {
    let desktop = Desktop::open(&[("HANDRAIL_IDLE_MS", "4000")]).await;
    quick_vault(&desktop).await;
    let client = quick_client(&desktop).await;
    open_draft(&desktop, "individual_note", &client, json!({ "held": "held", "format": "soap" })).await;
    desktop.answer("sections.subjective", "Slept better").await;
    let typing = Instant::now();
    while typing.elapsed() < Duration::from_secs(6) {
        desktop.keys(" and").await;
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    assert!(desktop.sees("Discard draft").await, "six seconds of typing do not lock after four");
    desktop.lock_screen().await;
    let refused = desktop.refused("clients", json!({ "find": "", "limit": 10, "offset": 0 })).await;
    assert_eq!(refused["code"], "locked");
    assert!(!desktop.page.source().await.expect("the page").contains("Slept"), "nothing of the note is in the page");
    unlock(&desktop).await;
    let drafts = desktop.ask("drafts", json!({})).await;
    let draft = desktop.ask("draft", json!({ "document": drafts[0]["document"] })).await;
    let text = draft["body"]["sections"]["subjective"].as_str().unwrap_or_default();
    assert!(text.starts_with("Slept better and and"), "{text}");
}

#[tokio::test]
async fn a_wrong_password_is_said_calmly_and_opens_nothing() {
    let desktop = Desktop::open(&[]).await;
    quick_vault(&desktop).await;
    desktop.press("Lock").await;
    desktop.lock_screen().await;
    desktop.fill("Your name", NAME).await;
    desktop.fill("Password", "a quiet morning walk").await;
    desktop.press("Unlock").await;
    desktop.see("That name and password do not open this record").await;
    desktop.fill("Your name", "Nobody Here").await;
    desktop.fill("Password", PASSWORD).await;
    desktop.press("Unlock").await;
    desktop.see("That name and password do not open this record").await;
    assert_eq!(desktop.ask("status", json!({})).await["state"], "locked");
    unlock(&desktop).await;
}
