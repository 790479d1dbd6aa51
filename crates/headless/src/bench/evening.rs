//! What an evening asks of the window, on a record of its own: 200 clients in the program, one of them here for two years.

use super::bare::Bare;
use super::table::{Line, median, shown};
use super::{ROUNDS, pages, timed};
use crate::Outcome;
use crate::demo::people::{CLIENTS, Invented};
use crate::demo::{charts, intake};
use crate::practice::{Place, Practice, Zone};
use chrono::{Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use clinical::kinds::aftercare_plan::AftercarePlan;
use clinical::kinds::assessment::Assessment;
use clinical::kinds::contact::Contact;
use clinical::kinds::episode::Episode;
use clinical::kinds::face_sheet::FaceSheet;
use clinical::kinds::individual_note::IndividualNote;
use clinical::kinds::release::Release;
use clinical::{Document, Kind};
use record::Signer;
use record::dispatch::Content;
use record::permission::Role;
use record::views::{ClientOf, CreateVault, DraftView, Nothing, Print, SaveDraft, SignDocument};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use uuid::Uuid;

const DIRECTOR: &str = "Bench Director";
const PASSWORD: &str = "a bench for measuring";
/// In the program on the evening that is measured.
const ACTIVE: usize = 200;
/// Documents of the client who has been here longest.
const DOCUMENTS: usize = 600;
/// Measured in each round.
const EACH: usize = 10;

/// The record on that evening.
pub struct Evening {
    folder: PathBuf,
    practice: Practice,
    client: Uuid,
    supporter: Uuid,
    aftercare: Uuid,
    assessment: DraftView,
}

/// The middle of each round.
type Medians = Vec<Duration>;

impl Evening {
    /// Through the commands, as everything else.
    pub async fn seeded(folder: &Path) -> Outcome<Self> {
        std::fs::create_dir_all(folder)?;
        let mut practice = Practice::at(folder.to_owned(), Zone::Of(Tz::UTC), on_day(0)).anchored(folder);
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
        let signer = practice.signer().await?;
        let seeding = Seeding { practice: &practice, signer: &signer };
        let (client, supporter, aftercare) = seeding.two_years().await?;
        for number in 1..ACTIVE {
            seeding.eight_weeks(number).await?;
        }
        practice.set(on_day(LAST));
        let body = intake::assessment(&CLIENTS[0], 0, on_day(LAST).date());
        let assessment = practice.write(Place::of::<Assessment>(Some(client), None), &body).await?;
        practice.settle().await;
        Ok(Self { folder: folder.to_owned(), practice, client, supporter, aftercare, assessment })
    }

    /// Every row in turns with its limit.
    pub async fn measured(mut self, bare: &mut Bare) -> Outcome<(Vec<Line>, Vec<String>)> {
        let mut lines = [
            Line::without_goal("E1 autosave of a full assessment, durable"),
            Line::without_goal("E2 check, preview and print an aftercare plan"),
            Line::without_goal("E3 Today with 200 clients in the program"),
            Line::without_goal("E4 chart of two years, 600 documents"),
            Line::of("E5 print for a recipient, beside the client's", 1.5),
        ];
        let mut opened = Vec::new();
        let size = self.assessment.body.to_string().len();
        for _ in 0..ROUNDS {
            let own = self.print(None, EACH).await?;
            let limit: [Medians; 5] = [
                bare.save_drafts(EACH, size)?,
                bare.prints(EACH)?,
                bare.lists(EACH, ACTIVE)?,
                bare.long_charts(EACH, DOCUMENTS)?,
                own.clone(),
            ];
            let ours: [Medians; 5] = [
                self.autosave(EACH).await?,
                self.checked_prints(EACH).await?,
                self.asked("today", Nothing {}, EACH).await?,
                self.asked("chart", ClientOf { client: self.client }, EACH).await?,
                self.print(Some(self.supporter), EACH).await?,
            ];
            for ((line, limit), ours) in lines.iter_mut().zip(limit).zip(ours) {
                line.add(limit, ours);
            }
            opened.push(self.unlock_to_today().await?);
        }
        self.practice.close().await;
        let bare = Practice::at(self.folder.clone(), Zone::Of(Tz::UTC), on_day(LAST));
        self.practice = bare.unlocked(DIRECTOR, PASSWORD).await?;
        let mut without_anchor = Medians::new();
        for _ in 0..ROUNDS {
            without_anchor.push(self.unlock_to_today().await?);
        }
        self.practice.close().await;
        let said = format!(
            "E6 unlock to Today, with the derivation of this throw-away vault's password (19 MiB): {}, without an anchor {}",
            shown(median(opened)),
            shown(median(without_anchor))
        );
        Ok((lines.into(), vec![said]))
    }

    async fn autosave(&mut self, count: usize) -> Outcome<Medians> {
        let mut all = Medians::new();
        for turn in 0..count {
            self.assessment.body["why_now"] = format!("Step-down from day treatment, said {turn} times.").into();
            let body = self.assessment.body.clone();
            let save = SaveDraft { document: self.assessment.document, rev: self.assessment.rev, body };
            all.push(self.once("save_draft", save).await?);
            self.assessment.rev += 1;
            self.practice.settle().await;
        }
        Ok(all)
    }

    async fn checked_prints(&self, count: usize) -> Outcome<Medians> {
        let mut all = Medians::new();
        for _ in 0..count {
            let print = self.aftercare_for(None);
            let started = Instant::now();
            self.practice.content("print_check", serde_json::to_value(&print)?).await?;
            self.pages("preview", &print).await?;
            self.pages("print_document", &print).await?;
            all.push(started.elapsed());
            self.practice.settle().await;
        }
        Ok(all)
    }

    async fn print(&self, recipient: Option<Uuid>, count: usize) -> Outcome<Medians> {
        let mut all = Medians::new();
        for _ in 0..count {
            let print = self.aftercare_for(recipient);
            // As in the window: what is printed was looked at first, and is laid out once.
            self.pages("preview", &print).await?;
            self.practice.settle().await;
            let started = Instant::now();
            self.pages("print_document", &print).await?;
            all.push(started.elapsed());
            self.practice.settle().await;
        }
        Ok(all)
    }

    async fn pages(&self, command: &str, print: &Print) -> Outcome<()> {
        match self.practice.content(command, serde_json::to_value(print)?).await? {
            Content::Pdf(bytes) if bytes.len() > 1_000 => Ok(()),
            _ => Err(format!("{command} gave no pages.").into()),
        }
    }

    fn aftercare_for(&self, recipient: Option<Uuid>) -> Print {
        Print {
            document: self.aftercare,
            draft: false,
            language: "en".to_owned(),
            size: "normal".to_owned(),
            paper: "letter".to_owned(),
            recipient,
            purpose: String::new(),
            how: String::new(),
            under: None,
        }
    }

    async fn asked(&self, command: &str, input: impl serde::Serialize + Clone, count: usize) -> Outcome<Medians> {
        let mut all = Medians::new();
        for _ in 0..count {
            all.push(self.once(command, input.clone()).await?);
            self.practice.settle().await;
        }
        Ok(all)
    }

    async fn once(&self, command: &str, input: impl serde::Serialize) -> Outcome<Duration> {
        self.practice.took(command, input).await
    }

    async fn unlock_to_today(&mut self) -> Outcome<Duration> {
        self.practice.ask::<Nothing>("lock", Nothing {}).await?;
        let started = Instant::now();
        self.practice.hand_to_again(DIRECTOR).await?;
        self.once("today", Nothing {}).await?;
        Ok(started.elapsed())
    }
}

struct Seeding<'p> {
    practice: &'p Practice,
    signer: &'p Signer,
}

