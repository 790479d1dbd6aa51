//! A lock in the middle of work: back to the same place, and no word lost when the disk refused it.

use crate::desktop::Desktop;
use crate::leftovers::Searched;
use crate::steps::{finish, open_draft, quick_client, quick_vault, unlock};
use serde_json::{Value, json};
use std::fs::File;
use std::os::fd::AsRawFd;

const WORDS: &str = "Called the sponsor from the parking lot";

/// The byte of a database that whoever writes has to hold; SQLite's file format calls it RESERVED.
const PEN: i64 = 0x4000_0001;

/// As long as this lives the record can be read and every write to it is refused.
struct Refusing {
    _record: File,
}

impl Refusing {
    #[expect(unsafe_code, reason = "no safe call locks a part of a file")]
    fn on(desktop: &Desktop) -> Self {
        let record =
            File::options().read(true).write(true).open(desktop.folder.join("app/vault/vault.db")).expect("the record");
        let pen = libc::flock {
            l_type: libc::F_WRLCK as i16,
            l_whence: libc::SEEK_SET as i16,
            l_start: PEN,
            l_len: 1,
            l_pid: 0,
        };
        // SAFETY: the descriptor is open and the lock is a whole value of this function.
        let taken = unsafe { libc::fcntl(record.as_raw_fd(), libc::F_SETLKW, &raw const pen) };
        assert_eq!(taken, 0, "the pen is taken");
        Self { _record: record }
    }
}

async fn in_a_note(desktop: &Desktop) -> Value {
    quick_vault(desktop).await;
    let client = quick_client(desktop).await;
    let document = open_draft(desktop, "individual_note", &client, json!({ "held": "held", "format": "soap" })).await;
    desktop.answer("sections.subjective", "Slept better").await;
    kept(desktop, &document, "sections", "subjective", "Slept better").await;
    document
}

async fn kept(desktop: &Desktop, document: &Value, part: &str, field: &str, words: &str) {
    desktop
        .until(words, || async {
            desktop.ask("draft", json!({ "document": document })).await["body"][part][field] == words
        })
        .await;
}

#[tokio::test]
async fn after_unlocking_a_person_is_where_they_were() {
    let desktop = Desktop::open(&[]).await;
    quick_vault(&desktop).await;
    quick_client(&desktop).await;
    desktop.press("Clients").await;
    desktop.press("Terry Pretend").await;
    desktop.see("Overview").await;
    desktop.press("Releases").await;
    desktop.press("Lock").await;
    desktop.lock_screen().await;
    assert!(!desktop.page.source().await.expect("the page").contains("Pretend"));
    unlock(&desktop).await;
    desktop.see("Terry Pretend").await;
    let tab = "return document.querySelector('.tabs [aria-current=page]')?.textContent ?? ''";
    desktop.until("the same part of the chart", || async { desktop.script(tab).await == json!("Releases") }).await;
}

#[tokio::test]
async fn what_the_disk_refused_is_offered_again_after_unlocking_and_was_never_on_the_disk() {
    let desktop = Desktop::open(&[]).await;
    let document = in_a_note(&desktop).await;
    let disk = Refusing::on(&desktop);
    desktop.answer("sections.objective", WORDS).await;
    desktop.see("Not saved").await;
    desktop.press("Lock").await;
    desktop.lock_screen().await;
    assert!(!desktop.page.source().await.expect("the page").contains("sponsor"), "nothing of it is in the page");
    assert_eq!(Searched::under(&desktop.folder, &[WORDS.to_owned()]).hits, Vec::<String>::new());

    // The program's memory has the only copy: it does not close without asking.
    desktop.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
    desktop.see("Text that could not be written is held").await;
    desktop.press("Stay").await;

    drop(disk);
    unlock(&desktop).await;
    desktop.see("Discard draft").await;
    kept(&desktop, &document, "sections", "objective", WORDS).await;
    let draft = desktop.ask("draft", json!({ "document": document })).await;
    assert_eq!(draft["body"]["sections"]["subjective"], "Slept better");
    let app = desktop.app_process();
    desktop.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
    desktop.gone(app).await;
}

#[tokio::test]
async fn an_addendum_typed_before_the_lock_is_there_after_it() {
    let desktop = Desktop::open(&[]).await;
    quick_vault(&desktop).await;
    let client = quick_client(&desktop).await;
    let note = json!({
        "held": "held", "on": "2026-01-05", "start": "17:00", "end": "17:50", "mode": "in_person", "format": "dap",
        "sections": { "data": "Came on time.", "assessment": "Steady week.", "plan": "Same time next week." }, "risk": "none",
    });
    open_draft(&desktop, "individual_note", &client, note).await;
    finish(&desktop, "Sign").await;
    desktop.press("Add addendum").await;
    desktop.fill("What is added", WORDS).await;
    desktop.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'lock', input: {} })").await;
    desktop.lock_screen().await;
    unlock(&desktop).await;
    let text = "return document.querySelector('dialog[open] textarea')?.value ?? ''";
    desktop.until("the addendum as typed", || async { desktop.script(text).await == json!(WORDS) }).await;
}

#[tokio::test]
async fn a_window_whose_text_the_disk_refuses_asks_before_it_closes() {
    let desktop = Desktop::open(&[]).await;
    in_a_note(&desktop).await;
    let _disk = Refusing::on(&desktop);
    desktop.answer("sections.objective", WORDS).await;
    desktop.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
    desktop.see("What you typed last could not be written").await;
    desktop.press("Stay").await;
    desktop.see("Not saved").await;
    let app = desktop.app_process();
    desktop.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
    desktop.press("Close and lose it").await;
    desktop.gone(app).await;
}
