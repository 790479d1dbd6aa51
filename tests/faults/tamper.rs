//! Someone who has the data key changes the record past Handrail, sometimes clumsily, sometimes with every hash made to fit again. Given one
//! later checkpoint that is kept elsewhere, the checker that shares no code with Handrail finds it and names the first record that is bad.

use crate::check::keyed;
use crate::deeds::{DEEDS, Done};
use crate::forge;
use crate::key::data_key;
use crate::work::{NAME, PASSWORD, Work, threads};
use crate::{Asked, Told, busy_vault, copied};
use fastrand::Rng;
use record::canonical;
use rusqlite::{Connection, Result};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use verify::{Found, Outside, Report};

const PAGE: usize = 4096;

/// Tables that people change freely and nothing vouches for: what is half typed, what one looked at last, how this computer is set. And a
/// kept checkpoint that is gone: its copy elsewhere is the one that counts.
const UNVOUCHED: [&str; 5] = ["draft", "seen", "setting", "glass", "checkpoint"];

/// A record with an older copy of it and a checkpoint that is later than everything a forger touches.
struct Scene {
    place: tempfile::TempDir,
    key: [u8; 32],
    outside: [Outside; 2],
    /// The checkpoint's row.
    row: i64,
    work: PathBuf,
    /// What each table says, for changes that nothing vouches for.
    says: BTreeMap<String, Vec<u8>>,
}

/// Every so many tamperings is one of whole pages, and one of the whole file.
const PAGES_EVERY: usize = 4;
const FILES_EVERY: usize = 10;

pub fn run(asked: &Asked) -> Told {
    let mut told = Told::default();
    let mut dice = Rng::with_seed(asked.seed);
    let scene = Scene::set();
    let (mut named, mut by_views, mut idle, mut unvouched, mut fitted, mut fitted_missed) = (0, 0, 0, 0, 0, 0);
    let mut spent = Duration::ZERO;
    let clean = scene.looked(&scene.outside[0]).0.is_none() && scene.views_equal();
    while told.rounds < asked.count {
        scene.fresh();
        let (name, words, fits) = scene.tampered(told.rounds, &mut dice);
        let Some(words) = words else { continue };
        let (bad, took) = scene.looked(&scene.outside[dice.usize(0..2)]);
        spent += took;
        match bad {
            Some(bad) if words.is_empty() || words.iter().any(|word| bad.contains(word)) => named += 1,
            Some(bad) => {
                told.faults.push(format!("{name}: found, but the sentence names another record: {bad} ({words:?})"))
            }
            None if !scene.views_equal() => by_views += 1,
            None => match scene.changed() {
                changed if changed.is_empty() => {
                    idle += 1;
                    continue;
                }
                changed if changed.iter().all(|table| UNVOUCHED.contains(&table.as_str())) => {
                    unvouched += 1;
                    continue;
                }
                changed => told.faults.push(format!("{name}: not found; it changed {changed:?}")),
            },
        }
        told.rounds += 1;
        if fits {
            fitted += 1;
            fitted_missed += usize::from(scene.looked(&Outside::default()).0.is_none());
        }
    }
    told.counted = format!(
        "{named} found with the first bad record named and {by_views} by comparing views, {} not; {} ms a check; tried and not counted: \
         {idle} page replays that change nothing readable, {unvouched} that change only drafts, settings, what one looked at last, or take a kept checkpoint away",
        told.faults.len(),
        spent.as_millis() / u128::try_from(told.rounds.max(1)).unwrap_or(1)
    );
    told.control(clean, "the untouched record raises no alarm");
    let says = format!("without the checkpoint {fitted_missed} of {fitted} with every hash made to fit pass");
    told.control(fitted_missed > 0, &says);
    told
}

impl Scene {
    fn set() -> Self {
        let (place, _) = busy_vault();
        let vault = place.path().join("vault");
        copied(&vault, &place.path().join("older"));
        let checkpoint = threads().block_on(async {
            let mut work = Work::quietly(&vault, 10);
            let mut dice = Rng::with_seed(3);
            work.unlock().await.expect("it opens");
            for _ in 0..10 {
                work.go_on(&mut dice).await.expect("work");
            }
            work.record.settle().await;
            let checkpoint = work.ask("checkpoint", json!({})).await.expect("a checkpoint");
            work.leave().await;
            checkpoint
        });
        let key = data_key(&vault, PASSWORD).expect("the key");
        let link = keyed(&vault.join("vault.db"), &key).expect("it opens");
        let row = checkpoint["seq"].as_i64().expect("a row");
        let note = link.query_row("SELECT note FROM checkpoint WHERE seq = ?1", [row], |row| row.get(0));
        let outside = [
            Outside { code: checkpoint["code"].as_str().map(str::to_owned), checkpoint: None },
            Outside { code: None, checkpoint: Some(note.expect("its note")) },
        ];
        let says = says(&link).expect("it reads");
        drop(link);
        let work = place.path().join("work");
        copied(&vault, &work);
        Self { place, key, outside, row, work, says }
    }

    fn fresh(&self) {
        copied(&self.place.path().join("vault"), &self.work);
        let _ = std::fs::remove_file(self.work.join("vault.db-journal"));
    }

