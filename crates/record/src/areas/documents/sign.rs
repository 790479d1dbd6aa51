//! Signing: the password is entered again, the person's key signs the version's hash, and the text is locked.

use super::confidence::{is_apart, nobody_reviews, unread};
use super::document::{standing, written};
use super::drafts::{only_by_its_command, stay_of};
use super::record::{Ready, own_work, ready};
use crate::canonical::VersionStatus;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Write, kind_of, missing};
use crate::ids::new_id;
use crate::ledger::append::{Fresh, Signer};
use crate::projections::entry::{self, Cosign};
use crate::queries::people;
use crate::secret::Secret;
use crate::storage::draft;
use crate::typed::plain;
use crate::views::{AddAddendum, DocumentView, RetractDocument, SignDocument, with_article};
use clinical::form::Finding;
use clinical::kind::{Finish, Lies, Part, StartsFrom};
use clinical::permission::Permission;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use uuid::Uuid;

/// Signs a draft.
///
/// # Errors
/// `WrongPassword`, `Held` with findings at their fields, `Stale`.
pub async fn sign_document(record: &Record, input: SignDocument) -> Result<DocumentView> {
    let signer = record.signer(&input.password).await?;
    sign_with(record, input, &signer).await
}

/// The same with the key at hand: what `sign_document` does after the password's derivation, which is slow on purpose.
///
/// # Errors
/// As `sign_document`, without the password.
pub async fn sign_with(record: &Record, input: SignDocument, signer: &Signer) -> Result<DocumentView> {
    settle_first(record, "sign_document", input.document, &input.license_override, input.clock_confirmed).await?;
    let mut write = record.write(Act::new("sign_document").document(input.document)).await?;
    let Ok(row) = write.subject.draft().cloned() else {
        // A double click, or a press after a lost answer: the first one signed.
        own_work(&write)?;
        if write.subject.entry()?.status != VersionStatus::Signed {
            return Err(missing());
        }
        return standing(&write.tx, input.document, &write.viewer().await?, Some(false)).await;
    };
    let Ready { kind, stay, body } = ready(&write, &row, input.rev).await?;
    if kind.about().finish == Finish::Recorded {
        return Err(Error::of(Code::Held, "This document is recorded; it needs no signature."));
    }
    if kind.about().credentialed && write.unlocked.me.credential.trim().is_empty() {
        // S-02: done by trained or licensed professionals.
        let message = format!(
            "{} is signed by someone with a credential. Ask a colleague who has one.",
            with_article(kind.title())
        );
        return Err(Error::held("1 thing to settle first.", vec![Finding::hold("", message)]));
    }
    if kind.in_confidence(&body)
        && write.unlocked.me.cosigned
        && let Some(message) = nobody_reviews(&write.tx, write.me(), row.client).await?
    {
        let tick = kind.about().confidence.unwrap_or_default();
        return Err(Error::held("1 thing to settle first.", vec![Finding::hold(tick, message)]));
    }
    let earlier = write.subject.entry.clone();
    if kind.about().signed_by_clinicians && earlier.is_none() && !write.unlocked.me.role.may(Permission::WriteClinical)
    {
        let message = format!(
            "You can prepare {} and later make it narrower. A clinician finds it in the chart, goes through it with the client and signs it.",
            with_article(kind.title())
        );
        return write.refuse(Error::held("1 thing to settle first.", vec![Finding::hold("", message)])).await;
    }
    let mut reason = body["revision_reason"].as_str().unwrap_or_default().to_owned();
    if reason.is_empty() && earlier.as_ref().is_some_and(|entry| entry.cosign == Cosign::Returned) {
        reason = "Changed after it was returned.".into();
    }
    let was = match &earlier {
        Some(earlier) => entry::Entity::parts_of(&write.tx, earlier.document).await?,
        None => Vec::new(),
    };
    let parts = kind.parts(&body, &row.document.to_string())?;
    write.act = write.act.detail(kind.name());
    let fresh = Fresh {
        document: row.document,
        kind,
        client: row.client,
        stay,
        status: VersionStatus::Signed,
        reason: &reason,
        body,
        earlier,
        drafted: Some(row.author),
    };
    let wrote = write.append(fresh, Some(signer)).await?;
    write_parts(&write, parts, was, &reason, signer).await?;
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
    let (unlocked, now) = (record.unlocked().await?, record.now());
    let expired = unlocked.license_expired(now.date_naive()).await?;
    let doubt = unlocked.clock_doubt(now);
    let refused = |code, message: String| async move {
        let act = Act::new(action).document(document).detail(message.clone());
        record.refuse(act, Error::of(code, message)).await
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
        let act = Act::new("license_override").document(document).detail(why);
        record.write(act).await?.done().await?;
    }
    if let Some(sentence) = doubt {
        let act = Act::new("clock_confirmed").document(document).detail(sentence);
        record.write(act).await?.done().await?;
        // Asked once until the record is locked.
        unlocked.believe_clock();
    }
    Ok(())
}

