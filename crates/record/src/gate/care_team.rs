//! Care teams: which charts are closed to the person signed in, and whose viewer see an answer.
//!
//! A chart whose team is not named is open to all clinical staff, the small program's default. Where a team is named, everyone outside
//! it, supervisors and the director too, gives a reason first. The privacy officer reads without: that is the work.

use crate::gate::Act;
use crate::commands::{drafts, reading};
use crate::error::Result;
use crate::gate::Unlocked;
use crate::permission::{Permission, Role};
use crate::projections::entry_of;
use chrono::{DateTime, Utc};
use clinical::Kind;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Client ids of charts that are closed.
pub(crate) type Closed = Arc<BTreeSet<Uuid>>;

/// Charts opened from outside, until when. They close with the lock, because this goes with it.
#[derive(Default, Clone)]
pub(crate) struct Charts {
    opened: Arc<Mutex<BTreeMap<Uuid, DateTime<Utc>>>>,
}

impl Unlocked {
    /// Charts closed to this person now.
    pub(crate) async fn closed(&self, now: DateTime<Utc>) -> Result<Closed> {
        if !self.me.role.may(Permission::WriteClinical) {
            return Ok(Closed::default());
        }
        let others = self.of_other_teams().await?;
        let opened = self.charts.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let still = |client: &&Uuid| opened.get(*client).is_none_or(|until| *until <= now);
        if others.is_empty() || opened.is_empty() {
            return Ok(Arc::clone(&others));
        }
        Ok(Arc::new(others.iter().filter(still).copied().collect()))
    }

    /// Whose viewer see an answer.
    pub(crate) async fn viewer(&self, now: DateTime<Utc>) -> Result<Viewer> {
        Ok(Viewer { me: self.me.staff, role: self.me.role, closed: self.closed(now).await? })
    }

    /// This chart is open to this person until then, or until the lock.
    pub(crate) fn opened_from_outside(&self, client: Uuid, until: DateTime<Utc>) {
        self.charts.opened.lock().unwrap_or_else(PoisonError::into_inner).insert(client, until);
    }

    /// Until when this person opened the chart from outside.
    pub(crate) fn opened_until(&self, client: Uuid, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let opened = self.charts.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.get(&client).copied().filter(|until| now < *until)
    }
}

/// Who looks at an answer, and what of it they see.
#[derive(Debug, Clone)]
pub(crate) struct Viewer {
    pub me: Uuid,
    pub role: Role,
    pub closed: Closed,
}

impl Viewer {
    pub(crate) fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }
    /// Clinical text of this chart may be shown.
    pub(crate) fn clinical(&self, client: Uuid) -> bool {
        self.may(Permission::SeeClinical) && !self.closed.contains(&client)
    }
}

/// Whether this act touches clinical text of a chart that is closed to the person signed in.
pub(crate) async fn outside(unlocked: &Unlocked, act: &Act, now: DateTime<Utc>) -> Result<bool> {
    if act.client.is_none() && act.document.is_none() {
        return Ok(false);
    }
    let closed = unlocked.closed(now).await?;
    if closed.is_empty() {
        return Ok(false);
    }
    let named = act.client.filter(|_| act.needs.is_some_and(Permission::is_clinical));
    let touched = match act.document {
        Some(document) => touched(unlocked.reader(), unlocked.me.staff, document).await?,
        None => Vec::new(),
    };
    Ok(named.into_iter().chain(touched).any(|client| closed.contains(&client)))
}

/// Charts whose clinical text is in this document, in the record or in my draft.
async fn touched(db: &impl ConnectionTrait, me: Uuid, document: Uuid) -> Result<Vec<Uuid>> {
    let (name, client, version) = match entry_of(db, document).await? {
        // A group's facilitator reads back what they wrote of it.
        Some(entry) if entry.kind == Kind::GroupSession.name() && entry.author == me => return Ok(Vec::new()),
        Some(entry) => (entry.kind, entry.client, Some(entry.version)),
        None => match drafts::mine(db, me, document).await? {
            Some(draft) => (draft.kind, draft.client, None),
            None => return Ok(Vec::new()),
        },
    };
    let Some(kind) = Kind::named(&name) else { return Ok(client.into_iter().collect()) };
    if reading(kind) != Permission::SeeClinical {
        return Ok(Vec::new());
    }
    match (kind, version) {
        (Kind::GroupSession, Some(version)) => {
            let body = drafts::body_of(db, &version).await?;
            let people = body["people"].as_array().into_iter().flatten();
            Ok(people.filter_map(|person| Uuid::parse_str(person["client"].as_str()?).ok()).collect())
        }
        _ => Ok(client.into_iter().collect()),
    }
}
