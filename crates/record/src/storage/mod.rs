//! The record's file and every table that is not a projection. All SQL text and every word of the engine live here and in the two folders
//! that fill tables, `ledger` and `projections`: nothing above them knows which database it is.

pub mod audit;
pub mod chart_override;
pub mod chart_visit;
pub mod checkpoint;
pub mod connection;
pub mod connections;
pub(crate) mod dialect;
pub mod document;
pub mod draft;
pub(crate) mod engine;
pub mod head;
mod no_relations;
pub(crate) mod rows;
pub(crate) mod schema;
pub mod setting;
pub mod signature;
pub mod site;
mod together;
pub mod version;

pub(crate) use no_relations::no_relations;
