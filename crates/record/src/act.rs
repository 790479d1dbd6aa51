//! Acting and looking. Every write goes through `Ink`, every look at a chart through `Sight`: permission first, then the audit row in the
//! same transaction as the change. No command can forget either, because there is no other way to a connection.

use crate::audit::{self, Link, Told};
use crate::checkpoint;
use crate::desk::Writing;
use crate::error::{Error, Result};
use crate::open::Open;
use crate::permission::Permission;
use crate::store::rows::Rows;
use crate::store::{self, seen};
use crate::team::Eyes;
use crate::vault::connections::{Change, Connections};
use crate::view::CheckpointView;
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
pub(crate) struct Ink {
    pub open: Arc<Open>,
    pub tx: Change,
    pub act: Act,
    pub now: DateTime<FixedOffset>,
    wrote: Mutex<Vec<String>>,
    last: Mutex<Rows>,
    sealed: Option<Link>,
    _pen: tokio::sync::OwnedMutexGuard<()>,
    _writing: Writing,
}

impl Ink {
    pub(crate) async fn begin(open: Arc<Open>, act: Act, now: DateTime<FixedOffset>, writing: Writing) -> Result<Self> {
        let pen = Arc::clone(&open.pen).lock_owned().await;
        let tx = open.writer.begin().await?;
        Ok(Self {
            open,
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
        let known = |link| *self.open.last_link.lock().unwrap_or_else(PoisonError::into_inner) = link;
        if link.is_some() {
            // Whoever asked may go away before the disk answers; then the next act looks for itself how the chain ends.
            known(None);
        }
        self.tx.commit_with(last).await?;
        self.open.committed();
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
        let Self { open, tx, act, now, _pen, _writing, .. } = self;
        tx.rollback().await?;
        drop(_pen);
        Self::begin(open, act.refused(), now, _writing).await?.done().await?;
        Err(error)
    }
    /// Whose eyes see the answer.
    pub(crate) async fn eyes(&self) -> Result<Eyes> {
        self.open.eyes(self.utc()).await
    }
    pub(crate) fn may(&self, permission: Permission) -> bool {
        self.open.me.role.may(permission)
    }
    pub(crate) fn utc(&self) -> DateTime<Utc> {
        self.now.to_utc()
    }
    pub(crate) fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }
    pub(crate) fn me(&self) -> Uuid {
        self.open.me.staff
    }

    /// Notes when this person last opened this chart.
    async fn remember(&self) -> Result<()> {
        let Some(client) = self.act.client else { return Ok(()) };
        let row = seen::ActiveModel { staff: Set(self.me()), client: Set(client), seen_at: Set(self.utc()) };
        let again = OnConflict::columns([seen::Column::Staff, seen::Column::Client])
            .update_column(seen::Column::SeenAt)
            .to_owned();
        seen::Entity::insert(row).on_conflict(again).exec_without_returning(&self.tx).await?;
        Ok(())
    }

    /// A version or a signature statement (its SHA-256) that this act has put into the record; its audit row names it.
    pub(crate) fn wrote(&self, id: &[u8]) {
        let id = data_encoding::HEXLOWER.encode(id);
        self.wrote.lock().unwrap_or_else(PoisonError::into_inner).push(id);
    }

    /// The row that tells this act, after the newest one.
    async fn audit_row(&self) -> Result<(Link, store::audit::ActiveModel)> {
        let known = self.open.last_link.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let prev = match known {
            Some(known) => known,
            None => audit::newest(&self.tx).await?,
        };
        let (act, me) = (&self.act, &self.open.me);
        let role = serde_json::to_value(me.role)?;
        let wrote = std::mem::take(&mut *self.wrote.lock().unwrap_or_else(PoisonError::into_inner)).join(" ");
        let told = Told {
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
pub(crate) struct Sight {
    pub open: Arc<Open>,
    pub now: DateTime<FixedOffset>,
    pub audited: Option<(Act, Writing)>,
}

impl Drop for Sight {
    fn drop(&mut self) {
        let Some((act, writing)) = self.audited.take() else { return };
        let (open, now) = (Arc::clone(&self.open), self.now);
        tokio::spawn(async move {
            let mut owed = open.owed.lock().await;
            owed.push_back((act, now));
            // A full disk refuses the row; it waits for the next look that finds room.
            while let Some((act, now)) = owed.front().cloned() {
                if tell(&open, act, now, writing.clone()).await.is_err() {
                    return;
                }
                owed.pop_front();
            }
        });
    }
}

async fn tell(open: &Arc<Open>, act: Act, now: DateTime<FixedOffset>, writing: Writing) -> Result<()> {
    let ink = Ink::begin(Arc::clone(open), act, now, writing).await?;
    if ink.act.seen {
        ink.remember().await?;
    }
    ink.done().await
}

impl Sight {
    pub(crate) fn db(&self) -> &Connections {
        self.open.reader()
    }
    pub(crate) fn today(&self) -> NaiveDate {
        self.now.date_naive()
    }
    pub(crate) fn me(&self) -> Uuid {
        self.open.me.staff
    }
    /// Whose eyes see the answer.
    pub(crate) async fn eyes(&self) -> Result<Eyes> {
        self.open.eyes(self.now.to_utc()).await
    }
}

/// Wall time as it is stored and signed.
pub(crate) fn wall(now: DateTime<FixedOffset>) -> String {
    now.to_rfc3339_opts(SecondsFormat::Millis, false)
}
