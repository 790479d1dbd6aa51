//! The fault runs: what a record must survive, tried by force. Each prints one line with its counts and its verdict, and each carries a
//! control that must fail, so that a run which notices nothing is noticed itself.
//!
//! `cargo test --test faults` takes small counts; `cargo xtask faults [--count N] [--only NAME] [--seed N]` the full ones.

mod check;
mod deeds;
mod disclosure;
mod disk;
mod flips;
mod forge;
mod full;
mod key;
mod kill;
mod memory;
mod migration;
mod power;
mod rollback;
mod rotation;
mod tamper;
mod work;
mod worker;

use check::Found;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::Instant;
use tempfile::TempDir;
use work::{Work, threads};

/// What a run is asked for.
pub(crate) struct Asked {
    pub(crate) count: usize,
    pub(crate) seed: u64,
}

/// What a run tells.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) rounds: usize,
    pub(crate) counted: String,
    /// Sentences, one per fault that was found; none is the aim.
    pub(crate) faults: Vec<String>,
    controls: Vec<String>,
    skipped: bool,
}

impl Told {
    pub(crate) fn fail(&mut self, round: usize, found: &Found) {
        self.faults.extend(found.all().map(|fault| format!("round {round}: {fault}")));
    }
    /// A control that was not found out is a fault of the run itself.
    pub(crate) fn control(&mut self, found_out: bool, says: &str) {
        if found_out {
            self.controls.push(says.to_owned());
        } else {
            self.faults.push(format!("The control failed, so this run proves nothing: {says}."));
        }
    }
    /// For a system on which this cannot be run.
    pub(crate) fn skip(why: &str) -> Self {
        Self { counted: why.to_owned(), skipped: true, ..Self::default() }
    }
}

struct Run {
    name: &'static str,
    /// Rounds with every test, and rounds by hand.
    small: usize,
    full: usize,
    run: fn(&Asked) -> Told,
}

const RUNS: &[Run] = &[
    Run { name: "kill", small: 15, full: 500, run: kill::run },
    Run { name: "power", small: 40, full: 1_000, run: power::run },
    Run { name: "disclosure", small: 6, full: 200, run: disclosure::run },
    Run { name: "full", small: 10, full: 200, run: full::run },
    Run { name: "migration", small: 6, full: 200, run: migration::run },
    Run { name: "rotation", small: 6, full: 200, run: rotation::run },
    Run { name: "rollback", small: 12, full: 200, run: rollback::run },
    Run { name: "tamper", small: 40, full: 1_000, run: tamper::run },
    Run { name: "flips", small: 60, full: 1_000, run: flips::run },
    Run { name: "memory", small: 3, full: 100, run: memory::run },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, task, folder, rest @ ..] = words.as_slice()
        && word == worker::WORD
    {
        work(task, Path::new(folder), rest);
        return ExitCode::SUCCESS;
    }
    let after = |flag: &str| words.iter().skip_while(|word| *word != flag).nth(1);
    let number = |flag: &str| after(flag).and_then(|word| word.parse::<u64>().ok());
    let all = words.iter().any(|word| word == "--full");
    // Cargo hands the name of a test to every test program; a name that is not ours asks for nothing here.
    let valued = ["--count", "--only", "--seed"];
    let named = words
        .iter()
        .enumerate()
        .find(|(at, word)| !word.starts_with('-') && (*at == 0 || !valued.contains(&words[at - 1].as_str())));
    let only = after("--only").or(named.map(|(_, word)| word));
    if words.iter().any(|word| word == "--list") {
        return ExitCode::SUCCESS;
    }
    if let Some(only) = only.filter(|only| RUNS.iter().all(|run| run.name != *only)) {
        let names: Vec<&str> = RUNS.iter().map(|run| run.name).collect();
        let _ = writeln!(std::io::stdout(), "No fault run is called {only}. There are {}.", names.join(", "));
    }
    let mut good = true;
    for run in RUNS.iter().filter(|run| only.is_none_or(|only| run.name == only)) {
        let count = number("--count").and_then(|count| usize::try_from(count).ok());
        let count = count.unwrap_or(if all { run.full } else { run.small });
        good &= tell(run, &Asked { count, seed: number("--seed").unwrap_or(2026) });
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn work(task: &str, folder: &Path, words: &[String]) {
    match task {
        "endless" => worker::endless(folder, words, worker::Day::Whole),
        "disclosing" => worker::endless(folder, words, worker::Day::Disclosures),
        "diarist" => worker::diarist(folder, words, worker::Day::Whole),
        "disclosing diarist" => worker::diarist(folder, words, worker::Day::Disclosures),
        "full" => full::worker(folder, words),
        "migration" => migration::worker(folder, words),
        "rotation" => rotation::worker(folder, words),
        "memory" => memory::worker(folder, words),
        _ => panic!("no such task: {task}"),
    }
}

fn tell(run: &Run, asked: &Asked) -> bool {
    let begun = Instant::now();
    let told = (run.run)(asked);
    let mut output = std::io::stdout().lock();
    let verdict = match (told.skipped, told.faults.is_empty()) {
        (true, _) => "SKIPPED",
        (false, true) => "ok",
        (false, false) => "FAILED",
    };
    let control =
        if told.controls.is_empty() { String::new() } else { format!("; control: {}", told.controls.join(", ")) };
    let said = writeln!(
        output,
        "{:<10} {:>5} rounds: {}{control}. {verdict} ({} s)",
        run.name,
        told.rounds,
        told.counted,
        begun.elapsed().as_secs()
    );
    for fault in told.faults.iter().take(12) {
        let _ = writeln!(output, "             {fault}");
    }
    said.is_ok() && (told.skipped || told.faults.is_empty())
}

/// A copy of a vault with its director and a few clients, in a folder `vault` of its own.
pub(crate) fn fresh_vault() -> TempDir {
    static TEMPLATE: OnceLock<(TempDir, String)> = OnceLock::new();
    let (template, _) = TEMPLATE.get_or_init(template);
    let place = TempDir::new().expect("a folder");
    copied(&template.path().join("vault"), &place.path().join("vault"));
    place
}

/// The same with a fixed history of notes and groups, and its recovery key.
pub(crate) fn busy_vault() -> (TempDir, String) {
    static TEMPLATE: OnceLock<(TempDir, String)> = OnceLock::new();
    let (template, kit) = TEMPLATE.get_or_init(|| {
        let (place, kit) = template();
        threads().block_on(async {
            let mut work = Work::quietly(&place.path().join("vault"), 1);
            let mut dice = fastrand::Rng::with_seed(7);
            work.unlock().await.expect("it opens");
            for _ in 0..12 {
                work.go_on(&mut dice).await.expect("work");
            }
            work.leave().await;
        });
        (place, kit)
    });
    let place = TempDir::new().expect("a folder");
    copied(&template.path().join("vault"), &place.path().join("vault"));
    (place, kit.clone())
}

fn template() -> (TempDir, String) {
    let place = TempDir::new().expect("a folder");
    let kit = threads().block_on(async {
        let mut work = Work::quietly(&place.path().join("vault"), 0);
        let kit = work.set_up().await.expect("a vault");
        work.leave().await;
        kit
    });
    (place, kit)
}

/// Copies the files of a folder.
pub(crate) fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
        }
    }
}
