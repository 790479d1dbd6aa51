//! Drafts: what an author has typed. Never refused for being incomplete, never lost, never in the chart.

use super::confidence::unread;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Viewer, Write, kind_of, missing};
use crate::ids::{new_id, wall};
use crate::ledger::body;
use crate::projections::entry::{self, Cosign};
use crate::projections::episode;
use crate::queries::check_context::check_context;
use crate::queries::people;
use crate::queries::stays::{self, Stays};
use crate::storage::{draft, head};
use crate::views::{ClientLine, DocumentOf, DraftLine, DraftSaved, DraftView, Nothing, SaveDraft, StartDraft};
use chrono::{DateTime, FixedOffset, NaiveDate};
use clinical::asked::Taken;
use clinical::form::{Finding, Weight};
use clinical::kind::{Finish, Lies, PREPARED_BY, StartsFrom, Stay};
use clinical::permission::{Permission, Role};
use clinical::text::unprintable_findings;
use clinical::{CheckContext, Kind};
use data_encoding::HEXLOWER;
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _,
};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Begins a draft, or takes mine up again where I left it.
///
/// # Errors
/// `NotFound`, `Signed` when the kind cannot be revised, `Forbidden`.
pub async fn start_draft(record: &Record, mut input: StartDraft) -> Result<DraftView> {
    let kind = input.kind;
    only_by_its_command(kind)?;
    if kind.about().one && kind.about().lies == Lies::Program && input.document.is_none() {
        // The program has one; starting it means revising it.
        input.document = only_one(record, kind).await?;
    }
    let act = Act::new("start_draft").detail(kind.name());
    let act = match (input.document, input.client) {
        (Some(document), _) => act.document(document),
        (None, Some(client)) => act.chart(client),
        (None, None) => act,
    };
    let mut write = record.write(act).await?;
    if !write.unlocked.me.role.may(kind.about().write) {
        return write.refuse(Error::forbidden()).await;
    }
    if kind.is_clinical() && write.viewer().await?.closed.iter().any(|client| Some(*client) == input.client) {
        return write.refuse(Error::outside_team()).await;
    }
    let mut rev = 1;
    if let Ok(mine) = write.subject.draft().cloned() {
        let settles = input.body.is_some() && mine.follows != heads(&write.tx, mine.document).await?;
        if !settles {
            return shown(&write.tx, mine, write.now).await;
        }
        // What was chosen from both goes on in this draft, which follows both from here.
        rev = mine.rev + 1;
    }
    let (mut text, mut follows) = (kind.blank(), String::new());
    let (mut document, mut client) = (new_id(write.utc()), input.client);
    let earlier = match input.document {
        None => None,
        Some(revised) => {
            let entry = write.subject.entry()?.clone();
            if Kind::named(&entry.kind) != Some(kind) {
                return Err(missing());
            }
            if !revisable(kind, &entry, write.me()) {
                let message = "This is signed and locked. You can add to it; you cannot change it.";
                return Err(Error::of(Code::Signed, message));
            }
            if entry.cosign == Cosign::Awaits {
                let message = "This waits for a co-signature. It can be changed once it is returned.";
                return Err(Error::of(Code::Signed, message));
            }
            if let Some(unread) = unread(&write.tx, write.me(), kind, &entry).await? {
                return write.refuse(unread).await;
            }
            text = body::of_version(&write.tx, &entry.version).await?;
            if let Some(client) = entry.client
                && !write.viewer().await?.clinical(client)
            {
                withhold(kind, &mut text);
            }
            (document, client) = (revised, entry.client);
            // A new version states its own reason and its own signatures.
            for field in kind.about().stated_anew {
                text[*field] = Value::String(String::new());
            }
            follows = heads(&write.tx, revised).await?;
            Some(entry)
        }
    };
    let opens_a_chart = kind.about().starts == StartsFrom::Clients;
    let mut line = None;
    match (kind.about().lies, client) {
        (Lies::Program, _) => client = None,
        // A new client begins as a draft: the id is made here, the chart appears when it is recorded.
        (Lies::Chart, None) if opens_a_chart => client = Some(new_id(write.utc())),
        (Lies::Chart, None) => return Err(Error::of(Code::BadInput, "Choose whose chart this belongs to.")),
        (Lies::Chart, Some(client)) if opens_a_chart => {
            line = people::lines(&write.tx, [client]).await?.into_values().next();
        }
        (Lies::Chart, Some(client)) => line = Some(people::line(&people::client_row(&write.tx, client).await?)),
    }
    let before = match write.subject.draft.as_ref() {
        Some(draft) => serde_json::from_str(&draft.body)?,
        None => text.clone(),
    };
    body::merge(&mut text, input.body);
    let Taken { body: mut text, said } = kind.taken(text).map_err(misshapen)?;
    if let Some(refusal) = write.kept_from(kind, &text).await? {
        return write.refuse(refusal).await;
    }
    let carried = kind.carried(&text, &before, &wall(write.now)).map_err(misshapen)?;
    body::merge(&mut text, carried);
    let (mut findings, on_day) = checked(&write.tx, kind, document, client, earlier.as_ref(), &text, write.now).await?;
    findings.extend(said);
    let row = draft::Model {
        author: write.me(),
        document,
        kind: kind.name().into(),
        client,
        // Which stay it belongs to is known once it enters the record.
        episode: None,
        body: text.to_string(),
        rev,
        saved_at: write.utc(),
        holds: holds(&findings),
        on_day,
        discarded_at: None,
        follows,
    };
    write.lastly(|rows| {
        rows.add(draft::Entity::clearing(row.author, document));
        rows.put(draft::ActiveModel::from(row.clone()));
        Ok(())
    })?;
    let view = view(row, kind, line, earlier.as_ref(), text, findings);
    write.act = write.act.naming(document, view.client_id);
    write.done().await?;
    Ok(view)
}

