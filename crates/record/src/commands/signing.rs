//! Signing: the password is entered again, the person's key signs the version's hash, and the text is locked.

use super::documents::{Ready, ready, standing, written};
use super::drafts::{mine, missing};
use super::vault::derived;
use super::writing;
use crate::act::{Act, Ink};
use crate::append::{self, Fresh, Pen, Status};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::ids::new_id;
use crate::permission::Permission;
use crate::project::entry_of;
use crate::view::{AddAddendum, DocumentView, RetractDocument, SignDocument};
use clinical::documents::{Finish, Kind};
use clinical::form::{Form, Input, section};
use serde_json::{Value, json};
use uuid::Uuid;

impl Desk {
    /// Takes up the pen of the person signed in.
    ///
    /// # Errors
    /// `WrongPassword`.
    pub async fn pen(&self, password: &str) -> Result<Pen> {
        let open = self.open().await?;
        let opened = derived(open.files.keys.clone(), open.me.name.clone(), password.to_owned()).await;
        match opened {
            Ok(opened) if opened.user == open.me.staff => Ok(Pen { opened }),
            Ok(_) | Err(Error { code: Code::WrongPassword, .. }) => {
                self.act(Act::new("sign_password").refused()).await?.done().await?;
                Err(Error::of(Code::WrongPassword, "That password does not sign for you. Nothing was signed."))
            }
            Err(error) => Err(error),
        }
    }
}

/// Signs a draft.
///
/// # Errors
/// `WrongPassword`, `Held` with findings at their fields, `Stale`.
pub async fn sign_document(desk: &Desk, input: SignDocument) -> Result<DocumentView> {
    let pen = desk.pen(&input.password).await?;
    sign_with(desk, input, &pen).await
}

/// The same with the pen in hand: what `sign_document` does after the password's derivation, which is slow on purpose.
///
/// # Errors
/// As `sign_document`, without the password.
pub async fn sign_with(desk: &Desk, input: SignDocument, pen: &Pen) -> Result<DocumentView> {
    let mut ink = desk.act(Act::new("sign_document").document(input.document)).await?;
    let Some(row) = mine(&ink.tx, ink.me(), input.document).await?.filter(|row| row.discarded_at.is_none()) else {
        // A double click, or a press after a lost answer: the first one signed.
        let entry = entry_of(&ink.tx, input.document)
            .await?
            .filter(|entry| entry.author == ink.me() && entry.status == "signed");
        entry.ok_or_else(missing)?;
        return standing(&ink.tx, input.document, ink.me(), Some(false), |permission| ink.open.me.role.may(permission))
            .await;
    };
    let allowed = ink.may(writing(super::drafts::kind_of(&row.kind)?));
    ink = ink.permitted(allowed).await?;
    let Ready { kind, body, earlier } = ready(&ink, &row, input.rev).await?;
    if kind.finish() == Finish::Recorded {
        return Err(Error::of(Code::Held, "This document is recorded; it needs no signature."));
    }
    let reason = body["revision_reason"].as_str().unwrap_or_default().to_owned();
    let charts = if kind == Kind::GroupSession { kind.charts(&body)? } else { Vec::new() };
    ink.act = ink.act.client(row.client).detail(kind.name());
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
    let wrote = append::append(&ink, fresh, Some(pen)).await?;
    for chart in charts {
        write_into_chart(&ink, row.document, chart, pen).await?;
    }
    let view = written(&ink, row.document, wrote).await?;
    ink.done().await?;
    Ok(view)
}

/// One save, N charts: this person's own note, with nobody else in it, signed with the same pen in the same transaction.
async fn write_into_chart(ink: &Ink, session: Uuid, chart: clinical::documents::Chart, pen: &Pen) -> Result<()> {
    let client = Uuid::parse_str(&chart.client)
        .map_err(|_| Error::of(Code::BadInput, "Someone in this group is not a client of the record."))?;
    crate::look::people::client_row(&ink.tx, client).await?;
    let mut body = chart.body;
    body["session"] = Value::String(session.to_string());
    let episodes = crate::look::people::episodes(&ink.tx, client).await?;
    let episode = crate::look::people::current(&episodes, ink.today()).map(|episode| episode.document);
    let document = new_id(ink.utc());
    let fresh = Fresh {
        document,
        kind: chart.kind,
        client: Some(client),
        episode,
        status: Status::Signed,
        reason: "",
        body,
        earlier: None,
        drafted: None,
    };
    append::append(ink, fresh, Some(pen)).await?;
    Ok(())
}

/// Adds to a signed document without touching it.
///
/// # Errors
/// `WrongPassword`, `BadInput` for an empty text, `Signed` if it was retracted.
pub async fn add_addendum(desk: &Desk, input: AddAddendum) -> Result<DocumentView> {
    let (reason, text) = (plain(&input.reason, "reason")?, plain(&input.text, "text")?);
    let body = json!({ "text": text });
    follow(desk, "add_addendum", input.document, &input.password, Status::Addendum, &reason, body).await
}

/// Withdraws a document; its text is kept and shown struck.
///
/// # Errors
/// `WrongPassword`, `Forbidden` unless it is one's own or one directs the program.
pub async fn retract_document(desk: &Desk, input: RetractDocument) -> Result<DocumentView> {
    let reason = plain(&input.reason, "reason")?;
    follow(desk, "retract_document", input.document, &input.password, Status::Retracted, &reason, json!({})).await
}

async fn follow(
    desk: &Desk,
    action: &str,
    document: Uuid,
    password: &str,
    status: Status,
    reason: &str,
    body: Value,
) -> Result<DocumentView> {
    let pen = desk.pen(password).await?;
    let ink = desk.act(Act::new(action).document(document)).await?;
    let entry = entry_of(&ink.tx, document).await?.ok_or_else(missing)?;
    let kind = super::drafts::kind_of(&entry.kind)?;
    let role = ink.open.me.role;
    let own = entry.author == ink.me() || role.may(Permission::ManageProgram);
    // Only the author or the program director withdraws.
    let mut ink = ink.permitted(role.may(writing(kind)) && (status != Status::Retracted || own)).await?;
    if entry.status == "retracted" {
        return Err(Error::of(Code::Signed, "This was withdrawn already. Its text is kept as it is."));
    }
    if status == Status::Addendum && entry.status != "signed" {
        return Err(Error::of(Code::BadInput, "Only signed documents take an addendum. Change this one instead."));
    }
    ink.act = ink.act.client(entry.client).detail(entry.kind.clone());
    append::append(
        &ink,
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
    let view = standing(&ink.tx, document, ink.me(), None, |permission| role.may(permission)).await?;
    ink.done().await?;
    Ok(view)
}

fn plain(text: &str, field: &'static str) -> Result<String> {
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
