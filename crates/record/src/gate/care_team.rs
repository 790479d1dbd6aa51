//! Care teams and restrictions: which charts are closed to the person signed in, and who sees an answer.
//!
//! A chart whose team is not named is open to all clinical staff, the small program's default. Where a team is named, everyone outside
//! it, supervisors and the director too, gives a reason first. The privacy officer reads without: that is the work. From whom the client asked
//! to keep the chart, whatever the role, it is kept whole, and no reason opens it.

use chrono::{DateTime, Utc};
use clinical::permission::{Permission, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Client ids of charts that are closed, or of which nothing at all is shown.
pub(crate) type Closed = Arc<BTreeSet<Uuid>>;

/// Charts opened from outside, until when. They close with the lock, because this goes with it.
#[derive(Default, Clone)]
pub(crate) struct Overrides {
    opened: Arc<Mutex<BTreeMap<Uuid, DateTime<Utc>>>>,
}

impl Overrides {
    fn opened(&self) -> MutexGuard<'_, BTreeMap<Uuid, DateTime<Utc>>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// This chart is open until then, or until the lock.
    pub(crate) fn open(&self, client: Uuid, until: DateTime<Utc>) {
        self.opened().insert(client, until);
    }

    /// Until when this chart is open from outside.
    pub(crate) fn until(&self, client: Uuid, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.opened().get(&client).copied().filter(|until| now < *until)
    }

    /// Of these charts, the ones that are still closed.
    pub(super) fn still_closed(&self, others: Closed, now: DateTime<Utc>) -> Closed {
        let opened = self.opened();
        if others.is_empty() || opened.is_empty() {
            return others;
        }
        let still = |client: &&Uuid| opened.get(*client).is_none_or(|until| *until <= now);
        Arc::new(others.iter().filter(still).copied().collect())
    }
}

/// Who looks at an answer, and what of it they see.
#[derive(Debug, Clone)]
pub(crate) struct Viewer {
    pub me: Uuid,
    pub role: Role,
    /// Closed by their care team, until a reason is given.
    pub closed: Closed,
    /// Kept from this person at the client's request; no reason opens them.
    pub kept_out: Closed,
}

impl Viewer {
    pub(crate) fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }
    /// Anything of this chart may be shown, be it that there is one.
    pub(crate) fn sees(&self, client: Uuid) -> bool {
        !self.kept_out.contains(&client)
    }
    /// Clinical text of this chart may be shown.
    pub(crate) fn clinical(&self, client: Uuid) -> bool {
        self.may(Permission::SeeClinical) && self.sees(client) && !self.closed.contains(&client)
    }
}
