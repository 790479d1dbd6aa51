//! What this computer remembers of a record, kept outside the record's folder: the newest row of the trail, the epoch, the data key and
//! the key slots. Whoever puts older files back cannot put this back with them, so the next unlocking notices.
//!
//! It is written after what it says is on disk, so a crash leaves an anchor that is older than the record, and never one that is newer. A
//! change of the key slots is announced before it is written: after a crash in between, both files are as they should be.

use super::private;
use crate::canonical;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// What is remembered. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// 1.
    pub format: u32,
    /// Which record.
    pub vault: Uuid,
    /// How often it had been restored.
    pub epoch: i64,
    /// Number of its newest audit row.
    pub seq: i64,
    /// Hash of that row, hex.
    pub hash: String,
    /// When that row was written, at the site.
    pub wall: String,
    /// Which data key.
    pub key: Uuid,
    /// SHA-256 of the key slots' file, hex; two while it is being changed.
    pub slots: Vec<String>,
}

/// A place outside the record's folder that keeps a small text for each record.
pub trait AnchorPlace: Send + Sync {
    /// Every text kept for this record.
    fn read(&self, vault: Uuid) -> Vec<String>;
    /// Keeps this text in the place of those.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn write(&self, vault: Uuid, text: &str) -> io::Result<()>;
}

/// The anchors of this computer.
#[derive(Clone)]
pub struct Anchors(Option<Arc<Kept>>);

struct Kept {
    place: Box<dyn AnchorPlace>,
    /// Each folder of a record has a place of its own beside it.
    beside: bool,
    /// Held from reading one to writing it.
    changing: Mutex<()>,
}

impl std::fmt::Debug for Anchors {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(if self.0.is_some() { "Anchors(kept)" } else { "Anchors(none)" })
    }
}

impl Anchors {
    /// Nothing is remembered: throw-away records.
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// Kept in this place.
    #[must_use]
    pub fn at(place: impl AnchorPlace + 'static) -> Self {
        Self::kept(Box::new(place), false)
    }

    fn kept(place: Box<dyn AnchorPlace>, beside: bool) -> Self {
        Self(Some(Arc::new(Kept { place, beside, changing: Mutex::default() })))
    }

    /// Kept as files of this folder, which must lie outside the record's own.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self::at(AnchorFiles(folder))
    }

    /// Kept in a folder beside the record's.
    #[must_use]
    pub fn beside(vault: &Path) -> Self {
        let vault = std::path::absolute(vault).unwrap_or_else(|_| vault.to_owned());
        let mut name = vault.file_name().unwrap_or_default().to_owned();
        name.push(".anchors");
        Self::kept(Box::new(AnchorFiles(vault.with_file_name(name))), true)
    }

    /// Where a record that is restored into this folder is remembered.
    #[must_use]
    pub(crate) fn for_restored(&self, vault: &Path) -> Self {
        if self.0.as_ref().is_some_and(|kept| kept.beside) { Self::beside(vault) } else { self.clone() }
    }

    /// Whether anything is remembered here at all.
    #[must_use]
    pub fn are_kept(&self) -> bool {
        self.0.is_some()
    }

    /// What is remembered of this record; of two memories the farther one.
    #[must_use]
    pub fn of(&self, vault: Uuid) -> Option<Anchor> {
        let texts = self.0.as_ref()?.place.read(vault);
        let read = texts.iter().filter_map(|text| serde_json::from_str::<Anchor>(text).ok());
        read.filter(|anchor| anchor.vault == vault && anchor.format == 1)
            .max_by_key(|anchor| (anchor.epoch, anchor.seq))
    }

    /// Changes what is remembered of this record, or leaves it. An anchor that cannot be written stays older: that keeps nobody from work.
    pub fn change(&self, vault: Uuid, change: impl FnOnce(Option<Anchor>) -> Option<Anchor>) {
        let Some(kept) = &self.0 else { return };
        let _changing = kept.changing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(anchor) = change(self.of(vault))
            && let Ok(text) = serde_json::to_string(&anchor)
        {
            let _ = kept.place.write(vault, &text);
        }
    }

    /// Says that this file of slots is about to hold these. Only slots that are known give way to others: older ones that someone
    /// put back are never believed because of what was done with them.
    pub(super) fn announce_slots(&self, slots: &Path, vault: Uuid, bytes: &[u8]) -> Option<Announced> {
        let (lies, comes) = (slots_of(slots)?, digest(bytes));
        let mut known = false;
        self.change(vault, |anchor| {
            let mut anchor = anchor.filter(|anchor| anchor.slots.contains(&lies))?;
            known = true;
            anchor.slots = vec![lies, comes.clone()];
            Some(anchor)
        });
        known.then_some(Announced { vault, comes })
    }

    /// The slots that were announced lie there now.
    pub(super) fn slots_changed(&self, announced: Announced, key: Uuid) {
        self.change(announced.vault, |anchor| {
            let mut anchor = anchor.filter(|anchor| anchor.slots.contains(&announced.comes))?;
            (anchor.slots, anchor.key) = (vec![announced.comes], key);
            Some(anchor)
        });
    }
}

