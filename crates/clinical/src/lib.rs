//! What an IOP record says and what it requires: document kinds, forms, scoring, rules. Pure values; no storage, no windows, no clock.

mod ask;
pub mod asked;
mod checks;
pub mod clean;
pub mod drawing;
pub mod due;
pub mod every_kind;
pub mod facts;
pub mod form;
pub mod instruments;
pub mod kind;
pub mod kinds;
pub mod minutes;
pub mod names;
pub mod permission;
pub mod rules;
pub mod stays;
pub mod text;
pub mod words;

pub use kind::{About, CheckContext, Document};
pub use kinds::Kind;
