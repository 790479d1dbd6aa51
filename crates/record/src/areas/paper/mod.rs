//! What leaves on paper.

pub(crate) mod day_sheet;
mod disclosure;
mod matter;
pub(crate) mod print;
