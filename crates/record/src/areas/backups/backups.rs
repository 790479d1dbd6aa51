//! Backups by hand and by the day, and settings of this computer.

use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Unlocked, Write};
use crate::ledger::checkpoint::signed_note;
use crate::queries::people;
use crate::storage::{checkpoint, setting};
use crate::vault::backup::{self, About, Manifest, Sealed, keeping, target};
use crate::views::{BackUp, BackupLine, BackupsView, Nothing, Settings};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, EntityTrait as _};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Minutes until the record locks, before anybody chose.
pub(crate) const IDLE_MINUTES: u32 = 15;

/// A verified backup older than this is a red banner; so is one from days to come, made while the clock was wrong.
const OVERDUE: TimeDelta = TimeDelta::hours(48);

/// After a scheduled backup failed, the next try waits so long. A stick that is not in is looked for each time.
const AGAIN_AFTER: TimeDelta = TimeDelta::hours(1);

/// When the newest verified backup was made, and whether that is too long ago.
pub(crate) struct BackupStanding {
    pub last: Option<DateTime<Utc>>,
    pub overdue: bool,
}

/// For the banner: the newest verified backup, wherever it went.
pub(crate) async fn standing(db: &impl ConnectionTrait, now: DateTime<FixedOffset>) -> Result<BackupStanding> {
    Ok(standing_of(&setting::all(db).await?, now))
}

fn standing_of(rows: &BTreeMap<String, String>, now: DateTime<FixedOffset>) -> BackupStanding {
    let last = rows.get(setting::BACKUP_LAST).and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    BackupStanding { last: last.map(|at| at.to_utc()), overdue: last.is_none_or(|at| (now - at).abs() > OVERDUE) }
}

/// Where backups go and what is there.
///
/// # Errors
/// `Locked`.
pub async fn backups(record: &Record, _: Nothing) -> Result<BackupsView> {
    let read = record.read(Act::new("backups")).await?;
    let rows = setting::all(read.db()).await?;
    let chosen = settings_of(&rows);
    let program = people::program(read.db()).await?.map(|row| row.name).unwrap_or_default();
    let folder = chosen.backup_folder.as_ref().map(PathBuf::from);
    let found = folder.as_ref().map(|folder| keeping::list(folder, read.unlocked.site)).unwrap_or_default();
    let scheduled = found.iter().filter(|(_, manifest)| manifest.kept_as == "daily").map(|(_, it)| it.made_at);
    let mut kept_as = keeping::keeping(&scheduled.collect::<Vec<_>>()).into_iter();
    let kept = found.iter().map(|(name, manifest)| {
        let mut line = line(name, manifest, &program);
        if manifest.kept_as == "daily"
            && let Some(Some(kept)) = kept_as.next()
        {
            line.kept_as = kept.name().into();
        }
        line.verified = folder.as_ref().is_some_and(|folder| keeping::stands(folder, name, manifest));
        line
    });
    let kept = kept.collect();
    let standing = standing_of(&rows, read.now);
    Ok(BackupsView {
        folder: chosen.backup_folder,
        daily: chosen.backup_daily,
        last_verified: standing.last,
        overdue: standing.overdue,
        trouble: rows.get(setting::BACKUP_TROUBLE).cloned(),
        note: folder.and_then(|folder| target::same_disk(&folder, record.folder())).map(str::to_owned),
        kept,
    })
}

/// Makes a backup now, in the chosen folder or in another.
///
/// # Errors
/// With the sentence that says why there is none; `BadInput` while no folder is chosen.
pub async fn back_up(record: &Record, input: BackUp) -> Result<BackupLine> {
    let read = record.read(Act::new("back_up").quiet()).await?;
    if read.unlocked.read_only {
        return Err(Error::of(
            Code::ReadOnly,
            "A newer Handrail wrote this record. Make the backup with that one, so that it can be checked.",
        ));
    }
    let chosen = settings_of(&setting::all(read.db()).await?).backup_folder;
    drop(read);
    let wanted = input.folder.filter(|folder| !folder.trim().is_empty()).or(chosen);
    let wanted = wanted.ok_or_else(|| Error::at("folder", "Choose a folder for backups first."))?;
    let mut failed = record.backing_up.lock().await;
    let fit = target::fit(Path::new(&wanted), record.folder());
    let made = match fit {
        Ok(folder) => Box::pin(make(record, &folder, "by_hand")).await,
        Err(sentence) => Err(Error::of(Code::NotSaved, sentence)),
    };
    match made {
        Ok(made) => {
            *failed = None;
            Ok(made)
        }
        Err(error) => {
            // A disk that is full takes no row either; then the person is told why there is no backup, not why there is no row.
            let _ = Box::pin(tell_trouble(record, &error, true)).await;
            Err(error)
        }
    }
}

