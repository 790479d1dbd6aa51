//! Finding people.

pub(crate) mod find;
