//! Laws 1, 2 and 4, with three people on one chart: what was overwritten unseen, what came back after it was taken back, what an alert was
//! answered by.

use super::{History, Told, hold, locked, notice, same, staffed, text};
use crate::room::{PASSWORD, Room};
use chrono::{DateTime, FixedOffset, TimeDelta};
use record::error::Code;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const PEOPLE: &[&str] = &["Pat Sample", "Robin Placeholder", "Casey Notreal"];

#[derive(Debug, Clone, Copy)]
enum Broken {
    /// Law 1: a draft goes over whatever stands by then.
    Overwritten,
    /// Law 2: the newest version of a release says what it covers.
    Widened,
    /// Law 2: a release that was taken back holds again.
    GivenBack,
    /// Law 4: any note answers every alert.
    AnyNoteAnswers,
    /// Law 4: an answer that is changed to nothing was never above it.
    AlertTakenBack,
}

/// What a plain list knows of one release: what any of its versions never allowed is gone for good.
#[derive(Debug, Clone)]
struct Known {
    covers: Vec<String>,
    taken_back: bool,
}

/// Question 9 of one questionnaire: its highest answer ever, and whether a note has named it since.
#[derive(Debug, Clone, Copy, Default)]
struct Alert {
    highest: u64,
    open: bool,
}

struct Releases {
    room: Room,
    client: String,
    sits: usize,
    now: DateTime<FixedOffset>,
    releases: BTreeMap<String, Known>,
    /// Drafts under way: whose, and how many versions the document had when it began.
    drafts: BTreeMap<(usize, String), u64>,
    versions: BTreeMap<String, u64>,
    alerts: BTreeMap<String, Alert>,
    broken: Option<Broken>,
}

impl History for Releases {
    type Broken = Broken;
    const STEPS: u32 = 30;

    async fn prepared() -> Room {
        let room = staffed(&[(PEOPLE[1], "supervisor"), (PEOPLE[2], "supervisor")]).await;
        room.client("Marisol", "Testcase-Example", "1988-05-17").await;
        locked(room).await
    }

    async fn begin(room: Room, broken: Option<Broken>, dice: &mut fastrand::Rng) -> Self {
        room.sit_down(PEOPLE[0]).await;
        let found = room.ask("clients", json!({ "find": "", "limit": 1, "offset": 0 })).await;
        let (client, now) = (text(&found["rows"][0]["client"]), room.record.now());
        let (releases, drafts, versions, alerts) = Default::default();
        let mut history = Self { room, client, sits: 0, now, releases, drafts, versions, alerts, broken };
        history.new_release(dice).await;
        history
    }

    async fn step(&mut self, dice: &mut fastrand::Rng) -> Told {
        self.now += TimeDelta::minutes(1);
        self.room.clock.set(self.now);
        match dice.u32(0..16) {
            0..=2 => {
                self.sits = dice.usize(..PEOPLE.len());
                self.room.sit_down(PEOPLE[self.sits]).await;
            }
            3 => self.new_release(dice).await,
            4..=6 => self.revise_release(dice).await,
            7..=9 => return self.finish(dice).await,
            10 => self.withdraw(dice).await,
            11 | 12 => return self.answer_questions(dice).await,
            13 => self.put_away(dice).await,
            14 => self.retype(dice).await,
            _ => self.note(dice).await,
        }
        Ok(())
    }

    async fn holds(&mut self) -> Told {
        let chart = self.room.ask("chart", json!({ "client": self.client })).await;
        for release in chart["releases"].as_array().expect("releases") {
            let document = text(&release["document"]);
            let known = &self.releases[&document];
            let holds = !known.taken_back || matches!(self.broken, Some(Broken::GivenBack));
            same(&format!("law 2: that {document} holds"), &json!(holds), &json!(release["state"] == "active"))?;
            let mut covers: Vec<String> = serde_json::from_value(release["covers"].clone()).expect("covers");
            covers.sort();
            same(&format!("law 2: what {document} covers"), &json!(known.covers), &json!(covers))?;
        }
        let open: BTreeSet<String> =
            chart["alerts"].as_array().expect("alerts").iter().map(|alert| text(&alert["document"])).collect();
        let known: BTreeSet<String> =
            self.alerts.iter().filter(|(_, it)| it.open).map(|(document, _)| document.clone()).collect();
        same("law 4: open alerts", &json!(known), &json!(open))
    }

