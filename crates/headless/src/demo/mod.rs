//! A believable fictional program around today: clients in different weeks, groups this week, notes due. Nothing is random.

pub mod charts;
pub mod intake;
pub mod people;

use crate::Outcome;
use crate::practice::{Place, Practice, Zone};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use clinical::kinds::contact::Contact;
use clinical::kinds::episode::Episode;
use clinical::kinds::face_sheet::FaceSheet;
use clinical::kinds::group_session::GroupSession;
use clinical::kinds::individual_note::IndividualNote;
use clinical::kinds::release::Release;
use clinical::kinds::screening::Screening;
use clinical::kinds::treatment_plan::TreatmentPlan;
use clinical::{Document, Kind};
use people::{CLIENTS, Invented};
use record::permission::Role;
use record::views::{AddStaff, CreateVault};
use record::{Clock, SystemClock};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use uuid::Uuid;

const PROGRAM: &str = "Example Harbor IOP (fictional)";
const NAME: &str = "Pat Sample";
const PASSWORD: &str = "handrail on the stairs";
const FACILITATOR: &str = "Robin Placeholder";

/// Seeds the folder and prints how to sign in.
pub async fn seed(folder: &Path) -> Outcome<ExitCode> {
    std::fs::create_dir_all(folder)?;
    let now = SystemClock.now();
    let local = now.naive_local();
    let days = plan_of_days(local);
    let start = days.iter().map(|(at, _)| *at).min().unwrap_or(local) - TimeDelta::hours(1);
    let mut demo = Demo {
        practice: Practice::at(folder.to_owned(), Zone::Offset(*now.offset()), start),
        clients: Vec::new(),
        plans: BTreeMap::new(),
    };
    demo.open().await?;
    for (at, act) in days {
        demo.practice.set(at);
        demo.live(at.date(), &act).await.map_err(|why| format!("{at}: {why}"))?;
    }
    demo.practice.set(local);
    demo.drafts(local.date()).await?;
    demo.practice.close().await;
    writeln!(std::io::stdout().lock(), "name: {NAME}\npassword: {PASSWORD}")?;
    Ok(ExitCode::SUCCESS)
}

/// One thing done at the record; numbers are places in the list of clients.
enum Act {
    Arrive(usize),
    Assess(usize),
    Screen { number: usize, turn: usize },
    Plan(usize),
    Review(usize),
    Family(usize),
    Aftercare(usize),
    Individual { number: usize, turn: usize },
    Group(usize),
    Leave(usize),
}

/// Everything that has happened by now, oldest first.
fn plan_of_days(now: NaiveDateTime) -> Vec<(NaiveDateTime, Act)> {
    let today = now.date();
    let mut days = Vec::new();
    for (number, who) in CLIENTS.iter().enumerate() {
        let admitted = ago(today, who.admitted);
        let last = who.ended.map_or(today, |days| ago(today, days));
        let after = |days: u64| admitted.checked_add_days(Days::new(days)).unwrap_or(admitted);
        let minute = i64::try_from(number).unwrap_or_default();
        days.push((at(admitted, 8, minute), Act::Arrive(number)));
        days.push((at(admitted, 11, minute), Act::Assess(number)));
        days.extend(
            (0..who.phq9.len())
                .map(|turn| (at(screened(who, admitted, turn), 15, minute), Act::Screen { number, turn })),
        );
        if who.admitted > 4 {
            days.push((at(after(2), 17, minute), Act::Plan(number)));
        }
        // Reviewed in time, but for one that is late now and one that is due soon.
        if who.admitted > 30 && who.last != "Mockup" {
            days.push((at(after(29), 17, minute), Act::Review(number)));
        }
        if number.is_multiple_of(3) && who.admitted > 12 {
            days.push((at(after(12), 19, minute), Act::Family(number)));
        }
        if who.ended.is_some() || who.admitted > 50 {
            days.push((at(after(48), 18, minute), Act::Aftercare(number)));
        }
        let weekly =
            (0..).map(|week| after(3 + 7 * week)).take_while(|on| *on <= last && quiet(who, today, *on)).enumerate();
        days.extend(weekly.map(|(turn, on)| (at(on, 17, 30 + minute), Act::Individual { number, turn })));
        if who.ended.is_some() {
            days.push((at(last, 22, minute), Act::Leave(number)));
        }
    }
    let oldest = CLIENTS.iter().map(|it| it.admitted).max().unwrap_or_default();
    let evenings = (0..=oldest).rev().map(|days| ago(today, days)).filter(|on| meets(*on) && *on < today);
    days.extend(evenings.enumerate().map(|(turn, on)| (at(on, 21, 35), Act::Group(turn))));
    days.retain(|(at, _)| *at < now);
    days.sort_by_key(|(at, _)| *at);
    days
}

