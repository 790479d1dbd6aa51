//! A permitted look. Its audit rows are written when it is over: waiting for them would put three flushes before every chart, and writing
//! them during the look would make the two wait for each other. Locking and leaving wait until they are on disk.

use super::Viewer;
use super::act::Act;
use super::owed::Owed;
use super::subject::Subject;
use super::unlocked::Unlocked;
use super::write::Write;
use super::writing::Writing;
use crate::error::{Error, Result};
use crate::storage::connections::Connections;
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// What someone may see now.
pub(crate) struct Read {
    pub unlocked: Arc<Unlocked>,
    pub subject: Subject,
    pub now: DateTime<FixedOffset>,
    /// The act and what keeps the record from being locked; none in a record that is only read.
    pub(super) audited: Option<(Act, Writing)>,
    pub(super) showed: Mutex<BTreeSet<Uuid>>,
}

impl Drop for Read {
    fn drop(&mut self) {
        let Some((act, writing)) = self.audited.take() else { return };
        let showed = std::mem::take(&mut *self.showed.lock().unwrap_or_else(PoisonError::into_inner));
        if act.quiet && showed.is_empty() {
            return;
        }
        let (unlocked, now) = (Arc::clone(&self.unlocked), self.now);
        tokio::spawn(async move {
            Write::tell(&unlocked, Owed { act, showed, now }, &writing).await;
            // In this order: locking waits for the second and then wants the keys to be gone.
            drop(unlocked);
            drop(writing);
        });
    }
}

impl Read {
    pub(crate) fn db(&self) -> &Connections {
        self.unlocked.reader()
    }
    pub(crate) fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }
    pub(crate) fn me(&self) -> Uuid {
        self.unlocked.me.staff
    }
    /// Who sees the answer.
    pub(crate) async fn viewer(&self) -> Result<Viewer> {
        self.unlocked.viewer(self.now.to_utc()).await
    }
    /// Says more of what is looked at, now that it is known.
    pub(crate) fn detail(&mut self, detail: String) {
        if let Some((act, _)) = &mut self.audited {
            act.detail = detail;
        }
    }
    /// Refuses with this sentence; the row says so.
    pub(crate) fn refuse<T>(mut self, error: Error) -> Result<T> {
        self.audited = self.audited.take().map(|(act, writing)| (act.refused(), writing));
        Err(error)
    }
    /// Clinical text of these charts is in the answer of a look at several: each gets a row of its own, once until the lock or for a day, so
    /// that a list that is asked for again and again does not bury the rows that matter.
    pub(crate) fn shows(&self, charts: impl IntoIterator<Item = Uuid>) {
        let Some((act, _)) = &self.audited else { return };
        let mut showed = self.showed.lock().unwrap_or_else(PoisonError::into_inner);
        showed.extend(charts.into_iter().filter(|client| self.unlocked.first_shown(act.action, *client, self.now)));
    }
}
