//! Who works here, and their keys.

use crate::act::{Act, Ink};
use crate::append::{self, Fresh, Status as Kept};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::ids::new_id;
use crate::permission::{Permission, Role};
use crate::store;
use crate::vault::secret::Key;
use crate::view::{AddStaff, Me, Nothing, StaffRow};
use clinical::documents::Kind;
use ed25519_dalek::SigningKey;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};
use uuid::Uuid;

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
        licence_state: String::new(),
        licence_expires: row.licence_expires,
        supervisor: row.supervisor,
        cosigned: row.cosigned,
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
    let signing = Key::random().signing();
    let mut keys = ink.open.keys()?;
    keys.invite(staff, &input.name, &input.password, desk.cost(), &ink.open.data, &signing)?;
    let more = json!({ "licence": input.licence, "licence_state": input.licence_state, "licence_expires": input.licence_expires,
        "supervisor": input.supervisor.map(|id| id.to_string()).unwrap_or_default(), "cosigned": input.cosigned });
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

pub(super) async fn put_staff(
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

/// The directory entry of this person as it stands.
pub(super) async fn directory(db: &impl ConnectionTrait, staff: Uuid) -> Result<Value> {
    let entry = crate::project::entry_of(db, staff).await?.ok_or_else(super::drafts::missing)?;
    super::drafts::body_of(db, &entry.version).await
}

pub(super) async fn put(ink: &Ink, kind: Kind, document: Uuid, fields: Value) -> Result<()> {
    let mut body = kind.blank();
    if let (Some(body), Some(fields)) = (body.as_object_mut(), fields.as_object()) {
        body.extend(fields.clone());
    }
    let earlier = crate::project::entry_of(&ink.tx, document).await?;
    let fresh = Fresh {
        document,
        kind,
        client: None,
        episode: None,
        status: Kept::Recorded,
        reason: "",
        body,
        earlier,
        drafted: None,
    };
    append::append(ink, fresh, None).await?;
    Ok(())
}

pub(super) fn me(staff: Uuid, name: &str, credential: &str, role: Role) -> Me {
    Me {
        staff,
        name: name.trim().into(),
        credential: credential.trim().into(),
        role,
        may: role.permissions().to_vec(),
        must_change_password: false,
        cosigned: false,
    }
}

/// An unknown role from a newer app may do the least.
pub(super) fn role_of(name: &str) -> Role {
    serde_json::from_value(Value::String(name.into())).unwrap_or(Role::FrontDesk)
}
