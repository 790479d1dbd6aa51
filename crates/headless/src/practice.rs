//! The record as people work at it: the clock on the wall, who is signed in, and every act through the one dispatcher.

use crate::Outcome;
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use clinical::{Document, Kind};
use record::dispatch::{Content, dispatch};
use record::views::{
    AddStaff, ChangePassword, CreateVault, Created, DocumentView, DraftSaved, DraftView, Me, Nothing, RecordDocument,
    SaveDraft, SignDocument, StaffRow, StartDraft, Unlock,
};
use record::{Anchors, Cost, Record, SetClock};
use record::{Signer, error};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// One vault, a clock that is set by hand, and the people who work there.
pub struct Practice {
    record: Record,
    clock: Arc<SetClock>,
    zone: Zone,
    staff: BTreeMap<String, Member>,
    signed_in: Option<String>,
}

/// What the clocks at the site follow.
#[derive(Debug, Clone, Copy)]
pub enum Zone {
    /// A place, with its changes of the clock.
    Of(Tz),
    /// Always this far from UTC.
    Offset(FixedOffset),
}

/// Someone who works here.
#[derive(Debug, Clone)]
pub struct Member {
    /// Staff id in the record.
    pub id: Uuid,
    /// Name, also the sign-in name.
    pub name: String,
    password: String,
}

/// What a document is about and where it goes.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Kind.
    pub kind: Kind,
    /// Whose chart.
    pub client: Option<Uuid>,
    /// The document revised, if any.
    pub document: Option<Uuid>,
}

impl Place {
    /// For a body of this kind.
    pub fn of<D: Document>(client: Option<Uuid>, document: Option<Uuid>) -> Self {
        Self { kind: Kind::of::<D>(), client, document }
    }
}

impl Practice {
    /// A practice over an empty folder, at the site's own time.
    pub fn at(folder: PathBuf, zone: Zone, start: NaiveDateTime) -> Self {
        let clock = SetClock::at(zone.moment(start));
        let record = Record::at(folder, clock.clone()).with_cost(Cost::Floor);
        Self { record, clock, zone, staff: BTreeMap::new(), signed_in: None }
    }

    /// The same, and how far the record has come is kept beside its folder, too.
    pub fn anchored(self, folder: &Path) -> Self {
        Self { record: self.record.anchored(Anchors::beside(folder)), ..self }
    }

    /// Sets the clock.
    pub fn set(&self, now: NaiveDateTime) {
        self.clock.set(self.zone.moment(now));
    }

