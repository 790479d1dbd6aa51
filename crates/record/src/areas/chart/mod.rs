pub(crate) mod care_team;
pub(crate) mod chart;
