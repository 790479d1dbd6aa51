//! Set-up, opening, recovery.

use super::unlocking::{self, Fit, Who};
use super::staff::{directory, me, put, put_staff};
use crate::gate::{Act, Write};
use crate::gate::Record;
use crate::error::{Code, Error, Result};
use crate::ids::new_id;
use crate::queries::people;
use crate::views::Pdf;
use crate::storage;
use crate::storage::connections::Connections;
use crate::vault::keys::{KeyFile, Opened};
use crate::vault::password::check_password;
use crate::secret::Key;
use crate::vault::tries::Tries;
use crate::vault::{self, Files, OnDisk, connection};
use crate::views::{CreateVault, Created, Me, Nothing, Recover, RecoveryKit, Status, Unlock, VaultState};
use clinical::Kind;
use sea_orm::EntityTrait as _;
use serde_json::json;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What the window shows first.
///
/// # Errors
/// Only if an open record cannot be read.
pub async fn status(record: &Record, _: Nothing) -> Result<Status> {
    let mut status = Status {
        state: VaultState::Empty,
        message: None,
        me: None,
        program: None,
        crisis_phone: None,
        read_only: false,
        today: record.now().date_naive(),
        version: env!("CARGO_PKG_VERSION").into(),
        wait_seconds: 0,
    };
    if let Ok(unlocked) = record.unlocked().await {
        status.state = VaultState::Open;
        status.me = Some(unlocked.me());
        status.read_only = unlocked.read_only;
        status.message =
            unlocked.read_only.then(|| "A newer Handrail wrote this record. Here it can be read, not changed.".into());
        let program = people::program(unlocked.reader()).await?;
        status.crisis_phone = program.as_ref().map(|row| row.crisis_phone.clone());
        status.program = program.map(|row| row.name);
        return Ok(status);
    }
    match record.lying() {
        Ok(OnDisk::Nothing) => {}
        Ok(OnDisk::Vault) => {
            status.state = VaultState::Locked;
            status.wait_seconds = Tries::of(&record.files()).wait(record.now());
        }
        Err(error) => {
            status.state = VaultState::Refused;
            status.message = Some(error.message);
        }
    }
    Ok(status)
}

