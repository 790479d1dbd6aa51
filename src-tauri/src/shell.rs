//! What the window knows while it runs: the desk, what is being written, and when a person last touched it.

use crate::paper::Papers;
use crate::window::{DRIVABLE, driven};
use record::desk::{Desk, SystemClock};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Fifteen minutes without a key or the pointer, unless the program sets another time.
const IDLE: Duration = Duration::from_secs(15 * 60);

/// One per running program.
pub struct Shell {
    /// The record.
    pub desk: Arc<Desk>,
    /// Pages on their way to a printer.
    pub papers: Papers,
    /// Set while the record closes, so that two reasons to lock do not lock twice.
    pub locking: AtomicBool,
    folder: PathBuf,
    writes: Arc<AtomicUsize>,
    opened: AtomicUsize,
    touched: Mutex<Instant>,
    idle: Duration,
}

impl Shell {
    /// Over the folder that holds the vault.
    pub fn at(folder: PathBuf) -> Self {
        // What an earlier run left there are empty stores and salts.
        let _ = std::fs::remove_dir_all(folder.join("views"));
        let asked = std::env::var("HANDRAIL_IDLE_MS").ok().filter(|_| DRIVABLE).and_then(|text| text.parse().ok());
        Self {
            desk: Arc::new(Desk::at(folder.join("vault"), Arc::new(SystemClock))),
            papers: Papers::default(),
            locking: AtomicBool::new(false),
            folder,
            writes: Arc::new(AtomicUsize::new(0)),
            opened: AtomicUsize::new(0),
            touched: Mutex::new(Instant::now()),
            idle: asked.map_or(IDLE, Duration::from_millis),
        }
    }

    /// Held while a command runs. Closing and locking wait for it, also when the command fails or panics.
    pub fn writing(&self) -> Writing {
        self.writes.fetch_add(1, SeqCst);
        Writing(Arc::clone(&self.writes))
    }

    /// Waits until every command has ended and everything acknowledged is on disk.
    pub async fn settled(&self) {
        while self.writes.load(SeqCst) > 0 || self.desk.busy() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.desk.settle().await;
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
        *self.touched.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// Nobody has touched the window for longer than allowed.
    pub fn deserted(&self) -> bool {
        self.touched.lock().unwrap_or_else(PoisonError::into_inner).elapsed() > self.idle
    }
}

/// A command is running.
pub struct Writing(Arc<AtomicUsize>);

impl Drop for Writing {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}
