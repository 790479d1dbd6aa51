//! An open transaction: what it is about has been found, the person may, and its audit row goes to disk with it or nothing does.

use super::Viewer;
use super::act::Act;
use super::asked_as;
use super::owed::Owed;
use super::subject::{Subject, Way, tells_of};
use super::unlocked::Unlocked;
use super::writing::Writing;
use crate::error::{Error, Result};
use crate::ledger::append::{self, Author, Fresh, Said, Signer, Written};
use crate::ledger::audit::{self, AuditEntry};
use crate::ledger::chain::ChainHead;
use crate::ledger::checkpoint;
use crate::projections::rebuild;
use crate::storage::connections::Transaction;
use crate::storage::rows::Rows;
use crate::storage::{self, chart_visit, setting};
use crate::vault::reserve;
use crate::views::{CheckpointView, Rebuilt};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use clinical::Kind;
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// An open transaction. Dropped without `done`, nothing happened.
pub(crate) struct Write {
    pub unlocked: Arc<Unlocked>,
    pub tx: Transaction,
    pub act: Act,
    pub subject: Subject,
    pub now: DateTime<FixedOffset>,
    wrote: Mutex<Vec<String>>,
    last: Mutex<Rows>,
    sealed: Option<ChainHead>,
    _lock: tokio::sync::OwnedMutexGuard<()>,
    _writing: Writing,
}

impl Write {
    /// Begins it for an act that the gate need not ask about: the program's own, or a refusal.
    pub(crate) async fn begin(
        unlocked: Arc<Unlocked>,
        act: Act,
        now: DateTime<FixedOffset>,
        writing: Writing,
    ) -> Result<Self> {
        let lock = Arc::clone(&unlocked.write_lock).lock_owned().await;
        let tx = unlocked.writer.begin().await?;
        Ok(Self {
            unlocked,
            tx,
            act,
            subject: Subject::default(),
            now,
            wrote: Mutex::default(),
            last: Mutex::default(),
            sealed: None,
            _lock: lock,
            _writing: writing,
        })
    }

    /// Finds what it is about and asks once whether this person may; else the refusal is the only thing this transaction writes.
    pub(super) async fn resolved(mut self, way: Way) -> Result<Self> {
        let subject = Subject::find(&self.tx, self.me(), self.act.on).await?;
        self.act.client = self.act.client.or(subject.client);
        match subject.refusal(&self.tx, &self.unlocked, &self.act, way, self.utc()).await? {
            Some(error) => self.refuse(error).await,
            None => Ok(Self { subject, ..self }),
        }
    }

    /// Writes the audit row and commits. Once this returns, the change survives a power cut.
    pub(crate) async fn done(self) -> Result<()> {
        let wrote = !self.wrote.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
        let mut last = std::mem::take(&mut *self.last.lock().unwrap_or_else(PoisonError::into_inner));
        let head = match &self.sealed {
            Some(_) if wrote => return Err(Error::broken("This came after the audit row. Nothing was changed.")),
            Some(head) => Some(head.clone()),
            // What puts a version into the record is never quiet.
            None if self.act.quiet && !wrote => None,
            None => {
                let (head, row) = self.audit_row().await?;
                if head.takes_checkpoint() {
                    Box::pin(checkpoint::keep(&self.tx, &head, self.now)).await?;
                }
                last.put(row);
                Some(head)
            }
        };
        if (wrote || !self.act.quiet)
            && let Some(id) = asked_as::of_act(self.act.action)
        {
            setting::keep_request(&mut last, (self.me(), self.act.action, &id), self.act.document, self.utc());
        }
        let known = |head| *self.unlocked.chain_head.lock().unwrap_or_else(PoisonError::into_inner) = head;
        if head.is_some() {
            // Whoever asked may go away before the disk answers; then the next act looks for itself how the chain ends.
            known(None);
        }
        self.tx.commit_with(last).await?;
        self.unlocked.committed();
        if let Some(head) = head {
            let row = head.seq;
            known(Some(head));
            if self.unlocked.anchor_is_due(row, self.now) {
                let (unlocked, writing) = (Arc::clone(&self.unlocked), self._writing);
                tokio::spawn(async move {
                    unlocked.remember().await;
                    // In this order: locking waits for the second and then wants the keys to be gone.
                    drop(unlocked);
                    drop(writing);
                });
            }
        }
        Ok(())
    }

