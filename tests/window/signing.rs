//! Signing once, and one draft in two windows.

use crate::desk::Desk;
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
    let desk = Desk::open(&[]).await;
    quick_vault(&desk).await;
    let client = quick_client(&desk).await;
    let document = open_draft(&desk, "individual_note", &client, note()).await;
    desk.press("Sign").await;
    desk.fill("Your password", PASSWORD).await;
    desk.script("const sign = document.querySelector('dialog[open] [type=submit]'); sign.click(); sign.click()").await;
    desk.until("a signed note", || async { !desk.sees("Discard draft").await }).await;
    let signed = desk.ask("document", json!({ "document": document })).await;
    assert_eq!(signed["versions"].as_array().map(Vec::len), Some(1), "{}", signed["versions"]);
    assert_eq!(signed["versions"][0]["signatures"].as_array().map(Vec::len), Some(1));
    assert_eq!(signed["versions"][0]["signatures"][0]["verified"], true);
}

#[tokio::test]
async fn two_requests_to_sign_at_once_make_one_version() {
    let desk = Desk::open(&[]).await;
    quick_vault(&desk).await;
    let client = quick_client(&desk).await;
    let draft = json!({ "kind": "individual_note", "client": client, "document": null, "body": note() });
    let draft = desk.ask("start_draft", draft).await;
    let asked = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let request = json!({ "name": "sign_document", "input": asked });
    let twice = format!(
        "const sign = () => window.__TAURI_INTERNALS__.invoke('rpc', {request}); \
         return (await Promise.allSettled([sign(), sign()])).map((each) => each.status)"
    );
    let ended = desk.wait_for(&twice).await;
    assert!(ended.as_array().is_some_and(|all| all.contains(&json!("fulfilled"))), "{ended}");
    let signed = desk.ask("document", json!({ "document": draft["document"] })).await;
    assert_eq!(signed["versions"].as_array().map(Vec::len), Some(1), "{}", signed["versions"]);
}

#[tokio::test]
async fn a_draft_changed_elsewhere_is_never_overwritten_silently() {
    let desk = Desk::open(&[]).await;
    quick_vault(&desk).await;
    let client = quick_client(&desk).await;
    let document = open_draft(&desk, "individual_note", &client, note()).await;
    let mut elsewhere = note();
    elsewhere["sections"]["plan"] = json!("Written in the other window.");
    let draft = desk.ask("draft", json!({ "document": document })).await;
    let save = json!({ "document": document, "rev": draft["rev"], "body": elsewhere });
    desk.ask("save_draft", save).await;
    desk.answer("sections.data", "Written here.").await;
    desk.see("changed in another window").await;
    let kept = desk.ask("draft", json!({ "document": document })).await;
    assert_eq!(kept["body"]["sections"]["plan"], "Written in the other window.");
    desk.press("Keep this one").await;
    desk.until("this text kept", || async {
        desk.ask("draft", json!({ "document": document })).await["body"]["sections"]["data"] == "Written here."
    })
    .await;
}
