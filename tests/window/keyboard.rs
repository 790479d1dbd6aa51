//! From the lock screen to a sentence in a chart, without the mouse.

use crate::desk::Desk;
use crate::steps::{NAME, PASSWORD, quick_client, quick_vault};
use fantoccini::key::Key;
use serde_json::json;

#[tokio::test]
async fn unlock_find_a_client_and_begin_a_note_without_the_mouse() {
    let desk = Desk::open(&[]).await;
    quick_vault(&desk).await;
    quick_client(&desk).await;
    let (control, enter, tab): (char, char, char) = (Key::Control.into(), Key::Enter.into(), Key::Tab.into());

    desk.chord(&[control, 'l']).await;
    desk.lock_screen().await;
    desk.until("the cursor in the name", || async {
        desk.script("return document.activeElement?.id ?? ''").await == json!("name")
    })
    .await;
    desk.keys(NAME).await;
    desk.chord(&[tab]).await;
    desk.keys(PASSWORD).await;
    desk.chord(&[enter]).await;
    desk.see("Clients").await;

    desk.chord(&[control, 'k']).await;
    desk.until("the palette", || async {
        desk.script("return !!document.querySelector('dialog[open] input')").await == json!(true)
    })
    .await;
    desk.keys("pretend").await;
    desk.see("Do, for Terry Pretend").await;
    desk.chord(&[enter]).await;
    desk.see("Overview").await;

    desk.chord(&[control, 'n']).await;
    desk.until("the menu", || async {
        desk.script("return document.activeElement?.role ?? document.activeElement?.getAttribute('role')").await
            == json!("menuitem")
    })
    .await;
    desk.keys("i").await;
    desk.chord(&[enter]).await;
    desk.see("Discard draft").await;
    // By Tab to the day of the session, however many stops the page has before it.
    for _ in 0..40 {
        let at = desk.script("return document.activeElement?.closest('[data-field]')?.dataset.field ?? ''").await;
        if at == json!("on") {
            break;
        }
        desk.chord(&[tab]).await;
    }
    desk.keys("t").await;
    desk.chord(&[tab]).await;
    desk.keys("5p").await;
    desk.chord(&[tab]).await;
    let today = desk.ask("status", json!({})).await["today"].clone();
    desk.until("a saved draft", || async {
        let drafts = desk.ask("drafts", json!({})).await;
        let body = desk.ask("draft", json!({ "document": drafts[0]["document"] })).await["body"].clone();
        body["on"] == today && body["start"] == "17:00"
    })
    .await;
}
