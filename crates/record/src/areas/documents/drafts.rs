//! Drafts: what an author has typed. Never refused for being incomplete, never lost, never in the chart.

use super::{only_by_its_command, writing};
use crate::gate::{Act, Write};
use crate::projections::cosignature;
use crate::gate::Record;
use crate::error::{Code, Error, Result};
use crate::ids::new_id;
use crate::queries::around::around;
use crate::queries::people;
use crate::projections::entry_of;
use crate::projections::entry;
use crate::storage::{draft, version};
use crate::views::{ClientLine, DocumentOf, DraftLine, DraftSaved, DraftView, Nothing, SaveDraft, StartDraft};
use chrono::{DateTime, FixedOffset};
use clinical::Kind;
use clinical::kind::Class;
use clinical::kind::Finish;
use clinical::form::{Finding, Weight};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _,
};
use serde_json::Value;
use uuid::Uuid;

/// Largest body kept, in bytes: about 100,000 words.
const BODY_MAX: usize = 2 * 1024 * 1024;

/// Begins a draft, or takes mine up again where I left it.
///
/// # Errors
/// `NotFound`, `Signed` when the kind cannot be revised, `Forbidden`.
pub async fn start_draft(record: &Record, mut input: StartDraft) -> Result<DraftView> {
    let kind = input.kind;
    only_by_its_command(kind)?;
    if kind == Kind::Program && input.document.is_none() {
        // There is one program profile; starting it means revising it.
        let read = record.see(Act::new("start_draft").quiet()).await?;
        input.document = people::program(read.db()).await?.map(|row| row.document);
    }
    let mut act = Act::new("start_draft").needs(writing(kind)).client(input.client).detail(kind.name());
    act.document = input.document;
    let write = record.act(act).await?;
    let viewer = write.viewer().await?;
    if let Some(document) = input.document
        && let Some(mine) = mine(&write.tx, write.me(), document).await?
        && mine.discarded_at.is_none()
    {
        let view = shown(&write.tx, mine, write.now).await?;
        drop(write);
        return Ok(view);
    }
    let mut body = kind.blank();
    let (mut document, mut client) = (new_id(write.utc()), input.client);
    let mut earlier = None;
    if let Some(revised) = input.document {
        let entry = entry_of(&write.tx, revised).await?.ok_or_else(missing)?;
        if Kind::named(&entry.kind) != Some(kind) {
            return Err(missing());
        }
        if !revisable(kind, &entry, write.me()) {
            return Err(Error::of(Code::Signed, "This is signed and locked. You can add to it; you cannot change it."));
        }
        if entry.cosign == cosignature::AWAITS {
            return Err(Error::of(
                Code::Signed,
                "This waits for a co-signature. It can be changed once it is returned.",
            ));
        }
        body = body_of(&write.tx, &entry.version).await?;
        if entry.client.is_some_and(|client| !viewer.clinical(client)) {
            withhold(kind, &mut body);
        }
        (document, client) = (revised, entry.client);
        // A new version states its own reason and its own signatures.
        for field in
            ["revision_reason", "client_signs", "client_signed_name", "client_signed_on", "no_signature_reason"]
        {
            if kind != Kind::Release && body.get(field).is_some() {
                body[field] = Value::String(String::new());
            }
        }
        earlier = Some(entry);
    }
    let mut line = None;
    match (kind, kind.class(), client) {
        // A new client begins as a draft of a face sheet: the id is made here, the chart appears when it is recorded.
        (Kind::FaceSheet, _, None) => client = Some(new_id(write.utc())),
        (_, Class::Program, _) => client = None,
        (_, _, None) => return Err(Error::of(Code::BadInput, "Choose whose chart this belongs to.")),
        (Kind::FaceSheet, _, Some(client)) => line = people::lines(&write.tx, [client]).await?.into_values().next(),
        (_, _, Some(client)) => line = Some(people::line(&people::client_row(&write.tx, client).await?)),
    }
    merge(&mut body, input.body);
    let episode = match client {
        Some(client) => {
            people::current(&people::episodes(&write.tx, client).await?, write.today()).map(|episode| episode.document)
        }
        None => None,
    };
    let (findings, on_day) = checked(&write.tx, kind, client, earlier.is_some(), &body, write.now).await?;
    let row = draft::Model {
        document,
        author: write.me(),
        kind: kind.name(),
        client,
        episode,
        body: body.to_string(),
        rev: 1,
        saved_at: write.utc(),
        holds: holds(&findings),
        on_day,
        discarded_at: None,
    };
    write.lastly(|rows| {
        rows.say("DELETE FROM draft WHERE author = ? AND document = ?", vec![write.me().into(), document.into()]);
        rows.put(draft::ActiveModel::from(row.clone()));
        Ok(())
    })?;
    let view = view(row, kind, line, earlier.as_ref(), body, findings);
    let mut write = write;
    write.act = write.act.client(view.client_id).document(document);
    write.done().await?;
    Ok(view)
}

