//! A document as it stands in the record.

use super::confidence::{Kept, without_words};
use super::drafts::{only_by_its_command, revisable, withhold};
use crate::canonical::{self, Envelope, Statement, VersionStatus};
use crate::error::Result;
use crate::gate::{Act, Record, Viewer, Write, kind_of, missing};
use crate::ledger::append::Written;
use crate::ledger::body;
use crate::projections::cosignature::waiting;
use crate::projections::entry::{self, Cosign};
use crate::projections::supervision::{self, Directory};
use crate::queries::people;
use crate::queries::timeline::status;
use crate::storage::{draft, signature, version};
use crate::views::{AddendumView, DocumentAct, DocumentOf, DocumentStatus, DocumentView, SignatureLine, VersionLine};
use chrono::DateTime;
use clinical::Kind;
use clinical::kind::{Finish, StartsFrom};
use clinical::permission::Permission;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A document as it stands.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn document(record: &Record, input: DocumentOf) -> Result<DocumentView> {
    let read = record.read(Act::new("document").document(input.document)).await?;
    let draft = read.subject.draft().is_ok();
    let entry = read.subject.entry()?.clone();
    let stands = stands_of(read.db(), entry).await?;
    view(read.db(), stands, &*read.unlocked.staff().await?, &read.viewer().await?, Some(draft)).await
}

/// Everything a screen shows of a document. `draft` is whether I have one of it, where that is known.
pub(crate) async fn standing(
    db: &impl ConnectionTrait,
    document: Uuid,
    viewer: &Viewer,
    draft: Option<bool>,
) -> Result<DocumentView> {
    let entry = entry::Entity::of(db, document).await?.ok_or_else(missing)?;
    let staff = people::staff_names(db).await?;
    view(db, stands_of(db, entry).await?, &staff, viewer, draft).await
}

/// The row with its versions and their signatures.
async fn stands_of(db: &impl ConnectionTrait, entry: entry::Model) -> Result<Stands> {
    let rows = version::Entity::find()
        .filter(version::Column::Document.eq(entry.document))
        .order_by_asc(version::Column::Hlc)
        .all(db)
        .await?;
    let ids: Vec<Vec<u8>> = rows.iter().map(|row| row.id.clone()).collect();
    let marks = if rows.iter().all(|row| row.status == VersionStatus::Recorded) {
        Vec::new()
    } else {
        signature::Entity::find().filter(signature::Column::Version.is_in(ids)).all(db).await?
    };
    Ok(Stands { entry, rows, marks })
}

/// A document's row with its versions and their signatures.
pub(crate) struct Stands {
    entry: entry::Model,
    rows: Vec<version::Model>,
    marks: Vec<signature::Model>,
}

/// What was just written, as the screen shows it. A first version is known already and not asked for again.
pub(crate) async fn written(write: &Write, document: Uuid, written: Written) -> Result<DocumentView> {
    let viewer = write.viewer().await?;
    match written.entry {
        Some(entry) if entry.number == 1 => {
            let stands = Stands { entry, rows: vec![written.version], marks: written.mark.into_iter().collect() };
            view(&write.tx, stands, &*write.unlocked.staff().await?, &viewer, Some(false)).await
        }
        _ => standing(&write.tx, document, &viewer, Some(false)).await,
    }
}

async fn view(
    db: &impl ConnectionTrait,
    stands: Stands,
    staff: &Directory,
    viewer: &Viewer,
    draft: Option<bool>,
) -> Result<DocumentView> {
    let Stands { entry, rows, marks } = stands;
    let (document, kind) = (entry.document, kind_of(&entry.kind)?);
    let kept = Kept::from(db, staff, viewer.me, &entry, &rows, &marks).await?;
    let (mut versions, mut addenda) = (Vec::new(), Vec::new());
    for row in &rows {
        let mut envelope = Envelope::read(&row.bytes)?;
        if kept.has(&row.id) {
            (envelope.reason, envelope.body) = (String::new(), Value::Null);
        }
        let author = people::signed_as(staff, row.author);
        let at = envelope.local().unwrap_or(row.wall.fixed_offset());
        let id = data_encoding::HEXLOWER.encode(&row.id);
        if row.status == VersionStatus::Addendum {
            let text = envelope.body["text"].as_str().unwrap_or_default().to_owned();
            addenda.push(AddendumView {
                version: id.clone(),
                reason: envelope.reason.clone(),
                text,
                author: author.clone(),
                at,
                status: added(&row.id, &marks),
            });
        }
        versions.push(VersionLine {
            version: id,
            number: u32::try_from(row.number).unwrap_or(1),
            status: row.status,
            author,
            at,
            reason: envelope.reason,
            signatures: marks
                .iter()
                .filter(|mark| mark.version == row.id)
                .map(|mark| signature_line(row, mark, kept.has(&row.id)))
                .collect(),
        });
    }
    let in_force = rows.iter().find(|row| row.id == entry.version).ok_or_else(missing)?;
    let mut body = body::of_bytes(&in_force.bytes)?;
    let line = match entry.client {
        // A face sheet says itself whose it is.
        Some(client) if kind.about().starts == StartsFrom::Clients && entry.status != VersionStatus::Retracted => {
            Some(people::line_of_face_sheet(client, &body))
        }
        client => people::lines(db, client).await?.into_values().next(),
    };
    if entry.client.is_some_and(|client| !viewer.clinical(client)) {
        withhold(kind, &mut body);
    }
    if kept.has(&entry.version) {
        body = without_words(kind, &body);
    }
    let draft = match draft {
        Some(known) => known,
        None => {
            let mine = draft::Entity::find_by_id((viewer.me, document)).one(db).await?;
            mine.is_some_and(|row| row.discarded_at.is_none())
        }
    };
    let whole = entry::Entity::whole_of(db, &entry).await?;
    let mut acts = acts(kind, &entry, viewer, kept.has(&entry.version));
    if whole.is_some() {
        acts.retain(|act| *act != DocumentAct::Retract);
    }
    if entry.unsettled() && viewer.may(Permission::Cosign) {
        acts.extend(reviews(db, staff, &entry, whole.as_ref(), viewer.me).await?);
    }
    Ok(DocumentView {
        document,
        kind,
        title: kind.title().into(),
        finish: kind.about().finish,
        client: line,
        client_id: entry.client,
        status: status(&entry),
        body,
        on: entry.on_day,
        summary: entry.summary,
        versions,
        addenda,
        draft,
        may: acts,
    })
}

