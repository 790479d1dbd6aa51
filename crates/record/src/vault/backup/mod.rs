//! Backups: a folder with a copy of the record, its key slots, and a manifest of what the copy must hold. A copy counts only once it has
//! been opened and compared as a stranger would; until then it lies under another name, and goes if anything is amiss.

pub mod check;
mod copy;
pub mod keeping;
pub mod target;
#[cfg(test)]
mod tests;

use super::Files;
use super::private::{self, flush_folder};
use crate::canonical;
use crate::error::{Code, Error, Result};
use crate::secret::Key;
use crate::storage::connections::Connections;
use crate::storage::engine::{self, Holds};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

const RECORD: &str = "vault.db";
const KEYS: &str = "vault.keys";
const MANIFEST: &str = "manifest.json";
/// Where a snapshot is taken when there is no room for it beside the record.
const STAGED: &str = "staged.db";

/// Asked between two steps: whether to go on. A record that is being locked does not wait for a slow stick.
pub type GoOn<'a> = &'a (dyn Fn() -> bool + Send + Sync);

/// What a backup says of itself, in clear: sizes, digests and counts, nobody's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// 1.
    pub format: u32,
    /// Which record it is of.
    pub vault: Uuid,
    /// When the record stood so.
    pub made_at: DateTime<FixedOffset>,
    /// Bytes of `vault.db`.
    pub size: u64,
    /// SHA-256 of `vault.db`, hex.
    pub sha256: String,
    /// SHA-256 of `vault.keys`, hex.
    pub keys_sha256: String,
    /// Version of the app that made it.
    pub app: String,
    /// What the record held in that moment.
    pub holds: Holds,
    /// SHA-256 over the ids of all versions in ascending order, hex.
    pub versions_sha256: String,
    /// The newest checkpoint of the audit chain; empty before there is one.
    pub checkpoint: Sealed,
    /// `daily`, `by_hand`, `before_update`.
    pub kept_as: String,
}

/// A checkpoint as a backup carries it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The signed note.
    pub note: String,
    /// Its short code.
    pub code: String,
}

/// What a new backup is told besides what it finds.
pub struct About {
    /// Which record it is of.
    pub vault: Uuid,
    /// Now.
    pub made_at: DateTime<FixedOffset>,
    /// The newest checkpoint.
    pub checkpoint: Sealed,
    /// `daily`, `by_hand`, `before_update`.
    pub kept_as: &'static str,
}

/// The record as it stood in one moment, in a file of its own that goes when this is dropped.
pub struct Snapshot {
    file: PathBuf,
    keys: Vec<u8>,
    holds: Holds,
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.file);
    }
}

/// A backup that is not one yet: it goes when this is dropped before `settle`.
pub struct Unfinished {
    folder: PathBuf,
    into: PathBuf,
    /// What it will say of itself; whole once it is proven.
    pub manifest: Manifest,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        clear(&self.folder);
    }
}

/// Takes the record as it stands. Whoever calls holds the write lock, so that the counts and the copy are of the same moment; the copy lies on
/// this computer first, so that nobody waits for a slow stick while the record waits.
///
/// # Errors
/// `NotSaved` when there is room neither here nor there, `Broken` when the record cannot be read whole.
pub async fn snapshot(files: &Files, data: &Arc<Key>, into: &Path) -> Result<Snapshot> {
    let source = Connections::open(&files.record, Arc::clone(data), false, false).await?;
    let taken = async {
        let holds = engine::holds(&source).await?;
        let keys = std::fs::read(&files.keys).map_err(|_| unreadable())?;
        let vault = super::keys::KeyFile::read(&files.keys)?.vault;
        let take = async |file: PathBuf| {
            // Made first: if the copy fails half-way, dropping it takes the half away.
            let taken = Snapshot { file, keys: keys.clone(), holds: holds.clone() };
            // The engine fills an empty file of ours, so that the copy has our rights from its first byte.
            private::fresh_file(&taken.file).map_err(|error| target::sentence(&error))?;
            let place = taken.file.to_str().ok_or_else(target::nameless)?;
            engine::copy_into(&source, place).await?;
            Ok::<_, Error>(taken)
        };
        let full = |error: &Error| error.code == Code::NotSaved;
        let mut taken = take(files.record.with_extension("backup")).await;
        if taken.as_ref().is_err_and(full) {
            let folder = unfinished(into, vault);
            clear(&folder);
            private::new_folder(&folder).map_err(|error| target::sentence(&error))?;
            taken = take(folder.join(STAGED)).await;
            if taken.is_err() {
                clear(&folder);
            }
        }
        taken.map_err(|error| if full(&error) { target::full() } else { unreadable() })
    };
    let taken = Box::pin(taken).await;
    source.close().await?;
    taken
}

