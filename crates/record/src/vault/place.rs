//! Where a record may lie. Network drives break the locks SQLite needs, cloud folders copy half-written files and bring old ones back,
//! FAT has no journal and no rights, and a second link to the file is a second journal ("How to corrupt an SQLite database file").

use crate::error::{Code, Error, Result};
use std::fs::File;
use std::path::{Component, Path, PathBuf};
use sysinfo::{Disk, DiskRefreshKind, Disks};

/// File systems that lie on another computer, as Linux, macOS and Windows call them.
const NETWORK: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb2",
    "smb3",
    "smbfs",
    "afpfs",
    "ncpfs",
    "webdav",
    "davfs",
    "davfs2",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "fuse.davfs2",
    "fuse.rclone",
    "fuse.gvfsd-fuse",
    "fuse.s3fs",
    "fuse.glusterfs",
    "fuse.google-drive-ocamlfuse",
    "autofs",
];

/// File systems without a journal and without rights.
const FAT: &[&str] = &["vfat", "msdos", "fat", "fat12", "fat16", "fat32", "exfat", "fuse.exfat", "texfat", "umsdos"];

/// Folders that a program copies to other computers, by how their names begin, folded.
const CLOUD: &[&str] = &[
    "onedrive",
    "dropbox",
    "icloud",
    "mobile documents",
    "com~apple~clouddocs",
    "cloudstorage",
    "google drive",
    "googledrive",
    "google-drive",
    "my drive",
    "nextcloud",
    "owncloud",
    "box sync",
    "pcloud",
    "megasync",
    "proton drive",
    "protondrive",
    "synologydrive",
    "seafile",
    "tresorit",
    "creative cloud files",
    "yandex.disk",
    "sync.com",
    "koofr",
    "filen",
];

/// The same, by their whole names.
const CLOUD_WHOLE: &[&str] = &["box", "box-box", "mega", "sync", "syncthing", "jottacloud", "idrive-sync"];

/// Looks at the folder and, if there is one, at the record file in it.
///
/// # Errors
/// `Refused` with the reason.
pub fn check(folder: &Path, record: &Path) -> Result<()> {
    let refuse = |message: &'static str| Err(Error::of(Code::Refused, message));
    if let Ok(about) = std::fs::symlink_metadata(record)
        && about.file_type().is_symlink()
    {
        return refuse(
            "The record file here is only a link to a file somewhere else. Handrail opens a record where it lies.",
        );
    }
    if links(record) > 1 {
        return refuse(
            "The record file has a second name somewhere else on this disk. Opened under two names it would be damaged.",
        );
    }
    let real = real(folder);
    match judge(&real, disk_of(&real).as_ref().map(|disk| disk.file_system().to_string_lossy()).as_deref()) {
        None => Ok(()),
        Some(reason) => refuse(reason),
    }
}

/// Bytes free where this folder lies, if the system tells.
#[must_use]
pub fn free(folder: &Path) -> Option<u64> {
    let mut disk = disk_of(&real(folder))?;
    disk.refresh_specifics(DiskRefreshKind::nothing().with_storage());
    Some(disk.available_space())
}

/// The decision itself: a path without links in it, and the name of its file system.
fn judge(folder: &Path, file_system: Option<&str>) -> Option<&'static str> {
    let network = "This folder is on a network drive. A record there can be damaged. Choose a folder on this computer's own disk.";
    let written = folder.to_string_lossy();
    if written.starts_with(r"\\?\UNC\") || (written.starts_with(r"\\") && !written.starts_with(r"\\?\")) {
        return Some(network);
    }
    let cloud = folder.components().any(|part| match part {
        Component::Normal(name) => {
            let name = name.to_string_lossy().to_lowercase();
            CLOUD.iter().any(|known| name.starts_with(known)) || CLOUD_WHOLE.contains(&name.as_str())
        }
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => false,
    });
    if cloud {
        return Some(
            "This folder is copied to other computers by a cloud service. That can damage a record and takes it out of your hands. Choose another folder.",
        );
    }
    let kind = file_system.unwrap_or_default().to_lowercase();
    if NETWORK.contains(&kind.as_str()) {
        return Some(network);
    }
    FAT.contains(&kind.as_str()).then_some(
        "This disk is formatted as FAT or exFAT, which can lose what was saved when the power fails. Choose another disk.",
    )
}

