pub(crate) mod bring_up;
pub(crate) mod unlocking;
pub(crate) mod vault;
