//! The screen in a client's hands: all of what they sign, and no way from it into the record.

use crate::desktop::Desktop;
use crate::steps::{PASSWORD, look, quick_client, quick_vault, signed};
use fantoccini::key::Key;
use serde_json::{Value, json};

/// A release that Terry gives, signed by the member of staff.
async fn signed_release(desktop: &Desktop, client: &Value) -> Value {
    let today = desktop.ask("status", json!({})).await["today"].clone();
    let body = json!({
        "form": "part2_release", "discloser": "Example Harbor IOP (fictional)", "contact": "", "recipient": "Example Clinic (fictional)",
        "information": "Attendance and progress", "covers": ["attendance", "progress"], "purpose": "Going on with the same doctor",
        "expires": "date", "expires_on": "2099-12-31", "right_to_revoke_explained": true, "refusal_consequences_explained": true,
        "redisclosure_explained": true, "language": "en", "read_aloud": true, "copy_given": true, "signed_by": "client",
        "client_signed_name": "Terry Pretend", "client_signed_on": today, "witness": "Pat Sample",
    });
    signed(desktop, "release", client, body).await
}

#[tokio::test]
async fn a_client_reads_all_of_what_they_sign_and_gets_no_further_without_the_password() {
    let desktop = Desktop::open(&[]).await;
    desktop.page.set_window_size(1366, 768).await.expect("a size");
    quick_vault(&desktop).await;
    let client = quick_client(&desktop).await;
    signed_release(&desktop, &client).await;
    desktop.press("Clients").await;
    desktop.press("Terry Pretend").await;
    desktop.press("Releases").await;
    desktop.press("Example Clinic").await;
    desktop.press("Client signs").await;
    desktop.see("Sign here").await;
    let says = |words: &'static str| {
        let script = format!(
            "return [...document.querySelectorAll('main [role=img]')].some((page) => page.ariaLabel.includes('{words}'))"
        );
        let desktop = &desktop;
        async move { desktop.script(&script).await == json!(true) }
    };
    for words in ["Example Clinic (fictional)", "Going on with the same doctor", "Attendance and progress"] {
        desktop.until(words, || says(words)).await;
    }
    look(&desktop, "hand-signature").await;

    let (control, escape): (char, char) = (Key::Control.into(), Key::Escape.into());
    for key in ['k', 'n', '1'] {
        desktop.chord(&[control, key]).await;
    }
    desktop.chord(&[escape]).await;
    desktop.see("Take the screen back").await;
    desktop.fill("Your password", "not the password at all").await;
    desktop.press("Take it back").await;
    desktop.see("not the password of the person who handed the screen over").await;
    desktop.fill("Your password", PASSWORD).await;
    desktop.press("Take it back").await;
    desktop.until("the document again", || async { desktop.sees("Client signs").await }).await;
    desktop.is_open_to_everyone();
}
