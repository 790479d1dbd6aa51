//! From the lock screen to a sentence in a chart, without the mouse.

use crate::desktop::Desktop;
use crate::steps::{NAME, PASSWORD, quick_client, quick_vault};
use fantoccini::key::Key;
use serde_json::json;

#[tokio::test]
async fn unlock_find_a_client_and_begin_a_note_without_the_mouse() {
    let desktop = Desktop::open(&[]).await;
    quick_vault(&desktop).await;
    quick_client(&desktop).await;
    let (control, enter, tab): (char, char, char) = (Key::Control.into(), Key::Enter.into(), Key::Tab.into());

    desktop.chord(&[control, 'l']).await;
    desktop.lock_screen().await;
    desktop
        .until("the cursor in the name", || async {
            desktop.script("return document.activeElement?.id ?? ''").await == json!("name")
        })
        .await;
    desktop.keys(NAME).await;
    desktop.chord(&[tab]).await;
    desktop.keys(PASSWORD).await;
    desktop.chord(&[enter]).await;
    desktop.see("Clients").await;

    desktop.chord(&[control, 'k']).await;
    desktop
        .until("the palette", || async {
            desktop.script("return !!document.querySelector('dialog[open] input')").await == json!(true)
        })
        .await;
    desktop.keys("pretend").await;
    desktop.see("Do, for Terry Pretend").await;
    desktop.chord(&[enter]).await;
    desktop.see("Overview").await;

    desktop.chord(&[control, 'n']).await;
    desktop
        .until("the menu", || async {
            desktop.script("return document.activeElement?.role ?? document.activeElement?.getAttribute('role')").await
                == json!("menuitem")
        })
        .await;
    desktop.keys("i").await;
    desktop.chord(&[enter]).await;
    desktop.see("Discard draft").await;
    // By Tab to the day of the session, however many stops the page has before it.
    for _ in 0..40 {
        let at = desktop.script("return document.activeElement?.closest('[data-field]')?.dataset.field ?? ''").await;
        if at == json!("on") {
            break;
        }
        desktop.chord(&[tab]).await;
    }
    desktop.keys("t").await;
    desktop.chord(&[tab]).await;
    desktop.keys("5p").await;
    desktop.chord(&[tab]).await;
    let today = desktop.ask("status", json!({})).await["today"].clone();
    desktop
        .until("a saved draft", || async {
            let drafts = desktop.ask("drafts", json!({})).await;
            let body = desktop.ask("draft", json!({ "document": drafts[0]["document"] })).await["body"].clone();
            body["on"] == today && body["start"] == "17:00"
        })
        .await;
}
