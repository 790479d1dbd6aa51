//! Backups and restoring by the line, through the program itself, on a stick that is full too.

use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

type Anything = Box<dyn std::error::Error>;

const PASSWORD: &str = "a made-up phrase for a test";

fn headless(words: &[&str], input: &str) -> Result<Output, Anything> {
    let mut headless = Command::new(env!("CARGO_BIN_EXE_headless"));
    told(headless.args(words), input)
}

fn told(command: &mut Command, input: &str) -> Result<Output, Anything> {
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    running.stdin.take().ok_or("no way in")?.write_all(input.as_bytes())?;
    Ok(running.wait_with_output()?)
}

fn a_vault(folder: &Path) -> Result<String, Anything> {
    let vault = json!({ "id": 1, "name": "create_vault", "input": {
        "program": "Sample Bay IOP (fictional)", "site": "Main", "phone": "602-555-0100", "crisis_phone": "602-555-0199",
        "address": "", "paper": "letter", "name": "Quinn Notreal", "credential": "LPC", "role": "director", "password": PASSWORD,
    } });
    let folder = folder.to_str().ok_or("a name")?;
    let made = headless(&["rpc", folder], &format!("{vault}\n"))?;
    assert!(made.status.success());
    Ok(folder.to_owned())
}

#[test]
fn a_record_is_backed_up_and_restored_by_the_line() -> Result<(), Anything> {
    let place = tempfile::tempdir()?;
    let vault = a_vault(&place.path().join("vault"))?;
    let stick = place.path().join("stick");
    std::fs::create_dir(&stick)?;
    let stick = stick.to_str().ok_or("a name")?;
    let made = headless(&["backup", &vault, "Quinn Notreal", stick], &format!("{PASSWORD}\n"))?;
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let said = String::from_utf8(made.stdout)?;
    let name = said.split_whitespace().next().ok_or("a name")?;
    let (from, to) = (format!("{stick}/{name}"), place.path().join("restored"));
    let to = to.to_str().ok_or("a name")?;
    let wrong = headless(&["restore", &from, to, "Quinn Notreal"], "another made-up phrase\n")?;
    assert!(!wrong.status.success() && !Path::new(to).exists());
    let restored = headless(&["restore", &from, to, "Quinn Notreal"], &format!("{PASSWORD}\n"))?;
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    let rebuilt = headless(&["rebuild", to, "Quinn Notreal"], &format!("{PASSWORD}\n"))?;
    assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stdout));
    Ok(())
}

/// A stick of 100 KB is a small memory disk in a namespace of its own. A system that gives none to an ordinary person cannot try this;
/// what the record does with the disk's answer is tried everywhere, in `vault::backup`.
#[cfg(target_os = "linux")]
#[test]
fn a_full_stick_is_told_and_holds_nothing_afterwards() -> Result<(), Anything> {
    let alone = || {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c"]);
        command
    };
    let place = tempfile::tempdir()?;
    let vault = a_vault(&place.path().join("vault"))?;
    let stick = place.path().join("stick");
    std::fs::create_dir(&stick)?;
    let mount = "mount -t tmpfs -o size=100k none \"$STICK\"";
    if !told(alone().arg(mount).env("STICK", &stick), "").is_ok_and(|tried| tried.status.success()) {
        eprintln!("No memory disk of one's own on this system: not tried.");
        return Ok(());
    }
    let script = format!("{mount} && ! \"$HEADLESS\" backup \"$VAULT\" 'Quinn Notreal' \"$STICK\" && ls -A \"$STICK\"");
    let mut tried = alone();
    tried.arg(script).env("STICK", &stick).env("VAULT", &vault).env("HEADLESS", env!("CARGO_BIN_EXE_headless"));
    let tried = told(&mut tried, &format!("{PASSWORD}\n"))?;
    let why = String::from_utf8(tried.stderr)?;
    assert!(tried.status.success() && why.contains("not enough room"), "{why}");
    assert_eq!(String::from_utf8(tried.stdout)?, "", "nothing is left on the stick");
    assert!(!Path::new(&vault).join("vault.backup").exists(), "nor on this computer");
    Ok(())
}
