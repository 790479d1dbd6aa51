//! A record that was damaged, and the one made from its backup.

use crate::desktop::{Desktop, app};
use crate::steps::{NAME, PASSWORD, finish, open_draft, quick_client, quick_vault, unlock};
use serde_json::json;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What the program says of a folder without a window.
struct Opinion {
    code: Option<i32>,
    said: String,
}

impl Opinion {
    fn of(folder: &Path, more: &[&str]) -> Self {
        let mut check = Command::new(app())
            .arg("verify")
            .args([folder.as_os_str(), NAME.as_ref()])
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the check starts");
        check.stdin.take().expect("a pipe").write_all(PASSWORD.as_bytes()).expect("the password");
        let answer = check.wait_with_output().expect("an answer");
        Self { code: answer.status.code(), said: String::from_utf8(answer.stdout).expect("text") }
    }

    /// "12 versions, 3 signatures", what a restore must bring back.
    fn counts(&self) -> &str {
        self.said.split(" audit rows").next().and_then(|said| said.rsplit_once(", ")).map_or("", |(said, _)| said)
    }
}

#[tokio::test]
async fn a_damaged_record_is_restored_from_its_backup_and_verified_equal() {
    let kept = TempDir::new().expect("a folder");
    let (mine, stick) = (kept.path().join("app/vault"), kept.path().join("stick"));
    let backup = {
        let desktop = Desktop::open_on(kept.path(), &[]).await;
        quick_vault(&desktop).await;
        let client = quick_client(&desktop).await;
        let note = json!({
            "held": "held", "on": "2026-01-05", "start": "17:00", "end": "17:50", "mode": "in_person", "format": "dap",
            "sections": { "data": "Came on time.", "assessment": "Steady week.", "plan": "Same time next week." }, "risk": "none",
        });
        open_draft(&desktop, "individual_note", &client, note).await;
        finish(&desktop, "Sign").await;

        fs::create_dir(&stick).expect("a stick");
        let chosen = desktop.folder.join("chosen");
        std::os::unix::fs::symlink(&stick, &chosen).expect("a choice");
        let folder = desktop.ask("choose_folder", json!({ "title": "Backups" })).await["folder"].clone();
        let settings = json!({ "idle_minutes": 10, "backup_folder": folder, "backup_daily": false });
        desktop.ask("change_settings", settings).await;
        let made = desktop.ask("back_up", json!({ "folder": null })).await;
        assert_eq!(made["verified"], true, "{made}");
        let backup = stick.join(made["name"].as_str().expect("a name"));
        let before = Opinion::of(&backup, &[]);
        assert_eq!(before.code, Some(0), "{}", before.said);

        desktop.press("Lock").await;
        desktop.lock_screen().await;
        damage(&mine.join("vault.db"));
        let found = Opinion::of(&mine, &[]);
        assert_ne!(found.code, Some(0), "{}", found.said);

        // The dialog of the system is asked for the backup now.
        fs::remove_file(&chosen).expect("another choice");
        std::os::unix::fs::symlink(&backup, &chosen).expect("a choice");
        desktop.press("I lost my password").await;
        desktop.press("Restore a backup").await;
        desktop.press("Choose the backup").await;
        desktop.see("Why it is restored").await;
        desktop.shot("restore").await;
        desktop.fill("Your name", NAME).await;
        desktop.fill("Your password, as it was in the backup", PASSWORD).await;
        desktop.fill("Why it is restored", "The disk failed").await;
        desktop.press("Restore").await;
        desktop.see("is restored").await;
        desktop.press("Go to the restored record").await;
        unlock(&desktop).await;
        desktop.press("Clients").await;
        desktop.see("Terry Pretend").await;
        let gone = desktop.app_process();
        desktop.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
        desktop.gone(gone).await;
        backup
    };

    let place = fs::read_to_string(kept.path().join("app/record.place")).expect("its place");
    let manifest = backup.join("manifest.json");
    let (before, after) = (
        Opinion::of(&backup, &[]),
        Opinion::of(Path::new(&place), &["--checkpoint", manifest.to_str().expect("a path")]),
    );
    assert_eq!(after.code, Some(0), "{}", after.said);
    assert_eq!(after.counts(), before.counts(), "{} {}", before.said, after.said);
    assert!(after.counts().contains("versions") && after.counts().contains("signatures"), "{}", after.said);
    eprintln!("backup: {}restored: {}", before.said, after.said);

    let desktop = Desktop::open_on(kept.path(), &[]).await;
    unlock(&desktop).await;
    desktop.press("Clients").await;
    desktop.see("Terry Pretend").await;
    assert!(mine.join("vault.db").is_file(), "the damaged record stays for whoever wants to look at it");
}

/// Every tenth page overwritten, from the second on, as a failing disk may.
fn damage(record: &Path) {
    let mut bytes = fs::read(record).expect("the record");
    for page in bytes.chunks_mut(4096).skip(1).step_by(10) {
        page[100..200].fill(0xa5);
    }
    fs::write(record, bytes).expect("damaged");
}
