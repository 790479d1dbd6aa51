//! Unlocking with a name and a password or with the printed recovery key, and locking.

use super::opening::{Fit, Who, enter, fitting};
use crate::areas::staff::directory::{directory, put};
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record};
use crate::secret::Key;
use crate::storage::connection;
use crate::vault::keys::{KeyFile, Opened};
use crate::vault::password::check_password;
use crate::vault::{Files, OnDisk};
use crate::views::{Me, Nothing, Recover, Unlock};
use std::sync::Arc;

/// What one hears who unlocks a record that is open.
const NOT_YOU: &str = "Someone has this record open, and this name and password are not theirs. Lock it first.";

/// Opens the vault with a name and a password. One that is open already stays as it is; only the person who has it open is heard.
///
/// # Errors
/// `WrongPassword`, `Wait` after too many of them, `Refused` with the reason.
pub async fn unlock(record: &Record, input: Unlock) -> Result<Me> {
    let _alone = record.unlocking.lock().await;
    if record.is_open() {
        // Open is no reason to let in whoever asks: it is the same person, with their password, or nobody.
        record.asked_again(&input.name, &input.password, "unlock", NOT_YOU).await?;
        return record.me().await;
    }
    let files = there(record)?;
    let now = record.now();
    record.heard_at_the_door(now)?;
    let taken = files.take()?;
    let entered = async {
        let (fit, opened) = Box::pin(fitting(&files, &input.name, &input.password)).await?;
        let me = Box::pin(enter(record, taken, fit, Who::Slot(opened.user), opened.invited)).await?;
        Ok::<_, Error>((me, opened))
    };
    let (me, opened) = match entered.await {
        Err(error) if error.code == Code::WrongPassword => {
            record.slipped_at_the_door(now);
            return Err(error);
        }
        entered => entered?,
    };
    Box::pin(freshen(record, &input, opened)).await?;
    Ok(me)
}

/// A record must lie here.
fn there(record: &Record) -> Result<Files> {
    match record.on_disk()? {
        OnDisk::Vault => Ok(record.files()),
        OnDisk::Nothing => Err(Error::of(Code::Refused, "There is no record here yet. Set one up first.")),
    }
}

/// With the password at hand: a slot that someone's removal sealed is wrapped by it again, and a directory entry whose public key a power
/// cut kept behind the slot's follows it. Neither is worth keeping anyone out for; the next unlocking tries again.
async fn freshen(record: &Record, input: &Unlock, opened: Opened) -> Result<()> {
    let unlocked = record.unlocked().await?;
    if unlocked.read_only {
        return Ok(());
    }
    let public = data_encoding::HEXLOWER.encode(opened.signing.verifying_key().as_bytes());
    let (files, cost) = (unlocked.files.clone(), record.cost());
    let (name, password) = (input.name.clone(), input.password.clone());
    let work = tokio::task::spawn_blocking(move || {
        let mut keys = KeyFile::read(&files.keys)?;
        if keys.refresh(&name, &password, cost, &opened)? { keys.replace(&files) } else { Ok(()) }
    });
    let _ = work.await;
    let mut entry = directory(unlocked.reader(), unlocked.me.staff).await?;
    if entry.public_key != public {
        entry.public_key = public;
        let write = record.write(Act::new("change_staff").document(unlocked.me.staff).detail("public key")).await;
        if let Ok(write) = write {
            put(&write, unlocked.me.staff, &entry).await?;
            let _ = write.done().await;
        }
    }
    Ok(())
}

/// Opens the vault with the printed recovery key, and gives a person of the directory a new password and a new signing key. What that
/// person signed before keeps verifying: each signature carries its own public key.
///
/// # Errors
/// `WrongPassword` for a key that is mistyped or of another vault, `Wait` after too many; `BadInput` for a weak password or a name that is not in the directory.
pub async fn recover(record: &Record, input: Recover) -> Result<Me> {
    let _alone = record.unlocking.lock().await;
    if record.is_open() {
        return Err(Error::of(Code::Refused, "The record is open. Lock it first."));
    }
    check_password(&input.password, &input.name)?;
    let files = there(record)?;
    let now = record.now();
    record.heard_at_the_door(now)?;
    let taken = files.take()?;
    let keys = KeyFile::read(&files.keys)?;
    let data = keys.open_recovery(&input.recovery_key).inspect_err(|_| record.slipped_at_the_door(now))?;
    let data = Arc::new(data);
    let found = connection::probe(&files.record, &data).await.map_err(|error| match keys.pending {
        None => error,
        Some(_) => Error::of(
            Code::WrongPassword,
            "This recovery kit was replaced when someone left. Someone who can unlock this record can print a new one.",
        ),
    })?;
    let fit = Fit { data: Arc::clone(&data), next: None, keys, schema: found.schema };
    let me = Box::pin(enter(record, taken, fit, Who::Named(input.name), false)).await?;
    let write = record.write(Act::new("recover").naming(me.staff, None)).await?;
    let signing = Key::random().signing();
    let mut entry = directory(&write.tx, me.staff).await?;
    entry.public_key = data_encoding::HEXLOWER.encode(signing.verifying_key().as_bytes());
    put(&write, me.staff, &entry).await?;
    let mut keys = write.unlocked.keys()?;
    keys.add_password(me.staff, &me.name, &input.password, record.cost(), &data, &signing)?;
    keys.replace(&files)?;
    write.done().await?;
    Ok(me)
}

/// Closes it.
///
/// # Errors
/// None.
pub async fn lock(record: &Record, _: Nothing) -> Result<Nothing> {
    let told = async || {
        let mut write = record.write(Act::new("lock")).await?;
        write.seal().await?;
        write.done().await
    };
    // A full disk keeps nobody from locking; what is kept for that moment is given back for the row.
    if record.is_open()
        && let Err(error) = told().await
        && error.is_disk_full()
        && record.give_reserve_back()
    {
        let _ = told().await;
    }
    record.lock().await;
    Ok(Nothing {})
}
