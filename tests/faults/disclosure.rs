//! The process is killed and the power fails while something leaves: a copy for a cousin, or what is said to family in a session. Whoever has
//! the pages stands in the chart with what allowed it; and beyond what left, the chart names at most the one act that was cut short.

use crate::check::{Found, Ledger};
use crate::disk::Event;
use crate::kill::{checked, struck};
use crate::power;
use crate::work::{Work, threads};
use crate::{Asked, Told, copied, fresh_vault};
use std::collections::BTreeMap;
use tempfile::TempDir;

/// After so many kills a fresh vault: a check reads the whole record, and would read ever longer.
const GENERATION: usize = 25;

/// Acts in one diary; one diary serves so many cuts.
const ACTS: usize = 8;
const CUTS: usize = 50;

/// A session with family tells two people.
const TOLD_AT_ONCE: u64 = 2;

pub fn run(asked: &Asked) -> Told {
    let mut told = Told::default();
    let mut dice = fastrand::Rng::with_seed(asked.seed);
    let ready = ready();
    let killed = kills(asked.count, &ready, &mut dice, &mut told);
    let cut = cuts(asked.count, &ready, &mut dice, &mut told);
    told.counted = format!(
        "{} kills and {} cuts; {} disclosures answered, {} in the chart whose pages were never answered, {} faults",
        asked.count,
        asked.count,
        killed.answered + cut.answered,
        killed.unanswered + cut.unanswered,
        told.faults.len()
    );
    told
}

#[derive(Default)]
struct Counted {
    answered: u64,
    unanswered: u64,
}

/// A vault in which every client has a cousin, a release for them and a plan that it covers.
fn ready() -> TempDir {
    let place = fresh_vault();
    threads().block_on(async {
        let mut work = Work::quietly(&place.path().join("vault"), 1);
        work.unlock().await.expect("it opens");
        for client in work.clients.clone() {
            work.cousin(&client).await.expect("a cousin");
        }
        work.leave().await;
    });
    place
}

fn copy_of(ready: &TempDir) -> TempDir {
    let place = TempDir::new().expect("a folder");
    copied(&ready.path().join("vault"), &place.path().join("vault"));
    place
}

fn kills(count: usize, ready: &TempDir, dice: &mut fastrand::Rng, told: &mut Told) -> Counted {
    let mut counted = Counted::default();
    let mut round = 0;
    while round < count {
        let place = copy_of(ready);
        let folder = place.path().join("vault");
        let (mut ledger, mut before) = (Ledger::default(), BTreeMap::new());
        let last = (round + GENERATION).min(count);
        while round < last {
            struck("disclosing", &folder, round, dice, false, &mut ledger);
            round += 1;
            told.rounds += 1;
            let mut found = checked(&folder, round, &ledger);
            counted.unanswered += one_act_at_most(&before, &ledger, &mut found);
            // From here the next worker counts what it found.
            before = found.disclosures.clone();
            told.fail(round, &found);
        }
        counted.answered += ledger.copies.values().sum::<u64>();
    }
    told.control(promised_first(ready, dice), "pages before their document are found out");
    counted
}

/// A worker that hands the pages over before it asks for them must be caught.
fn promised_first(ready: &TempDir, dice: &mut fastrand::Rng) -> bool {
    let place = copy_of(ready);
    let folder = place.path().join("vault");
    (0..12).any(|round| {
        let mut ledger = Ledger::default();
        struck("disclosing", &folder, round, dice, true, &mut ledger);
        !checked(&folder, round + 1, &ledger).lost.is_empty()
    })
}

fn cuts(count: usize, ready: &TempDir, dice: &mut fastrand::Rng, told: &mut Told) -> Counted {
    let mut counted = Counted::default();
    let (mut done, mut control) = (0, None);
    while done < count {
        let place = copy_of(ready);
        let (vault, before) = (place.path().join("vault"), place.path().join("before"));
        copied(&vault, &before);
        let lines = power::diary("disclosing diarist", ACTS, &vault, place.path(), dice);
        let first = lines.iter().position(|line| line.event == Event::Answered).unwrap_or(0);
        if control.is_none() {
            control = Some(power::unflushed_loses(&lines, &before, place.path(), dice));
        }
        for _ in 0..CUTS.min(count - done) {
            let at = dice.usize(first..lines.len());
            let (mut found, _, ledger) = power::struck(&lines, at, &before, place.path(), dice);
            counted.answered += ledger.copies.values().sum::<u64>();
            counted.unanswered += one_act_at_most(&BTreeMap::new(), &ledger, &mut found);
            done += 1;
            told.rounds += 1;
            told.fail(told.rounds, &found);
        }
    }
    told.control(control.unwrap_or(false), "synchronous=OFF loses");
    counted
}

/// What the chart names beyond what was answered is the act that was cut short, and no other. Answers how many disclosures that were.
fn one_act_at_most(before: &BTreeMap<String, u64>, ledger: &Ledger, found: &mut Found) -> u64 {
    let known = |of: &BTreeMap<String, u64>, client: &String| of.get(client).copied().unwrap_or(0);
    let answered = |client: &String| known(&ledger.copies, client).max(known(before, client));
    let beyond = found.disclosures.iter().map(|(client, count)| count.saturating_sub(answered(client))).sum();
    if beyond > TOLD_AT_ONCE {
        found.wrong.push(format!("{beyond} disclosures stand in charts, and nobody was given anything."));
    }
    beyond
}
