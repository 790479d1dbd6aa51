//! Law 5: whole and parts move together. A group session is signed, co-signed, returned, corrected and withdrawn; the note in each person's
//! chart stands as the session does, with its words and its reason, and never moves alone.

use super::{History, Told, evening, hold, list, locked, notice, same, sign, staffed, text};
use crate::room::{PASSWORD, Room};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The director, whose signature stands alone; someone in training; who supervises them.
const STAFF: &[&str] = &["Pat Sample", "Robin Placeholder", "Casey Notreal"];
const CLIENTS: usize = 3;

#[derive(Debug, Clone, Copy)]
enum Broken {
    /// The notes of a session that is withdrawn stay.
    WithdrawnAlone,
    /// It is withdrawn in one chart and not in the others.
    OneChart,
    /// A return reaches the session and not its notes.
    ReturnedAlone,
    /// A correction reaches the session and not its notes.
    CorrectedAlone,
    /// A co-signature reaches the session and not its notes.
    CosignedAlone,
}

struct Session {
    document: String,
    leader: usize,
    /// As the chart says it.
    status: &'static str,
    topic: String,
    /// What it wrote. Someone who was taken out and is in it again has a new note; the one that was withdrawn stays so.
    notes: Vec<Note>,
}

impl Session {
    fn standing(&self, client: usize) -> Option<&Note> {
        self.notes.iter().find(|it| it.client == client && it.status != "retracted")
    }
}

struct Note {
    client: usize,
    document: String,
    status: &'static str,
    topic: String,
    reason: String,
}

struct Groups {
    room: Room,
    clients: Vec<String>,
    sits: usize,
    sessions: Vec<Session>,
    told: u32,
    /// Notes that were read: a version never changes, so a note is read again once its line in the chart says something else.
    read: BTreeMap<String, (Value, Value, Value)>,
    broken: Option<Broken>,
}

impl History for Groups {
    type Broken = Broken;
    const STEPS: u32 = 16;

    async fn prepared() -> Room {
        let room = staffed(&[(STAFF[1], "counselor"), (STAFF[2], "supervisor")]).await;
        for (first, last, born) in [
            ("Marisol", "Testcase-Example", "1988-05-17"),
            ("Jordan", "Mockup", "1985-01-20"),
            ("Omar", "Notareal", "1979-11-02"),
        ] {
            room.client(first, last, born).await;
        }
        let staff = room.ask("staff", json!({})).await;
        let id = |name: &str| {
            staff.as_array().expect("rows").iter().find(|row| row["name"] == name).expect("one")["staff"].clone()
        };
        let training = json!({ "staff": id(STAFF[1]), "credential": "intern", "role": "counselor", "license": "", "license_state": "",
            "license_expires": "", "supervisor": id(STAFF[2]), "cosigned": true, "password": PASSWORD });
        room.ask("change_staff", training).await;
        locked(room).await
    }

    async fn begin(room: Room, broken: Option<Broken>, _: &mut fastrand::Rng) -> Self {
        room.sit_down(STAFF[0]).await;
        let found = room.ask("clients", json!({ "find": "", "limit": 9, "offset": 0 })).await;
        let clients: Vec<String> = list(&found, "rows").iter().map(|row| text(&row["client"])).collect();
        assert_eq!(clients.len(), CLIENTS);
        Self { room, clients, sits: 0, sessions: Vec::new(), told: 0, read: BTreeMap::new(), broken }
    }

    async fn step(&mut self, dice: &mut fastrand::Rng) -> Told {
        match dice.u32(0..12) {
            0..=2 => {
                self.sit_down(dice.usize(..STAFF.len())).await;
                Ok(())
            }
            3..=5 => {
                self.lead(dice).await;
                Ok(())
            }
            6 => self.withdraw(dice).await,
            7 | 8 => self.review(dice).await,
            9 | 10 => self.correct(dice).await,
            _ => self.move_a_part(dice).await,
        }
    }

    async fn holds(&mut self) -> Told {
        for (number, client) in self.clients.iter().enumerate() {
            let chart = self.room.ask("chart", json!({ "client": client })).await;
            let known: BTreeMap<&str, &Note> = self
                .sessions
                .iter()
                .flat_map(|it| it.notes.iter().filter(|it| it.client == number))
                .map(|it| (it.document.as_str(), it))
                .collect();
            let notes: Vec<&Value> = list(&chart, "entries").iter().filter(|it| it["kind"] == "group_note").collect();
            same("law 5: notes in this chart", &json!(known.len()), &json!(notes.len()))?;
            for entry in notes {
                let document = text(&entry["document"]);
                let Some(note) = known.get(document.as_str()) else {
                    return Err(format!("law 5: {document} has no session"));
                };
                same("law 5: how a note stands", &json!(note.status), &entry["status"])?;
                let line = json!([entry["version"], entry["status"], entry["at"]]);
                if self.read.get(&document).is_none_or(|(known, ..)| *known != line) {
                    let view = self.room.ask("document", json!({ "document": document })).await;
                    let newest = list(&view, "versions").last().unwrap_or(&Value::Null);
                    let words = (line, view["body"]["topic"].clone(), newest["reason"].clone());
                    self.read.insert(document.clone(), words);
                }
                let (_, topic, reason) = &self.read[&document];
                same("law 5: what a note says", &json!(note.topic), topic)?;
                same("law 5: the reason of its newest version", &json!(note.reason), reason)?;
            }
        }
        Ok(())
    }

