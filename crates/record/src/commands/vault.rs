//! Set-up, opening, recovery.

use super::door::{self, Fit, Who};
use super::staff::{directory, me, put, put_staff};
use crate::act::{Act, Ink};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::ids::new_id;
use crate::look::people;
use crate::rpc::Pdf;
use crate::store;
use crate::vault::connections::Connections;
use crate::vault::keys::{KeyFile, Opened};
use crate::vault::password::check_password;
use crate::vault::secret::Key;
use crate::vault::tries::Tries;
use crate::vault::{self, Files, Lying, connection};
use crate::view::{CreateVault, Created, Me, Nothing, Recover, RecoveryKit, Status, Unlock, VaultState};
use clinical::documents::Kind;
use sea_orm::EntityTrait as _;
use serde_json::json;
use std::sync::Arc;
use zeroize::Zeroizing;

/// What the window shows first.
///
/// # Errors
/// Only if an open record cannot be read.
pub async fn status(desk: &Desk, _: Nothing) -> Result<Status> {
    let mut status = Status {
        state: VaultState::Empty,
        message: None,
        me: None,
        program: None,
        crisis_phone: None,
        read_only: false,
        today: desk.now().date_naive(),
        version: env!("CARGO_PKG_VERSION").into(),
        wait_seconds: 0,
    };
    if let Ok(open) = desk.open().await {
        status.state = VaultState::Open;
        status.me = Some(open.me());
        status.read_only = open.read_only;
        status.message =
            open.read_only.then(|| "A newer Handrail wrote this record. Here it can be read, not changed.".into());
        let program = people::program(open.reader()).await?;
        status.crisis_phone = program.as_ref().map(|row| row.crisis_phone.clone());
        status.program = program.map(|row| row.name);
        return Ok(status);
    }
    match desk.lying() {
        Ok(Lying::Nothing) => {}
        Ok(Lying::Vault) => {
            status.state = VaultState::Locked;
            status.wait_seconds = Tries::of(&desk.files()).wait(desk.now());
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
pub async fn create_vault(desk: &Desk, input: CreateVault) -> Result<Created> {
    let _door = desk.door.lock().await;
    let blank =
        [("program", &input.program), ("name", &input.name)].into_iter().find(|(_, text)| text.trim().is_empty());
    if let Some((field, _)) = blank {
        let finding = clinical::form::Finding::hold(field, "This is needed to begin.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    check_password(&input.password, &input.name)?;
    match desk.lying()? {
        Lying::Nothing => {}
        Lying::Vault => return Err(Error::of(Code::Refused, "There is a record here already. Unlock it instead.")),
    }
    std::fs::create_dir_all(desk.folder())
        .map_err(|_| Error::of(Code::NotSaved, "The folder for the record could not be made. Check the disk."))?;
    let files = desk.files();
    let now = desk.now();
    let (vault, staff) = (new_id(now.to_utc()), new_id(now.to_utc()));
    let data = Key::random();
    let signing = Key::random().signing();
    let mut keys = KeyFile::new(vault, new_id(now.to_utc()));
    keys.add_password(staff, &input.name, &input.password, desk.cost(), &data, &signing)?;
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
    let mut open =
        door::joined(half, Arc::new(taken.try_clone().map_err(|_| named())?), Arc::clone(&data), false).await?;
    (open.me, open.site) = (me(staff, &input.name, &input.credential, input.role), vault);
    let open = Arc::new(open);
    let ink = Ink::begin(Arc::clone(&open), Act::new("create_vault"), now, desk.writing()).await?;
    let site = store::site::Model {
        id: vault,
        created_at: now.to_utc(),
        seed: Some(Key::random().lend(|seed| seed.to_vec())),
        epoch: 1,
    };
    store::site::Entity::insert(store::site::ActiveModel::from(site)).exec_without_returning(&ink.tx).await?;
    let program = json!({
        "name": input.program.trim(), "site": input.site.trim(), "phone": input.phone.trim(), "crisis_phone": input.crisis_phone.trim(),
        "address": input.address.trim(), "paper": if input.paper == "a4" { "a4" } else { "letter" },
    });
    put(&ink, Kind::Program, new_id(now.to_utc()), program).await?;
    put_staff(&ink, staff, &input.name, &input.credential, input.role, &signing, json!({})).await?;
    ink.done().await?;
    open.close().await;
    drop(open);

    keys.write(&files.keys)?;
    std::fs::rename(&fresh, &files.record).map_err(|_| named())?;
    #[cfg(unix)]
    std::fs::File::open(desk.folder()).and_then(|folder| folder.sync_all()).map_err(|_| named())?;
    let fit = Fit { data, next: None, keys, schema: vault::SCHEMA };
    let me = Box::pin(door::enter(desk, taken, fit, Who::Slot(staff), false)).await?;
    Ok(Created { me, recovery_key })
}

/// The kit on paper, for a key just shown.
///
/// # Errors
/// `WrongPassword` if the key is not this vault's.
pub async fn recovery_kit(desk: &Desk, input: RecoveryKit) -> Result<Pdf> {
    let open = desk.open().await?;
    open.keys()?.open_recovery(&input.recovery_key)?;
    let program = people::program(open.reader()).await?;
    let sheet = if input.paper == "a4" { paper::Sheet::A4 } else { paper::Sheet::Letter };
    let pages = paper::recovery_kit(
        &input.recovery_key,
        &open.me.name,
        &super::print::letterhead(program),
        desk.now().date_naive(),
        sheet,
    );
    let pages = pages.map_err(|error| Error::of(Code::Held, error.message))?;
    desk.act(Act::new("recovery_kit")).await?.done().await?;
    Ok(Pdf(pages))
}

/// Opens the vault with a name and a password.
///
/// # Errors
/// `WrongPassword`, `Wait` after too many of them, `Refused` with the reason.
pub async fn unlock(desk: &Desk, input: Unlock) -> Result<Me> {
    let _door = desk.door.lock().await;
    if let Ok(open) = desk.open().await {
        return Ok(open.me());
    }
    let files = there(desk)?;
    let now = desk.now();
    Tries::of(&files).heard(&files, now)?;
    let taken = files.take()?;
    let entered = async {
        let (fit, opened) = Box::pin(door::fitting(&files, &input.name, &input.password)).await?;
        let me = Box::pin(door::enter(desk, taken, fit, Who::Slot(opened.user), opened.invited)).await?;
        Ok::<_, Error>((me, opened))
    };
    let (me, opened) = match entered.await {
        Err(error) if error.code == Code::WrongPassword => {
            Tries::of(&files).add(&files, now);
            return Err(error);
        }
        entered => entered?,
    };
    Box::pin(freshen(desk, &input, opened)).await?;
    Ok(me)
}

/// A record must lie here.
fn there(desk: &Desk) -> Result<Files> {
    match desk.lying()? {
        Lying::Vault => Ok(desk.files()),
        Lying::Nothing => Err(Error::of(Code::Refused, "There is no record here yet. Set one up first.")),
    }
}

/// With the password at hand: a slot that someone's removal sealed is wrapped by it again, and a directory entry whose public key a power
/// cut kept behind the slot's follows it. Neither is worth keeping anyone out for; the next unlocking tries again.
async fn freshen(desk: &Desk, input: &Unlock, opened: Opened) -> Result<()> {
    let open = desk.open().await?;
    if open.read_only {
        return Ok(());
    }
    let public = data_encoding::HEXLOWER.encode(opened.signing.verifying_key().as_bytes());
    let (path, cost) = (open.files.keys.clone(), desk.cost());
    let (name, password) = (input.name.clone(), Zeroizing::new(input.password.clone()));
    let work = tokio::task::spawn_blocking(move || {
        let mut keys = KeyFile::read(&path)?;
        if keys.refresh(&name, &password, cost, &opened)? { keys.replace(&path) } else { Ok(()) }
    });
    let _ = work.await;
    let mut body = directory(open.reader(), open.me.staff).await?;
    if body["public_key"] != json!(public) {
        body["public_key"] = json!(public);
        let ink = desk.act(Act::new("change_staff").document(open.me.staff).detail("public key")).await?;
        put(&ink, Kind::StaffMember, open.me.staff, body).await?;
        let _ = ink.done().await;
    }
    Ok(())
}

/// Opens the vault with the printed recovery key, and gives a person of the directory a new password and a new signing key. What that
/// person signed before keeps verifying: each signature carries its own public key.
///
/// # Errors
/// `WrongPassword` for a key that is mistyped or of another vault; `BadInput` for a weak password or a name that is not in the directory.
pub async fn recover(desk: &Desk, input: Recover) -> Result<Me> {
    let _door = desk.door.lock().await;
    if desk.is_open() {
        return Err(Error::of(Code::Refused, "The record is open. Lock it first."));
    }
    check_password(&input.password, &input.name)?;
    let files = there(desk)?;
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
    let me = Box::pin(door::enter(desk, taken, fit, Who::Named(input.name), false)).await?;
    let ink = desk.act(Act::new("recover").document(me.staff)).await?;
    let signing = Key::random().signing();
    let mut body = directory(&ink.tx, me.staff).await?;
    body["public_key"] = json!(data_encoding::HEXLOWER.encode(signing.verifying_key().as_bytes()));
    put(&ink, Kind::StaffMember, me.staff, body).await?;
    let mut keys = ink.open.keys()?;
    keys.add_password(me.staff, &me.name, &input.password, desk.cost(), &data, &signing)?;
    keys.replace(&files.keys)?;
    ink.done().await?;
    Ok(me)
}

/// Closes it.
///
/// # Errors
/// None.
pub async fn lock(desk: &Desk, _: Nothing) -> Result<Nothing> {
    if desk.is_open()
        && let Ok(mut ink) = desk.act(Act::new("lock")).await
        && ink.seal().await.is_ok()
    {
        // A full disk keeps nobody from locking.
        let _ = ink.done().await;
    }
    desk.lock().await;
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
    use crate::desk::{Cost, SystemClock};
    use crate::permission::Role;
    use sea_orm::ConnectionTrait as _;

    #[tokio::test]
    async fn a_record_of_a_newer_app_can_be_read_and_not_changed() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = Desk::at(folder.path().join("vault"), Arc::new(SystemClock)).with_cost(Cost::Floor);
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
        create_vault(&desk, input).await.expect("a vault");
        let open = desk.open().await.expect("open");
        open.writer.execute_unprepared("PRAGMA user_version=99").await.expect("a newer schema");
        drop(open);
        desk.lock().await;
        let me = unlock(&desk, Unlock { name: text("Pat Sample"), password: text("a quiet evening walk") })
            .await
            .expect("opens");
        assert_eq!(me.name, "Pat Sample");
        let status = status(&desk, Nothing {}).await.expect("status");
        assert!(status.read_only && status.message.is_some());
        assert_eq!(super::super::staff(&desk, Nothing {}).await.expect("reading goes on").len(), 1);
        let refused = desk.act(Act::new("anything")).await.err().expect("writing is refused");
        assert_eq!(refused.code, Code::ReadOnly);
    }
}
