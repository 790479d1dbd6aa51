//! What staff do, told through the one list of commands on a real encrypted vault. No window.

mod canonical;
mod care;
mod keys;
#[cfg(target_os = "linux")]
mod memory;
mod room;
mod trail;
mod vault;
mod writing;
