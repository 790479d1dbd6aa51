//! A window on a screen and a vault of its own, and nothing left behind when it goes.

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::fs::Permissions;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::{Semaphore, SemaphorePermit};

/// Two windows at a time: more would wait for each other's web engine longer than they save.
static SEATS: Semaphore = Semaphore::const_new(2);

/// A child in a process group of its own; the whole group goes when this is dropped, also while a test panics.
pub struct Group(Child);

impl Group {
    /// Starts it.
    #[expect(unsafe_code, reason = "the kernel ends the child should the test itself be killed")]
    pub fn start(command: &mut Command) -> Self {
        command.process_group(0);
        // The signal follows the thread that started it, so this runs on the test's own thread.
        // SAFETY: prctl is called between fork and exec and touches nothing of this process.
        unsafe {
            command.pre_exec(|| {
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGTERM);
                Ok(())
            });
        }
        Self(command.spawn().unwrap_or_else(|why| panic!("{:?} does not start: {why}", command.get_program())))
    }
}

impl Group {
    /// The first line of what it says.
    pub fn first_line(&mut self) -> String {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        line.trim().to_owned()
    }
}

impl Drop for Group {
    #[expect(unsafe_code, reason = "a whole process group is ended")]
    fn drop(&mut self) {
        // SAFETY: the group was made by `start` and its leader is not reaped yet.
        unsafe {
            libc::kill(-self.0.id().cast_signed(), libc::SIGKILL);
        }
        let _ = self.0.wait();
    }
}

/// One window, driven as a person would.
pub struct Desktop {
    /// The page, by WebDriver.
    pub page: Client,
    /// Everything this window can write lies under here: vault, views, home, caches, temporary files.
    pub folder: PathBuf,
    /// What axe found in the way of people who see, hear or move differently.
    pub barriers: RefCell<Vec<String>>,
    // Dropped in this order: driver and app first, then the screen, then what they wrote.
    driver: Group,
    _screen: Group,
    _kept: Option<TempDir>,
    _seat: SemaphorePermit<'static>,
}

impl Desktop {
    /// An empty folder, and a window that has just opened on it.
    pub async fn open(settings: &[(&str, &str)]) -> Self {
        let kept = TempDir::new().expect("a folder");
        let mut desktop = Self::open_on(kept.path(), settings).await;
        desktop._kept = Some(kept);
        desktop
    }

    /// A window on a folder that another may have used before.
    pub async fn open_on(folder: &Path, settings: &[(&str, &str)]) -> Self {
        let seat = SEATS.acquire().await.expect("a seat");
        let (display, screen) = screen();
        let (port, native) = (free_port(), free_port());
        for name in ["home", "saved", "said", "tmp"] {
            std::fs::create_dir_all(folder.join(name)).expect("a folder");
        }
        let mut command = Command::new(tool("tauri-driver"));
        command
            .args(["--port", &port.to_string(), "--native-port", &native.to_string(), "--native-driver"])
            .arg(tool("WebKitWebDriver"))
            .env("DISPLAY", &display)
            .env("GDK_BACKEND", "x11")
            .env("HANDRAIL_DATA", folder.join("app"))
            .env("HANDRAIL_SAVE_TO", folder.join("saved"))
            .env("HANDRAIL_FOLDER", folder.join("chosen"))
            .env("RUST_LOG", "trace")
            .env("HOME", folder.join("home"))
            .env("TMPDIR", folder.join("tmp"))
            .env("XDG_DATA_HOME", folder.join("home/share"))
            .env("XDG_CACHE_HOME", folder.join("home/cache"))
            .env("XDG_CONFIG_HOME", folder.join("home/config"))
            // Without these a message bus and an accessibility daemon are started and stay behind.
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            .env("NO_AT_BRIDGE", "1")
            .envs(settings.iter().copied());
        let loud = std::env::var_os("HANDRAIL_LOUD").is_some();
        if !loud {
            command.stdout(Stdio::null()).stderr(Stdio::null());
        }
        let driver = Group::start(&mut command);
        let page = session(port, &if loud { app() } else { heard(folder) }).await;
        page.set_window_size(1280, 800).await.expect("a size");
        Self {
            page,
            folder: folder.to_owned(),
            barriers: RefCell::default(),
            driver,
            _screen: screen,
            _kept: None,
            _seat: seat,
        }
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn script(&self, text: &str) -> Value {
        self.page.execute(text, vec![]).await.unwrap_or_else(|why| panic!("{text}: {why}"))
    }

    /// Runs an async body in the page and gives what it returns, or what it threw under "thrown".
    pub async fn wait_for(&self, body: &str) -> Value {
        let text = format!(
            "const done = arguments[arguments.length - 1]; \
             (async () => {{ {body} }})().then(done, e => done({{ thrown: e?.code ? e : e?.message ?? e }}))"
        );
        self.page.execute_async(&text, vec![]).await.unwrap_or_else(|why| panic!("{body}: {why}"))
    }

    /// Asks a command as the page does.
    pub async fn ask(&self, command: &str, input: Value) -> Value {
        let request = json!({ "name": command, "input": input });
        let answer = self.wait_for(&format!("return await window.__TAURI_INTERNALS__.invoke('rpc', {request})")).await;
        assert!(answer.get("thrown").is_none(), "{command}: {answer}");
        answer
    }

    /// Asks a command that must be refused, and gives the refusal.
    pub async fn refused(&self, command: &str, input: Value) -> Value {
        let request = json!({ "name": command, "input": input });
        let answer = self.wait_for(&format!("return await window.__TAURI_INTERNALS__.invoke('rpc', {request})")).await;
        assert!(answer.get("thrown").is_some(), "{command} was answered: {answer}");
        answer["thrown"].clone()
    }

    /// Keeps a picture: among the documentation when asked to, else beside the build.
    pub async fn shot(&self, name: &str) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let folder = match std::env::var_os("HANDRAIL_SHOTS") {
            Some(_) => root.join("docs/screens"),
            None => target().join("screens"),
        };
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        let png = self.page.screenshot().await.expect("a picture");
        std::fs::write(folder.join(format!("{name}.png")), png).expect("the picture is written");
    }

