//! Someone is removed, the record gets a new key, and the process ends in the middle of it. Whoever stays opens the record as before, with
//! everything in it; a removal that was answered holds; one that was cut short is brought to its end.

use crate::check::{Ledger, check, keyed};
use crate::key::data_key;
use crate::work::{NAME, PASSWORD, Work, threads};
use crate::worker::{Worker, number, say};
use crate::{Asked, Told, copied, disk, fresh_vault};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const STAYS: (&str, &str) = ("Toni Testcase", "three blue herons at dawn");
const LEAVES: (&str, &str) = ("Sam Fixture", "seven grey stones in a row");

/// Where a removal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Nothing has happened.
    Before,
    /// Out of the directory; the key is still the one that was known.
    Shut,
    /// Out, and the key is new.
    Done,
}

pub fn run(asked: &Asked) -> Told {
    let mut told = Told::default();
    let mut dice = fastrand::Rng::with_seed(asked.seed);
    let scene = Scene::set();
    let (changes, length) = scene.undisturbed();
    let (mut before, mut shut, mut done, mut pending, mut answered_first) = (0, 0, 0, 0, 0);
    for round in 1..=asked.count {
        let place = TempDir::new().expect("a folder");
        let vault = place.path().join("vault");
        copied(&scene.vault(), &vault);
        let last = if round % 2 == 0 { dice.u64(1..=changes) } else { 0 };
        let mut worker = Worker::start("rotation", &vault, &[scene.leaving.clone(), last.to_string()]);
        let mut answered = false;
        worker.wait_for("word begun", |_| {});
        if last == 0 {
            std::thread::sleep(length.mul_f64(dice.f64() * 1.3));
        } else {
            answered = worker.wait_for("word ended", |_| {});
        }
        worker.kill();
        worker.last_words(|line| answered |= line.starts_with("word ended"));
        told.rounds += 1;
        pending += usize::from(waits(&vault));
        answered_first += usize::from(answered);
        let mut fault = |why: String| told.faults.push(format!("round {round}: {why}"));
        match scene.settled(&vault, answered) {
            Ok(Stands::Before) => before += 1,
            Ok(Stands::Shut) => shut += 1,
            Ok(Stands::Done) => done += 1,
            Err(why) => fault(why),
        }
        if let Err(why) = scene.brought_to_its_end(&vault) {
            fault(why);
        }
        let found = threads().block_on(check(&vault, 30, &scene.ledger));
        told.fail(round, &found);
    }
    told.counted = format!(
        "{before} as before, {shut} shut out with the key still to change, {done} with the new key, {} neither; {pending} had both keys' \
         slots waiting; {answered_first} were answered first and all hold; {changes} changes to the file in one removal",
        told.faults.len()
    );
    told.control(scene.neither_is_seen(), "a record whose key is in no slot is seen");
    told
}

/// A vault with someone who stays and someone who leaves.
struct Scene {
    place: TempDir,
    leaving: String,
    ledger: Ledger,
    old_key: [u8; 32],
}

impl Scene {
    fn set() -> Self {
        let place = fresh_vault();
        let vault = place.path().join("vault");
        let leaving = threads().block_on(async {
            let mut work = Work::quietly(&vault, 1);
            work.unlock().await.expect("it opens");
            let mut leaving = String::new();
            for (name, password) in [STAYS, LEAVES] {
                let more = json!({
                    "name": name, "credential": "LPC", "role": "counselor", "license": "", "license_state": "", "license_expires": "",
                    "password": password, "own_password": PASSWORD,
                });
                let row = work.ask("add_staff", more).await.expect("a colleague");
                leaving = row["staff"].as_str().unwrap_or_default().to_owned();
            }
            let client = work.clients[0].clone();
            work.note(&client, 1, true).await.expect("a note");
            work.leave().await;
            leaving
        });
        let old_key = data_key(&vault, PASSWORD).expect("the key");
        let link = keyed(&vault.join("vault.db"), &old_key).expect("it opens");
        let mut asked = link.prepare("SELECT id FROM version").expect("versions");
        let ids = asked.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("versions");
        let versions = ids.map(|id| data_encoding::HEXLOWER.encode(&id.expect("an id"))).collect();
        Self { place, leaving, ledger: Ledger { versions, ..Ledger::default() }, old_key }
    }

    fn vault(&self) -> std::path::PathBuf {
        self.place.path().join("vault")
    }

    fn undisturbed(&self) -> (u64, Duration) {
        let place = TempDir::new().expect("a folder");
        copied(&self.vault(), place.path());
        let mut worker = Worker::start("rotation", place.path(), &[self.leaving.clone(), "0".to_owned()]);
        worker.wait_for("word begun", |_| {});
        let begun = Instant::now();
        let mut changes = 0;
        let ended = worker.wait_for("word ended", |line| {
            changes = line.rsplit(' ').next().and_then(|word| word.parse().ok()).unwrap_or(0);
        });
        assert!(ended, "a removal comes to its end");
        let length = begun.elapsed();
        worker.kill();
        (changes, length)
    }

