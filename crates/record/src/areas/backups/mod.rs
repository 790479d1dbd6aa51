//! Copies of the record, and making one out of a copy.

pub(crate) mod backups;
pub(crate) mod restore;
