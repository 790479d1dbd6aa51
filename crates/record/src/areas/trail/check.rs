//! Looking after the record: the audit trail, and views made anew.

use crate::gate::Act;
use crate::gate::Record;
use crate::error::Result;
use crate::queries::trail;
use clinical::permission::Permission;
use crate::projections::rebuild;
use crate::views::{AuditOf, AuditRow, Nothing, Rebuilt};
use sea_orm::QuerySelect as _;

/// Who did what, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn audit_trail(record: &Record, input: AuditOf) -> Result<Vec<AuditRow>> {
    let read = record.see(Act::new("audit_trail").needs(Permission::SeeAudit).client(input.client)).await?;
    let rows = trail::asked(&input).limit(u64::from(input.limit.clamp(1, 5_000))).all(read.db()).await?;
    trail::told(read.db(), rows, read.unlocked.me.role.may(Permission::SeeDemographics)).await
}

/// Drops every view and makes it anew from versions; says table by table whether the result is equal. All or nothing.
///
/// # Errors
/// `Forbidden`, or the disk's refusal with the old views in place.
pub async fn rebuild_views(record: &Record, _: Nothing) -> Result<Rebuilt> {
    let write = record.act(Act::new("rebuild_views").needs(Permission::ManageProgram)).await?;
    let rebuilt = rebuild::rebuild(&write).await?;
    write.done().await?;
    Ok(rebuilt)
}
