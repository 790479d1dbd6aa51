//! The real window, driven as a person would. On Linux, where the web engine has a driver.
#![cfg(target_os = "linux")]

mod actions;
mod away;
mod desktop;
mod hostile;
mod job;
mod journey;
mod keyboard;
mod leaving;
mod leftovers;
mod person;
mod restoring;
mod returning;
mod signing;
mod steps;
mod strings;
mod walls;
