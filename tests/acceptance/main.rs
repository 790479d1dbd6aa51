//! What staff do, told through the one list of commands on a real encrypted vault. No window.

mod alerts;
mod backups;
mod canonical;
mod care;
mod checking;
mod confidence;
mod disclosures;
mod doors;
mod histories;
mod keys;
mod laws;
mod letters;
mod matrix;
#[cfg(target_os = "linux")]
mod memory;
mod names;
mod older;
mod owed;
mod peers;
mod people;
mod restoring;
mod restrictions;
mod room;
mod rows;
mod stays;
mod stick;
mod supervised;
mod tasks;
mod trail;
mod typed;
mod vault;
mod ways_out;
mod wholes;
mod writing;
