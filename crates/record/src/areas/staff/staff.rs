//! Who works here, and their keys.

use super::drafts::body_of;
use crate::gate::{Act, Write};
use crate::ledger::append::{self, Fresh, Status as Kept};
use crate::gate::Record;
use crate::error::{Code, Error, Result};
use crate::ids::new_id;
use crate::permission::{Permission, Role};
use crate::projections::entry_of;
use crate::storage;
use crate::secret::Key;
use crate::views::{AddStaff, ChangeStaff, Me, Nothing, StaffRow};
use clinical::Kind;
use clinical::form::Finding;
use ed25519_dalek::SigningKey;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::{Value, json};
use uuid::Uuid;

/// Everyone who works here.
///
/// # Errors
/// If the record cannot be read.
pub async fn staff(record: &Record, _: Nothing) -> Result<Vec<StaffRow>> {
    let read = record.see(Act::new("staff").quiet()).await?;
    let slots = read.unlocked.keys()?.slots;
    let rows = store::staff::Entity::find().order_by_asc(store::staff::Column::Name).all(read.db()).await?;
    let mut lines = Vec::new();
    for row in rows {
        lines.push(staff_row(read.db(), row, &slots).await?);
    }
    Ok(lines)
}

async fn staff_row(
    db: &impl ConnectionTrait,
    row: store::staff::Model,
    slots: &[crate::vault::keys::Slot],
) -> Result<StaffRow> {
    let body = match entry_of(db, row.document).await? {
        Some(entry) => body_of(db, &entry.version).await?,
        None => Value::Null,
    };
    Ok(StaffRow {
        staff: row.document,
        document: row.document,
        unlocks: slots.iter().any(|slot| slot.user == row.document),
        name: row.name,
        credential: row.credential,
        role: role_of(&row.role),
        license: row.license,
        license_state: body["license_state"].as_str().unwrap_or_default().to_owned(),
        license_expires: row.license_expires,
        supervisor: row.supervisor,
        cosigned: row.cosigned,
        active: row.active,
    })
}

