//! What staff do, told through the one list of commands on a real encrypted vault. No window.

mod backups;
mod canonical;
mod care;
mod checking;
mod keys;
#[cfg(target_os = "linux")]
mod memory;
mod restoring;
mod room;
mod stick;
mod trail;
mod vault;
mod writing;
