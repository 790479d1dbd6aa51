//! Someone leaves. Their directory entry says so first; then the record gets a new key that their slot, and the recovery kit they may
//! have copied, do not open. Backups made before are as they were: whoever could open them still can.

use super::directory::{directory, put};
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Unlocked};
use crate::ids::new_id;
use crate::projections::staff;
use crate::secret::{Key, Secret};
use crate::vault::keys::{KeyFile, Opened};
use crate::vault::{NOT_YOURS, Staying, turn};
use crate::views::{NewKit, RemoveStaff};
use clinical::kinds::staff_member::StaffMember;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Removes a person: inactive in the directory, no key slot, a new data key, a new recovery kit. Removing someone again whose removal was
/// cut short brings it to its end.
///
/// The one who removes manages this record and cannot remove themselves, so someone who can is always left.
///
/// # Errors
/// `WrongPassword`; `BadInput` without a reason or for oneself; `Held` when a colleague has to unlock first; `NotSaved` when the person is
/// inactive but the key could not be changed yet.
pub async fn remove_staff(record: &Record, input: RemoveStaff) -> Result<NewKit> {
    if input.reason.trim().chars().count() < 3 {
        return Err(Error::at("reason", "Say why this person is removed. The audit trail keeps it."));
    }
    let opened = record.own_slot(&input.password, "remove_staff", NOT_YOURS).await?;
    if opened.user == input.staff {
        return Err(Error::of(Code::BadInput, "You cannot remove yourself. Another director can."));
    }
    let act = Act::new("remove_staff").document(input.staff).detail(input.reason.trim());
    let write = record.write(act).await?;
    let keys = write.unlocked.keys()?;
    let unknown = || Error::of(Code::NotFound, "There is no such person in the staff list.");
    let row = staff::Entity::find_by_id(input.staff).one(&write.tx).await?.ok_or_else(unknown)?;
    let unlocks = keys.slots.iter().any(|slot| slot.user == input.staff);
    if !row.active && !unlocks {
        return Err(Error::of(Code::BadInput, "This person was removed before."));
    }
    let mut staying = Vec::new();
    for person in staff::Entity::find().filter(staff::Column::Active.eq(true)).all(&write.tx).await? {
        if person.document != input.staff {
            let public = directory(&write.tx, person.document).await?.public_key;
            staying.push(Staying { user: person.document, name: person.name, public });
        }
    }
    // Made before the directory changes: what holds it is said while nothing has happened yet.
    let next = next_keys(record, &keys, &staying, &write.unlocked.me.name, &opened, &input.password)?;
    if row.active {
        let entry = directory(&write.tx, input.staff).await?;
        put(&write, input.staff, &StaffMember { active: false, ..entry }).await?;
    }
    write.done().await?;
    let recovery_key = Box::pin(change_key(record, &keys, next)).await?;
    record.write(Act::new("change_key").naming(input.staff, None)).await?.done().await?;
    Ok(NewKit { me: record.me().await?, recovery_key: recovery_key.into() })
}

/// The next data key and its slots, and the kit that opens it.
struct Next {
    data: Arc<Key>,
    keys: KeyFile,
    kit: String,
}

fn next_keys(
    record: &Record,
    keys: &KeyFile,
    staying: &[Staying],
    my_name: &str,
    opened: &Opened,
    password: &Secret,
) -> Result<Next> {
    let data = Arc::new(Key::random());
    let (mut next, kit) = keys.renewed(staying, new_id(record.now().to_utc()), &data)?;
    // My own password is at hand.
    let mine =
        Opened { user: opened.user, data: Key::clone(&data), signing: opened.signing.clone(), invited: opened.invited };
    next.refresh(my_name, password, record.cost(), &mine)?;
    Ok(Next { data, keys: next, kit })
}

/// First the slots that wait, then the record, then the slots in force. Whoever asks for the record meanwhile waits.
async fn change_key(record: &Record, keys: &KeyFile, next: Next) -> Result<String> {
    let (seat, unlocked) = record.vacate().await?;
    // Where it is not known which key fits, the record stays locked; unlocking finds out.
    let turned = Box::pin(turned(&unlocked, keys, &next)).await?;
    let data = if turned { &next.data } else { &unlocked.data };
    seat.fill(Box::pin(seated_again(&unlocked, Arc::clone(data))).await?);
    if turned {
        return Ok(next.kit);
    }
    Err(Error::of(
        Code::NotSaved,
        "This person can no longer open the record here, but it could not be encrypted with a new key. Free some space on the disk and remove them again.",
    ))
}

async fn turned(unlocked: &Unlocked, keys: &KeyFile, next: &Next) -> Result<bool> {
    let waiting = keys.awaiting(&next.keys);
    if waiting.replace(&unlocked.files).is_err() {
        return Ok(false);
    }
    turn(&unlocked.files, &waiting, &next.keys, &unlocked.data, &next.data).await
}

/// The same person at the same record, with another key.
async fn seated_again(unlocked: &Unlocked, data: Arc<Key>) -> Result<Unlocked> {
    let again = Unlocked::joined(unlocked.files.clone(), Arc::clone(&unlocked.taken), data, unlocked.read_only).await?;
    let last_hlc = unlocked.last_hlc.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let anchored = unlocked.anchored.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let clock = unlocked.clock.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(Unlocked {
        me: unlocked.me.clone(),
        invited: AtomicBool::new(unlocked.invited.load(SeqCst)),
        site: Uuid::clone(&unlocked.site),
        epoch: unlocked.epoch,
        anchored: Mutex::new(anchored),
        last_hlc: Mutex::new(last_hlc),
        clock: Mutex::new(clock),
        overrides: unlocked.overrides.clone(),
        answered: Arc::clone(&unlocked.answered),
        ..again
    })
}
