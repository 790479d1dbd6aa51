//! The same work through our own record: checks, audit, signature, full text, views and JSON included.

use super::words::{born, first_name, surname, text};
use super::{NOTE_BYTES, Scale};
use crate::Outcome;
use crate::practice::{Place, Practice, Zone};
use crate::words::choice;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use clinical::Kind;
use clinical::kinds::face_sheet::FaceSheet;
use clinical::kinds::individual_note::IndividualNote;
use record::Signer;
use record::permission::Role;
use record::views::{ClientOf, CreateVault, FindClients, RecordDocument, SignDocument, StartDraft};
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

const DIRECTOR: &str = "Bench Director";
const PASSWORD: &str = "a bench for measuring";

/// A vault with its director at the record.
pub struct Ours {
    practice: Practice,
    clients: Vec<Uuid>,
    created: usize,
    signed: usize,
    signer: Option<Signer>,
}

impl Ours {
    /// A fresh vault.
    pub async fn create(folder: &Path) -> Outcome<Self> {
        std::fs::create_dir_all(folder)?;
        let mut practice = Practice::at(folder.to_owned(), Zone::Of(Tz::UTC), now());
        let vault = CreateVault {
            program: "Bench (fictional)".to_owned(),
            site: "Main".to_owned(),
            phone: "602-555-0100".to_owned(),
            crisis_phone: "602-555-0199".to_owned(),
            address: String::new(),
            paper: "letter".to_owned(),
            name: DIRECTOR.to_owned(),
            credential: "LPC".to_owned(),
            role: Role::Director,
            password: PASSWORD.into(),
        };
        practice.open_new(DIRECTOR, vault).await?;
        Ok(Self { practice, clients: Vec::new(), created: 0, signed: 0, signer: None })
    }

    /// A vault made here before, opened again; work goes on after what is in it.
    pub async fn open(folder: &Path, scale: &Scale, clients: Vec<Uuid>, after: usize) -> Outcome<Self> {
        // After the last note, or the clock would stand before what is in the record.
        let last = now() + TimeDelta::days(i64::try_from(super::NOTES_EACH)?);
        let practice = Practice::at(folder.to_owned(), Zone::Of(Tz::UTC), last);
        let practice = practice.unlocked(DIRECTOR, PASSWORD).await?;
        Ok(Self { practice, clients, created: scale.clients + after, signed: scale.notes() + after, signer: None })
    }

    /// Derives the key that signs, which is slow on purpose and takes memory of its own.
    pub async fn derive(&mut self) -> Outcome<()> {
        if self.signer.is_none() {
            self.signer = Some(self.practice.signer().await?);
        }
        Ok(())
    }

    fn signer(&self) -> Outcome<&Signer> {
        Ok(self.signer.as_ref().ok_or("Nobody has derived the key that signs.")?)
    }

    /// The clients with notes, by number.
    pub fn clients(&self) -> &[Uuid] {
        &self.clients
    }

    /// Clients, and fifty notes for each of the first tenth of them, every one through the commands.
    pub async fn seed(&mut self, scale: &Scale) -> Outcome<()> {
        for number in 0..scale.clients {
            let fresh = Place::of::<FaceSheet>(None, None);
            let recorded = self.practice.record(fresh, &face_sheet(number)).await?;
            if number < scale.with_notes() {
                self.clients.extend(recorded.client_id);
            }
        }
        self.derive().await?;
        for number in 0..scale.notes() {
            self.practice.set(now() + TimeDelta::days(day_of(number, self.clients.len())));
            let client = self.clients[number % self.clients.len()];
            let draft = self.practice.write(note_of(client), &note(number, self.clients.len())).await?;
            self.practice
                .sign_with(
                    SignDocument {
                        document: draft.document,
                        rev: draft.rev,
                        password: String::new().into(),
                        license_override: String::new(),
                        clock_confirmed: true,
                    },
                    self.signer()?,
                )
                .await?;
        }
        (self.created, self.signed) = (scale.clients, scale.notes());
        Ok(())
    }

