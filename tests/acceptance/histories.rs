//! Random histories of three people on one chart: what was overwritten unseen, what came back after it was taken back, what an alert was
//! answered by. Each law is asked after every step of a history, of the record and of a plain model beside it.

use crate::room::{PASSWORD, Room};
use chrono::{DateTime, FixedOffset, TimeDelta};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const PEOPLE: &[&str] = &["Pat Sample", "Robin Placeholder", "Casey Notreal"];

/// What a plain list knows of one release: what any of its versions never allowed is gone for good.
#[derive(Debug, Clone)]
struct Known {
    covers: Vec<String>,
    taken_back: bool,
}

struct History {
    room: Room,
    client: String,
    sits: usize,
    now: DateTime<FixedOffset>,
    releases: BTreeMap<String, Known>,
    /// Drafts under way: whose, and how many versions the document had when it began.
    drafts: BTreeMap<(usize, String), u64>,
    versions: BTreeMap<String, u64>,
    /// Answers above zero that no note has named since.
    alerts: BTreeMap<String, bool>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl History {
    async fn begin() -> Self {
        let room = Room::open().await;
        for name in &PEOPLE[1..] {
            room.add(name, "supervisor").await;
        }
        let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
        let now = room.record.now();
        Self {
            room,
            client,
            sits: 0,
            now,
            releases: BTreeMap::new(),
            drafts: BTreeMap::new(),
            versions: BTreeMap::new(),
            alerts: BTreeMap::new(),
        }
    }

    async fn step(&mut self, dice: &mut fastrand::Rng) {
        self.now += TimeDelta::minutes(1);
        self.room.clock.set(self.now);
        match dice.u32(0..14) {
            0 => {
                self.sits = dice.usize(..PEOPLE.len());
                self.room.sit_down(PEOPLE[self.sits]).await;
            }
            1 => self.new_release(dice).await,
            2..=4 => self.revise_release(dice).await,
            5 | 6 => self.finish(dice).await,
            7 => self.withdraw(dice).await,
            8 | 9 => self.answer_questions(dice).await,
            10 => self.put_away(dice).await,
            11 | 12 => self.retype(dice).await,
            _ => self.note(dice).await,
        }
    }

    async fn new_release(&mut self, dice: &mut fastrand::Rng) {
        let mut body = Room::fixture("release");
        let covers: Vec<&str> = ["attendance", "progress", "diagnosis"].into_iter().filter(|_| dice.bool()).collect();
        if covers.is_empty() {
            return;
        }
        body["contact"] = json!("");
        body["covers"] = json!(covers);
        let signed = self.room.sign("release", Some(&self.client), body).await;
        let document = text(&signed["document"]);
        let covers = covers.into_iter().map(str::to_owned).collect();
        self.releases.insert(document.clone(), Known { covers, taken_back: false });
        self.versions.insert(document, 1);
    }

    /// Narrower, wider, taken back or given back: whatever someone might try.
    async fn revise_release(&mut self, dice: &mut fastrand::Rng) {
        let all: Vec<String> = self.releases.keys().cloned().collect();
        let Some(document) = dice.choice(&all).cloned() else { return };
        let covers: Vec<&str> = ["attendance", "progress", "diagnosis"].into_iter().filter(|_| dice.bool()).collect();
        let back = |on: &str| {
            json!({ "revoked_on": on, "revoked_how": if on.is_empty() { "" } else { "spoken" },
            "revoked_by": if on.is_empty() { "" } else { "client" } })
        };
        let change = match dice.u32(0..4) {
            0 => back("2026-04-09"),
            1 => back(""),
            _ => json!({ "covers": covers }),
        };
        let start = json!({ "kind": "release", "client": self.client, "document": document, "body": change });
        if self.room.try_ask("start_draft", start).await.is_ok() {
            let begun = self.versions.get(&document).copied().unwrap_or(0);
            // Started anew with an answer, a draft that was left behind goes on from what stands now.
            self.drafts.insert((self.sits, document), begun);
        }
    }

    async fn finish(&mut self, dice: &mut fastrand::Rng) {
        let mine: Vec<String> =
            self.drafts.keys().filter(|(who, _)| *who == self.sits).map(|(_, document)| document.clone()).collect();
        let Some(document) = dice.choice(&mine).cloned() else { return };
        let Ok(draft) = self.room.try_ask("draft", json!({ "document": document })).await else { return };
        let stood = self.versions.get(&document).copied().unwrap_or(0);
        let command = if draft["finish"] == "recorded" { "record_document" } else { "sign_document" };
        let press = json!({ "document": document, "rev": draft["rev"], "duplicate_reason": "", "password": PASSWORD });
        let Ok(signed) = self.room.try_ask(command, press).await else { return };
        let begun = self.drafts.remove(&(self.sits, document.clone())).unwrap_or(0);
        assert_eq!(begun, stood, "law 1: {document} went over a version that its draft had not seen");
        self.versions.insert(document.clone(), stood + 1);
        if let Some(known) = self.releases.get_mut(&document) {
            let covers: Vec<String> = serde_json::from_value(signed["body"]["covers"].clone()).unwrap_or_default();
            known.covers.retain(|it| covers.contains(it));
            known.taken_back |= signed["body"]["revoked_on"] != "";
        }
    }

    async fn withdraw(&mut self, dice: &mut fastrand::Rng) {
        let all: Vec<String> = self.releases.keys().chain(self.alerts.keys()).cloned().collect();
        let Some(document) = dice.choice(&all).cloned() else { return };
        let press = json!({ "document": document, "reason": "Entered by mistake", "password": PASSWORD });
        if self.room.try_ask("retract_document", press).await.is_ok() {
            *self.versions.entry(document.clone()).or_default() += 1;
            if let Some(known) = self.releases.get_mut(&document) {
                known.taken_back = true;
            }
        }
    }

    /// A questionnaire, recorded or left as a draft, with question 9 above zero or not.
    async fn answer_questions(&mut self, dice: &mut fastrand::Rng) {
        let mut body = Room::fixture("screening");
        let nine = dice.u8(0..3);
        body["on"] = json!("2026-04-09");
        body["raised"] = json!([]);
        body["answers"] = json!([0, 0, 0, 0, 0, 0, 0, 0, nine]);
        let all: Vec<String> = self.alerts.keys().cloned().collect();
        let old = dice.choice(&all).filter(|_| dice.bool()).cloned();
        if old.is_some() {
            body["revision_reason"] = json!("Asked again");
        }
        let start = json!({ "kind": "screening", "client": self.client, "document": old, "body": body });
        let Ok(draft) = self.room.try_ask("start_draft", start).await else { return };
        let document = text(&draft["document"]);
        let begun = self.versions.get(&document).copied().unwrap_or(0);
        let mine = (self.sits, document.clone());
        // A draft of mine that was under way goes on as it was.
        let fresh = !self.drafts.contains_key(&mine);
        self.drafts.insert(mine, begun);
        // What was there before may be higher already; the model only says what must be open at least.
        let above = draft["body"]["answers"][8].as_u64().is_some_and(|answer| answer > 0);
        if fresh && above && !self.alerts.contains_key(&document) {
            self.alerts.insert(document, true);
        }
        if dice.bool() {
            self.finish(dice).await;
        }
    }

    /// Another key in a draft of answers: what it raised before stays raised.
    async fn retype(&mut self, dice: &mut fastrand::Rng) {
        let asked = |it: &&(usize, String)| it.0 == self.sits && !self.releases.contains_key(&it.1);
        let mine: Vec<String> = self.drafts.keys().filter(asked).map(|(_, document)| document.clone()).collect();
        let Some(document) = dice.choice(&mine).cloned() else { return };
        let Ok(draft) = self.room.try_ask("draft", json!({ "document": document })).await else { return };
        let (mut body, nine) = (draft["body"].clone(), dice.u8(0..3));
        body["answers"] = json!([0, 0, 0, 0, 0, 0, 0, 0, nine]);
        body["revision_reason"] = json!("Asked again");
        self.room.ask("save_draft", json!({ "document": document, "rev": draft["rev"], "body": body })).await;
        if nine > 0 {
            self.alerts.entry(document).or_insert(true);
        }
    }

    async fn put_away(&mut self, dice: &mut fastrand::Rng) {
        let mine: Vec<String> =
            self.drafts.keys().filter(|(who, _)| *who == self.sits).map(|(_, document)| document.clone()).collect();
        let Some(document) = dice.choice(&mine).cloned() else { return };
        let command = if dice.bool() { "discard_draft" } else { "restore_draft" };
        let _ = self.room.try_ask(command, json!({ "document": document })).await;
    }

    /// A note that names some alert or none, at any hour of the page.
    async fn note(&mut self, dice: &mut fastrand::Rng) {
        let mut body = Room::fixture("individual_note");
        let open: Vec<String> = self.alerts.keys().cloned().collect();
        let named = dice.choice(&open).filter(|_| dice.bool()).cloned();
        body["on"] = json!("2026-04-09");
        body["start"] = json!("08:00");
        body["end"] = json!(format!("{:02}:30", dice.u32(8..23)));
        body["alerts"] = json!(named.iter().collect::<Vec<_>>());
        let signed = self.room.sign("individual_note", Some(&self.client), body).await;
        if signed["status"] == "signed"
            && let Some(named) = named
        {
            self.alerts.insert(named, false);
        }
    }

    async fn holds(&self) {
        let chart = self.room.ask("chart", json!({ "client": self.client })).await;
        for release in chart["releases"].as_array().expect("releases") {
            let document = text(&release["document"]);
            let known = &self.releases[&document];
            let active = release["state"] == "active";
            assert!(!(active && known.taken_back), "law 2: {document} holds again");
            let covers: Vec<String> = serde_json::from_value(release["covers"].clone()).expect("covers");
            assert!(covers.iter().all(|it| known.covers.contains(it)), "law 2: {document} is wider: {covers:?}");
        }
        let open: Vec<String> =
            chart["alerts"].as_array().expect("alerts").iter().map(|alert| text(&alert["document"])).collect();
        for (document, unanswered) in &self.alerts {
            assert!(!unanswered || open.contains(document), "law 4: the alert of {document} is gone unanswered");
        }
    }
}

#[tokio::test]
async fn whatever_three_people_do_nothing_is_overwritten_unseen_nothing_comes_back_and_no_alert_is_forgotten() {
    // `HISTORIES` asks for more; each is some fifty steps.
    let count = std::env::var("HISTORIES").ok().and_then(|text| text.parse().ok()).unwrap_or(6);
    let seed = std::env::var("SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(7);
    for history in 0..count {
        let mut dice = fastrand::Rng::with_seed(seed + history);
        let mut told = History::begin().await;
        for _ in 0..50 {
            told.step(&mut dice).await;
            told.holds().await;
        }
        told.room.sit_down(PEOPLE[0]).await;
        let rebuilt = told.room.ask("rebuild_views", json!({})).await;
        assert_eq!(rebuilt["equal"], true, "history {history}: {rebuilt}");
    }
}
