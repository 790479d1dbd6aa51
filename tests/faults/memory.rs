//! After locking, the data key is nowhere in the memory of the process: not as bytes, not as digits, not in what SQLCipher kept.

use crate::key::data_key;
use crate::work::{PASSWORD, Work, threads};
use crate::worker::{Worker, number, say};
use crate::{Asked, Told, fresh_vault};
use data_encoding::{HEXLOWER, HEXUPPER};
use std::fs::File;
use std::io::{BufRead as _, Read as _, Seek as _, SeekFrom};
use std::path::Path;

pub fn run(asked: &Asked) -> Told {
    if !cfg!(target_os = "linux") {
        return Told::skip("reading another process's memory is done on Linux only");
    }
    let mut told = Told::default();
    let place = fresh_vault();
    let vault = place.path().join("vault");
    let key = data_key(&vault, PASSWORD).expect("the key");
    let mut worker = Worker::start("memory", &vault, &[asked.count.to_string()]);
    let (mut open, mut left, mut bytes) = (0, 0, 0);
    for round in 1..=asked.count {
        assert!(worker.wait_for("word open", |_| {}), "the worker opened the vault");
        // SQLCipher needs the key now and may show it.
        open += usize::from(copies(&worker, &key).0 > 0);
        worker.tell("lock");
        assert!(worker.wait_for("word locked", |_| {}), "the worker locked the vault");
        let (found, searched) = copies(&worker, &key);
        bytes = searched.max(bytes);
        if found > 0 {
            left += found;
            told.faults.push(format!("round {round}: {found} copies of the data key after locking"));
        }
        told.rounds += 1;
        worker.tell("go on");
    }
    // Planted last: nothing wipes it again.
    worker.tell(&format!("plant {}", HEXLOWER.encode(&key)));
    assert!(worker.wait_for("word planted", |_| {}), "the worker planted the key");
    let planted = copies(&worker, &key).0;
    worker.kill();
    told.counted = format!(
        "{left} copies of the data key after locking (bytes, hex, SQLCipher's literal) in up to {} MB; while open it is seen in {open} rounds",
        bytes / 1_000_000
    );
    told.control(planted > 0, "a planted copy is found");
    told
}

/// Copies in all memory of the worker that can be read, and how many bytes that was.
fn copies(worker: &Worker, key: &[u8; 32]) -> (usize, usize) {
    let needles = [key.to_vec(), HEXLOWER.encode(key).into_bytes(), HEXUPPER.encode(key).into_bytes()];
    let maps = std::fs::read_to_string(format!("/proc/{}/maps", worker.id())).expect("the worker's memory");
    let mut memory = File::open(format!("/proc/{}/mem", worker.id())).expect("the worker's memory");
    let (mut found, mut searched) = (0, 0);
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (Some(range), Some(rights)) = (words.next(), words.next()) else { continue };
        let at = |text: &str| u64::from_str_radix(text, 16).unwrap_or(0);
        let Some((from, to)) = range.split_once('-').map(|(from, to)| (at(from), at(to))) else { continue };
        if !rights.starts_with("rw") {
            continue;
        }
        let mut piece = vec![0_u8; usize::try_from(to - from).unwrap_or(0)];
        // Pages that are not there, and those the kernel keeps to itself, hold nothing of ours.
        if memory.seek(SeekFrom::Start(from)).is_err() || memory.read_exact(&mut piece).is_err() {
            continue;
        }
        searched += piece.len();
        found += needles.iter().map(|needle| memchr::memmem::find_iter(&piece, needle).count()).sum::<usize>();
    }
    (found, searched)
}

/// Unlocks, works, locks, as often as it is told to.
pub fn worker(folder: &Path, words: &[String]) {
    let mut told = std::io::stdin().lock().lines();
    let mut next = || told.next().and_then(Result::ok).unwrap_or_default();
    let mut dice = fastrand::Rng::with_seed(9);
    threads().block_on(async {
        let mut work = Work::at(folder, 1, |_| {});
        for _ in 0..number(words, 0) {
            work.unlock().await.expect("the vault opens");
            for _ in 0..3 {
                work.go_on(&mut dice).await.expect("work");
            }
            say("word open");
            next();
            work.leave().await;
            say("word locked");
            next();
        }
        let planted = next().strip_prefix("plant ").map(str::to_owned);
        let planted = planted.and_then(|text| HEXLOWER.decode(text.as_bytes()).ok());
        say("word planted");
        next();
        drop(planted);
    });
}
