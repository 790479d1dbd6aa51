//! The machinery of layout: blocks on pages, text shaped and broken, the bytes of a file. It knows no document.

pub mod beside;
pub mod blocks;
pub mod flow;
mod pdf;
pub mod press;
pub mod runs;
pub mod tables;
mod tags;
mod text;