    fn room(&self) -> &Room {
        &self.room
    }
}

impl Groups {
    async fn sit_down(&mut self, who: usize) {
        if self.sits != who {
            self.sits = who;
            self.room.sit_down(STAFF[who]).await;
        }
    }

    fn wrong(&self, broken: fn(&Broken) -> bool) -> bool {
        self.broken.as_ref().is_some_and(broken)
    }

    /// A random one of the sessions that stand so.
    fn some(&self, dice: &mut fastrand::Rng, fits: impl Fn(&Session) -> bool) -> Option<usize> {
        let fitting: Vec<usize> = (0..self.sessions.len()).filter(|at| fits(&self.sessions[*at])).collect();
        dice.choice(&fitting).copied()
    }

    fn someone(dice: &mut fastrand::Rng) -> Vec<usize> {
        let mut clients: Vec<usize> = (0..CLIENTS).filter(|_| dice.bool()).collect();
        if clients.is_empty() {
            clients.push(dice.usize(..CLIENTS));
        }
        clients
    }

    fn body(&mut self, clients: &[usize]) -> Value {
        self.told += 1;
        let people: Vec<(&str, &str, &str)> =
            clients.iter().map(|it| (self.clients[*it].as_str(), "18:00", "21:00")).collect();
        let mut body = evening("2026-04-08", "18:00", "21:00", &people);
        body["topic"] = json!(format!("Evenings, part {}", self.told));
        body
    }

