//! The size of the text, and what other programs may see: by keys, before unlocking, over a lock and a new start.

use crate::desktop::Desktop;
use crate::steps::{NAME, PASSWORD, quick_client, quick_vault, unlock};
use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::json;
use tempfile::TempDir;

/// Pixels of the page that a line of the window holds: fewer, the larger the text.
async fn width(desktop: &Desktop) -> f64 {
    desktop.script("return innerWidth").await.as_f64().expect("a width")
}

/// The text is so many percent of how it is drawn; `whole` is the width at 100.
async fn grows_to(desktop: &Desktop, percent: f64, whole: f64) {
    let wanted = whole * 100.0 / percent;
    desktop.until(&format!("text at {percent}"), || async { (width(desktop).await - wanted).abs() < 2.0 }).await;
}

/// Nothing reaches beyond the window sideways, but what scrolls in its own pane.
async fn nothing_is_cut(desktop: &Desktop, screen: &str) {
    let beyond = desktop
        .wait_for(
            "await new Promise((done) => setTimeout(done, 200));
             const scrolls = (e) => { for (let p = e.parentElement; p; p = p.parentElement) \
                 if (/auto|scroll/.test(getComputedStyle(p).overflowX) && p.scrollWidth > p.clientWidth) return true; return false };
             const hidden = (e) => e.closest('.sr') || !e.checkVisibility();
             return [...document.querySelectorAll('body *')]
                 .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !hidden(e) && !scrolls(e))
                 .map((e) => e.tagName + ' ' + e.className + ' ' + e.textContent.trim().slice(0, 40))",
        )
        .await;
    assert_eq!(beyond, json!([]), "{screen}");
}

#[tokio::test]
async fn text_grows_to_twice_its_size_by_keys_and_stays_so_over_a_lock_and_a_new_start() {
    let kept = TempDir::new().expect("a folder");
    let (control, enter): (char, char) = (Key::Control.into(), Key::Enter.into());
    let whole = {
        let desktop = Desktop::open_on(kept.path(), &[]).await;
        desktop.page.set_window_size(1366, 768).await.expect("a size");
        quick_vault(&desktop).await;
        quick_client(&desktop).await;
        let whole = width(&desktop).await;
        desktop.chord(&[control, '+']).await;
        grows_to(&desktop, 110.0, whole).await;
        desktop.chord(&[control, Key::Add.into()]).await;
        grows_to(&desktop, 125.0, whole).await;
        desktop.chord(&[control, '-']).await;
        grows_to(&desktop, 110.0, whole).await;
        desktop.chord(&[control, '0']).await;
        grows_to(&desktop, 100.0, whole).await;

        for _ in 0..6 {
            desktop.chord(&[control, '+']).await;
        }
        grows_to(&desktop, 200.0, whole).await;
        nothing_is_cut(&desktop, "Today").await;
        desktop.shot("today-at-200").await;
        for place in ["Clients", "Groups", "To do", "Audit trail", "Settings", "This computer"] {
            go_to(&desktop, place).await;
            nothing_is_cut(&desktop, place).await;
        }
        desktop.see("Text size").await;
        nothing_is_cut(&desktop, "This computer").await;

        desktop.chord(&[control, 'l']).await;
        desktop.lock_screen().await;
        // A lock opens another window, as large as the first one was at first.
        desktop.page.set_window_size(1366, 768).await.expect("a size");
        grows_to(&desktop, 200.0, whole).await;
        nothing_is_cut(&desktop, "the lock screen").await;
        unlock_by_keys(&desktop).await;
        grows_to(&desktop, 200.0, whole).await;
        whole
    };
    let again = Desktop::open_on(kept.path(), &[]).await;
    again.page.set_window_size(1366, 768).await.expect("a size");
    again.lock_screen().await;
    grows_to(&again, 200.0, whole).await;
    go_to(&again, "Text size").await;
    go_to(&again, "100%").await;
    grows_to(&again, 100.0, whole).await;
    again.chord(&[enter]).await;
}

#[tokio::test]
async fn other_programs_see_the_window_only_once_somebody_asks_for_it_and_then_it_is_said() {
    let kept = TempDir::new().expect("a folder");
    let (control, shift): (char, char) = (Key::Control.into(), Key::Shift.into());
    let said = "Other programs can see this window";
    {
        let desktop = Desktop::open_on(kept.path(), &[]).await;
        quick_vault(&desktop).await;
        assert_eq!(desktop.ask("display", json!({})).await["protected"], true);
        assert!(!desktop.sees(said).await);
        desktop.press("Lock").await;
        desktop.lock_screen().await;
        desktop.press("Text size").await;
        desktop.press("Let magnifiers").await;
        desktop.see(said).await;
        assert_eq!(desktop.ask("display", json!({})).await["protected"], false);
        desktop.chord(&[Key::Escape.into()]).await;
        unlock(&desktop).await;
    }
    let again = Desktop::open_on(kept.path(), &[]).await;
    again.see(said).await;
    // Also for somebody who sees nothing but black.
    again.chord(&[control, shift, 'M']).await;
    again.until("protected again", || async { again.ask("display", json!({})).await["protected"] == true }).await;
    assert!(!again.sees(said).await);
    unlock(&again).await;
    again.chord(&[control, shift, 'M']).await;
    again.see(said).await;
    // Each change is in the trail, also one that was made before anyone was signed in.
    let told = || async {
        let rows = again.ask("audit_trail", json!({ "client": null, "group": "access", "limit": 50 })).await;
        let rows = rows
            .as_array()
            .expect("rows")
            .iter()
            .filter(|row| row["words"].as_str().is_some_and(|it| it.contains("the window")));
        rows.map(|row| row["action"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    again.until("the trail is told", || async { told().await.len() == 3 }).await;
    assert_eq!(told().await, ["show_window", "hide_window", "show_window"]);
}

/// Through the lock screen without the pointer, which is the driver's and misses a window that is larger.
async fn unlock_by_keys(desktop: &Desktop) {
    for (field, text) in [("form input:not([type=password])", NAME), ("#password", PASSWORD)] {
        let field = desktop.page.find(Locator::Css(field)).await.expect("a field");
        field.send_keys(text).await.expect("keys");
    }
    desktop.chord(&[Key::Enter.into()]).await;
    desktop.see("Clients").await;
}

/// The driver's pointer does not follow the window's own zoom, so the page presses it itself.
async fn go_to(desktop: &Desktop, words: &str) {
    let press = format!(
        "const it = [...document.querySelectorAll('a, button, label, [role=radio]')].find((e) => e.textContent.trim().startsWith('{words}')); \
         it?.click(); return !!it"
    );
    desktop.until(words, || async { desktop.script(&press).await == serde_json::json!(true) }).await;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
}
