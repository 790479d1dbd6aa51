//! Random histories of a few people on a few charts, each law asked after every step: of the record, and of a plain model beside it.
//!
//! A model is also told wrong on purpose, once for each way a law could break. Over the same histories it has to be contradicted, or they
//! never come to where that law matters and prove nothing.
//!
//! `HISTORIES=10000 SEED=1 cargo test --workspace --test acceptance histories` tells more, and others.

mod clocks;
mod groups;
mod releases;
mod rooms;
mod stays;

use crate::room::{PASSWORD, Room};
use serde_json::{Value, json};
use std::fmt::Debug;

/// How many are told with every test run.
const FEW: u64 = 20;

/// In so many histories a model that is wrong has to be contradicted.
const SOON: u64 = 40;

/// What contradicts the model, in a sentence that names the law.
type Told = Result<(), String>;

trait History: Sized {
    /// The ways in which its model can be wrong on purpose.
    type Broken: Copy + Debug;

    const STEPS: u32;

    /// A vault with everyone in it, locked. Every history begins with a copy: making one takes longer than telling a history.
    async fn prepared() -> Room;

    async fn begin(room: Room, broken: Option<Self::Broken>, dice: &mut fastrand::Rng) -> Self;

    /// Something that somebody does.
    async fn step(&mut self, dice: &mut fastrand::Rng) -> Told;

    /// Whether the record says what the model says.
    async fn holds(&mut self) -> Told;

    fn room(&self) -> &Room;
}

/// Tells as many histories as were asked for; the first that breaks a law fails.
async fn hold<H: History>() {
    let asked = |name: &str, usual: u64| std::env::var(name).ok().and_then(|it| it.parse().ok()).unwrap_or(usual);
    let (count, seed) = (asked("HISTORIES", FEW), asked("SEED", 7));
    let prepared = H::prepared().await;
    for seed in seed..seed + count {
        if let Err(broken) = told::<H>(&prepared, seed, None).await {
            panic!("SEED={seed} HISTORIES=1: {broken}");
        }
    }
}

/// Each model that is wrong on purpose is contradicted by some history.
async fn notice<H: History>(wrong: &[H::Broken]) {
    let prepared = H::prepared().await;
    for &broken in wrong {
        let mut noticed = false;
        for seed in 0..SOON {
            noticed = told::<H>(&prepared, seed, Some(broken)).await.is_err();
            if noticed {
                break;
            }
        }
        assert!(noticed, "{broken:?}: {SOON} histories say nothing against it");
    }
}

async fn told<H: History>(prepared: &Room, seed: u64, broken: Option<H::Broken>) -> Told {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut history = H::begin(prepared.copy(), broken, &mut dice).await;
    for number in 0..H::STEPS {
        let told = history.step(&mut dice).await;
        let told = if told.is_ok() { history.holds().await } else { told };
        told.map_err(|said| format!("step {number}: {said}"))?;
    }
    history.room().sit_down("Pat Sample").await;
    let rebuilt = history.room().ask("rebuild_views", json!({})).await;
    same("tables made anew", &json!(true), &rebuilt["equal"])
}

/// A vault with its director and these people, each with a password of their own.
async fn staffed(people: &[(&str, &str)]) -> Room {
    let room = Room::open().await;
    for (name, role) in people {
        room.add(name, role).await;
    }
    for (name, _) in people {
        room.sit_down(name).await;
    }
    room.sit_down("Pat Sample").await;
    room
}

async fn locked(room: Room) -> Room {
    room.record.settle().await;
    room.ask("lock", json!({})).await;
    room
}

fn same(what: &str, model: &Value, record: &Value) -> Told {
    if model == record { Ok(()) } else { Err(format!("{what}: it should be {model} and the record says {record}")) }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list<'a>(view: &'a Value, key: &str) -> &'a [Value] {
    view[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn sign(draft: &Value) -> Value {
    json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD, "clock_confirmed": true })
}

/// A group on this day. Of each person: who, and when they were there.
fn evening(day: &str, start: &str, end: &str, people: &[(&str, &str, &str)]) -> Value {
    let mut body = Room::fixture("group_session");
    let one = body["people"][0].clone();
    let seen = ["Spoke first about the week", "Drew a map on the board", "Asked what helps on a bad evening"];
    let person = |(number, (client, from, to)): (usize, &(&str, &str, &str))| {
        let mut person = one.clone();
        (person["client"], person["observed"]) = (json!(client), json!(seen[number % seen.len()]));
        (person["start"], person["end"]) = (json!(from), json!(to));
        person
    };
    body["people"] = people.iter().enumerate().map(person).collect();
    (body["on"], body["start"], body["end"]) = (json!(day), json!(start), json!(end));
    body
}
