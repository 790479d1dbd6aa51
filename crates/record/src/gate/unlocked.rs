//! An opened vault: its connections, its keys, and who is signed in.

use crate::gate::Act;
use crate::gate::clock_doubt;
use crate::error::Result;
use crate::queries::names::Names;
use crate::queries::people;
use crate::projections::{care_team, program, staff};
use crate::gate::Closed;
use crate::vault::Files;
use crate::storage::connections::Connections;
use crate::secret::Key;
use crate::vault::tries::Tries;
use crate::views::Me;
use chrono::{DateTime, FixedOffset, TimeDelta};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
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
}

/// One person's open record.
pub struct Unlocked {
    pub(crate) files: Files,
    pub(crate) writer: Connections,
    pub(crate) reader: Connections,
    /// One transaction at a time: the second waits here, fairly, rather than in SQLite's busy handler.
    pub(crate) pen: Arc<tokio::sync::Mutex<()>>,
    pub(crate) data: Arc<Key>,
    pub(crate) me: Me,
    /// This person's password was chosen by someone else and stands until they have one of their own.
    pub(crate) invited: AtomicBool,
    pub(crate) site: Uuid,
    pub(crate) read_only: bool,
    pub(crate) last_hlc: Mutex<String>,
    /// The newest audit row on disk, once this process has read or written one. It alone writes.
    pub(crate) last_link: Mutex<Option<crate::ledger::audit::ChainHead>>,
    /// How the clock stood when the record was opened.
    pub(crate) clock: Mutex<Clock>,
    /// Charts opened from outside their care team since unlocking.
    pub(crate) charts: crate::gate::Charts,
    /// Who works here, the program's profile and whose charts are closed, asked once and again after either changed.
    pub(crate) known: Mutex<Known>,
    /// Wrong passwords since unlocking, where signing and the like ask for one; held while one is tried.
    pub(crate) slips: tokio::sync::Mutex<Tries>,
    /// Looks that the audit trail still has to be told, oldest first: the disk was full.
    pub(crate) owed: tokio::sync::Mutex<VecDeque<(Act, DateTime<FixedOffset>)>>,
    /// When the audit trail was last told that this person looks at the day's list.
    pub(crate) day_told: Mutex<Option<DateTime<FixedOffset>>>,
    /// Held for as long as this process has the vault.
    pub(crate) taken: Arc<File>,
}

/// What is known of the computer's clock since the record was opened.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    /// Why it may be wrong.
    pub doubt: Option<String>,
    /// Someone looked at it and says that it is right.
    pub believed: bool,
}

impl Unlocked {
    /// The next hybrid logical time of this site.
    pub(crate) fn next_hlc(&self, now: chrono::DateTime<chrono::Utc>) -> String {
        let mut last = self.last_hlc.lock().unwrap_or_else(PoisonError::into_inner);
        *last = crate::ids::next_hlc(&last, now);
        last.clone()
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

    /// Everyone who has a chart, as committed.
    pub(crate) async fn names(&self) -> Result<Arc<Names>> {
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
            let names = Arc::new(names);
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
    pub(crate) async fn of_other_teams(&self) -> Result<Closed> {
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

    /// The program, its staff or a care team changes with the act that is open.
    pub(crate) fn renamed(&self) {
        self.known().changing = true;
    }

    /// A face sheet of this client changes with the act that is open.
    pub(crate) fn face_sheet_of(&self, client: Uuid) {
        self.known().face_sheets.insert(client);
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
    pub(crate) fn keys(&self) -> Result<crate::vault::keys::KeyFile> {
        crate::vault::keys::KeyFile::read(&self.files.keys)
    }

    /// Whether the trail knows from the last quarter of an hour that this person looks at the day's list. The screen asks for it anew after
    /// every write; a row for each would bury the rows that matter.
    pub(crate) fn day_is_told(&self, now: DateTime<FixedOffset>) -> bool {
        let mut last = self.day_told.lock().unwrap_or_else(PoisonError::into_inner);
        let told = last.is_some_and(|at| at <= now && now - at < TimeDelta::minutes(15));
        if !told {
            *last = Some(now);
        }
        told
    }

    /// The person signed in, as a screen learns of them.
    pub(crate) fn me(&self) -> Me {
        Me { must_change_password: self.invited.load(SeqCst), ..self.me.clone() }
    }

    /// Why the clock may be wrong: it was when the record was opened, or it stands before the newest version now.
    pub(crate) fn clock_doubt(&self, now: DateTime<FixedOffset>) -> Option<String> {
        let mut known = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        let newest = clock::of_hlc(&self.last_hlc.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(newest) = newest
            && clock::off(now, newest) == Some(clock::Off::Behind)
        {
            known.doubt = Some(clock::sentence(clock::Off::Behind, now, newest));
        }
        known.doubt.clone().filter(|_| !known.believed)
    }

    pub(crate) fn believe_clock(&self) {
        self.clock.lock().unwrap_or_else(PoisonError::into_inner).believed = true;
    }
}
