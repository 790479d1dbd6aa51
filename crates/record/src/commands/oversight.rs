//! Looking after the record: the audit trail, and views made anew.

use crate::act::Act;
use crate::desk::Desk;
use crate::error::Result;
use crate::look::trail;
use crate::permission::Permission;
use crate::rebuild;
use crate::view::{AuditOf, AuditRow, Nothing, Rebuilt};
use sea_orm::QuerySelect as _;

/// Who did what, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn audit_trail(desk: &Desk, input: AuditOf) -> Result<Vec<AuditRow>> {
    let sight = desk.see(Act::new("audit_trail").needs(Permission::SeeAudit).client(input.client)).await?;
    let rows = trail::asked(&input).limit(u64::from(input.limit.clamp(1, 5_000))).all(sight.db()).await?;
    trail::told(sight.db(), rows, sight.open.me.role.may(Permission::SeeDemographics)).await
}

/// Drops every view and makes it anew from versions; says table by table whether the result is equal. All or nothing.
///
/// # Errors
/// `Forbidden`, or the disk's refusal with the old views in place.
pub async fn rebuild_views(desk: &Desk, _: Nothing) -> Result<Rebuilt> {
    let ink = desk.act(Act::new("rebuild_views").needs(Permission::ManageProgram)).await?;
    let rebuilt = rebuild::rebuild(&ink).await?;
    ink.done().await?;
    Ok(rebuilt)
}
