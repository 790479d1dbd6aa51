//! One bit of a file turns over: on a worn disk, on the way to a stick. Wherever it is, it is noticed.

use crate::check::{damage, keyed};
use crate::key::data_key;
use crate::work::{NAME, PASSWORD, Work, threads};
use crate::{Asked, Told, busy_vault, copied};
use serde_json::{Value, json};
use std::path::Path;

pub fn run(asked: &Asked) -> Told {
    let mut told = Told::default();
    let mut dice = fastrand::Rng::with_seed(asked.seed);
    let (place, kit) = busy_vault();
    let vault = place.path().join("vault");
    let key = data_key(&vault, PASSWORD).expect("the key");
    let whole = std::fs::read(vault.join("vault.db")).expect("the record");
    let (mut refused, mut checked, mut keys, mut alike) = (0, 0, 0, 0);
    let flipped = place.path().join("flipped.db");
    for round in 1..=asked.count {
        told.rounds += 1;
        // One in five strikes the key file.
        if round % 5 == 0 {
            match keys_noticed(&vault, &place.path().join("copy"), &kit, &mut dice) {
                Noticed::Refused => keys += 1,
                Noticed::MeansTheSame => alike += 1,
                Noticed::Not(at) => told.faults.push(format!("round {round}: byte {at} of the key file, not noticed")),
            }
            continue;
        }
        let mut bytes = whole.clone();
        let at = dice.usize(..bytes.len());
        bytes[at] ^= 1 << dice.u32(0..8);
        std::fs::write(&flipped, bytes).expect("a file");
        match keyed(&flipped, &key) {
            Err(_) => refused += 1,
            Ok(link) if !damage(&link).is_empty() => checked += 1,
            Ok(_) => told.faults.push(format!("round {round}: byte {at} of the record, not noticed")),
        }
    }
    told.counted = format!(
        "in vault.db {refused} refused at opening and {checked} found by the checks, in vault.keys {keys} refused \
         and {alike} that change no meaning (a letter's case in an id), {} not noticed",
        told.faults.len()
    );
    std::fs::write(&flipped, whole).expect("a file");
    let clean = keyed(&flipped, &key).is_ok_and(|link| damage(&link).is_empty());
    told.control(clean && opens(&vault, &kit), "the whole files raise no alarm");
    told
}

enum Noticed {
    Refused,
    MeansTheSame,
    Not(usize),
}

/// Noticed when any of the ways in is refused: each slot is one.
fn keys_noticed(vault: &Path, copy: &Path, kit: &str, dice: &mut fastrand::Rng) -> Noticed {
    copied(vault, copy);
    let path = copy.join("vault.keys");
    let whole = std::fs::read(&path).expect("the keys");
    let mut bytes = whole.clone();
    let at = dice.usize(..bytes.len());
    bytes[at] ^= 1 << dice.u32(0..8);
    std::fs::write(&path, &bytes).expect("the keys");
    if !opens(copy, kit) {
        Noticed::Refused
    } else if ids(&whole).is_some_and(|ids_before| Some(ids_before) == ids(&bytes)) {
        Noticed::MeansTheSame
    } else {
        Noticed::Not(at)
    }
}

/// The file with its ids in small letters: an id is a number, and both cases write the same one.
fn ids(bytes: &[u8]) -> Option<Value> {
    let mut file: Value = serde_json::from_slice(bytes).ok()?;
    let small = |id: &mut Value| *id = json!(id.as_str().unwrap_or_default().to_lowercase());
    small(&mut file["vault"]);
    small(&mut file["dek"]);
    file["slots"].as_array_mut()?.iter_mut().for_each(|slot| small(&mut slot["user"]));
    Some(file)
}

fn opens(vault: &Path, kit: &str) -> bool {
    threads().block_on(async {
        let work = Work::quietly(vault, 5);
        let opened = work.ask("unlock", json!({ "name": NAME, "password": PASSWORD })).await.is_ok()
            && work.ask("recovery_kit", json!({ "recovery_key": kit, "paper": "letter" })).await.is_ok();
        work.leave().await;
        opened
    })
}
