//! Co-signatures for trainees, peers and unlicensed staff.

use super::document::standing;
use crate::canonical::Statement;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Viewer, Write, kind_of};
use crate::ledger::append::{Said, Signer};
use crate::projections::cosignature::{settle, waiting};
use crate::projections::entry::{self, Cosign};
use crate::queries::people;
use crate::typed::plain;
use crate::views::{self, CosignLine, DocumentView, Nothing, ReturnDocument};
use chrono::{DateTime, FixedOffset};
use clinical::permission::Permission;
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
    let alone = |row: &entry::Model| row.part_of.is_none_or(|whole| !wholes.contains(&(whole, row.cosign)));
    let reviews = viewer.may(Permission::Cosign);
    let staff = people::staff_names(db).await?;
    let names = people::lines(db, rows.iter().filter_map(|row| row.client)).await?;
    let mut lines = Vec::new();
    for row in rows.into_iter().filter(|row| (reviews || row.author == viewer.me) && alone(row)) {
        let own = row.author == viewer.me;
        let kind = kind_of(&row.kind)?;
        let waits = waiting(db, &row).await?;
        let Some(signed) = waits.iter().find_map(|it| it.signature("author_supervised")) else { continue };
        let returned = waits.iter().find_map(|it| it.signature("returned"));
        let returned = match returned {
            Some(mark) => serde_json::from_slice::<Statement>(&mark.statement)?.reason,
            None => None,
        };
        let supervisor = staff.get(&row.author).and_then(|author| author.supervisor);
        let unsupervised = supervisor.and_then(|id| staff.get(&id)).is_none_or(|supervisor| !supervisor.active);
        let mine = if row.cosign == Cosign::Returned {
            own
        } else {
            reviews && !own && (unsupervised || supervisor == Some(viewer.me))
        };
        let shown = row.client.is_none_or(|client| viewer.clinical(client));
        let on_day = |at: DateTime<chrono::Utc>| at.with_timezone(now.offset()).date_naive();
        lines.push(CosignLine {
            document: row.document,
            kind,
            title: kind.title().into(),
            client: row.client,
            called: row.client.and_then(|client| names.get(&client)).map(|it| it.name.clone()).unwrap_or_default(),
            on: row.on_day,
            summary: if shown { row.summary } else { String::new() },
            author: people::signed_as(&staff, row.author),
            signed_at: signed.signed_at,
            returned: returned.filter(|_| shown),
            mine,
            days: u32::try_from((now.date_naive() - on_day(signed.signed_at)).num_days()).unwrap_or(0),
        });
    }
    lines.sort_by_key(|line| (!line.mine, line.signed_at));
    Ok(lines)
}

/// Co-signs what waits of a document. For a group session that is every note it wrote, too.
///
/// # Errors
/// `WrongPassword`; `Forbidden` for one's own work; `License`; `BadInput` when nothing waits.
pub async fn cosign_document(record: &Record, input: views::Cosign) -> Result<DocumentView> {
    let signer = record.signer(&input.password).await?;
    let act = Act::new("cosign_document").document(input.document);
    let (mut write, entry) = reviewed(record.write(act).await?).await?;
    if write.unlocked.license_expired(write.today()).await?.is_some() {
        let message = "Your license has expired. Someone whose license holds co-signs this.";
        return write.refuse(Error::of(Code::License, message)).await;
    }
    if entry.cosign == Cosign::Final {
        return Err(Error::of(Code::BadInput, "This document does not wait for a co-signature."));
    }
    for mut document in with_parts(&write, &entry, Cosign::Awaits).await? {
        mark(&write, &mut document, &signer, || Said::of("co_signer")).await?;
    }
    write.act = write.act.detail(entry.kind.clone());
    let view = standing(&write.tx, input.document, &write.viewer().await?, None).await?;
    write.done().await?;
    Ok(view)
}

/// Gives a document back to its author with words; the author may then sign a new version of it.
///
/// # Errors
/// `WrongPassword`; `Forbidden` for one's own work; `BadInput` without a reason or when nothing waits.
pub async fn return_document(record: &Record, input: ReturnDocument) -> Result<DocumentView> {
    let reason = plain(&input.reason, "reason")?;
    let signer = record.signer(&input.password).await?;
    let act = Act::new("return_document").document(input.document);
    let (mut write, entry) = reviewed(record.write(act).await?).await?;
    if entry.cosign != Cosign::Awaits {
        return Err(Error::of(Code::BadInput, "This document does not wait for a co-signature."));
    }
    for mut document in with_parts(&write, &entry, Cosign::Awaits).await? {
        mark(&write, &mut document, &signer, || Said { reason: Some(reason.clone()), ..Said::of("returned") }).await?;
    }
    write.act = write.act.detail(entry.kind.clone());
    let view = standing(&write.tx, input.document, &write.viewer().await?, None).await?;
    write.done().await?;
    Ok(view)
}

/// Nobody reviews their own work, and who is supervised reviews nobody's.
async fn reviewed(write: Write) -> Result<(Write, entry::Model)> {
    let entry = write.subject.entry()?.clone();
    if entry.author == write.me() || write.unlocked.me.cosigned {
        let message = "A co-signature is another person's, and that of someone whose own signatures stand alone.";
        return write.refuse(Error::of(Code::Forbidden, message)).await;
    }
    Ok((write, entry))
}

/// The document itself, and the parts its signature wrote that stand likewise.
async fn with_parts(write: &Write, entry: &entry::Model, stands: Cosign) -> Result<Vec<entry::Model>> {
    let parts = entry::Entity::parts_of(&write.tx, entry.document).await?;
    let likewise = parts.into_iter().filter(|part| part.cosign == stands);
    Ok(std::iter::once(entry.clone()).chain(likewise).collect())
}

async fn mark(write: &Write, entry: &mut entry::Model, signer: &Signer, said: impl Fn() -> Said) -> Result<()> {
    for version in waiting(&write.tx, entry).await? {
        write.sign(&version.version, signer, said()).await?;
    }
    settle(&write.tx, entry).await
}
