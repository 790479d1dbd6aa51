//! Making a record out of a backup, in a new folder. Nothing that is there is ever written over.

use super::backups::line;
use crate::areas::vault::opening::{Fit, Who, enter};
use crate::areas::vault::unlock::unlock;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record};
use crate::secret::{Key, Secret};
use crate::storage::schema::SCHEMA;
use crate::storage::{connection, setting, site, version};
use crate::vault::anchor::{Anchor, Anchors};
use crate::vault::backup::{self, Manifest, check};
use crate::vault::keys::{KeyFile, wrong};
use crate::vault::private::{self, flush_folder};
use crate::vault::{Files, place};
use crate::views::{BackupLine, FolderOf, Restore, Restored, Unlock};
use clinical::permission::Permission;
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait as _, ExprTrait as _, PaginatorTrait as _};
use std::path::Path;
use std::sync::Arc;

/// What lies in a backup's folder, compared byte by byte with what it says of itself. Needs no password and tells no name.
///
/// # Errors
/// `Refused` when there is no backup, or a damaged one.
pub async fn look_at_backup(_: &Record, input: FolderOf) -> Result<BackupLine> {
    let folder = Path::new(&input.folder);
    let manifest = backup::read(folder)?;
    backup::sound(folder, &manifest, &|| true).await?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(line(&name, &manifest, ""))
}

/// Copies a backup into a new folder, proves the copy, opens it as this person, starts a new epoch of the site, and closes it again. Asked of
/// someone who manages the program or holds the recovery kit; wrong tries count as at the door.
///
/// # Errors
/// `WrongPassword`, `Wait`, `Forbidden`; `Refused` for a damaged backup or a folder that is not empty; `BadInput` without a reason. Nothing is left behind.
pub async fn restore(record: &Record, input: Restore) -> Result<Restored> {
    // One try at a time, as at the door.
    let _alone = record.unlocking.lock().await;
    if record.is_open() {
        return Err(Error::of(Code::Refused, "A record is open. Lock it first."));
    }
    if input.reason.trim().chars().count() < 3 {
        return Err(Error::at("reason", "Say why the record is restored. The audit trail keeps it."));
    }
    let (from, to) = (Path::new(&input.from), Path::new(&input.to));
    let parent = to.parent().filter(|_| to.is_absolute() && to.file_name().is_some());
    let parent = parent.ok_or_else(|| Error::at("to", "Choose a new folder for the record."))?;
    let manifest = backup::read(from)?;
    if manifest.holds.schema > SCHEMA {
        return Err(Error::of(Code::Refused, "A newer Handrail made this backup. Restore it with that one."));
    }
    vacant(to, from)?;
    place::check(to, &Files::of(to).record)?;
    // The password first: it takes a moment, copying may take minutes.
    let now = record.now();
    record.heard_at_the_door(now)?;
    let way = match way_in(from, &input.name, &input.password).await {
        Err(error) if error.code == Code::WrongPassword => {
            record.slipped_at_the_door(now);
            return Err(error);
        }
        way => way?,
    };
    backup::sound(from, &manifest, &|| true).await?;

    let cannot = || Error::of(Code::NotSaved, "The new folder could not be made. Choose another place.");
    private::folder(parent).map_err(|_| cannot())?;
    // Grown under another name beside its place, and gone with this value unless it is given its own.
    let scratch = tempfile::Builder::new().prefix(".handrail-restoring-").tempdir_in(parent).map_err(|_| cannot())?;
    let files = Files::of(scratch.path());
    backup::unpack(from, &manifest, &files).await?;
    let data = way.fitting(&files.record).await?;
    let proven = Box::pin(check::whole(&files.record, &data, &|| true)).await?;
    if proven.holds != manifest.holds || proven.versions_sha256 != manifest.versions_sha256 {
        return Err(Error::of(Code::Refused, "This backup does not hold what it says. Choose another backup."));
    }
    let (within, anchors) = (record.over(scratch.path().to_owned()), record.anchors.for_restored(to));
    let me = if way.kit {
        let keys = KeyFile::read(&files.keys)?;
        let fit = Fit { data, next: None, keys, schema: proven.holds.schema };
        Box::pin(enter(&within, files.take()?, fit, Who::Named(input.name), false)).await?
    } else {
        Box::pin(unlock(&within, Unlock { name: input.name, password: input.password })).await?
    };
    let begun = if way.kit || me.role.may(Permission::ManageProgram) {
        Box::pin(new_epoch(&within, &anchors, &manifest, input.reason.trim())).await
    } else {
        Err(Error::of(
            Code::Forbidden,
            "Only someone who directs the program, or who holds the recovery kit, restores the record.",
        ))
    };
    within.lock().await;
    let (versions, anchor) = begun?;

    if to.exists() {
        // Empty, or this fails.
        std::fs::remove_dir(to).map_err(|_| cannot())?;
    }
    std::fs::rename(scratch.path(), to).and_then(|()| flush_folder(parent)).map_err(|_| cannot())?;
    let _ = scratch.keep();
    // On purpose: from here on this computer remembers the restored record. The row of the restoring says what it remembered before.
    let _ = tokio::task::spawn_blocking(move || anchors.change(anchor.vault, |_| Some(anchor))).await;
    Ok(Restored { folder: input.to, versions, made_at: manifest.made_at.to_utc(), code: manifest.checkpoint.code })
}

