//! Requests that carry an id of their caller's, so that one that is asked again is one. Their answers are kept in memory while the record is
//! open, the newest few, and go with the lock: an answer may hold clinical text.

use super::record::Record;
use super::unlocked::Answered;
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::OwnedMutexGuard;

/// So many are known again.
const KEPT: usize = 32;

/// One request that is being carried out; the next one with an id waits for it, so that two at once are one too.
pub(crate) struct Request {
    id: String,
    command: &'static str,
    answered: Option<OwnedMutexGuard<Answered>>,
}

impl Record {
    /// Takes up a request of this id. While nobody has the record open, none is known again.
    pub(crate) async fn requested(&self, id: String, command: &'static str) -> Request {
        let answered = match self.unlocked().await {
            Ok(unlocked) => Some(Arc::clone(&unlocked.answered).lock_owned().await),
            Err(_) => None,
        };
        Request { id, command, answered }
    }
}

impl Request {
    /// What was answered when it was asked before.
    pub(crate) fn answer(&self) -> Option<Value> {
        let mut known = self.answered.iter().flat_map(|answered| answered.iter());
        known.find(|(id, command, _)| *id == self.id && *command == self.command).map(|(.., answer)| answer.clone())
    }

    /// Keeps the answer.
    pub(crate) fn keep(mut self, answer: &Value) {
        if let Some(answered) = &mut self.answered {
            if answered.len() == KEPT {
                answered.pop_front();
            }
            answered.push_back((self.id, self.command, answer.clone()));
        }
    }
}
