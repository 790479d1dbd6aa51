//! What people do while faults strike: clients, drafts, signed notes, groups. Everything goes through the one dispatcher, and every answer
//! is told at once, so that whoever listens knows what was promised.

use chrono::{DateTime, FixedOffset, TimeDelta};
use record::dispatch::{Content, dispatch};
use record::error::Error;
use record::{Anchors, Cost, Record, SetClock};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

pub const NAME: &str = "Pat Sample";
pub const PASSWORD: &str = "a quiet evening walk";

/// How many clients a fresh vault has; they make up each group.
const CLIENTS: usize = 3;

/// A record in the middle of a working day, and who is told of each answer.
pub struct Work {
    pub record: Record,
    pub clients: Vec<String>,
    tell: Box<dyn Fn(&Promise) + Send + Sync>,
    /// Tells of a save before it is asked for: the control that must be found out.
    pub promises_first: bool,
}

/// What an answer promised to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promise {
    /// This version is in the record.
    Version(String),
    /// This draft is kept as of this save.
    Draft(String, u64),
    /// So many copies of this client's papers went to somebody outside, with the pages in hand.
    Copies(String, u64),
    /// Something else was answered.
    Word(String),
}

impl Promise {
    pub fn line(&self) -> String {
        match self {
            Promise::Version(id) => format!("version {id}"),
            Promise::Draft(document, rev) => format!("draft {document} {rev}"),
            Promise::Copies(client, count) => format!("copies {client} {count}"),
            Promise::Word(text) => format!("word {text}"),
        }
    }
    pub fn read(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["version", id] => Some(Promise::Version((*id).to_owned())),
            ["draft", document, rev] => Some(Promise::Draft((*document).to_owned(), rev.parse().ok()?)),
            ["copies", client, count] => Some(Promise::Copies((*client).to_owned(), count.parse().ok()?)),
            ["word", ..] => Some(Promise::Word(words[1..].join(" "))),
            _ => None,
        }
    }
}

/// Thursday April 9, 2026, in the morning, `minutes` later.
pub fn morning(minutes: u64) -> DateTime<FixedOffset> {
    let start = DateTime::parse_from_rfc3339("2026-04-09T09:00:00-07:00").expect("a time");
    start + TimeDelta::minutes(i64::try_from(minutes).unwrap_or(0))
}

impl Work {
    pub fn at(folder: &Path, minutes: u64, tell: impl Fn(&Promise) + Send + Sync + 'static) -> Self {
        // In a folder of its own, which a copy of the vault's files leaves behind as a copy on another computer would.
        let anchors = Anchors::in_folder(folder.join("anchors"));
        let record = Record::at(folder.to_owned(), SetClock::at(morning(minutes)));
        let record = record.with_cost(Cost::Floor).anchored(anchors);
        Self { record, clients: Vec::new(), tell: Box::new(tell), promises_first: false }
    }

    /// The same with a reserve for a full disk; throw-away vaults keep none.
    pub fn with_reserve(mut self, bytes: u64) -> Self {
        self.record = self.record.with_reserve(bytes);
        self
    }

    /// Nobody listens.
    pub fn quietly(folder: &Path, minutes: u64) -> Self {
        Self::at(folder, minutes, |_| {})
    }

    /// A new vault with its director and a few clients, left open. Answers the recovery key.
    pub async fn set_up(&mut self) -> Result<String, Error> {
        let vault = json!({
            "program": "Example Harbor IOP (fictional)", "site": "Main Street (fictional)", "phone": "602-555-0100",
            "crisis_phone": "602-555-0199", "address": "1 Example Way, Sampleton, AZ 00000", "paper": "letter",
            "name": NAME, "credential": "LPC", "role": "director", "password": PASSWORD,
        });
        let created = self.ask("create_vault", vault).await?;
        for number in 0..CLIENTS {
            self.new_client(number).await?;
        }
        Ok(created["recovery_key"].as_str().unwrap_or_default().to_owned())
    }

    /// Unlocks and finds the clients.
    pub async fn unlock(&mut self) -> Result<(), Error> {
        self.ask("unlock", json!({ "name": NAME, "password": PASSWORD })).await?;
        let found = self.ask("clients", json!({ "find": "", "limit": 200, "offset": 0 })).await?;
        let rows = found["rows"].as_array().cloned().unwrap_or_default();
        self.clients = rows.iter().filter_map(|row| row["client"].as_str().map(str::to_owned)).collect();
        Ok(())
    }

    /// Everything on disk, keys gone.
    pub async fn leave(&self) {
        self.record.settle().await;
        self.record.lock().await;
    }

    pub async fn ask(&self, command: &str, input: Value) -> Result<Value, Error> {
        match dispatch(&self.record, command, input).await?.content {
            Content::Json(view) => Ok(view.read()?),
            Content::Pdf(bytes) => Ok(json!({ "pages": bytes.len() })),
        }
    }

