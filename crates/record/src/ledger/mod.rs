//! What is in the record for good: versions, signatures, the audit chain and its checkpoints, and how they leave for a checker or an export.

pub(crate) mod append;
pub(crate) mod audit;
pub(crate) mod body;
pub(crate) mod chain;
pub(crate) mod checkpoint;
pub(crate) mod export;
pub(crate) mod verify_input;
