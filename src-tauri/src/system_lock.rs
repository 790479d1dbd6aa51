//! The computer's own word that nobody is at the screen: it goes to sleep, or its screen was locked.
//!
//! Linux tells it over D-Bus. Windows and macOS are watched by their clocks only: after a sleep the record locks as soon as
//! the computer wakes (`lock::watch`).

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
pub use linux::listen;

/// Nothing to listen to here.
#[cfg(not(target_os = "linux"))]
pub fn listen(_: &tauri::AppHandle) {}
