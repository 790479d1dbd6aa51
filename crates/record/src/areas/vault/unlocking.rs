//! Through the door: which key fits, who that is, an unfinished removal brought to its end, an older record brought up to date.

use super::staff::{me, role_of};
use crate::gate::{Act, Write};
use crate::gate::clock_doubt::{self, Off};
use crate::gate::Record;
use crate::error::{Code, Error, Result};
use crate::gate::{Clock, Unlocked};
use crate::permission::Role;
use crate::storage::{self, audit, version};
use crate::storage::connections::Connections;
use crate::vault::keys::{KeyFile, Opened, wrong};
use crate::secret::Key;
use crate::vault::tries::Tries;
use crate::vault::{Files, SCHEMA, backup, connection, turn, update};
use crate::views::Me;
use chrono::{DateTime, FixedOffset};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Statement,
};
use std::fs::File;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use uuid::Uuid;
use zeroize::Zeroizing;

/// A key that fits the record.
pub(super) struct Fit {
    pub data: Arc<Key>,
    /// The next key, if someone's removal was cut short and this person can read it.
    pub next: Option<Arc<Key>>,
    /// The slots in force.
    pub keys: KeyFile,
    /// `user_version` of the record.
    pub schema: i64,
}

/// Whose key it is.
pub(super) enum Who {
    /// The person of this slot.
    Slot(Uuid),
    /// With the recovery kit: someone of this name in the directory.
    Named(String),
}

/// Tries a name and a password on the slots in force and on those that wait; whichever key fits the record decides.
pub(super) async fn fitting(files: &Files, name: &str, password: &str) -> Result<(Fit, Opened)> {
    let (path, name, password) = (files.keys.clone(), name.to_owned(), Zeroizing::new(password.to_owned()));
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
    keys.replace(&files.keys)?;
    Ok((Fit { data, next: None, keys, schema: found.schema }, opened))
}

/// Sits this person down at the record.
pub(super) async fn enter(record: &Record, taken: File, fit: Fit, who: Who, invited: bool) -> Result<Me> {
    let (files, taken, read_only) = (record.files(), Arc::new(taken), fit.schema > SCHEMA);
    let mut unlocked = Box::pin(joined(files.clone(), Arc::clone(&taken), Arc::clone(&fit.data), read_only)).await?;
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
        unlocked = Box::pin(joined(files, taken, data, read_only)).await?;
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
    let now = record.now();
    let off = newest.wall.and_then(|wall| clock::off(now, wall).map(|off| (off, wall)));
    let doubt = off.map(|(off, wall)| clock::sentence(off, now, wall));
    *unlocked.clock.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Clock { doubt, believed: false };
    let me = unlocked.me();
    record.put(unlocked).await;
    Box::pin(note(record, off)).await?;
    record.keep_reserve();
    Ok(me)
}

/// A writer and readers over one file, joined with the key; nobody sits there yet.
pub(super) async fn joined(files: Files, taken: Arc<File>, data: Arc<Key>, read_only: bool) -> Result<Unlocked> {
    let writer = Connections::open(&files.record, Arc::clone(&data), read_only, false).await?;
    let reader = Connections::open(&files.record, Arc::clone(&data), true, false).await?;
    Ok(Unlocked {
        files,
        writer,
        reader,
        pen: Arc::default(),
        data,
        me: me(Uuid::nil(), "", "", Role::FrontDesk),
        invited: AtomicBool::default(),
        site: Uuid::nil(),
        read_only,
        last_hlc: Mutex::default(),
        last_link: Mutex::default(),
        clock: Mutex::default(),
        charts: crate::gate::Charts::default(),
        slips: tokio::sync::Mutex::default(),
        owed: tokio::sync::Mutex::default(),
        day_told: Mutex::default(),
        known: Mutex::default(),
        taken,
    })
}

/// Ends what a removal began: the person who left is out of the directory already, so the record gets the key that waits. Someone who
/// cannot read that key, with the recovery kit, opens with the one in force; the removal is then made again.
async fn finished(files: &Files, fit: &Fit) -> Result<Arc<Key>> {
    let (Some(new), Some(mut next)) = (&fit.next, fit.keys.next()) else {
        KeyFile { pending: None, ..fit.keys.clone() }.replace(&files.keys)?;
        return Ok(Arc::clone(&fit.data));
    };
    next.without_kit();
    let turned = Box::pin(turn(files, &fit.keys, &next, &fit.data, new)).await?;
    Ok(Arc::clone(if turned { new } else { &fit.data }))
}

