//! What an act is about, found once: the document as it stands, my draft of it, its kind, its chart, its stay. Then it is asked once whether
//! this person may.

use super::act::{Act, On};
use super::unlocked::Unlocked;
use crate::error::{Code, Error, Result};
use crate::ledger::body;
use crate::projections::entry;
use crate::storage::draft;
use chrono::{DateTime, Utc};
use clinical::Kind;
use sea_orm::{ConnectionTrait, EntityTrait as _};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Whether an act looks or changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Look,
    Change,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Subject {
    /// Whose chart.
    pub client: Option<Uuid>,
    /// None where it is about no document, or about none that is here.
    pub kind: Option<Kind>,
    /// The document as it stands in the record.
    pub entry: Option<entry::Model>,
    /// My draft of it, put away or not.
    pub draft: Option<draft::Model>,
}

impl Subject {
    /// Finds it. `db` is the act's own connection where it changes something: a commit empties what readers hold of the file.
    pub(super) async fn find(db: &impl ConnectionTrait, me: Uuid, on: On) -> Result<Self> {
        match on {
            On::Nothing => Ok(Self::default()),
            On::Chart(client) => Ok(Self { client: Some(client), ..Self::default() }),
            On::Document(document) => {
                let mine = draft::Entity::find_by_id((me, document)).one(db);
                let (entry, draft) = tokio::try_join!(entry::Entity::of(db, document), mine)?;
                let name = entry.as_ref().map(|it| &it.kind).or(draft.as_ref().map(|it| &it.kind));
                let kind = name.map(|name| kind_of(name)).transpose()?;
                let client = entry.as_ref().and_then(|it| it.client).or(draft.as_ref().and_then(|it| it.client));
                Ok(Self { client, kind, entry, draft })
            }
        }
    }

    /// Why this person may not; none if they may.
    pub(super) async fn refusal(
        &self,
        db: &impl ConnectionTrait,
        unlocked: &Unlocked,
        act: &Act,
        way: Way,
        now: DateTime<Utc>,
    ) -> Result<Option<Error>> {
        let needs = self.kind.map(|kind| match way {
            Way::Look => kind.about().read,
            Way::Change => kind.about().write,
        });
        if needs.is_some_and(|needs| !unlocked.me.role.may(needs)) {
            return Ok(Some(Error::forbidden()));
        }
        if self.kept_from(db, unlocked, act).await? {
            return Ok(Some(Error::kept_out()));
        }
        if act.allowed_outside {
            return Ok(None);
        }
        let closed = unlocked.closed(now).await?;
        if closed.is_empty() || !self.charts(db, unlocked.me.staff, act).await?.iter().any(|it| closed.contains(it)) {
            return Ok(None);
        }
        Ok(Some(Error::outside_team()))
    }

    /// Whether anything the act is about is kept from this person, as the record and their own draft say.
    async fn kept_from(&self, db: &impl ConnectionTrait, unlocked: &Unlocked, act: &Act) -> Result<bool> {
        let (me, kept_out) = (unlocked.me.staff, unlocked.kept_out().await?);
        if self.client.into_iter().chain(act.client).any(|client| kept_out.contains(&client)) {
            return Ok(true);
        }
        let says =
            |kind: &Kind| kind.about().kept_from.is_some() || (kind.about().names_others && !kept_out.is_empty());
        let Some(kind) = self.kind.filter(says) else { return Ok(false) };
        if let Some(draft) = &self.draft
            && tells_of(kind, &serde_json::from_str(&draft.body)?, me, &kept_out)
        {
            return Ok(true);
        }
        match &self.entry {
            Some(entry) => Ok(tells_of(kind, &body::of_version(db, &entry.version).await?, me, &kept_out)),
            None => Ok(false),
        }
    }

    /// Charts whose clinical text the act is about.
    async fn charts(&self, db: &impl ConnectionTrait, me: Uuid, act: &Act) -> Result<Vec<Uuid>> {
        let Some(kind) = self.kind else {
            return Ok(self.client.filter(|_| act.is_clinical()).into_iter().collect());
        };
        if !kind.is_clinical() {
            return Ok(Vec::new());
        }
        match &self.entry {
            // Who wrote of all of them reads back what they wrote.
            Some(entry) if kind.about().names_others && entry.author != me => {
                Ok(named_in(kind, &body::of_version(db, &entry.version).await?))
            }
            _ => Ok(self.client.into_iter().collect()),
        }
    }

    /// The document as it stands.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) fn entry(&self) -> Result<&entry::Model> {
        self.entry.as_ref().ok_or_else(missing)
    }

    /// My draft of it that is not put away.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) fn draft(&self) -> Result<&draft::Model> {
        self.draft.as_ref().filter(|draft| draft.discarded_at.is_none()).ok_or_else(missing)
    }

    /// Its kind.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) fn kind(&self) -> Result<Kind> {
        self.kind.ok_or_else(missing)
    }
}

/// Whether this body tells of a chart that is kept from this person, or is itself about them and kept from them.
pub(super) fn tells_of(kind: Kind, body: &Value, me: Uuid, kept_out: &BTreeSet<Uuid>) -> bool {
    let about = kind.about();
    let about_me = |key| body[key].as_str().is_some_and(|id| Uuid::parse_str(id) == Ok(me));
    let names = || named_in(kind, body).iter().any(|client| kept_out.contains(client));
    about.kept_from.is_some_and(about_me) || (about.names_others && !kept_out.is_empty() && names())
}

/// The clients a body tells of. A body that cannot be read tells of nobody.
fn named_in(kind: Kind, body: &Value) -> Vec<Uuid> {
    kind.clients(body).unwrap_or_default().iter().filter_map(|id| Uuid::parse_str(id).ok()).collect()
}

/// The kind of this stored name.
///
/// # Errors
/// `ReadOnly` for a kind of a newer app.
pub(crate) fn kind_of(name: &str) -> Result<Kind> {
    Kind::named(name).ok_or_else(|| Error::of(Code::ReadOnly, "This document needs a newer Handrail."))
}

/// What was asked for is not here.
pub(crate) fn missing() -> Error {
    Error::of(Code::NotFound, "This document is not here any more. It may have been signed or put away.")
}
