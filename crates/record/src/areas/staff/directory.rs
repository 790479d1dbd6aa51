//! The staff directory: who works here, in which role, with which license, and their keys.

use crate::canonical::VersionStatus;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Write, missing};
use crate::ids::new_id;
use crate::ledger::append::Fresh;
use crate::ledger::body;
use crate::projections::{entry, restriction, staff};
use crate::secret::Key;
use crate::typed::sound;
use crate::vault::NOT_YOURS;
use crate::vault::keys::Slot;
use crate::views::{AddStaff, ChangeStaff, Nothing, StaffRow};
use clinical::form::Finding;
use clinical::kinds::staff_member::StaffMember;
use clinical::names::in_order;
use clinical::permission::{Permission, Role};
use clinical::{Document, Kind};
use data_encoding::HEXLOWER;
use sea_orm::{ConnectionTrait, EntityTrait as _};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Everyone who works or worked here.
///
/// # Errors
/// If the record cannot be read.
pub async fn staff(record: &Record, _: Nothing) -> Result<Vec<StaffRow>> {
    let read = record.read(Act::new("staff")).await?;
    let slots = read.unlocked.keys()?.slots;
    let mut rows = staff::Entity::find().all(read.db()).await?;
    in_order(&mut rows, |row| &row.name);
    // Who names successors knows for whom; nobody is told so of themselves.
    let kept_out = match read.viewer().await?.may(Permission::ManageProgram) {
        true => restriction::Entity::keeps_from(read.db()).await?,
        false => BTreeSet::new(),
    };
    let row = |row: staff::Model| StaffRow {
        kept_out: row.document != read.me() && kept_out.contains(&row.document),
        ..staff_row(row, &slots)
    };
    Ok(rows.into_iter().map(row).collect())
}

pub(super) fn staff_row(row: staff::Model, slots: &[Slot]) -> StaffRow {
    StaffRow {
        staff: row.document,
        document: row.document,
        unlocks: slots.iter().any(|slot| slot.user == row.document),
        name: row.name,
        credential: row.credential,
        role: Role::named(&row.role),
        license: row.license,
        license_state: row.license_state,
        license_expires: row.license_expires,
        supervisor: row.supervisor,
        cosigned: row.cosigned,
        active: row.active,
        successor: row.successor,
        kept_out: false,
    }
}