/// Whether a new version may follow. What a supervisor returned, its author changes, whatever the kind.
pub(crate) fn revisable(kind: Kind, entry: &entry::Model, me: Uuid) -> bool {
    let returned = entry.cosign == cosignature::RETURNED && entry.author == me;
    entry.status != "retracted" && (kind.finish() != Finish::Signed || returned)
}

/// Takes away what only clinical staff read of a body that others read otherwise.
pub(crate) fn withhold(kind: Kind, body: &mut Value) {
    let blank = kind.blank();
    for key in kind.clinical_keys() {
        body[*key] = blank[*key].clone();
    }
}

/// A draft of mine.
///
/// # Errors
/// `NotFound`.
pub async fn draft(record: &Record, input: DocumentOf) -> Result<DraftView> {
    let read = record.see(Act::new("draft").document(input.document).quiet()).await?;
    let row = mine(read.db(), read.me(), input.document)
        .await?
        .filter(|row| row.discarded_at.is_none())
        .ok_or_else(missing)?;
    shown(read.db(), row, read.now).await
}

/// All my drafts, oldest first.
///
/// # Errors
/// If the record cannot be read.
pub async fn drafts(record: &Record, _: Nothing) -> Result<Vec<DraftLine>> {
    let read = record.see(Act::new("drafts").quiet()).await?;
    lines(read.db(), read.me(), None).await
}

/// Keeps what was typed. When this answers, it survives a power cut.
///
/// # Errors
/// `Stale` if another window saved since; `NotFound`; `BadInput` for a body of another shape; `NotSaved`.
pub async fn save_draft(record: &Record, input: SaveDraft) -> Result<DraftSaved> {
    let write = record.act(Act::new("save_draft").document(input.document).quiet()).await?;
    let row =
        mine(&write.tx, write.me(), input.document).await?.filter(|row| row.discarded_at.is_none()).ok_or_else(missing)?;
    if row.rev != i64::from(input.rev) {
        return Err(Error::of(
            Code::Stale,
            "This draft was changed in another window. Both texts are kept until you choose.",
        ));
    }
    let kind = kind_of(&row.kind)?;
    let allowed = write.may(writing(kind));
    let write = write.permitted(allowed).await?;
    let text = input.body.to_string();
    if text.len() > BODY_MAX {
        return Err(Error::of(
            Code::BadInput,
            "This text is too long to keep as one document. Split it in two; the last save is kept.",
        ));
    }
    let revision = revises(&write.tx, kind, row.document).await?;
    let (findings, on_day) = checked(&write.tx, kind, row.client, revision, &input.body, write.now).await?;
    let (rev, saved_at) = (row.rev + 1, write.utc());
    let mut row = row.into_active_model();
    row.body = Set(text);
    row.rev = Set(rev);
    row.saved_at = Set(saved_at);
    row.holds = Set(holds(&findings));
    row.on_day = Set(on_day);
    write.lastly(|rows| rows.change(row))?;
    write.done().await?;
    Ok(DraftSaved { rev: u32::try_from(rev).unwrap_or(u32::MAX), saved_at, findings })
}

/// Puts a draft away. `restore_draft` brings it back.
///
/// # Errors
/// `NotFound`.
pub async fn discard_draft(record: &Record, input: DocumentOf) -> Result<Nothing> {
    put_away(record, "discard_draft", input.document, true).await?.done().await?;
    Ok(Nothing {})
}

/// Brings a discarded draft back.
///
/// # Errors
/// `NotFound`.
pub async fn restore_draft(record: &Record, input: DocumentOf) -> Result<DraftView> {
    let write = put_away(record, "restore_draft", input.document, false).await?;
    let row = mine(&write.tx, write.me(), input.document).await?.ok_or_else(missing)?;
    let view = shown(&write.tx, row, write.now).await?;
    write.done().await?;
    Ok(view)
}

async fn put_away(record: &Record, action: &str, document: Uuid, away: bool) -> Result<Write> {
    let mut write = record.act(Act::new(action).document(document)).await?;
    let row = mine(&write.tx, write.me(), document).await?.ok_or_else(missing)?;
    write.act = write.act.client(row.client);
    let mut row = row.into_active_model();
    row.discarded_at = Set(away.then(|| write.utc()));
    row.update(&write.tx).await?;
    Ok(write)
}

