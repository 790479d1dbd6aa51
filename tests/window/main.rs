//! The real window, driven as a person would. On Linux, where the web engine has a driver.
#![cfg(target_os = "linux")]

mod desk;
mod job;
mod journey;
mod keyboard;
mod leaving;
mod person;
mod signing;
mod steps;
mod walls;
