//! Older files are put back under a record that went on: the record, its key slots, or both. Whoever unlocks next is told, or kept out.

use crate::work::{NAME, PASSWORD, Work, threads};
use crate::{Asked, Told, copied, fresh_vault};
use fastrand::Rng;
use record::error::{Code, Error};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// How often the record is closed and its files are kept aside.
const GENERATIONS: usize = 14;

/// The files as one generation left them, and the password that opened them.
struct Kept {
    record: Vec<u8>,
    slots: Vec<u8>,
    password: String,
}

/// What is put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Back {
    Record,
    Slots,
    Both,
}

/// What whoever unlocks meets.
enum Met {
    /// The banner.
    Told,
    /// The files do not open together.
    KeptOut,
    Nothing,
}

pub fn run(asked: &Asked) -> Told {
    let mut told = Told::default();
    let mut dice = Rng::with_seed(asked.seed);
    let scene = Scene::set(&mut dice);
    let (mut said, mut kept_out) = (0, 0);
    while told.rounds < asked.count {
        let at = dice.usize(..GENERATIONS - 1);
        let back = [Back::Record, Back::Slots, Back::Both][dice.usize(..3)];
        // Between two changes of a password the slots are the same: putting those back turns nothing back.
        if back == Back::Slots && scene.kept[at].slots == scene.newest().slots {
            continue;
        }
        told.rounds += 1;
        match scene.met(at, Some(back)) {
            Ok(Met::Told) => said += 1,
            Ok(Met::KeptOut) => kept_out += 1,
            Ok(Met::Nothing) => told.faults.push(format!("generation {at}, {back:?}: not noticed")),
            Err(error) => told.faults.push(format!("generation {at}, {back:?}: {}", error.message)),
        }
    }
    told.counted = format!("{said} told by the banner, {kept_out} kept out, {} not noticed", told.faults.len());
    let quiet = matches!(scene.met(GENERATIONS - 1, None), Ok(Met::Nothing));
    told.control(quiet, "the newest files raise no alarm");
    let forgotten = matches!(scene.forgetful(0), Ok(Met::Nothing));
    told.control(forgotten, "without what this computer remembers an older record is not noticed");
    told
}

/// A record with every generation of its files.
struct Scene {
    place: TempDir,
    kept: Vec<Kept>,
}

impl Scene {
    fn set(dice: &mut Rng) -> Self {
        let place = fresh_vault();
        let mut scene = Self { place, kept: Vec::new() };
        let mut password = PASSWORD.to_owned();
        for generation in 0..GENERATIONS {
            let done = threads().block_on(scene.lived(generation, &mut password, dice));
            done.unwrap_or_else(|error| panic!("generation {generation}: {}", error.message));
            let bytes = |name: &str| std::fs::read(scene.vault().join(name)).expect("a file");
            scene.kept.push(Kept { record: bytes("vault.db"), slots: bytes("vault.keys"), password: password.clone() });
        }
        scene
    }

    fn vault(&self) -> PathBuf {
        self.place.path().join("vault")
    }

    fn newest(&self) -> &Kept {
        &self.kept[GENERATIONS - 1]
    }

    /// A day: some work, and now and then a change of who opens the record.
    async fn lived(&self, generation: usize, password: &mut String, dice: &mut Rng) -> Result<(), Error> {
        let mut work = Work::quietly(&self.vault(), 10 * generation as u64);
        work.ask("unlock", json!({ "name": NAME, "password": password })).await?;
        for _ in 0..dice.usize(0..3) {
            work.new_client(dice.usize(1_000..1_000_000)).await?;
        }
        match generation % 4 {
            1 => {
                let next = format!("a quiet evening walk, and {generation} more");
                work.ask("change_password", json!({ "password": password, "new_password": next })).await?;
                *password = next;
            }
            2 => {
                let more = json!({
                    "name": format!("Toni Testcase{}", "x".repeat(generation)), "credential": "LPC", "role": "counselor", "license": "",
                    "license_state": "", "license_expires": "", "password": "three blue herons at dawn", "own_password": password,
                });
                work.ask("add_staff", more).await?;
            }
            3 => {
                let staff = work.ask("staff", json!({})).await?;
                let who = staff
                    .as_array()
                    .and_then(|rows| rows.iter().find(|row| row["name"] != NAME && row["active"] == true));
                let who = who.map_or(Value::Null, |row| row["staff"].clone());
                work.ask(
                    "remove_staff",
                    json!({ "staff": who, "reason": "Works elsewhere now", "password": password }),
                )
                .await?;
            }
            _ => {}
        }
        work.leave().await;
        Ok(())
    }

    /// The newest record with what lay there at another time put back, opened on the computer that remembers the newest.
    fn met(&self, at: usize, back: Option<Back>) -> Result<Met, Error> {
        let place = self.laid(at, back);
        copied(&self.vault().join("anchors"), &place.path().join("vault").join("anchors"));
        let slots = if back.is_none_or(|back| back == Back::Record) { self.newest() } else { &self.kept[at] };
        opened(&place.path().join("vault"), &slots.password)
    }

    /// The same on a computer that remembers nothing.
    fn forgetful(&self, at: usize) -> Result<Met, Error> {
        let place = self.laid(at, Some(Back::Both));
        opened(&place.path().join("vault"), &self.kept[at].password)
    }

    fn laid(&self, at: usize, back: Option<Back>) -> TempDir {
        let place = TempDir::new().expect("a folder");
        let vault = place.path().join("vault");
        std::fs::create_dir(&vault).expect("a folder");
        let of = |older: bool| if older { &self.kept[at] } else { self.newest() };
        let record = &of(matches!(back, Some(Back::Record | Back::Both))).record;
        let slots = &of(matches!(back, Some(Back::Slots | Back::Both))).slots;
        std::fs::write(vault.join("vault.db"), record).expect("a file");
        std::fs::write(vault.join("vault.keys"), slots).expect("a file");
        place
    }
}

fn opened(vault: &Path, password: &str) -> Result<Met, Error> {
    threads().block_on(async {
        let work = Work::quietly(vault, 600);
        if let Err(error) = work.ask("unlock", json!({ "name": NAME, "password": password })).await {
            return if error.code == Code::Refused { Ok(Met::KeptOut) } else { Err(error) };
        }
        let notices = work.ask("notices", json!({})).await;
        work.leave().await;
        Ok(notices?["older"].as_str().map_or(Met::Nothing, |_| Met::Told))
    })
}
