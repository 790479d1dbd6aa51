//! How the record is kept and who may touch it: vault, permission, audit, versions and the one list of commands. No window.

pub mod error;
pub mod permission;
pub mod view;
pub mod commands;
pub mod desk;
pub mod rpc;
