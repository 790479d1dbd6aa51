//! An opened vault: its connections, its keys, and who is signed in.

use crate::error::Result;
use crate::vault::Files;
use crate::vault::secret::Key;
use crate::view::Me;
use sea_orm::DatabaseConnection;
use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// One person's open record.
pub struct Open {
    pub(crate) files: Files,
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
    /// One transaction at a time: the second waits here, fairly, rather than in SQLite's busy handler.
    pub(crate) pen: Arc<tokio::sync::Mutex<()>>,
    pub(crate) data: Arc<Key>,
    pub(crate) me: Me,
    pub(crate) site: Uuid,
    pub(crate) read_only: bool,
    pub(crate) last_hlc: Mutex<String>,
    /// Hash of the newest audit row on disk, once this process has read or written one. It alone writes.
    pub(crate) last_link: Mutex<Option<Vec<u8>>>,
    /// Charts of care teams this person is not on, and those opened with a reason since unlocking.
    pub(crate) charts: crate::team::Charts,
    /// Held for as long as this process has the vault.
    pub(crate) _taken: File,
}

impl Open {
    /// The next hybrid logical time of this site.
    pub(crate) fn next_hlc(&self, now: chrono::DateTime<chrono::Utc>) -> String {
        let mut last = self.last_hlc.lock().unwrap_or_else(PoisonError::into_inner);
        *last = crate::ids::next_hlc(&last, now);
        last.clone()
    }

    /// Closes the connections; the key goes with the last holder.
    pub(crate) async fn close(&self) {
        // Closing can only fail if the pool is closed already.
        let _ = self.reader.clone().close().await;
        let _ = self.writer.clone().close().await;
    }

    /// The database the signed-in person reads from.
    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Reads the key file again, for signing and for new slots.
    pub(crate) fn keys(&self) -> Result<crate::vault::keys::KeyFile> {
        crate::vault::keys::KeyFile::read(&self.files.keys)
    }
}