/// One save, N charts: each person's own part, with nobody else in it, signed with the same key in the same transaction. Signing the whole
/// anew writes new versions of the parts it wrote before, and withdraws the part of someone no longer in it.
async fn write_parts(
    write: &Write,
    parts: Vec<Part>,
    mut was: Vec<entry::Model>,
    reason: &str,
    signer: &Signer,
) -> Result<()> {
    for part in parts {
        let stranger = |_| Error::of(Code::BadInput, "Someone named here is not a client of the record.");
        let client = match write.subject.client.filter(|_| part.client.is_empty()) {
            Some(client) => client,
            None => Uuid::parse_str(&part.client).map_err(stranger)?,
        };
        people::client_row(&write.tx, client).await?;
        let kind = kind_of(part.kind)?;
        let same = |it: &entry::Model| it.client == Some(client) && it.kind == part.kind;
        let earlier = was.iter().position(same).map(|at| was.remove(at));
        let document = earlier.as_ref().map_or_else(|| new_id(write.utc()), |part| part.document);
        let stay = stay_of(write, kind, document, Some(client), &part.body, earlier.as_ref()).await?;
        let fresh = Fresh {
            document,
            kind,
            client: Some(client),
            stay,
            status: VersionStatus::Signed,
            reason: if earlier.is_some() { reason } else { "" },
            body: part.body,
            earlier,
            drafted: None,
        };
        write.append(fresh, Some(signer)).await?;
    }
    withdraw_parts(write, was, "Not in this group any more.", signer).await
}