/// The newest alert stays open and one individual session is overdue: the last sessions of these two are not written.
fn quiet(who: &Invented, today: NaiveDate, on: NaiveDate) -> bool {
    let held_back = match who.last {
        "Testcase-Example" => 4,
        "Inventada" => 9,
        "Mockup" => 2,
        _ => 0,
    };
    on <= ago(today, held_back)
}

/// The newest questionnaire of the client with the open alert is two days old; the others come every two weeks from admission.
fn screened(who: &Invented, admitted: NaiveDate, turn: usize) -> NaiveDate {
    let weeks = u64::try_from(turn).unwrap_or_default() * 14;
    admitted.checked_add_days(Days::new(weeks.min(who.admitted.saturating_sub(1)))).unwrap_or(admitted)
}

fn meets(on: NaiveDate) -> bool {
    matches!(on.weekday(), Weekday::Tue | Weekday::Wed | Weekday::Thu)
}

fn ago(today: NaiveDate, days: u64) -> NaiveDate {
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}

fn at(on: NaiveDate, hour: i64, minute: i64) -> NaiveDateTime {
    on.and_time(NaiveTime::MIN) + TimeDelta::minutes(hour * 60 + minute)
}

struct Demo {
    practice: Practice,
    clients: Vec<Option<Known>>,
    plans: BTreeMap<usize, Uuid>,
}

/// A client once recorded.
#[derive(Clone, Copy)]
struct Known {
    client: Uuid,
    episode: Uuid,
    supporter: Uuid,
    release: Uuid,
    admitted: NaiveDate,
}

impl Demo {
    async fn open(&mut self) -> Outcome<()> {
        self.clients = vec![None; CLIENTS.len()];
        let vault = CreateVault {
            program: PROGRAM.to_owned(),
            site: "Main Street (fictional)".to_owned(),
            phone: "602-555-0100".to_owned(),
            crisis_phone: "602-555-0199".to_owned(),
            address: "1 Example Way, Sampleton, AZ 00000".to_owned(),
            paper: "letter".to_owned(),
            name: NAME.to_owned(),
            credential: "LPC".to_owned(),
            role: Role::Director,
            password: PASSWORD.into(),
        };
        self.practice.open_new(NAME, vault).await?;
        let colleagues = [
            (FACILITATOR, "LISAC", Role::Counselor),
            ("Jamie Testname", "RN", Role::Counselor),
            ("Sasha Frontdesk", "", Role::FrontDesk),
            ("Noor Keepsafe", "", Role::PrivacyOfficer),
        ];
        for (name, credential, role) in colleagues {
            let person = AddStaff {
                name: name.to_owned(),
                credential: credential.to_owned(),
                role,
                license: if credential.is_empty() { String::new() } else { "FICT-0002".to_owned() },
                license_state: if credential.is_empty() { String::new() } else { "AZ".to_owned() },
                license_expires: String::new(),
                supervisor: None,
                cosigned: false,
                password: format!("{PASSWORD} too").into(),
                own_password: PASSWORD.into(),
            };
            self.practice.hire(name, person).await?;
        }
        Ok(())
    }

    async fn live(&mut self, today: NaiveDate, act: &Act) -> Outcome<()> {
        let who = if matches!(act, Act::Group(_)) { FACILITATOR } else { NAME };
        self.practice.hand_to(who).await?;
        match act {
            Act::Arrive(number) => self.arrive(*number, today).await,
            Act::Assess(number) => self.sign(*number, intake::assessment(&CLIENTS[*number], *number, today)).await,
            Act::Screen { number, turn } => self.screen(*number, *turn, today).await,
            Act::Plan(number) => {
                let plan = charts::plan(&CLIENTS[*number], *number, today, self.staff(NAME)?);
                let signed = self.practice.sign(self.chart::<TreatmentPlan>(*number)?, &plan).await?;
                self.plans.insert(*number, signed.document);
                Ok(())
            }
            Act::Review(number) => {
                let place =
                    Place { document: self.plans.get(number).copied(), ..self.chart::<TreatmentPlan>(*number)? };
                let plan = charts::plan(&CLIENTS[*number], *number, today, self.staff(NAME)?);
                self.practice.sign(place, &charts::reviewed(plan)).await?;
                Ok(())
            }
            Act::Family(number) => {
                let known = self.known(*number)?;
                let session = charts::family(&CLIENTS[*number], *number, today, known.supporter, known.release);
                self.sign(*number, session).await
            }
            Act::Aftercare(number) => {
                let plan = charts::aftercare(&CLIENTS[*number], *number, today, self.known(*number)?.supporter);
                self.sign(*number, plan).await
            }
            Act::Individual { number, turn } => self.sign(*number, charts::individual(today, number + turn)).await,
            Act::Group(turn) => self.group(today, *turn).await,
            Act::Leave(number) => {
                let known = self.known(*number)?;
                let place = Place { document: Some(known.episode), ..self.chart::<Episode>(*number)? };
                self.practice.record(place, &intake::episode(known.admitted, Some(today))).await?;
                Ok(())
            }
        }
    }