/// The disk whose mount point reaches farthest down to this folder. Only its name is asked for: a network drive that does not answer
/// would make any other question wait.
fn disk_of(folder: &Path) -> Option<Disk> {
    let shown = PathBuf::from(folder.to_string_lossy().trim_start_matches(r"\\?\"));
    let mut found: Option<Disk> = None;
    for disk in Vec::from(Disks::new_with_refreshed_list_specifics(DiskRefreshKind::nothing())) {
        let deeper = found.as_ref().is_none_or(|best| {
            // Of two file systems at one place the later one covers the earlier.
            disk.mount_point().components().count() >= best.mount_point().components().count()
        });
        if shown.starts_with(disk.mount_point()) && deeper {
            found = Some(disk);
        }
    }
    found
}

/// The folder without links in it; of one that is not made yet, as far as it is there.
fn real(folder: &Path) -> PathBuf {
    let mut missing = Vec::new();
    let mut standing = folder;
    loop {
        if let Ok(real) = standing.canonicalize() {
            return missing.into_iter().rev().fold(real, |path, name| path.join(name));
        }
        let (Some(above), Some(name)) = (standing.parent(), standing.file_name()) else { return folder.to_owned() };
        missing.push(name);
        standing = if above.as_os_str().is_empty() { Path::new(".") } else { above };
    }
}

#[cfg(unix)]
fn links(record: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    File::open(record).and_then(|file| file.metadata()).map_or(0, |about| about.nlink())
}

#[cfg(windows)]
fn links(record: &Path) -> u64 {
    File::open(record).and_then(winapi_util::file::information).map_or(0, |about| about.number_of_links())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_lies_on_a_disk_of_this_computer() {
        for (folder, kind) in [
            ("/var/lib/clinic/Handrail", "ext4"),
            ("/data/staff/.local/share/handrail", "btrfs"),
            ("/Volumes/Clinic/Inbox/Handrail", "apfs"),
            (r"C:\ProgramData\Handrail", "NTFS"),
            (r"\\?\C:\ProgramData\Handrail", "NTFS"),
            ("/srv/boxes of paper", "xfs"),
        ] {
            assert_eq!(judge(Path::new(folder), Some(kind)), None, "{folder} on {kind}");
        }
        assert_eq!(
            judge(Path::new("/srv/clinic"), None),
            None,
            "a system that does not tell is not held against the person"
        );
    }

    #[test]
    fn network_drives_cloud_folders_and_fat_disks_are_refused_each_with_its_reason() {
        for (folder, kind, word) in [
            ("/mnt/clinic", "nfs4", "network"),
            ("/Volumes/clinic", "smbfs", "network"),
            ("/mnt/clinic", "fuse.sshfs", "network"),
            (r"\\server\clinic\Handrail", "NTFS", "network"),
            (r"\\?\UNC\server\clinic", "NTFS", "network"),
            ("/data/staff/OneDrive - Example Harbor/Handrail", "ntfs", "cloud"),
            ("/data/staff/Dropbox (Personal)/x", "ext4", "cloud"),
            ("/data/staff/Library/Mobile Documents/com~apple~CloudDocs/x", "apfs", "cloud"),
            ("/data/staff/Library/CloudStorage/GoogleDrive-x/My Drive", "apfs", "cloud"),
            ("/data/staff/Box/clinic", "apfs", "cloud"),
            ("/data/staff/Nextcloud", "ext4", "cloud"),
            ("/media/stick", "vfat", "FAT"),
            ("/Volumes/STICK", "exFAT", "FAT"),
            ("/Volumes/STICK", "msdos", "FAT"),
        ] {
            let reason = judge(Path::new(folder), Some(kind)).unwrap_or_else(|| panic!("{folder} on {kind} was taken"));
            assert!(reason.contains(word), "{folder}: {reason}");
        }
    }

    #[test]
    fn a_folder_that_is_not_made_yet_is_judged_by_where_it_will_lie() {
        let there = tempfile::tempdir().expect("a folder");
        let wanted = real(&there.path().join("not").join("yet"));
        assert!(wanted.ends_with("not/yet") && wanted.is_absolute());
        assert!(free(&wanted).is_some_and(|bytes| bytes > 0));
    }
}
