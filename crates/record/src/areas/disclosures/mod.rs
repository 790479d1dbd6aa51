//! What went to somebody outside.

pub mod log;
