//! Signing: the password is entered again, the person's key signs the version's hash, and the text is locked.

use super::documents::{Ready, ready, standing, written};
use super::drafts::{body_of, mine, missing};
use super::{accounts, only_by_its_command, safety, writing};
use crate::gate::{Act, Write};
use crate::ledger::append::{self, Fresh, Signer, Status};
use crate::projections::cosignature;
use crate::gate::Record;
use crate::error::{Code, Error, Result};
use crate::ids::new_id;
use crate::permission::Permission;
use crate::projections::entry_of;
use crate::projections::entry;
use crate::views::{AddAddendum, DocumentView, RetractDocument, SignDocument};
use clinical::Kind;
use clinical::kind::Finish;
use clinical::kinds::Chart;
use clinical::form::{Finding, Form, Input, section};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use uuid::Uuid;

impl Record {
    /// Takes up the pen of the person signed in.
    ///
    /// # Errors
    /// `WrongPassword`, `Wait`.
    pub async fn pen(&self, password: &str) -> Result<Signer> {
        let wrong = "That password does not sign for you. Nothing was signed.";
        Ok(Signer { opened: accounts::own(self, password, "sign_password", wrong).await? })
    }
}

/// Signs a draft.
///
/// # Errors
/// `WrongPassword`, `Held` with findings at their fields, `Stale`.
pub async fn sign_document(record: &Record, input: SignDocument) -> Result<DocumentView> {
    let pen = record.pen(&input.password).await?;
    sign_with(record, input, &pen).await
}

/// The same with the pen in hand: what `sign_document` does after the password's derivation, which is slow on purpose.
///
/// # Errors
/// As `sign_document`, without the password.
pub async fn sign_with(record: &Record, input: SignDocument, pen: &Signer) -> Result<DocumentView> {
    settle_first(record, "sign_document", input.document, &input.license_override, input.clock_confirmed).await?;
    let mut write = record.act(Act::new("sign_document").document(input.document)).await?;
    let Some(row) = mine(&write.tx, write.me(), input.document).await?.filter(|row| row.discarded_at.is_none()) else {
        // A double click, or a press after a lost answer: the first one signed.
        let entry = entry_of(&write.tx, input.document)
            .await?
            .filter(|entry| entry.author == write.me() && entry.status == "signed");
        entry.ok_or_else(missing)?;
        return standing(&write.tx, input.document, &write.viewer().await?, Some(false)).await;
    };
    let allowed = write.may(writing(super::drafts::kind_of(&row.kind)?));
    write = write.permitted(allowed).await?;
    let Ready { kind, body, earlier } = ready(&write, &row, input.rev).await?;
    if kind.finish() == Finish::Recorded {
        return Err(Error::of(Code::Held, "This document is recorded; it needs no signature."));
    }
    if kind == Kind::Assessment && write.unlocked.me.credential.trim().is_empty() {
        // S-02: done by trained or licensed professionals.
        let finding =
            Finding::hold("", "An assessment is signed by someone with a credential. Ask a colleague who has one.");
        return Err(Error::held("1 thing to settle first.", vec![finding]));
    }
    let mut reason = body["revision_reason"].as_str().unwrap_or_default().to_owned();
    if reason.is_empty() && earlier.as_ref().is_some_and(|entry| entry.cosign == cosignature::RETURNED) {
        reason = "Changed after it was returned.".into();
    }
    let notes = match &earlier {
        Some(earlier) if kind == Kind::GroupSession => notes_of(&write.tx, earlier).await?,
        _ => Vec::new(),
    };
    let charts = if kind == Kind::GroupSession { kind.charts(&body)? } else { Vec::new() };
    write.act = write.act.client(row.client).detail(kind.name());
    let fresh = Fresh {
        document: row.document,
        kind,
        client: row.client,
        episode: row.episode,
        status: Status::Signed,
        reason: &reason,
        body,
        earlier,
        drafted: Some(row.author),
    };
    let wrote = append::append(&write, fresh, Some(pen)).await?;
    write_into_charts(&write, row.document, charts, notes, &reason, pen).await?;
    let view = written(&write, row.document, wrote).await?;
    write.done().await?;
    Ok(view)
}

