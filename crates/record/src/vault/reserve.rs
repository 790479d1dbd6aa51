//! Room kept on the disk for the moment it is full: a file of 32 MB beside the record. It is given back when a draft or a row of the audit
//! trail cannot be saved, so that what someone has just typed or seen can be, and made again when there is room.

use super::{Files, place, private};
use crate::secret;
use std::io::Write as _;

/// How much is kept.
pub const RESERVE: u64 = 32 << 20;

/// Below this the person is told.
const LOW: u64 = 1 << 30;

/// The reserve is made only where this many times its size is free.
const ROOM: u64 = 4;

/// Makes the reserve if it is not there and there is room. Failing is no failure: without it, a full disk is only told.
pub fn keep(files: &Files, size: u64) {
    let enough = || place::free(&files.folder).is_some_and(|free| free >= size.saturating_mul(ROOM));
    if size == 0 || std::fs::metadata(&files.reserve).is_ok_and(|about| about.len() == size) || !enough() {
        return;
    }
    if fill(files, size).is_err() {
        give_back(files);
    }
}

/// Whether there was anything to give back.
pub fn give_back(files: &Files) -> bool {
    std::fs::remove_file(&files.reserve).is_ok()
}

/// What the person should know about the disk, if anything.
#[must_use]
pub fn sentence(files: &Files) -> Option<String> {
    told(place::free(&files.folder)?)
}

fn told(free: u64) -> Option<String> {
    match free {
        0..RESERVE => {
            Some("The disk is full. Reading goes on; nothing new can be saved until some space is free.".into())
        }
        RESERVE..LOW => {
            Some(format!("The disk is nearly full: {} MB are left. Free some space before saving stops.", free >> 20))
        }
        _ => None,
    }
}

/// Random bytes: a file of zeros takes no room where the disk compresses.
fn fill(files: &Files, size: u64) -> std::io::Result<()> {
    let mut file = private::fresh_file(&files.reserve)?;
    let mut left = size;
    while left > 0 {
        let bytes: [u8; 4096] = secret::dice();
        let some = left.min(4096);
        file.write_all(&bytes[..usize::try_from(some).unwrap_or(4096)])?;
        left -= some;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reserve_is_made_once_and_given_back_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = Files::of(folder.path());
        keep(&files, 0);
        assert!(!files.reserve.exists(), "a throw-away record keeps none");
        keep(&files, 10_000);
        assert_eq!(std::fs::metadata(&files.reserve).expect("a reserve").len(), 10_000);
        assert!(give_back(&files) && !give_back(&files));
    }

    #[test]
    fn a_disk_with_less_than_a_gigabyte_is_told_and_one_with_more_is_not() {
        assert_eq!(told(2 << 30), None);
        assert!(told(500 << 20).is_some_and(|text| text.contains("500 MB")));
        assert!(told(0).is_some_and(|text| text.contains("Reading goes on")));
    }
}
