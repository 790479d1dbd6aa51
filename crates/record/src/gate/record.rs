//! The record: one vault folder, what is open of it, and the clock on the wall.

use super::act::Act;
use super::look::Read;
use super::owed::Owed;
use super::subject::{Subject, Way, missing};
use super::unlocked::Unlocked;
use super::write::Write;
use super::writing::Writing;
use crate::command::Line;
use crate::error::{Code, Error, Result};
use crate::vault::anchor::Anchors;
use crate::vault::tries::Tries;
use crate::vault::{Cost, Files, OnDisk};
use crate::views::Me;
use chrono::{DateTime, FixedOffset, Local};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};

/// Tells the time at the site. Business code never asks for it; the record hands it on.
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
    /// Stands at `start`.
    #[must_use]
    pub fn at(start: DateTime<FixedOffset>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(start)))
    }
    /// Moves the hands.
    pub fn set(&self, now: DateTime<FixedOffset>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = now;
    }
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<FixedOffset> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One vault folder and what is open on it. Every command takes it.
pub struct Record {
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    cost: Cost,
    pub(super) unlocked: tokio::sync::RwLock<Option<Arc<Unlocked>>>,
    pub(super) opened: std::sync::atomic::AtomicBool,
    writes: Arc<AtomicUsize>,
    /// One person unlocks at a time: nobody tries many passwords at once.
    pub(crate) unlocking: tokio::sync::Mutex<()>,
    /// Wrong tries while no record lies here.
    pub(super) door: Mutex<Tries>,
    pub(super) reserve: u64,
    /// What this computer remembers of records, outside their folders.
    pub(crate) anchors: Anchors,
    /// One backup at a time. Holds when the last scheduled one failed, so that a full stick is not tried every few minutes.
    pub(crate) backing_up: tokio::sync::Mutex<Option<DateTime<FixedOffset>>>,
}