    /// Writes the audit row now and a checkpoint of it, both committed by `done`. Nothing more can be written in between.
    pub(crate) async fn seal(&mut self) -> Result<CheckpointView> {
        let (head, row) = self.audit_row().await?;
        storage::audit::Entity::insert(row).exec_without_returning(&self.tx).await?;
        let view = checkpoint::keep(&self.tx, &head, self.now).await?;
        self.sealed = Some(head);
        Ok(view)
    }

    /// A checkpoint of the newest row on disk, made if there is none yet. The act that is open adds its own row after it.
    pub(crate) async fn checkpoint(&self) -> Result<CheckpointView> {
        checkpoint::keep(&self.tx, &self.newest().await?, self.now).await
    }

    /// Rows that nothing in this act asks for again: they are written with the commit, in one message.
    pub(crate) fn lastly(&self, write: impl FnOnce(&mut Rows) -> Result<()>) -> Result<()> {
        write(&mut self.last.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Gives up everything since `begin`, for checks that write only to compare.
    pub(crate) async fn undone(self) -> Result<()> {
        Ok(self.tx.rollback().await?)
    }

    /// Refuses with this sentence; the refusal is the only thing this transaction writes.
    pub(crate) async fn refuse<T>(self, error: Error) -> Result<T> {
        let Self { unlocked, tx, act, now, _lock, _writing, .. } = self;
        tx.rollback().await?;
        drop(_lock);
        Self::tell(&unlocked, Owed::of(act.refused(), now), &_writing).await;
        Err(error)
    }

    /// Writes a row that goes alone: of a look, a refusal, an unlocking. Where it cannot be written it is owed, and nothing fails for it.
    pub(crate) async fn tell(unlocked: &Arc<Unlocked>, row: Owed, writing: &Writing) {
        if unlocked.read_only {
            return;
        }
        unlocked.owed.lock().await.push_back(row);
        // What could not be told is owed; the next look asks for it.
        let _ = Self::tell_owed(unlocked, writing).await;
    }

    /// Writes the rows that are owed, oldest first. On a full disk the room kept for that moment is given back for them.
    ///
    /// # Errors
    /// The disk's refusal; what is left is still owed.
    pub(crate) async fn tell_owed(unlocked: &Arc<Unlocked>, writing: &Writing) -> Result<()> {
        let mut owed = unlocked.owed.lock().await;
        while let Some(next) = owed.front() {
            let mut told = Self::told(unlocked, next.clone(), writing.clone()).await;
            if told.as_ref().is_err_and(Error::is_disk_full) && reserve::give_back(&unlocked.files) {
                told = Self::told(unlocked, next.clone(), writing.clone()).await;
            }
            if let Err(error) = told {
                unlocked.untold.store(if error.is_disk_full() { owed.len() } else { 0 }, SeqCst);
                return Err(error);
            }
            owed.pop_front();
        }
        unlocked.untold.store(0, SeqCst);
        Ok(())
    }

    async fn told(unlocked: &Arc<Unlocked>, owed: Owed, writing: Writing) -> Result<()> {
        let write = Self::begin(Arc::clone(unlocked), owed.act, owed.now, writing).await?;
        write.tell_charts(&owed.showed).await?;
        if write.act.visit {
            write.visited().await?;
        }
        write.done().await
    }

    /// Puts a version into the record with its tables, and a signature if there is a signer.
    pub(crate) async fn append(&self, fresh: Fresh<'_>, signer: Option<&Signer>) -> Result<Written> {
        let client = fresh.client;
        let written = Box::pin(append::append(&self.author(), fresh, signer)).await?;
        self.unlocked.changes(&written.tables, client);
        Ok(written)
    }

    /// Puts a version that another site wrote into the record, beside what stands here.
    pub(crate) async fn receive(&self, bytes: &[u8]) -> Result<()> {
        let tables = Box::pin(append::receive(&self.author(), bytes)).await?;
        self.unlocked.changes(&tables, self.subject.client);
        Ok(())
    }

    /// Signs a version that is in the record already.
    pub(crate) async fn sign(&self, version: &[u8], signer: &Signer, said: Said) -> Result<()> {
        append::sign(&self.author(), version, signer, said).await
    }

    fn author(&self) -> Author<'_> {
        Author {
            tx: &self.tx,
            me: &self.unlocked.me,
            site: self.unlocked.site,
            now: self.now,
            clock: &self.unlocked.last_hlc,
            wrote: &self.wrote,
        }
    }

    /// Makes every table anew and compares it with what it was.
    pub(crate) async fn rebuilt(&self) -> Result<Rebuilt> {
        self.unlocked.everything_changes();
        rebuild::compared(&self.tx).await
    }

    /// The refusal of a body that tells of a chart kept from this person, or that is about them and another's to write; none if it may be theirs.
    pub(crate) async fn kept_from(&self, kind: Kind, body: &Value) -> Result<Option<Error>> {
        let kept_out = self.unlocked.kept_out().await?;
        Ok(tells_of(kind, body, self.me(), &kept_out).then(Error::kept_out))
    }

    /// Who sees the answer.
    pub(crate) async fn viewer(&self) -> Result<Viewer> {
        self.unlocked.viewer(self.utc()).await
    }
    pub(crate) fn utc(&self) -> DateTime<Utc> {
        self.now.to_utc()
    }
    pub(crate) fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }
    pub(crate) fn me(&self) -> Uuid {
        self.unlocked.me.staff
    }

