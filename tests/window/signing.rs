//! Signing once, and one draft in two windows.

use crate::desktop::Desktop;
use crate::steps::{PASSWORD, open_draft, quick_client, quick_vault};
use serde_json::{Value, json};

fn note() -> Value {
    json!({
        "held": "held", "on": "2026-01-05", "start": "17:00", "end": "17:50", "mode": "in_person", "format": "dap",
        "sections": { "data": "Came on time.", "assessment": "Steady week.", "plan": "Same time next week." },
        "risk": "none",
    })
}

#[tokio::test]
async fn a_double_click_on_sign_signs_once() {
    let desktop = Desktop::open(&[]).await;
    quick_vault(&desktop).await;
    let client = quick_client(&desktop).await;
    let document = open_draft(&desktop, "individual_note", &client, note()).await;
    desktop.press("Sign").await;
    desktop.fill("Your password", PASSWORD).await;
    desktop
        .script("const sign = document.querySelector('dialog[open] [type=submit]'); sign.click(); sign.click()")
        .await;
    desktop.until("a signed note", || async { !desktop.sees("Discard draft").await }).await;
    let signed = desktop.ask("document", json!({ "document": document })).await;
    assert_eq!(signed["versions"].as_array().map(Vec::len), Some(1), "{}", signed["versions"]);
    assert_eq!(signed["versions"][0]["signatures"].as_array().map(Vec::len), Some(1));
    assert_eq!(signed["versions"][0]["signatures"][0]["verified"], true);
}

#[tokio::test]
async fn two_requests_to_sign_at_once_make_one_version() {
    let desktop = Desktop::open(&[]).await;
    quick_vault(&desktop).await;
    let client = quick_client(&desktop).await;
    let draft = json!({ "kind": "individual_note", "client": client, "document": null, "body": note() });
    let draft = desktop.ask("start_draft", draft).await;
    let asked = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let request = json!({ "name": "sign_document", "input": asked });
    let twice = format!(
        "const sign = () => window.__TAURI_INTERNALS__.invoke('rpc', {request}); \
         return (await Promise.allSettled([sign(), sign()])).map((each) => each.status)"
    );
    let ended = desktop.wait_for(&twice).await;
    assert!(ended.as_array().is_some_and(|all| all.contains(&json!("fulfilled"))), "{ended}");
    let signed = desktop.ask("document", json!({ "document": draft["document"] })).await;
    assert_eq!(signed["versions"].as_array().map(Vec::len), Some(1), "{}", signed["versions"]);
}

#[tokio::test]
async fn a_draft_changed_elsewhere_is_never_overwritten_silently() {
    let desktop = Desktop::open(&[]).await;
    quick_vault(&desktop).await;
    let client = quick_client(&desktop).await;
    let document = open_draft(&desktop, "individual_note", &client, note()).await;
    let mut elsewhere = note();
    elsewhere["sections"]["plan"] = json!("Written in the other window.");
    let draft = desktop.ask("draft", json!({ "document": document })).await;
    let save = json!({ "document": document, "rev": draft["rev"], "body": elsewhere });
    desktop.ask("save_draft", save).await;
    desktop.answer("sections.data", "Written here.").await;
    desktop.see("changed in another window").await;
    let kept = desktop.ask("draft", json!({ "document": document })).await;
    assert_eq!(kept["body"]["sections"]["plan"], "Written in the other window.");
    desktop.press("Keep this one").await;
    desktop
        .until("this text kept", || async {
            desktop.ask("draft", json!({ "document": document })).await["body"]["sections"]["data"] == "Written here."
        })
        .await;
}
