//! Files and folders for their owner alone: 0600 and 0700 on Unix, whatever the program was started with. On Windows what is made has the
//! rights of the folder it lies in, which in a profile are its owner's, the system's and the administrators'. No link is followed: what is
//! written is a new file of ours, and where a name is taken by a link, the link goes and not what it leads to.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Makes a folder and those above it that are missing. One that is there stays as it is.
///
/// # Errors
/// The disk's refusal.
pub fn folder(path: &Path) -> io::Result<()> {
    builder().recursive(true).create(path)
}

/// Makes a folder that must not be there yet.
///
/// # Errors
/// The disk's refusal.
pub fn new_folder(path: &Path) -> io::Result<()> {
    builder().create(path)
}

/// Makes a file that must not be there yet.
///
/// # Errors
/// The disk's refusal.
pub fn new_file(path: &Path) -> io::Result<File> {
    options().write(true).create_new(true).open(path)
}

/// Makes an empty file in the place of whatever has this name.
///
/// # Errors
/// The disk's refusal.
pub fn fresh_file(path: &Path) -> io::Result<File> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => new_file(path),
    }
}

/// Opens a file that stays from one time to the next, and makes it if it is missing.
///
/// # Errors
/// The disk's refusal; also where the name is only a link.
pub fn standing_file(path: &Path) -> io::Result<File> {
    if std::fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    options().write(true).create(true).truncate(false).open(path)
}

/// Writes a file whole or not at all: beside its place, flushed, then moved there. A full disk leaves the old one, never half a new one.
///
/// # Errors
/// The disk's refusal; nothing is left beside it then.
pub fn write_whole(to: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = to.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = fresh_file(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&beside, to))
        .and_then(|()| to.parent().map_or(Ok(()), flush_folder));
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Makes what a folder lists survive a power cut, where a system can be told to.
///
/// # Errors
/// When the disk refuses.
pub fn flush_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Takes everyone else's rights from a file or folder that an earlier Handrail made. A disk that knows no rights refuses, and stays as it is.
pub fn close_to_others(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let Ok(found) = std::fs::symlink_metadata(path) else { return };
        let mode = found.permissions().mode();
        if !found.is_symlink() && mode & 0o077 != 0 {
            let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode & 0o700));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

fn options() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn builder() -> DirBuilder {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has modes"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[cfg(all(test, unix))]
mod tests {
    use crate::vault::private::{close_to_others, folder, fresh_file, new_file, standing_file, write_whole};
    use std::io::Write as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::Path;

    fn mode(path: &Path) -> u32 {
        std::fs::symlink_metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_for_its_owner_alone() {
        let outer = tempfile::tempdir().expect("a folder");
        let inner = outer.path().join("above").join("inner");
        folder(&inner).expect("made");
        assert_eq!((mode(&inner), mode(&outer.path().join("above"))), (0o700, 0o700));
        write_whole(&inner.join("page"), b"words").expect("written");
        standing_file(&inner.join("lock")).expect("made");
        assert_eq!((mode(&inner.join("page")), mode(&inner.join("lock"))), (0o600, 0o600));
        std::fs::set_permissions(inner.join("page"), std::fs::Permissions::from_mode(0o644)).expect("opened");
        close_to_others(&inner.join("page"));
        assert_eq!(mode(&inner.join("page")), 0o600);
    }

    #[test]
    fn no_link_is_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (theirs, link) = (folder.path().join("theirs"), folder.path().join("link"));
        std::fs::write(&theirs, "untouched").expect("a file");
        for write in [
            |link: &Path| write_whole(link, b"ours").is_ok(),
            |link: &Path| fresh_file(link).is_ok_and(|mut file| file.write_all(b"ours").is_ok()),
            |link: &Path| standing_file(link).is_err() && std::fs::remove_file(link).is_ok(),
            |link: &Path| new_file(link).is_err() && std::fs::remove_file(link).is_ok(),
        ] {
            symlink(&theirs, &link).expect("a link");
            assert!(write(&link));
            assert!(!std::fs::symlink_metadata(&link).is_ok_and(|found| found.is_symlink()));
            let _ = std::fs::remove_file(&link);
        }
        let beside = folder.path().join("page.part");
        symlink(&theirs, &beside).expect("a link");
        write_whole(&folder.path().join("page"), b"ours").expect("written");
        assert_eq!(std::fs::read_to_string(&theirs).expect("theirs"), "untouched");
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(write_whole(&folder.path().join("gone").join("page"), b"words").is_err());
        std::fs::create_dir(folder.path().join("page")).expect("a folder");
        assert!(write_whole(&folder.path().join("page"), b"words").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 1);
    }
}
