//! What each name on the list does. One folder per noun of the clinic, one file per verb.

#![expect(clippy::module_inception, reason = "a noun's first verb is often the noun: the chart is asked for its chart")]

pub(crate) mod backups;
pub(crate) mod chart;
pub(crate) mod clients;
pub(crate) mod disclosures;
pub(crate) mod documents;
pub(crate) mod paper;
pub(crate) mod reports;
pub(crate) mod staff;
pub(crate) mod tasks;
pub(crate) mod today;
pub(crate) mod trail;
pub(crate) mod vault;
