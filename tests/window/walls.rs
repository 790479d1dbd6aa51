//! What the page cannot do, and what the program leaves behind.

use crate::desk::{self, Desk};
use crate::steps::quick_vault;
use record::dispatch::{COMMANDS, Need};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn the_page_can_call_rpc_and_nothing_else() {
    let desk = Desk::open(&[]).await;
    for other in [
        "plugin:window|set_title",
        "plugin:event|listen",
        "plugin:app|version",
        "plugin:webview|create_webview_window",
        "plugin:dialog|open",
        "plugin:path|resolve_directory",
        "greet",
    ] {
        let script =
            format!("return await window.__TAURI_INTERNALS__.invoke('{other}', {{ label: 'main-0', value: 'x' }})");
        let refused = desk.wait_for(&script).await;
        let why = refused["thrown"].as_str().unwrap_or_default();
        assert!(why.contains("not allowed") || why.contains("not found"), "{other}: {refused}");
    }
    assert_eq!(desk.ask("status", json!({})).await["state"], "empty", "rpc itself is answered");
    assert_eq!(desk.refused("format_disk", json!({})).await["code"], "not_found");
    let through = desk.refused("save_pdf", json!({ "command": "audit_trail", "input": {}, "name": "x" })).await;
    assert_eq!(through["code"], "bad_input", "saving is no second door to other commands");
}

#[tokio::test]
async fn the_page_runs_only_what_it_brought() {
    let desk = Desk::open(&[]).await;
    let tried = desk
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
    assert_eq!(desk.wait_for(leaving).await, json!("tauri://localhost"), "the window stays at home");
    assert_eq!(desk.page.title().await.expect("a title"), "Handrail");
}

#[tokio::test]
async fn a_locked_window_answers_no_command_of_the_record() {
    let desk = Desk::open(&[]).await;
    quick_vault(&desk).await;
    desk.press("Lock").await;
    desk.lock_screen().await;
    // What can be asked at the door: what there is, opening it, restoring a backup.
    const AT_THE_DOOR: [&str; 7] = ["status", "create_vault", "unlock", "recover", "lock", "look_at_backup", "restore"];
    let mut refused = 0;
    for (command, need) in COMMANDS {
        if *need == Need::Nobody {
            assert!(AT_THE_DOOR.contains(command), "{command} answers without a password");
            continue;
        }
        assert_eq!(desk.refused(command, json!({})).await["code"], "locked", "{command}");
        refused += 1;
    }
    assert_eq!(refused + AT_THE_DOOR.len(), COMMANDS.len());
    for (door, command) in [
        ("save_pdf", "print_document"),
        ("print_pdf", "recovery_kit"),
        ("save_pdf", "day_sheet"),
        ("save_text", "export_audit"),
    ] {
        let asked = json!({ "command": command, "input": {}, "name": "x" });
        assert_eq!(desk.refused(door, asked).await["code"], "locked", "{door} {command}");
    }
    assert_eq!(desk.ask("returned", json!({})).await, json!({ "places": [], "unsaved": [] }));
    assert_eq!(desk.refused("create_vault", json!({})).await["code"], "bad_input");
}

#[tokio::test]
async fn nothing_runs_on_when_the_window_is_gone() {
    let desk = Desk::open(&[]).await;
    let id = desk.group_id();
    assert!(desk::group(id).iter().any(|(_, name)| name.starts_with("WebKitWebProces")), "{:?}", desk::group(id));
    let failed = tokio::spawn(async move {
        let _desk = desk;
        panic!("as a failing test does");
    })
    .await;
    assert!(failed.is_err());
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(desk::group(id), vec![]);
}