    /// Opens it as the one who removes, and looks where the removal stands then.
    fn settled(&self, vault: &Path, answered: bool) -> Result<Stands, String> {
        threads().block_on(async {
            let mut work = Work::quietly(vault, 3);
            work.unlock().await.map_err(|error| format!("whoever removes cannot open it: {}", error.message))?;
            let notices = work.ask("notices", json!({})).await.map_err(|error| error.message)?;
            if let Some(said) = notices["older"].as_str() {
                return Err(format!("a change of key cut short is taken for an older file: {said}"));
            }
            work.leave().await;
            Ok::<_, String>(())
        })?;
        if waits(vault) {
            return Err("slots of another key still wait after it was opened".into());
        }
        let key = data_key(vault, PASSWORD).ok_or("the password opens no slot")?;
        let link = keyed(&vault.join("vault.db"), &key).map_err(|why| format!("neither key fits: {why}"))?;
        let active =
            link.query_row("SELECT active FROM staff WHERE name = ?1", [LEAVES.0], |row| row.get::<_, bool>(0));
        let active = active.map_err(|why| why.to_string())?;
        let slot = slots(vault).iter().any(|slot| slot["user"] == self.leaving.as_str());
        let stands = match (active, slot, key == self.old_key) {
            (true, true, true) => Stands::Before,
            (false, true, true) => Stands::Shut,
            (false, false, false) => Stands::Done,
            between => return Err(format!("between old and new (active, slot, old key): {between:?}")),
        };
        if answered && stands != Stands::Done {
            return Err(format!("the removal was answered, and it stands {stands:?}"));
        }
        let (stays, leaves) = (opens(vault, STAYS), opens(vault, LEAVES));
        if !stays {
            return Err(format!("whoever stays cannot open it; it stands {stands:?}"));
        }
        if leaves != (stands == Stands::Before) {
            return Err(format!("whoever left opens it: {leaves}; it stands {stands:?}"));
        }
        Ok(stands)
    }

    /// Removed again if need be; then the key is new, the old one opens nothing, and there is a kit.
    fn brought_to_its_end(&self, vault: &Path) -> Result<(), String> {
        threads().block_on(async {
            let mut work = Work::quietly(vault, 10);
            let done = async {
                work.unlock().await?;
                if slots(vault).iter().any(|slot| slot["user"] == self.leaving.as_str()) {
                    remove(&work, &self.leaving).await?;
                }
                if !slots(vault).iter().any(|slot| slot["kind"] == "recovery") {
                    work.ask("new_recovery_kit", json!({ "password": PASSWORD })).await?;
                }
                let client = work.clients[0].clone();
                work.note(&client, 1, true).await
            };
            let done = done.await;
            work.leave().await;
            done.map_err(|error: record::error::Error| format!("it is not brought to its end: {}", error.message))
        })?;
        if keyed(&vault.join("vault.db"), &self.old_key).is_ok() {
            return Err("the old key still opens the record".into());
        }
        match (opens(vault, STAYS), opens(vault, LEAVES)) {
            (true, false) => Ok(()),
            found => Err(format!("after the end (who stays, who left) open it: {found:?}")),
        }
    }

    /// The new key file beside the old record must be told.
    fn neither_is_seen(&self) -> bool {
        let place = TempDir::new().expect("a folder");
        let (one, mixed) = (place.path().join("one"), place.path().join("mixed"));
        copied(&self.vault(), &one);
        copied(&self.vault(), &mixed);
        let removed = self.brought_to_its_end(&one);
        std::fs::copy(one.join("vault.keys"), mixed.join("vault.keys")).expect("a copy");
        removed.is_ok() && self.settled(&mixed, false).is_err()
    }
}

async fn remove(work: &Work, leaving: &str) -> Result<Value, record::error::Error> {
    work.ask("remove_staff", json!({ "staff": leaving, "reason": "Left the program.", "password": PASSWORD })).await
}

fn key_file(vault: &Path) -> Value {
    std::fs::read(vault.join("vault.keys"))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default()
}

fn slots(vault: &Path) -> Vec<Value> {
    key_file(vault)["slots"].as_array().cloned().unwrap_or_default()
}

fn waits(vault: &Path) -> bool {
    !key_file(vault)["pending"].is_null()
}

/// Whether this person opens a copy of it.
fn opens(vault: &Path, (name, password): (&str, &str)) -> bool {
    let place = TempDir::new().expect("a folder");
    copied(vault, place.path());
    threads().block_on(async {
        let work = Work::quietly(place.path(), 5);
        let opened = work.ask("unlock", json!({ "name": name, "password": password })).await.is_ok();
        work.leave().await;
        opened
    })
}

/// Removes someone. Words: who, and the change to the file to end with, or 0.
pub fn worker(folder: &Path, words: &[String]) {
    disk::lay_under_sqlite();
    threads().block_on(async {
        let mut work = Work::at(folder, 2, |promise| say(&promise.line()));
        work.unlock().await.expect("the vault opens");
        work.record.settle().await;
        let opened = disk::changes();
        if number(words, 1) > 0 {
            disk::end_with(opened + number(words, 1));
        }
        work.say("begun");
        remove(&work, &words[0]).await.unwrap_or_else(|error| panic!("{NAME} removes: {}", error.message));
        work.say(&format!("ended {}", disk::changes() - opened));
        std::thread::sleep(Duration::from_secs(30));
    });
}
