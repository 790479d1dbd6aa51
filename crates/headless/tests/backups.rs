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

/// A small memory disk in a namespace of its own, on which `then` runs. A system that gives none to an ordinary person cannot try this; what
/// the record does with the disk's answer is tried everywhere, in `vault::backup`.
#[cfg(target_os = "linux")]
fn on_a_small_disk(disk: &Path, kilobytes: u64, vault: &str, then: &str) -> Result<Option<Output>, Anything> {
    let alone = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", script]);
        command.env("DISK", disk).env("VAULT", vault).env("HEADLESS", env!("CARGO_BIN_EXE_headless"));
        command
    };
    std::fs::create_dir(disk)?;
    let mount = format!("mount -t tmpfs -o size={kilobytes}k none \"$DISK\"");
    if !told(&mut alone(&mount), "").is_ok_and(|tried| tried.status.success()) {
        eprintln!("No memory disk of one's own on this system: not tried.");
        return Ok(None);
    }
    Ok(Some(told(&mut alone(&format!("{mount} && {then}")), &format!("{PASSWORD}\n"))?))
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_stick_is_told_and_holds_nothing_afterwards() -> Result<(), Anything> {
    let place = tempfile::tempdir()?;
    let vault = a_vault(&place.path().join("vault"))?;
    let then = "! \"$HEADLESS\" backup \"$VAULT\" 'Quinn Notreal' \"$DISK\" && ls -A \"$DISK\"";
    let Some(tried) = on_a_small_disk(&place.path().join("stick"), 100, &vault, then)? else { return Ok(()) };
    let why = String::from_utf8(tried.stderr)?;
    assert!(tried.status.success() && why.contains("not enough room"), "{why}");
    assert_eq!(String::from_utf8(tried.stdout)?, "", "nothing is left on the stick");
    assert!(!Path::new(&vault).join("vault.backup").exists(), "nor on this computer");
    Ok(())
}

#[cfg(target_os = "linux")]
#[test]
fn a_computer_without_room_for_a_copy_still_backs_up_to_a_stick() -> Result<(), Anything> {
    let place = tempfile::tempdir()?;
    let vault = a_vault(&place.path().join("vault"))?;
    let stick = place.path().join("stick");
    std::fs::create_dir(&stick)?;
    let record = std::fs::metadata(Path::new(&vault).join("vault.db"))?.len() / 1024;
    let then = format!(
        "cp \"$VAULT/vault.db\" \"$VAULT/vault.keys\" \"$DISK\" && \"$HEADLESS\" backup \"$DISK\" 'Quinn Notreal' '{}' && ls -A \"$DISK\"",
        stick.display()
    );
    // Room for the record and what it needs to write a row, not for a second one.
    let Some(tried) = on_a_small_disk(&place.path().join("disk"), record * 3 / 2, &vault, &then)? else {
        return Ok(());
    };
    assert!(tried.status.success(), "{}", String::from_utf8(tried.stderr)?);
    assert!(!String::from_utf8(tried.stdout)?.contains("vault.backup"));
    let made: Vec<_> = std::fs::read_dir(&stick)?.collect::<Result<_, _>>()?;
    assert_eq!(made.len(), 1);
    let mut names: Vec<_> =
        std::fs::read_dir(made[0].path())?.map(|entry| entry.map(|it| it.file_name())).collect::<Result<_, _>>()?;
    names.sort();
    assert_eq!(names, ["manifest.json", "vault.db", "vault.keys"]);
    Ok(())
}