/// The evening that is measured, in days after the first.
const LAST: u64 = 730;

fn on_day(day: u64) -> NaiveDateTime {
    let first = NaiveDate::from_ymd_opt(2024, 3, 11).unwrap_or_default();
    first.checked_add_days(Days::new(day)).unwrap_or(first).and_time(crate::words::noon())
}

/// Everyone has another name, so that nobody is taken for somebody else.
fn named(number: usize) -> FaceSheet {
    let who: &Invented = &CLIENTS[number % CLIENTS.len()];
    FaceSheet {
        legal_first: super::words::first_name(number),
        legal_last: super::words::surname(number * 7),
        birth_date: super::words::born(number * 7),
        record_number: format!("E{number}"),
        preferred_name: String::new(),
        ..intake::face_sheet(who, number)
    }
}

impl Seeding<'_> {
    async fn sign<D: Document>(&self, client: Uuid, body: D) -> Outcome<Uuid> {
        let draft = self.practice.write(Place::of::<D>(Some(client), None), &body).await?;
        let wanted = SignDocument {
            document: draft.document,
            rev: draft.rev,
            password: String::new().into(),
            license_override: String::new(),
            clock_confirmed: true,
        };
        Ok(self.practice.sign_with(wanted, self.signer).await?.document)
    }

    async fn admitted(&self, number: usize, on: NaiveDate) -> Outcome<Uuid> {
        let face = self.practice.record(Place::of::<FaceSheet>(None, None), &named(number)).await?;
        let client = face.client_id.ok_or("A face sheet without a client.")?;
        self.practice.record(Place::of::<Episode>(Some(client), None), &intake::episode(on, None)).await?;
        Ok(client)
    }

    async fn two_years(&self) -> Outcome<(Uuid, Uuid, Uuid)> {
        let who = &CLIENTS[0];
        let first = on_day(0).date();
        let client = self.admitted(0, first).await?;
        let chart = |kind: Kind| Place { kind, client: Some(client), document: None };
        let supporter = self.practice.record(chart(Kind::of::<Contact>()), &intake::supporter(who, 0)).await?.document;
        let until = first.checked_add_days(Days::new(LAST + 365)).unwrap_or(first);
        self.sign::<Release>(client, intake::release(who, supporter, first, until, DIRECTOR)).await?;
        self.sign::<Assessment>(client, intake::assessment(who, 0, first)).await?;
        // Face sheet, episode, contact, release, assessment and aftercare plan are six of them.
        for turn in 0..DOCUMENTS - 6 {
            let day = 1 + turn as u64;
            self.practice.set(on_day(day));
            self.sign::<IndividualNote>(client, charts::individual(on_day(day).date(), turn)).await?;
        }
        self.practice.set(on_day(LAST));
        let plan = charts::aftercare(who, 0, on_day(LAST).date(), supporter);
        let aftercare = self.sign::<AftercarePlan>(client, plan).await?;
        Ok((client, supporter, aftercare))
    }

    async fn eight_weeks(&self, number: usize) -> Outcome<()> {
        let admitted = LAST - 1 - (number as u64 % 56);
        self.practice.set(on_day(admitted));
        let client = self.admitted(number, on_day(admitted).date()).await?;
        let who = &CLIENTS[number % CLIENTS.len()];
        self.sign::<Assessment>(client, intake::assessment(who, number, on_day(admitted).date())).await?;
        for (turn, day) in (admitted..LAST).step_by(7).enumerate() {
            self.practice.set(on_day(day));
            self.sign::<IndividualNote>(client, charts::individual(on_day(day).date(), turn)).await?;
        }
        Ok(())
    }
}

impl Bare {
    /// The limit of E2: as much plain text as a PDF, and one durable row that says so.
    fn prints(&mut self, count: usize) -> Outcome<Medians> {
        let mut all = Medians::new();
        for _ in 0..count {
            let ((), took) = timed(|| -> Outcome<()> {
                pages::bare(1)?;
                self.create_clients(1)?;
                Ok(())
            })?;
            all.push(took);
        }
        Ok(all)
    }
}
