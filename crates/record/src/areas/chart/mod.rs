//! A client's chart as it opens, and who may open it.

pub(crate) mod care_team;
pub(crate) mod chart;
