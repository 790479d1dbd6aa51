//! What the machine must have before anything builds: installed where that is possible, named where it is not.

use crate::steps::{Step, cargo_command, npm, root, run, run_quietly};
use std::path::{Path, PathBuf};
use std::process::Command;

const DEBIAN: &[&str] = &[
    "build-essential",
    "dbus",
    "libwebkit2gtk-4.1-dev",
    "perl",
    "pkg-config",
    "poppler-utils",
    "webkit2gtk-driver",
    "xvfb",
];
const DRIVER: &str = "2.1.0";
const DENY: &str = "0.20.2";
const NODE: (u32, u32) = (20, 19);

/// System packages, the screens' packages, and the program that steers the window in tests.
pub fn ready() -> Step {
    system()?;
    node()?;
    screens()?;
    driver()
}

fn system() -> Step {
    if cfg!(target_os = "linux") {
        return if Path::new("/etc/debian_version").exists() { debian() } else { other_linux() };
    }
    let needs: &[(&str, &str)] = if cfg!(windows) {
        &[("perl", "Strawberry Perl"), ("nmake", "the Visual Studio build tools (open their command prompt)")]
    } else {
        &[("perl", "Perl"), ("cc", "the Xcode command line tools (xcode-select --install)")]
    };
    missing(needs)
}

/// Other distributions name their packages differently, so this only says what was not found.
fn other_linux() -> Step {
    missing(&[("perl", "Perl"), ("cc", "a C compiler"), ("pkg-config", "pkg-config")])?;
    let found = Command::new("pkg-config").args(["--exists", "webkit2gtk-4.1"]).status();
    if !found.is_ok_and(|status| status.success()) {
        return Err("WebKitGTK 4.1 with its development files is missing. Install it, then try again.".into());
    }
    missing(&[
        ("Xvfb", "Xvfb"),
        ("dbus-daemon", "dbus-daemon"),
        ("WebKitWebDriver", "WebKitWebDriver"),
        ("pdftotext", "the poppler utilities"),
    ])
}

fn missing(needs: &[(&str, &str)]) -> Step {
    let gone: Vec<_> = needs.iter().filter(|(program, _)| !on_path(program)).map(|(_, name)| *name).collect();
    if gone.is_empty() {
        Ok(())
    } else {
        Err(format!("Missing on this computer: {}. Install it, then try again.", gone.join("; ")))
    }
}

fn on_path(program: &str) -> bool {
    let file = if cfg!(windows) { format!("{program}.exe") } else { program.to_owned() };
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(&file).is_file()))
}

fn debian() -> Step {
    let mut wanted: Vec<_> = DEBIAN.iter().filter(|name| !installed(name)).copied().collect();
    if !on_path("node") || !on_path("npm") {
        wanted.extend(["nodejs", "npm"]);
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let may = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0"));
    let apt = |words: &[&str]| {
        // Without the right to install, sudo may help, as long as it does not ask for a password.
        let start: &[&str] = if may { &["apt-get"] } else { &["sudo", "-n", "apt-get"] };
        let mut command = Command::new(start[0]);
        command.args(&start[1..]).args(words).env("DEBIAN_FRONTEND", "noninteractive");
        run_quietly(&mut command)
    };
    eprintln!("Installing {}.", wanted.join(" "));
    let mut install = vec!["install", "--quiet", "--yes", "--no-install-recommends"];
    install.extend(&wanted);
    apt(&["update", "--quiet"])
        .and_then(|()| apt(&install))
        .map_err(|why| format!("{why}\nInstall these packages, then try again: {}", wanted.join(" ")))
}

fn installed(name: &str) -> bool {
    let answer = Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", name]).output();
    answer.is_ok_and(|found| found.stdout == b"installed")
}

fn node() -> Step {
    let wanted = format!("Node.js {}.{} or newer with npm is needed to build the screens", NODE.0, NODE.1);
    let Ok(answer) = Command::new("node").arg("--version").output() else {
        return Err(format!("{wanted}. Install it, then try again."));
    };
    let text = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    let mut parts = text.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    let version = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if version < NODE { Err(format!("{wanted}; this is {text}.")) } else { Ok(()) }
}

/// `npm ci` only when the lock file is newer than what it made last time.
fn screens() -> Step {
    let ui = root().join("ui");
    let age = |path: &str| ui.join(path).metadata().and_then(|about| about.modified());
    let made = age("node_modules/.package-lock.json");
    match (made, age("package-lock.json")) {
        (Ok(made), Ok(lock)) if made >= lock => Ok(()),
        _ => npm(&["ci", "--no-audit", "--no-fund"]),
    }
}

/// The window is steered on Linux and Windows; macOS has no such driver.
fn driver() -> Step {
    if cfg!(target_os = "macos") { Ok(()) } else { tool("tauri-driver", DRIVER).map(drop) }
}

/// The program that judges dependencies; built when it is first asked for.
pub fn deny() -> Result<PathBuf, String> {
    tool("cargo-deny", DENY)
}

/// A program of this version in this project's own folder, built from source if it is not there yet.
fn tool(name: &str, version: &str) -> Result<PathBuf, String> {
    let tools = root().join(".tools");
    let kept = std::fs::read_to_string(tools.join(".crates.toml")).unwrap_or_default();
    if !kept.contains(&format!("\"{name} {version} ")) {
        eprintln!("Building {name} {version}.");
        let mut install = cargo_command(&["install", "--quiet", "--locked", name, "--version", version]);
        run(install.arg("--root").arg(&tools))?;
    }
    Ok(tools.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
