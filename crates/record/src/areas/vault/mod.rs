//! The vault: set up, unlocked, recovered, locked.

pub(crate) mod bring_up;
pub(crate) mod create;
pub(crate) mod older;
pub(crate) mod opening;
pub(crate) mod password;
pub(crate) mod status;
pub(crate) mod unlock;
pub(crate) mod window;