impl Record {
    /// A record over a folder that may or may not hold a vault yet.
    #[must_use]
    pub fn at(folder: PathBuf, clock: Arc<dyn Clock>) -> Self {
        Self {
            folder,
            clock,
            cost: Cost::Real,
            unlocked: tokio::sync::RwLock::new(None),
            opened: std::sync::atomic::AtomicBool::new(false),
            writes: Arc::new(AtomicUsize::new(0)),
            unlocking: tokio::sync::Mutex::default(),
            door: Mutex::default(),
            reserve: crate::vault::reserve::RESERVE,
            anchors: Anchors::none(),
            backing_up: tokio::sync::Mutex::default(),
        }
    }
    /// The same, and this computer remembers how far it had come. Without this nothing is remembered.
    #[must_use]
    pub fn anchored(mut self, anchors: Anchors) -> Self {
        self.anchors = anchors;
        self
    }
    /// Another folder under the same clock and with the same cost, of which nothing is remembered.
    pub(crate) fn over(&self, folder: PathBuf) -> Self {
        Self::at(folder, Arc::clone(&self.clock)).with_cost(self.cost).with_reserve(0)
    }
    /// The same with another password cost, for the slots it will make. A throw-away vault keeps no reserve on the disk.
    #[must_use]
    pub fn with_cost(mut self, cost: Cost) -> Self {
        self.cost = cost;
        match cost {
            Cost::Real => self,
            Cost::Floor => self.with_reserve(0),
        }
    }
    /// The vault's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
    /// The cost of slots made here.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.cost
    }
    /// Now, at the site.
    #[must_use]
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.clock.now()
    }
    /// Whether the record is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.opened.load(SeqCst)
    }
    /// Whether something is being written just now.
    #[must_use]
    pub fn busy(&self) -> bool {
        self.writes.load(SeqCst) > 0
    }
    /// Waits until everything acknowledged and every audit row is on disk, and remembers how far the record has come.
    pub async fn settle(&self) {
        self.written().await;
        self.remember().await;
    }
    pub(super) async fn written(&self) {
        while self.busy() {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }
    /// Closes the record: waits for writes, closes connections, forgets keys and shaped words. Nothing happens if it is closed already.
    pub async fn lock(&self) {
        let Some(unlocked) = self.unlocked.write().await.take() else { return };
        self.opened.store(false, SeqCst);
        self.written().await;
        if unlocked.untold.load(SeqCst) > 0 {
            let _ = Write::tell_owed(&unlocked, &self.writing()).await;
        }
        unlocked.remember().await;
        unlocked.close().await;
        paper::forget_words();
    }

    pub(crate) fn writing(&self) -> Writing {
        Writing::begun(&self.writes)
    }

    pub(crate) fn files(&self) -> Files {
        Files { anchors: self.anchors.clone(), ..Files::of(&self.folder) }
    }

    pub(crate) fn on_disk(&self) -> Result<OnDisk> {
        self.files().look()
    }

    pub(crate) async fn put(&self, unlocked: Unlocked) {
        *self.unlocked.write().await = Some(Arc::new(unlocked));
        self.opened.store(true, SeqCst);
    }

    pub(crate) async fn unlocked(&self) -> Result<Arc<Unlocked>> {
        let locked = || Error::of(Code::Locked, "The record is locked. Unlock it to go on; drafts are kept.");
        self.unlocked.read().await.clone().ok_or_else(locked)
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// `Locked`.
    pub async fn me(&self) -> Result<Me> {
        Ok(self.unlocked().await?.me())
    }

    /// Refuses a command that the signed-in person may not call, and says so in the audit trail.
    ///
    /// # Errors
    /// `Locked` or `Forbidden`.
    pub(crate) async fn admit(&self, line: &'static Line) -> Result<()> {
        let Some(permission) = line.need.permission() else { return Ok(()) };
        let unlocked = self.unlocked().await?;
        if unlocked.me.role.may(permission) {
            return Ok(());
        }
        self.refused(&unlocked, Act::new(line.name), Error::forbidden()).await
    }

    /// Begins the only kind of write there is: one transaction for versions, tables and the audit row. What the act is about is found in it,
    /// and it is asked once whether this person may.
    ///
    /// # Errors
    /// `Locked`, `Forbidden` and `OutsideTeam` (audited), `ReadOnly`, or the disk's refusal.
    pub(crate) async fn write(&self, act: Act) -> Result<Write> {
        self.begin(act).await?.resolved(Way::Change).await
    }

    /// The same for what leaves the record: the person looks, changes nothing, and the row is on disk before the first byte goes.
    ///
    /// # Errors
    /// As `write`.
    pub(crate) async fn release(&self, act: Act) -> Result<Write> {
        self.begin(act).await?.resolved(Way::Look).await
    }

    async fn begin(&self, act: Act) -> Result<Write> {
        let unlocked = self.unlocked().await?;
        if unlocked.read_only {
            return Err(Error::of(
                Code::ReadOnly,
                "A newer Handrail wrote this record. Here it can be read, not changed.",
            ));
        }
        Write::begin(unlocked, act, self.now(), self.writing()).await
    }

    /// Lets a person look. What the act is about is found, and it is asked once whether this person may; the audit row is written when the
    /// look is over.
    ///
    /// # Errors
    /// `Locked`; `Forbidden` or `OutsideTeam` (audited); `NotSaved` while a full disk keeps earlier looks from the trail.
    pub(crate) async fn read(&self, mut act: Act) -> Result<Read> {
        let unlocked = self.unlocked().await?;
        self.tellable(&unlocked, &act).await?;
        let subject = Subject::find(unlocked.reader(), unlocked.me.staff, act.on).await?;
        act.client = act.client.or(subject.client);
        let now = self.now();
        if let Some(error) = subject.refusal(unlocked.reader(), &unlocked, &act, Way::Look, now.to_utc()).await? {
            self.refused(&unlocked, act, error).await?;
            return Err(missing());
        }
        let audited = (!unlocked.read_only).then(|| (act, self.writing()));
        Ok(Read { unlocked, subject, now, audited, showed: Mutex::default() })
    }

    /// Refuses an act before anything is begun, for a reason the command found.
    ///
    /// # Errors
    /// The one given.
    pub(crate) async fn refuse(&self, act: Act, error: Error) -> Result<()> {
        let unlocked = self.unlocked().await?;
        self.refused(&unlocked, act, error).await
    }

    async fn refused(&self, unlocked: &Arc<Unlocked>, act: Act, error: Error) -> Result<()> {
        Write::tell(unlocked, Owed::of(act.refused(), self.now()), &self.writing()).await;
        Err(error)
    }

    /// Nothing is shown that the trail cannot be told of: past the room kept for a full disk, looks wait until their rows find some.
    async fn tellable(&self, unlocked: &Arc<Unlocked>, act: &Act) -> Result<()> {
        if unlocked.untold.load(SeqCst) == 0 || (act.quiet && !act.is_clinical()) {
            return Ok(());
        }
        let full = |_| {
            Error::of(
                Code::NotSaved,
                "The disk is full, so the audit trail cannot be told who looked. Charts stay closed until some space is free; drafts are kept.",
            )
        };
        Write::tell_owed(unlocked, &self.writing()).await.map_err(full)
    }
}
