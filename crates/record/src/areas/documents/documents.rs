//! Documents as they stand in the record, and putting a draft there without a signature.

use super::drafts::{body_of, checked, kind_of, lines, mine, missing, revisable, whole_body, withhold};
use super::{only_by_its_command, reading, writing};
use crate::gate::{Act, Write};
use crate::ledger::append::{self, Fresh, Status};
use crate::canonical::{self, Envelope, Statement};
use crate::projections::cosignature;
use crate::gate::Record;
use crate::error::{Code, Error, Result};
use crate::queries::names::{Names, Person};
use crate::queries::people;
use crate::permission::Permission;
use crate::projections::entry_of;
use crate::projections::{entry, staff};
use crate::storage::{draft, signature, version};
use crate::gate::Viewer;
use crate::views::{
    AddendumView, DocumentAct, DocumentOf, DocumentView, FormOf, KindView, Nothing, RecordDocument, SignatureLine,
    DocumentStatus, VersionLine,
};
use clinical::Kind;
use clinical::kind::Finish;
use clinical::form::{Finding, Form, Weight};
use clinical::instruments::Instrument;
use clinical::rules::Identity;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Every kind, for menus.
///
/// # Errors
/// None.
pub async fn kinds(_: &Record, _: Nothing) -> Result<Vec<KindView>> {
    let view = |&kind: &Kind| KindView { kind, title: kind.title().into(), class: kind.class(), finish: kind.finish() };
    Ok(Kind::ALL.iter().map(view).collect())
}

/// The form of a kind.
///
/// # Errors
/// None.
pub async fn form(_: &Record, input: FormOf) -> Result<Form> {
    Ok(input.kind.form())
}

/// Every questionnaire.
///
/// # Errors
/// None.
pub async fn instruments(_: &Record, _: Nothing) -> Result<Vec<Instrument>> {
    Ok(clinical::instruments::shipped().to_vec())
}

/// A document as it stands.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn document(record: &Record, input: DocumentOf) -> Result<DocumentView> {
    let read = record.see(Act::new("document").quiet()).await?;
    let entry = entry_of(read.db(), input.document).await?.ok_or_else(missing)?;
    let kind = kind_of(&entry.kind)?;
    // Looked up quietly, looked at on the record.
    let read =
        record.see(Act::new("document").needs(reading(kind)).client(entry.client).document(input.document)).await?;
    standing(read.db(), input.document, &read.viewer().await?, None).await
}

/// Everything a screen shows of a document. `draft` is whether I have one of it, where that is known.
pub(crate) async fn standing(
    db: &impl ConnectionTrait,
    document: Uuid,
    viewer: &Viewer,
    draft: Option<bool>,
) -> Result<DocumentView> {
    let entry = entry_of(db, document).await?.ok_or_else(missing)?;
    let rows = version::Entity::find()
        .filter(version::Column::Document.eq(document))
        .order_by_asc(version::Column::Hlc)
        .all(db)
        .await?;
    let ids: Vec<Vec<u8>> = rows.iter().map(|row| row.id.clone()).collect();
    let marks = if rows.iter().all(|row| row.status == "recorded") {
        Vec::new()
    } else {
        signature::Entity::find().filter(signature::Column::Version.is_in(ids)).all(db).await?
    };
    let staff = people::staff_names(db).await?;
    told(db, Stands { entry, rows, marks }, &staff, viewer, draft).await
}

/// A document's row with its versions and their signatures.
pub(crate) struct Stands {
    entry: entry::Model,
    rows: Vec<version::Model>,
    marks: Vec<signature::Model>,
}

/// What was just written, as the screen shows it. A first version is known already and not asked for again.
pub(crate) async fn written(write: &Write, document: Uuid, written: append::Written) -> Result<DocumentView> {
    let viewer = write.viewer().await?;
    match written.entry {
        Some(entry) if entry.number == 1 => {
            let stands = Stands { entry, rows: vec![written.version], marks: written.mark.into_iter().collect() };
            told(&write.tx, stands, &*write.unlocked.staff().await?, &viewer, Some(false)).await
        }
        _ => standing(&write.tx, document, &viewer, Some(false)).await,
    }
}