    fn stands(&self) -> &'static str {
        if self.sits == 1 { "awaits_cosign" } else { "signed" }
    }

    async fn lead(&mut self, dice: &mut fastrand::Rng) {
        let clients = Self::someone(dice);
        let body = self.body(&clients);
        let topic = text(&body["topic"]);
        let signed = self.room.sign("group_session", None, body).await;
        let (leader, status) = (self.sits, self.stands());
        let mut session = Session { document: text(&signed["document"]), leader, status, topic, notes: Vec::new() };
        self.meet(&mut session, &clients, "").await;
        self.sessions.push(session);
    }

    /// Learns which documents the session wrote; a note that was there before is the same document.
    async fn meet(&self, session: &mut Session, clients: &[usize], reason: &str) {
        for client in clients {
            let document = match session.standing(*client) {
                Some(note) => note.document.clone(),
                None => {
                    let chart = self.room.ask("chart", json!({ "client": self.clients[*client] })).await;
                    let known = |document: &str| {
                        self.sessions
                            .iter()
                            .chain([&*session])
                            .any(|it| it.notes.iter().any(|it| it.document == document))
                    };
                    let new = |it: &&Value| it["kind"] == "group_note" && !known(&text(&it["document"]));
                    list(&chart, "entries").iter().find(new).map(|it| text(&it["document"])).unwrap_or_default()
                }
            };
            session.notes.retain(|it| it.document != document);
            let (status, topic, reason) = (session.status, session.topic.clone(), reason.to_owned());
            session.notes.push(Note { client: *client, document, status, topic, reason });
        }
    }

    async fn withdraw(&mut self, dice: &mut fastrand::Rng) -> Told {
        let Some(at) = self.some(dice, |it| it.status != "retracted") else { return Ok(()) };
        let may =
            self.sits == 0 || (self.sessions[at].leader == self.sits && self.sessions[at].status != "awaits_cosign");
        let reason = format!("Entered on the wrong day, {}", self.told);
        let press = json!({ "document": self.sessions[at].document, "reason": reason, "password": PASSWORD });
        let done = self.room.try_ask("retract_document", press).await.is_ok();
        same("law 5: that the session may be withdrawn", &json!(may), &json!(done))?;
        if !may {
            return Ok(());
        }
        let (alone, one) =
            (self.wrong(|it| matches!(it, Broken::WithdrawnAlone)), self.wrong(|it| matches!(it, Broken::OneChart)));
        let session = &mut self.sessions[at];
        session.status = "retracted";
        let mut notes: Vec<&mut Note> = session.notes.iter_mut().filter(|it| it.status != "retracted").collect();
        notes.truncate(if alone {
            0
        } else if one {
            1
        } else {
            CLIENTS
        });
        for note in notes {
            (note.status, note.reason) = ("retracted", reason.clone());
        }
        Ok(())
    }

    /// A supervisor co-signs a session of the trainee, or gives it back.
    async fn review(&mut self, dice: &mut fastrand::Rng) -> Told {
        let Some(at) = self.some(dice, |it| it.status == "awaits_cosign") else { return Ok(()) };
        if self.sits == 1 {
            self.sit_down(2).await;
        }
        let document = self.sessions[at].document.clone();
        let (status, alone) = match dice.bool() {
            true => {
                self.room.ask("cosign_document", json!({ "document": document, "password": PASSWORD })).await;
                ("signed", self.wrong(|it| matches!(it, Broken::CosignedAlone)))
            }
            false => {
                let press = json!({ "document": document, "reason": "Say what they answered", "password": PASSWORD });
                self.room.ask("return_document", press).await;
                ("returned", self.wrong(|it| matches!(it, Broken::ReturnedAlone)))
            }
        };
        let session = &mut self.sessions[at];
        session.status = status;
        if !alone {
            session.notes.iter_mut().filter(|it| it.status != "retracted").for_each(|it| it.status = status);
        }
        Ok(())
    }

    /// What was returned is changed by its leader and signed anew, for the same people or for others.
    async fn correct(&mut self, dice: &mut fastrand::Rng) -> Told {
        let Some(at) = self.some(dice, |it| it.status == "returned") else { return Ok(()) };
        self.sit_down(self.sessions[at].leader).await;
        let clients = Self::someone(dice);
        let mut body = self.body(&clients);
        let reason = format!("Said more, {}", self.told);
        body["revision_reason"] = json!(reason);
        let start =
            json!({ "kind": "group_session", "client": null, "document": self.sessions[at].document, "body": null });
        let draft = self.room.ask("start_draft", start).await;
        let save = json!({ "document": draft["document"], "rev": draft["rev"], "body": body });
        let saved = self.room.ask("save_draft", save).await;
        let mut press = sign(&draft);
        press["rev"] = saved["rev"].clone();
        let signed = self.room.ask("sign_document", press).await;
        let said = text(&list(&signed, "versions").last().unwrap_or(&Value::Null)["reason"]);
        let mut session = self.sessions.swap_remove(at);
        (session.status, session.topic) = (self.stands(), text(&body["topic"]));
        if !self.wrong(|it| matches!(it, Broken::CorrectedAlone)) {
            for note in &mut session.notes {
                if !clients.contains(&note.client) && note.status != "retracted" {
                    (note.status, note.reason) = ("retracted", "Not in this group any more.".to_owned());
                }
            }
            let (new, known): (Vec<usize>, Vec<usize>) =
                clients.into_iter().partition(|it| session.standing(*it).is_none());
            self.meet(&mut session, &known, &said).await;
            self.meet(&mut session, &new, "").await;
        }
        self.sessions.push(session);
        Ok(())
    }

    /// Nobody withdraws, changes, co-signs or returns the note in one chart by itself.
    async fn move_a_part(&mut self, dice: &mut fastrand::Rng) -> Told {
        let Some(at) = self.some(dice, |it| it.status != "retracted") else { return Ok(()) };
        let standing = self.sessions[at].notes.iter().filter(|it| it.status != "retracted");
        let notes: Vec<(usize, String)> = standing.map(|it| (it.client, it.document.clone())).collect();
        let Some((client, document)) = dice.choice(&notes).cloned() else { return Ok(()) };
        let press = json!({ "document": document, "reason": "Only here", "password": PASSWORD });
        let (command, input) = match dice.u32(0..4) {
            0 => ("retract_document", press),
            1 => ("return_document", press),
            2 => ("cosign_document", json!({ "document": document, "password": PASSWORD })),
            _ => {
                let client = &self.clients[client];
                ("start_draft", json!({ "kind": "group_note", "client": client, "document": document, "body": null }))
            }
        };
        match self.room.try_ask(command, input).await {
            Err(_) => Ok(()),
            Ok(done) => Err(format!("law 5: a note moved without its session: {command}: {done}")),
        }
    }
}

#[tokio::test]
async fn whatever_is_done_to_a_group_session_is_done_to_every_note_it_wrote() {
    hold::<Groups>().await;
}

#[tokio::test]
async fn a_record_that_moves_a_session_without_its_notes_would_be_noticed() {
    use Broken::{CorrectedAlone, CosignedAlone, OneChart, ReturnedAlone, WithdrawnAlone};
    notice::<Groups>(&[WithdrawnAlone, OneChart, ReturnedAlone, CorrectedAlone, CosignedAlone]).await;
}
