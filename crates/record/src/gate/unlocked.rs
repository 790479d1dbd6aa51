//! An opened vault: its connections, its keys, and who is signed in.

use super::anchored::Anchored;
use super::care_team::{Closed, Overrides, Viewer};
use super::clock_doubt::{ClockState, Off, of_hlc, off, sentence};
use super::owed::Owed;
use crate::error::Result;
use crate::json::Json;
use crate::ledger::chain::ChainHead;
use crate::projections::{care_team, client, program, restriction, staff};
use crate::queries::names::Names;
use crate::queries::people;
use crate::secret::Key;
use crate::storage::connections::Connections;
use crate::vault::Files;
use crate::vault::keys::KeyFile;
use crate::vault::tries::Tries;
use crate::views::Me;
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use clinical::permission::Permission;
use clinical::rules::Rules;
use sea_orm::EntityName as _;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// What nearly every question needs and hardly ever changes.
#[derive(Default)]
pub(crate) struct Known {
    /// How often it was forgotten: what was asked before that is not kept after it.
    forgotten: u64,
    /// A change that is not committed yet touched it.
    changing: bool,
    /// Clients whose face sheets a change that is not committed yet touched.
    face_sheets: BTreeSet<Uuid>,
    /// Clients whose face sheets changed since names were read.
    renamed: BTreeSet<Uuid>,
    names: Option<Arc<Names>>,
    staff: Option<Arc<BTreeMap<Uuid, staff::Model>>>,
    program: Option<Arc<Option<program::Model>>>,
    others: Option<Closed>,
    kept_out: Option<Closed>,
}

/// Rows that the audit trail still has to be told, oldest first.
pub(crate) type Waiting = tokio::sync::Mutex<VecDeque<Owed>>;

