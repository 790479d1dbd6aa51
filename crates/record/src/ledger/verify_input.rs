//! The whole record as rows for the checker, and for an export. Called with the write lock held, so that all rows are of the same moment.

use crate::error::Result;
use crate::storage::{audit, checkpoint, document, engine, head, signature, version};
use chrono::{DateTime, SecondsFormat, Utc};
use data_encoding::HEXLOWER;
use sea_orm::{ActiveEnum as _, ConnectionTrait, EntityTrait as _, QueryOrder as _};
use uuid::Uuid;
use verify::{AuditRow, Checkpoint, Columns, Content, DocumentRow, HeadRow, Mark, Record, Signature, Tables, Version};

/// Reads everything the checker looks at.
pub(crate) async fn record(db: &impl ConnectionTrait, site: Uuid) -> Result<Record> {
    let versions = version::Entity::find().order_by_asc(version::Column::Hlc).order_by_asc(version::Column::Id).all(db);
    let versions = versions.await?.into_iter().map(of_version).collect();
    let signatures = signature::Entity::find().all(db).await?.into_iter().map(of_signature).collect();
    let documents = document::Entity::find().all(db).await?.into_iter().map(|row| DocumentRow {
        id: row.id.to_string(),
        kind: row.kind,
        client: row.client.map(text),
        episode: row.episode.map(text),
    });
    let documents = documents.collect();
    let heads = head::Entity::find().all(db).await?.into_iter();
    let heads = heads.map(|row| HeadRow { document: row.document.to_string(), version: HEXLOWER.encode(&row.version) });
    let tables = Some(Tables { documents, heads: heads.collect() });
    let mut record = Record { vault: Some(site.to_string()), versions, signatures, tables, ..Record::default() };
    trail(db, &mut record).await?;
    Ok(record)
}

/// Reads the trail and its checkpoints anew, as they stand now.
pub(crate) async fn trail(db: &impl ConnectionTrait, record: &mut Record) -> Result<()> {
    let audit = audit::Entity::find().order_by_asc(audit::Column::Seq).all(db).await?;
    let checkpoints = checkpoint::Entity::find().order_by_asc(checkpoint::Column::Seq).all(db).await?;
    record.audit = audit.into_iter().map(of_audit).collect();
    record.checkpoints = checkpoints.into_iter().map(of_checkpoint).collect();
    record.last_seq = engine::last_audit_number(db).await?;
    Ok(())
}

fn text(id: Uuid) -> String {
    id.to_string()
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, false)
}

fn of_version(row: version::Model) -> Version {
    let columns = Columns {
        chart: row.chart.to_string(),
        hlc: row.hlc,
        document: row.document.to_string(),
        number: row.number,
        status: row.status.to_value(),
        author: row.author.to_string(),
        wall: time(row.wall),
    };
    Version { id: HEXLOWER.encode(&row.id), content: Content::Bytes(row.bytes), columns: Some(columns) }
}

fn of_signature(row: signature::Model) -> Signature {
    Signature {
        version: HEXLOWER.encode(&row.version),
        signer: row.signer.to_string(),
        meaning: row.meaning,
        signed_at: Some(time(row.signed_at)),
        public_key: HEXLOWER.encode(&row.public_key),
        mark: Mark::Given { statement: row.statement, mark: row.mark },
    }
}

fn of_audit(row: audit::Model) -> AuditRow {
    AuditRow {
        seq: row.seq,
        wall: row.wall,
        actor: row.actor.map(text),
        role: row.role,
        action: row.action,
        outcome: row.outcome,
        client: row.client.map(text),
        document: row.document.map(text),
        detail: row.detail,
        prev: HEXLOWER.encode(&row.prev),
        hash: HEXLOWER.encode(&row.hash),
        wrote: row.wrote,
    }
}

fn of_checkpoint(row: checkpoint::Model) -> Checkpoint {
    Checkpoint {
        seq: row.seq,
        wall: row.wall,
        root: HEXLOWER.encode(&row.root),
        note: row.note,
        mark: HEXLOWER.encode(&row.mark),
    }
}