    /// W1: the command that puts a new client into the record; the typing before it is autosaved drafts.
    pub async fn create_clients(&mut self, count: usize) -> Outcome<Vec<Duration>> {
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            let fresh = Place::of::<FaceSheet>(None, None);
            let draft = self.practice.write(fresh, &face_sheet(self.created)).await?;
            self.created += 1;
            let wanted = RecordDocument {
                document: draft.document,
                rev: draft.rev,
                duplicate_reason: "Another person.".to_owned(),
            };
            all.push(self.asked("record_document", wanted).await?);
        }
        Ok(all)
    }

    /// W2: the draft is one command, the signature the other; the password's derivation is slow on purpose and left out.
    pub async fn sign_notes(&mut self, count: usize) -> Outcome<Vec<Duration>> {
        self.derive().await?;
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            let client = self.clients[self.signed % self.clients.len()];
            self.practice.set(now() + TimeDelta::days(day_of(self.signed, self.clients.len())));
            let body = serde_json::to_value(note(self.signed, self.clients.len()))?;
            self.signed += 1;
            let started = Instant::now();
            let start = StartDraft {
                kind: Kind::of::<IndividualNote>(),
                client: Some(client),
                document: None,
                body: Some(body),
            };
            let draft: record::views::DraftView = self.practice.ask("start_draft", start).await?;
            let signed = self
                .practice
                .sign_with(
                    SignDocument {
                        document: draft.document,
                        rev: draft.rev,
                        password: String::new().into(),
                        license_override: String::new(),
                        clock_confirmed: true,
                    },
                    self.signer()?,
                )
                .await?;
            let said = serde_json::to_string(&signed)?;
            all.push(started.elapsed());
            if said.is_empty() {
                return Err("Nothing was signed.".into());
            }
        }
        Ok(all)
    }

    /// W3: a chart as the window opens it. The audit row of the look is on disk before the next begins, and not in the time.
    pub async fn open_charts(&self, clients: &[usize]) -> Outcome<Vec<Duration>> {
        let mut all = Vec::with_capacity(clients.len());
        for number in clients {
            let client = self.clients[*number % self.clients.len()];
            all.push(self.asked("chart", ClientOf { client }).await?);
            self.practice.settle().await;
        }
        Ok(all)
    }

    /// W4: any part of a name.
    pub async fn find(&self, parts: &[String]) -> Outcome<Vec<Duration>> {
        let mut all = Vec::with_capacity(parts.len());
        for part in parts {
            all.push(self.asked("clients", FindClients { find: part.clone(), limit: 20, offset: 0 }).await?);
            self.practice.settle().await;
        }
        Ok(all)
    }

    async fn asked(&self, command: &str, input: impl serde::Serialize) -> Outcome<Duration> {
        self.practice.took(command, input).await
    }

    /// Writes everything and closes.
    pub async fn close(self) {
        self.practice.close().await;
    }
}

fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 3, 9).unwrap_or_default().and_time(crate::words::noon())
}

fn note_of(client: Uuid) -> Place {
    Place::of::<IndividualNote>(Some(client), None)
}

fn face_sheet(number: usize) -> FaceSheet {
    let pick = |field: &str, word: &str| choice::<FaceSheet>(field, word);
    FaceSheet {
        legal_first: first_name(number),
        legal_last: surname(number),
        birth_date: born(number),
        record_number: format!("B{number}"),
        speaks: pick("speaks", "en"),
        reads: vec![pick("reads", "en")],
        ok_voicemail: Some(false),
        ok_text: Some(true),
        living_situation: pick("living_situation", "own home"),
        ..FaceSheet::default()
    }
}

/// Notes are written in turns, a day for everyone's next.
fn day_of(number: usize, clients: usize) -> i64 {
    i64::try_from(number / clients.max(1)).unwrap_or_default()
}

fn note(number: usize, clients: usize) -> IndividualNote {
    let pick = |field: &str, word: &str| choice::<IndividualNote>(field, word);
    let third = NOTE_BYTES / 3;
    let body = text(number, NOTE_BYTES);
    let sections = [("data", &body[..third]), ("assessment", &body[third..2 * third]), ("plan", &body[2 * third..])];
    IndividualNote {
        on: (now() + TimeDelta::days(day_of(number, clients))).date().to_string(),
        start: "10:00".to_owned(),
        end: "10:50".to_owned(),
        mode: pick("mode", "in_person"),
        held: pick("held", "held"),
        format: pick("format", "dap"),
        sections: sections.map(|(section, words)| (section.to_owned(), words.to_owned())).into(),
        risk: pick("risk", "none"),
        ..IndividualNote::default()
    }
}