/// Settings of this computer.
///
/// # Errors
/// `Locked`.
pub async fn settings(record: &Record, _: Nothing) -> Result<Settings> {
    let read = record.read(Act::new("settings")).await?;
    Ok(settings_of(&setting::all(read.db()).await?))
}

/// Changes them.
///
/// # Errors
/// `Forbidden`; `BadInput` with a finding at the field.
pub async fn change_settings(record: &Record, mut input: Settings) -> Result<Settings> {
    if !(2..=30).contains(&input.idle_minutes) {
        return Err(Error::at("idle_minutes", "Choose 2 to 30 minutes."));
    }
    let write = record.write(Act::new("change_settings")).await?;
    let before = settings_of(&setting::all(&write.tx).await?);
    input.backup_folder = input.backup_folder.filter(|folder| !folder.trim().is_empty());
    // A stick that is not in just now stays chosen; a new folder must be there.
    if let Some(folder) = &input.backup_folder
        && input.backup_folder != before.backup_folder
    {
        let fit =
            target::fit(Path::new(folder), record.folder()).map_err(|sentence| Error::at("backup_folder", sentence))?;
        input.backup_folder = fit.to_str().map(str::to_owned);
    }
    let mut changes = Vec::new();
    if input.idle_minutes != before.idle_minutes {
        changes.push(format!("locks after {} minutes", input.idle_minutes));
        setting::put(&write.tx, setting::IDLE_MINUTES, Some(input.idle_minutes.to_string())).await?;
    }
    if input.backup_daily != before.backup_daily {
        changes.push(if input.backup_daily { "daily backups on" } else { "daily backups off" }.to_owned());
        setting::put(&write.tx, setting::BACKUP_DAILY, Some(input.backup_daily.to_string())).await?;
    }
    if input.backup_folder != before.backup_folder {
        changes.push("another folder for backups".to_owned());
        setting::put(&write.tx, setting::BACKUP_FOLDER, input.backup_folder.clone()).await?;
        setting::put(&write.tx, setting::BACKUP_TROUBLE, None).await?;
    }
    detailed(write, changes.join(", ")).done().await?;
    Ok(input)
}

impl Record {
    /// Makes the daily backup if it is due. The window calls this every few minutes while the record is open; nothing is ever answered but
    /// whether one was made, because a stick that is not in is trouble to be read, not a box to be closed.
    pub async fn tick(&self) -> bool {
        daily(self).await.unwrap_or(false)
    }

    /// Minutes without a key or the pointer until the record locks.
    pub async fn idle_minutes(&self) -> u32 {
        let Ok(unlocked) = self.unlocked().await else { return IDLE_MINUTES };
        setting::all(unlocked.reader()).await.map_or(IDLE_MINUTES, |rows| settings_of(&rows).idle_minutes)
    }
}

async fn daily(record: &Record) -> Result<bool> {
    let unlocked = record.unlocked().await?;
    let Ok(mut failed) = record.backing_up.try_lock() else { return Ok(false) };
    let rows = setting::all(unlocked.reader()).await?;
    let chosen = settings_of(&rows);
    let (Some(folder), true, false) = (chosen.backup_folder, chosen.backup_daily, unlocked.read_only) else {
        return Ok(false);
    };
    let (now, folder) = (record.now(), PathBuf::from(folder));
    let of_today = |made: DateTime<FixedOffset>| made.date_naive() == now.date_naive();
    if !folder.is_dir() {
        let last = rows.get(setting::BACKUP_LAST_DAILY).and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        if !last.is_some_and(of_today) {
            tell_trouble(record, &target::gone(), false).await?;
        }
        return Ok(false);
    }
    let scheduled = |(name, manifest): &(String, Manifest)| {
        manifest.kept_as == "daily" && of_today(manifest.made_at) && keeping::stands(&folder, name, manifest)
    };
    let soon = failed.is_some_and(|at| now >= at && now - at < AGAIN_AFTER);
    if soon || keeping::list(&folder, unlocked.site).iter().any(scheduled) {
        return Ok(false);
    }
    drop(unlocked);
    let fit = target::fit(&folder, record.folder()).map_err(|sentence| Error::of(Code::NotSaved, sentence));
    let made = match fit {
        Ok(folder) => Box::pin(make(record, &folder, "daily")).await,
        Err(error) => Err(error),
    };
    *failed = made.is_err().then_some(now);
    if let Err(error) = made {
        // A lock came between: nothing is wrong, and the next person's tick makes it.
        if error.code == Code::Locked {
            *failed = None;
        }
        tell_trouble(record, &error, false).await?;
        return Ok(false);
    }
    Ok(true)
}