/// Carries a snapshot to where backups go, flushes it, and proves the copy there. Nothing of it stays unless `settle` is called.
///
/// # Errors
/// With the sentence that the person reads; `Locked` when told not to go on.
pub async fn carry(
    snapshot: &Snapshot,
    data: &Arc<Key>,
    into: &Path,
    about: About,
    go_on: GoOn<'_>,
) -> Result<Unfinished> {
    let folder = unfinished(into, about.vault);
    if !snapshot.file.starts_with(&folder) {
        clear(&folder);
        private::new_folder(&folder).map_err(|error| target::sentence(&error))?;
    }
    let manifest = Manifest {
        format: 1,
        vault: about.vault,
        made_at: about.made_at,
        size: 0,
        sha256: String::new(),
        keys_sha256: hex(&snapshot.keys),
        app: env!("CARGO_PKG_VERSION").into(),
        holds: snapshot.holds.clone(),
        versions_sha256: String::new(),
        checkpoint: about.checkpoint,
        kept_as: about.kept_as.into(),
    };
    let mut fresh = Unfinished { folder, into: into.to_owned(), manifest };
    let record = fresh.folder.join(RECORD);
    let (size, sha256) = copy::file(&snapshot.file, &record, go_on).await?;
    let _ = std::fs::remove_file(fresh.folder.join(STAGED));
    copy::bytes(&fresh.folder.join(KEYS), &snapshot.keys)?;
    let proven = Box::pin(check::whole(&record, data, go_on)).await?;
    // Read again from where it lies: what was written is what was meant.
    if proven.holds != snapshot.holds || copy::digest(&record, go_on).await? != (size, sha256.clone()) {
        return Err(check::different());
    }
    fresh.manifest.size = size;
    fresh.manifest.sha256 = sha256;
    fresh.manifest.versions_sha256 = proven.versions_sha256;
    copy::bytes(&fresh.folder.join(MANIFEST), &canonical::canonical(&fresh.manifest)?)?;
    flush_folder(&fresh.folder).map_err(|error| target::sentence(&error))?;
    Ok(fresh)
}

impl Unfinished {
    /// Gives a proven backup its name, and answers it. From here on it counts.
    ///
    /// # Errors
    /// `NotSaved`; nothing is left behind then.
    pub fn settle(self) -> Result<String> {
        let stem = self.manifest.made_at.format("handrail-%Y-%m-%d-%H%M").to_string();
        let names = std::iter::once(stem.clone()).chain((2..100).map(|nth| format!("{stem}-{nth}")));
        let mut free = names.filter(|name| std::fs::symlink_metadata(self.into.join(name)).is_err());
        let name = free.next().ok_or_else(|| target::sentence(&std::io::ErrorKind::AlreadyExists.into()))?;
        std::fs::rename(&self.folder, self.into.join(&name))
            .and_then(|()| flush_folder(&self.into))
            .map_err(|error| target::sentence(&error))?;
        Ok(name)
    }
}

