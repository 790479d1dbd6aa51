//! What the window knows while it runs: the record, what is being written, and when a person last touched it.

use crate::closing::Turns;
use crate::display::Display;
use crate::handover::Kept;
use crate::place;
use crate::print::Papers;
use crate::window::{DRIVABLE, driven};
use record::{Anchors, Record, SystemClock, private};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Minutes without a key or the pointer, until the record says how many. The longest idle time of NIST SP 800-63B-4 at its
/// highest level, and the "automatic logoff" of 45 CFR 164.312(a)(2)(iii).
const IDLE_MINUTES: u64 = 15;

/// One per running program.
pub struct Shell {
    /// Pages on their way to a printer.
    pub papers: Papers,
    /// Set while the record closes, so that two reasons to lock do not lock twice.
    pub locking: AtomicBool,
    /// Set once a page has handed over: it asks for nothing more, or a page that tries again and again would hold the lock up.
    pub handed_over: AtomicBool,
    /// Where people were when the record locked.
    pub kept: Kept,
    /// Pages asked to hand over what was typed.
    pub turns: Turns,
    /// How this computer shows the window.
    pub display: Mutex<Display>,
    folder: PathBuf,
    anchors: Anchors,
    record: Mutex<Arc<Record>>,
    writes: Arc<AtomicUsize>,
    opened: AtomicUsize,
    touched: Mutex<Instant>,
    idle: Mutex<Duration>,
}

impl Shell {
    /// Over the folder that holds the vault.
    pub fn at(folder: PathBuf, anchors: Anchors) -> Self {
        // The person's own, also where an earlier Handrail made it for all to read. Without it nothing can be set up, and that is said then.
        let _ = private::folder(&folder);
        private::close_to_others(&folder);
        // What an earlier run left there are empty stores and salts.
        let _ = std::fs::remove_dir_all(folder.join("views"));
        Self {
            papers: Papers::default(),
            locking: AtomicBool::new(false),
            handed_over: AtomicBool::new(false),
            kept: Kept::of_the_run_before(),
            turns: Turns::default(),
            display: Mutex::new(Display::of(&folder)),
            record: Mutex::new(record_at(place::vault(&folder), &anchors)),
            folder,
            anchors,
            writes: Arc::new(AtomicUsize::new(0)),
            opened: AtomicUsize::new(0),
            touched: Mutex::new(Instant::now()),
            idle: Mutex::new(idle_of_a_test().unwrap_or(Duration::from_secs(IDLE_MINUTES * 60))),
        }
    }

    /// The record.
    pub fn record(&self) -> Arc<Record> {
        Arc::clone(&held(&self.record))
    }

    /// The record lies in another folder from here on.
    pub fn move_to(&self, vault: &Path) {
        *held(&self.record) = record_at(vault.to_owned(), &self.anchors);
    }

    /// The folder of this program on this computer.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Held while a command runs. Closing and locking wait for it, also when the command fails or panics.
    pub fn writing(&self) -> Writing {
        self.writes.fetch_add(1, SeqCst);
        Writing(Arc::clone(&self.writes))
    }

    /// Waits until every command has ended and everything acknowledged is on disk.
    pub async fn settled(&self) {
        let record = self.record();
        while self.writes.load(SeqCst) > 0 || record.busy() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        record.settle().await;
    }

    /// A number for the next window.
    pub fn next(&self) -> usize {
        self.opened.fetch_add(1, SeqCst)
    }

    /// The folder of the `nth` window's store.
    ///
    /// On Linux protocols are noted per folder, while every incognito view has a context of its own: a second view
    /// with the same folder would have no protocols and show nothing. Nothing about a client is written there.
    /// A driver knows a single context, so there all windows share one.
    pub fn store(&self, nth: usize) -> PathBuf {
        let nth = if driven() { 0 } else { nth };
        self.folder.join("views").join(nth.to_string())
    }

    /// A person is here.
    pub fn touch(&self) {
        *held(&self.touched) = Instant::now();
    }

    /// The record's own setting, 2 to 30 minutes, from unlocking on.
    pub fn idle_after(&self, minutes: u64) {
        *held(&self.idle) = idle_of_a_test().unwrap_or(Duration::from_secs(minutes.clamp(2, 30) * 60));
    }

    /// Nobody has touched the window for longer than allowed.
    pub fn deserted(&self) -> bool {
        held(&self.touched).elapsed() > *held(&self.idle)
    }
}

/// A command is running.
pub struct Writing(Arc<AtomicUsize>);

impl Drop for Writing {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

/// What a mutex guards; a panic elsewhere is no reason to stop locking.
pub fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn record_at(vault: PathBuf, anchors: &Anchors) -> Arc<Record> {
    Arc::new(Record::at(vault, Arc::new(SystemClock)).anchored(anchors.clone()))
}

fn idle_of_a_test() -> Option<Duration> {
    let asked = std::env::var("HANDRAIL_IDLE_MS").ok().filter(|_| DRIVABLE)?;
    asked.parse().ok().map(Duration::from_millis)
}
