//! The vault: a folder with one encrypted file and its key slots, opened by one process at a time.

pub mod anchor;
pub mod backup;
pub mod keys;
pub mod password;
pub mod place;
pub mod private;
mod recovery;
pub mod reserve;
mod rotate;
pub mod tries;
mod wrap;

pub use rotate::{Staying, turn};

use crate::error::{Code, Error, Result};
use anchor::Anchors;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// How hard a password is to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// Argon2id 64 MiB, 3 passes, 4 lanes: every real vault.
    Real,
    /// Argon2id 19 MiB, 2 passes, 1 lane, the hard minimum: throw-away vaults of tests and journeys.
    Floor,
}

/// What one hears who changes something with a wrong password.
pub const NOT_YOURS: &str = "That is not your password. Nothing was changed.";

/// The files of one vault folder.
#[derive(Debug, Clone)]
pub struct Files {
    /// The encrypted record.
    pub record: PathBuf,
    /// Its key slots.
    pub keys: PathBuf,
    /// Held by the process that has it open.
    pub lock: PathBuf,
    /// Wrong passwords since somebody last unlocked.
    pub tries: PathBuf,
    /// Room kept for the moment the disk is full.
    pub reserve: PathBuf,
    /// The folder itself.
    pub folder: PathBuf,
    /// What this computer remembers of it, outside the folder.
    pub anchors: Anchors,
}

/// What lies in a folder before anything is opened.
pub enum OnDisk {
    /// Nothing: set-up may begin.
    Nothing,
    /// A vault.
    Vault,
}

impl Files {
    /// The files in this folder, of which nothing is remembered elsewhere.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self {
            record: folder.join("vault.db"),
            keys: folder.join("vault.keys"),
            lock: folder.join("vault.lock"),
            tries: folder.join("vault.tries"),
            reserve: folder.join("vault.reserve"),
            folder: folder.to_owned(),
            anchors: Anchors::none(),
        }
    }

    /// Looks without a key.
    ///
    /// # Errors
    /// `Refused` for a place where a record may not lie, a plaintext file or a half vault.
    pub fn look(&self) -> Result<OnDisk> {
        place::check(&self.folder, &self.record)?;
        let refuse = |message: &str| Err(Error::of(Code::Refused, message));
        let mut header = [0_u8; 16];
        let read = match File::open(&self.record) {
            Ok(mut file) => file.read(&mut header).unwrap_or(0),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // Set-up writes the keys first and names the record last: keys alone hold nothing yet.
                return Ok(OnDisk::Nothing);
            }
            Err(_) => {
                return refuse(
                    "The record file could not be read. Check that the disk is there and that you may read it.",
                );
            }
        };
        if header.starts_with(b"SQLite format 3") {
            return refuse("This record file is not encrypted. Handrail will not open it.");
        }
        if read < header.len() {
            return refuse("The record file is empty or cut short. Restore it from a backup.");
        }
        if !self.keys.exists() {
            return refuse("The key file beside this record is missing. Restore vault.keys from a backup.");
        }
        Ok(OnDisk::Vault)
    }

    /// Takes the vault for this process; given back when the answer is dropped. What an earlier Handrail left open to others is closed.
    ///
    /// # Errors
    /// `Refused` while another process has it.
    pub fn take(&self) -> Result<File> {
        let refuse = |message: &str| Error::of(Code::Refused, message);
        let file = private::standing_file(&self.lock)
            .map_err(|_| refuse("The folder of this record cannot be written. Check the disk and your rights."))?;
        file.try_lock()
            .map_err(|_| refuse("This record is open already, in another Handrail window on this computer."))?;
        for ours in [&self.folder, &self.record, &self.keys, &self.lock, &self.tries, &self.reserve] {
            private::close_to_others(ours);
        }
        Ok(file)
    }
}
