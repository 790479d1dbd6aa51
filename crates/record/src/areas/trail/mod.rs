//! The audit trail: read, checked, exported.

pub(crate) mod check;
pub(crate) mod trail;