/// Keys that a password or a recovery key gave. A backup of a record whose key was just being changed has slots for both.
struct WayIn {
    keys: Vec<Arc<Key>>,
    kit: bool,
}

impl WayIn {
    /// The one that opens this record.
    async fn fitting(&self, record: &Path) -> Result<Arc<Key>> {
        let mut refused = wrong();
        for key in &self.keys {
            match connection::probe(record, key).await {
                Ok(_) => return Ok(Arc::clone(key)),
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }
}

/// A password, or the recovery key of the printed kit: on the day a backup is needed, nobody who remembers theirs may be there.
async fn way_in(backup: &Path, name: &str, password: &Secret) -> Result<WayIn> {
    let (path, name, password) = (backup.join("vault.keys"), name.to_owned(), password.clone());
    let work = tokio::task::spawn_blocking(move || {
        let keys = KeyFile::read(&path)?;
        let all: Vec<KeyFile> = std::iter::once(keys.clone()).chain(keys.next()).collect();
        let kits: Vec<_> = all.iter().filter_map(|keys| keys.open_recovery(&password).ok()).map(Arc::new).collect();
        if !kits.is_empty() {
            return Ok(WayIn { keys: kits, kit: true });
        }
        let opened = all.iter().filter_map(|keys| keys.open(&name, &password).ok());
        let keys: Vec<_> = opened.map(|opened| Arc::new(opened.data)).collect();
        if keys.is_empty() { Err(wrong()) } else { Ok(WayIn { keys, kit: false }) }
    });
    work.await.map_err(|_| Error::broken("The password could not be checked."))?
}

/// A new or empty folder, outside the backup itself.
fn vacant(to: &Path, from: &Path) -> Result<()> {
    let refuse = |message: &str| Err(Error::of(Code::Refused, message));
    if to.starts_with(from) {
        return refuse("This folder lies inside the backup. Choose one outside it.");
    }
    match std::fs::symlink_metadata(to) {
        Err(_) => Ok(()),
        Ok(found) if !found.is_dir() => refuse("There is a file of this name. Choose a new folder."),
        Ok(_) => match std::fs::read_dir(to).map(Iterator::count) {
            Ok(0) => Ok(()),
            Ok(_) => refuse("This folder is not empty. A record is never restored over anything: choose a new folder."),
            Err(_) => refuse("This folder cannot be read. Choose a new folder."),
        },
    }
}

/// From here on this record and the one it was copied from are two: what either writes can be told apart. Where backups went is a matter
/// of the computer it came from, so it is chosen anew, and until then the banner says that there is no backup. So is who sees the window.
async fn new_epoch(within: &Record, anchors: &Anchors, manifest: &Manifest, reason: &str) -> Result<(u64, Anchor)> {
    let code = if manifest.checkpoint.code.is_empty() { "without a code" } else { &manifest.checkpoint.code };
    let made = manifest.made_at.format("%Y-%m-%d %H:%M");
    let (vault, kept) = (manifest.vault, anchors.clone());
    let remembered = tokio::task::spawn_blocking(move || kept.of(vault)).await.ok().flatten();
    let seen = remembered.map(|anchor| format!("; this computer had seen entry {} of {}", anchor.seq, anchor.wall));
    let detail = format!("Backup of {made}, {code}: {reason}{}", seen.unwrap_or_default());
    let write = within.write(Act::new("restore").detail(detail)).await?;
    let next = Expr::col(site::Column::Epoch).add(1);
    site::Entity::update_many().col_expr(site::Column::Epoch, next).exec(&write.tx).await?;
    let elsewhere = [
        setting::BACKUP_FOLDER,
        setting::BACKUP_LAST,
        setting::BACKUP_LAST_DAILY,
        setting::BACKUP_TROUBLE,
        setting::WINDOW_SEEN,
    ];
    for name in elsewhere {
        setting::put(&write.tx, name, None).await?;
    }
    let versions = version::Entity::find().count(&write.tx).await?;
    let unlocked = Arc::clone(&write.unlocked);
    write.done().await?;
    let anchor = unlocked.as_anchor().await?;
    Ok((versions, Anchor { epoch: unlocked.epoch + 1, ..anchor }))
}
