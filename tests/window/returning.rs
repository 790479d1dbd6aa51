//! A lock in the middle of work: back to the same place, and no word lost when the disk refused it.

use crate::desk::Desk;
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
    fn on(desk: &Desk) -> Self {
        let record =
            File::options().read(true).write(true).open(desk.folder.join("app/vault/vault.db")).expect("the record");
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
    let tab = "return document.querySelector('.tabs [aria-current=page]')?.textContent ?? ''";
    desk.until("the same part of the chart", || async { desk.script(tab).await == json!("Releases") }).await;
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

    drop(disk);
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
async fn an_addendum_typed_before_the_lock_is_there_after_it() {
    let desk = Desk::open(&[]).await;
    quick_vault(&desk).await;
    let client = quick_client(&desk).await;
    let note = json!({
        "held": "held", "on": "2026-01-05", "start": "17:00", "end": "17:50", "mode": "in_person", "format": "dap",
        "sections": { "data": "Came on time.", "assessment": "Steady week.", "plan": "Same time next week." }, "risk": "none",
    });
    open_draft(&desk, "individual_note", &client, note).await;
    finish(&desk, "Sign").await;
    desk.press("Add addendum").await;
    desk.fill("What is added", WORDS).await;
    desk.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'lock', input: {} })").await;
    desk.lock_screen().await;
    unlock(&desk).await;
    let text = "return document.querySelector('dialog[open] textarea')?.value ?? ''";
    desk.until("the addendum as typed", || async { desk.script(text).await == json!(WORDS) }).await;
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
    desk.see("Not saved").await;
    let app = desk.app_process();
    desk.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
    desk.press("Close and lose it").await;
    desk.gone(app).await;
}
