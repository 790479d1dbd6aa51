pub(crate) mod accounts;
pub(crate) mod remove_staff;
pub(crate) mod staff;
