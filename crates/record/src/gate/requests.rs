//! Requests that carry an id of their caller's, so that one that is asked again is one. Answers are kept in memory while the record is open, the
//! newest few, and go with the lock: an answer may hold clinical text. That it was done, and to which document, lies in the file: it is written
//! with the act itself, so that a request whose answer was lost with a lock or a power cut is one, too.

use super::asked_as::{ASKED_AS, AskedAs};
use super::record::Record;
use super::unlocked::{Answered, Unlocked};
use crate::error::Result;
use crate::json::Json;
use crate::storage::setting;
use std::sync::Arc;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

/// So many are known again.
const KEPT: usize = 32;

/// One request that is being carried out; the next one with an id waits for it, so that two at once are one too.
pub(crate) struct Request {
    asked: AskedAs,
    open: Option<(Arc<Unlocked>, OwnedMutexGuard<Answered>)>,
}

/// What was done under this id before the record was locked.
pub(crate) struct DoneBefore {
    /// The document it was done to; none for what is about none.
    pub document: Option<Uuid>,
}

impl Record {
    /// Takes up a request of this id. While nobody has the record open, none is known again.
    pub(crate) async fn requested(&self, id: String, command: &'static str) -> Request {
        let open = match self.unlocked().await {
            Ok(unlocked) => {
                let answered = Arc::clone(&unlocked.answered).lock_owned().await;
                Some((unlocked, answered))
            }
            Err(_) => None,
        };
        Request { asked: AskedAs { id, command }, open }
    }
}

impl Request {
    /// What was answered when it was asked before.
    pub(crate) fn answer(&self) -> Option<Json> {
        let AskedAs { id, command } = &self.asked;
        let mut known = self.open.iter().flat_map(|(_, answered)| answered.iter());
        known.find(|(known, of, _)| known == id && of == command).map(|(.., answer)| answer.clone())
    }

    /// What the file knows of it, where its answer is gone. It is this person's own: another's id is another request.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub(crate) async fn done_before(&self) -> Result<Option<DoneBefore>> {
        let Some((unlocked, _)) = &self.open else { return Ok(None) };
        let AskedAs { id, command } = &self.asked;
        let kept = setting::request(unlocked.reader(), (unlocked.me.staff, command, id)).await?;
        Ok(kept.map(|document| DoneBefore { document: (!document.is_nil()).then_some(document) }))
    }

    /// Carries it out under its id.
    pub(crate) async fn carried<T>(&self, work: impl Future<Output = T>) -> T {
        ASKED_AS.scope(self.asked.clone(), work).await
    }

    /// Keeps the answer.
    pub(crate) fn keep(self, answer: &Json) {
        let Self { asked, open } = self;
        if let Some((_, mut answered)) = open {
            if answered.len() == KEPT {
                answered.pop_front();
            }
            answered.push_back((asked.id, asked.command, answer.clone()));
        }
    }
}