async fn told(
    db: &impl ConnectionTrait,
    standing: Stands,
    staff: &BTreeMap<Uuid, staff::Model>,
    viewer: &Viewer,
    draft: Option<bool>,
) -> Result<DocumentView> {
    let Stands { entry, rows, marks } = standing;
    let (document, kind) = (entry.document, kind_of(&entry.kind)?);
    let (mut versions, mut addenda) = (Vec::new(), Vec::new());
    for row in &rows {
        let envelope = Envelope::read(&row.bytes)?;
        let author = people::signed_as(staff, row.author);
        let id = data_encoding::HEXLOWER.encode(&row.id);
        if row.status == "addendum" {
            let text = envelope.body["text"].as_str().unwrap_or_default().to_owned();
            addenda.push(AddendumView {
                version: id.clone(),
                reason: envelope.reason.clone(),
                text,
                author: author.clone(),
                at: row.wall,
            });
        }
        versions.push(VersionLine {
            version: id,
            number: u32::try_from(row.number).unwrap_or(1),
            status: row.status.clone(),
            author,
            at: row.wall,
            reason: envelope.reason,
            signatures: marks
                .iter()
                .filter(|mark| mark.version == row.id)
                .map(|mark| signature_line(row, mark))
                .collect(),
        });
    }
    let in_force = rows.iter().find(|row| row.id == entry.version).ok_or_else(missing)?;
    let mut body = whole_body(&in_force.bytes)?;
    let line = match entry.client {
        // A face sheet says itself whose it is.
        Some(client) if kind == Kind::FaceSheet && entry.status != "retracted" => {
            Some(people::line_of_face_sheet(client, &body))
        }
        client => people::lines(db, client).await?.into_values().next(),
    };
    if entry.client.is_some_and(|client| !viewer.clinical(client)) {
        withhold(kind, &mut body);
    }
    if kind.in_confidence(&body) && !in_the_confidence(&entry, staff, &marks, viewer.me) {
        // 42 CFR 2.11: others see that it exists, its day and its author.
        let mut told = kind.blank();
        for key in ["on", "counseling_note"] {
            told[key] = body[key].clone();
        }
        body = told;
        addenda.iter_mut().for_each(|addendum| (addendum.reason, addendum.text) = Default::default());
        versions.iter_mut().for_each(VersionLine::without_words);
    }
    let draft = match draft {
        Some(known) => known,
        None => mine(db, viewer.me, document).await?.is_some_and(|row| row.discarded_at.is_none()),
    };
    let acts = acts(kind, &entry, viewer);
    Ok(DocumentView {
        document,
        kind,
        title: kind.title().into(),
        class: kind.class(),
        finish: kind.finish(),
        client: line,
        client_id: entry.client,
        status: stands(&entry),
        body,
        on: entry.on_day,
        summary: entry.summary,
        versions,
        addenda,
        draft,
        may: acts,
    })
}

/// What this person may do with the document now.
fn acts(kind: Kind, entry: &entry::Model, viewer: &Viewer) -> Vec<DocumentAct> {
    let mut acts = Vec::new();
    if entry.status == "retracted" {
        return acts;
    }
    let waits = entry.cosign == cosignature::AWAITS;
    let own = entry.author == viewer.me;
    if viewer.may(writing(kind)) && only_by_its_command(kind).is_ok() {
        if !waits && revisable(kind, entry, viewer.me) {
            acts.push(DocumentAct::Revise);
        }
        if kind.finish() != Finish::Recorded && entry.cosign == cosignature::FINAL {
            acts.push(DocumentAct::Addend);
        }
        if (own && !waits) || viewer.may(Permission::ManageProgram) {
            acts.push(DocumentAct::Retract);
        }
        if kind.signed_by_hand() && entry.status == "signed" {
            acts.push(DocumentAct::SignByHand);
        }
    }
    if entry.cosign != cosignature::FINAL && viewer.may(Permission::Cosign) && !own {
        acts.push(DocumentAct::Cosign);
        if waits {
            acts.push(DocumentAct::Return);
        }
    }
    if viewer.may(Permission::Print) && super::print::prints(kind) {
        acts.push(DocumentAct::Print);
    }
    acts
}

/// The author, the author's supervisor, and who co-signed read a counseling note; nobody else, whatever the role.
fn in_the_confidence(
    entry: &entry::Model,
    staff: &BTreeMap<Uuid, staff::Model>,
    marks: &[signature::Model],
    me: Uuid,
) -> bool {
    entry.author == me
        || staff.get(&entry.author).is_some_and(|author| author.supervisor == Some(me))
        || marks.iter().any(|mark| mark.signer == me && mark.meaning == "co_signer")
}

pub(crate) fn stands(entry: &entry::Model) -> DocumentStatus {
    match (entry.status.as_str(), entry.cosign) {
        ("retracted", _) => DocumentStatus::Retracted,
        _ if entry.heads > 1 => DocumentStatus::Conflict,
        (_, cosignature::AWAITS) => DocumentStatus::AwaitsCosign,
        (_, cosignature::RETURNED) => DocumentStatus::Returned,
        ("signed", _) => DocumentStatus::Signed,
        _ => DocumentStatus::Recorded,
    }
}

fn signature_line(row: &version::Model, mark: &signature::Model) -> SignatureLine {
    let said: Option<Statement> = serde_json::from_slice(&mark.statement).ok();
    let verified = canonical::verifies(&row.bytes, &row.id, &mark.statement, &mark.mark);
    let mut line = SignatureLine {
        name: String::new(),
        credential: String::new(),
        meaning: mark.meaning.clone(),
        witness: None,
        drawing: None,
        reason: None,
        at: mark.signed_at,
        verified,
    };
    if let Some(said) = said {
        // Beside a mark by hand stands how that person is related, where staff have their credential.
        line.credential = said.relationship.unwrap_or(said.credential);
        (line.name, line.witness, line.drawing, line.reason) = (said.name, said.witness, said.drawing, said.reason);
    }
    line
}

