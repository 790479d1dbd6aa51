//! Requests by the line, through the program itself.

use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

type Anything = Box<dyn std::error::Error>;

fn answers(folder: &Path, lines: &[&[u8]]) -> Result<Vec<Value>, Anything> {
    let mut running = Command::new(env!("CARGO_BIN_EXE_headless"))
        .arg("rpc")
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = running.stdin.take().ok_or("no way in")?;
    for line in lines {
        input.write_all(line)?;
        input.write_all(b"\n")?;
    }
    drop(input);
    let output = running.wait_with_output()?;
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout)?;
    Ok(said.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

#[test]
fn every_line_is_answered_and_none_ends_the_program() -> Result<(), Anything> {
    let folder = tempfile::tempdir()?;
    let lines: &[&[u8]] = &[
        b"not json",
        b"[1, 2]",
        b"\xff\xfe",
        b"",
        br#"{"id": 7}"#,
        br#"{"id": 8, "name": "no_such_command"}"#,
        br#"{"id": 9, "name": "chart", "input": {"client": "not an id"}}"#,
        br#"{"id": "ten", "name": "status"}"#,
    ];
    let said = answers(folder.path(), lines)?;
    assert_eq!(said.len(), 7);
    assert!(said[..6].iter().all(|it| it["error"]["code"].is_string() && it["error"]["findings"].is_array()));
    assert_eq!(said[3]["id"], json!(7));
    assert_eq!(said[4]["error"]["code"], json!("not_found"));
    assert_eq!(said[6]["id"], json!("ten"));
    assert_eq!(said[6]["ok"]["state"], json!("empty"));
    Ok(())
}

#[test]
fn pages_come_as_base64() -> Result<(), Anything> {
    let folder = tempfile::tempdir()?;
    let vault = json!({ "id": 1, "name": "create_vault", "input": {
        "program": "Sample Bay IOP (fictional)", "site": "Main", "phone": "602-555-0100", "crisis_phone": "602-555-0199",
        "address": "", "paper": "letter", "name": "Quinn Notreal", "credential": "LPC", "role": "director",
        "password": "a made-up phrase for a test",
    } });
    let made = answers(folder.path(), &[vault.to_string().as_bytes()])?;
    let key = made[0]["ok"]["recovery_key"].as_str().ok_or("no recovery key")?;
    let unlock = json!({ "id": 2, "name": "unlock", "input": { "name": "quinn notreal", "password": "a made-up phrase for a test" } });
    let kit = json!({ "id": 3, "name": "recovery_kit", "input": { "recovery_key": key, "paper": "letter" } });
    let said = answers(folder.path(), &[unlock.to_string().as_bytes(), kit.to_string().as_bytes()])?;
    assert!(said[1]["ok"]["pdf"].as_str().is_some_and(|it| it.starts_with("JVBERi")), "{}", said[1]);
    Ok(())
}

#[test]
fn a_line_that_is_too_long_is_refused_and_the_next_is_answered() -> Result<(), Anything> {
    let folder = tempfile::tempdir()?;
    let long =
        json!({ "id": 1, "name": "status", "input": { "text": "words and more ".repeat(1_000_000) } }).to_string();
    let said = answers(folder.path(), &[long.as_bytes(), br#"{"id": 2, "name": "status"}"#])?;
    assert_eq!(said.len(), 2);
    assert_eq!(said[0]["error"]["code"], json!("bad_input"));
    assert!(said[0]["error"]["message"].as_str().is_some_and(|it| it.contains("too long")), "{}", said[0]);
    assert_eq!(said[1]["ok"]["state"], json!("empty"));
    Ok(())
}
