//! Tasks that any document can give.

pub(crate) mod list;