/// When the trail was last told of a list, or of one chart in it.
pub(crate) type Shown = BTreeMap<(&'static str, Option<Uuid>), DateTime<FixedOffset>>;

/// Answers to requests that carried an id, oldest first: id, command, answer.
pub(crate) type Answered = VecDeque<(String, &'static str, Json)>;

/// Pages as they were laid out for a preview, and what they show.
pub(crate) struct Previewed {
    /// SHA-256 over everything that goes onto the pages and the choices made.
    pub of: [u8; 32],
    pub pages: Vec<u8>,
}

/// One person's open record.
pub struct Unlocked {
    pub(crate) files: Files,
    pub(crate) writer: Connections,
    pub(crate) reader: Connections,
    /// One transaction at a time: the second waits here, fairly, rather than in SQLite's busy handler.
    pub(crate) write_lock: Arc<tokio::sync::Mutex<()>>,
    pub(crate) data: Arc<Key>,
    pub(crate) me: Me,
    /// This person's password was chosen by someone else and stands until they have one of their own.
    pub(crate) invited: AtomicBool,
    pub(crate) site: Uuid,
    /// How often this record was restored.
    pub(crate) epoch: i64,
    /// How it stands against what this computer remembers of it.
    pub(crate) anchored: Mutex<Anchored>,
    pub(crate) read_only: bool,
    pub(crate) last_hlc: Mutex<String>,
    /// The newest audit row on disk, once this process has read or written one. It alone writes.
    pub(crate) chain_head: Mutex<Option<ChainHead>>,
    /// How the clock stood when the record was opened.
    pub(crate) clock: Mutex<ClockState>,
    /// Charts opened from outside their care team since unlocking.
    pub(crate) overrides: Overrides,
    /// Who works here, the program's profile and whose charts are closed, asked once and again after either changed.
    pub(crate) known: Mutex<Known>,
    /// Wrong passwords since unlocking, where signing and the like ask for one; held while one is tried.
    pub(crate) slips: tokio::sync::Mutex<Tries>,
    /// Rows that the audit trail still has to be told, oldest first.
    pub(crate) owed: Waiting,
    /// How many of them a full disk refused. While there are any, nothing more is shown that leaves a row.
    pub(crate) untold: AtomicUsize,
    /// When the audit trail was last told that this person saw this list, or this chart in it.
    pub(crate) shown: Mutex<Shown>,
    /// Pages laid out for a preview, for the print that follows.
    pub(crate) previewed: Mutex<Option<Previewed>>,
    /// Held while a request that carries an id is carried out.
    pub(crate) answered: Arc<tokio::sync::Mutex<Answered>>,
    /// Held for as long as this process has the vault.
    pub(crate) taken: Arc<File>,
}

impl Unlocked {
    /// A writer and readers over one file, joined with the key; nobody is signed in yet.
    ///
    /// # Errors
    /// `Broken` when the file cannot be opened with this key.
    pub(crate) async fn joined(files: Files, taken: Arc<File>, data: Arc<Key>, read_only: bool) -> Result<Self> {
        let writer = Connections::open(&files.record, Arc::clone(&data), read_only, false).await?;
        let reader = Connections::readers(&files.record, Arc::clone(&data), &writer)?;
        Ok(Self {
            files,
            writer,
            reader,
            write_lock: Arc::default(),
            data,
            me: Me::nobody(),
            invited: AtomicBool::default(),
            site: Uuid::nil(),
            epoch: 0,
            anchored: Mutex::default(),
            read_only,
            last_hlc: Mutex::default(),
            chain_head: Mutex::default(),
            clock: Mutex::default(),
            overrides: Overrides::default(),
            slips: tokio::sync::Mutex::default(),
            owed: tokio::sync::Mutex::default(),
            untold: AtomicUsize::default(),
            shown: Mutex::default(),
            previewed: Mutex::default(),
            known: Mutex::default(),
            answered: Arc::default(),
            taken,
        })
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everyone who works or worked here, by id, as committed.
    pub(crate) async fn staff(&self) -> Result<Arc<BTreeMap<Uuid, staff::Model>>> {
        let (then, found) = {
            let known = self.known();
            (known.forgotten, known.staff.clone())
        };
        if let Some(found) = found {
            return Ok(found);
        }
        let found = Arc::new(people::staff_names(self.reader()).await?);
        let mut known = self.known();
        if known.forgotten == then {
            known.staff = Some(Arc::clone(&found));
        }
        Ok(found)
    }

    /// Everyone who has a chart that is not kept from this person, as committed.
    pub(crate) async fn names(&self) -> Result<Arc<Names>> {
        let kept_out = self.kept_out().await?;
        loop {
            let (then, found, renamed) = {
                let known = self.known();
                (known.forgotten, known.names.clone(), known.renamed.clone())
            };
            let names = match found {
                Some(found) if renamed.is_empty() => return Ok(found),
                Some(found) => found.after(self.reader(), &renamed).await?,
                None => Names::read(self.reader()).await?,
            };
            let names = Arc::new(names.without(&kept_out));
            let mut known = self.known();
            if known.forgotten == then {
                known.renamed.clear();
                known.names = Some(Arc::clone(&names));
                return Ok(names);
            }
        }
    }

    /// The program's profile, as committed.
    pub(crate) async fn program(&self) -> Result<Arc<Option<program::Model>>> {
        let (then, found) = {
            let known = self.known();
            (known.forgotten, known.program.clone())
        };
        if let Some(found) = found {
            return Ok(found);
        }
        let found = Arc::new(people::program(self.reader()).await?);
        let mut known = self.known();
        if known.forgotten == then {
            known.program = Some(Arc::clone(&found));
        }
        Ok(found)
    }

    /// Charts whose care team leaves this person out, as committed. Most programs have none.
    async fn of_other_teams(&self) -> Result<Closed> {
        let (then, found) = {
            let known = self.known();
            (known.forgotten, known.others.clone())
        };
        if let Some(found) = found {
            return Ok(found);
        }
        let found: Closed =
            Arc::new(care_team::Entity::without(self.reader(), self.me.staff).await?.into_iter().collect());
        let mut known = self.known();
        if known.forgotten == then {
            known.others = Some(Arc::clone(&found));
        }
        Ok(found)
    }

    /// Charts that agreed restrictions keep from this person, as committed.
    pub(crate) async fn kept_out(&self) -> Result<Closed> {
        let (then, found) = {
            let known = self.known();
            (known.forgotten, known.kept_out.clone())
        };
        if let Some(found) = found {
            return Ok(found);
        }
        let found: Closed = Arc::new(restriction::Entity::keeps_out(self.reader(), self.me.staff).await?);
        let mut known = self.known();
        if known.forgotten == then {
            known.kept_out = Some(Arc::clone(&found));
        }
        Ok(found)
    }

    /// Charts closed to this person now.
    pub(crate) async fn closed(&self, now: DateTime<Utc>) -> Result<Closed> {
        if !self.me.role.may(Permission::WriteClinical) {
            return Ok(Closed::default());
        }
        Ok(self.overrides.still_closed(self.of_other_teams().await?, now))
    }

    /// Who sees an answer.
    pub(crate) async fn viewer(&self, now: DateTime<Utc>) -> Result<Viewer> {
        let (closed, kept_out) = (self.closed(now).await?, self.kept_out().await?);
        Ok(Viewer { me: self.me.staff, role: self.me.role, closed, kept_out })
    }

    /// The open transaction changes these tables: what is kept of them is asked anew once it is committed.
    pub(crate) fn changes(&self, tables: &BTreeSet<&'static str>, whose: Option<Uuid>) {
        let mut known = self.known();
        let kept = [
            staff::Entity.table_name(),
            program::Entity.table_name(),
            care_team::Entity.table_name(),
            restriction::Entity.table_name(),
        ];
        known.changing |= kept.iter().any(|table| tables.contains(table));
        if tables.contains(client::Entity.table_name()) {
            known.face_sheets.extend(whose);
        }
    }

    /// Every table is made anew.
    pub(crate) fn everything_changes(&self) {
        self.known().changing = true;
    }

    /// An act is over: what it changed is asked for anew.
    pub(crate) fn committed(&self) {
        let mut known = self.known();
        if std::mem::take(&mut known.changing) {
            *known = Known { forgotten: known.forgotten + 1, ..Known::default() };
        } else if !known.face_sheets.is_empty() {
            known.forgotten += 1;
            let touched = std::mem::take(&mut known.face_sheets);
            known.renamed.extend(touched);
        }
    }

    /// Closes the connections; the key goes with the last holder.
    pub(crate) async fn close(&self) {
        // What cannot be closed in order is closed with its last holder.
        let _ = self.reader.close().await;
        let _ = self.writer.close().await;
    }

    /// The database the signed-in person reads from.
    pub(crate) fn reader(&self) -> &Connections {
        &self.reader
    }

    /// Reads the key file again, for signing and for new slots.
    pub(crate) fn keys(&self) -> Result<KeyFile> {
        KeyFile::read(&self.files.keys)
    }

    /// Whether this is the first time in this while that this list is shown. Screens ask for it anew after every write; a row for each would
    /// bury the rows that matter.
    fn first(&self, key: (&'static str, Option<Uuid>), now: DateTime<FixedOffset>, within: TimeDelta) -> bool {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let known = shown.get(&key).is_some_and(|at| *at <= now && now - *at < within);
        if !known {
            shown.insert(key, now);
        }
        !known
    }

    /// Whether the trail is to be told of this list: once in a quarter of an hour.
    pub(crate) fn first_listed(&self, list: &'static str, now: DateTime<FixedOffset>) -> bool {
        self.first((list, None), now, TimeDelta::minutes(15))
    }

    /// Whether the trail is to be told that this list showed something of this chart: once a day, until the lock.
    pub(super) fn first_shown(&self, list: &'static str, client: Uuid, now: DateTime<FixedOffset>) -> bool {
        self.first((list, Some(client)), now, TimeDelta::hours(24))
    }

    /// The last day of this person's license.
    pub(crate) async fn license_expires(&self) -> Result<Option<NaiveDate>> {
        Ok(self.staff().await?.get(&self.me.staff).and_then(|row| row.license_expires))
    }

    /// The sentence of a license that has expired; it holds signing (S-68).
    pub(crate) async fn license_expired(&self, today: NaiveDate) -> Result<Option<String>> {
        let expired = self.license_expires().await?.filter(|last| *last < today);
        let written = |day: NaiveDate| day.format("%B %-d, %Y").to_string();
        Ok(expired
            .map(|last| format!("Your license expired on {}. Signing needs a reason, which is kept.", written(last))))
    }

    /// The program's time rules.
    pub(crate) async fn rules(&self) -> Result<Rules> {
        let profile = self.program().await?;
        Ok(profile.as_ref().as_ref().and_then(|row| serde_json::from_str(&row.rules).ok()).unwrap_or_default())
    }

    /// The person signed in, as a screen learns of them.
    pub(crate) fn me(&self) -> Me {
        Me { must_change_password: self.invited.load(SeqCst), ..self.me.clone() }
    }

    /// Why the clock may be wrong: it was when the record was opened, or it stands before the newest version now.
    pub(crate) fn clock_doubt(&self, now: DateTime<FixedOffset>) -> Option<String> {
        let mut known = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = of_hlc(&self.last_hlc.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(newest) = newest
            && off(now, newest) == Some(Off::Behind)
        {
            known.doubt = Some(sentence(Off::Behind, now, newest));
        }
        known.doubt.clone().filter(|_| !known.believed)
    }

    pub(crate) fn believe_clock(&self) {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner).believed = true;
    }
}
