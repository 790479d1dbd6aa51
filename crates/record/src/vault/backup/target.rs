//! Where backups may go, and what is said when they cannot.

use crate::error::{Code, Error};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The folder, whole from its root, if backups of this record may go there.
///
/// # Errors
/// A sentence for the person.
pub fn fit(folder: &Path, vault: &Path) -> std::result::Result<PathBuf, &'static str> {
    let real = folder.canonicalize().ok().filter(|folder| folder.is_dir());
    let real = real.ok_or("This folder is not there. Connect the disk, or choose another folder.")?;
    if vault.canonicalize().is_ok_and(|vault| real.starts_with(vault)) {
        return Err(
            "This folder lies inside the record\u{2019}s own folder. Choose one outside it, best on another disk.",
        );
    }
    if folder.to_str().is_none() {
        return Err("This folder\u{2019}s name cannot be read. Choose another folder.");
    }
    tempfile::tempfile_in(folder).map_err(|_| "This folder cannot be written. Choose another folder.")?;
    std::path::absolute(folder).map_err(|_| "This folder cannot be used. Choose another folder.")
}

/// What to say when the backups lie on the same disk as the record.
#[must_use]
pub fn same_disk(folder: &Path, vault: &Path) -> Option<&'static str> {
    disk_of(folder).zip(disk_of(vault)).filter(|(one, other)| one == other).map(|_| {
        "Backups go to the same disk as the record. If that disk fails, both are gone: choose a stick or another disk."
    })
}

#[cfg(unix)]
fn disk_of(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(folder).ok().map(|found| found.dev())
}

#[cfg(not(unix))]
fn disk_of(folder: &Path) -> Option<std::ffi::OsString> {
    let whole = folder.canonicalize().ok()?;
    whole.components().next().map(|drive| drive.as_os_str().to_owned())
}

/// What a disk's refusal means for a backup.
pub(super) fn sentence(error: &std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => full(),
        ErrorKind::FileTooLarge => Error::of(
            Code::NotSaved,
            "The disk for the copy cannot hold a file this large. Use a disk formatted as exFAT or NTFS.",
        ),
        ErrorKind::NotFound => gone(),
        _ => Error::of(Code::NotSaved, "The copy could not be written or read. Check the disk and try again."),
    }
}

pub(super) fn full() -> Error {
    Error::of(Code::NotSaved, "There is not enough room for the copy. Free some space, or choose another disk.")
}

/// The stick is not in, or the folder was moved.
pub fn gone() -> Error {
    Error::of(Code::NotSaved, "The folder for backups is not there. Connect the disk, or choose another folder.")
}

pub(super) fn nameless() -> Error {
    Error::of(Code::Refused, "The folder\u{2019}s name cannot be read. Choose another folder.")
}
