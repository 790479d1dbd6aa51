//! The disk is full, at a random byte: in the journal, in the record, in the middle of a page. The person is told so, loses nothing that was
//! answered, and the same text saves when there is room again. Looks go on while the trail can be told of them; past that they are refused,
//! and every one that was answered is in the trail in the end.

use crate::check::{Ledger, check};
use crate::disk;
use crate::work::{Work, fixture, kept, threads};
use crate::worker::{Worker, hear, number, say};
use crate::{Asked, Told, fresh_vault};
use record::error::{Code, Error};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// Smaller than a real one, large enough for many drafts.
const RESERVE: u64 = 1 << 20;

pub fn run(asked: &Asked) -> Told {
    let mut told = Told::default();
    let mut dice = fastrand::Rng::with_seed(asked.seed);
    let (mut clear, mut kept, mut read, mut again, mut reserved, mut answers) = (0, 0, 0, 0, 0, 0);
    for round in 1..=asked.count {
        let (ledger, said, found) = round_of(dice.u64(0..300_000), false, &mut dice);
        told.rounds += 1;
        answers += ledger.answers;
        told.fail(round, &found);
        let heard = |word: &str| said.iter().any(|line| line == word);
        reserved += usize::from(heard("word reserve"));
        told.faults.extend(
            said.iter().filter(|line| line.contains("not given back")).map(|line| format!("round {round}: {line}")),
        );
        for (word, counter) in
            [("word clear", &mut clear), ("word kept", &mut kept), ("word read", &mut read), ("word again", &mut again)]
        {
            if heard(word) {
                *counter += 1;
            } else {
                told.faults.push(format!("round {round}: not heard: {word}; heard {said:?}"));
            }
        }
    }
    told.counted = format!(
        "{clear} clear messages, {kept} drafts kept, {read} times every look was told or refused, {again} times the same text saved later, \
         {reserved} times the reserve let what was typed be saved at once, {answers} answers, {} promises lost or wrong",
        told.faults.len()
    );
    let lie = (0..5).any(|_| !round_of(dice.u64(0..200_000), true, &mut dice).2.clean());
    told.control(lie, "a full disk that says nothing is found out");
    told
}

fn round_of(room: u64, lies: bool, dice: &mut fastrand::Rng) -> (Ledger, Vec<String>, crate::check::Found) {
    let place = fresh_vault();
    let vault = place.path().join("vault");
    let (mut ledger, mut said) = (Ledger::default(), Vec::new());
    let words = [dice.u64(..).to_string(), room.to_string(), if lies { "lies" } else { "" }.to_owned()];
    let mut worker = Worker::start("full", &vault, &words);
    worker.wait_for("done", |line| {
        hear(&mut ledger, line);
        if line.starts_with("word") {
            said.push(line.to_owned());
        }
    });
    worker.kill();
    let found = threads().block_on(check(&vault, 5, &ledger));
    (ledger, said, found)
}

