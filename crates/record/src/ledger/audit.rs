//! The chain of audit rows. Each row's SHA-256 covers the row before and names what its act wrote, so the newest hash stands for the whole
//! record: a row, a version or a signature that is changed, taken away or slipped in no longer fits it.

use crate::ids::wall;
use crate::canonical;
use crate::ledger::checkpoint;
use crate::error::Result;
use crate::storage::{audit, signature, version};
use chrono::{DateTime, FixedOffset};
use data_encoding::HEXLOWER;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryOrder as _, QuerySelect as _};
use serde_json::json;
use uuid::Uuid;

/// A signed head of the chain is kept every so many rows.
const CHECKPOINT_EVERY: i64 = 100;

/// The newest row of the chain: its number, and the hash that the next row covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChainHead {
    pub seq: i64,
    pub hash: Vec<u8>,
}

impl ChainHead {
    /// Whether a signed head is kept with this row.
    pub(crate) fn takes_checkpoint(&self) -> bool {
        self.seq % CHECKPOINT_EVERY == 0
    }
}

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
    Ok(last.one(db).await?.map_or_else(|| ChainHead { seq: 0, hash: vec![0; 32] }, |(seq, hash)| ChainHead { seq, hash }))
}

/// Adds a row after `prev` inside the open change, and now and then a checkpoint with it.
pub(crate) async fn add(
    tx: &impl ConnectionTrait,
    prev: &ChainHead,
    told: AuditEntry<'_>,
    now: DateTime<FixedOffset>,
) -> Result<ChainHead> {
    let (added, row) = row_after(prev, told, now)?;
    audit::Entity::insert(row).exec_without_returning(tx).await?;
    if added.takes_checkpoint() {
        Box::pin(checkpoint::keep(tx, &added, now)).await?;
    }
    Ok(added)
}

/// The row that comes after `prev`, for the caller to write.
pub(crate) fn row_after(prev: &ChainHead, told: AuditEntry<'_>, now: DateTime<FixedOffset>) -> Result<(ChainHead, audit::ActiveModel)> {
    let wall = wall(now);
    let mut link = json!({
        "wall": wall, "actor": told.actor, "role": told.role, "action": told.action, "outcome": told.outcome, "client": told.client,
        "document": told.document, "detail": told.detail, "prev": HEXLOWER.encode(&prev.hash),
    });
    // Rows that write nothing look as they did before acts named what they wrote, so that the oldest rows verify by the same rule.
    if !told.wrote.is_empty() {
        link["wrote"] = told.wrote.as_str().into();
    }
    let added = ChainHead { seq: prev.seq + 1, hash: canonical::hash(&canonical::canonical(&link)?).to_vec() };
    let row = audit::ActiveModel {
        seq: Set(added.seq),
        wall: Set(wall),
        actor: Set(told.actor),
        role: Set(told.role.to_owned()),
        action: Set(told.action.to_owned()),
        outcome: Set(told.outcome.to_owned()),
        client: Set(told.client),
        document: Set(told.document),
        detail: Set(told.detail.to_owned()),
        prev: Set(prev.hash.clone()),
        hash: Set(added.hash.clone()),
        wrote: Set(told.wrote),
    };
    Ok((added, row))
}

/// The row an upgraded record gets once: acts before it did not name what they wrote, so it fixes all versions and signatures standing
/// then by one digest.
pub(crate) async fn baseline(tx: &impl ConnectionTrait, now: DateTime<FixedOffset>) -> Result<()> {
    let ids = version::Entity::find().select_only().column(version::Column::Id).into_tuple::<Vec<u8>>().all(tx).await?;
    let statements =
        signature::Entity::find().select_only().column(signature::Column::Statement).into_tuple::<Vec<u8>>();
    let statements = statements.all(tx).await?.iter().map(|bytes| canonical::hash(bytes).to_vec()).collect();
    let told = AuditEntry {
        actor: None,
        role: "",
        action: "baseline",
        outcome: "done",
        client: None,
        document: None,
        detail: &standing(ids, statements),
        wrote: String::new(),
    };
    add(tx, &newest(tx).await?, told, now).await?;
    Ok(())
}

/// SHA-256 in hex over lines of hex: the ids of versions in ascending order, then the hashes of statements in ascending order.
fn standing(mut ids: Vec<Vec<u8>>, mut statements: Vec<Vec<u8>>) -> String {
    ids.sort_unstable();
    statements.sort_unstable();
    let lines: String = ids.iter().chain(&statements).map(|it| HEXLOWER.encode(it) + "\n").collect();
    HEXLOWER.encode(&canonical::hash(lines.as_bytes()))
}
