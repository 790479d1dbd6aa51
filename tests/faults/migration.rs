//! A record of an older Handrail is brought up to date, and the process ends in the middle of it: at a random change to the file, or at a
//! random moment. The record is the old one or the new one, and opening it again ends the work.

use crate::check::{Ledger, check, damage, keyed, second_opinion};
use crate::key::data_key;
use crate::work::{PASSWORD, Work, threads};
use crate::worker::{Worker, number, say};
use crate::{Asked, Told, copied, disk};
use data_encoding::HEXLOWER;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const OLD: i64 = 4;

/// A moment after everything in the fixture.
const MINUTES: u64 = 60 * 24 * 300;

pub fn run(asked: &Asked) -> Told {
    let mut told = Told::default();
    let mut dice = fastrand::Rng::with_seed(asked.seed);
    let fixture: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fixtures", "vault-4"].iter().collect();
    let ledger = promised(&fixture);
    let (changes, length) = undisturbed(&fixture);
    let (mut old, mut new) = (0, 0);
    for round in 1..=asked.count {
        let place = TempDir::new().expect("a folder");
        let vault = place.path().join("vault");
        copied(&fixture, &vault);
        // Half end with a change to the file, half at a moment. The first part of the work is the backup, so most strike later.
        let first = if round % 8 == 0 { 1 } else { changes / 2 };
        let last = if round % 2 == 0 { dice.u64(first..=changes) } else { 0 };
        let mut worker = Worker::start("migration", &vault, &[last.to_string()]);
        if last == 0 {
            worker.wait_for("word begun", |_| {});
            std::thread::sleep(length.mul_f64(0.3 + dice.f64() * 0.8));
        } else {
            worker.wait_for("word ended", |_| {});
        }
        worker.kill();
        told.rounds += 1;
        match stands(&vault) {
            Ok(true) => new += 1,
            Ok(false) => old += 1,
            Err(why) => told.faults.push(format!("round {round}: {why}")),
        }
        let found = threads().block_on(check(&vault, MINUTES + 5, &ledger));
        told.fail(round, &found);
        if found.clean() {
            told.faults.extend(goes_on(&vault).map(|why| format!("round {round}: {why}")));
        }
    }
    told.counted = format!(
        "{old} left the old record and {new} the new one, {} faults; all {} versions of before kept; {changes} changes to the file \
         in one update",
        told.faults.len(),
        ledger.versions.len()
    );
    told.control(between_is_seen(&fixture), "a record between the two is seen");
    told
}

/// What the older record holds.
fn promised(fixture: &Path) -> Ledger {
    let place = TempDir::new().expect("a folder");
    copied(fixture, place.path());
    let key = data_key(place.path(), PASSWORD).expect("the key");
    let link = keyed(&place.path().join("vault.db"), &key).expect("it opens");
    let mut asked = link.prepare("SELECT id FROM version").expect("versions");
    let ids = asked.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("versions");
    Ledger { versions: ids.map(|id| HEXLOWER.encode(&id.expect("an id"))).collect(), ..Ledger::default() }
}

/// How many changes an update makes to the file, and how long it takes.
fn undisturbed(fixture: &Path) -> (u64, Duration) {
    let place = TempDir::new().expect("a folder");
    copied(fixture, &place.path().join("vault"));
    let mut worker = Worker::start("migration", &place.path().join("vault"), &["0".to_owned()]);
    worker.wait_for("word begun", |_| {});
    let begun = Instant::now();
    let mut changes = 0;
    assert!(worker.wait_for("word ended", |line| changes = number(&words(line), 2)), "an update comes to its end");
    let length = begun.elapsed();
    worker.kill();
    (changes, length)
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

/// Whether it is the new record; why not, if it is neither. A change that was cut off is rolled back by looking.
fn stands(vault: &Path) -> Result<bool, String> {
    let key = data_key(vault, PASSWORD).ok_or("the key file opens nothing")?;
    let link = keyed(&vault.join("vault.db"), &key).map_err(|why| format!("the record does not open: {why}"))?;
    if let Some(why) = damage(&link).first() {
        return Err(why.clone());
    }
    let number = |sql: &str| link.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(|why| why.to_string());
    let schema = number("PRAGMA user_version")?;
    let tables =
        number("SELECT count(*) FROM sqlite_schema WHERE name IN ('chart_visit', 'chart_override', 'assessment')")?;
    let column = number("SELECT count(*) FROM pragma_table_info('draft') WHERE name = 'follows'")?;
    let rows = number("SELECT count(*) FROM audit WHERE action = 'update'")?;
    match (schema, tables, column, rows) {
        (OLD, 0, 0, 0) => Ok(false),
        (schema, 3, 1, 1) if schema > OLD => Ok(true),
        found => Err(format!("it is neither the old record nor the new one: {found:?}")),
    }
}

/// After it was opened again it is new, the checker finds nothing, and work goes on.
fn goes_on(vault: &Path) -> Option<String> {
    match stands(vault) {
        Ok(true) => {}
        Ok(false) => return Some("it is still the old record after it was opened".into()),
        Err(why) => return Some(why),
    }
    let worked = threads().block_on(async {
        let mut work = Work::quietly(vault, MINUTES + 10);
        let done = async {
            work.unlock().await?;
            work.new_client(5_000).await?;
            let client = work.clients.last().cloned().unwrap_or_default();
            work.note(&client, 1, true).await
        };
        let done = done.await;
        work.leave().await;
        done
    });
    if let Err(error) = worked {
        return Some(format!("work does not go on: {}", error.message));
    }
    second_opinion(vault, &data_key(vault, PASSWORD)?)
}

/// A record that says it is new and is not must be told.
fn between_is_seen(fixture: &Path) -> bool {
    let place = TempDir::new().expect("a folder");
    copied(fixture, place.path());
    let key = data_key(place.path(), PASSWORD).expect("the key");
    let link = keyed(&place.path().join("vault.db"), &key).expect("it opens");
    link.execute_batch("PRAGMA user_version = 3").expect("a forged number");
    drop(link);
    stands(place.path()).is_err()
}

/// Opens the older record. Words: the change to end with, or 0.
pub fn worker(folder: &Path, words: &[String]) {
    disk::lay_under_sqlite();
    if number(words, 0) > 0 {
        disk::end_with(number(words, 0));
    }
    threads().block_on(async {
        let mut work = Work::at(folder, MINUTES, |promise| say(&promise.line()));
        work.say("begun");
        work.unlock().await.expect("the vault opens");
        work.say(&format!("ended {}", disk::changes()));
        // Killed while it stands open: nothing more is written.
        std::thread::sleep(Duration::from_secs(30));
    });
}
