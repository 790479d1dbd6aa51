//! The bytes that are hashed and signed. Frozen: what is written here must verify for ever (see ARCHITECTURE.md, "Canonical bytes").
//!
//! A version is the RFC 8785 canonical JSON of `Envelope`; its id is the SHA-256 of those bytes. A signature covers the canonical JSON of
//! `Statement`, which names the version by that id.

use crate::error::{Error, Result};
use chrono::{DateTime, FixedOffset};
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// What a version does to its document. The words are part of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, EnumIter, DeriveActiveEnum)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum VersionStatus {
    /// Put into the record without a signature.
    Recorded,
    /// Signed and locked.
    Signed,
    /// Adds to the versions before it.
    Addendum,
    /// Withdraws the document; its text is kept.
    Retracted,
}

/// What a version says of itself. Field names are part of the format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// Format of the envelope: 1.
    pub handrail: u32,
    /// Document id (UUID, lower case, dashes).
    pub document: String,
    /// Kind as stored.
    pub kind: String,
    /// Version of the body's shape.
    pub schema: u16,
    /// Client id, or null for program documents.
    pub client: Option<String>,
    /// Episode's document id, or null.
    pub episode: Option<String>,
    /// Ids of the versions this one follows, hex, ascending.
    pub parents: Vec<String>,
    /// What it does to its document.
    pub status: VersionStatus,
    /// Author's staff id.
    pub author: String,
    /// Site id.
    pub site: String,
    /// Hybrid logical time.
    pub hlc: String,
    /// Wall time at the site, RFC 3339 with offset, milliseconds.
    pub wall: String,
    /// Why: of a revision, addendum, retraction, or of keeping a likely duplicate; else empty.
    pub reason: String,
    /// The body; for an addendum `{"text": …}`.
    pub body: Value,
}

impl Envelope {
    /// Canonical bytes.
    ///
    /// # Errors
    /// `Broken` if the body holds a number JSON cannot carry exactly.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        canonical(self)
    }
    /// When it was written, on the clock of the site.
    #[must_use]
    pub fn local(&self) -> Option<DateTime<FixedOffset>> {
        DateTime::parse_from_rfc3339(&self.wall).ok()
    }
    /// Minutes east of UTC at the site when it was written; its times are read on that clock, wherever the record is opened.
    #[must_use]
    pub fn offset_minutes(&self) -> i64 {
        self.local().map_or(0, |wall| i64::from(wall.offset().local_minus_utc() / 60))
    }
    /// Reads stored bytes.
    ///
    /// # Errors
    /// `Broken` if they are not an envelope.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        Ok(serde_json::from_slice(bytes)?)
    }
}

/// What a person states by signing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Format of the statement: 1.
    pub handrail_signature: u32,
    /// Version id, hex.
    pub version: String,
    /// `author`, `author_supervised`, `co_signer`, `returned`, `client`, `family`, `guardian`.
    pub meaning: String,
    /// Signer's staff id.
    pub signer: String,
    /// Signer's name as it stood.
    pub name: String,
    /// Signer's credential as it stood.
    pub credential: String,
    /// Wall time at the site, RFC 3339 with offset, milliseconds.
    pub at: String,
    /// Ed25519 public key, hex.
    pub key: String,
    /// Of `returned`: what is to be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Of a mark by hand: an SVG path of M, L and numbers in a box of 600 by 200.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawing: Option<String>,
    /// Of a mark by hand: the member of staff who saw it made; `signer` and `key` are theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// Of a mark by family or guardian: how they are related.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relationship: Option<String>,
    /// Of an author's, where a co-signature is awaited or a counseling note is signed: who supervised them then, by staff id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<String>,
}

/// RFC 8785 canonical JSON.
///
/// # Errors
/// `Broken` for a value JSON cannot carry.
pub fn canonical<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value)
        .map_err(|_| Error::broken("This text cannot be stored exactly. Nothing was changed."))
}

/// SHA-256.
#[must_use]
pub fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Signs a statement's canonical bytes.
#[must_use]
pub fn sign(key: &SigningKey, statement: &[u8]) -> [u8; 64] {
    key.sign(statement).to_bytes()
}

/// Whether the version's bytes have this id, the statement names it, and the mark fits statement and key.
#[must_use]
pub fn verifies(version: &[u8], id: &[u8], statement: &[u8], mark: &[u8]) -> bool {
    let Ok(said) = serde_json::from_slice::<Statement>(statement) else { return false };
    let (Ok(key), Ok(mark)) = (data_encoding::HEXLOWER.decode(said.key.as_bytes()), <[u8; 64]>::try_from(mark)) else {
        return false;
    };
    let Ok(key) = <[u8; 32]>::try_from(key) else { return false };
    let Ok(key) = VerifyingKey::from_bytes(&key) else { return false };
    hash(version) == id
        && said.version == data_encoding::HEXLOWER.encode(id)
        && key.verify(statement, &Signature::from_bytes(&mark)).is_ok()
}
