//! Looking after the record: the audit trail, and views made anew.

use crate::act::Act;
use crate::desk::Desk;
use crate::error::Result;
use crate::look::people;
use crate::permission::Permission;
use crate::rebuild;
use crate::store::audit;
use crate::view::{AuditOf, AuditRow, Nothing, Rebuilt};
use chrono::DateTime;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};

/// Who did what, newest first.
///
/// # Errors
/// `Forbidden`.
pub async fn audit_trail(desk: &Desk, input: AuditOf) -> Result<Vec<AuditRow>> {
    let sight = desk.see(Act::new("audit_trail").needs(Permission::SeeAudit).client(input.client)).await?;
    let mut asked =
        audit::Entity::find().order_by_desc(audit::Column::Seq).limit(u64::from(input.limit.clamp(1, 5_000)));
    if let Some(client) = input.client {
        asked = asked.filter(audit::Column::Client.eq(client));
    }
    let staff = people::staff_names(sight.db()).await?;
    let rows = asked.all(sight.db()).await?;
    let told = |row: audit::Model| AuditRow {
        seq: row.seq,
        words: String::new(),
        called: String::new(),
        detail: row.detail,
        at: DateTime::parse_from_rfc3339(&row.wall).map(|at| at.to_utc()).unwrap_or_default(),
        who: row.actor.map(|id| people::signed_as(&staff, id)).unwrap_or_default(),
        role: row.role,
        action: row.action,
        outcome: row.outcome,
        client: row.client,
        document: row.document,
    };
    Ok(rows.into_iter().map(told).collect())
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