/// What an expired license or a doubtful clock asks for before anything is signed. What is answered is in the audit trail first.
async fn settle_first(
    record: &Record,
    action: &'static str,
    document: Uuid,
    license_override: &str,
    clock_confirmed: bool,
) -> Result<()> {
    let read = record.see(Act::new(action).document(document).quiet()).await?;
    let expired = safety::license_expired(&read.unlocked, read.today()).await?;
    let doubt = read.unlocked.clock_doubt(read.now);
    let refused = |code, message: String| async move {
        let act = Act::new(action).document(document).detail(message.clone());
        record.act(act).await?.refuse(Error::of(code, message)).await
    };
    let why = license_override.trim();
    match &expired {
        Some(sentence) if why.chars().count() < 10 => return refused(Code::License, sentence.clone()).await,
        _ => {}
    }
    match &doubt {
        Some(sentence) if !clock_confirmed => return refused(Code::Clock, sentence.clone()).await,
        _ => {}
    }
    if expired.is_some() {
        let why = plain(why, "license_override")?;
        record.act(Act::new("license_override").document(document).detail(why)).await?.done().await?;
    }
    if let Some(sentence) = doubt {
        record.act(Act::new("clock_confirmed").document(document).detail(sentence)).await?.done().await?;
        // Asked once until the record is locked.
        read.unlocked.believe_clock();
    }
    Ok(())
}

/// The notes that a group session wrote: of the same moment or day, and naming it.
pub(crate) async fn notes_of(db: &impl ConnectionTrait, session: &entry::Model) -> Result<Vec<entry::Model>> {
    let rows = entry::Entity::find()
        .filter(Expr::cust("kind = 'group_note'"))
        .filter(entry::Column::Author.eq(session.author))
        .filter(entry::Column::Status.ne("retracted"))
        .filter(
            Condition::any()
                .add(entry::Column::RecordedAt.eq(session.recorded_at))
                .add(entry::Column::OnDay.eq(session.on_day)),
        )
        .all(db)
        .await?;
    let mut notes = Vec::new();
    for row in rows {
        if body_of(db, &row.version).await?["session"].as_str() == Some(session.document.to_string().as_str()) {
            notes.push(row);
        }
    }
    Ok(notes)
}

/// One save, N charts: each person's own note, with nobody else in it, signed with the same pen in the same transaction. Signing a
/// session anew writes new versions of the notes it wrote before, and withdraws the note of someone no longer in it.
async fn write_into_charts(
    write: &Write,
    session: Uuid,
    charts: Vec<Chart>,
    mut notes: Vec<entry::Model>,
    reason: &str,
    pen: &Signer,
) -> Result<()> {
    for chart in charts {
        let client = Uuid::parse_str(&chart.client)
            .map_err(|_| Error::of(Code::BadInput, "Someone in this group is not a client of the record."))?;
        crate::queries::people::client_row(&write.tx, client).await?;
        let mut body = chart.body;
        body["session"] = Value::String(session.to_string());
        let episodes = crate::queries::people::episodes(&write.tx, client).await?;
        let episode = crate::queries::people::current(&episodes, write.today()).map(|episode| episode.document);
        let earlier = notes.iter().position(|note| note.client == Some(client)).map(|at| notes.swap_remove(at));
        let reason = if earlier.is_some() { reason } else { "" };
        let document = earlier.as_ref().map_or_else(|| new_id(write.utc()), |note| note.document);
        let (kind, client, status) = (chart.kind, Some(client), Status::Signed);
        let fresh = Fresh { document, kind, client, episode, status, reason, body, earlier, drafted: None };
        append::append(write, fresh, Some(pen)).await?;
    }
    for gone in notes {
        let (document, client, reason) = (gone.document, gone.client, "Not in this group any more.");
        let (kind, status, body) = (Kind::GroupNote, Status::Retracted, json!({}));
        let (earlier, episode, drafted) = (Some(gone), None, None);
        append::append(
            write,
            Fresh { document, kind, client, episode, status, reason, body, earlier, drafted },
            Some(pen),
        )
        .await?;
    }
    Ok(())
}