/// Makes one backup and writes down that it was made.
async fn make(record: &Record, folder: &Path, kept_as: &'static str) -> Result<BackupLine> {
    // Locking waits while this is up, and `go_on` turns false as soon as someone locks.
    let _writing = record.writing();
    let unlocked = record.unlocked().await?;
    let checkpoint = sealed(record).await?;
    let (taken, made_at) = {
        let _lock = Arc::clone(&unlocked.write_lock).lock_owned().await;
        (Box::pin(backup::snapshot(&unlocked.files, &unlocked.data, folder)).await?, record.now())
    };
    let about = About { vault: unlocked.site, made_at, checkpoint, kept_as };
    let fresh = Box::pin(backup::carry(&taken, &unlocked.data, folder, about, &|| record.is_open())).await?;
    drop(taken);
    let manifest = fresh.manifest.clone();
    let program = people::program(unlocked.reader()).await?.map(|row| row.name).unwrap_or_default();
    // The row is begun before the backup gets its name and ended after: neither stands without the other but for a power cut between.
    let write = record.write(Act::new("back_up")).await?;
    let made = manifest.made_at.to_rfc3339();
    setting::put(&write.tx, setting::BACKUP_LAST, Some(made.clone())).await?;
    if kept_as == "daily" {
        setting::put(&write.tx, setting::BACKUP_LAST_DAILY, Some(made)).await?;
    }
    setting::put(&write.tx, setting::BACKUP_TROUBLE, None).await?;
    let name = fresh.settle()?;
    detailed(write, format!("{} {name}, {} versions", words(kept_as), manifest.holds.versions)).done().await?;
    unlocked.remember().await;
    keeping::thin_out(folder, unlocked.site, &name);
    Ok(line(&name, &manifest, &program))
}

/// The newest signed head of the audit chain, made now if rows were added since.
async fn sealed(record: &Record) -> Result<Sealed> {
    let write = record.write(Act::new("back_up").quiet()).await?;
    let newest = write.checkpoint().await?;
    let row = checkpoint::Entity::find_by_id(newest.seq).one(&write.tx).await?;
    write.done().await?;
    Ok(Sealed { note: row.map(|row| signed_note(&row)).unwrap_or_default(), code: newest.code })
}

/// Writes down that a backup failed: always when a person asked for it, else once per reason.
async fn tell_trouble(record: &Record, error: &Error, always: bool) -> Result<()> {
    let Ok(unlocked) = record.unlocked().await else { return Ok(()) };
    if error.code == Code::Locked || !(always || is_news(&unlocked, &error.message).await?) {
        return Ok(());
    }
    let write = record.write(Act::new("back_up").detail(error.message.clone()).failed()).await?;
    setting::put(&write.tx, setting::BACKUP_TROUBLE, Some(error.message.clone())).await?;
    write.done().await
}

async fn is_news(unlocked: &Unlocked, message: &str) -> Result<bool> {
    Ok(setting::all(unlocked.reader()).await?.get(setting::BACKUP_TROUBLE).map(String::as_str) != Some(message))
}

fn settings_of(rows: &BTreeMap<String, String>) -> Settings {
    let idle = rows.get(setting::IDLE_MINUTES).and_then(|text| text.parse().ok());
    Settings {
        idle_minutes: idle.unwrap_or(IDLE_MINUTES).clamp(2, 30),
        backup_folder: rows.get(setting::BACKUP_FOLDER).cloned(),
        backup_daily: rows.get(setting::BACKUP_DAILY).is_none_or(|text| text == "true"),
    }
}

/// One line of the list. Whatever has a manifest was verified when it was made.
pub(super) fn line(name: &str, manifest: &Manifest, program: &str) -> BackupLine {
    BackupLine {
        name: name.to_owned(),
        made_at: manifest.made_at.to_utc(),
        size: manifest.size,
        kept_as: manifest.kept_as.clone(),
        verified: true,
        code: manifest.checkpoint.code.clone(),
        program: program.to_owned(),
    }
}

fn words(kept_as: &str) -> &'static str {
    if kept_as == "daily" { "Daily backup" } else { "Backup by hand" }
}

fn detailed(mut write: Write, detail: String) -> Write {
    write.act.detail = detail;
    write
}