/// The document of a kind of which the program has one.
async fn only_one(record: &Record, kind: Kind) -> Result<Option<Uuid>> {
    let unlocked = record.unlocked().await?;
    let rows =
        entry::Entity::find().filter(entry::Column::Chart.eq(Uuid::nil())).filter(entry::Column::Kind.eq(kind.name()));
    Ok(rows.one(unlocked.reader()).await?.map(|row| row.document))
}

/// The stay a version belongs to: the one that holds on the day it is about. One that is about a day outside of every stay stays where the
/// version before it was.
pub(crate) async fn stay_of(
    write: &Write,
    kind: Kind,
    document: Uuid,
    client: Option<Uuid>,
    body: &Value,
    earlier: Option<&entry::Model>,
) -> Result<Option<Uuid>> {
    let stays = stays_asked(write, kind, client).await?;
    stay_among(&stays, kind, document, client, body, earlier, write.today())
}

/// The client's stretches of care, where the kind belongs to one.
pub(super) async fn stays_asked(write: &Write, kind: Kind, client: Option<Uuid>) -> Result<Vec<episode::Model>> {
    match client.filter(|_| kind.about().stay == Stay::Belongs) {
        Some(client) => stays::episodes(&write.tx, client).await,
        None => Ok(Vec::new()),
    }
}

/// As `stay_of`, where these are known.
pub(super) fn stay_among(
    episodes: &[episode::Model],
    kind: Kind,
    document: Uuid,
    client: Option<Uuid>,
    body: &Value,
    earlier: Option<&entry::Model>,
    today: NaiveDate,
) -> Result<Option<Uuid>> {
    match (kind.about().stay, client) {
        (Stay::Opens, _) => Ok(Some(document)),
        (Stay::Belongs, Some(_)) => {
            let on = kind.says(body)?.on.unwrap_or(today);
            Ok(Stays::of(episodes, on).begun_on(on).or(earlier.and_then(|entry| entry.stay)))
        }
        (Stay::Belongs, None) | (Stay::Beyond, _) => Ok(None),
    }
}

/// Some entries change only through their own command, because keys, roles or who may open a chart hang on them.
///
/// # Errors
/// `BadInput` with the reason.
pub(crate) fn only_by_its_command(kind: Kind) -> Result<()> {
    match kind.about().own_command {
        "" => Ok(()),
        why => Err(Error::of(Code::BadInput, format!("{why} Nothing was changed."))),
    }
}