/// Slots that are about to be written.
pub(super) struct Announced {
    vault: Uuid,
    comes: String,
}

/// SHA-256 of the key slots in this file, hex.
#[must_use]
pub fn slots_of(slots: &Path) -> Option<String> {
    std::fs::read(slots).ok().map(|bytes| digest(&bytes))
}

fn digest(bytes: &[u8]) -> String {
    HEXLOWER.encode(&canonical::hash(bytes))
}

/// One file per record, in this folder.
pub struct AnchorFiles(pub PathBuf);

impl AnchorFiles {
    fn file(&self, vault: Uuid) -> PathBuf {
        self.0.join(format!("{vault}.json"))
    }
}

impl AnchorPlace for AnchorFiles {
    fn read(&self, vault: Uuid) -> Vec<String> {
        std::fs::read_to_string(self.file(vault)).into_iter().collect()
    }
    fn write(&self, vault: Uuid, text: &str) -> io::Result<()> {
        private::folder(&self.0)?;
        private::write_whole(&self.file(vault), text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor(seq: i64, slots: &[&str]) -> Anchor {
        let slots = slots.iter().map(|bytes| digest(bytes.as_bytes())).collect();
        let (hash, wall) = ("00".into(), "2026-04-09T17:42:00-07:00".into());
        Anchor { format: 1, vault: Uuid::from_u128(1), epoch: 1, seq, hash, wall, key: Uuid::nil(), slots }
    }

    #[test]
    fn slots_that_were_put_back_are_not_believed_because_they_were_changed_since() {
        let folder = tempfile::tempdir().expect("a folder");
        let vault = folder.path().join("vault");
        std::fs::create_dir(&vault).expect("a folder");
        let (slots, anchors) = (vault.join("vault.keys"), Anchors::beside(&vault));
        let one = Uuid::from_u128(1);
        anchors.change(one, |_| Some(anchor(7, &["first"])));
        std::fs::write(&slots, "first").expect("slots");
        let told = anchors.announce_slots(&slots, one, b"second").expect("known ones give way");
        assert_eq!(anchors.of(one), Some(anchor(7, &["first", "second"])), "a crash here leaves either");
        anchors.slots_changed(told, Uuid::nil());
        assert_eq!(anchors.of(one), Some(anchor(7, &["second"])));
        assert!(anchors.announce_slots(&slots, one, b"third").is_none(), "the first ones lie there again");
        assert_eq!(anchors.of(one), Some(anchor(7, &["second"])));
    }

    #[test]
    fn of_two_memories_the_farther_one_speaks_and_a_torn_one_says_nothing() {
        struct Two;
        impl AnchorPlace for Two {
            fn read(&self, _: Uuid) -> Vec<String> {
                let text = |seq| serde_json::to_string(&anchor(seq, &[])).expect("text");
                vec![text(4), "{".into(), text(9), text(5)]
            }
            fn write(&self, _: Uuid, _: &str) -> io::Result<()> {
                Ok(())
            }
        }
        assert_eq!(Anchors::at(Two).of(Uuid::from_u128(1)).map(|anchor| anchor.seq), Some(9));
        assert_eq!(Anchors::at(Two).of(Uuid::from_u128(2)), None, "another record's");
    }
}