/// Where an addendum stands by its signatures.
fn added(version: &[u8], marks: &[signature::Model]) -> DocumentStatus {
    let has = |meaning: &str| marks.iter().any(|mark| mark.version == version && mark.meaning == meaning);
    match (has("author_supervised") && !has("co_signer"), has("returned")) {
        (false, _) => DocumentStatus::Signed,
        (true, true) => DocumentStatus::Returned,
        (true, false) => DocumentStatus::AwaitsCosign,
    }
}

/// What this person may do with the document now, reviewing apart.
fn acts(kind: Kind, entry: &entry::Model, viewer: &Viewer, unread: bool) -> Vec<DocumentAct> {
    let mut acts = Vec::new();
    if entry.status == VersionStatus::Retracted {
        return acts;
    }
    let waits = entry.cosign == Cosign::Awaits;
    let own = entry.author == viewer.me;
    if viewer.may(kind.about().write) && only_by_its_command(kind).is_ok() {
        if !waits && !unread && revisable(kind, entry, viewer.me) {
            acts.push(DocumentAct::Revise);
        }
        if kind.about().finish != Finish::Recorded && entry.cosign == Cosign::Final && entry.heads < 2 && !unread {
            acts.push(DocumentAct::Addend);
        }
        if (own && !waits) || viewer.may(Permission::ManageProgram) {
            acts.push(DocumentAct::Retract);
        }
        if kind.about().by_hand && entry.status == VersionStatus::Signed {
            acts.push(DocumentAct::SignByHand);
        }
    }
    if viewer.may(Permission::Print) && !kind.about().names_others {
        acts.push(DocumentAct::Print);
    }
    acts
}

/// What of the document this reviewer may co-sign and return.
async fn reviews(
    db: &impl ConnectionTrait,
    staff: &Directory,
    entry: &entry::Model,
    whole: Option<&entry::Model>,
    me: Uuid,
) -> Result<Vec<DocumentAct>> {
    let mut acts = BTreeSet::new();
    if !staff.get(&me).is_some_and(supervision::reviews) {
        return Ok(Vec::new());
    }
    for it in waiting(db, entry).await?.into_iter().filter(|it| !it.goes_with(entry, whole)) {
        if it.open_to(me, it.asks(db, staff).await?) {
            acts.insert(DocumentAct::Cosign);
            acts.extend((!it.is_returned()).then_some(DocumentAct::Return));
        }
    }
    Ok(acts.into_iter().collect())
}

fn signature_line(row: &version::Model, mark: &signature::Model, kept: bool) -> SignatureLine {
    let said: Option<Statement> = serde_json::from_slice(&mark.statement).ok();
    let verified = canonical::verifies(&row.bytes, &row.id, &mark.statement, &mark.mark);
    let mut line = SignatureLine {
        name: String::new(),
        credential: String::new(),
        meaning: mark.meaning.clone(),
        witness: None,
        drawing: None,
        reason: None,
        at: mark.signed_at.fixed_offset(),
        verified,
    };
    if let Some(said) = said {
        // Beside a mark by hand stands how that person is related, where staff have their credential.
        line.credential = said.relationship.unwrap_or(said.credential);
        line.at = DateTime::parse_from_rfc3339(&said.at).unwrap_or(line.at);
        (line.name, line.witness, line.drawing) = (said.name, said.witness, said.drawing);
        // The words of a return quote the note.
        line.reason = said.reason.filter(|_| !kept);
    }
    line
}