/// My drafts, of one chart or of all.
pub(crate) async fn lines(db: &impl ConnectionTrait, me: Uuid, client: Option<Uuid>) -> Result<Vec<DraftLine>> {
    let mut asked =
        draft::Entity::find().filter(draft::Column::Author.eq(me)).filter(draft::Column::DiscardedAt.is_null());
    if let Some(client) = client {
        asked = asked.filter(draft::Column::Client.eq(client));
    }
    let rows = asked.order_by_asc(draft::Column::OnDay).order_by_asc(draft::Column::SavedAt).all(db).await?;
    let names = people::lines(db, rows.iter().filter_map(|row| row.client)).await?;
    let line = |row: draft::Model| {
        let kind = kind_of(&row.kind).ok()?;
        Some(DraftLine {
            document: row.document,
            kind,
            title: kind.title().into(),
            client: row.client.and_then(|id| names.get(&id).cloned()),
            on: row.on_day,
            saved_at: row.saved_at,
            holds: u32::try_from(row.holds).unwrap_or(0),
        })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

/// My draft of this document, discarded or not.
pub(crate) async fn mine(db: &impl ConnectionTrait, me: Uuid, document: Uuid) -> Result<Option<draft::Model>> {
    let asked = draft::Entity::find().filter(draft::Column::Author.eq(me)).filter(draft::Column::Document.eq(document));
    Ok(asked.one(db).await?)
}

pub(crate) async fn shown(
    db: &impl ConnectionTrait,
    row: draft::Model,
    now: DateTime<FixedOffset>,
) -> Result<DraftView> {
    let body: Value = serde_json::from_str(&row.body)?;
    let kind = kind_of(&row.kind)?;
    let earlier = entry_of(db, row.document).await?;
    let revision = kind.finish() != Finish::Signed && earlier.is_some();
    let (findings, _) = checked(db, kind, row.client, revision, &body, now).await?;
    let line = people::lines(db, row.client).await?.into_values().next();
    Ok(view(row, kind, line, earlier.as_ref(), body, findings))
}

fn view(
    row: draft::Model,
    kind: Kind,
    line: Option<ClientLine>,
    earlier: Option<&entry::Model>,
    body: Value,
    findings: Vec<Finding>,
) -> DraftView {
    DraftView {
        document: row.document,
        kind,
        title: kind.title().into(),
        finish: kind.finish(),
        client: line,
        client_id: row.client,
        body,
        rev: u32::try_from(row.rev).unwrap_or(u32::MAX),
        saved_at: row.saved_at,
        findings,
        version: earlier.map_or(1, |entry| u32::try_from(entry.number + 1).unwrap_or(1)),
        revision: earlier.is_some(),
    }
}

/// Whether a draft of this document changes one that stands. What is signed for good is never revised.
async fn revises(db: &impl ConnectionTrait, kind: Kind, document: Uuid) -> Result<bool> {
    Ok(kind.finish() != Finish::Signed && entry_of(db, document).await?.is_some())
}

/// Findings of a body, holds first, and its clinical day. While an act is open it is asked on the act's own connection: each commit empties
/// what the readers remember of the encrypted file, never what the writer does.
pub(crate) async fn checked(
    db: &impl ConnectionTrait,
    kind: Kind,
    client: Option<Uuid>,
    revision: bool,
    body: &Value,
    now: DateTime<FixedOffset>,
) -> Result<(Vec<Finding>, Option<chrono::NaiveDate>)> {
    let misshapen = |_| Error::of(Code::BadInput, "This form does not fit the document. Nothing was changed.");
    let around = around(db, kind, client, body, revision, now).await?;
    let mut findings = kind.findings(body, &around).map_err(misshapen)?;
    findings.sort_by_key(|finding| finding.weight);
    let (on_day, _) = kind.glance(body).map_err(misshapen)?;
    Ok((findings, on_day))
}

pub(crate) async fn body_of(db: &impl ConnectionTrait, id: &[u8]) -> Result<Value> {
    let row = version::Entity::find().filter(version::Column::Id.eq(id.to_vec())).one(db).await?.ok_or_else(missing)?;
    whole_body(&row.bytes)
}

/// The body in a version's bytes, brought forward, with every key of its shape.
pub(crate) fn whole_body(bytes: &[u8]) -> Result<Value> {
    let envelope = crate::canonical::Envelope::read(bytes)?;
    let kind = kind_of(&envelope.kind)?;
    let mut body = kind.blank();
    merge(&mut body, Some(kind.upgrade(envelope.schema, envelope.body)));
    Ok(body)
}

/// Fields given over fields blank.
fn merge(body: &mut Value, fields: Option<Value>) {
    if let (Some(body), Some(Value::Object(fields))) = (body.as_object_mut(), fields) {
        body.extend(fields);
    }
}

fn holds(findings: &[Finding]) -> i64 {
    i64::try_from(findings.iter().filter(|finding| finding.weight == Weight::Hold).count()).unwrap_or(i64::MAX)
}

pub(crate) fn kind_of(name: &str) -> Result<Kind> {
    Kind::named(name).ok_or_else(|| Error::of(Code::ReadOnly, "This document needs a newer Handrail."))
}

pub(crate) fn missing() -> Error {
    Error::of(Code::NotFound, "This document is not here any more. It may have been signed or put away.")
}
