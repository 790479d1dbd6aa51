//! The power fails. What a worker wrote is replayed up to a random moment: everything flushed is there; of the rest each 512-byte sector is
//! there, missing, or torn at a random byte, and files made, cut or deleted since may or may not be so. Then the record is opened.

use crate::check::{Found, Ledger, check};
use crate::disk::{Event, Line, read_diary};
use crate::work::{Promise, threads};
use crate::worker::Worker;
use crate::{Asked, Told, copied, fresh_vault};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const SECTOR: usize = 512;

/// Things done in one diary; one diary serves so many cuts.
const DEEDS: usize = 24;
const CUTS: usize = 100;

pub fn run(asked: &Asked) -> Told {
    let mut told = Told::default();
    let mut dice = fastrand::Rng::with_seed(asked.seed);
    let (mut written, mut flushed, mut pending, mut answers) = (0, 0, 0, 0);
    let mut control = false;
    while told.rounds < asked.count {
        let place = fresh_vault();
        let vault = place.path().join("vault");
        let before = place.path().join("before");
        copied(&vault, &before);
        let lines = diary("diarist", DEEDS, &vault, place.path(), &mut dice);
        written += lines.iter().filter(|line| line.event == Event::Wrote).count();
        flushed += lines.iter().filter(|line| line.event == Event::Flushed).count();
        answers += lines.iter().filter(|line| line.event == Event::Answered).count();
        let first = lines.iter().position(|line| line.event == Event::Answered).unwrap_or(0);
        if !control {
            control = unflushed_loses(&lines, &before, place.path(), &mut dice);
        }
        for _ in 0..CUTS.min(asked.count - told.rounds) {
            let at = dice.usize(first..lines.len());
            let (found, left, _) = struck(&lines, at, &before, place.path(), &mut dice);
            pending += usize::from(left > 0);
            told.rounds += 1;
            told.fail(told.rounds, &found);
        }
    }
    told.counted = format!(
        "{written} writes, {flushed} flushes and {answers} answers recorded, {pending} cuts with writes not yet flushed, \
         {} promises lost or wrong",
        told.faults.len()
    );
    told.control(control, "synchronous=OFF loses");
    told
}

/// `synchronous=OFF` is a disk that is never told to flush: the same diary without its flushes must lose something.
pub fn unflushed_loses(lines: &[Line], before: &Path, place: &Path, dice: &mut fastrand::Rng) -> bool {
    let unflushed: Vec<Line> = lines.iter().filter(|line| line.event != Event::Flushed).cloned().collect();
    (0..10).any(|_| {
        let at = unflushed.len() - 1 - dice.usize(0..8);
        !struck(&unflushed, at, before, place, dice).0.clean()
    })
}

pub fn diary(task: &str, deeds: usize, vault: &Path, place: &Path, dice: &mut fastrand::Rng) -> Vec<Line> {
    let at = place.join("diary");
    let words = ["1".to_owned(), dice.u64(..).to_string(), deeds.to_string(), at.display().to_string()];
    let mut worker = Worker::start(task, vault, &words);
    assert!(worker.wait_for("done", |_| {}) && worker.end(), "the worker did its work");
    read_diary(&at).expect("a diary")
}

/// Cuts the power after `at` lines. Answers what is wrong then, how many changes were not flushed, and what had been promised.
pub fn struck(
    lines: &[Line],
    at: usize,
    before: &Path,
    place: &Path,
    dice: &mut fastrand::Rng,
) -> (Found, usize, Ledger) {
    let (mut disk, mut pending, mut ledger) = (Disk::of(before), Vec::new(), Ledger::default());
    for line in &lines[..=at] {
        match line.event {
            Event::Answered => {
                ledger.hear(&Promise::read(&String::from_utf8_lossy(&line.bytes)).expect("a promise"));
            }
            // Flushing a new journal flushes its folder too, as SQLite's file system does.
            Event::Flushed => pending.retain(|waiting: &&Line| {
                let kept = waiting.file != line.file;
                if !kept {
                    disk.apply(waiting);
                }
                kept
            }),
            Event::Made | Event::Wrote | Event::Cut | Event::Deleted => pending.push(line),
        }
    }
    let left = pending.len();
    match dice.u32(0..4) {
        0 => {}
        1 => pending.iter().for_each(|line| disk.apply(line)),
        _ => {
            // What a file system orders is lost from some point on; what a disk orders is lost anywhere.
            let changes = pending.iter().filter(|line| line.event != Event::Wrote).count();
            let mut kept = dice.usize(0..=changes);
            for line in pending {
                if line.event == Event::Wrote {
                    disk.tear(line, dice);
                } else if kept > 0 {
                    kept -= 1;
                    disk.apply(line);
                }
            }
        }
    }
    let after = after(place);
    let _ = std::fs::remove_dir_all(&after);
    copied(before, &after);
    disk.write(&after);
    let found = threads().block_on(check(&after, 5, &ledger));
    (found, left, ledger)
}

/// Where the record lies as the last cut left it.
pub fn after(place: &Path) -> PathBuf {
    place.join("after")
}

/// The files of the vault as the disk has them.
struct Disk(BTreeMap<String, Vec<u8>>);

impl Disk {
    fn of(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        for name in ["vault.db", "vault.db-journal"] {
            if let Ok(bytes) = std::fs::read(folder.join(name)) {
                files.insert(name.to_owned(), bytes);
            }
        }
        Self(files)
    }

    fn apply(&mut self, line: &Line) {
        match line.event {
            Event::Made => drop(self.0.entry(line.file.clone()).or_default()),
            Event::Wrote => self.put(&line.file, line.at, &line.bytes),
            Event::Cut => {
                let size = usize::try_from(line.at).unwrap_or(0);
                if let Some(file) = self.0.get_mut(&line.file) {
                    file.resize(size, 0);
                }
            }
            Event::Deleted => drop(self.0.remove(&line.file)),
            Event::Flushed | Event::Answered => {}
        }
    }

    fn put(&mut self, name: &str, at: u64, bytes: &[u8]) {
        // A write to a file that never came to be is gone with it.
        let Some(file) = self.0.get_mut(name) else { return };
        let at = usize::try_from(at).unwrap_or(0);
        if file.len() < at + bytes.len() {
            file.resize(at + bytes.len(), 0);
        }
        file[at..at + bytes.len()].copy_from_slice(bytes);
    }

    /// Each sector of a write by itself: there, missing, or torn from its beginning or from its end.
    fn tear(&mut self, line: &Line, dice: &mut fastrand::Rng) {
        for (index, sector) in line.bytes.chunks(SECTOR).enumerate() {
            let at = line.at + (index * SECTOR) as u64;
            let edge = dice.usize(0..=sector.len());
            match dice.u32(0..8) {
                0..=2 => {}
                3 => self.put(&line.file, at, &sector[..edge]),
                4 => self.put(&line.file, at + edge as u64, &sector[edge..]),
                _ => self.put(&line.file, at, sector),
            }
        }
    }

    fn write(&self, folder: &Path) {
        for name in ["vault.db", "vault.db-journal"] {
            let path = folder.join(name);
            match self.0.get(name) {
                Some(bytes) => std::fs::write(path, bytes).expect("a file"),
                None => drop(std::fs::remove_file(path)),
            }
        }
    }
}
