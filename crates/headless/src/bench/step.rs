//! Work in a process of its own: for counting fsyncs, for peak memory, and for the time from start to first answer.

use super::bare::{Bare, Journal};
use super::ours::Ours;
use super::table::{Line, median};
use super::{Bench, ROUNDS, Scale, Turn, pages, words};
use crate::Outcome;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};
use uuid::Uuid;

const CLIENTS: &str = "clients.json";
/// Operations counted under strace.
const COUNTED: usize = 10;

/// Keeps the ids of the clients with notes for the processes to come; everything here is invented.
pub fn remember(vault: &Path, clients: &[Uuid]) -> Outcome<()> {
    Ok(std::fs::write(vault.with_extension(CLIENTS), serde_json::to_vec(clients)?)?)
}

/// `bench-step SIDE FOLDER CLIENTS WORK COUNT AFTER`, called by the bench itself.
pub async fn run(words: &[&str]) -> Outcome<ExitCode> {
    let [side, folder, clients, work, count, after] = words else {
        return Err("This is a part of `headless bench`.".into());
    };
    let scale = Scale { clients: clients.parse()? };
    let bench = Bench { scale, folder: Path::new(folder) };
    let (count, after): (usize, usize) = (count.parse()?, after.parse()?);
    match *side {
        "ours" => ours(&bench, work, count, after).await?,
        _ => bare(&bench, side, work, count, after)?,
    }
    if let Some(peak) = peak_kib().filter(|_| !matches!(*work, "start" | "round")) {
        writeln!(std::io::stdout().lock(), "{peak}")?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn ours(bench: &Bench<'_>, work: &str, count: usize, after: usize) -> Outcome<()> {
    let known = std::fs::read(bench.vault().with_extension(CLIENTS))?;
    let mut vault = Ours::open(&bench.vault(), &bench.scale, serde_json::from_slice(&known)?, after).await?;
    if work == "all" {
        vault.derive().await?;
        forget_peak();
    }
    if matches!(work, "W1" | "all") {
        vault.create_clients(count).await?;
    }
    if matches!(work, "W2" | "all") {
        vault.sign_notes(count).await?;
    }
    if work == "all" {
        vault.open_charts(&(0..count).collect::<Vec<_>>()).await?;
        vault.find(&(0..count).map(words::surname).collect::<Vec<_>>()).await?;
        pages::TwoPages::fitting()?.ours(count)?;
    }
    vault.close().await;
    Ok(())
}

fn bare(bench: &Bench<'_>, side: &str, work: &str, count: usize, after: usize) -> Outcome<()> {
    let journal = if side == "bare-wal" { Journal::Wal } else { Journal::Truncate };
    let mut bare = Bare::open(&bench.bare(journal), journal)?;
    match work {
        "round" => {
            let turn = Turn::of(&bench.scale, after);
            let medians = [
                median(bare.create_clients(count)?),
                median(bare.sign_notes(count)?),
                median(bare.open_charts(&turn.charts)?),
                median(bare.find(&turn.beginnings)?),
                median(pages::bare(50)?),
            ];
            writeln!(std::io::stdout().lock(), "{}", medians.map(|it| it.as_nanos().to_string()).join(" "))?;
        }
        "start" => {
            let answer = bare.first_answer()?;
            writeln!(std::io::stdout().lock(), "{answer}")?;
        }
        "W1" => drop(bare.create_clients(count)?),
        "W2" => drop(bare.sign_notes(count)?),
        _ => {
            bare.create_clients(count)?;
            bare.sign_notes(count)?;
            bare.open_charts(&(0..count).collect::<Vec<_>>())?;
            bare.find(&(0..count).map(words::surname).collect::<Vec<_>>())?;
            pages::bare(count)?;
        }
    }
    Ok(())
}

/// One round of the limit's W1 to W4 and W6. In a process of its own, so that nothing our side has set up serves or slows it.
pub fn bare_round(bench: &Bench, journal: Journal, count: usize, round: usize) -> Outcome<Vec<Duration>> {
    let side = if journal == Journal::Wal { "bare-wal" } else { "bare-truncate" };
    let output = Command::new(std::env::current_exe()?).args(child(bench, side, "round", count, round)?).output()?;
    if !output.status.success() {
        return Err(format!("The limit's round failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let said = String::from_utf8(output.stdout)?;
    said.split_whitespace().map(|nanos| Ok(Duration::from_nanos(nanos.parse()?))).collect()
}

fn child(bench: &Bench, side: &str, work: &str, count: usize, after: usize) -> Outcome<Vec<String>> {
    let folder = bench.folder.to_str().ok_or("The bench folder has an odd name.")?;
    let words =
        ["bench-step", side, folder, &bench.scale.clients.to_string(), work, &count.to_string(), &after.to_string()];
    Ok(words.map(str::to_owned).into())
}

/// W7: from the start of a process to the first line it says. Ours answers what the window asks first; the limit opens its file and counts.
pub fn first_answers(bench: &Bench) -> Outcome<Line> {
    let mut line = Line::of("W7 core start to first answer, still locked", 3.2);
    let program = std::env::current_exe()?;
    for _ in 0..ROUNDS {
        let mut limit = Command::new(&program);
        limit.args(child(bench, "bare-truncate", "start", 0, 0)?);
        let mut ours = Command::new(&program);
        ours.args(["rpc".as_ref(), bench.vault().as_os_str()]);
        line.add((0..3).map(|_| until_said(&mut limit, b"")).collect::<Outcome<_>>()?, {
            (0..3).map(|_| until_said(&mut ours, b"{\"id\":1,\"name\":\"status\"}\n")).collect::<Outcome<_>>()?
        });
    }
    Ok(line)
}

fn until_said(command: &mut Command, ask: &[u8]) -> Outcome<Duration> {
    let mut said = String::new();
    let started = Instant::now();
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(mut input) = running.stdin.take() {
        input.write_all(ask)?;
    }
    if let Some(output) = running.stdout.take() {
        BufReader::new(output).read_line(&mut said)?;
    }
    let took = started.elapsed();
    running.wait()?;
    if said.is_empty() { Err("A core said nothing.".into()) } else { Ok(took) }
}

/// Fsyncs for each operation, counted by strace rather than trusted to a clock.
pub fn syncs(bench: &Bench) -> Outcome<Vec<String>> {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).stderr(Stdio::null()).status().is_err() {
        return Ok(vec!["fsyncs: not counted (strace is not here)".to_owned()]);
    }
    let mut said = Vec::new();
    let mut after = 1_000;
    for (work, commits) in [("W1", 1), ("W2", 2)] {
        for side in ["bare-truncate", "bare-wal", "ours"] {
            let none = counted(bench, side, work, 0, after)?;
            let some = counted(bench, side, work, COUNTED, after)?;
            after += 2 * COUNTED;
            let each = (some.saturating_sub(none)) as f64 / COUNTED as f64;
            // Ours writes the typed draft before W1's command: one more commit than the command itself.
            let commits = if side == "ours" && work == "W1" { 2 } else { commits };
            said.push(format!(
                "fsyncs: {work} {side:<14} {each:>5.1} for {commits} commits, {:.1} each",
                each / f64::from(commits)
            ));
        }
    }
    Ok(said)
}

fn counted(bench: &Bench, side: &str, work: &str, count: usize, after: usize) -> Outcome<u64> {
    let counts = bench.folder.join("strace.txt");
    let mut command = Command::new("strace");
    command.args(["-f", "-c", "-e", "trace=fsync,fdatasync", "-o"]).arg(&counts).arg(std::env::current_exe()?);
    command.args(child(bench, side, work, count, after)?).stdout(Stdio::null()).stderr(Stdio::null());
    if !command.status()?.success() {
        return Err(format!("The {side} process for {work} did not finish under strace.").into());
    }
    let table = std::fs::read_to_string(counts)?;
    // "% time, seconds, usecs/call, calls, [errors], syscall"
    let calls = table.lines().filter(|line| line.ends_with("fsync") || line.ends_with("fdatasync"));
    Ok(calls.filter_map(|line| line.split_whitespace().nth(3)?.parse::<u64>().ok()).sum())
}

/// Peak memory of a process that does W1 to W6.
pub fn memory(bench: &Bench) -> Outcome<Vec<String>> {
    let mut said = Vec::new();
    for side in ["bare-truncate", "ours"] {
        let mut command = Command::new(std::env::current_exe()?);
        // The derivation's memory goes back to the system as it does at the cost of a real vault, whose block is too large for the heap.
        command.env("MALLOC_MMAP_THRESHOLD_", "1048576");
        let output = command.args(child(bench, side, "all", COUNTED, 2_000)?).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let peak = text.lines().last().and_then(|line| line.parse::<u64>().ok());
        said.push(match peak {
            Some(kib) => format!("peak memory after W1 to W6: {side:<14} {:>5.1} MB", kib as f64 / 1024.0),
            None => format!("peak memory after W1 to W6: {side:<14} not measured here"),
        });
    }
    said.push("(ours after the password's derivation, which is over when the work begins; goal 33 MB)".to_owned());
    Ok(said)
}

/// What was held until now no longer counts, where the system can do that.
fn forget_peak() {
    // Elsewhere the peak stays what it was, which only makes it larger.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with("VmHWM:"))?.split_whitespace().nth(1)?.parse().ok()
}
