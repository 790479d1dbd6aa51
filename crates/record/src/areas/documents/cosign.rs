//! Co-signatures for trainees, peers and unlicensed staff.

use super::confidence::{not_read, waits_unread};
use super::document::standing;
use crate::canonical::Statement;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Viewer, Write, kind_of};
use crate::ledger::append::{Said, Signer};
use crate::projections::cosignature::{Waiting, settle, waiting};
use crate::projections::entry;
use crate::queries::people;
use crate::typed::plain;
use crate::views::{self, CosignLine, DocumentView, Nothing, ReturnDocument};
use chrono::{DateTime, FixedOffset};
use clinical::permission::Permission;
use data_encoding::HEXLOWER;
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// What waits for a co-signature or was returned: for supervisors everyone's, for others their own. Mine first, oldest first.
///
/// # Errors
/// `Forbidden`.
pub async fn cosign_queue(record: &Record, _: Nothing) -> Result<Vec<CosignLine>> {
    let read = record.read(Act::new("cosign_queue")).await?;
    let lines = queue(read.db(), &read.viewer().await?, read.now).await?;
    read.shows(lines.iter().filter(|line| !line.summary.is_empty()).filter_map(|line| line.client));
    Ok(lines)
}

pub(crate) async fn queue(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    now: DateTime<FixedOffset>,
) -> Result<Vec<CosignLine>> {
    let rows = entry::Entity::unsettled(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    // The parts stand behind the whole that wrote them: one line, one co-signature.
    let wholes: BTreeSet<_> = rows.iter().map(|row| (row.document, row.cosign)).collect();
    let reviews = viewer.may(Permission::Cosign);
    let staff = people::staff_names(db).await?;
    let names = people::lines(db, rows.iter().filter_map(|row| row.client)).await?;
    let mut lines = Vec::new();
    for row in rows.into_iter().filter(|row| row.client.is_none_or(|client| viewer.sees(client))) {
        let behind = row.part_of.is_some_and(|whole| wholes.contains(&(whole, row.cosign)));
        let kind = kind_of(&row.kind)?;
        for it in waiting(db, &row).await? {
            let own = it.version.author == viewer.me;
            let Some(signed) = it.signature("author_supervised").filter(|_| reviews || own) else { continue };
            if behind && !it.is_addendum() {
                continue;
            }
            let asks = it.asks(db, &staff).await?;
            let mine = match it.is_returned() {
                true => own,
                false => reviews && it.open_to(viewer.me, asks) && asks.is_none_or(|asked| asked == viewer.me),
            };
            let shown = row.client.is_none_or(|client| viewer.clinical(client));
            let returned = match it.signature("returned").filter(|_| shown && !waits_unread(&it, viewer.me, asks)) {
                Some(mark) => serde_json::from_slice::<Statement>(&mark.statement)?.reason,
                None => it.is_returned().then(String::new),
            };
            let said: Statement = serde_json::from_slice(&signed.statement)?;
            let signed_at = DateTime::parse_from_rfc3339(&said.at).unwrap_or(signed.signed_at.fixed_offset());
            lines.push(CosignLine {
                document: row.document,
                version: HEXLOWER.encode(&it.version.id),
                addendum: it.is_addendum(),
                kind,
                title: kind.title().into(),
                client: row.client,
                called: row.client.and_then(|client| names.get(&client)).map(|it| it.name.clone()).unwrap_or_default(),
                on: row.on_day,
                summary: if shown { row.summary.clone() } else { String::new() },
                author: people::signed_as(&staff, it.version.author),
                nobody: it.confidential && asks.is_none() && !it.is_returned(),
                asked: asks.map(|asked| people::signed_as(&staff, asked)),
                signed_at,
                returned,
                mine,
                days: u32::try_from((now.date_naive() - signed_at.date_naive()).num_days()).unwrap_or(0),
            });
        }
    }
    lines.sort_by_key(|line| (!line.mine, line.signed_at));
    Ok(lines)
}

/// Co-signs what waits of a document, or the one version named. For a group session that is every note it wrote, too.
///
/// # Errors
/// `WrongPassword`; `Forbidden` for one's own work and for a counseling note that asks for someone else; `License`; `BadInput` when nothing
/// waits.
pub async fn cosign_document(record: &Record, input: views::Cosign) -> Result<DocumentView> {
    let signer = record.signer(&input.password).await?;
    let write = record.write(Act::new("cosign_document").document(input.document)).await?;
    let (mut write, documents) = reviewed(write, input.version.as_deref(), true).await?;
    if write.unlocked.license_expired(write.today()).await?.is_some() {
        let message = "Your license has expired. Someone whose license holds co-signs this.";
        return write.refuse(Error::of(Code::License, message)).await;
    }
    mark(&write, documents, &signer, || Said::of("co_signer")).await?;
    write.act = write.act.detail(write.subject.kind()?.name());
    let view = standing(&write.tx, input.document, &write.viewer().await?, None).await?;
    write.done().await?;
    Ok(view)
}

/// Gives what waits of a document, or the one version named, back to its author with words. A text may then be signed in a new version; an
/// addendum stays as it is, and a new one follows.
///
/// # Errors
/// `WrongPassword`; `Forbidden` as for co-signing; `BadInput` without a reason or when nothing waits.
pub async fn return_document(record: &Record, input: ReturnDocument) -> Result<DocumentView> {
    let reason = plain(&input.reason, "reason")?;
    let signer = record.signer(&input.password).await?;
    let write = record.write(Act::new("return_document").document(input.document)).await?;
    let (mut write, documents) = reviewed(write, input.version.as_deref(), false).await?;
    mark(&write, documents, &signer, || Said { reason: Some(reason.clone()), ..Said::of("returned") }).await?;
    write.act = write.act.detail(write.subject.kind()?.name());
    let view = standing(&write.tx, input.document, &write.viewer().await?, None).await?;
    write.done().await?;
    Ok(view)
}

/// A document with what of it this act signs.
type Reviewed = (entry::Model, Vec<Waiting>);

/// What this person may review of the document, and of the parts its signature wrote that stand likewise. Nobody reviews their own work, who is
/// supervised reviews nobody's, and nobody puts their name under a counseling note they may not read.
async fn reviewed(write: Write, version: Option<&str>, also_returned: bool) -> Result<(Write, Vec<Reviewed>)> {
    let entry = write.subject.entry()?.clone();
    let (me, staff) = (write.me(), people::staff_names(&write.tx).await?);
    let mut waits = waiting(&write.tx, &entry).await?;
    waits.retain(|it| version.is_none_or(|version| HEXLOWER.encode(&it.version.id) == version));
    let whole = entry::Entity::whole_of(&write.tx, &entry).await?;
    let (behind, mut waits): (Vec<_>, Vec<_>) = waits.into_iter().partition(|it| it.goes_with(&entry, whole.as_ref()));
    if waits.is_empty() && !behind.is_empty() {
        let message = "It is co-signed or returned with the session that wrote it.";
        return Err(Error::of(Code::BadInput, message));
    }
    let fresh = waits.iter().any(|it| !it.is_returned());
    // What was returned and stands as it was may still be co-signed, by itself.
    waits.retain(|it| if fresh { !it.is_returned() } else { also_returned });
    let own = write.unlocked.me.cosigned || waits.iter().any(|it| it.version.author == me);
    if waits.is_empty() && !own {
        return Err(Error::of(Code::BadInput, "This document does not wait for a co-signature."));
    }
    let mut open = Vec::new();
    for it in waits.into_iter().filter(|_| !write.unlocked.me.cosigned) {
        if it.open_to(me, it.asks(&write.tx, &staff).await?) {
            open.push(it);
        }
    }
    if open.is_empty() {
        let others = "A co-signature is another person's, and that of someone whose own signatures stand alone.";
        return write.refuse(if own { Error::of(Code::Forbidden, others) } else { not_read() }).await;
    }
    let mut documents = Vec::new();
    if open.iter().any(|it| !it.is_addendum()) {
        let parts = entry::Entity::parts_of(&write.tx, entry.document).await?;
        for part in parts.into_iter().filter(|part| part.cosign == entry.cosign) {
            let text = waiting(&write.tx, &part).await?.into_iter().filter(|it| !it.is_addendum()).collect();
            documents.push((part, text));
        }
    }
    documents.insert(0, (entry, open));
    Ok((write, documents))
}

async fn mark(write: &Write, documents: Vec<Reviewed>, signer: &Signer, said: impl Fn() -> Said) -> Result<()> {
    for (mut entry, waits) in documents {
        for it in waits {
            write.sign(&it.version.id, signer, said()).await?;
        }
        settle(&write.tx, &mut entry).await?;
    }
    Ok(())
}
