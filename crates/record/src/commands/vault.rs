//! Set-up, opening, staff.

use crate::act::{Act, Ink};
use crate::append::{self, Fresh, Status as Kept};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::ids::new_id;
use crate::look::people;
use crate::open::Open;
use crate::permission::{Permission, Role};
use crate::rpc::Pdf;
use crate::store::{self, version};
use crate::vault::keys::{KeyFile, Opened, check_password};
use crate::vault::secret::Key;
use crate::vault::{self, Lying, SCHEMA, connection};
use crate::view::{AddStaff, CreateVault, Created, Me, Nothing, RecoveryKit, StaffRow, Status, Unlock, VaultState};
use clinical::documents::Kind;
use ed25519_dalek::SigningKey;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use serde_json::{Value, json};
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
    let taken = files.take()?;
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
    keys.write(&files.keys)?;
    let named = || Error::of(Code::NotSaved, "The record file could not be written. Check the disk.");
    std::fs::rename(&fresh, &files.record).map_err(|_| named())?;
    #[cfg(unix)]
    std::fs::File::open(desk.folder()).and_then(|folder| folder.sync_all()).map_err(|_| named())?;

    let me = me(staff, &input.name, &input.credential, input.role);
    let (writer, reader) = (
        connection::pool(&files.record, Arc::clone(&data), false, false).await?,
        connection::pool(&files.record, Arc::clone(&data), true, false).await?,
    );
    let pen = Arc::new(tokio::sync::Mutex::new(()));
    let open = Open {
        files,
        writer,
        reader,
        pen,
        data,
        me: me.clone(),
        site: vault,
        read_only: false,
        last_hlc: Mutex::default(),
        _taken: taken,
    };
    desk.put(open).await;

    let ink = desk.act(Act::new("create_vault")).await?;
    let site = store::site::Model { id: vault, created_at: now.to_utc() };
    store::site::Entity::insert(store::site::ActiveModel::from(site)).exec_without_returning(&ink.tx).await?;
    let program = json!({
        "name": input.program.trim(), "site": input.site.trim(), "phone": input.phone.trim(), "crisis_phone": input.crisis_phone.trim(),
        "address": input.address.trim(), "paper": if input.paper == "a4" { "a4" } else { "letter" },
    });
    put(&ink, Kind::Program, new_id(now.to_utc()), program).await?;
    put_staff(&ink, staff, &input.name, &input.credential, input.role, &signing, json!({})).await?;
    ink.done().await?;
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
    let files = desk.files();
    let opened = derived(files.keys.clone(), input.name, input.password).await?;
    let taken = files.take()?;
    let data = Arc::new(opened.data);
    let found = connection::probe(&files.record, &data).await?;
    let read_only = found.schema > SCHEMA;
    let writer = connection::pool(&files.record, Arc::clone(&data), read_only, false).await?;
    let reader = connection::pool(&files.record, Arc::clone(&data), true, false).await?;
    let wrong =
        || Error::of(Code::WrongPassword, "That name and password do not open this record. Nothing was changed.");
    let row =
        store::staff::Entity::find_by_id(opened.user).one(&reader).await?.filter(|row| row.active).ok_or_else(wrong)?;
    let site = store::site::Entity::find().one(&reader).await?.map_or(Uuid::nil(), |row| row.id);
    let newest = version::Entity::find()
        .select_only()
        .column(version::Column::Hlc)
        .order_by_desc(version::Column::Hlc)
        .into_tuple::<String>();
    let last_hlc = Mutex::new(newest.one(&reader).await?.unwrap_or_default());
    let me = me(row.document, &row.name, &row.credential, role_of(&row.role));
    let pen = Arc::new(tokio::sync::Mutex::new(()));
    desk.put(Open { files, writer, reader, pen, data, me: me.clone(), site, read_only, last_hlc, _taken: taken }).await;
    if !read_only {
        desk.act(Act::new("unlock")).await?.done().await?;
    }
    Ok(me)
}

/// Closes it.
///
/// # Errors
/// None.
pub async fn lock(desk: &Desk, _: Nothing) -> Result<Nothing> {
    if desk.is_open()
        && let Ok(ink) = desk.act(Act::new("lock")).await
    {
        ink.done().await?;
    }
    desk.lock().await;
    Ok(Nothing {})
}

