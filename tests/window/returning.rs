//! A lock in the middle of work: back to the same place, and no word lost when the disk refused it.

use crate::desk::Desk;
use crate::leftovers::Searched;
use crate::steps::{open_draft, quick_client, quick_vault, unlock};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

const WORDS: &str = "Called the sponsor from the parking lot";

/// A disk that refuses every write of the record: where its journal belongs there is something in the way.
struct Refusing(PathBuf);

impl Refusing {
    fn on(desk: &Desk) -> Self {
        let journal = desk.folder.join("app/vault/vault.db-journal");
        let _ = fs::remove_file(&journal);
        fs::create_dir(&journal).expect("something in the way");
        Self(journal)
    }

    fn writes_again(self) {
        fs::remove_dir(&self.0).expect("out of the way");
    }
}

async fn in_a_note(desk: &Desk) -> Value {
    quick_vault(desk).await;
    let client = quick_client(desk).await;
    let document = open_draft(desk, "individual_note", &client, json!({ "held": "held", "format": "soap" })).await;
    desk.answer("sections.subjective", "Slept better").await;
    kept(desk, &document, "sections", "subjective", "Slept better").await;
    document
}

async fn kept(desk: &Desk, document: &Value, part: &str, field: &str, words: &str) {
    desk.until(words, || async {
        desk.ask("draft", json!({ "document": document })).await["body"][part][field] == words
    })
    .await;
}

#[tokio::test]
async fn after_unlocking_a_person_is_where_they_were() {
    let desk = Desk::open(&[]).await;
    quick_vault(&desk).await;
    quick_client(&desk).await;
    desk.press("Clients").await;
    desk.press("Terry Pretend").await;
    desk.see("Overview").await;
    desk.press("Releases").await;
    desk.press("Lock").await;
    desk.lock_screen().await;
    assert!(!desk.page.source().await.expect("the page").contains("Pretend"));
    unlock(&desk).await;
    desk.see("Terry Pretend").await;
    let tab = "return document.querySelector('[role=tab][aria-selected=true]')?.textContent ?? ''";
    assert!(desk.script(tab).await.as_str().unwrap_or_default().contains("Releases"));
}

#[tokio::test]
async fn what_the_disk_refused_is_offered_again_after_unlocking_and_was_never_on_the_disk() {
    let desk = Desk::open(&[]).await;
    let document = in_a_note(&desk).await;
    let disk = Refusing::on(&desk);
    desk.answer("sections.objective", WORDS).await;
    desk.see("Not saved").await;
    desk.press("Lock").await;
    desk.lock_screen().await;
    assert!(!desk.page.source().await.expect("the page").contains("sponsor"), "nothing of it is in the page");
    assert_eq!(Searched::under(&desk.folder, &[WORDS.to_owned()]).hits, Vec::<String>::new());

    // The program's memory has the only copy: it does not close without asking.
    desk.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
    desk.see("Text that could not be written is held").await;
    desk.press("Stay").await;

    disk.writes_again();
    unlock(&desk).await;
    desk.see("Discard draft").await;
    kept(&desk, &document, "sections", "objective", WORDS).await;
    let draft = desk.ask("draft", json!({ "document": document })).await;
    assert_eq!(draft["body"]["sections"]["subjective"], "Slept better");
    let app = desk.app_process();
    desk.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
    desk.gone(app).await;
}

#[tokio::test]
async fn a_window_whose_text_the_disk_refuses_asks_before_it_closes() {
    let desk = Desk::open(&[]).await;
    in_a_note(&desk).await;
    let _disk = Refusing::on(&desk);
    desk.answer("sections.objective", WORDS).await;
    desk.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
    desk.see("What you typed last could not be written").await;
    desk.press("Stay").await;
    assert!(desk.sees("Not saved").await);
    let app = desk.app_process();
    desk.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
    desk.press("Close and lose it").await;
    desk.gone(app).await;
}
