//! How the record is kept and who may touch it: vault, permission, audit, versions and the one list of commands. No window.
//!
//! Modules depend downward only: `dispatch` and `areas`, then `gate`, then `queries` and `ledger`, then `projections`, then `vault` and
//! `storage`, then the small ones that know nothing of the record.

mod areas;
pub mod canonical;
pub mod command;
mod commands;
pub mod dispatch;
pub mod door;
pub mod error;
mod gate;
pub mod ids;
mod json;
mod ledger;
#[cfg(all(test, unix, feature = "postgres"))]
mod postgres;
mod projections;
mod queries;
mod secret;
mod storage;
mod typed;
mod vault;
pub mod views;

pub use areas::documents::sign::sign_with;
pub use clinical::permission;
pub use gate::{Clock, Record, SetClock, SystemClock};
pub use ledger::append::Signer;
pub use secret::Secret;
pub use vault::Cost;
pub use vault::anchor::{AnchorFiles, AnchorPlace, Anchors};
pub use vault::private;