/// Asked in words that records of every schema understand.
async fn person(reader: &Connections, who: &Who) -> Result<Me> {
    let asked = "SELECT document, name, credential, role FROM staff WHERE active";
    let rows = reader.query_all_raw(Statement::from_string(reader.get_database_backend(), asked)).await?;
    for row in rows {
        let document: Uuid = row.try_get("", "document")?;
        let name: String = row.try_get("", "name")?;
        let this_one = match who {
            Who::Slot(slot) => *slot == document,
            Who::Named(wanted) => clinical::rules::name_key(&name) == clinical::rules::name_key(wanted.trim()),
        };
        if this_one {
            let (credential, role): (String, String) = (row.try_get("", "credential")?, row.try_get("", "role")?);
            return Ok(me(document, &name, &credential, role_of(&role)));
        }
    }
    Err(match who {
        Who::Slot(_) => wrong(),
        Who::Named(_) => Error::of(Code::BadInput, "Nobody in this record's staff list has that name."),
    })
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
    Ok(Newest { wall: row.max(clock::of_hlc(&hlc)), hlc })
}

/// The newest version is one that the newest writing act names. Only a record whose acts did not name what they wrote is read through.
async fn newest_hlc(reader: &Connections) -> Result<String> {
    let versions = || version::Entity::find().select_only().column_as(version::Column::Hlc.max(), "hlc");
    let last = audit::Entity::find().select_only().column(audit::Column::Wrote).order_by_desc(audit::Column::Seq);
    let last = last.filter(Expr::cust("wrote <> ''")).into_tuple::<String>().one(reader).await.ok().flatten();
    let wrote = last.unwrap_or_default();
    let ids = wrote.split(' ').filter_map(|id| data_encoding::HEXLOWER.decode(id.as_bytes()).ok());
    let named = versions().filter(version::Column::Id.is_in(ids));
    let hlc = named.into_tuple::<Option<String>>().one(reader).await?.flatten();
    match hlc {
        Some(hlc) => Ok(hlc),
        None => Ok(versions().into_tuple::<Option<String>>().one(reader).await?.flatten().unwrap_or_default()),
    }
}

/// Brings an older record up to date, and learns what only this schema tells.
async fn ready(record: &Record, unlocked: Unlocked, schema: i64) -> std::result::Result<Unlocked, (Arc<Unlocked>, Error)> {
    let unlocked = Arc::new(unlocked);
    let told = async {
        if schema < SCHEMA {
            Box::pin(backup::before_update(&unlocked.files, &unlocked.data, record.now())).await?;
            let act = Act::new("update").detail(format!("schema {schema} to {SCHEMA}"));
            let write = Write::begin(Arc::clone(&unlocked), act, record.now(), record.writing()).await?;
            Box::pin(update::update(&write, schema)).await?;
            write.done().await?;
        }
        let row = store::staff::Entity::find_by_id(unlocked.me.staff).one(&unlocked.reader).await?;
        let site = store::site::Entity::find().select_only().column(store::site::Column::Id);
        let site = site.into_tuple::<Uuid>().one(&unlocked.reader).await?.unwrap_or_default();
        Ok::<_, Error>((row.is_some_and(|row| row.cosigned), site))
    };
    let told = told.await;
    let (cosigned, site) = match told {
        Ok(told) => told,
        Err(error) => return Err((unlocked, error)),
    };
    match Arc::try_unwrap(unlocked) {
        Ok(mut unlocked) => {
            unlocked.site = site;
            unlocked.me.cosigned = cosigned;
            Ok(unlocked)
        }
        Err(open) => Err((open, Error::broken("The record could not be opened."))),
    }
}

/// Tells the audit trail who came, after how many wrong passwords, and how the clock stood. On a full disk reading goes on: what is kept
/// for that moment is given back first.
async fn note(record: &Record, off: Option<(Off, DateTime<FixedOffset>)>) -> Result<()> {
    let unlocked = record.unlocked().await?;
    if unlocked.read_only {
        return Ok(());
    }
    let tries = Tries::of(&unlocked.files);
    let write = async || {
        if let Some(told) = tries.told() {
            record.act(Act::new("unlock").refused().by_nobody().detail(told)).await?.done().await?;
        }
        if let Some((off, newest)) = off {
            let which = match off {
                Off::Behind => "behind",
                Off::Ahead => "ahead of",
            };
            let newest = newest.with_timezone(record.now().offset());
            let told = format!("{which} the last entry, {}", crate::ids::wall(newest));
            record.act(Act::new("clock").detail(told)).await?.done().await?;
        }
        record.act(Act::new("unlock")).await?.done().await
    };
    let mut noted = write().await;
    if noted.as_ref().is_err_and(Error::is_disk_full) && record.give_reserve_back() {
        noted = write().await;
    }
    match noted {
        Ok(()) => {
            Tries::clear(&unlocked.files);
            Ok(())
        }
        Err(error) if error.is_disk_full() => Ok(()),
        Err(error) => {
            record.lock().await;
            Err(error)
        }
    }
}
