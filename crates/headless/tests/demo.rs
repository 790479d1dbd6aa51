//! The demo program, looked at through the same commands as the window.

use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

type Anything = Box<dyn std::error::Error>;

#[test]
fn the_demo_opens_on_a_program_with_an_alert_drafts_due_work_and_an_expired_release() -> Result<(), Anything> {
    let folder = tempfile::tempdir()?;
    let vault = folder.path().join("demo");
    let seeded = Command::new(env!("CARGO_BIN_EXE_headless")).arg("demo").arg(&vault).output()?;
    assert!(seeded.status.success(), "{}", String::from_utf8_lossy(&seeded.stderr));
    let said = String::from_utf8(seeded.stdout)?;
    let after = |label: &str| said.lines().find_map(|line| line.strip_prefix(label)).map(str::trim).unwrap_or_default();
    let unlock =
        json!({ "id": 0, "name": "unlock", "input": { "name": after("name:"), "password": after("password:") } });
    let find = json!({ "id": 2, "name": "clients", "input": { "find": "", "limit": 100, "offset": 0 } });
    let exemplar = json!({ "id": 3, "name": "clients", "input": { "find": "exemplar", "limit": 1, "offset": 0 } });
    let answers = asked(&vault, &[unlock.clone(), json!({ "id": 1, "name": "today" }), find, exemplar])?;
    let (today, clients) = (&answers[1]["ok"], &answers[2]["ok"]["rows"]);
    assert!(clients.as_array().is_some_and(|it| it.len() >= 12), "{clients}");
    assert_eq!(today["alerts"][0]["client"]["name"], json!("Mari Testcase-Example"));
    assert_eq!(today["drafts"].as_array().map(Vec::len), Some(2));
    assert!(today["due"].as_array().is_some_and(|it| it.iter().any(|due| due["late"] == json!(true))));
    assert!(today["here"].as_array().is_some_and(|it| it.iter().any(|row| row["arrival"] == json!("here"))));
    let chart = json!({ "id": 4, "name": "chart", "input": { "client": answers[3]["ok"]["rows"][0]["client"] } });
    let answers = asked(&vault, &[unlock, chart])?;
    assert_eq!(answers[1]["ok"]["releases"][0]["state"], json!("expired"), "{}", answers[1]);
    Ok(())
}

fn asked(vault: &std::path::Path, requests: &[Value]) -> Result<Vec<Value>, Anything> {
    let mut running = Command::new(env!("CARGO_BIN_EXE_headless"))
        .arg("rpc")
        .arg(vault)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = running.stdin.take().ok_or("no way in")?;
    for request in requests {
        writeln!(input, "{request}")?;
    }
    drop(input);
    let output = running.wait_with_output()?;
    let said = String::from_utf8(output.stdout)?;
    Ok(said.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}