/// Everyone who works here.
///
/// # Errors
/// If the record cannot be read.
pub async fn staff(desk: &Desk, _: Nothing) -> Result<Vec<StaffRow>> {
    let sight = desk.see(Act::new("staff").quiet()).await?;
    let slots = sight.open.keys()?.slots;
    let rows = store::staff::Entity::find().order_by_asc(store::staff::Column::Name).all(sight.db()).await?;
    Ok(rows.into_iter().map(|row| staff_row(row, &slots)).collect())
}

fn staff_row(row: store::staff::Model, slots: &[crate::vault::keys::Slot]) -> StaffRow {
    StaffRow {
        staff: row.document,
        document: row.document,
        unlocks: slots.iter().any(|slot| slot.user == row.document),
        name: row.name,
        credential: row.credential,
        role: role_of(&row.role),
        licence: row.licence,
        licence_expires: row.licence_expires,
        active: row.active,
    }
}

/// Adds a person: a directory entry and a key slot of their own.
///
/// # Errors
/// `BadInput` for a weak password or a name taken; `NotSaved`.
pub async fn add_staff(desk: &Desk, input: AddStaff) -> Result<StaffRow> {
    if input.name.trim().is_empty() {
        let finding = clinical::form::Finding::hold("name", "A name is needed; it is also the sign-in name.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    let ink = desk.act(Act::new("add_staff").needs(Permission::ManageProgram)).await?;
    let staff = new_id(ink.utc());
    let signing = SigningKey::from_bytes(Key::random().bytes());
    let mut keys = ink.open.keys()?;
    keys.add_password(staff, &input.name, &input.password, desk.cost(), &ink.open.data, &signing)?;
    let more = json!({ "licence": input.licence, "licence_state": input.licence_state, "licence_expires": input.licence_expires });
    put_staff(&ink, staff, &input.name, &input.credential, input.role, &signing, more).await?;
    let files = ink.open.files.clone();
    // The slot first: a slot without a directory entry opens nothing, an entry without a slot would lock its person out.
    keys.write(&files.keys)?;
    ink.done().await?;
    let sight = desk.see(Act::new("staff").quiet()).await?;
    let row = store::staff::Entity::find().filter(store::staff::Column::Document.eq(staff)).one(sight.db()).await?;
    row.map(|row| staff_row(row, &keys.slots))
        .ok_or_else(|| Error::broken("The person was added but could not be shown."))
}

async fn put_staff(
    ink: &Ink,
    staff: Uuid,
    name: &str,
    credential: &str,
    role: Role,
    signing: &SigningKey,
    more: Value,
) -> Result<()> {
    let mut body = json!({
        "name": name.trim(), "credential": credential.trim(), "role": role, "active": true,
        "public_key": data_encoding::HEXLOWER.encode(signing.verifying_key().as_bytes()),
    });
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    put(ink, Kind::StaffMember, staff, body).await
}

async fn put(ink: &Ink, kind: Kind, document: Uuid, fields: Value) -> Result<()> {
    let mut body = kind.blank();
    if let (Some(body), Some(fields)) = (body.as_object_mut(), fields.as_object()) {
        body.extend(fields.clone());
    }
    let fresh = Fresh { document, kind, client: None, episode: None, status: Kept::Recorded, reason: "", body };
    append::append(ink, fresh, None).await?;
    Ok(())
}

/// Derives off the async threads: it is meant to be slow.
pub(crate) async fn derived(keys: std::path::PathBuf, name: String, password: String) -> Result<Opened> {
    let work = tokio::task::spawn_blocking(move || {
        let password = zeroize::Zeroizing::new(password);
        KeyFile::read(&keys)?.open(&name, &password)
    });
    work.await.map_err(|_| Error::broken("The password could not be checked."))?
}

fn me(staff: Uuid, name: &str, credential: &str, role: Role) -> Me {
    Me { staff, name: name.trim().into(), credential: credential.trim().into(), role, may: role.permissions().to_vec() }
}

/// An unknown role from a newer app may do the least.
fn role_of(name: &str) -> Role {
    serde_json::from_value(Value::String(name.into())).unwrap_or(Role::FrontDesk)
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
        assert_eq!(staff(&desk, Nothing {}).await.expect("reading goes on").len(), 1);
        let refused = desk.act(Act::new("anything")).await.err().expect("writing is refused");
        assert_eq!(refused.code, Code::ReadOnly);
    }
}
