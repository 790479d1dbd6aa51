//! Locking: by hand, when nobody is there, and when the computer slept.

use crate::handover::RETURN;
use crate::shell::Shell;
use crate::window::{self, driven};
use crate::{closing, print};
use record::dispatch::dispatch;
use record::{Clock, SystemClock};
use serde_json::Value;
use std::process::Command;
use std::sync::atomic::Ordering::SeqCst;
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager};

/// The wall clock and the running clock may differ by this much before it means sleep or a clock set by hand.
const DRIFT: Duration = Duration::from_secs(30);

/// Closes the record and gives the person a fresh window. Nothing happens if it is closed already.
///
/// The page hands over first. What it could not write stays in this process's memory for its author; the page goes
/// with everything in it, whether it answered or not.
pub async fn lock(app: AppHandle) {
    let shell = app.state::<Shell>();
    let record = shell.record();
    if !record.is_open() || shell.locking.swap(true, SeqCst) {
        return;
    }
    let handed = closing::hand_over(&app, closing::Why::Locking).await;
    shell.handed_over.store(true, SeqCst);
    // A backup being made may keep the record open for a while; nobody reads the screen meanwhile.
    for window in app.webview_windows().into_values() {
        let _ = window.eval("document.documentElement.hidden = true");
    }
    shell.settled().await;
    let author = record.me().await;
    // The record's own command first: it may have a last word for the audit trail. Closed it is either way.
    let _ = dispatch(&record, "lock", Value::Null).await;
    record.lock().await;
    if let Ok(author) = author {
        shell.kept.keep(author.staff, handed);
    }
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
            if shell.record().is_open() && (shell.deserted() || jumped(wall - then, running - before)) {
                tauri::async_runtime::spawn(lock(app.clone()));
            }
        }
    });
}

/// Today, on this computer.
pub fn today() -> chrono::NaiveDate {
    SystemClock.now().date_naive()
}

fn wall() -> i64 {
    SystemClock.now().timestamp_millis()
}

fn jumped(wall_millis: i64, running: Duration) -> bool {
    let running = i64::try_from(running.as_millis()).unwrap_or(i64::MAX);
    u128::from(wall_millis.abs_diff(running)) > DRIFT.as_millis()
}

/// In the product the whole program starts anew, because its own memory keeps text of the focused field (measured: 8 copies,
/// then 0). A driven window is replaced, and so is one whose text is still held: the new one first, then the old one goes
/// with everything typed into it.
fn renew(app: &AppHandle) {
    let shell = app.state::<Shell>();
    if !driven() && !shell.kept.has_text() {
        start_anew(app, &shell.kept.places());
    }
    let old: Vec<_> = app.webview_windows().into_values().collect();
    if window::open(app).is_err() {
        eprintln!("Handrail could not open its window again.");
        std::process::exit(3);
    }
    for window in old {
        let _ = window.destroy();
        print::forget(app, window.label());
    }
    shell.handed_over.store(false, SeqCst);
    shell.locking.store(false, SeqCst);
}

/// As the runtime's own restart, with the place beside it: other people on this computer can read a process's arguments, not
/// its environment.
fn start_anew(app: &AppHandle, places: &str) -> ! {
    app.cleanup_before_exit();
    let env = app.env();
    let next = tauri::process::current_binary(&env)
        .and_then(|program| Command::new(program).args(env.args_os.iter().skip(1)).env(RETURN, places).spawn());
    if next.is_err() {
        app.restart();
    }
    std::process::exit(0);
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
