//! Set-up, opening, recovery.

use super::staff::{me, put, put_staff, role_of};
use crate::act::{Act, Ink};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::ids::new_id;
use crate::look::people;
use crate::open::Open;
use crate::permission::Role;
use crate::rpc::Pdf;
use crate::store::{self, version};
use crate::vault::keys::{KeyFile, Opened, check_password};
use crate::vault::secret::Key;
use crate::vault::{self, Files, Lying, SCHEMA, connection};
use crate::view::{CreateVault, Created, Me, Nothing, Recover, RecoveryKit, Status, Unlock, VaultState};
use clinical::documents::Kind;
use ed25519_dalek::SigningKey;
use sea_orm::{EntityTrait as _, QueryOrder as _, QuerySelect as _};
use serde_json::json;
use std::fs::File;
use std::sync::{Arc, Mutex};
use uuid::Uuid;

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
        status.me = Some(open.me.clone());
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
        Ok(Lying::Vault) => status.state = VaultState::Locked,
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
    let blank =
        [("program", &input.program), ("name", &input.name)].into_iter().find(|(_, text)| text.trim().is_empty());
    if let Some((field, _)) = blank {
        let finding = clinical::form::Finding::hold(field, "This is needed to begin.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    check_password(&input.password, &input.name)?;
    std::fs::create_dir_all(desk.folder())
        .map_err(|_| Error::of(Code::NotSaved, "The folder for the record could not be made. Check the disk."))?;
    match desk.lying()? {
        Lying::Nothing => {}
        Lying::Vault => return Err(Error::of(Code::Refused, "There is a record here already. Unlock it instead.")),
    }
    let files = desk.files();
    let now = desk.now();
    let (vault, staff) = (new_id(now.to_utc()), new_id(now.to_utc()));
    let data = Key::random();
    let signing = SigningKey::from_bytes(Key::random().bytes());
    let mut keys = KeyFile::new(vault, new_id(now.to_utc()));
    keys.add_password(staff, &input.name, &input.password, desk.cost(), &data, &signing)?;
    let recovery_key = keys.add_recovery(&data)?;

    // Built under another name and named last: a power cut during set-up leaves nothing that looks like a record.
    let fresh = files.record.with_extension("new");
    let _ = std::fs::remove_file(&fresh);
    let data = Arc::new(data);
    let writer = connection::pool(&fresh, Arc::clone(&data), false, true).await?;
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
    let first = me(staff, &input.name, &input.credential, input.role);
    let half = Files { record: fresh.clone(), ..files.clone() };
    let open = Arc::new(joined(half, files.take()?, Arc::clone(&data), false, vault, first).await?);
    let ink = Ink::begin(Arc::clone(&open), Act::new("create_vault"), now, desk.writing()).await?;
    let site = store::site::Model {
        id: vault,
        created_at: now.to_utc(),
        seed: Some(Key::random().bytes().to_vec()),
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
    let named = || Error::of(Code::NotSaved, "The record file could not be written. Check the disk.");
    std::fs::rename(&fresh, &files.record).map_err(|_| named())?;
    #[cfg(unix)]
    std::fs::File::open(desk.folder()).and_then(|folder| folder.sync_all()).map_err(|_| named())?;
    let me = enter(desk, data, staff).await?;
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
/// `WrongPassword`, `Refused` with the reason.
pub async fn unlock(desk: &Desk, input: Unlock) -> Result<Me> {
    if let Ok(open) = desk.open().await {
        return Ok(open.me.clone());
    }
    match desk.lying()? {
        Lying::Vault => {}
        Lying::Nothing => return Err(Error::of(Code::Refused, "There is no record here yet. Set one up first.")),
    }
    let opened = derived(desk.files().keys, input.name, input.password).await?;
    let me = enter(desk, Arc::new(opened.data), opened.user).await?;
    if !desk.open().await?.read_only {
        desk.act(Act::new("unlock")).await?.done().await?;
    }
    Ok(me)
}

/// Opens the vault with the printed recovery key, and gives a person of the directory a new password and a new signing key. What that
/// person signed before keeps verifying: each signature carries its own public key.
///
/// # Errors
/// `WrongPassword` for a key that is mistyped or of another vault; `BadInput` for a weak password or a name that is not in the directory.
pub async fn recover(desk: &Desk, input: Recover) -> Result<Me> {
    if desk.is_open() {
        return Err(Error::of(Code::Refused, "The record is open. Lock it first."));
    }
    check_password(&input.password, &input.name)?;
    let files = desk.files();
    let mut keys = KeyFile::read(&files.keys)?;
    let data = Arc::new(keys.open_recovery(&input.recovery_key)?);
    let wanted = clinical::rules::name_key(input.name.trim());
    let reader = connection::pool(&files.record, Arc::clone(&data), true, false).await?;
    let staff = store::staff::Entity::find().all(&reader).await?;
    reader.close().await?;
    let known = staff.into_iter().find(|row| row.active && clinical::rules::name_key(&row.name) == wanted);
    let known = known.ok_or_else(|| Error::of(Code::BadInput, "Nobody in this record's staff list has that name."))?;
    let signing = SigningKey::from_bytes(Key::random().bytes());
    keys.slots.retain(|slot| slot.user != known.document);
    keys.add_password(known.document, &known.name, &input.password, desk.cost(), &data, &signing)?;
    let me = enter(desk, data, known.document).await?;
    let ink = desk.act(Act::new("recover").document(known.document)).await?;
    let entry = crate::project::entry_of(&ink.tx, known.document).await?.ok_or_else(super::drafts::missing)?;
    let mut body = super::drafts::body_of(&ink.tx, &entry.version).await?;
    body["public_key"] = json!(data_encoding::HEXLOWER.encode(signing.verifying_key().as_bytes()));
    put(&ink, Kind::StaffMember, known.document, body).await?;
    keys.write(&files.keys)?;
    ink.done().await?;
    Ok(me)
}

/// Opens the record for a person whose key fits.
async fn enter(desk: &Desk, data: Arc<Key>, staff: Uuid) -> Result<Me> {
    let files = desk.files();
    let taken = files.take()?;
    let found = connection::probe(&files.record, &data).await?;
    let nobody = me(staff, "", "", Role::FrontDesk);
    let mut open = joined(files, taken, data, found.schema > SCHEMA, Uuid::nil(), nobody).await?;
    let wrong =
        || Error::of(Code::WrongPassword, "That name and password do not open this record. Nothing was changed.");
    let row =
        store::staff::Entity::find_by_id(staff).one(&open.reader).await?.filter(|row| row.active).ok_or_else(wrong)?;
    open.me = me(row.document, &row.name, &row.credential, role_of(&row.role));
    open.site = store::site::Entity::find().one(&open.reader).await?.map_or(Uuid::nil(), |row| row.id);
    let newest = version::Entity::find()
        .select_only()
        .column(version::Column::Hlc)
        .order_by_desc(version::Column::Hlc)
        .into_tuple::<String>();
    open.last_hlc = Mutex::new(newest.one(&open.reader).await?.unwrap_or_default());
    let me = open.me.clone();
    desk.put(open).await;
    Ok(me)
}

/// A writer and readers over one file, joined with the key and the person.
async fn joined(files: Files, taken: File, data: Arc<Key>, read_only: bool, site: Uuid, me: Me) -> Result<Open> {
    let writer = connection::pool(&files.record, Arc::clone(&data), read_only, false).await?;
    let reader = connection::pool(&files.record, Arc::clone(&data), true, false).await?;
    let pen = Arc::new(tokio::sync::Mutex::new(()));
    Ok(Open {
        files,
        writer,
        reader,
        pen,
        data,
        me,
        site,
        read_only,
        last_hlc: Mutex::default(),
        last_link: Mutex::default(),
        known: Mutex::default(),
        _taken: taken,
    })
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
