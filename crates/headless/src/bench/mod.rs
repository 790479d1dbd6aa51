//! The speed table: each work beside a bare program on the same SQLCipher in the same run. A ratio holds from machine to machine; a time does not.

mod bare;
mod bare_pdf;
mod evening;
mod ours;
mod pages;
pub mod step;
mod table;
mod words;

use crate::Outcome;
use bare::{Bare, Journal};
use evening::Evening;
use ours::Ours;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use table::{Line, head, median, shown};

/// Bytes of a note.
const NOTE_BYTES: usize = 2_048;
/// Notes of a chart that has any.
const NOTES_EACH: usize = 50;
/// Odd, so that the median is one of them.
const ROUNDS: usize = 5;

/// How much is seeded.
#[derive(Debug, Clone, Copy)]
pub enum Size {
    /// 10,000 clients and 50,000 notes.
    Full,
    /// 1,000 clients and 5,000 notes.
    Quick,
}

/// How much lies in both files before anything is measured.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    clients: usize,
}

impl Scale {
    fn of(size: Size) -> Self {
        match size {
            Size::Full => Self { clients: 10_000 },
            Size::Quick => Self { clients: 1_000 },
        }
    }
    /// One client in ten has notes.
    fn with_notes(&self) -> usize {
        self.clients / 10
    }
    fn notes(&self) -> usize {
        self.with_notes() * NOTES_EACH
    }
}

/// What a round looks at: other charts and other names than the round before.
struct Turn {
    charts: Vec<usize>,
    beginnings: Vec<String>,
    middles: Vec<String>,
}

impl Turn {
    fn of(scale: &Scale, round: usize) -> Self {
        let charts = (0..20).map(|turn| (round * 20 + turn) % scale.with_notes()).collect();
        let names: Vec<String> =
            (0..40).map(|turn| words::surname((round * 397 + turn * 23) % scale.clients)).collect();
        let cut = |from: usize| names.iter().map(|name| name.chars().skip(from).take(4).collect()).collect();
        Self { charts, beginnings: cut(0), middles: cut(1) }
    }
}

/// Does the work and says how long it took.
fn timed<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(T, Duration), E> {
    let started = Instant::now();
    let done = work()?;
    Ok((done, started.elapsed()))
}

