//! Pages of their own, where a paper is more than its form. To add one: write its file, add its line.

pub mod aftercare_plan;
pub mod day_sheet;
pub mod recovery_kit;
pub mod treatment_plan;
