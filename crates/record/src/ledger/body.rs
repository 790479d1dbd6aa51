//! What a version says, read: brought forward to today's shape, with every key, or an error.

use crate::canonical::Envelope;
use crate::error::{Code, Error, Result};
use crate::storage::version;
use clinical::Kind;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use serde_json::Value;

/// The body of this version.
///
/// # Errors
/// `NotFound`; `ReadOnly` for a kind of a newer app.
pub(crate) async fn of_version(db: &impl ConnectionTrait, id: &[u8]) -> Result<Value> {
    let row = version::Entity::find().filter(version::Column::Id.eq(id.to_vec())).one(db).await?;
    let gone = || Error::of(Code::NotFound, "This document is not here any more. It may have been signed or put away.");
    of_bytes(&row.ok_or_else(gone)?.bytes)
}

/// The body in a version's bytes.
///
/// # Errors
/// `ReadOnly` for a kind of a newer app; `Broken` for bytes that are no version.
pub(crate) fn of_bytes(bytes: &[u8]) -> Result<Value> {
    of_envelope(&Envelope::read(bytes)?)
}

/// The body of an envelope.
///
/// # Errors
/// As `of_bytes`.
pub(crate) fn of_envelope(envelope: &Envelope) -> Result<Value> {
    let newer = || Error::of(Code::ReadOnly, "This document needs a newer Handrail.");
    let kind = Kind::named(&envelope.kind).ok_or_else(newer)?;
    let mut body = kind.blank();
    merge(&mut body, Some(kind.upgrade(envelope.schema, envelope.body.clone())));
    Ok(body)
}

/// Fields given over fields blank.
pub(crate) fn merge(body: &mut Value, fields: Option<Value>) {
    if let (Some(body), Some(Value::Object(fields))) = (body.as_object_mut(), fields) {
        body.extend(fields);
    }
}
