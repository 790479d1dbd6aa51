//! Acting and looking. Every write goes through `Write`, every look at a chart through `Read`: permission first, then the audit row in the
//! same transaction as the change. No command can forget either, because there is no other way to a connection.

use crate::ledger::audit::{self, ChainHead, AuditEntry};
use crate::ledger::checkpoint;
use crate::gate::Writing;
use crate::error::{Error, Result};
use crate::gate::Unlocked;
use crate::permission::Permission;
use crate::storage::rows::Rows;
use crate::storage::{self, chart_visit};
use crate::gate::Viewer;
use crate::storage::connections::{Transaction, Connections};
use crate::views::CheckpointView;
use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait, sea_query::OnConflict};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// What someone does, as the audit trail will tell it. Never holds clinical text.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub action: String,
    pub needs: Option<Permission>,
    pub client: Option<Uuid>,
    pub document: Option<Uuid>,
    pub detail: String,
    /// No audit row: only for autosaves of one's own draft (its start and its end are audited) and for this person's own lists.
    pub quiet: bool,
    /// This person has now seen the chart; noted with the audit row.
    pub seen: bool,
    /// May be done from outside the chart's care team: only the giving of the reason itself.
    pub allowed_outside: bool,
    /// Done by someone whose name is not known: a wrong password.
    nobody: bool,
    outcome: &'static str,
}

impl Act {
    pub(crate) fn new(action: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            needs: None,
            client: None,
            document: None,
            detail: String::new(),
            quiet: false,
            seen: false,
            allowed_outside: false,
            nobody: false,
            outcome: "done",
        }
    }
    pub(crate) fn needs(mut self, permission: Permission) -> Self {
        self.needs = Some(permission);
        self
    }
    pub(crate) fn client(mut self, client: Option<Uuid>) -> Self {
        self.client = client;
        self
    }
    pub(crate) fn document(mut self, document: Uuid) -> Self {
        self.document = Some(document);
        self
    }
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }
    pub(crate) fn quiet(mut self) -> Self {
        self.quiet = true;
        self
    }
    pub(crate) fn seen(mut self) -> Self {
        self.seen = true;
        self
    }
    pub(crate) fn allowed_outside(mut self) -> Self {
        self.allowed_outside = true;
        self
    }
    pub(crate) fn by_nobody(mut self) -> Self {
        self.nobody = true;
        self
    }
    /// A refusal is never quiet.
    pub(crate) fn refused(mut self) -> Self {
        self.quiet = false;
        self.outcome = "refused";
        self
    }
    /// It was tried and did not come about, for example a backup on a disk that is full.
    pub(crate) fn failed(mut self) -> Self {
        self.outcome = "failed";
        self
    }
}

/// An open change. Dropped without `done`, nothing happened.
pub(crate) struct Write {
    pub unlocked: Arc<Unlocked>,
    pub tx: Transaction,
    pub act: Act,
    pub now: DateTime<FixedOffset>,
    wrote: Mutex<Vec<String>>,
    last: Mutex<Rows>,
    sealed: Option<ChainHead>,
    _pen: tokio::sync::OwnedMutexGuard<()>,
    _writing: Writing,
}

