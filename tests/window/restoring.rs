//! A record that was damaged, and the one made from its backup.

use crate::desk::{Desk, app};
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
        let desk = Desk::open_on(kept.path(), &[]).await;
        quick_vault(&desk).await;
        let client = quick_client(&desk).await;
        let note = json!({
            "held": "held", "on": "2026-01-05", "start": "17:00", "end": "17:50", "mode": "in_person", "format": "dap",
            "sections": { "data": "Came on time.", "assessment": "Steady week.", "plan": "Same time next week." }, "risk": "none",
        });
        open_draft(&desk, "individual_note", &client, note).await;
        finish(&desk, "Sign").await;

        fs::create_dir(&stick).expect("a stick");
        let chosen = desk.folder.join("chosen");
        std::os::unix::fs::symlink(&stick, &chosen).expect("a choice");
        let folder = desk.ask("choose_folder", json!({ "title": "Backups" })).await["folder"].clone();
        let settings = json!({ "idle_minutes": 10, "backup_folder": folder, "backup_daily": false });
        desk.ask("change_settings", settings).await;
        let made = desk.ask("back_up", json!({ "folder": null })).await;
        assert_eq!(made["verified"], true, "{made}");
        let backup = stick.join(made["name"].as_str().expect("a name"));
        let before = Opinion::of(&backup, &[]);
        assert_eq!(before.code, Some(0), "{}", before.said);

        desk.press("Lock").await;
        desk.lock_screen().await;
        damage(&mine.join("vault.db"));
        let found = Opinion::of(&mine, &[]);
        assert_ne!(found.code, Some(0), "{}", found.said);

        // The dialog of the system is asked for the backup now.
        fs::remove_file(&chosen).expect("another choice");
        std::os::unix::fs::symlink(&backup, &chosen).expect("a choice");
        desk.press("I lost my password").await;
        desk.press("Restore a backup").await;
        desk.press("Choose the backup").await;
        desk.see("Why it is restored").await;
        desk.shot("restore").await;
        desk.fill("Your name", NAME).await;
        desk.fill("Your password, as it was in the backup", PASSWORD).await;
        desk.fill("Why it is restored", "The disk failed").await;
        desk.press("Restore").await;
        desk.see("is restored").await;
        desk.press("Go to the restored record").await;
        unlock(&desk).await;
        desk.press("Clients").await;
        desk.see("Terry Pretend").await;
        let gone = desk.app_process();
        desk.script("window.__TAURI_INTERNALS__.invoke('rpc', { name: 'quit', input: {} })").await;
        desk.gone(gone).await;
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

    let desk = Desk::open_on(kept.path(), &[]).await;
    unlock(&desk).await;
    desk.press("Clients").await;
    desk.see("Terry Pretend").await;
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