    async fn arrive(&mut self, number: usize, today: NaiveDate) -> Outcome<()> {
        let who = &CLIENTS[number];
        let fresh = Place::of::<FaceSheet>(None, None);
        let face = self.practice.record(fresh, &intake::face_sheet(who, number)).await?;
        let client = face.client_id.ok_or("A face sheet without a client.")?;
        let chart = |kind: Kind| Place { kind, client: Some(client), document: None };
        let contact = self.practice.record(chart(Kind::of::<Contact>()), &intake::supporter(who, number)).await?;
        let episode = self.practice.record(chart(Kind::of::<Episode>()), &intake::episode(today, None)).await?;
        // One release ran out yesterday; the others hold for a year.
        let lasts = if who.last == "Exemplar" { who.admitted.saturating_sub(1) } else { 365 };
        let until = today.checked_add_days(Days::new(lasts)).unwrap_or(today);
        let release = intake::release(who, contact.document, today, until, NAME);
        let release = self.practice.sign(chart(Kind::of::<Release>()), &release).await?;
        self.clients[number] = Some(Known {
            client,
            episode: episode.document,
            supporter: contact.document,
            release: release.document,
            admitted: today,
        });
        Ok(())
    }

    async fn screen(&self, number: usize, turn: usize, today: NaiveDate) -> Outcome<()> {
        let who = &CLIENTS[number];
        // The newest answers of the first client raise the alert of item 9.
        let last = u8::from(number == 0 && turn + 1 == who.phq9.len());
        let place = self.chart::<Screening>(number)?;
        self.practice.record(place, &intake::screening("phq9", 9, who.phq9[turn], last, today, who.reads)).await?;
        if let Some(total) = who.gad7.get(turn) {
            self.practice.record(place, &intake::screening("gad7", 7, *total, 1, today, who.reads)).await?;
        }
        Ok(())
    }

    async fn group(&self, today: NaiveDate, turn: usize) -> Outcome<()> {
        let people = self.in_program(today);
        // With one or two people there is no group yet.
        if people.len() < 3 {
            return Ok(());
        }
        let session = charts::group(today, turn, &people, (self.staff(FACILITATOR)?, FACILITATOR));
        self.practice.sign(Place::of::<GroupSession>(None, None), &session).await?;
        Ok(())
    }

    /// Tonight's group half filled in, and yesterday's note still to be signed.
    async fn drafts(&mut self, today: NaiveDate) -> Outcome<()> {
        self.practice.hand_to(NAME).await?;
        let people = self.in_program(today);
        let mut tonight = charts::group(today, 4, &people[..people.len().min(6)], (self.staff(NAME)?, NAME));
        for person in &mut tonight.people {
            (person.observed, person.response, person.progress) = Default::default();
        }
        tonight.summary = String::new();
        self.practice.write(Place::of::<GroupSession>(None, None), &tonight).await?;
        let mut note = charts::individual(ago(today, 1), 1);
        note.sections.insert("plan".to_owned(), String::new());
        self.practice.write(self.chart::<IndividualNote>(1)?, &note).await?;
        Ok(())
    }

    async fn sign<D: Document>(&self, number: usize, body: D) -> Outcome<()> {
        self.practice.sign(self.chart::<D>(number)?, &body).await?;
        Ok(())
    }

    /// Places in the list of those in the program on this day, with their charts.
    fn in_program(&self, today: NaiveDate) -> Vec<(usize, Uuid)> {
        let here = |number: usize| {
            let who = &CLIENTS[number];
            let known = self.clients[number]?;
            let over = who.ended.is_some_and(|days| known.admitted + TimeDelta::days(span(who, days)) < today);
            (!over).then_some((number, known.client))
        };
        (0..CLIENTS.len()).filter_map(here).collect()
    }

    fn chart<D: Document>(&self, number: usize) -> Outcome<Place> {
        Ok(Place::of::<D>(Some(self.known(number)?.client), None))
    }

    fn known(&self, number: usize) -> Outcome<Known> {
        self.clients[number].ok_or_else(|| "This client has not arrived yet.".into())
    }

    fn staff(&self, name: &str) -> Outcome<Uuid> {
        Ok(self.practice.member(name).ok_or("Nobody of that name works here.")?.id)
    }
}

fn span(who: &Invented, ended: u64) -> i64 {
    i64::try_from(who.admitted.saturating_sub(ended)).unwrap_or_default()
}