impl Write {
    pub(crate) async fn begin(unlocked: Arc<Unlocked>, act: Act, now: DateTime<FixedOffset>, writing: Writing) -> Result<Self> {
        let pen = Arc::clone(&unlocked.pen).lock_owned().await;
        let tx = unlocked.writer.begin().await?;
        Ok(Self {
            unlocked,
            tx,
            act,
            now,
            wrote: Mutex::default(),
            last: Mutex::default(),
            sealed: None,
            _pen: pen,
            _writing: writing,
        })
    }
    /// Writes the audit row and commits. Once this returns, the change survives a power cut.
    pub(crate) async fn done(self) -> Result<()> {
        let wrote = !self.wrote.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
        let mut last = std::mem::take(&mut *self.last.lock().unwrap_or_else(PoisonError::into_inner));
        let link = match &self.sealed {
            Some(_) if wrote => return Err(Error::broken("This came after the audit row. Nothing was changed.")),
            Some(link) => Some(link.clone()),
            // What puts a version into the record is never quiet.
            None if self.act.quiet && !wrote => None,
            None => {
                let (link, row) = self.audit_row().await?;
                if link.takes_checkpoint() {
                    Box::pin(checkpoint::keep(&self.tx, &link, self.now)).await?;
                }
                last.put(row);
                Some(link)
            }
        };
        let known = |link| *self.unlocked.last_link.lock().unwrap_or_else(PoisonError::into_inner) = link;
        if link.is_some() {
            // Whoever asked may go away before the disk answers; then the next act looks for itself how the chain ends.
            known(None);
        }
        self.tx.commit_with(last).await?;
        self.unlocked.committed();
        if link.is_some() {
            known(link);
        }
        Ok(())
    }
    /// Writes the audit row now and a checkpoint of it, both committed by `done`. Nothing more can be written in between.
    pub(crate) async fn seal(&mut self) -> Result<CheckpointView> {
        let (link, row) = self.audit_row().await?;
        store::audit::Entity::insert(row).exec_without_returning(&self.tx).await?;
        let view = checkpoint::keep(&self.tx, &link, self.now).await?;
        self.sealed = Some(link);
        Ok(view)
    }
    /// Rows that nothing in this act asks for again: they are written with the commit, in one message.
    pub(crate) fn lastly(&self, write: impl FnOnce(&mut Rows) -> Result<()>) -> Result<()> {
        write(&mut self.last.lock().unwrap_or_else(PoisonError::into_inner))
    }
    /// Gives up everything since `begin`, for checks that write only to compare.
    pub(crate) async fn undone(self) -> Result<()> {
        Ok(self.tx.rollback().await?)
    }
    /// Goes on if the role may; else the refusal is the only thing this change writes.
    pub(crate) async fn permitted(self, allowed: bool) -> Result<Self> {
        if allowed { Ok(self) } else { self.refuse(Error::forbidden()).await }
    }
    /// Refuses with this sentence; the refusal is the only thing this change writes.
    pub(crate) async fn refuse<T>(self, error: Error) -> Result<T> {
        let Self { unlocked, tx, act, now, _pen, _writing, .. } = self;
        tx.rollback().await?;
        drop(_pen);
        Self::begin(unlocked, act.refused(), now, _writing).await?.done().await?;
        Err(error)
    }
    /// Whose viewer see the answer.
    pub(crate) async fn viewer(&self) -> Result<Viewer> {
        self.unlocked.viewer(self.utc()).await
    }
    pub(crate) fn may(&self, permission: Permission) -> bool {
        self.unlocked.me.role.may(permission)
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
    async fn remember(&self) -> Result<()> {
        let Some(client) = self.act.client else { return Ok(()) };
        let row = chart_visit::ActiveModel { staff: Set(self.me()), client: Set(client), seen_at: Set(self.utc()) };
        let again = OnConflict::columns([chart_visit::Column::Staff, chart_visit::Column::Client])
            .update_column(chart_visit::Column::SeenAt)
            .to_owned();
        chart_visit::Entity::insert(row).on_conflict(again).exec_without_returning(&self.tx).await?;
        Ok(())
    }

    /// A version or a signature statement (its SHA-256) that this act has put into the record; its audit row names it.
    pub(crate) fn wrote(&self, id: &[u8]) {
        let id = data_encoding::HEXLOWER.encode(id);
        self.wrote.lock().unwrap_or_else(PoisonError::into_inner).push(id);
    }

    /// The row that tells this act, after the newest one.
    async fn audit_row(&self) -> Result<(ChainHead, store::audit::ActiveModel)> {
        let known = self.unlocked.last_link.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let prev = match known {
            Some(known) => known,
            None => audit::newest(&self.tx).await?,
        };
        let (act, me) = (&self.act, &self.unlocked.me);
        let role = serde_json::to_value(me.role)?;
        let wrote = std::mem::take(&mut *self.wrote.lock().unwrap_or_else(PoisonError::into_inner)).join(" ");
        let told = AuditEntry {
            actor: (!act.nobody).then_some(me.staff),
            role: role.as_str().filter(|_| !act.nobody).unwrap_or_default(),
            action: &act.action,
            outcome: act.outcome,
            client: act.client,
            document: act.document,
            detail: &act.detail,
            wrote,
        };
        audit::row_after(&prev, told, self.now)
    }
}

/// A permitted look. Its audit row is written when it is dropped: waiting for it would put three flushes before every chart, and writing
/// it during the look would make the two wait for each other. Locking and leaving wait until it is on disk.
pub(crate) struct Read {
    pub unlocked: Arc<Unlocked>,
    pub now: DateTime<FixedOffset>,
    pub audited: Option<(Act, Writing)>,
}

impl Drop for Read {
    fn drop(&mut self) {
        let Some((act, writing)) = self.audited.take() else { return };
        let (unlocked, now) = (Arc::clone(&self.unlocked), self.now);
        tokio::spawn(async move {
            let mut owed = unlocked.owed.lock().await;
            owed.push_back((act, now));
            // A full disk refuses the row; it waits for the next look that finds room.
            while let Some((act, now)) = owed.front().cloned() {
                if tell(&unlocked, act, now, writing.clone()).await.is_err() {
                    return;
                }
                owed.pop_front();
            }
        });
    }
}

async fn tell(unlocked: &Arc<Unlocked>, act: Act, now: DateTime<FixedOffset>, writing: Writing) -> Result<()> {
    let write = Write::begin(Arc::clone(unlocked), act, now, writing).await?;
    if write.act.seen {
        write.remember().await?;
    }
    write.done().await
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
    /// Whose viewer see the answer.
    pub(crate) async fn viewer(&self) -> Result<Viewer> {
        self.unlocked.viewer(self.now.to_utc()).await
    }
}

/// Wall time as it is stored and signed.
pub(crate) fn wall(now: DateTime<FixedOffset>) -> String {
    now.to_rfc3339_opts(SecondsFormat::Millis, false)
}
