//! The machinery of layout: blocks on pages, text shaped and broken, the bytes of a file. It knows no document.

pub mod beside;
pub mod blocks;
mod faces;
pub mod flow;
pub mod foot;
mod order;
mod pdf;
pub mod press;
pub mod runs;
pub mod tables;
mod tags;
pub mod text;
