//! The other process: this same program, started again to work on a vault until something happens to it.

use crate::check::Ledger;
use crate::disk;
use crate::work::{Promise, Work, threads};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Word that makes this program a worker.
pub const WORD: &str = "work-until-something-happens";

/// A worker and what it has said so far.
pub struct Worker {
    child: Child,
    ear: ChildStdin,
    said: Receiver<String>,
}

impl Worker {
    /// Starts one.
    pub fn start(task: &str, folder: &Path, words: &[String]) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg(WORD).arg(task).arg(folder).args(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().expect("a worker");
        let (output, ear) = (child.stdout.take().expect("its voice"), child.stdin.take().expect("its ear"));
        Self { child, ear, said: heard(output) }
    }
    /// Waits for a line that begins so; nothing if the worker ended or took longer than a minute.
    pub fn wait_for(&self, beginning: &str, mut each: impl FnMut(&str)) -> bool {
        while let Ok(line) = self.said.recv_timeout(Duration::from_secs(60)) {
            each(&line);
            if line.starts_with(beginning) {
                return true;
            }
        }
        false
    }
    /// Its number in the system.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
    /// Tells it a line.
    pub fn tell(&mut self, line: &str) {
        writeln!(self.ear, "{line}").and_then(|()| self.ear.flush()).expect("the worker listens");
    }
    /// Ends it as a power switch would, at once.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
    /// Waits until it ends by itself.
    pub fn end(&mut self) -> bool {
        self.child.wait().is_ok_and(|status| status.success())
    }
    /// Everything it said and nobody has heard yet, up to its end.
    pub fn last_words(&self, mut each: impl FnMut(&str)) {
        while let Ok(line) = self.said.recv_timeout(Duration::from_secs(10)) {
            each(&line);
        }
    }
}

/// Whole lines only: half a line was never said.
fn heard(output: ChildStdout) -> Receiver<String> {
    let (tell, hear) = channel();
    std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|length| length > 0) && line.ends_with('\n') {
            if tell.send(line.trim_end().to_owned()).is_err() {
                return;
            }
            line.clear();
        }
    });
    hear
}

/// Adds what a worker's line promised.
pub fn hear(ledger: &mut Ledger, line: &str) {
    if let Some(promise) = Promise::read(line) {
        ledger.hear(&promise);
    }
}

/// Says a line to whoever started this worker.
pub fn say(line: &str) {
    let mut output = std::io::stdout().lock();
    // Nobody listening any more is the end.
    if writeln!(output, "{line}").and_then(|()| output.flush()).is_err() {
        std::process::exit(1);
    }
}

/// The number that stands at this place of a worker's words.
pub fn number(words: &[String], at: usize) -> u64 {
    words.get(at).and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// What a worker does all day.
#[derive(Clone, Copy)]
pub enum Day {
    /// Everything, as it comes.
    Whole,
    /// Nothing but give copies away and tell family.
    Disclosures,
}

impl Day {
    async fn go_on(self, work: &mut Work, dice: &mut fastrand::Rng) {
        let done = match self {
            Day::Whole => work.go_on(dice).await,
            Day::Disclosures => work.disclose(dice).await,
        };
        done.expect("the work goes on");
    }
}

/// Works until it is killed, telling of every answer. Words: minutes on the clock, dice, `first` for the control that promises first.
pub fn endless(folder: &Path, words: &[String], day: Day) {
    let mut dice = fastrand::Rng::with_seed(number(words, 1));
    threads().block_on(async {
        let mut work = Work::at(folder, number(words, 0), |promise| say(&promise.line()));
        work.promises_first = words.get(2).is_some_and(|word| word == "first");
        work.unlock().await.expect("the vault opens");
        work.say("open");
        loop {
            day.go_on(&mut work, &mut dice).await;
        }
    });
}

/// Works for a while on a disk that keeps a diary. Words: minutes on the clock, dice, how many things to do, where the diary goes.
pub fn diarist(folder: &Path, words: &[String], day: Day) {
    let mut dice = fastrand::Rng::with_seed(number(words, 1));
    disk::lay_under_sqlite();
    disk::keep_diary(Path::new(&words[3])).expect("a diary");
    threads().block_on(async {
        let mut work = Work::at(folder, number(words, 0), |promise| disk::answered(&promise.line()));
        work.unlock().await.expect("the vault opens");
        work.say("open");
        for _ in 0..number(words, 2) {
            day.go_on(&mut work, &mut dice).await;
        }
        work.leave().await;
    });
    disk::close_diary().expect("the diary is whole");
    say("done");
}
