//! The process is killed at a random moment, again and again on the same vault.

use crate::check::{Found, Ledger, check};
use crate::worker::{Worker, hear};
use crate::{Asked, Told, fresh_vault};
use std::path::Path;
use std::time::Duration;

/// After so many rounds a fresh vault: a check reads the whole record, and would read ever longer.
const GENERATION: usize = 40;

pub fn run(asked: &Asked) -> Told {
    let mut told = Told::default();
    let mut dice = fastrand::Rng::with_seed(asked.seed);
    let (mut answers, mut unlooked, mut before_open) = (0, 0, 0);
    let mut round = 0;
    while round < asked.count {
        let place = fresh_vault();
        let folder = place.path().join("vault");
        let mut ledger = Ledger::default();
        let last = (round + GENERATION).min(asked.count);
        while round < last {
            let opened = struck("endless", &folder, round, &mut dice, false, &mut ledger);
            before_open += usize::from(!opened);
            round += 1;
            told.rounds += 1;
            // Now and then the next worker meets what the last one left, and is itself killed while it mends.
            if round < last && dice.u32(0..4) == 0 {
                unlooked += 1;
                continue;
            }
            let found = checked(&folder, round, &ledger);
            told.fail(round, &found);
        }
        answers += ledger.answers;
    }
    told.counted = format!(
        "{answers} answers, {} promises lost or wrong; {before_open} killed before the vault was open, {unlooked} left for the next to mend",
        told.faults.len()
    );
    told.control(control(&mut dice), "promising before the commit is found out");
    told
}

/// A worker that promises a save before it asks for it must be caught. One kill in a few falls between the two, so a dozen may all miss.
fn control(dice: &mut fastrand::Rng) -> bool {
    let place = fresh_vault();
    let folder = place.path().join("vault");
    (0..80).any(|round| {
        let mut ledger = Ledger::default();
        struck("endless", &folder, round, dice, true, &mut ledger);
        !checked(&folder, round + 1, &ledger).lost.is_empty()
    })
}

/// One worker, one kill. Answers whether the vault was open by then.
pub fn struck(
    task: &str,
    folder: &Path,
    round: usize,
    dice: &mut fastrand::Rng,
    first: bool,
    ledger: &mut Ledger,
) -> bool {
    let words = [round.to_string(), dice.u64(..).to_string(), if first { "first" } else { "" }.to_owned()];
    let mut worker = Worker::start(task, folder, &words);
    // One in eight dies while it opens or mends the vault.
    let early = !first && dice.u32(0..8) == 0;
    let opened = !early && worker.wait_for("word open", |_| {});
    std::thread::sleep(Duration::from_micros(dice.u64(0..if early { 250_000 } else { 700_000 })));
    worker.kill();
    worker.last_words(|line| hear(ledger, line));
    opened
}

pub fn checked(folder: &Path, round: usize, ledger: &Ledger) -> Found {
    crate::work::threads().block_on(check(folder, round as u64, ledger))
}
