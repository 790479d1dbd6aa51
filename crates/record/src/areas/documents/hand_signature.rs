//! Signatures drawn by hand on the screen. The member of staff beside the person signs that they saw it made.

use super::document::standing;
use crate::canonical::VersionStatus;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record};
use crate::ledger::append::Said;
use crate::ledger::body;
use crate::storage::signature;
use crate::typed::plain;
use crate::views::{DocumentView, Hand, SignByHand};
use clinical::drawing;
use clinical::form::Finding;
use sea_orm::EntityTrait as _;

/// Puts a mark by hand under the version in force.
///
/// # Errors
/// `WrongPassword`; `BadInput` for a drawing or a name that cannot be kept, a kind nobody else signs, or a mark already made.
pub async fn sign_by_hand(record: &Record, input: SignByHand) -> Result<DocumentView> {
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
    let signer = record.signer(&input.password).await?;
    let mut write = record.write(Act::new("sign_by_hand").document(input.document)).await?;
    let entry = write.subject.entry()?.clone();
    let no = |message: &str| Err(Error::of(Code::BadInput, message));
    if !write.subject.kind()?.about().by_hand {
        return no("This document is not signed by the client or family.");
    }
    if entry.status != VersionStatus::Signed {
        return no("Sign the document first; then the client or family signs this version.");
    }
    let body = body::of_version(&write.tx, &entry.version).await?;
    if input.hand == Hand::Client && body["client_signs"] == "not_signed" {
        return no("This version says that the client does not sign, and why. Make a new version first.");
    }
    let same = (entry.version.clone(), write.me(), meaning.to_owned());
    if signature::Entity::find_by_id(same).one(&write.tx).await?.is_some() {
        return no("This version carries that signature already.");
    }
    let said = Said { name: Some(name), drawing: Some(input.drawing), relationship, ..Said::of(meaning) };
    write.sign(&entry.version, &signer, said).await?;
    write.act = write.act.detail(format!("{} {meaning}", entry.kind));
    let view = standing(&write.tx, input.document, &write.viewer().await?, None).await?;
    write.done().await?;
    Ok(view)
}
