//! A record that an earlier Handrail wrote is brought up to this one, in the one transaction that also says so in the audit trail: a power
//! cut at any point leaves the old record or the new one.

use crate::error::Result;
use crate::gate::Write;
use crate::projections::rebuild;
use crate::storage::schema;

/// Changes the tables that hold the record, and makes every table of projections anew from the versions.
///
/// # Errors
/// `Broken` or the disk's refusal; the record is then as it was.
pub(super) async fn bring_up(write: &Write, from: i64) -> Result<()> {
    write.unlocked.everything_changes();
    schema::bring_up(&write.tx, from).await?;
    rebuild::remake(&write.tx).await
}
