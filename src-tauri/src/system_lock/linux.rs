//! logind for sleep and for the lock of the session, screen savers for the lock of the screen.

use crate::lock;
use crate::shell::Shell;
use crate::window::DRIVABLE;
use std::time::{Duration, Instant};
use tauri::{AppHandle, Manager};
use zbus::MatchRule;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::zvariant::{OwnedFd, OwnedObjectPath};

const LOGIN: &str = "org.freedesktop.login1";
const SESSIONS: &str = "org.freedesktop.login1.Session";
const COMPUTER: &str = "org.freedesktop.login1.Manager";

/// The computer waits this long for a lock before it sleeps; logind itself waits five seconds by default.
const BEFORE_SLEEP: Duration = Duration::from_secs(4);

/// Listens on both buses, each where there is one. Without a bus the clock and the idle time are left.
pub fn listen(app: &AppHandle) {
    for watch in [sleep_and_session, screen] {
        let app = app.clone();
        std::thread::spawn(move || watch(&app));
    }
}

fn sleep_and_session(app: &AppHandle) -> zbus::Result<()> {
    let bus = bus(Builder::system)?;
    let rule = MatchRule::builder().msg_type(Type::Signal).sender(LOGIN)?.path_namespace("/org/freedesktop/login1")?;
    let signals = MessageIterator::for_match_rule(rule.build(), &bus, None)?;
    let mine = own_session(&bus).ok();
    let mut delay = delay_sleep(&bus).ok();
    for signal in signals.flatten() {
        let header = signal.header();
        match (header.interface().map(|it| it.as_str()), header.member().map(|it| it.as_str())) {
            (Some(COMPUTER), Some("PrepareForSleep")) => {
                if signal.body().deserialize()? {
                    lock_now(app);
                    // Only now may the computer sleep.
                    drop(delay.take());
                } else {
                    delay = delay_sleep(&bus).ok();
                }
            }
            // Of a session that is not known to be another one.
            (Some(SESSIONS), Some("Lock")) if mine.as_ref().is_none_or(|mine| header.path() == Some(mine)) => {
                lock_now(app);
            }
            _ => {}
        }
    }
    Ok(())
}

fn screen(app: &AppHandle) -> zbus::Result<()> {
    let bus = bus(Builder::session)?;
    // GNOME, Cinnamon, MATE and the common name differ in the interface only.
    let rule = MatchRule::builder().msg_type(Type::Signal).member("ActiveChanged")?;
    for signal in MessageIterator::for_match_rule(rule.build(), &bus, None)?.flatten() {
        let header = signal.header();
        let saver = header.interface().is_some_and(|it| it.as_str().ends_with(".ScreenSaver"));
        if saver && signal.body().deserialize().unwrap_or(false) {
            lock_now(app);
        }
    }
    Ok(())
}

fn bus(named: fn() -> zbus::Result<Builder<'static>>) -> zbus::Result<Connection> {
    match std::env::var("HANDRAIL_BUS").ok().filter(|_| DRIVABLE) {
        Some(address) => Builder::address(address.as_str())?.build(),
        None => named()?.build(),
    }
}

/// Sleep waits until this is dropped.
fn delay_sleep(bus: &Connection) -> zbus::Result<OwnedFd> {
    let words = ("sleep", "Handrail", "The clinical record is being locked", "delay");
    bus.call_method(Some(LOGIN), "/org/freedesktop/login1", Some(COMPUTER), "Inhibit", &words)?.body().deserialize()
}

fn own_session(bus: &Connection) -> zbus::Result<OwnedObjectPath> {
    let me = std::process::id();
    bus.call_method(Some(LOGIN), "/org/freedesktop/login1", Some(COMPUTER), "GetSessionByPID", &me)?
        .body()
        .deserialize()
}

/// Locks, and waits until the record is closed.
fn lock_now(app: &AppHandle) {
    tauri::async_runtime::block_on(lock::lock(app.clone()));
    let until = Instant::now() + BEFORE_SLEEP;
    // Another reason may have begun to lock a moment before.
    while app.state::<Shell>().record().is_open() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(10));
    }
}