/// Puts a draft into the record. Kinds that need a signature are signed instead.
///
/// # Errors
/// `Held` with findings, `Stale`, `Duplicate` for a likely second chart of one person.
pub async fn record_document(record: &Record, input: RecordDocument) -> Result<DocumentView> {
    let mut write = record.act(Act::new("record_document").document(input.document)).await?;
    let Some(row) = mine(&write.tx, write.me(), input.document).await?.filter(|row| row.discarded_at.is_none()) else {
        // A second press on the same button finds the work done; it shows nothing that is not one's own.
        entry_of(&write.tx, input.document).await?.filter(|entry| entry.author == write.me()).ok_or_else(missing)?;
        let view = standing(&write.tx, input.document, &write.viewer().await?, Some(false)).await?;
        return Ok(view);
    };
    let allowed = write.may(writing(kind_of(&row.kind)?));
    write = write.permitted(allowed).await?;
    let Ready { kind, body, earlier } = ready(&write, &row, input.rev).await?;
    only_by_its_command(kind)?;
    if kind.finish() != Finish::Recorded {
        return Err(Error::of(Code::Held, "This document is signed, not only recorded."));
    }
    if kind == Kind::FaceSheet && input.duplicate_reason.trim().is_empty() {
        let alike = alike(&*write.unlocked.names().await?, &body, row.client);
        if !alike.is_empty() {
            let message =
                "Someone like this is in the record already. Open that chart, or say why this is another person.";
            return Err(Error { code: Code::Duplicate, message: message.into(), findings: alike });
        }
    }
    write.act = write.act.client(row.client).detail(kind.name());
    let fresh = Fresh {
        document: row.document,
        kind,
        client: row.client,
        episode: row.episode,
        status: Status::Recorded,
        reason: input.duplicate_reason.trim(),
        body,
        earlier,
        drafted: Some(row.author),
    };
    let wrote = append::append(&write, fresh, None).await?;
    let view = written(&write, row.document, wrote).await?;
    write.done().await?;
    Ok(view)
}

/// A draft that nothing holds.
pub(crate) struct Ready {
    pub kind: Kind,
    pub body: Value,
    /// The document's row so far.
    pub earlier: Option<entry::Model>,
}

/// The draft's body, if nothing holds it. The caller has asked for the permission.
pub(crate) async fn ready(write: &crate::gate::Write, row: &draft::Model, rev: u32) -> Result<Ready> {
    let kind = kind_of(&row.kind)?;
    if row.rev != i64::from(rev) {
        return Err(Error::of(Code::Stale, "This draft was changed in another window. Look at the newer text first."));
    }
    let mut body: Value = serde_json::from_str(&row.body)?;
    let earlier = entry_of(&write.tx, row.document).await?;
    if let Some(client) = row.client
        && !kind.clinical_keys().is_empty()
        && !write.viewer().await?.clinical(client)
    {
        // Who does not read these keys does not change them either.
        let before = match &earlier {
            Some(entry) => body_of(&write.tx, &entry.version).await?,
            None => kind.blank(),
        };
        for key in kind.clinical_keys() {
            body[*key] = before[*key].clone();
        }
    }
    let revision = kind.finish() != Finish::Signed && earlier.is_some();
    let (findings, _) = checked(&write.tx, kind, row.client, revision, &body, write.now).await?;
    let held: Vec<Finding> = findings.into_iter().filter(|finding| finding.weight == Weight::Hold).collect();
    if held.is_empty() {
        return Ok(Ready { kind, body, earlier });
    }
    let message = if held.len() == 1 {
        "1 thing to settle first.".to_owned()
    } else {
        format!("{} things to settle first.", held.len())
    };
    Err(Error::held(message, held))
}

/// Clients who might be the same person.
fn alike(names: &Names, body: &Value, own: Option<Uuid>) -> Vec<Finding> {
    let text = |field: &str| body[field].as_str().unwrap_or_default();
    let (first, last, born) = (text("legal_first"), text("legal_last"), clinical::rules::day(text("birth_date")));
    let mine = Identity { first, last, born };
    let told = |person: &Person| {
        let born = person.born.map(|day| day.format("born %B %-d, %Y").to_string()).unwrap_or_default();
        // The field carries the chart to open; the sentence says who was found.
        let message = format!("{} · {born} · {}", person.called(), person.record_number);
        Finding::hold(person.client.to_string(), message)
    };
    names.like(&mine).filter(|person| Some(person.client) != own).map(told).collect()
}

/// My drafts by document, for lists that mark them.
pub(crate) async fn drafted(db: &impl ConnectionTrait, me: Uuid) -> Result<BTreeMap<Uuid, u32>> {
    let mut counted = BTreeMap::new();
    for line in lines(db, me, None).await? {
        if let Some(client) = line.client {
            *counted.entry(client.client).or_default() += 1;
        }
    }
    Ok(counted)
}
