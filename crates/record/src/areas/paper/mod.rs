//! What leaves on paper.

pub(crate) mod day_sheet;
pub(crate) mod print;