/// Whether a new version may follow. What a supervisor returned, its author changes, whatever the kind, except a part, which changes with its
/// whole; two heads are brought together by a version that follows both.
pub(crate) fn revisable(kind: Kind, entry: &entry::Model, me: Uuid) -> bool {
    let returned = entry.cosign == Cosign::Returned && entry.author == me && entry.part_of.is_none();
    entry.status != crate::canonical::VersionStatus::Retracted
        && (kind.about().finish != Finish::Signed || returned || entry.heads > 1)
}

/// The versions nobody follows, hex, separated by spaces: what a draft begins from.
pub(super) async fn heads(db: &impl ConnectionTrait, document: Uuid) -> Result<String> {
    let rows = head::Entity::find().filter(head::Column::Document.eq(document)).order_by_asc(head::Column::Version);
    let ids: Vec<String> = rows.all(db).await?.iter().map(|row| HEXLOWER.encode(&row.version)).collect();
    Ok(ids.join(" "))
}

/// Takes away what only clinical staff read of a body that others read otherwise.
pub(crate) fn withhold(kind: Kind, body: &mut Value) {
    let blank = kind.blank();
    for key in kind.about().clinical_keys {
        body[*key] = blank[*key].clone();
    }
}

/// A draft of mine.
///
/// # Errors
/// `NotFound`.
pub async fn draft(record: &Record, input: DocumentOf) -> Result<DraftView> {
    let read = record.read(Act::new("draft").document(input.document)).await?;
    shown(read.db(), read.subject.draft()?.clone(), read.now).await
}

/// All my drafts, oldest first.
///
/// # Errors
/// If the record cannot be read.
pub async fn drafts(record: &Record, _: Nothing) -> Result<Vec<DraftLine>> {
    let read = record.read(Act::new("drafts")).await?;
    lines(read.db(), &read.viewer().await?, None).await
}

/// Keeps what was typed. When this answers, it survives a power cut.
///
/// # Errors
/// `Stale` if another window saved since; `NotFound`; `BadInput` for a body of another shape; `NotSaved`.
pub async fn save_draft(record: &Record, input: SaveDraft) -> Result<DraftSaved> {
    let write = record.write(Act::new("save_draft").document(input.document)).await?;
    let row = match write.subject.draft() {
        Ok(row) => row.clone(),
        Err(missing) => return Err(taken_over(&write, input.document).await?.unwrap_or(missing)),
    };
    if row.rev != i64::from(input.rev) {
        return Err(Error::of(
            Code::Stale,
            "This draft was changed in another window. Both texts are kept until you choose.",
        ));
    }
    let kind = write.subject.kind()?;
    if let Some(refusal) = write.kept_from(kind, &input.body).await? {
        return write.refuse(refusal).await;
    }
    let Taken { mut body, said } = kind.taken(input.body).map_err(misshapen)?;
    let carried = kind.carried(&body, &serde_json::from_str(&row.body)?, &wall(write.now)).map_err(misshapen)?;
    body::merge(&mut body, carried);
    let (mut findings, on_day) =
        checked(&write.tx, kind, row.document, row.client, write.subject.entry.as_ref(), &body, write.now).await?;
    findings.extend(said);
    let (rev, saved_at) = (row.rev + 1, write.utc());
    let mut row = row.into_active_model();
    row.body = Set(body.to_string());
    row.rev = Set(rev);
    row.saved_at = Set(saved_at);
    row.holds = Set(holds(&findings));
    row.on_day = Set(on_day);
    write.lastly(|rows| rows.change(row))?;
    write.done().await?;
    Ok(DraftSaved { rev: u32::try_from(rev).unwrap_or(u32::MAX), saved_at, findings })
}