/// Adds a person: a directory entry and a key slot of their own. Whoever adds them enters their own password: a window left open makes nobody
/// a colleague.
///
/// # Errors
/// `WrongPassword`, `Wait`; `BadInput` for a weak password or a name taken; `NotSaved`.
pub async fn add_staff(record: &Record, input: AddStaff) -> Result<StaffRow> {
    if input.name.trim().is_empty() {
        let finding = Finding::hold("name", "A name is needed; it is also the sign-in name.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    record.own_slot(&input.own_password, "add_staff", NOT_YOURS).await?;
    let write = record.write(Act::new("add_staff")).await?;
    let person = new_id(write.utc());
    let signing = Key::random().signing();
    let mut keys = write.unlocked.keys()?;
    let entry = sound(&StaffMember {
        name: input.name.trim().into(),
        credential: input.credential.trim().into(),
        role: input.role.name().into(),
        license: input.license,
        license_state: input.license_state,
        license_expires: input.license_expires,
        supervisor: input.supervisor.map(|id| id.to_string()).unwrap_or_default(),
        cosigned: input.cosigned,
        active: true,
        successor: String::new(),
        public_key: HEXLOWER.encode(signing.verifying_key().as_bytes()),
    })?;
    keys.invite(person, &entry.name, &input.password, record.cost(), &write.unlocked.data, &signing)?;
    put(&write, person, &entry).await?;
    let row = staff::Entity::find_by_id(person).one(&write.tx).await?.ok_or_else(missing)?;
    let files = write.unlocked.files.clone();
    // The slot first: a slot without a directory entry opens nothing, an entry without a slot would lock its person out.
    keys.write(&files)?;
    write.done().await?;
    Ok(staff_row(row, &keys.slots))
}

/// Changes what the directory says of a person; name and key stay. It holds for them from their next unlocking. Whoever changes it enters
/// their own password, as for adding someone. A change of role is told in the audit trail.
///
/// # Errors
/// `WrongPassword`, `Wait`; `BadInput` with findings; the last director stays.
pub async fn change_staff(record: &Record, input: ChangeStaff) -> Result<StaffRow> {
    record.own_slot(&input.password, "change_staff", NOT_YOURS).await?;
    let mut write = record.write(Act::new("change_staff").document(input.staff)).await?;
    let rows = staff::Entity::find().all(&write.tx).await?;
    let nobody = || Error::of(Code::NotFound, "Nobody in this record's staff list has that entry.");
    let row = rows.iter().find(|row| row.document == input.staff && row.active).ok_or_else(nobody)?;
    if let Some((field, message)) = refused(&input, row, &rows, write.me()) {
        let findings = vec![Finding::hold(field, message)];
        return Err(Error { code: Code::BadInput, message: message.into(), findings });
    }
    let was = directory(&write.tx, input.staff).await?;
    let is = sound(&StaffMember {
        credential: input.credential.trim().into(),
        role: input.role.name().into(),
        license: input.license.trim().into(),
        license_state: input.license_state.trim().into(),
        license_expires: input.license_expires.trim().into(),
        supervisor: input.supervisor.map(|id| id.to_string()).unwrap_or_default(),
        cosigned: input.cosigned,
        ..was.clone()
    })?;
    write.act = write.act.detail(changed_fields(&was, &is));
    put(&write, input.staff, &is).await?;
    let changed = staff::Entity::find_by_id(input.staff).one(&write.tx).await?.ok_or_else(nobody)?;
    let view = staff_row(changed, &write.unlocked.keys()?.slots);
    write.done().await?;
    Ok(view)
}

/// Why this entry may not be changed so: the field, and what settles it.
fn refused(
    input: &ChangeStaff,
    row: &staff::Model,
    rows: &[staff::Model],
    me: Uuid,
) -> Option<(&'static str, &'static str)> {
    let may = |row: &staff::Model, permission| row.active && Role::named(&row.role).may(permission);
    if Role::named(&row.role) != input.role {
        let another = rows.iter().any(|it| it.document != row.document && may(it, Permission::ManageProgram));
        if !input.role.may(Permission::ManageProgram) && !another {
            return Some(("role", "This is the only program director. Name another one first."));
        }
        if row.document == me {
            return Some(("role", "Another program director changes your role."));
        }
    }
    if let Some(supervisor) = input.supervisor {
        let reviews = rows.iter().any(|it| it.document == supervisor && may(it, Permission::Cosign));
        if supervisor == row.document || !reviews {
            return Some(("supervisor", "A supervisor is another person who may co-sign."));
        }
    }
    if !input.license_expires.trim().is_empty() && clinical::rules::day(&input.license_expires).is_none() {
        return Some(("license_expires", "This is not a day."));
    }
    None
}

/// "counselor → supervisor", or which fields changed: the values are in the entry's versions.
fn changed_fields(was: &StaffMember, is: &StaffMember) -> String {
    let mut parts: Vec<String> = Vec::new();
    if was.role != is.role {
        parts.push(format!("{} → {}", was.role, is.role));
    }
    let fields = [
        ("credential", was.credential != is.credential),
        ("license", was.license != is.license),
        ("license_state", was.license_state != is.license_state),
        ("license_expires", was.license_expires != is.license_expires),
        ("supervisor", was.supervisor != is.supervisor),
        ("cosigned", was.cosigned != is.cosigned),
    ];
    parts.extend(fields.into_iter().filter(|(_, changed)| *changed).map(|(field, _)| field.to_owned()));
    parts.join(", ")
}

/// The directory entry of this person as it stands.
pub(crate) async fn directory(db: &impl ConnectionTrait, person: Uuid) -> Result<StaffMember> {
    let entry = entry::Entity::of(db, person).await?.ok_or_else(missing)?;
    Ok(serde_json::from_value(body::of_version(db, &entry.version).await?)?)
}

/// Records a document of the program: an entry of the directory, or the program's profile.
pub(crate) async fn put<D: Document>(write: &Write, document: Uuid, of: &D) -> Result<()> {
    let fresh = Fresh {
        document,
        kind: Kind::of::<D>(),
        client: None,
        stay: None,
        status: VersionStatus::Recorded,
        reason: "",
        body: serde_json::to_value(of)?,
        earlier: entry::Entity::of(&write.tx, document).await?,
        drafted: None,
    };
    write.append(fresh, None).await?;
    Ok(())
}
