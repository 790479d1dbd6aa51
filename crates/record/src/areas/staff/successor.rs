//! Who takes over the co-signatures that a colleague was to give: all of them once they review no more, and at once those of charts that clients
//! keep from them. It holds for what still waits, and for nothing that was settled before.

use super::directory::{directory, put, staff_row};
use crate::error::{Error, Result};
use crate::gate::{Act, Record, missing};
use crate::projections::restriction;
use crate::projections::supervision::{Directory, reviews};
use crate::queries::people;
use crate::typed::reason;
use crate::vault::NOT_YOURS;
use crate::views::{NameSuccessor, StaffRow, named};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Names who co-signs what waits for someone who reviews no more, because they left or review nobody now, or who may not open a chart that a
/// client keeps from them.
///
/// # Errors
/// `WrongPassword`; `BadInput` without a reason, while the colleague reviews everything that may wait for them, or for a successor who does not
/// review, or not there.
pub async fn name_successor(record: &Record, input: NameSuccessor) -> Result<StaffRow> {
    let reason = reason(&input.reason, "Say why in at least 10 letters; the audit trail keeps it.")?;
    record.own_slot(&input.password, "name_successor", NOT_YOURS).await?;
    let mut write = record.write(Act::new("name_successor").document(input.staff)).await?;
    let staff = people::staff_names(&write.tx).await?;
    let kept = async |person| restriction::Entity::keeps_out(&write.tx, person).await;
    let (kept_from, also) = (kept(input.staff).await?, kept(input.successor).await?);
    let successor = taking_over(&staff, input.staff, input.successor, &kept_from, &also)?;
    write.act = write.act.detail(format!("{successor}: {reason}"));
    let mut entry = directory(&write.tx, input.staff).await?;
    entry.successor = input.successor.to_string();
    put(&write, input.staff, &entry).await?;
    let row = people::staff_names(&write.tx).await?.remove(&input.staff).ok_or_else(missing)?;
    let view = staff_row(row, &write.unlocked.keys()?.slots);
    write.done().await?;
    Ok(view)
}

/// The successor's name, where they may take over. A client keeps the charts `kept_from` from the colleague, and `also_kept` from the successor.
fn taking_over(
    staff: &Directory,
    from: Uuid,
    to: Uuid,
    kept_from: &BTreeSet<Uuid>,
    also_kept: &BTreeSet<Uuid>,
) -> Result<String> {
    let colleague = staff.get(&from).ok_or_else(missing)?;
    if reviews(colleague) && kept_from.is_empty() {
        return Err(Error::at("staff", "This colleague still reviews. What waits for them is theirs to co-sign."));
    }
    if reviews(colleague) && kept_from.is_subset(also_kept) {
        return Err(Error::at("successor", "This chart is kept from them too. Choose someone else."));
    }
    match staff.get(&to).filter(|row| row.document != from && reviews(row)) {
        Some(row) => Ok(named(&row.name, &row.credential)),
        None => Err(Error::at("successor", "Choose someone who works here and may co-sign.")),
    }
}
