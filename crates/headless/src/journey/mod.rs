//! Carries one patient's whole journey from a file into a fresh vault, as the people and on the days of the file, through the
//! dispatcher, and prints what the record's own queries then say.
//!
//! Of the file's `expected` block only the *names* of its questions are read (which days, which consents) before the record is
//! asked; its values are looked at by `--check` alone, after everything is printed.

mod aftercare;
mod answers;
mod assessment;
mod check;
mod groups;
mod order;
mod people;
mod plans;
mod releases;
mod sessions;
mod staff;
mod story;

use crate::Outcome;
use crate::practice::{Place, Practice, Zone};
use clinical::Document;
use order::{Act, Happening};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use story::Story;
use uuid::Uuid;

/// What was asked on the command line.
#[derive(Debug, Default)]
pub struct Options {
    /// Where the vault goes; a throw-away folder if not said.
    pub folder: Option<PathBuf>,
    /// Leave the vault behind and say where it is.
    pub keep: bool,
    /// Compare with the file's own expectations.
    pub check: bool,
}

/// Carries the journey and prints its facts as one JSON object.
pub async fn carry(file: &Path, options: &Options) -> Outcome<ExitCode> {
    let read = std::fs::read(file).map_err(|why| format!("The journey could not be read: {why}"))?;
    let story = Story::of(serde_json::from_slice(&read).map_err(|why| format!("The journey is not JSON: {why}"))?);
    let throw_away = tempfile::tempdir()?;
    let folder = options.folder.clone().unwrap_or_else(|| throw_away.path().join("vault"));
    std::fs::create_dir_all(&folder)?;

    let mut journey = Journey::begin(&story, folder.clone()).await?;
    for happening in order::in_order(&story) {
        journey.live(&happening).await.map_err(|why| format!("{}: {why}", happening.at.format("%Y-%m-%d %H:%M")))?;
    }
    let facts = journey.answers().await?;
    journey.practice.close().await;

    writeln!(std::io::stdout().lock(), "{}", serde_json::to_string_pretty(&facts)?)?;
    if options.keep {
        if options.folder.is_none() {
            let _ = throw_away.keep();
        }
        eprintln!("The vault is in {}", folder.display());
    }
    if options.check {
        return Ok(check::compare(&facts, &story.expected));
    }
    Ok(ExitCode::SUCCESS)
}

/// A journey under way: the practice it happens in and the record's ids for the keys of the file.
struct Journey<'s> {
    story: &'s Story,
    practice: Practice,
    client: Option<Uuid>,
    ids: BTreeMap<String, Uuid>,
}

impl<'s> Journey<'s> {
    async fn begin(story: &'s Story, folder: PathBuf) -> Outcome<Self> {
        let start = order::in_order(story).first().map(|it| it.at).ok_or("The journey has no dates.")?;
        let mut practice = Practice::at(folder, Zone::Of(story.zone()), start - chrono::TimeDelta::minutes(30));
        staff::open(story, &mut practice).await?;
        Ok(Self { story, practice, client: None, ids: BTreeMap::new() })
    }

    async fn live(&mut self, happening: &Happening<'s>) -> Outcome<()> {
        self.practice.set(happening.at);
        self.practice.hand_to(&happening.who).await?;
        match &happening.act {
            Act::FaceSheet => self.face_sheet().await,
            Act::Contact(contact) => self.contact(contact).await,
            Act::Elsewhere(level) => self.elsewhere(level).await,
            Act::Admit => self.episode(false).await,
            Act::Discharge => self.episode(true).await,
            Act::Release(consent) => self.release(consent).await,
            Act::Revoke(consent) => self.revoke(consent).await,
            Act::Assess => self.assess().await,
            Act::Screen(result) => self.screen(result).await,
            Act::Plan(plan) => self.plan(plan).await,
            Act::Group(session) => self.group(session).await,
            Act::Addendum { session, addendum } => self.addendum(session, addendum).await,
            Act::Individual(session) => self.individual(session).await,
            Act::Family(session) => self.family(session).await,
            Act::Lapse => self.lapse(happening.at.date()).await,
            Act::Meeting(meeting) => self.meeting(meeting).await,
            Act::Aftercare => self.aftercare().await,
        }
    }

    /// A new document of this kind in the client's chart.
    fn chart<D: Document>(&self) -> Place {
        Place::of::<D>(self.client, None)
    }

    /// The same document again, if this key is in the record already.
    fn again<D: Document>(&self, key: &str) -> Place {
        Place::of::<D>(self.client, self.ids.get(key).copied())
    }

    /// The record's id for a key of the file as text, or empty.
    fn id(&self, key: &str) -> String {
        self.ids.get(key).map(Uuid::to_string).unwrap_or_default()
    }

    fn client(&self) -> Outcome<Uuid> {
        self.client.ok_or_else(|| "The journey has no client yet.".into())
    }
}
