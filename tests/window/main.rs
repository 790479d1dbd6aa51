//! The real window, driven as a person would. On Linux, where the web engine has a driver.
#![cfg(target_os = "linux")]

mod actions;
mod away;
mod desktop;
mod disclosing;
mod display;
mod handing_over;
mod hostile;
mod job;
mod journey;
mod keyboard;
mod leaving;
mod leftovers;
mod person;
mod restoring;
mod returning;
mod settling;
mod signing;
mod steps;
mod strings;
mod walls;
