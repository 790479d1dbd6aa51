//! Who may: permission, care team, chart override. Every write and every look passes here, with its audit row in the same transaction.

mod access;
mod care_team;
mod clock_doubt;
mod exclusive;
mod record;
mod unlocked;

pub(crate) use access::{Act, Read, Write};
pub(crate) use care_team::{Charts, Viewer};
pub(crate) use clock_doubt::{Off, of_hlc, off, sentence};
pub(crate) use exclusive::Closed;
pub use record::{Clock, Cost, Record, SetClock, SystemClock};
pub(crate) use record::Writing;
pub(crate) use unlocked::{ClockState, Unlocked};
