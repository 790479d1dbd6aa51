//! The record's file and every table that is not a projection. All SQL text and every word of the engine live here: nothing above this folder
//! knows which database it is.

pub mod audit;
pub mod chart_override;
pub mod chart_visit;
pub mod checkpoint;
pub mod connection;
pub mod connections;
pub mod document;
pub mod draft;
pub mod head;
pub(crate) mod rows;
pub mod setting;
pub mod signature;
pub mod site;
pub mod version;
