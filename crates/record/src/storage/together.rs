//! Questions that are asked side by side go to the engine as one message. The engine lives on a thread of its own, and waking it and being
//! woken costs more than most answers take; so whoever asks waits one turn of its task, and what was asked in that turn goes together.

use super::dialect::BACKEND;
use sea_orm::{Statement, Values};
use sqlx::sqlite::SqliteRow;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::task::Poll;
use tokio::sync::oneshot;

/// What is waiting to be sent.
#[derive(Default)]
pub(super) struct Together {
    waiting: Mutex<Vec<Asked>>,
    numbers: AtomicU64,
}

struct Asked {
    number: u64,
    statement: Statement,
    answer: oneshot::Sender<Vec<SqliteRow>>,
}

/// What becomes of a question.
pub(super) enum Turn {
    /// It is sent by whoever asked it, with all that was asked beside it.
    Send(Message),
    /// Someone else sent it; these are its rows.
    Answered(Vec<SqliteRow>),
    /// Someone else sent it and came to nothing: it is asked alone, so that nobody fails for another's question.
    Alone,
}

/// What was asked in one turn, in order.
pub(super) struct Message {
    mine: u64,
    asked: Vec<Asked>,
}

impl Message {
    /// Every question, one after the other.
    pub(super) fn statement(&self) -> Statement {
        let mut questions = self.asked.iter().map(|asked| &asked.statement);
        let Some(first) = questions.next() else { return Statement::from_string(BACKEND, "") };
        let mut whole = first.clone();
        for question in questions {
            whole.sql.push(';');
            whole.sql.push_str(&question.sql);
            if let Some(more) = &question.values {
                whole.values.get_or_insert_with(|| Values(Vec::new())).0.extend(more.0.iter().cloned());
            }
        }
        whole
    }

    /// Whether the engine is asked for rows and for nothing else.
    pub(super) fn only_reads(&self) -> bool {
        self.asked.iter().all(|asked| asked.statement.sql.starts_with("SELECT"))
    }

    /// Gives everyone their rows, and whoever sent it their own.
    pub(super) fn answer(self, answers: impl IntoIterator<Item = Vec<SqliteRow>>) -> Vec<SqliteRow> {
        let mut own = Vec::new();
        for (asked, rows) in self.asked.into_iter().zip(answers) {
            if asked.number == self.mine {
                own = rows;
            } else {
                // Whoever went away meanwhile wants no answer.
                let _ = asked.answer.send(rows);
            }
        }
        own
    }
}

impl Together {
    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Asked>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for what else is asked in this turn.
    pub(super) async fn turn(&self, statement: &Statement) -> Turn {
        let (answer, mut answered) = oneshot::channel();
        let mine = self.numbers.fetch_add(1, Relaxed);
        self.waiting().push(Asked { number: mine, statement: statement.clone(), answer });
        let mut waited = false;
        poll_fn(|context| {
            // The first time, those beside have not been asked yet.
            if !std::mem::replace(&mut waited, true) {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            let sends = {
                let mut waiting = self.waiting();
                let unsent = waiting.iter().any(|asked| asked.number == mine);
                unsent.then(|| std::mem::take(&mut *waiting))
            };
            if let Some(mut asked) = sends {
                asked.retain(|asked| !asked.answer.is_closed());
                return Poll::Ready(Turn::Send(Message { mine, asked }));
            }
            Pin::new(&mut answered).poll(context).map(|rows| rows.map_or(Turn::Alone, Turn::Answered))
        })
        .await
    }
}
