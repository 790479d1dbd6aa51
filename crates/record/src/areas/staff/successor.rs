//! Who takes over the co-signatures that a colleague was to give. It holds for what still waits, and for nothing that was settled before.

use super::directory::{directory, put, staff_row};
use crate::error::{Error, Result};
use crate::gate::{Act, Record, missing};
use crate::projections::supervision::{Directory, reviews};
use crate::queries::people;
use crate::typed::reason;
use crate::vault::NOT_YOURS;
use crate::views::{NameSuccessor, StaffRow, named};
use uuid::Uuid;

/// Names who co-signs what waits for someone who reviews no more: they left, or review nobody now.
///
/// # Errors
/// `WrongPassword`; `BadInput` without a reason, while the colleague still reviews, or for a successor who does not.
pub async fn name_successor(record: &Record, input: NameSuccessor) -> Result<StaffRow> {
    let reason = reason(&input.reason, "Say why in at least 10 letters; the audit trail keeps it.")?;
    record.own_slot(&input.password, "name_successor", NOT_YOURS).await?;
    let mut write = record.write(Act::new("name_successor").document(input.staff)).await?;
    let staff = people::staff_names(&write.tx).await?;
    let successor = taking_over(&staff, input.staff, input.successor)?;
    write.act = write.act.detail(format!("{successor}: {reason}"));
    let mut entry = directory(&write.tx, input.staff).await?;
    entry.successor = input.successor.to_string();
    put(&write, input.staff, &entry).await?;
    let row = people::staff_names(&write.tx).await?.remove(&input.staff).ok_or_else(missing)?;
    let view = staff_row(row, &write.unlocked.keys()?.slots);
    write.done().await?;
    Ok(view)
}

/// The successor's name, where they may take over.
fn taking_over(staff: &Directory, from: Uuid, to: Uuid) -> Result<String> {
    let gone = staff.get(&from).ok_or_else(missing)?;
    if reviews(gone) {
        return Err(Error::at("staff", "This colleague still reviews. What waits for them is theirs to co-sign."));
    }
    match staff.get(&to).filter(|row| reviews(row)) {
        Some(row) => Ok(named(&row.name, &row.credential)),
        None => Err(Error::at("successor", "Choose someone who works here and may co-sign.")),
    }
}