    /// Does one thing. Answers its name, the words that name what is bad, and whether hashes were made to fit.
    fn tampered(&self, round: usize, dice: &mut Rng) -> (&'static str, Option<Vec<String>>, bool) {
        if round % FILES_EVERY == 1 {
            let padded = dice.bool();
            return ("swap in the old file", self.old_file(padded).expect("it can be done"), padded);
        }
        if round % PAGES_EVERY == 2 {
            return ("replay old pages", self.old_pages(dice), false);
        }
        let deed = &DEEDS[dice.usize(..DEEDS.len())];
        let done = (|| {
            let link = forge::opened(&self.work, &self.key)?;
            let words = (deed.does)(&link, self.row, deed.fitted, dice)?;
            if deed.fitted && words.is_some() {
                forge::rewrite_trail(&link)?;
            }
            link.execute_batch("COMMIT")?;
            Ok::<_, rusqlite::Error>(words)
        })();
        let words = done.unwrap_or_else(|error| panic!("{}: {error}", deed.name));
        // Where everything was made to fit, what is named is the checkpoint's own row or code, or what a forger could not sign.
        (deed.name, words.map(|words| if deed.fitted { Vec::new() } else { words }), deed.fitted)
    }

    /// The whole file as it was earlier, sometimes with rows added so that its trail is long enough.
    fn old_file(&self, padded: bool) -> Done {
        std::fs::copy(self.place.path().join("older/vault.db"), self.work.join("vault.db")).expect("a copy");
        if padded {
            let link = forge::opened(&self.work, &self.key)?;
            let last: i64 = link.query_row("SELECT max(seq) FROM audit", [], |row| row.get(0))?;
            forge::pad(&link, self.row - last + 1)?;
            forge::rewrite_trail(&link)?;
            link.execute_batch("COMMIT")?;
        }
        Ok(Some(vec!["row".into(), "code".into()]))
    }

    /// A few pages as they were earlier; their seals fit, because the key is the same.
    fn old_pages(&self, dice: &mut Rng) -> Option<Vec<String>> {
        let path = self.work.join("vault.db");
        let (mut now, then) =
            (std::fs::read(&path).ok()?, std::fs::read(self.place.path().join("older/vault.db")).ok()?);
        let differ: Vec<usize> = (0..now.len().min(then.len()) / PAGE)
            .filter(|page| now[page * PAGE..(page + 1) * PAGE] != then[page * PAGE..(page + 1) * PAGE])
            .collect();
        for _ in 0..dice.usize(1..=3) {
            let at = differ[dice.usize(..differ.len())] * PAGE;
            now[at..at + PAGE].copy_from_slice(&then[at..at + PAGE]);
        }
        std::fs::write(path, now).ok()?;
        Some(Vec::new())
    }

    fn looked(&self, outside: &Outside) -> (Option<String>, Duration) {
        let begun = Instant::now();
        let report = match verify::opened_with(&self.work, &self.key, None) {
            Ok(Found::Record(record)) => verify::check(&record, outside),
            Ok(Found::Damaged(why)) => Report { first_bad: Some(why), ..Report::default() },
            Err(verify::Unchecked(why)) => Report { first_bad: Some(why), ..Report::default() },
        };
        (report.first_bad, begun.elapsed())
    }

    /// Handrail's own comparison of every view with what versions give.
    fn views_equal(&self) -> bool {
        let copy = self.place.path().join("views");
        copied(&self.work, &copy);
        threads().block_on(async {
            let work = Work::quietly(&copy, 20);
            let opened = work.ask("unlock", json!({ "name": NAME, "password": PASSWORD })).await.is_ok();
            let rebuilt = work.ask("rebuild_views", json!({})).await;
            work.leave().await;
            opened && rebuilt.is_ok_and(|rebuilt| rebuilt["equal"] == true)
        })
    }

    /// Tables that say something else than before.
    fn changed(&self) -> Vec<String> {
        let now = keyed(&self.work.join("vault.db"), &self.key).and_then(|link| says(&link));
        let Ok(now) = now else { return vec!["everything".into()] };
        let names: BTreeSet<&String> = now.keys().chain(self.says.keys()).collect();
        names.into_iter().filter(|name| now.get(*name) != self.says.get(*name)).cloned().collect()
    }
}

/// A digest of what each table says. Word indexes are asked for their terms, as the comparison of views does.
fn says(link: &Connection) -> Result<BTreeMap<String, Vec<u8>>> {
    let names: Vec<String> = link
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%\\_words\\_%' ESCAPE '\\'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_>>()?;
    let mut said = BTreeMap::new();
    for name in names {
        let table = if name.ends_with("_words") {
            link.execute_batch(&format!(
                "CREATE VIRTUAL TABLE temp.{name}_said USING fts5vocab('main', '{name}', 'row')"
            ))?;
            format!("temp.{name}_said")
        } else {
            name.clone()
        };
        let mut asked = link.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = asked.column_count();
        let mut rows = asked.query([])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at)).collect::<Result<Vec<_>>>()?;
            lines.push(format!("{values:?}"));
        }
        lines.sort();
        said.insert(name, canonical::hash(lines.join("\n").as_bytes()).to_vec());
    }
    Ok(said)
}
