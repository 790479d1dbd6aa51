//! Looks that are over and that the audit trail still has to be told.

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
