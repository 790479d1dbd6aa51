//! Closing, locking and coming back: what was typed is there.

use crate::desk::Desk;
use crate::steps::{NAME, PASSWORD, open_draft, quick_client, quick_vault, unlock};
use serde_json::json;
use std::time::{Duration, Instant};
use tempfile::TempDir;

#[tokio::test]
async fn closing_the_window_in_the_middle_of_a_word_keeps_the_text() {
    let kept = TempDir::new().expect("a folder");
    {
        let desk = Desk::open_on(kept.path(), &[]).await;
        quick_vault(&desk).await;
        let client = quick_client(&desk).await;
        open_draft(&desk, "individual_note", &client, json!({ "held": "held", "format": "dap" })).await;
        desk.answer("sections.data", "Talked about the walk to work and who to call on the way").await;
        let app = desk.app_process();
        // Not awaited: the window is closed while the last words are still on their way.
        desk.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
        desk.gone(app).await;
    }
    let desk = Desk::open_on(kept.path(), &[]).await;
    desk.see("Your name").await;
    unlock(&desk).await;
    let drafts = desk.ask("drafts", json!({})).await;
    assert_eq!(drafts.as_array().map(Vec::len), Some(1), "{drafts}");
    let draft = desk.ask("draft", json!({ "document": drafts[0]["document"] })).await;
    assert_eq!(draft["body"]["sections"]["data"], "Talked about the walk to work and who to call on the way");
}

#[tokio::test]
async fn a_deserted_window_locks_and_a_busy_one_does_not() {
    let desk = Desk::open(&[("HANDRAIL_IDLE_MS", "4000")]).await;
    quick_vault(&desk).await;
    let client = quick_client(&desk).await;
    open_draft(&desk, "individual_note", &client, json!({ "held": "held", "format": "soap" })).await;
    desk.answer("sections.subjective", "Slept better").await;
    let typing = Instant::now();
    while typing.elapsed() < Duration::from_secs(6) {
        desk.keys(" and").await;
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    assert!(desk.sees("Discard draft").await, "six seconds of typing do not lock after four");
    desk.lock_screen().await;
    let refused = desk.refused("clients", json!({ "find": "", "limit": 10, "offset": 0 })).await;
    assert_eq!(refused["code"], "locked");
    assert!(!desk.page.source().await.expect("the page").contains("Slept"), "nothing of the note is in the page");
    unlock(&desk).await;
    let drafts = desk.ask("drafts", json!({})).await;
    let draft = desk.ask("draft", json!({ "document": drafts[0]["document"] })).await;
    let text = draft["body"]["sections"]["subjective"].as_str().unwrap_or_default();
    assert!(text.starts_with("Slept better and and"), "{text}");
}

#[tokio::test]
async fn a_wrong_password_is_said_calmly_and_opens_nothing() {
    let desk = Desk::open(&[]).await;
    quick_vault(&desk).await;
    desk.press("Lock").await;
    desk.lock_screen().await;
    desk.fill("Your name", NAME).await;
    desk.fill("Password", "a quiet morning walk").await;
    desk.press("Unlock").await;
    desk.see("That name and password do not open this record").await;
    desk.fill("Your name", "Nobody Here").await;
    desk.fill("Password", PASSWORD).await;
    desk.press("Unlock").await;
    desk.see("That name and password do not open this record").await;
    assert_eq!(desk.ask("status", json!({})).await["state"], "locked");
    unlock(&desk).await;
}