    pub fn say(&self, word: &str) {
        (self.tell)(&Promise::Word(word.to_owned()));
    }

    pub async fn new_client(&mut self, number: usize) -> Result<(), Error> {
        let mut face = fixture("face_sheet");
        face["legal_first"] = json!(format!("Fixture{}", letters(number)));
        face["legal_last"] = json!(format!("Testcase{}", letters(number / 7 + 1)));
        face["preferred_name"] = json!("");
        face["record_number"] = json!(format!("TEST-{number:06}"));
        face["birth_date"] = json!(format!("19{:02}-0{}-1{}", 50 + number % 40, 1 + number % 9, number % 9));
        let recorded = self.record("face_sheet", None, face).await?;
        let client = recorded["client_id"].as_str().unwrap_or_default().to_owned();
        let mut episode = fixture("episode");
        for (field, value) in [
            ("level", json!("iop")),
            ("ours", json!(true)),
            ("admitted_on", json!("2026-03-10")),
            ("ended_on", json!("")),
            ("end_reason", json!("")),
        ] {
            episode[field] = value;
        }
        self.record("episode", Some(&client), episode).await?;
        self.clients.push(client);
        Ok(())
    }

    /// A note is begun, typed into a few times, and signed unless it is left for later.
    pub async fn note(&self, client: &str, saves: u64, sign: bool) -> Result<(), Error> {
        let draft = self.begin("individual_note", Some(client), fixture("individual_note")).await?;
        let document = draft["document"].as_str().unwrap_or_default().to_owned();
        let mut rev = draft["rev"].as_u64().unwrap_or(0);
        let mut body = draft["body"].clone();
        for _ in 0..saves {
            body["homework"] = json!(kept(rev + 1));
            rev = self.save(&document, rev, &body).await?;
        }
        if sign { self.sign(&document, rev).await } else { Ok(()) }
    }

    /// One group: a signature that writes into every chart at once.
    pub async fn group(&self, people: &[String]) -> Result<(), Error> {
        let mut body = fixture("group_session");
        for (person, client) in people.iter().take(CLIENTS).enumerate() {
            body["people"][person]["client"] = json!(client);
        }
        let draft = self.begin("group_session", None, body).await?;
        let document = draft["document"].as_str().unwrap_or_default().to_owned();
        self.sign(&document, draft["rev"].as_u64().unwrap_or(0)).await
    }

    /// A copy of the plan for a cousin, under a release; the first time all of it is written.
    pub async fn copy(&self, client: &str) -> Result<(), Error> {
        let (cousin, _, plan) = self.cousin(client).await?;
        let print = json!({ "document": plan, "draft": false, "language": "en", "size": "normal", "paper": "letter",
            "recipient": cousin });
        self.leaves(client, 1, "print_document", print).await
    }

