//! What an IOP record says and what it requires: document kinds, forms, scoring, rules. Pure values; no storage, no windows, no clock.

pub mod documents;
pub mod drawing;
pub mod facts;
pub mod form;
pub mod instruments;
pub mod rules;
pub mod text;