/// Adds to a signed document without touching it.
///
/// # Errors
/// `WrongPassword`, `BadInput` for an empty text, `Signed` if it was retracted.
pub async fn add_addendum(record: &Record, input: AddAddendum) -> Result<DocumentView> {
    let (reason, text) = (plain(&input.reason, "reason")?, plain(&input.text, "text")?);
    let body = json!({ "text": text });
    let (why, looked) = (input.license_override.unwrap_or_default(), input.clock_confirmed.unwrap_or_default());
    settle_first(record, "add_addendum", input.document, &why, looked).await?;
    follow(record, "add_addendum", input.document, &input.password, Status::Addendum, &reason, body).await
}

/// Withdraws a document; its text is kept and shown struck.
///
/// # Errors
/// `WrongPassword`, `Forbidden` unless it is one's own or one directs the program.
pub async fn retract_document(record: &Record, input: RetractDocument) -> Result<DocumentView> {
    let reason = plain(&input.reason, "reason")?;
    follow(record, "retract_document", input.document, &input.password, Status::Retracted, &reason, json!({})).await
}

async fn follow(
    record: &Record,
    action: &str,
    document: Uuid,
    password: &str,
    status: Status,
    reason: &str,
    body: Value,
) -> Result<DocumentView> {
    let pen = record.pen(password).await?;
    let write = record.act(Act::new(action).document(document)).await?;
    let entry = entry_of(&write.tx, document).await?.ok_or_else(missing)?;
    let kind = super::drafts::kind_of(&entry.kind)?;
    only_by_its_command(kind)?;
    let role = write.unlocked.me.role;
    let waits = entry.cosign == cosignature::AWAITS;
    let own = (entry.author == write.me() && !waits) || role.may(Permission::ManageProgram);
    // Only the author or the program director withdraws.
    let mut write = write.permitted(role.may(writing(kind)) && (status != Status::Retracted || own)).await?;
    if entry.status == "retracted" {
        return Err(Error::of(Code::Signed, "This was withdrawn already. Its text is kept as it is."));
    }
    if status == Status::Addendum && entry.status != "signed" {
        return Err(Error::of(Code::BadInput, "Only signed documents take an addendum. Change this one instead."));
    }
    if status == Status::Addendum && entry.cosign != cosignature::FINAL {
        let message = if waits {
            "This waits for a co-signature. It takes an addendum once it is final."
        } else {
            "This was returned. Change it instead of adding to it."
        };
        return Err(Error::of(Code::Signed, message));
    }
    if status == Status::Retracted && kind == Kind::Program {
        return Err(Error::of(Code::BadInput, "The program profile is changed, not withdrawn."));
    }
    write.act = write.act.client(entry.client).detail(entry.kind.clone());
    append::append(
        &write,
        Fresh {
            document,
            kind,
            client: entry.client,
            episode: None,
            status,
            reason,
            body,
            earlier: Some(entry),
            drafted: None,
        },
        Some(&pen),
    )
    .await?;
    let view = standing(&write.tx, document, &write.viewer().await?, None).await?;
    write.done().await?;
    Ok(view)
}

pub(crate) fn plain(text: &str, field: &'static str) -> Result<String> {
    let form = Form {
        title: "",
        sections: vec![section("", vec![clinical::form::field(field, "This text", Input::Paragraph)])],
    };
    let findings = clinical::text::typed_text_findings(&form, &json!({ field: text }));
    if text.trim().is_empty() {
        let finding = clinical::form::Finding::hold(field, "Say what and why; it is kept with the document.");
        return Err(Error { code: Code::BadInput, message: "Something is missing.".into(), findings: vec![finding] });
    }
    if findings.is_empty() {
        Ok(text.trim().to_owned())
    } else {
        Err(Error { code: Code::BadInput, message: "This text cannot be kept as it is.".into(), findings })
    }
}