    /// The same copy in some other way, or what is said to the cousin and to a partner in a family session.
    pub async fn disclose(&self, dice: &mut fastrand::Rng) -> Result<(), Error> {
        let client = self.clients[dice.usize(..self.clients.len())].clone();
        let (cousin, release, plan) = self.cousin(&client).await?;
        if dice.u32(0..3) > 0 {
            let how = ["printed", "saved", "faxed", "mailed"][dice.usize(..4)];
            let print = json!({ "document": plan, "draft": false, "language": "en", "size": "normal", "paper": "letter",
                "recipient": cousin, "how": how });
            return self.leaves(&client, 1, "print_document", print).await;
        }
        let mut body = fixture("family_session");
        (body["on"], body["start"], body["end"]) = (json!("2026-04-08"), json!("10:00"), json!("11:00"));
        let people = &mut body["people"];
        (people[0]["contact"], people[0]["release"]) = (cousin, release);
        people[0]["may_say"] = json!(["attendance"]);
        people[1]["contact"] = json!("");
        let draft = self.begin("family_session", Some(&client), body).await?;
        let press = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD, "clock_confirmed": true });
        self.leaves(&client, 2, "sign_document", press).await
    }

    /// What gives this many disclosures of the client's chart to somebody outside, once it answers.
    async fn leaves(&self, client: &str, many: u64, command: &str, input: Value) -> Result<(), Error> {
        let before = self.ask("disclosures", json!({ "client": client })).await?.as_array().map_or(0, Vec::len);
        let count = u64::try_from(before).unwrap_or(0) + many;
        if self.promises_first {
            (self.tell)(&Promise::Copies(client.to_owned(), count));
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        self.ask(command, input).await?;
        (self.tell)(&Promise::Copies(client.to_owned(), count));
        Ok(())
    }

    /// The cousin, a release for them and the plan it covers; the first time all of it is written.
    pub async fn cousin(&self, client: &str) -> Result<(Value, Value, Value), Error> {
        let chart = self.ask("chart", json!({ "client": client })).await?;
        let first = |list: &str, kind: Option<&str>| {
            let rows = chart[list].as_array().cloned().unwrap_or_default();
            let fits = |row: &Value| kind.is_none_or(|kind| row["kind"] == kind && row["status"] == "signed");
            rows.into_iter().find(fits).map(|row| row["document"].clone())
        };
        if let (Some(cousin), Some(release), Some(plan)) =
            (first("contacts", None), first("releases", None), first("entries", Some("treatment_plan")))
        {
            return Ok((cousin, release, plan));
        }
        let cousin = self.record("contact", Some(client), fixture("contact")).await?["document"].clone();
        let mut release = fixture("release");
        release["contact"] = cousin.clone();
        release["covers"] = json!(["treatment_plan", "family_sessions", "attendance"]);
        let mut signed = Vec::new();
        for (kind, body) in
            [("release", release), ("assessment", fixture("assessment")), ("treatment_plan", fixture("treatment_plan"))]
        {
            let draft = self.begin(kind, Some(client), body).await?;
            self.sign(draft["document"].as_str().unwrap_or_default(), draft["rev"].as_u64().unwrap_or(0)).await?;
            signed.push(draft["document"].clone());
        }
        let plan = signed.pop().unwrap_or_default();
        Ok((cousin, signed.swap_remove(0), plan))
    }

    pub async fn begin(&self, kind: &str, client: Option<&str>, body: Value) -> Result<Value, Error> {
        let start = json!({ "kind": kind, "client": client, "document": null, "body": body });
        let draft = self.ask("start_draft", start).await?;
        self.promise_draft(draft["document"].as_str().unwrap_or_default(), draft["rev"].as_u64().unwrap_or(0));
        Ok(draft)
    }

    pub async fn save(&self, document: &str, rev: u64, body: &Value) -> Result<u64, Error> {
        if self.promises_first {
            self.promise_draft(document, rev + 1);
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let saved = self.ask("save_draft", json!({ "document": document, "rev": rev, "body": body })).await?;
        let rev = saved["rev"].as_u64().unwrap_or(0);
        if !self.promises_first {
            self.promise_draft(document, rev);
        }
        Ok(rev)
    }

    pub async fn sign(&self, document: &str, rev: u64) -> Result<(), Error> {
        let press = json!({ "document": document, "rev": rev, "password": PASSWORD, "license_override": "", "clock_confirmed": true });
        let signed = self.ask("sign_document", press).await?;
        self.promise_newest(&signed);
        Ok(())
    }

    async fn record(&self, kind: &str, client: Option<&str>, body: Value) -> Result<Value, Error> {
        let draft = self.begin(kind, client, body).await?;
        let press = json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "Another person, invented." });
        let recorded = self.ask("record_document", press).await?;
        self.promise_newest(&recorded);
        Ok(recorded)
    }

    fn promise_draft(&self, document: &str, rev: u64) {
        (self.tell)(&Promise::Draft(document.to_owned(), rev));
    }

    fn promise_newest(&self, document: &Value) {
        let newest = document["versions"].as_array().and_then(|versions| versions.last());
        let id = newest.and_then(|version| version["version"].as_str()).unwrap_or_default();
        (self.tell)(&Promise::Version(id.to_owned()));
    }

    /// One thing after the other, as a day brings it.
    pub async fn go_on(&mut self, dice: &mut fastrand::Rng) -> Result<(), Error> {
        let someone = self.clients.get(dice.usize(..self.clients.len().max(1))).cloned().unwrap_or_default();
        match dice.u32(0..10) {
            0 | 1 => self.new_client(dice.usize(1_000..1_000_000)).await,
            2 | 3 => {
                let mut people = self.clients.clone();
                dice.shuffle(&mut people);
                self.group(&people).await
            }
            4 => self.ask("chart", json!({ "client": someone })).await.map(drop),
            5 => self.note(&someone, dice.u64(1..4), false).await,
            6 => self.copy(&someone).await,
            _ => self.note(&someone, dice.u64(1..3), true).await,
        }
    }
}

/// What a draft says after its save of this number.
pub fn kept(rev: u64) -> String {
    format!("Kept as save {rev}")
}

/// A complete body of this kind.
pub fn fixture(kind: &str) -> Value {
    let newest = format!("v{}.json", clinical::Kind::named(kind).expect("a kind").version());
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fixtures", "documents", kind, &newest].iter().collect();
    let text = std::fs::read_to_string(path).expect("a fixture");
    serde_json::from_str(&text).expect("a body")
}

/// Names hold no digits.
fn letters(mut number: usize) -> String {
    let mut text = String::new();
    loop {
        text.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
        if number == 0 {
            return text;
        }
    }
}

/// Threads for one run.
pub fn threads() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().worker_threads(2).build().expect("threads")
}