/// Whole and parts move together: what a whole wrote goes with it, in the same transaction and with the reason.
async fn withdraw_parts(write: &Write, parts: Vec<entry::Model>, reason: &str, signer: &Signer) -> Result<()> {
    for part in parts {
        let fresh = Fresh {
            document: part.document,
            kind: kind_of(&part.kind)?,
            client: part.client,
            stay: part.stay,
            status: VersionStatus::Retracted,
            reason,
            body: json!({}),
            earlier: Some(part),
            drafted: None,
        };
        write.append(fresh, Some(signer)).await?;
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
    follow(record, "add_addendum", input.document, &input.password, VersionStatus::Addendum, &reason, body).await
}

/// Withdraws a document; its text is kept and shown struck.
///
/// # Errors
/// `WrongPassword`, `Forbidden` unless it is one's own or one directs the program.
pub async fn retract_document(record: &Record, input: RetractDocument) -> Result<DocumentView> {
    let reason = plain(&input.reason, "reason")?;
    follow(record, "retract_document", input.document, &input.password, VersionStatus::Retracted, &reason, json!({}))
        .await
}

/// Whether anything besides this document is in its chart, or lies in somebody's draft for it.
async fn opens_a_chart_in_use(write: &Write, entry: &entry::Model) -> Result<bool> {
    let Some(client) = entry.client else { return Ok(false) };
    let others = entry::Entity::find()
        .filter(entry::Column::Chart.eq(client))
        .filter(entry::Column::Document.ne(entry.document))
        .one(&write.tx);
    let drafted = draft::Entity::find()
        .filter(draft::Column::Client.eq(client))
        .filter(draft::Column::Document.ne(entry.document))
        .one(&write.tx);
    Ok(others.await?.is_some() || drafted.await?.is_some())
}

async fn follow(
    record: &Record,
    action: &'static str,
    document: Uuid,
    password: &Secret,
    status: VersionStatus,
    reason: &str,
    body: Value,
) -> Result<DocumentView> {
    let signer = record.signer(password).await?;
    let mut write = record.write(Act::new(action).document(document)).await?;
    let entry = write.subject.entry()?.clone();
    let kind = write.subject.kind()?;
    only_by_its_command(kind)?;
    let withdraws = status == VersionStatus::Retracted;
    let waits = entry.cosign == Cosign::Awaits;
    let own = (entry.author == write.me() && !waits) || write.unlocked.me.role.may(Permission::ManageProgram);
    if withdraws && !own {
        // Only the author or the program director withdraws.
        return write.refuse(Error::forbidden()).await;
    }
    if entry.status == VersionStatus::Retracted {
        return Err(Error::of(Code::Signed, "This was withdrawn already. Its text is kept as it is."));
    }
    if !withdraws && kind.about().finish == Finish::Recorded {
        return Err(Error::of(Code::BadInput, "Only signed documents take an addendum. Change this one instead."));
    }
    if !withdraws && entry.heads > 1 {
        // It would follow both, and so settle them unseen.
        let message = "Two versions of this stand side by side. Bring them together, then add to it.";
        return Err(Error::of(Code::Signed, message));
    }
    if !withdraws && entry.cosign != Cosign::Final {
        let message = if waits {
            "This waits for a co-signature. It takes an addendum once it is final."
        } else {
            "This was returned. Change it instead of adding to it."
        };
        return Err(Error::of(Code::Signed, message));
    }
    if !withdraws && let Some(unread) = unread(&write.tx, write.me(), kind, &entry).await? {
        return write.refuse(unread).await;
    }
    if !withdraws
        && write.unlocked.me.cosigned
        && is_apart(&write.tx, kind, &entry).await?
        && let Some(message) = nobody_reviews(&write.tx, write.me(), entry.client).await?
    {
        return Err(Error::held("1 thing to settle first.", vec![Finding::hold("text", message)]));
    }
    if withdraws && kind.about().one && kind.about().lies == Lies::Program {
        let message = format!("The {} profile is changed, not withdrawn.", kind.title().to_lowercase());
        return Err(Error::of(Code::BadInput, message));
    }
    if withdraws && !kind.about().never_withdrawn.is_empty() {
        return write.refuse(Error::of(Code::BadInput, kind.about().never_withdrawn)).await;
    }
    if withdraws && let Some(whole) = entry::Entity::whole_of(&write.tx, &entry).await? {
        let wrote = kind_of(&whole.kind)?.title().to_lowercase();
        let message =
            format!("This was written by the {wrote} it tells of. Withdraw the {wrote}; all it wrote goes with it.");
        return write.refuse(Error::of(Code::BadInput, message)).await;
    }
    if withdraws && kind.about().starts == StartsFrom::Clients && opens_a_chart_in_use(&write, &entry).await? {
        let message =
            "There is a chart behind this. Change what is wrong instead; the chart and everything in it stay.";
        return write.refuse(Error::of(Code::BadInput, message)).await;
    }
    write.act = write.act.detail(entry.kind.clone());
    let fresh = Fresh {
        document,
        kind,
        client: entry.client,
        stay: entry.stay,
        status,
        reason,
        body,
        earlier: Some(entry),
        drafted: None,
    };
    write.append(fresh, Some(&signer)).await?;
    if withdraws {
        let parts = entry::Entity::parts_of(&write.tx, document).await?;
        withdraw_parts(&write, parts, reason, &signer).await?;
    }
    let view = standing(&write.tx, document, &write.viewer().await?, None).await?;
    write.done().await?;
    Ok(view)
}