/// Adds a person: a directory entry and a key slot of their own.
///
/// # Errors
/// `BadInput` for a weak password or a name taken; `NotSaved`.
pub async fn add_staff(record: &Record, input: AddStaff) -> Result<StaffRow> {
    if input.name.trim().is_empty() {
        let finding = Finding::hold("name", "A name is needed; it is also the sign-in name.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    let write = record.act(Act::new("add_staff").needs(Permission::ManageProgram)).await?;
    let staff = new_id(write.utc());
    let signing = Key::random().signing();
    let mut keys = write.unlocked.keys()?;
    keys.invite(staff, &input.name, &input.password, record.cost(), &write.unlocked.data, &signing)?;
    let more = json!({ "license": input.license, "license_state": input.license_state, "license_expires": input.license_expires,
        "supervisor": input.supervisor.map(|id| id.to_string()).unwrap_or_default(), "cosigned": input.cosigned });
    put_staff(&write, staff, &input.name, &input.credential, input.role, &signing, more).await?;
    let files = write.unlocked.files.clone();
    // The slot first: a slot without a directory entry opens nothing, an entry without a slot would lock its person out.
    keys.write(&files.keys)?;
    write.done().await?;
    let read = record.see(Act::new("staff").quiet()).await?;
    let row = store::staff::Entity::find().filter(store::staff::Column::Document.eq(staff)).one(read.db()).await?;
    let row = row.ok_or_else(|| Error::broken("The person was added but could not be shown."))?;
    staff_row(read.db(), row, &keys.slots).await
}

/// Changes what the directory says of a person; name and key stay. It holds for them from their next unlocking.
pub(super) async fn change(record: &Record, input: ChangeStaff) -> Result<StaffRow> {
    let mut write = record.act(Act::new("change_staff").needs(Permission::ManageProgram).document(input.staff)).await?;
    let rows = store::staff::Entity::find().all(&write.tx).await?;
    let nobody = || Error::of(Code::NotFound, "Nobody in this record's staff list has that entry.");
    let row = rows.iter().find(|row| row.document == input.staff && row.active).ok_or_else(nobody)?;
    let before = role_of(&row.role);
    let no = |field: &str, message: &str| {
        let findings = vec![Finding::hold(field, message)];
        Err(Error { code: Code::BadInput, message: message.into(), findings })
    };
    let directs = |row: &store::staff::Model| row.active && role_of(&row.role).may(Permission::ManageProgram);
    if before != input.role {
        if !input.role.may(Permission::ManageProgram)
            && !rows.iter().any(|it| it.document != row.document && directs(it))
        {
            return no("role", "This is the only program director. Name another one first.");
        }
        if row.document == write.me() {
            return no("role", "Another program director changes your role.");
        }
    }
    if let Some(supervisor) = input.supervisor {
        let reviews = |it: &store::staff::Model| it.active && role_of(&it.role).may(Permission::Cosign);
        if supervisor == row.document || !rows.iter().any(|it| it.document == supervisor && reviews(it)) {
            return no("supervisor", "A supervisor is another person who may co-sign.");
        }
    }
    if !input.license_expires.trim().is_empty() && clinical::rules::day(&input.license_expires).is_none() {
        return no("license_expires", "This is not a day.");
    }
    let entry = entry_of(&write.tx, input.staff).await?.ok_or_else(nobody)?;
    let mut body = body_of(&write.tx, &entry.version).await?;
    let was = body.clone();
    for (field, value) in [
        ("credential", json!(input.credential.trim())),
        ("role", json!(input.role)),
        ("license", json!(input.license.trim())),
        ("license_state", json!(input.license_state.trim())),
        ("license_expires", json!(input.license_expires.trim())),
        ("supervisor", json!(input.supervisor.map(|id| id.to_string()).unwrap_or_default())),
        ("cosigned", json!(input.cosigned)),
    ] {
        body[field] = value;
    }
    let typed = clinical::text::typed_text_findings(&Kind::StaffMember.form(), &body);
    if !typed.is_empty() {
        return Err(Error {
            code: Code::BadInput,
            message: "This text cannot be kept as it is.".into(),
            findings: typed,
        });
    }
    write.act = write.act.detail(told(before, input.role, &was, &body));
    put(&write, Kind::StaffMember, input.staff, body).await?;
    let changed = store::staff::Entity::find_by_id(input.staff).one(&write.tx).await?.ok_or_else(nobody)?;
    let view = staff_row(&write.tx, changed, &write.unlocked.keys()?.slots).await?;
    write.done().await?;
    Ok(view)
}

/// "counselor → supervisor", or which fields changed: the values are in the entry's versions.
fn told(before: Role, after: Role, was: &Value, is: &Value) -> String {
    let fields = ["credential", "license", "license_state", "license_expires", "supervisor", "cosigned"];
    let mut parts: Vec<String> = Vec::new();
    if before != after {
        parts.push(format!("{} → {}", before.name(), after.name()));
    }
    parts.extend(fields.into_iter().filter(|field| was[field] != is[field]).map(str::to_owned));
    parts.join(", ")
}

pub(super) async fn put_staff(
    write: &Write,
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
    put(write, Kind::StaffMember, staff, body).await
}

/// The directory entry of this person as it stands.
pub(super) async fn directory(db: &impl ConnectionTrait, staff: Uuid) -> Result<Value> {
    let entry = crate::projections::entry_of(db, staff).await?.ok_or_else(super::drafts::missing)?;
    super::drafts::body_of(db, &entry.version).await
}

pub(super) async fn put(write: &Write, kind: Kind, document: Uuid, fields: Value) -> Result<()> {
    let mut body = kind.blank();
    if let (Some(body), Some(fields)) = (body.as_object_mut(), fields.as_object()) {
        body.extend(fields.clone());
    }
    let earlier = crate::projections::entry_of(&write.tx, document).await?;
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
    append::append(write, fresh, None).await?;
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
