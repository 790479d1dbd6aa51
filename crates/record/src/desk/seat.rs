//! What the desk does besides acting and looking: one person at the door at a time, the record closed for a moment to change its key, and
//! what it can say about the disk and the clock.

use super::Desk;
use crate::error::{Code, Error, Result};
use crate::open::Open;
use crate::vault::reserve;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use tokio::sync::RwLockWriteGuard;

/// The record closed for a moment: whoever asks for it meanwhile waits. Left empty, it is locked.
pub(crate) struct Vacant<'a> {
    seat: RwLockWriteGuard<'a, Option<Arc<Open>>>,
    opened: &'a std::sync::atomic::AtomicBool,
}

impl Vacant<'_> {
    /// Opens it again.
    pub(crate) fn fill(mut self, open: Open) {
        *self.seat = Some(Arc::new(open));
        self.opened.store(true, SeqCst);
    }
}

impl Desk {
    /// The same with another size of the reserve kept for a full disk; none at all for throw-away vaults.
    #[must_use]
    pub fn with_reserve(mut self, bytes: u64) -> Self {
        self.reserve = bytes;
        self
    }

    /// The data key under the caller's pad: for the tests that search this process's memory for it.
    ///
    /// # Errors
    /// `Locked`.
    #[doc(hidden)]
    pub async fn data_key_under(&self, pad: &[u8; 32]) -> Result<[u8; 32]> {
        Ok(self.open().await?.data.under(pad))
    }

    /// Closes the record's connections once nothing is being written and nobody holds the pen. Waiting for that never keeps others from
    /// the record: one of them may need it to finish.
    pub(crate) async fn vacate(&self) -> Result<(Vacant<'_>, Arc<Open>)> {
        loop {
            let mut seat = self.open.write().await;
            let locked = || Error::of(Code::Locked, "The record is locked. Unlock it to go on; drafts are kept.");
            let open = seat.clone().ok_or_else(locked)?;
            let pen = open.pen.clone().try_lock_owned();
            if pen.is_ok() && !self.busy() {
                seat.take();
                self.opened.store(false, SeqCst);
                open.close().await;
                return Ok((Vacant { seat, opened: &self.opened }, open));
            }
            drop((pen, seat));
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }

    /// Makes the reserve for a full disk if it is missing and there is room, off the async threads.
    pub(crate) fn keep_reserve(&self) {
        let (files, size) = (self.files(), self.reserve);
        if size > 0 {
            tokio::task::spawn_blocking(move || reserve::keep(&files, size));
        }
    }

    /// Gives the reserve back to the disk; whether there was one.
    pub(crate) fn give_reserve_back(&self) -> bool {
        reserve::give_back(&self.files())
    }

    /// What the person should know about the disk (`Safety.disk`). Where there is room again, the reserve is made again.
    pub(crate) async fn disk_sentence(&self) -> Option<String> {
        let files = self.files();
        let said = tokio::task::spawn_blocking(move || reserve::sentence(&files)).await.ok().flatten();
        if said.is_none() {
            self.keep_reserve();
        }
        said
    }

    /// Why the clock may be wrong (`Safety.clock`), until someone looked at it and said that it is right.
    pub(crate) async fn clock_sentence(&self) -> Result<Option<String>> {
        Ok(self.open().await?.clock_doubt(self.now()))
    }

    /// Someone looked at the clock and says that it is right. Holds until the record is locked.
    pub(crate) async fn believe_clock(&self) -> Result<()> {
        self.open().await?.believe_clock();
        Ok(())
    }
}
