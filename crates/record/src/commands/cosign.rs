//! Co-signatures for trainees, peers and unlicensed staff.

use super::documents::standing;
use super::drafts::{kind_of, missing};
use super::safety;
use super::signing::{notes_of, plain};
use crate::act::{Act, Ink};
use crate::append::{Pen, Said, sign};
use crate::canon::Statement;
use crate::cosigned::{self, waiting};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::look::people;
use crate::permission::Permission;
use crate::project::entry_of;
use crate::store::entry;
use crate::team::Eyes;
use crate::view::{Cosign, CosignLine, DocumentView, Nothing, ReturnDocument};
use chrono::{DateTime, FixedOffset};
use clinical::documents::Kind;
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// What waits for a co-signature or was returned: for supervisors everyone's, for others their own. Mine first, oldest first.
///
/// # Errors
/// `Forbidden`.
pub async fn cosign_queue(desk: &Desk, _: Nothing) -> Result<Vec<CosignLine>> {
    let sight = desk.see(Act::new("cosign_queue").needs(Permission::WriteClinical).quiet()).await?;
    queue(sight.db(), &sight.eyes().await?, sight.now).await
}

pub(crate) async fn queue(
    db: &impl ConnectionTrait,
    eyes: &Eyes,
    now: DateTime<FixedOffset>,
) -> Result<Vec<CosignLine>> {
    let rows = cosigned::unsettled(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    // The notes of a group stand behind its session: one line, one co-signature.
    let sessions: BTreeSet<_> = rows
        .iter()
        .filter(|row| row.kind == Kind::GroupSession.name())
        .map(|row| (row.author, row.recorded_at, row.cosign))
        .collect();
    let alone = |row: &entry::Model| {
        row.kind != Kind::GroupNote.name() || !sessions.contains(&(row.author, row.recorded_at, row.cosign))
    };
    let reviews = eyes.may(Permission::Cosign);
    let staff = people::staff_names(db).await?;
    let names = people::lines(db, rows.iter().filter_map(|row| row.client)).await?;
    let mut lines = Vec::new();
    for row in rows.into_iter().filter(|row| (reviews || row.author == eyes.me) && alone(row)) {
        let own = row.author == eyes.me;
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
        let mine = if row.cosign == cosigned::RETURNED {
            own
        } else {
            reviews && !own && (unsupervised || supervisor == Some(eyes.me))
        };
        let shown = row.client.is_none_or(|client| eyes.clinical(client));
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
/// `WrongPassword`; `Forbidden` for one's own work; `Licence`; `BadInput` when nothing waits.
pub async fn cosign_document(desk: &Desk, input: Cosign) -> Result<DocumentView> {
    let pen = desk.pen(&input.password).await?;
    let act = Act::new("cosign_document").needs(Permission::Cosign).document(input.document);
    let (mut ink, entry) = reviewed(desk.act(act).await?, input.document).await?;
    if safety::licence_expired(&ink.open, ink.today()).await?.is_some() {
        let message = "Your license has expired. Someone whose license holds co-signs this.";
        return ink.refuse(Error::of(Code::Licence, message)).await;
    }
    if entry.cosign == cosigned::FINAL {
        return Err(Error::of(Code::BadInput, "This document does not wait for a co-signature."));
    }
    for mut document in with_notes(&ink, &entry, cosigned::AWAITS).await? {
        mark(&ink, &mut document, &pen, || Said::of("co_signer")).await?;
    }
    ink.act = ink.act.client(entry.client).detail(entry.kind.clone());
    let view = standing(&ink.tx, input.document, &ink.eyes().await?, None).await?;
    ink.done().await?;
    Ok(view)
}

/// Gives a document back to its author with words; the author may then sign a new version of it.
///
/// # Errors
/// `WrongPassword`; `Forbidden` for one's own work; `BadInput` without a reason or when nothing waits.
pub async fn return_document(desk: &Desk, input: ReturnDocument) -> Result<DocumentView> {
    let reason = plain(&input.reason, "reason")?;
    let pen = desk.pen(&input.password).await?;
    let act = Act::new("return_document").needs(Permission::Cosign).document(input.document);
    let (mut ink, entry) = reviewed(desk.act(act).await?, input.document).await?;
    if entry.cosign != cosigned::AWAITS {
        return Err(Error::of(Code::BadInput, "This document does not wait for a co-signature."));
    }
    for mut document in with_notes(&ink, &entry, cosigned::AWAITS).await? {
        mark(&ink, &mut document, &pen, || Said { reason: Some(reason.clone()), ..Said::of("returned") }).await?;
    }
    ink.act = ink.act.client(entry.client).detail(entry.kind.clone());
    let view = standing(&ink.tx, input.document, &ink.eyes().await?, None).await?;
    ink.done().await?;
    Ok(view)
}

/// Nobody reviews their own work, and who is supervised reviews nobody's.
async fn reviewed(ink: Ink, document: uuid::Uuid) -> Result<(Ink, entry::Model)> {
    let entry = entry_of(&ink.tx, document).await?.ok_or_else(missing)?;
    if entry.author == ink.me() || ink.open.me.cosigned {
        let message = "A co-signature is another person's, and that of someone whose own signatures stand alone.";
        return ink.refuse(Error::of(Code::Forbidden, message)).await;
    }
    Ok((ink, entry))
}

/// The document itself, and the notes a group session wrote that stand likewise.
async fn with_notes(ink: &Ink, entry: &entry::Model, stands: i64) -> Result<Vec<entry::Model>> {
    let mut all = vec![entry.clone()];
    if entry.kind == Kind::GroupSession.name() {
        all.extend(notes_of(&ink.tx, entry).await?.into_iter().filter(|note| note.cosign == stands));
    }
    Ok(all)
}

async fn mark(ink: &Ink, entry: &mut entry::Model, pen: &Pen, said: impl Fn() -> Said) -> Result<()> {
    for version in waiting(&ink.tx, entry).await? {
        sign(ink, &version.version, pen, said()).await?;
    }
    cosigned::settle(&ink.tx, entry).await
}
