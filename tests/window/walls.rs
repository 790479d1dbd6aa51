//! What the page cannot do, and what the program leaves behind.

use crate::desktop::{self, Desktop};
use crate::steps::quick_vault;
use record::command::{LINES, Need};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn the_page_can_call_rpc_and_nothing_else() {
    let desktop = Desktop::open(&[]).await;
    for other in [
        "plugin:window|set_title",
        "plugin:event|listen",
        "plugin:app|version",
        "plugin:webview|create_webview_window",
        "plugin:webview|set_webview_zoom",
        "plugin:dialog|open",
        "plugin:path|resolve_directory",
        "greet",
    ] {
        let script =
            format!("return await window.__TAURI_INTERNALS__.invoke('{other}', {{ label: 'main-0', value: 'x' }})");
        let refused = desktop.wait_for(&script).await;
        let why = refused["thrown"].as_str().unwrap_or_default();
        assert!(why.contains("not allowed") || why.contains("not found"), "{other}: {refused}");
    }
    assert_eq!(desktop.ask("status", json!({})).await["state"], "empty", "rpc itself is answered");
    assert_eq!(desktop.refused("format_disk", json!({})).await["code"], "not_found");
    let through = desktop.refused("save_pdf", json!({ "command": "audit_trail", "input": {}, "name": "x" })).await;
    assert_eq!(through["code"], "bad_input", "saving is no second door to other commands");
}

#[tokio::test]
async fn the_page_runs_only_what_it_brought() {
    let desktop = Desktop::open(&[]).await;
    let tried = desktop
        .wait_for(
            r#"
            const out = {};
            const attempt = async (name, f) => { try { out[name] = String(await f()) } catch { out[name] = 'refused' } };
            await attempt('eval', () => (0, eval)('1+1'));
            await attempt('function', () => new Function('return 1')());
            await attempt('fetch', () => fetch('https://example.org/'));
            await attempt('fetch at home', () => fetch('/index.html'));
            await attempt('markup', () => { document.createElement('div').innerHTML = '<b>x</b>'; return 'made' });
            await attempt('worker', () => { new Worker('/x.js'); return 'made' });
            out.globals = typeof window.__TAURI__;
            out.prototype = Object.isFrozen(Object.prototype) ? 'frozen' : 'open';
            return out"#,
        )
        .await;
    let wanted = json!({
        "eval": "refused", "function": "refused", "fetch": "refused", "fetch at home": "refused", "markup": "refused",
        "worker": "refused", "globals": "undefined", "prototype": "frozen",
    });
    assert_eq!(tried, wanted);
    let leaving =
        "location.href = 'https://example.org/'; await new Promise(r => setTimeout(r, 300)); return location.href";
    assert_eq!(desktop.wait_for(leaving).await, json!("tauri://localhost"), "the window stays at home");
    assert_eq!(desktop.page.title().await.expect("a title"), "Handrail");
}

#[tokio::test]
async fn a_locked_window_answers_no_command_of_the_record() {
    let desktop = Desktop::open(&[]).await;
    quick_vault(&desktop).await;
    desktop.press("Lock").await;
    desktop.lock_screen().await;
    // What can be asked at the door: what there is, opening it, restoring a backup.
    const AT_THE_DOOR: [&str; 7] = ["status", "create_vault", "unlock", "recover", "lock", "look_at_backup", "restore"];
    let mut refused = 0;
    for line in LINES {
        let command = line.name;
        if line.need == Need::Nobody {
            assert!(AT_THE_DOOR.contains(&command), "{command} answers without a password");
            continue;
        }
        assert_eq!(desktop.refused(command, json!({})).await["code"], "locked", "{command}");
        refused += 1;
    }
    assert_eq!(refused + AT_THE_DOOR.len(), LINES.len());
    for (door, command) in [
        ("save_pdf", "print_document"),
        ("print_pdf", "recovery_kit"),
        ("save_pdf", "day_sheet"),
        ("save_text", "export_audit"),
    ] {
        let asked = json!({ "command": command, "input": {}, "name": "x" });
        assert_eq!(desktop.refused(door, asked).await["code"], "locked", "{door} {command}");
    }
    assert_eq!(desktop.ask("returned", json!({})).await, json!({ "places": [], "unsaved": [] }));
    assert_eq!(desktop.refused("create_vault", json!({})).await["code"], "bad_input");
}

#[tokio::test]
async fn nothing_runs_on_when_the_window_is_gone() {
    let desktop = Desktop::open(&[]).await;
    let id = desktop.group_id();
    assert!(desktop::group(id).iter().any(|(_, name)| name.starts_with("WebKitWebProces")), "{:?}", desktop::group(id));
    let failed = tokio::spawn(async move {
        let _desk = desktop;
        panic!("as a failing test does");
    })
    .await;
    assert!(failed.is_err());
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(desktop::group(id), vec![]);
}
