//! Through the lock: which key fits, who that is, an unfinished removal brought to its end, an older record brought up to date.

use super::bring_up::bring_up;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, ClockState, Found, Off, Owed, Record, Unlocked, Write, of_hlc, off, sentence};
use crate::projections::{rebuild, staff};
use crate::secret::{Key, Secret};
use crate::storage::connections::Connections;
use crate::storage::schema::{OLDEST, SCHEMA};
use crate::storage::{audit, connection, engine, site, version};
use crate::vault::keys::{KeyFile, Opened, wrong};
use crate::vault::tries::Tries;
use crate::vault::{Files, backup, turn};
use crate::views::Me;
use chrono::{DateTime, FixedOffset};
use clinical::permission::Role;
use clinical::rules::name_key;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use std::fs::File;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// A key that fits the record.
pub(crate) struct Fit {
    pub data: Arc<Key>,
    /// The next key, if someone's removal was cut short and this person can read it.
    pub next: Option<Arc<Key>>,
    /// The slots in force.
    pub keys: KeyFile,
    /// `user_version` of the record.
    pub schema: i64,
}

/// Whose key it is.
pub(crate) enum Who {
    /// The person of this slot.
    Slot(Uuid),
    /// With the recovery kit: someone of this name in the directory.
    Named(String),
}

/// Tries a name and a password on the slots in force and on those that wait; whichever key fits the record decides.
pub(crate) async fn fitting(files: &Files, name: &str, password: &Secret) -> Result<(Fit, Opened)> {
    let (path, name, password) = (files.keys.clone(), name.to_owned(), password.clone());
    let work = tokio::task::spawn_blocking(move || {
        let keys = KeyFile::read(&path)?;
        let now = keys.open(&name, &password);
        let next = keys.next().and_then(|next| next.open(&name, &password).ok());
        Ok::<_, Error>((keys, now, next))
    });
    let (keys, now, next) = work.await.map_err(|_| Error::broken("The password could not be checked."))??;
    let waiting = keys.next();
    let now = match now {
        Ok(opened) => Some(opened),
        Err(error) if waiting.is_none() || error.code != Code::WrongPassword => return Err(error),
        Err(_) => None,
    };
    if let Some(opened) = now {
        let data = Arc::new(opened.data.clone());
        match connection::probe(&files.record, &data).await {
            Ok(found) => {
                let next = next.map(|next| Arc::new(next.data));
                return Ok((Fit { data, next, keys, schema: found.schema }, opened));
            }
            Err(error) if waiting.is_none() => return Err(error),
            Err(_) => {}
        }
    }
    // The removal got as far as the new key: its slots are in force, and the kit that was never shown is none.
    let (Some(opened), Some(mut keys)) = (next, waiting) else { return Err(wrong()) };
    let data = Arc::new(opened.data.clone());
    let found = connection::probe(&files.record, &data).await?;
    keys.without_kit();
    keys.replace(files)?;
    Ok((Fit { data, next: None, keys, schema: found.schema }, opened))
}

/// This person is signed in from here on.
pub(crate) async fn enter(record: &Record, taken: File, fit: Fit, who: Who, invited: bool) -> Result<Me> {
    let (files, taken, read_only) = (record.files(), Arc::new(taken), fit.schema > SCHEMA);
    let mut unlocked =
        Box::pin(Unlocked::joined(files.clone(), Arc::clone(&taken), Arc::clone(&fit.data), read_only)).await?;
    let known = async {
        let person = person(&unlocked.reader, &who).await?;
        Ok::<_, Error>((person, newest(&unlocked.reader).await?))
    };
    let (person, newest) = match known.await {
        Ok(known) => known,
        Err(error) => {
            unlocked.close().await;
            return Err(error);
        }
    };
    if fit.keys.pending.is_some() && !read_only {
        unlocked.close().await;
        let data = finished(&files, &fit).await?;
        unlocked = Box::pin(Unlocked::joined(files, taken, data, read_only)).await?;
    }
    unlocked.me = person;
    unlocked.invited = AtomicBool::new(invited);
    unlocked.last_hlc = Mutex::new(newest.hlc);
    let unlocked = match Box::pin(ready(record, unlocked, fit.schema)).await {
        Ok(unlocked) => unlocked,
        Err((unlocked, error)) => {
            unlocked.close().await;
            return Err(error);
        }
    };
    let found = match unlocked.compare().await {
        Ok(found) => found,
        Err(error) => {
            unlocked.close().await;
            return Err(error);
        }
    };
    let now = record.now();
    let off = newest.wall.and_then(|wall| off(now, wall).map(|off| (off, wall)));
    let doubt = off.map(|(off, wall)| sentence(off, now, wall));
    *unlocked.clock.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = ClockState { doubt, believed: false };
    let me = unlocked.me();
    record.put(unlocked).await;
    Box::pin(note(record, off, found)).await?;
    record.keep_reserve();
    Ok(me)
}

/// Ends what a removal began: the person who left is out of the directory already, so the record gets the key that waits. Someone who
/// cannot read that key, with the recovery kit, opens with the one in force; the removal is then made again.
async fn finished(files: &Files, fit: &Fit) -> Result<Arc<Key>> {
    let (Some(new), Some(mut next)) = (&fit.next, fit.keys.next()) else {
        KeyFile { pending: None, ..fit.keys.clone() }.replace(files)?;
        return Ok(Arc::clone(&fit.data));
    };
    next.without_kit();
    let turned = Box::pin(turn(files, &fit.keys, &next, &fit.data, new)).await?;
    Ok(Arc::clone(if turned { new } else { &fit.data }))
}

