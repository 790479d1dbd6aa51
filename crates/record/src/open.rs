//! An opened vault: its connections, its keys, and who is signed in.

use crate::clock;
use crate::error::Result;
use crate::vault::Files;
use crate::vault::secret::Key;
use crate::view::Me;
use chrono::{DateTime, FixedOffset};
use sea_orm::DatabaseConnection;
use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
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
    /// This person's password was chosen by someone else and stands until they have one of their own.
    pub(crate) invited: AtomicBool,
    pub(crate) site: Uuid,
    pub(crate) read_only: bool,
    pub(crate) last_hlc: Mutex<String>,
    /// The newest audit row on disk, once this process has read or written one. It alone writes.
    pub(crate) last_link: Mutex<Option<crate::audit::Link>>,
    /// How the clock stood when the record was opened.
    pub(crate) clock: Mutex<Clock>,
    /// Held for as long as this process has the vault.
    pub(crate) taken: Arc<File>,
}

/// What is known of the computer's clock since the record was opened.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    /// Why it may be wrong.
    pub doubt: Option<String>,
    /// Someone looked at it and says that it is right.
    pub believed: bool,
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

    /// The person signed in, as a screen learns of them.
    pub(crate) fn me(&self) -> Me {
        Me { must_change_password: self.invited.load(SeqCst), ..self.me.clone() }
    }

    /// Why the clock may be wrong: it was when the record was opened, or it stands before the newest version now.
    pub(crate) fn clock_doubt(&self, now: DateTime<FixedOffset>) -> Option<String> {
        let mut known = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = clock::of_hlc(&self.last_hlc.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(newest) = newest
            && clock::off(now, newest) == Some(clock::Off::Behind)
        {
            known.doubt = Some(clock::sentence(clock::Off::Behind, now, newest));
        }
        known.doubt.clone().filter(|_| !known.believed)
    }

    pub(crate) fn believe_clock(&self) {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner).believed = true;
    }
}
