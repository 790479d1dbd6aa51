//! Who works here.

pub(crate) mod directory;
pub(crate) mod remove;
pub(crate) mod successor;
