//! Questions that more than one area asks. They take a connection and a day, and answer with what screens show.

pub(crate) mod check_context;
pub(crate) mod client_signs;
pub(crate) mod disclosure;
pub(crate) mod due;
pub(crate) mod hours;
pub(crate) mod kept_back;
pub(crate) mod measures;
pub(crate) mod names;
pub(crate) mod people;
pub(crate) mod plan;
pub(crate) mod restrictions;
pub(crate) mod stays;
pub(crate) mod tasks;
pub(crate) mod timeline;
pub(crate) mod trail;
