//! Care teams: which charts are closed to the person signed in, and who sees an answer.
//!
//! A chart whose team is not named is open to all clinical staff, the small program's default. Where a team is named, everyone outside
//! it, supervisors and the director too, gives a reason first. The privacy officer reads without: that is the work.

use super::unlocked::Unlocked;
use crate::error::Result;
use chrono::{DateTime, Utc};
use clinical::permission::{Permission, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Client ids of charts that are closed.
pub(crate) type Closed = Arc<BTreeSet<Uuid>>;

/// Charts opened from outside, until when. They close with the lock, because this goes with it.
#[derive(Default, Clone)]
pub(crate) struct Overrides {
    opened: Arc<Mutex<BTreeMap<Uuid, DateTime<Utc>>>>,
}

impl Unlocked {
    /// Charts closed to this person now.
    pub(crate) async fn closed(&self, now: DateTime<Utc>) -> Result<Closed> {
        if !self.me.role.may(Permission::WriteClinical) {
            return Ok(Closed::default());
        }
        let others = self.of_other_teams().await?;
        let opened = self.overrides.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let still = |client: &&Uuid| opened.get(*client).is_none_or(|until| *until <= now);
        if others.is_empty() || opened.is_empty() {
            return Ok(Arc::clone(&others));
        }
        Ok(Arc::new(others.iter().filter(still).copied().collect()))
    }

    /// Who sees an answer.
    pub(crate) async fn viewer(&self, now: DateTime<Utc>) -> Result<Viewer> {
        Ok(Viewer { me: self.me.staff, role: self.me.role, closed: self.closed(now).await? })
    }

    /// This chart is open to this person until then, or until the lock.
    pub(crate) fn opened_from_outside(&self, client: Uuid, until: DateTime<Utc>) {
        self.overrides.opened.lock().unwrap_or_else(PoisonError::into_inner).insert(client, until);
    }

    /// Until when this person opened the chart from outside.
    pub(crate) fn opened_until(&self, client: Uuid, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let opened = self.overrides.opened.lock().unwrap_or_else(PoisonError::into_inner);
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
