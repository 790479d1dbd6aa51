//! Where this computer remembers how far its record has come: in the system's own store for passwords, and where there is none, in a small file
//! of the person's settings. Either lies outside the record's folder, so whoever puts an older record back does not put this back with it.

use record::{AnchorFiles, AnchorPlace, Anchors};
use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use uuid::Uuid;

/// As the system's store lists it.
const NAME: &str = "Handrail";

/// A store that asks its person something, or hangs, is waited for so long; then the file speaks alone.
const PATIENCE: Duration = Duration::from_secs(2);

/// The store of this system, and the file beside the settings.
pub fn anchors(settings: PathBuf) -> Anchors {
    Anchors::at(StoreAndFile { file: AnchorFiles(settings.join("anchors")), known: Mutex::default() })
}

struct StoreAndFile {
    file: AnchorFiles,
    /// What was read or written in this run: nobody else writes it meanwhile, and the store takes its time.
    known: Mutex<HashMap<Uuid, Vec<String>>>,
}

impl AnchorPlace for StoreAndFile {
    fn read(&self, vault: Uuid) -> Vec<String> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || {
            let stored = in_the_store(vault, |entry| entry.get_password().ok()).flatten();
            // A memory that was left in the file while the store did not answer counts as much.
            self.file.read(vault).into_iter().chain(stored).collect()
        };
        known.entry(vault).or_insert_with(read).clone()
    }
    fn write(&self, vault: Uuid, text: &str) -> io::Result<()> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(vault, vec![text.to_owned()]);
        let own = text.to_owned();
        let stored = in_the_store(vault, move |entry| entry.set_password(&own).ok()).flatten().is_some();
        // Where both can be written, the two say the same.
        let filed = self.file.write(vault, text);
        if stored { Ok(()) } else { filed }
    }
}

/// Asks the store in a thread of its own: some stores run a loop of their own, which must not stand inside ours.
fn in_the_store<T: Send + 'static>(vault: Uuid, ask: impl FnOnce(&keyring::Entry) -> T + Send + 'static) -> Option<T> {
    let (tell, hear) = channel();
    std::thread::spawn(move || {
        if let Ok(entry) = keyring::Entry::new(NAME, &format!("record {vault}")) {
            let _ = tell.send(ask(&entry));
        }
    });
    hear.recv_timeout(PATIENCE).ok()
}