async fn person(reader: &Connections, who: &Who) -> Result<Me> {
    let listed = engine::listed_staff(reader).await?;
    let this_one = |person: &engine::Listed| match who {
        Who::Slot(slot) => *slot == person.id,
        Who::Named(wanted) => name_key(&person.name) == name_key(wanted.trim()),
    };
    match listed.into_iter().find(this_one) {
        Some(it) => Ok(Me::of(it.id, &it.name, &it.credential, Role::named(&it.role))),
        None => Err(match who {
            Who::Slot(_) => wrong(),
            Who::Named(_) => Error::of(Code::BadInput, "Nobody in this record's staff list has that name."),
        }),
    }
}

/// The newest thing in the record.
struct Newest {
    hlc: String,
    wall: Option<DateTime<FixedOffset>>,
}

async fn newest(reader: &Connections) -> Result<Newest> {
    let hlc = newest_hlc(reader).await?;
    let last = audit::Entity::find().select_only().column(audit::Column::Wall).order_by_desc(audit::Column::Seq);
    let row = last.into_tuple::<String>().one(reader).await?.and_then(|wall| DateTime::parse_from_rfc3339(&wall).ok());
    Ok(Newest { wall: row.max(of_hlc(&hlc)), hlc })
}

/// The newest version is one that the newest writing acts name. Only where those wrote nothing but signatures is all of it looked through.
async fn newest_hlc(reader: &Connections) -> Result<String> {
    let versions = || version::Entity::find().select_only().column_as(version::Column::Hlc.max(), "hlc");
    let named = versions().filter(version::Column::Id.is_in(audit::Entity::last_wrote(reader).await?));
    match named.into_tuple::<Option<String>>().one(reader).await?.flatten() {
        Some(hlc) => Ok(hlc),
        None => Ok(versions().into_tuple::<Option<String>>().one(reader).await?.flatten().unwrap_or_default()),
    }
}

/// Brings an older record up to date, and learns what only this schema tells.
async fn ready(
    record: &Record,
    unlocked: Unlocked,
    schema: i64,
) -> std::result::Result<Unlocked, (Arc<Unlocked>, Error)> {
    let unlocked = Arc::new(unlocked);
    let told = async {
        if schema < OLDEST {
            let message = "A trial version of Handrail wrote this record. This one does not read it.";
            return Err(Error::of(Code::Refused, message));
        }
        if schema < SCHEMA || (schema == SCHEMA && !rebuild::as_listed(&unlocked.reader).await?) {
            Box::pin(backup::before_update(&unlocked.files, &unlocked.data, record.now())).await?;
            let act = Act::new("update").detail(format!("schema {schema} to {SCHEMA}"));
            let write = Write::begin(Arc::clone(&unlocked), act, record.now(), record.writing()).await?;
            Box::pin(bring_up(&write, schema)).await?;
            write.done().await?;
        }
        let row = staff::Entity::find_by_id(unlocked.me.staff).one(&unlocked.reader).await?;
        let site = site::Entity::find().select_only().columns([site::Column::Id, site::Column::Epoch]);
        let site = site.into_tuple::<(Uuid, i64)>().one(&unlocked.reader).await?.unwrap_or_default();
        Ok::<_, Error>((row, site))
    };
    let told = told.await;
    let (row, site) = match told {
        Ok(told) => told,
        Err(error) => return Err((unlocked, error)),
    };
    match Arc::try_unwrap(unlocked) {
        Ok(mut unlocked) => {
            (unlocked.site, unlocked.epoch) = site;
            // Learned anew: an older record spelled roles otherwise.
            if let Some(row) = row {
                unlocked.me = Me::of(row.document, &row.name, &row.credential, Role::named(&row.role));
                unlocked.me.cosigned = row.cosigned;
            }
            Ok(unlocked)
        }
        Err(open) => Err((open, Error::broken("The record could not be opened."))),
    }
}

/// Tells the audit trail who came, after how many wrong passwords, how the clock stood, and whether this is the record that this computer
/// remembers. On a full disk what is kept for that moment is given back first; without it, the row is owed and looks wait for it.
async fn note(record: &Record, off: Option<(Off, DateTime<FixedOffset>)>, found: Found) -> Result<()> {
    let unlocked = record.unlocked().await?;
    if unlocked.read_only {
        return Ok(());
    }
    let tries = Tries::of(&unlocked.files);
    let mut acts = Vec::new();
    if let Some(told) = tries.told() {
        acts.push(Act::new("unlock").refused().by_nobody().detail(told));
    }
    if let Some((off, newest)) = off {
        let which = match off {
            Off::Behind => "behind",
            Off::Ahead => "ahead of",
        };
        let newest = newest.with_timezone(record.now().offset());
        acts.push(Act::new("clock").detail(format!("{which} the last entry, {}", crate::ids::wall(newest))));
    }
    match found {
        Found::Amiss(how) => acts.push(Act::new("older_record").detail(how)),
        Found::First => acts.push(Act::new("anchor")),
        Found::Unasked | Found::Fits => {}
    }
    acts.push(Act::new("unlock"));
    let writing = record.writing();
    unlocked.owed.lock().await.extend(acts.into_iter().map(|act| Owed::of(act, record.now())));
    match Write::tell_owed(&unlocked, &writing).await {
        Ok(()) => {
            Tries::clear(&unlocked.files);
            Ok(())
        }
        Err(error) if error.is_disk_full() => Ok(()),
        Err(error) => {
            drop(writing);
            record.lock().await;
            Err(error)
        }
    }
}