/// Works until the disk is full. Words: dice, bytes of room, `lies` for the control.
pub fn worker(folder: &Path, words: &[String]) {
    disk::lay_under_sqlite();
    let mut dice = fastrand::Rng::with_seed(number(words, 0));
    threads().block_on(async {
        // Every second vault keeps a reserve, as those of real programs do.
        let size = if dice.bool() { RESERVE } else { 0 };
        let mut work = Work::at(folder, 1, |promise| say(&promise.line())).with_reserve(size);
        work.unlock().await.expect("the vault opens");
        let mut typed = Typed::begin(&work).await.expect("a draft");
        let reserve = folder.join("vault.reserve");
        while size > 0 && std::fs::metadata(&reserve).map_or(0, |about| about.len()) < size {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        disk::set_reserve(&reserve);
        if words.get(2).is_some_and(|word| word == "lies") {
            disk::set_room(Some(number(words, 1)), true);
            for _ in 0..12 {
                let _ = typed.save(&work).await;
                let _ = work.go_on(&mut dice).await;
            }
            return say("done");
        }
        disk::set_room(Some(number(words, 1)), false);
        let mut refused = until_refused(&mut work, &mut typed, &mut dice, &reserve).await;
        if size > 0 {
            // Not a byte is left; what is typed now is kept at once, because the reserve is given back for it.
            if reserve.exists() {
                disk::set_room(Some(0), false);
            }
            match typed.save(&work).await {
                Ok(()) if !reserve.exists() => work.say("reserve"),
                other => work.say(&format!("reserve not given back: {other:?}")),
            }
            disk::set_room(Some(dice.u64(0..100_000)), false);
            refused = until_refused(&mut work, &mut typed, &mut dice, &reserve).await.or(refused);
        }
        let refused = refused.expect("a disk that is full refuses");
        work.say(if clear(&refused) { "clear" } else { "unclear" });
        full(&work, &mut typed).await;
        work.leave().await;
    });
    say("done");
}

/// How many rows of the trail say that a chart was opened.
async fn charts_told(work: &Work) -> usize {
    work.record.settle().await;
    let rows = work.ask("audit_trail", json!({ "limit": 5_000 })).await.unwrap_or_default();
    rows.as_array().map_or(0, |rows| rows.iter().filter(|row| row["action"] == "chart").count())
}

fn clear(refused: &Error) -> bool {
    refused.code == Code::NotSaved && refused.message.contains("disk is full")
}

/// The disk stands full; then it does not.
async fn full(work: &Work, typed: &mut Typed) {
    // The next save may still fit, and is then kept.
    match typed.save(work).await {
        Err(refused) if !clear(&refused) => work.say(&format!("unclear save: {}", refused.message)),
        Ok(()) | Err(_) => {}
    }
    match work.ask("draft", json!({ "document": typed.document })).await {
        Ok(draft) if draft["rev"] == typed.rev && draft["body"]["homework"] == typed.last() => work.say("kept"),
        Ok(draft) => work.say(&format!("draft stands at {}, promised {}", draft["rev"], typed.rev)),
        Err(error) => work.say(&format!("draft not read: {}", error.message)),
    }
    // Whatever is still to be told is told first, so that the rows can be counted.
    disk::set_room(None, false);
    let before = charts_told(work).await;
    disk::set_room(Some(0), false);
    let client = work.clients.first().cloned().unwrap_or_default();
    let (mut shown, mut refused) = (0, None);
    for _ in 0..6 {
        match work.ask("chart", json!({ "client": client })).await {
            Ok(chart) if chart["entries"].as_array().is_some_and(|entries| entries.len() >= 2) => shown += 1,
            Ok(_) => work.say("a chart lacks entries"),
            Err(error) => refused = Some(error),
        }
        work.record.settle().await;
    }
    let told = refused.as_ref().is_some_and(clear);
    let notices = work.ask("notices", json!({})).await.unwrap_or_default();
    let said = notices["disk"].as_str().is_some_and(|said| said.contains("audit trail"));
    disk::set_room(None, false);
    match charts_told(work).await.checked_sub(before) {
        // The journal of an act before may have left a little room: then all are shown, and all are told.
        Some(rows) if rows == shown && (shown == 6 || (told && said)) => work.say("read"),
        rows => work.say(&format!("{shown} charts shown, {rows:?} in the trail, {refused:?}, banner {said}")),
    }
    let saved = typed.save(work).await;
    let signed = work.sign(&typed.document, typed.rev).await;
    match saved.and(signed) {
        Ok(()) => work.say("again"),
        Err(error) => work.say(&format!("not saved again: {}", error.message)),
    }
}

/// Types and works until something is refused, or until the reserve was given back.
async fn until_refused(work: &mut Work, typed: &mut Typed, dice: &mut fastrand::Rng, reserve: &Path) -> Option<Error> {
    let kept = reserve.exists();
    for _ in 0..400 {
        let done = if dice.bool() { typed.save(work).await } else { work.go_on(dice).await };
        if let Err(refused) = done {
            return Some(refused);
        }
        if kept && !reserve.exists() {
            return None;
        }
    }
    None
}

/// A note being typed, longer with every save.
struct Typed {
    document: String,
    rev: u64,
    body: Value,
}

impl Typed {
    async fn begin(work: &Work) -> Result<Self, Error> {
        let client = work.clients.first().cloned().unwrap_or_default();
        let draft = work.begin("individual_note", Some(&client), fixture("individual_note")).await?;
        let rev = draft["rev"].as_u64().unwrap_or(0);
        let mut typed = Self {
            document: draft["document"].as_str().unwrap_or_default().to_owned(),
            rev,
            body: draft["body"].clone(),
        };
        typed.save(work).await?;
        Ok(typed)
    }
    async fn save(&mut self, work: &Work) -> Result<(), Error> {
        let mut body = self.body.clone();
        body["homework"] = json!(kept(self.rev + 1));
        let length = usize::try_from(self.rev % 8).unwrap_or(0);
        body["sections"]["data"] = json!(" Invented words, kept as typed.".repeat(60 * (length + 1)));
        self.rev = work.save(&self.document, self.rev, &body).await?;
        self.body = body;
        Ok(())
    }
    fn last(&self) -> Value {
        json!(kept(self.rev))
    }
}
