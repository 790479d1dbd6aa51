//! The day as it stands, and what a person must know before going on.

pub(crate) mod notices;
pub(crate) mod today;