    /// The running program, by number.
    pub fn app_process(&self) -> u32 {
        let program = app().canonicalize().expect("the program");
        let runs = |pid: &u32| std::fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|path| path == program);
        group(self.driver.0.id()).into_iter().map(|(pid, _)| pid).find(runs).expect("the program runs")
    }

    /// Waits until the program has ended by itself.
    pub async fn gone(&self, process: u32) {
        let until = Instant::now() + Duration::from_secs(10);
        while Path::new(&format!("/proc/{process}/exe")).exists() {
            assert!(Instant::now() < until, "the window did not go");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Number of the process group of driver, program and web engine.
    pub fn group_id(&self) -> u32 {
        self.driver.0.id()
    }
}

fn screen() -> (String, Group) {
    // The server picks a free number and says which, once it is ready.
    let mut group = Group::start(
        Command::new(tool("Xvfb"))
            .args(["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null()),
    );
    (format!(":{}", group.first_line()), group)
}

async fn session(port: u16, program: &Path) -> Client {
    let mut wanted = serde_json::Map::new();
    wanted.insert("tauri:options".into(), json!({ "application": program }));
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder.capabilities(wanted.clone()).connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(page) => return page,
            Err(why) if Instant::now() > until => panic!("no window: {why}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// Starts the program with what it says kept in files; the driver would swallow it.
fn heard(folder: &Path) -> PathBuf {
    let said = folder.join("said");
    let start = said.join("start");
    let words =
        format!("#!/bin/sh\nexec '{}' >>'{said}/out' 2>>'{said}/err'\n", app().display(), said = said.display());
    std::fs::write(&start, words).expect("a script");
    std::fs::set_permissions(&start, Permissions::from_mode(0o700)).expect("it may run");
    start
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|door| door.local_addr()).expect("a port").port()
}

/// A program of the project's own tools, or of the system.
fn tool(name: &str) -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/bin").join(name);
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::iter::once(own)
        .chain(std::env::split_paths(&path).map(|folder| folder.join(name)))
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("{name} is missing: run `cargo xtask setup`"))
}

fn target() -> PathBuf {
    // …/debug/deps/window-<hash> lies two folders below the programs.
    let me = std::env::current_exe().expect("this test");
    me.parent().and_then(Path::parent).expect("the target folder").to_owned()
}

/// The program.
pub fn app() -> PathBuf {
    target().join("handrail")
}

/// Every living process of a group, by number and name.
pub fn group(id: u32) -> Vec<(u32, String)> {
    let mut found = vec![];
    for entry in std::fs::read_dir("/proc").expect("the processes").flatten() {
        let Ok(pid) = entry.file_name().to_string_lossy().parse::<u32>() else { continue };
        let Ok(stat) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        let Some((head, tail)) = stat.rsplit_once(") ") else { continue };
        let fields: Vec<&str> = tail.split(' ').collect();
        if fields[2] == id.to_string() && fields[0] != "Z" {
            found.push((pid, head.split_once('(').map_or("", |part| part.1).to_owned()));
        }
    }
    found
}
