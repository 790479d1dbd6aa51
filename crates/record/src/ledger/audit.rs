//! The chain of audit rows. Each row's SHA-256 covers the row before and names what its act wrote, so the newest hash stands for the whole
//! record: a row, a version or a signature that is changed, taken away or slipped in no longer fits it.

use crate::canonical;
use crate::error::Result;
use crate::ids::wall;
use crate::ledger::chain::ChainHead;
use crate::ledger::checkpoint;
use crate::storage::audit;
use chrono::{DateTime, FixedOffset};
use data_encoding::HEXLOWER;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryOrder as _, QuerySelect as _};
use serde_json::json;
use uuid::Uuid;

/// What a row tells. Never holds clinical text.
pub(crate) struct AuditEntry<'a> {
    pub actor: Option<Uuid>,
    pub role: &'a str,
    pub action: &'a str,
    pub outcome: &'a str,
    pub client: Option<Uuid>,
    pub document: Option<Uuid>,
    pub detail: &'a str,
    /// Ids of versions and SHA-256 of signature statements, hex, in order, separated by spaces.
    pub wrote: String,
}

/// The chain's end as it is on disk; 32 zero bytes before the first row.
pub(crate) async fn newest(db: &impl ConnectionTrait) -> Result<ChainHead> {
    let last = audit::Entity::find()
        .select_only()
        .columns([audit::Column::Seq, audit::Column::Hash])
        .order_by_desc(audit::Column::Seq)
        .into_tuple::<(i64, Vec<u8>)>();
    Ok(last
        .one(db)
        .await?
        .map_or_else(|| ChainHead { seq: 0, hash: vec![0; 32] }, |(seq, hash)| ChainHead { seq, hash }))
}

/// Adds a row after `prev` inside the open change, and now and then a checkpoint with it.
pub(crate) async fn add(
    tx: &impl ConnectionTrait,
    prev: &ChainHead,
    entry: AuditEntry<'_>,
    now: DateTime<FixedOffset>,
) -> Result<ChainHead> {
    let (added, row) = row_after(prev, entry, now)?;
    audit::Entity::insert(row).exec_without_returning(tx).await?;
    if added.takes_checkpoint() {
        Box::pin(checkpoint::keep(tx, &added, now)).await?;
    }
    Ok(added)
}

/// The row that comes after `prev`, for the caller to write.
pub(crate) fn row_after(
    prev: &ChainHead,
    entry: AuditEntry<'_>,
    now: DateTime<FixedOffset>,
) -> Result<(ChainHead, audit::ActiveModel)> {
    let wall = wall(now);
    let mut covered = json!({
        "wall": wall, "actor": entry.actor, "role": entry.role, "action": entry.action, "outcome": entry.outcome, "client": entry.client,
        "document": entry.document, "detail": entry.detail, "prev": HEXLOWER.encode(&prev.hash),
    });
    // Rows that write nothing look as they did before acts named what they wrote, so that the oldest rows verify by the same rule.
    if !entry.wrote.is_empty() {
        covered["wrote"] = entry.wrote.as_str().into();
    }
    let added = ChainHead { seq: prev.seq + 1, hash: canonical::hash(&canonical::canonical(&covered)?).to_vec() };
    let row = audit::ActiveModel {
        seq: Set(added.seq),
        wall: Set(wall),
        actor: Set(entry.actor),
        role: Set(entry.role.to_owned()),
        action: Set(entry.action.to_owned()),
        outcome: Set(entry.outcome.to_owned()),
        client: Set(entry.client),
        document: Set(entry.document),
        detail: Set(entry.detail.to_owned()),
        prev: Set(prev.hash.clone()),
        hash: Set(added.hash.clone()),
        wrote: Set(entry.wrote),
    };
    Ok((added, row))
}
