//! Who may. A command names what it is about; the gate finds chart, kind, stay and care team, asks once, and lets it write or look. The audit
//! row goes with it, in the same transaction as a change.

mod act;
mod anchored;
mod asked_as;
mod care_team;
mod clock_doubt;
mod exclusive;
mod look;
mod owed;
mod password;
mod record;
mod remember;
mod requests;
mod subject;
mod unlocked;
mod write;
mod writing;

pub(crate) use act::Act;
pub(crate) use care_team::Viewer;
pub(crate) use clock_doubt::{ClockState, Off, of_hlc, off, sentence};
pub(crate) use look::Read;
pub(crate) use owed::Owed;
pub use record::{Clock, Record, SetClock, SystemClock};
pub(crate) use remember::Found;
pub(crate) use requests::DoneBefore;
pub(crate) use subject::{Subject, kind_of, missing};
pub(crate) use unlocked::{Previewed, Unlocked};
pub(crate) use write::Write;
