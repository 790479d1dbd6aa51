//! Rows that go alone and that the audit trail still has to be told: looks that are over, refusals.

use super::act::Act;
use chrono::{DateTime, FixedOffset};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One of them: what was done, and the charts whose clinical text was in its answer.
#[derive(Clone)]
pub(crate) struct Owed {
    pub(super) act: Act,
    pub(super) showed: BTreeSet<Uuid>,
    pub(super) now: DateTime<FixedOffset>,
}

impl Owed {
    /// An act that showed no list of charts.
    pub(crate) fn of(act: Act, now: DateTime<FixedOffset>) -> Self {
        Self { act, showed: BTreeSet::new(), now }
    }
}
