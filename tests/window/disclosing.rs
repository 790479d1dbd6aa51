//! A copy for somebody else in the real window: what is on the paper, what the chart keeps of it, and what a revoked release lets out.

use crate::desktop::Desktop;
use crate::steps::{PASSWORD, look, quick_client, quick_vault, signed};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

/// What the window saved, by the beginning of its name.
fn saved(desktop: &Desktop, name: &str) -> Option<PathBuf> {
    let mut files = std::fs::read_dir(desktop.folder.join("saved")).expect("a folder").flatten();
    // Whole once it has its own name; until then it is written beside it.
    let whole = |name_of: &str| name_of.starts_with(name) && !name_of.ends_with(".part");
    files.find(|entry| whole(&entry.file_name().to_string_lossy())).map(|entry| entry.path())
}

/// The text a reader finds in a PDF that was saved.
async fn text_of(desktop: &Desktop, name: &str) -> String {
    desktop.until(name, || async { saved(desktop, name).is_some() }).await;
    let file = saved(desktop, name).expect("a file");
    let read = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output().expect("pdftotext");
    assert!(read.status.success(), "{} is no PDF", file.display());
    String::from_utf8(read.stdout).expect("text").split_whitespace().collect::<Vec<_>>().join(" ")
}

async fn record(desktop: &Desktop, kind: &str, client: &Value, body: Value) -> Value {
    let start = json!({ "kind": kind, "client": client, "document": null, "body": body });
    let draft = desktop.ask("start_draft", start).await;
    let last = json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" });
    desktop.ask("record_document", last).await
}

/// The preview of this document, from the list of its chart.
async fn preview(desktop: &Desktop) {
    desktop.press("Clients").await;
    desktop.press("Terry Pretend").await;
    desktop.press("Notes").await;
    desktop.press("Letter of attendance").await;
    desktop.see("oldest first").await;
    desktop.press("Print").await;
    desktop.see("Who gets this copy").await;
}

#[tokio::test]
async fn a_copy_goes_out_under_a_release_is_listed_and_goes_no_more_once_it_is_revoked() {
    let desktop = Desktop::open(&[]).await;
    desktop.page.set_window_size(1366, 768).await.expect("a size");
    quick_vault(&desktop).await;
    let client = quick_client(&desktop).await;
    let today = desktop.ask("status", json!({})).await["today"].clone();
    let cousin = json!({ "name": "Bo Cousin", "relationship": "Cousin", "role": "family", "language": "en", "phone": "602-555-0112" });
    let cousin = record(&desktop, "contact", &client, cousin).await["document"].clone();
    let release = json!({
        "form": "part2_release", "discloser": "Example Harbor IOP (fictional)", "contact": cousin, "recipient": "",
        "information": "That Terry comes here, and how often", "covers": ["attendance"], "purpose": "A ride to the program",
        "expires": "date", "expires_on": "2099-12-31", "right_to_revoke_explained": true, "refusal_consequences_explained": true,
        "redisclosure_explained": true, "language": "en", "read_aloud": true, "copy_given": true, "signed_by": "client",
        "client_signed_name": "Terry Pretend", "client_signed_on": today, "witness": "Pat Sample",
    });
    let release = signed(&desktop, "release", &client, release).await;
    // The client's own mark stands under it, drawn on the screen.
    let mark = json!({
        "document": release, "hand": "client", "name": "Terry Pretend", "relationship": "", "drawing": "M 20 120 L 300 60 L 560 130",
        "password": PASSWORD,
    });
    desktop.ask("sign_by_hand", mark).await;
    let letter = json!({ "contact": cousin, "reader": "other", "from": today, "to": today, "states": ["group_days"] });
    signed(&desktop, "attendance_letter", &client, letter).await;

    preview(&desktop).await;
    desktop.press("Bo Cousin").await;
    desktop.see("For: A ride to the program").await;
    desktop.see("How it goes out").await;
    look(&desktop, "copy-for-somebody").await;
    desktop.press("Save PDF").await;
    let text = text_of(&desktop, "Letter").await;
    assert!(text.contains("Terry Pretend"), "{text}");

    desktop.press("Clients").await;
    desktop.press("Terry Pretend").await;
    desktop.press("Disclosures").await;
    for said in ["Bo Cousin", "For: A ride to the program", "Saved as a file", "Pat Sample"] {
        desktop.see(said).await;
    }
    look(&desktop, "disclosures").await;
    desktop.press("Print the log").await;
    desktop
        .until("the list on paper", || async {
            desktop.script("return !!document.querySelector('.table [role=img]')").await == json!(true)
        })
        .await;
    desktop.press("Save PDF").await;
    let text = text_of(&desktop, "Disclosures").await;
    for said in ["Bo Cousin", "A ride to the program"] {
        assert!(text.contains(said), "{said} is not in the log:\n{text}");
    }

    let back = json!({ "kind": "release", "client": client, "document": release, "body": {
        "revoked_on": today, "revoked_how": "spoken", "revoked_by": "client" } });
    let draft = desktop.ask("start_draft", back).await;
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    desktop.ask("sign_document", sign).await;
    preview(&desktop).await;
    desktop.see("Not covered").await;
    let open = "return !document.querySelector('fieldset input[type=radio][id^=\"to-\"]:not(#to-client)').disabled";
    assert_eq!(desktop.script(open).await, json!(false), "nobody can be chosen whose release was taken back");
    let chart = desktop.ask("disclosures", json!({ "client": client })).await;
    assert_eq!(chart.as_array().map(Vec::len), Some(1), "{chart}");
    desktop.is_open_to_everyone();
}