    fn room(&self) -> &Room {
        &self.room
    }
}

impl Releases {
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
        let covers = ["attendance", "diagnosis", "progress"].into_iter().filter(|it| covers.contains(it));
        let covers = covers.map(str::to_owned).collect();
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

    async fn finish(&mut self, dice: &mut fastrand::Rng) -> Told {
        let mine: Vec<String> =
            self.drafts.keys().filter(|(who, _)| *who == self.sits).map(|(_, document)| document.clone()).collect();
        let Some(document) = dice.choice(&mine).cloned() else { return Ok(()) };
        let Ok(draft) = self.room.try_ask("draft", json!({ "document": document })).await else { return Ok(()) };
        let stood = self.versions.get(&document).copied().unwrap_or(0);
        let command = if draft["finish"] == "recorded" { "record_document" } else { "sign_document" };
        let press = json!({ "document": document, "rev": draft["rev"], "duplicate_reason": "", "password": PASSWORD });
        let begun = self.drafts[&(self.sits, document.clone())];
        let unseen = begun != stood && !matches!(self.broken, Some(Broken::Overwritten));
        let signed = match self.room.try_ask(command, press).await {
            Ok(signed) if unseen => {
                return Err(format!("law 1: {document} went over a version its draft had not seen: {signed}"));
            }
            Ok(signed) => signed,
            Err(error) if error.code == Code::Followed && !unseen => {
                return Err(format!("law 1: nothing was unseen: {error}"));
            }
            Err(_) => return Ok(()),
        };
        self.drafts.remove(&(self.sits, document.clone()));
        self.versions.insert(document.clone(), stood + 1);
        if let Some(known) = self.releases.get_mut(&document) {
            let covers: Vec<String> = serde_json::from_value(signed["body"]["covers"].clone()).unwrap_or_default();
            if !matches!(self.broken, Some(Broken::Widened)) {
                known.covers.retain(|it| covers.contains(it));
            }
            known.taken_back |= signed["body"]["revoked_on"] != "";
        }
        Ok(())
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

    /// An answer to question 9 that was saved. One that is higher than ever raises the alert anew.
    fn answered(&mut self, document: &str, body: &Value) {
        let answer = body["answers"][8].as_u64().unwrap_or(0);
        let taken_back = matches!(self.broken, Some(Broken::AlertTakenBack));
        let known = self.alerts.entry(document.to_owned()).or_default();
        if answer > known.highest {
            *known = Alert { highest: answer, open: true };
        } else if answer == 0 && taken_back {
            *known = Alert::default();
        }
    }

    /// A questionnaire, recorded or left as a draft, with question 9 above zero or not.
    async fn answer_questions(&mut self, dice: &mut fastrand::Rng) -> Told {
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
        let Ok(draft) = self.room.try_ask("start_draft", start).await else { return Ok(()) };
        let document = text(&draft["document"]);
        let begun = self.versions.get(&document).copied().unwrap_or(0);
        self.drafts.insert((self.sits, document.clone()), begun);
        self.answered(&document, &draft["body"]);
        if dice.bool() { self.finish(dice).await } else { Ok(()) }
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
        self.answered(&document, &body);
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
        if signed["status"] != "signed" {
            return;
        }
        let all = matches!(self.broken, Some(Broken::AnyNoteAnswers));
        for (document, alert) in &mut self.alerts {
            alert.open &= !(all || named.as_ref() == Some(document));
        }
    }
}

#[tokio::test]
async fn whatever_three_people_do_nothing_is_overwritten_unseen_nothing_comes_back_and_no_alert_is_forgotten() {
    hold::<Releases>().await;
}

#[tokio::test]
async fn a_record_that_overwrites_or_forgets_would_be_noticed() {
    use Broken::{AlertTakenBack, AnyNoteAnswers, GivenBack, Overwritten, Widened};
    notice::<Releases>(&[Overwritten, Widened, GivenBack, AnyNoteAnswers, AlertTakenBack]).await;
}