/// Makes a draft mine that a colleague prepared who may not sign it. It stays as it was saved last, and its body keeps who prepared it. One draft
/// has one author, so that of two texts neither is lost: what the colleague types from here on is refused, and they are told by whom.
///
/// # Errors
/// `NotFound` where none is prepared; `Forbidden` and `OutsideTeam` as for the chart.
pub async fn take_over_draft(record: &Record, input: DocumentOf) -> Result<DraftView> {
    let unlocked = record.unlocked().await?;
    let found = prepared(unlocked.reader(), draft::Column::Document.eq(input.document)).await?.pop();
    let client = found.and_then(|row| row.client).ok_or_else(missing)?;
    let act = Act::new("take_over_draft").chart(client).naming(input.document, Some(client));
    let mut write = record.write(act).await?;
    // As it stands now that nobody else writes.
    let row = prepared(&write.tx, draft::Column::Document.eq(input.document)).await?.pop().ok_or_else(missing)?;
    let kind = kind_of(&row.kind)?;
    let mut body: Value = serde_json::from_str(&row.body)?;
    if let Some(refusal) = write.kept_from(kind, &body).await? {
        return write.refuse(refusal).await;
    }
    body[PREPARED_BY] = people::signed_as(&people::staff_names(&write.tx).await?, row.author).into();
    let (was, body) = (row.author, body.to_string());
    let row = draft::Model { author: write.me(), body, rev: row.rev + 1, saved_at: write.utc(), ..row };
    write.lastly(|rows| {
        rows.add(draft::Entity::clearing(was, row.document));
        rows.put(draft::ActiveModel::from(row.clone()));
        Ok(())
    })?;
    write.act = write.act.detail(kind.name());
    let view = shown(&write.tx, row, write.now).await?;
    write.done().await?;
    Ok(view)
}

/// Drafts of documents that are not in the record yet, not put away, whose author may not sign them and whose kind says that others do.
async fn prepared(db: &impl ConnectionTrait, asked: SimpleExpr) -> Result<Vec<draft::Model>> {
    let kinds = Kind::ALL.iter().filter(|kind| kind.about().signed_by_clinicians).map(|kind| kind.name());
    let found = draft::Entity::find()
        .filter(asked)
        .filter(draft::Column::Kind.is_in(kinds))
        .filter(draft::Column::Follows.eq(""))
        .filter(draft::Column::DiscardedAt.is_null());
    let mut rows = found.all(db).await?;
    if rows.is_empty() {
        return Ok(rows);
    }
    let staff = people::staff_names(db).await?;
    let signs =
        |author: &Uuid| staff.get(author).is_some_and(|row| Role::named(&row.role).may(Permission::WriteClinical));
    rows.retain(|row| !signs(&row.author));
    Ok(rows)
}

/// What whoever prepared a draft is told once a colleague has it.
async fn taken_over(write: &Write, document: Uuid) -> Result<Option<Error>> {
    let staff = people::staff_names(&write.tx).await?;
    let me = people::signed_as(&staff, write.me());
    let rows = draft::Entity::find().filter(draft::Column::Document.eq(document)).all(&write.tx).await?;
    let by = rows.into_iter().find(|row| {
        serde_json::from_str::<Value>(&row.body).is_ok_and(|body| body[PREPARED_BY].as_str() == Some(me.as_str()))
    });
    Ok(by.map(|row| {
        let who = people::signed_as(&staff, row.author);
        let message = format!("{who} took this over to sign it. Tell them what you typed since; it is not in it.");
        Error::of(Code::NotFound, message)
    }))
}

/// Puts a draft away. `restore_draft` brings it back.
///
/// # Errors
/// `NotFound`.
pub async fn discard_draft(record: &Record, input: DocumentOf) -> Result<Nothing> {
    let (write, _) = put_away(record, Act::new("discard_draft").document(input.document), true).await?;
    write.done().await?;
    Ok(Nothing {})
}

/// Brings a discarded draft back.
///
/// # Errors
/// `NotFound`.
pub async fn restore_draft(record: &Record, input: DocumentOf) -> Result<DraftView> {
    let (write, row) = put_away(record, Act::new("restore_draft").document(input.document), false).await?;
    let view = shown(&write.tx, row, write.now).await?;
    write.done().await?;
    Ok(view)
}

