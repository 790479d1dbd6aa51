//! How the record is kept and who may touch it: vault, permission, audit, versions and the one list of commands. No window.

mod act;
mod append;
mod audit;
pub mod canon;
mod checkpoint;
mod clock;
pub mod commands;
mod cosigned;
pub mod record;
pub mod error;
mod exporting;
pub mod ids;
mod look;
mod open;
pub mod permission;
mod project;
mod rebuild;
pub mod rpc;
mod store;
mod team;
mod vault;
pub mod view;

pub use append::Signer;
