//! Steps that several stories share.

use crate::desktop::Desktop;
use fantoccini::Locator;
use serde_json::{Value, json};
use std::time::Duration;

/// The first person of every vault here; also the name to sign in with.
pub const NAME: &str = "Pat Sample";
/// Their password.
pub const PASSWORD: &str = "a quiet evening walk";

/// The set-up wizard from its first field to the first screen.
pub async fn set_up(desktop: &Desktop) {
    for (label, text) in [
        ("Program name", "Example Harbor IOP (fictional)"),
        ("Site", "Main Street (fictional)"),
        ("Address", "1 Example Way, Sampleton, AZ 00000"),
        ("Phone", "602-555-0100"),
        ("Your own crisis line", "602-555-0199"),
        ("Your name", NAME),
        ("Credential", "LPC"),
        ("Password", PASSWORD),
    ] {
        desktop.fill(label, text).await;
    }
    desktop.press("Create the record").await;
    desktop.see("Keep the recovery key").await;
    desktop.press("Save kit as PDF").await;
    desktop.see("The kit is saved").await;
    let groups = desktop
        .script("return [...document.querySelectorAll('[data-testid=recovery-key] li')].map((e) => e.lastChild.textContent)")
        .await;
    let groups: Vec<&str> = groups.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    desktop.fill("Group 2", groups[1]).await;
    desktop.fill(&format!("Group {}", groups.len()), groups[groups.len() - 1]).await;
    desktop.press("Continue").await;
    desktop.see("Clients").await;
}

/// A vault made without the wizard, open, on its first screen.
pub async fn quick_vault(desktop: &Desktop) {
    let answers = json!({
        "program": "Example Harbor IOP (fictional)", "site": "Main Street (fictional)", "phone": "602-555-0100",
        "crisis_phone": "602-555-0199", "address": "1 Example Way, Sampleton, AZ 00000", "paper": "letter",
        "name": NAME, "credential": "LPC", "role": "director", "password": PASSWORD,
    });
    desktop.ask("create_vault", answers).await;
    desktop.page.refresh().await.expect("the page opens again");
    desktop.see("Clients").await;
}

/// Keeps a picture of the screen and has axe read it.
pub async fn look(desktop: &Desktop, screen: &str) {
    // Fonts and lists arrive a moment after their screen.
    desktop.wait_for("await document.fonts.ready; await new Promise((done) => setTimeout(done, 150))").await;
    desktop.shot(screen).await;
    desktop.examine(screen).await;
    let remembered = desktop
        .script(
            "return [...document.querySelectorAll('textarea, input:not([type=checkbox], [type=radio], [type=range])')]
                 .filter((e) => (e.getAttribute('autocomplete') ?? e.form?.getAttribute('autocomplete')) !== 'off')
                 .map((e) => e.outerHTML.slice(0, 120))",
        )
        .await;
    assert_eq!(remembered, json!([]), "{screen}: the web engine may remember what is typed here");
}

/// A draft with its text, begun as the page does, then opened in the window from the list of drafts.
pub async fn open_draft(desktop: &Desktop, kind: &str, client: &Value, body: Value) -> Value {
    let draft =
        desktop.ask("start_draft", json!({ "kind": kind, "client": client, "document": null, "body": body })).await;
    desktop.press("Today").await;
    desktop.press("To do").await;
    let row = format!("tr[data-row=\"{}\"] button", draft["document"].as_str().expect("an id"));
    desktop.page.wait().for_element(Locator::Css(&row)).await.expect("its row").click().await.expect("it opens");
    desktop.see("Discard draft").await;
    draft["document"].clone()
}

/// Presses Sign or Record, gives the password where it is asked for, and waits for the record.
pub async fn finish(desktop: &Desktop, how: &str) {
    // Autosave has a second to be done with the last key.
    desktop.until("nothing to settle", || async {
        let held =
            "return [...document.querySelectorAll('.head button')].some((e) => e.textContent.includes('to settle'))";
        desktop.script(held).await == json!(false)
    })
    .await;
    desktop.press(how).await;
    if how == "Sign" {
        desktop.fill("Your password", PASSWORD).await;
        desktop.press("Sign").await;
    }
    desktop.until("the draft is part of the record", || async { !desktop.sees("Discard draft").await }).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
}

/// A client in the program, recorded without the window's help.
pub async fn quick_client(desktop: &Desktop) -> Value {
    let sheet = json!({
        "legal_first": "Terry", "legal_last": "Pretend", "birth_date": "1984-02-29", "speaks": "en", "reads": ["en"],
        "ok_voicemail": true, "ok_text": true, "living_situation": "own_home",
    });
    let draft = json!({ "kind": "face_sheet", "client": null, "document": null, "body": sheet });
    let draft = desktop.ask("start_draft", draft).await;
    let record =
        json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "Another person, invented." });
    desktop.ask("record_document", record).await["client_id"].clone()
}

/// A document that is begun and signed without the window's help; gives its id.
pub async fn signed(desktop: &Desktop, kind: &str, client: &Value, body: Value) -> Value {
    let start = json!({ "kind": kind, "client": client, "document": null, "body": body });
    let draft = desktop.ask("start_draft", start).await;
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    desktop.ask("sign_document", sign).await["document"].clone()
}

/// Through the lock screen.
pub async fn unlock(desktop: &Desktop) {
    // A window of before may still be writing its last row; whoever presses again a moment later gets in.
    let open_elsewhere = "This record is open already";
    for _ in 0..20 {
        desktop.fill("Your name", NAME).await;
        desktop.fill("Password", PASSWORD).await;
        desktop.press("Unlock").await;
        desktop
            .until("an answer", || async { desktop.sees("Clients").await || desktop.sees(open_elsewhere).await })
            .await;
        if !desktop.sees(open_elsewhere).await {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    desktop.see("Clients").await;
}
