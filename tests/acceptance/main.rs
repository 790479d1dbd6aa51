//! What staff do, told through the one list of commands on a real encrypted vault. No window.

mod canonical;
mod care;
mod matrix;
mod people;
mod room;
mod supervised;
mod vault;
mod writing;