/// Seeds both sides, measures in turns and prints the table.
pub async fn measure(size: Size) -> Outcome<ExitCode> {
    let scale = Scale::of(size);
    // Beside the program rather than in the temp folder, which may be memory where an fsync costs nothing.
    let beside = std::env::current_exe()?.parent().map(Path::to_owned).ok_or("The program has no folder.")?;
    let folder = tempfile::tempdir_in(beside)?;
    let bench = Bench { scale, folder: folder.path() };
    let mut out = std::io::stdout().lock();
    if cfg!(debug_assertions) {
        writeln!(out, "This is a development build; measure with --release.")?;
    }
    let ((), took) = timed(|| bench.seed_bare())?;
    writeln!(
        out,
        "{} clients and {} notes of {NOTE_BYTES} bytes; bare file seeded in {}",
        scale.clients,
        scale.notes(),
        shown(took)
    )?;
    let started = Instant::now();
    let mut vault = bench.seed_ours().await?;
    writeln!(out, "our vault seeded through its commands in {}", shown(started.elapsed()))?;
    writeln!(out, "\n{}", head())?;
    let (lines, in_wal) = bench.rounds(&mut vault).await?;
    for line in &lines {
        writeln!(out, "{}", line.print())?;
    }
    let clients = vault.clients().to_vec();
    vault.close().await;
    step::remember(&bench.vault(), &clients)?;
    writeln!(out, "{}", step::first_answers(&bench)?.print())?;
    let evening = Evening::seeded(&bench.folder.join("evening")).await?;
    let mut bare = Bare::open(&bench.bare(Journal::Truncate), Journal::Truncate)?;
    let (lines, opened) = evening.measured(&mut bare).await?;
    drop(bare);
    for line in &lines {
        writeln!(out, "{}", line.print())?;
    }
    writeln!(out)?;
    for said in opened.iter().chain(&in_wal) {
        writeln!(out, "{said}")?;
    }
    for said in step::syncs(&bench)?.iter().chain(&step::memory(&bench)?) {
        writeln!(out, "{said}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is measured and where it lies.
pub struct Bench<'f> {
    scale: Scale,
    folder: &'f Path,
}

impl Bench<'_> {
    fn vault(&self) -> std::path::PathBuf {
        self.folder.join("vault")
    }

    fn bare(&self, journal: Journal) -> std::path::PathBuf {
        self.folder.join(match journal {
            Journal::Truncate => "bare.db",
            Journal::Wal => "bare-wal.db",
        })
    }

    fn seed_bare(&self) -> Outcome<()> {
        for journal in [Journal::Truncate, Journal::Wal] {
            Bare::open(&self.bare(journal), journal)?.seed(&self.scale)?;
        }
        Ok(())
    }

    /// Each work in turns, so that a busy moment of the machine meets both sides.
    async fn rounds(&self, vault: &mut Ours) -> Outcome<(Vec<Line>, Vec<String>)> {
        let mut lines = [
            Line::of("W1 create a client, durable", 1.5),
            Line::of("W2 draft, then sign a 2 kB note", 1.5),
            Line::of("W3 open another chart with 50 notes", 1.0),
            Line::of("W4 find by any part of a name", 10.0),
            Line::of("W6 two-page handout as PDF, warm", 20.0),
        ];
        let mut in_wal = [Vec::new(), Vec::new()];
        let pages = pages::TwoPages::fitting()?;
        for round in 0..ROUNDS {
            let turn = Turn::of(&self.scale, round);
            let limit = step::bare_round(self, Journal::Truncate, 20, round)?;
            let ours = [
                median(vault.create_clients(20).await?),
                median(vault.sign_notes(20).await?),
                median(vault.open_charts(&turn.charts).await?),
                median(vault.find(&turn.middles).await?),
                median(pages.ours(50)?),
            ];
            for ((line, limit), ours) in lines.iter_mut().zip(limit).zip(ours) {
                line.add(vec![limit], vec![ours]);
            }
            for (all, wal) in in_wal.iter_mut().zip(step::bare_round(self, Journal::Wal, 20, round)?) {
                all.push(wal);
            }
        }
        let beside_wal = lines.iter().zip(in_wal).map(|(line, wal)| {
            let (ours, wal) = (median(line.ours.clone()), median(wal));
            let ratio = ours.as_secs_f64() / wal.as_secs_f64().max(1e-9);
            format!("{}: the limit in WAL mode {}, ours {ratio:.2}x of that", line.work, shown(wal))
        });
        let beside_wal = beside_wal.collect();
        Ok((lines.into(), beside_wal))
    }

    /// Seeded in memory where the system has a folder for that, so that tens of thousands of commits wait for no disk; then the
    /// closed vault is copied beside the bare file and opened there.
    async fn seed_ours(&self) -> Outcome<Ours> {
        let memory = Path::new("/dev/shm");
        if !memory.is_dir() {
            let mut vault = Ours::create(&self.vault()).await?;
            vault.seed(&self.scale).await?;
            return Ok(vault);
        }
        let passing = tempfile::tempdir_in(memory)?;
        let mut vault = Ours::create(passing.path()).await?;
        vault.seed(&self.scale).await?;
        let clients = vault.clients().to_vec();
        vault.close().await;
        copy_folder(passing.path(), &self.vault())?;
        Ours::open(&self.vault(), &self.scale, clients, 0).await
    }
}

fn copy_folder(from: &Path, to: &Path) -> Outcome<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let there = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &there)?;
        } else {
            std::fs::copy(entry.path(), there)?;
        }
    }
    Ok(())
}
