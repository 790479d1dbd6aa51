//! Locking: by hand, when nobody is there, and when the computer slept.

use crate::shell::Shell;
use crate::window::{self, driven};
use crate::{leave, paper};
use record::desk::{Clock, SystemClock};
use std::sync::atomic::Ordering::SeqCst;
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager};

/// The wall clock and the running clock may differ by this much before it means sleep or a clock set by hand.
const DRIFT: Duration = Duration::from_secs(30);

/// Closes the record and gives the person a fresh window. Nothing happens if it is closed already.
pub async fn lock(app: AppHandle) {
    let shell = app.state::<Shell>();
    if !shell.desk.is_open() || shell.locking.swap(true, SeqCst) {
        return;
    }
    leave::keep_typing(&app).await;
    shell.settled().await;
    shell.desk.lock().await;
    let handle = app.clone();
    let asked = app.run_on_main_thread(move || renew(&handle));
    if asked.is_err() {
        // Without a main loop there is no window left to renew.
        app.exit(3);
    }
}

/// Locks when nobody has touched the window for too long or the computer has slept.
pub fn watch(app: AppHandle) {
    std::thread::spawn(move || {
        let (mut wall, mut running) = (wall(), Instant::now());
        loop {
            std::thread::sleep(Duration::from_millis(200));
            let (then, before) = (wall, running);
            (wall, running) = (self::wall(), Instant::now());
            let shell = app.state::<Shell>();
            // The running clock stands still while the computer sleeps, so the wall clock is asked as well.
            if shell.desk.is_open() && (shell.deserted() || jumped(wall - then, running - before)) {
                tauri::async_runtime::spawn(lock(app.clone()));
            }
        }
    });
}

fn wall() -> i64 {
    SystemClock.now().timestamp_millis()
}

fn jumped(wall_millis: i64, running: Duration) -> bool {
    let running = i64::try_from(running.as_millis()).unwrap_or(i64::MAX);
    u128::from(wall_millis.abs_diff(running)) > DRIFT.as_millis()
}

/// A driven window is replaced: the new one first, then the old one goes with everything typed into it. In the product
/// the whole program starts anew, because its own memory keeps text of the focused field (measured: 8 copies, then 0).
fn renew(app: &AppHandle) {
    if !driven() {
        app.restart();
    }
    let old: Vec<_> = app.webview_windows().into_values().collect();
    if window::open(app).is_err() {
        eprintln!("Handrail could not open its window again.");
        std::process::exit(3);
    }
    for window in old {
        let _ = window.destroy();
        paper::forget(app, window.label());
    }
    app.state::<Shell>().locking.store(false, SeqCst);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_computer_that_slept_locks_and_one_that_is_busy_does_not() {
        assert!(jumped(3_600_000, Duration::from_millis(200)), "an hour with the lid closed");
        assert!(jumped(-86_400_000, Duration::from_millis(200)), "the clock was set back a day");
        assert!(!jumped(5_200, Duration::from_secs(5)), "a slow machine");
    }
}
