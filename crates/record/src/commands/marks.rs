//! Signatures drawn by hand on the screen. The member of staff beside the person signs that they saw it made.

use super::documents::standing;
use super::drafts::{body_of, kind_of, missing};
use super::signing::plain;
use super::writing;
use crate::act::Act;
use crate::append::{Said, sign};
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::project::entry_of;
use crate::store::signature;
use crate::view::{DocumentView, Hand, MarkByHand};
use clinical::drawing;
use clinical::form::Finding;
use sea_orm::EntityTrait as _;

/// Puts a mark by hand under the version in force.
///
/// # Errors
/// `WrongPassword`; `BadInput` for a drawing or a name that cannot be kept, a kind nobody else signs, or a mark already made.
pub async fn mark_by_hand(desk: &Desk, input: MarkByHand) -> Result<DocumentView> {
    let name = plain(&input.name, "name")?;
    let relationship = match input.hand {
        Hand::Client => None,
        Hand::Family | Hand::Guardian => Some(plain(&input.relationship, "relationship")?),
    };
    let meaning = match input.hand {
        Hand::Client => "client",
        Hand::Family => "family",
        Hand::Guardian => "guardian",
    };
    if drawing::strokes(&input.drawing).is_none() {
        let finding = Finding::hold("drawing", "Sign in the box with a finger, a pen or the mouse.");
        return Err(Error {
            code: Code::BadInput,
            message: "The signature is missing.".into(),
            findings: vec![finding],
        });
    }
    let pen = desk.pen(&input.password).await?;
    let ink = desk.act(Act::new("mark_by_hand").document(input.document)).await?;
    let entry = entry_of(&ink.tx, input.document).await?.ok_or_else(missing)?;
    let kind = kind_of(&entry.kind)?;
    let allowed = ink.may(writing(kind));
    let mut ink = ink.permitted(allowed).await?;
    let no = |message: &str| Err(Error::of(Code::BadInput, message));
    if !kind.signed_by_hand() {
        return no("This document is not signed by the client or family.");
    }
    if entry.status != "signed" {
        return no("Sign the document first; then the client or family signs this version.");
    }
    let body = body_of(&ink.tx, &entry.version).await?;
    if input.hand == Hand::Client && body["client_signs"] == "not_signed" {
        return no("This version says that the client does not sign, and why. Make a new version first.");
    }
    let same = (entry.version.clone(), ink.me(), meaning.to_owned());
    if signature::Entity::find_by_id(same).one(&ink.tx).await?.is_some() {
        return no("This version carries that signature already.");
    }
    let said = Said { name: Some(name), drawing: Some(input.drawing), relationship, ..Said::of(meaning) };
    sign(&ink, &entry.version, &pen, said).await?;
    ink.act = ink.act.client(entry.client).detail(format!("{} {meaning}", entry.kind));
    let view = standing(&ink.tx, input.document, &ink.eyes().await?, None).await?;
    ink.done().await?;
    Ok(view)
}