async fn put_away(record: &Record, act: Act, away: bool) -> Result<(Write, draft::Model)> {
    let write = record.write(act).await?;
    let mut row = write.subject.draft.clone().ok_or_else(missing)?.into_active_model();
    row.discarded_at = Set(away.then(|| write.utc()));
    let row = row.update(&write.tx).await?;
    Ok((write, row))
}

/// My drafts, of one chart or of all, and those that were prepared for me to sign. Those in a chart that is kept from me are not shown.
pub(crate) async fn lines(db: &impl ConnectionTrait, viewer: &Viewer, client: Option<Uuid>) -> Result<Vec<DraftLine>> {
    let mut asked =
        draft::Entity::find().filter(draft::Column::Author.eq(viewer.me)).filter(draft::Column::DiscardedAt.is_null());
    if let Some(client) = client {
        asked = asked.filter(draft::Column::Client.eq(client));
    }
    let mine = async {
        let rows = asked.order_by_asc(draft::Column::OnDay).order_by_asc(draft::Column::SavedAt);
        Ok(rows.all(db).await?)
    };
    let signs = viewer.may(Permission::WriteClinical);
    let of = client.map_or(draft::Column::Client.is_not_null(), |client| draft::Column::Client.eq(client));
    let theirs = async { if signs { prepared(db, of).await } else { Ok(Vec::new()) } };
    let (mut rows, mut theirs) = tokio::try_join!(mine, theirs)?;
    rows.retain(|row| row.client.is_none_or(|client| viewer.sees(client)));
    let mut by = BTreeMap::new();
    if signs {
        theirs.retain(|row| row.client.is_some_and(|client| viewer.clinical(client)));
        if !theirs.is_empty() {
            by = people::staff_names(db).await?;
        }
        rows.extend(theirs);
    }
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
            prepared_by: (row.author != viewer.me).then(|| people::signed_as(&by, row.author)),
        })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

async fn shown(db: &impl ConnectionTrait, row: draft::Model, now: DateTime<FixedOffset>) -> Result<DraftView> {
    let body: Value = serde_json::from_str(&row.body)?;
    let kind = kind_of(&row.kind)?;
    let earlier = entry::Entity::of(db, row.document).await?;
    let (findings, _) = checked(db, kind, row.document, row.client, earlier.as_ref(), &body, now).await?;
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
    let prepared_by = body[PREPARED_BY].as_str().filter(|by| !by.is_empty()).map(str::to_owned);
    DraftView {
        document: row.document,
        prepared_by,
        kind,
        title: kind.title().into(),
        finish: kind.about().finish,
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

/// Findings of a body, holds first, and its clinical day. While a transaction is open it is asked on its own connection: each commit empties
/// what the readers remember of the encrypted file, never what the writer does.
pub(crate) async fn checked(
    db: &impl ConnectionTrait,
    kind: Kind,
    document: Uuid,
    client: Option<Uuid>,
    earlier: Option<&entry::Model>,
    body: &Value,
    now: DateTime<FixedOffset>,
) -> Result<(Vec<Finding>, Option<NaiveDate>)> {
    // What is hidden would not be signed, so it holds nothing.
    let body = &kind.answered(body).map_err(misshapen)?;
    let context = Box::pin(check_context(db, kind, document, client, earlier, body, now)).await?;
    checked_in(&context, kind, body)
}

/// The same where what the record knows around the body is gathered.
pub(super) fn checked_in(
    context: &CheckContext,
    kind: Kind,
    body: &Value,
) -> Result<(Vec<Finding>, Option<NaiveDate>)> {
    let mut checked = kind.checked(body, context).map_err(misshapen)?;
    checked.findings.extend(unprintable_findings(kind.form(), body, &paper::unprintable));
    checked.findings.sort_by_key(|finding| finding.weight);
    Ok((checked.findings, checked.on))
}

fn misshapen(_: serde_json::Error) -> Error {
    Error::of(Code::BadInput, "This form does not fit the document. Nothing was changed.")
}

fn holds(findings: &[Finding]) -> i64 {
    i64::try_from(findings.iter().filter(|finding| finding.weight == Weight::Hold).count()).unwrap_or(i64::MAX)
}
