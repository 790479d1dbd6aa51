//! Facts counted from the record.

pub(crate) mod reports;