    /// Someone known here by this key.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.staff.get(key)
    }

    /// Sets the vault up with its first user, who stays signed in.
    pub async fn open_new(&mut self, key: &str, vault: CreateVault) -> Outcome<()> {
        let (name, password) = (vault.name.clone(), vault.password.to_string());
        let created: Created = self.ask("create_vault", vault).await?;
        self.staff.insert(key.to_owned(), Member { id: created.me.staff, name, password });
        self.signed_in = Some(key.to_owned());
        Ok(())
    }

    /// Adds a colleague, who sits down once to choose this password in the place of a first one; then whoever was there goes on.
    pub async fn hire(&mut self, key: &str, person: AddStaff) -> Outcome<()> {
        let (name, password) = (person.name.clone(), person.password.to_string());
        let first = format!("{password}, at first");
        let row: StaffRow = self.ask("add_staff", AddStaff { password: first.clone().into(), ..person }).await?;
        self.staff.insert(key.to_owned(), Member { id: row.staff, name, password: first.clone() });
        let before = self.signed_in.clone();
        self.hand_to(key).await?;
        let own = ChangePassword { password: first.into(), new_password: password.clone().into() };
        self.ask::<Me>("change_password", own).await?;
        if let Some(member) = self.staff.get_mut(key) {
            member.password = password;
        }
        match before {
            Some(before) => self.hand_to(&before).await,
            None => Ok(()),
        }
    }

    /// Hands the record to someone else, unless they sit there already.
    pub async fn hand_to(&mut self, key: &str) -> Outcome<()> {
        if self.signed_in.as_deref() == Some(key) {
            return Ok(());
        }
        let member = self.staff.get(key).ok_or_else(|| format!("Nobody here is known as {key}."))?.clone();
        self.ask::<Nothing>("lock", Nothing {}).await?;
        self.ask::<Me>("unlock", Unlock { name: member.name, password: member.password.into() }).await?;
        self.signed_in = Some(key.to_owned());
        Ok(())
    }

    /// Asks the record and reads the answer.
    pub async fn ask<T: DeserializeOwned>(&self, command: &str, input: impl Serialize) -> Outcome<T> {
        Ok(serde_json::from_value(self.answer(command, serde_json::to_value(input)?).await?)?)
    }

    /// Locks and lets the same person sit down again.
    pub async fn hand_to_again(&mut self, key: &str) -> Outcome<()> {
        self.signed_in = None;
        self.hand_to(key).await
    }

    /// Asks the record for whatever the command answers.
    pub async fn content(&self, command: &str, input: Value) -> Outcome<Content> {
        Ok(dispatch(&self.record, command, input).await.map_err(|why| refusal(command, &why))?.content)
    }

    /// How long the record took to answer with a view, as the text that would cross to the window.
    pub async fn took(&self, command: &str, input: impl Serialize) -> Outcome<Duration> {
        let input = serde_json::to_value(input)?;
        let started = Instant::now();
        let said = self.content(command, input).await?;
        let took = started.elapsed();
        match said {
            Content::Json(view) if view.text().len() > 2 => Ok(took),
            Content::Json(_) | Content::Pdf(_) => Err(format!("{command} said nothing.").into()),
        }
    }

    /// Asks the record; the answer as it would cross to the window.
    pub async fn answer(&self, command: &str, input: Value) -> Outcome<Value> {
        match self.content(command, input).await? {
            Content::Json(view) => Ok(view.read()?),
            Content::Pdf(_) => Err(format!("{command} answered with pages.").into()),
        }
    }

    /// Types a whole body into a draft.
    pub async fn write(&self, place: Place, body: &impl Serialize) -> Outcome<DraftView> {
        let body = serde_json::to_value(body)?;
        let fresh = place.document.is_none().then(|| body.clone());
        let start = StartDraft { kind: place.kind, client: place.client, document: place.document, body: fresh };
        let mut draft: DraftView = self.ask("start_draft", start).await?;
        if draft.body != body {
            let save = SaveDraft { document: draft.document, rev: draft.rev, body: body.clone() };
            let saved: DraftSaved = self.ask("save_draft", save).await?;
            (draft.rev, draft.findings, draft.body) = (saved.rev, saved.findings, body);
        }
        Ok(draft)
    }

    /// Writes a document and puts it into the record without a signature.
    pub async fn record(&self, place: Place, body: &impl Serialize) -> Outcome<DocumentView> {
        let draft = self.write(place, body).await?;
        let wanted = RecordDocument { document: draft.document, rev: draft.rev, duplicate_reason: String::new() };
        self.ask("record_document", wanted).await.map_err(|why| of(place.kind, why))
    }

    /// Writes a document and signs it as the one signed in.
    pub async fn sign(&self, place: Place, body: &impl Serialize) -> Outcome<DocumentView> {
        let draft = self.write(place, body).await?;
        let wanted = SignDocument {
            document: draft.document,
            rev: draft.rev,
            password: self.password()?.into(),
            license_override: String::new(),
            clock_confirmed: true,
        };
        self.ask("sign_document", wanted).await.map_err(|why| of(place.kind, why))
    }

    /// The password of the one signed in: signing re-enters it.
    pub fn password(&self) -> Outcome<String> {
        let member = self.signed_in.as_ref().and_then(|key| self.staff.get(key)).ok_or("Nobody is signed in.")?;
        Ok(member.password.clone())
    }

    /// Derives the signing key once, which is slow, for many signatures in a bench.
    pub async fn signer(&self) -> Outcome<Signer> {
        Ok(self.record.signer(&self.password()?.into()).await?)
    }

    /// Signs a draft with the key at hand.
    pub async fn sign_with(&self, wanted: SignDocument, signer: &Signer) -> Outcome<DocumentView> {
        record::sign_with(&self.record, wanted, signer).await.map_err(|why| refusal("sign_with", &why).into())
    }

    /// Opens a vault that is there already.
    pub async fn unlocked(mut self, name: &str, password: &str) -> Outcome<Self> {
        let (name, password) = (name.to_owned(), password.to_owned());
        let me: Me = self.ask("unlock", Unlock { name: name.clone(), password: password.clone().into() }).await?;
        self.staff.insert(name.clone(), Member { id: me.staff, name: name.clone(), password });
        self.signed_in = Some(name);
        Ok(self)
    }

    /// Waits until everything is on disk.
    pub async fn settle(&self) {
        self.record.settle().await;
    }

    /// Waits until everything is on disk, then closes the record.
    pub async fn close(&self) {
        self.record.settle().await;
        self.record.lock().await;
    }
}

impl Zone {
    fn moment(self, at: NaiveDateTime) -> DateTime<FixedOffset> {
        match self {
            // In the hour that a clock change leaves out, the same hour of UTC is as good as any.
            Zone::Of(place) => {
                place.from_local_datetime(&at).earliest().unwrap_or_else(|| place.from_utc_datetime(&at)).fixed_offset()
            }
            Zone::Offset(offset) => {
                offset.from_local_datetime(&at).earliest().unwrap_or_else(|| offset.from_utc_datetime(&at))
            }
        }
    }
}

fn refusal(command: &str, why: &error::Error) -> String {
    let found: Vec<String> = why.findings.iter().map(|it| format!("\n  {}: {}", it.field, it.message)).collect();
    format!("{command}: {}{}", why.message, found.concat())
}

fn of(kind: Kind, why: Box<dyn std::error::Error>) -> Box<dyn std::error::Error> {
    format!("{}: {why}", kind.name()).into()
}