/// The set-up wizard's end: a new vault, its first user, a recovery key. Nothing is left behind if it fails.
///
/// # Errors
/// `BadInput` for a weak password or blank names; `Refused` if there is a vault; `NotSaved`.
pub async fn create_vault(record: &Record, input: CreateVault) -> Result<Created> {
    let _door = record.door.lock().await;
    let blank =
        [("program", &input.program), ("name", &input.name)].into_iter().find(|(_, text)| text.trim().is_empty());
    if let Some((field, _)) = blank {
        let finding = clinical::form::Finding::hold(field, "This is needed to begin.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    check_password(&input.password, &input.name)?;
    match record.lying()? {
        OnDisk::Nothing => {}
        OnDisk::Vault => return Err(Error::of(Code::Refused, "There is a record here already. Unlock it instead.")),
    }
    std::fs::create_dir_all(record.folder())
        .map_err(|_| Error::of(Code::NotSaved, "The folder for the record could not be made. Check the disk."))?;
    let files = record.files();
    let now = record.now();
    let (vault, staff) = (new_id(now.to_utc()), new_id(now.to_utc()));
    let data = Key::random();
    let signing = Key::random().signing();
    let mut keys = KeyFile::new(vault, new_id(now.to_utc()));
    keys.add_password(staff, &input.name, &input.password, record.cost(), &data, &signing)?;
    let recovery_key = keys.add_recovery(&data)?;

    let named = || Error::of(Code::NotSaved, "The record file could not be written. Check the disk.");
    // Built under another name and named last: a power cut during set-up leaves nothing that looks like a record.
    let fresh = files.record.with_extension("new");
    let _ = std::fs::remove_file(&fresh);
    let data = Arc::new(data);
    let writer = Connections::open(&fresh, Arc::clone(&data), false, true).await?;
    vault::build(&writer).await?;
    writer.close().await?;
    // Looked at as a stranger would: it opens with this key, and nothing in it reads as plain SQLite.
    connection::probe(&fresh, &data).await?;
    if std::fs::read(&fresh).is_ok_and(|bytes| bytes.starts_with(b"SQLite format 3")) {
        return Err(Error::of(
            Code::Refused,
            "This copy of Handrail was built without encryption. It will not make a record.",
        ));
    }
    let taken = files.take()?;
    let half = Files { record: fresh.clone(), ..files.clone() };
    let mut unlocked =
        unlocking::joined(half, Arc::new(taken.try_clone().map_err(|_| named())?), Arc::clone(&data), false).await?;
    (unlocked.me, unlocked.site) = (me(staff, &input.name, &input.credential, input.role), vault);
    let unlocked = Arc::new(unlocked);
    let write = Write::begin(Arc::clone(&unlocked), Act::new("create_vault"), now, record.writing()).await?;
    let site = store::site::Model {
        id: vault,
        created_at: now.to_utc(),
        seed: Some(Key::random().lend(|seed| seed.to_vec())),
        epoch: 1,
    };
    store::site::Entity::insert(store::site::ActiveModel::from(site)).exec_without_returning(&write.tx).await?;
    let program = json!({
        "name": input.program.trim(), "site": input.site.trim(), "phone": input.phone.trim(), "crisis_phone": input.crisis_phone.trim(),
        "address": input.address.trim(), "paper": if input.paper == "a4" { "a4" } else { "letter" },
    });
    put(&write, Kind::Program, new_id(now.to_utc()), program).await?;
    put_staff(&write, staff, &input.name, &input.credential, input.role, &signing, json!({})).await?;
    write.done().await?;
    unlocked.close().await;
    drop(unlocked);

    keys.write(&files.keys)?;
    std::fs::rename(&fresh, &files.record).map_err(|_| named())?;
    #[cfg(unix)]
    std::fs::File::open(record.folder()).and_then(|folder| folder.sync_all()).map_err(|_| named())?;
    let fit = Fit { data, next: None, keys, schema: vault::SCHEMA };
    let me = Box::pin(unlocking::enter(record, taken, fit, Who::Slot(staff), false)).await?;
    Ok(Created { me, recovery_key })
}

/// The kit on paper, for a key just shown.
///
/// # Errors
/// `WrongPassword` if the key is not this vault's.
pub async fn recovery_kit(record: &Record, input: RecoveryKit) -> Result<Pdf> {
    let unlocked = record.unlocked().await?;
    unlocked.keys()?.open_recovery(&input.recovery_key)?;
    let program = people::program(unlocked.reader()).await?;
    let sheet = if input.paper == "a4" { paper::Sheet::A4 } else { paper::Sheet::Letter };
    let pages = paper::recovery_kit(
        &input.recovery_key,
        &unlocked.me.name,
        &super::print::letterhead(program),
        record.now().date_naive(),
        sheet,
    );
    let pages = pages.map_err(|error| Error::of(Code::Held, error.message))?;
    record.act(Act::new("recovery_kit")).await?.done().await?;
    Ok(Pdf(pages))
}

/// Opens the vault with a name and a password.
///
/// # Errors
/// `WrongPassword`, `Wait` after too many of them, `Refused` with the reason.
pub async fn unlock(record: &Record, input: Unlock) -> Result<Me> {
    let _door = record.door.lock().await;
    if let Ok(unlocked) = record.unlocked().await {
        return Ok(unlocked.me());
    }
    let files = there(record)?;
    let now = record.now();
    Tries::of(&files).heard(&files, now)?;
    let taken = files.take()?;
    let entered = async {
        let (fit, opened) = Box::pin(unlocking::fitting(&files, &input.name, &input.password)).await?;
        let me = Box::pin(unlocking::enter(record, taken, fit, Who::Slot(opened.user), opened.invited)).await?;
        Ok::<_, Error>((me, opened))
    };
    let (me, opened) = match entered.await {
        Err(error) if error.code == Code::WrongPassword => {
            Tries::of(&files).add(&files, now);
            return Err(error);
        }
        entered => entered?,
    };
    Box::pin(freshen(record, &input, opened)).await?;
    Ok(me)
}

/// A record must lie here.
fn there(record: &Record) -> Result<Files> {
    match record.lying()? {
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
    let (path, cost) = (unlocked.files.keys.clone(), record.cost());
    let (name, password) = (input.name.clone(), Zeroizing::new(input.password.clone()));
    let work = tokio::task::spawn_blocking(move || {
        let mut keys = KeyFile::read(&path)?;
        if keys.refresh(&name, &password, cost, &opened)? { keys.replace(&path) } else { Ok(()) }
    });
    let _ = work.await;
    let mut body = directory(unlocked.reader(), unlocked.me.staff).await?;
    if body["public_key"] != json!(public) {
        body["public_key"] = json!(public);
        let write = record.act(Act::new("change_staff").document(unlocked.me.staff).detail("public key")).await?;
        put(&write, Kind::StaffMember, unlocked.me.staff, body).await?;
        let _ = write.done().await;
    }
    Ok(())
}

/// Opens the vault with the printed recovery key, and gives a person of the directory a new password and a new signing key. What that
/// person signed before keeps verifying: each signature carries its own public key.
///
/// # Errors
/// `WrongPassword` for a key that is mistyped or of another vault; `BadInput` for a weak password or a name that is not in the directory.
pub async fn recover(record: &Record, input: Recover) -> Result<Me> {
    let _door = record.door.lock().await;
    if record.is_open() {
        return Err(Error::of(Code::Refused, "The record is open. Lock it first."));
    }
    check_password(&input.password, &input.name)?;
    let files = there(record)?;
    let taken = files.take()?;
    let keys = KeyFile::read(&files.keys)?;
    let data = Arc::new(keys.open_recovery(&input.recovery_key)?);
    let found = connection::probe(&files.record, &data).await.map_err(|error| match keys.pending {
        None => error,
        Some(_) => Error::of(
            Code::WrongPassword,
            "This recovery kit was replaced when someone left. Someone who can unlock this record can print a new one.",
        ),
    })?;
    let fit = Fit { data: Arc::clone(&data), next: None, keys, schema: found.schema };
    let me = Box::pin(unlocking::enter(record, taken, fit, Who::Named(input.name), false)).await?;
    let write = record.act(Act::new("recover").document(me.staff)).await?;
    let signing = Key::random().signing();
    let mut body = directory(&write.tx, me.staff).await?;
    body["public_key"] = json!(data_encoding::HEXLOWER.encode(signing.verifying_key().as_bytes()));
    put(&write, Kind::StaffMember, me.staff, body).await?;
    let mut keys = write.unlocked.keys()?;
    keys.add_password(me.staff, &me.name, &input.password, record.cost(), &data, &signing)?;
    keys.replace(&files.keys)?;
    write.done().await?;
    Ok(me)
}

/// Closes it.
///
/// # Errors
/// None.
pub async fn lock(record: &Record, _: Nothing) -> Result<Nothing> {
    if record.is_open()
        && let Ok(mut write) = record.act(Act::new("lock")).await
        && write.seal().await.is_ok()
    {
        // A full disk keeps nobody from locking.
        let _ = write.done().await;
    }
    record.lock().await;
    Ok(Nothing {})
}

/// Derives off the async threads: it is meant to be slow.
pub(crate) async fn derived(keys: std::path::PathBuf, name: String, password: String) -> Result<Opened> {
    let work = tokio::task::spawn_blocking(move || {
        let password = zeroize::Zeroizing::new(password);
        KeyFile::read(&keys)?.open(&name, &password)
    });
    work.await.map_err(|_| Error::broken("The password could not be checked."))?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::{Cost, SystemClock};
    use crate::permission::Role;
    use sea_orm::ConnectionTrait as _;

    #[tokio::test]
    async fn a_record_of_a_newer_app_can_be_read_and_not_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let record = Record::at(folder.path().join("vault"), Arc::new(SystemClock)).with_cost(Cost::Floor);
        let text = |text: &str| text.to_owned();
        let input = CreateVault {
            program: text("Example Harbor IOP (fictional)"),
            site: text("Main Street"),
            phone: text("602-555-0100"),
            crisis_phone: text("602-555-0199"),
            address: text("1 Example Way"),
            paper: text("letter"),
            name: text("Pat Sample"),
            credential: text("LPC"),
            role: Role::Director,
            password: text("a quiet evening walk"),
        };
        create_vault(&record, input).await.expect("a vault");
        let unlocked = record.unlocked().await.expect("open");
        unlocked.writer.execute_unprepared("PRAGMA user_version=99").await.expect("a newer schema");
        drop(unlocked);
        record.lock().await;
        let me = unlock(&record, Unlock { name: text("Pat Sample"), password: text("a quiet evening walk") })
            .await
            .expect("opens");
        assert_eq!(me.name, "Pat Sample");
        let status = status(&record, Nothing {}).await.expect("status");
        assert!(status.read_only && status.message.is_some());
        assert_eq!(super::super::staff(&record, Nothing {}).await.expect("reading goes on").len(), 1);
        let refused = record.act(Act::new("anything")).await.err().expect("writing is refused");
        assert_eq!(refused.code, Code::ReadOnly);
    }
}