/// A proven backup beside the record, before its tables are changed: no record, nobody signed in, only the files and the key. A record that
/// was kept already as it stands is not copied again, so that an update that was cut short and begins anew leaves one backup.
///
/// # Errors
/// When there is none, with the reason; the update must not begin.
pub async fn before_update(files: &Files, data: &Arc<Key>, now: DateTime<FixedOffset>) -> Result<()> {
    let vault = super::keys::KeyFile::read(&files.keys)?.vault;
    let into = files.record.with_file_name("before-update");
    private::folder(&into).map_err(|error| target::sentence(&error))?;
    let source = Connections::open(&files.record, Arc::clone(data), false, false).await?;
    let holds = engine::holds(&source).await;
    source.close().await?;
    let holds = holds?;
    let keys = hex(&std::fs::read(&files.keys).map_err(|_| unreadable())?);
    for (name, manifest) in keeping::list(&into, vault) {
        let same = manifest.holds == holds && manifest.keys_sha256 == keys;
        if same && sound(&into.join(name), &manifest, &|| true).await.is_ok() {
            return Ok(());
        }
    }
    let about = About { vault, made_at: now, checkpoint: Sealed::default(), kept_as: "before_update" };
    let taken = Box::pin(snapshot(files, data, &into)).await?;
    Box::pin(carry(&taken, data, &into, about, &|| true)).await?.settle()?;
    Ok(())
}

/// What the backup in this folder says of itself.
///
/// # Errors
/// `Refused` when there is none, or one of a newer kind.
pub fn read(folder: &Path) -> Result<Manifest> {
    let none = || {
        Error::of(
            Code::Refused,
            "There is no backup in this folder. A backup is a folder whose name begins with \u{201c}handrail-\u{201d}.",
        )
    };
    let mut text = String::new();
    // A manifest is a kilobyte or two; whatever is longer is something else.
    let file = std::fs::File::open(folder.join(MANIFEST)).map_err(|_| none())?;
    file.take(64 * 1024).read_to_string(&mut text).map_err(|_| none())?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|_| none())?;
    if manifest.format != 1 {
        return Err(Error::of(Code::Refused, "A newer Handrail made this backup. Restore it with that one."));
    }
    Ok(manifest)
}

/// Compares the files of a backup with its manifest, byte by byte. No key is needed.
///
/// # Errors
/// `Refused` with what is wrong.
pub async fn sound(folder: &Path, manifest: &Manifest, go_on: GoOn<'_>) -> Result<()> {
    let refuse = |message: &str| Err(Error::of(Code::Refused, message));
    let Ok(length) = std::fs::metadata(folder.join(RECORD)).map(|found| found.len()) else {
        return refuse("This backup has lost its record file. Choose another backup.");
    };
    if length != manifest.size {
        return refuse(
            "This backup is cut short: its record file has another length than when it was made. Choose another backup.",
        );
    }
    if std::fs::read(folder.join(KEYS)).map(|bytes| hex(&bytes)).ok().as_deref() != Some(&manifest.keys_sha256) {
        return refuse("The key file of this backup is missing or damaged. Choose another backup.");
    }
    if copy::digest(&folder.join(RECORD), go_on).await?.1 != manifest.sha256 {
        return refuse("This backup was damaged or changed after it was made. Choose another backup.");
    }
    Ok(())
}

/// Copies the two files of a sound backup into a folder, flushed and compared with the manifest.
///
/// # Errors
/// `Refused` when the copy is not what the manifest says, `NotSaved` when there is no room.
pub async fn unpack(from: &Path, manifest: &Manifest, to: &Files) -> Result<()> {
    let keys = std::fs::read(from.join(KEYS)).map_err(|error| target::sentence(&error))?;
    let (size, sha256) = copy::file(&from.join(RECORD), &to.record, &|| true).await?;
    if (size, &sha256, &hex(&keys)) != (manifest.size, &manifest.sha256, &manifest.keys_sha256) {
        return Err(check::different());
    }
    copy::bytes(&to.keys, &keys)
}

fn unreadable() -> Error {
    Error::broken("The record could not be read whole, so no backup was made. Check the record.")
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&canonical::hash(bytes))
}

/// The one name, per record, under which a backup grows. What a power cut leaves there is taken away by the next one.
fn unfinished(into: &Path, vault: Uuid) -> PathBuf {
    into.join(format!("handrail-unfinished-{}", &vault.simple().to_string()[24..]))
}

/// Takes away the files that we put into a folder, the manifest last, and the folder if nothing else is in it.
fn clear(folder: &Path) {
    for name in [STAGED, "staged.db-journal", RECORD, "vault.db-journal", KEYS, MANIFEST] {
        let _ = std::fs::remove_file(folder.join(name));
    }
    let _ = std::fs::remove_dir(folder);
}