    /// Notes when this person last opened this chart.
    async fn visited(&self) -> Result<()> {
        let Some(client) = self.act.client else { return Ok(()) };
        let row = chart_visit::ActiveModel { staff: Set(self.me()), client: Set(client), visited_at: Set(self.utc()) };
        let again = OnConflict::columns([chart_visit::Column::Staff, chart_visit::Column::Client])
            .update_column(chart_visit::Column::VisitedAt)
            .to_owned();
        chart_visit::Entity::insert(row).on_conflict(again).exec_without_returning(&self.tx).await?;
        Ok(())
    }

    /// A row of something else that this act does, before the act's own.
    pub(crate) async fn tells_first(&self, action: &'static str, detail: &str) -> Result<()> {
        let entry = AuditEntry { action, detail, ..self.entry(String::new()) };
        audit::add(&self.tx, &self.newest().await?, entry, self.now).await?;
        *self.unlocked.chain_head.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }

    /// A row for each of these charts, before the act's own: their clinical text was shown with it.
    async fn tell_charts(&self, charts: &BTreeSet<Uuid>) -> Result<()> {
        let mut head = self.newest().await?;
        for client in charts {
            let entry = AuditEntry { client: Some(*client), document: None, ..self.entry(String::new()) };
            head = audit::add(&self.tx, &head, entry, self.now).await?;
        }
        if !charts.is_empty() {
            *self.unlocked.chain_head.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
        Ok(())
    }

    async fn newest(&self) -> Result<ChainHead> {
        let known = self.unlocked.chain_head.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match known {
            Some(known) => Ok(known),
            None => audit::newest(&self.tx).await,
        }
    }

    fn entry(&self, wrote: String) -> AuditEntry<'_> {
        let (act, me) = (&self.act, &self.unlocked.me);
        AuditEntry {
            actor: (!act.nobody).then_some(me.staff),
            role: if act.nobody { "" } else { me.role.name() },
            action: act.action,
            outcome: act.outcome,
            client: act.client,
            document: act.document,
            detail: &act.detail,
            wrote,
        }
    }

    /// The row that tells this act, after the newest one.
    async fn audit_row(&self) -> Result<(ChainHead, storage::audit::ActiveModel)> {
        let wrote = std::mem::take(&mut *self.wrote.lock().unwrap_or_else(PoisonError::into_inner)).join(" ");
        audit::row_after(&self.newest().await?, self.entry(wrote), self.now)
    }
}
