//! The computer says that nobody is there, on a message bus of the test's own.

use crate::desktop::{Desktop, Group};
use crate::steps::{open_draft, quick_client, quick_vault, unlock};
use serde_json::json;
use std::io::Read;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use zbus::blocking::{Connection, connection::Builder};
use zbus::zvariant::{self, ObjectPath, OwnedObjectPath};

const MANAGER: &str = "/org/freedesktop/login1";
const MINE: &str = "/org/freedesktop/login1/session/mine";

/// The ends of the delays that programs asked for. Reading one ends when the program lets the computer sleep.
type Delays = Arc<Mutex<Vec<UnixStream>>>;

/// As much of logind as a program meets that wants to be told of sleep.
struct Logind(Delays);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> zvariant::OwnedFd {
        assert_eq!((what, mode), ("sleep", "delay"));
        let (ours, theirs) = UnixStream::pair().expect("a pair");
        self.0.lock().expect("the delays").push(ours);
        OwnedFd::from(theirs).into()
    }

    #[zbus(name = "GetSessionByPID")]
    fn get_session_by_pid(&self, _process: u32) -> OwnedObjectPath {
        ObjectPath::from_static_str_unchecked(MINE).into()
    }
}

struct Computer {
    address: String,
    delays: Delays,
    bus: Connection,
    _daemon: Group,
}

impl Computer {
    fn start() -> Self {
        let mut daemon = Group::start(
            Command::new("dbus-daemon")
                .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        );
        let address = daemon.first_line();
        let delays = Delays::default();
        let bus = Builder::address(address.as_str())
            .and_then(|bus| bus.name("org.freedesktop.login1"))
            .and_then(|bus| bus.serve_at(MANAGER, Logind(Arc::clone(&delays))))
            .and_then(Builder::build)
            .expect("a bus");
        Self { address, delays, bus, _daemon: daemon }
    }

    fn says(&self, path: &str, interface: &str, signal: &str, body: Option<bool>) {
        let sent = match body {
            Some(body) => self.bus.emit_signal(None::<&str>, path, interface, signal, &body),
            None => self.bus.emit_signal(None::<&str>, path, interface, signal, &()),
        };
        sent.expect("a signal");
    }

    fn asked(&self) -> usize {
        self.delays.lock().expect("the delays").len()
    }
}

/// The files of the record that the program holds open.
fn held_open(process: u32) -> Vec<String> {
    let files = std::fs::read_dir(format!("/proc/{process}/fd")).expect("its files").flatten();
    let paths = files.filter_map(|file| std::fs::read_link(file.path()).ok());
    paths.map(|path| path.display().to_string()).filter(|path| path.contains("vault.db")).collect()
}

#[tokio::test]
async fn before_the_computer_sleeps_the_record_is_locked_and_the_last_word_kept() {
    let computer = Computer::start();
    let desktop = Desktop::open(&[("HANDRAIL_BUS", &computer.address)]).await;
    quick_vault(&desktop).await;
    let client = quick_client(&desktop).await;
    desktop.until("the program asked to be waited for", || async { computer.asked() == 1 }).await;
    open_draft(&desktop, "individual_note", &client, json!({ "held": "held", "format": "soap" })).await;
    desktop.answer("sections.subjective", "Slept better").await;
    let app = desktop.app_process();
    assert!(!held_open(app).is_empty(), "the record is open");

    computer.says(MANAGER, "org.freedesktop.login1.Manager", "PrepareForSleep", Some(true));
    let mut delay = computer.delays.lock().expect("the delays")[0].try_clone().expect("a stream");
    delay.set_read_timeout(Some(Duration::from_secs(5))).expect("a limit");
    let let_go = tokio::task::spawn_blocking(move || delay.read(&mut [0])).await.expect("a task");
    assert_eq!(let_go.expect("logind waits five seconds"), 0);
    assert_eq!(held_open(app), Vec::<String>::new(), "closed before the computer may sleep");

    desktop.lock_screen().await;
    computer.says(MANAGER, "org.freedesktop.login1.Manager", "PrepareForSleep", Some(false));
    desktop.until("it asks again after waking", || async { computer.asked() == 2 }).await;
    unlock(&desktop).await;
    desktop.see("Discard draft").await;
    let drafts = desktop.ask("drafts", json!({})).await;
    let draft = desktop.ask("draft", json!({ "document": drafts[0]["document"] })).await;
    assert_eq!(draft["body"]["sections"]["subjective"], "Slept better");
}

#[tokio::test]
async fn the_record_locks_with_its_session_and_with_the_screen_and_not_with_another_one() {
    let computer = Computer::start();
    let desktop = Desktop::open(&[("HANDRAIL_BUS", &computer.address)]).await;
    quick_vault(&desktop).await;
    desktop.until("the program listens", || async { computer.asked() == 1 }).await;
    let session = "org.freedesktop.login1.Session";
    computer.says("/org/freedesktop/login1/session/other", session, "Lock", None);
    computer.says("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", Some(false));
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(desktop.ask("status", json!({})).await["state"], "open");

    computer.says(MINE, session, "Lock", None);
    desktop.lock_screen().await;
    unlock(&desktop).await;
    for saver in ["org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"] {
        computer.says("/org/gnome/ScreenSaver", saver, "ActiveChanged", Some(true));
        desktop.lock_screen().await;
        assert_eq!(desktop.ask("status", json!({})).await["state"], "locked", "{saver}");
        unlock(&desktop).await;
    }
}
