//! A record as rows, wherever they were read from. Ids are text: hashes and keys in lower-case hex, the rest as UUIDs with dashes.

use crate::face::{canonical, hex, short};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Everything a check looks at.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The vault's id, where it is known from another place than the record itself.
    pub vault: Option<String>,
    /// In order of their logical time.
    pub versions: Vec<Version>,
    /// In any order.
    pub signatures: Vec<Signature>,
    /// In order of their number.
    pub audit: Vec<AuditRow>,
    /// In order of their number.
    pub checkpoints: Vec<Checkpoint>,
    /// The highest number an audit row ever had, where the file remembers it.
    pub last_seq: Option<i64>,
    /// What an open record keeps beside versions; an export has none.
    pub tables: Option<Tables>,
}

/// One version.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its id.
    pub id: String,
    /// What it says.
    pub content: Content,
    /// What stands beside it in its table; an export has none.
    pub columns: Option<Columns>,
}

/// What a version says.
#[derive(Debug, Clone)]
pub enum Content {
    /// Its canonical bytes.
    Bytes(Vec<u8>),
    /// Everything but its body: counseling notes leave the record only by their author's hand (42 CFR 2.11), and what an agreed restriction
    /// keeps from everyone outside stays (45 CFR 164.522(a)).
    Withheld {
        /// The rest.
        envelope: Box<Envelope>,
        /// Which of the two, as the export says it.
        why: String,
    },
}

/// What a version says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct Envelope {
    pub document: String,
    pub kind: String,
    pub client: Option<String>,
    pub episode: Option<String>,
    pub parents: Vec<String>,
    pub status: String,
    pub author: String,
    pub hlc: String,
    pub wall: String,
}

/// The columns beside a version's bytes.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct Columns {
    pub chart: String,
    pub hlc: String,
    pub document: String,
    pub number: i64,
    pub status: String,
    pub author: String,
    pub wall: String,
}

/// One signature.
#[derive(Debug, Clone)]
pub struct Signature {
    /// The version it covers.
    pub version: String,
    /// Who signed.
    pub signer: String,
    /// As what.
    pub meaning: String,
    /// When, as its table has it; an export has none.
    pub signed_at: Option<String>,
    /// The key, as its table has it; empty in an export.
    pub public_key: String,
    /// What was signed, and the signature.
    pub mark: Mark,
}

/// What was signed.
#[derive(Debug, Clone)]
pub enum Mark {
    /// The statement's bytes and the Ed25519 signature over them.
    Given {
        /// Canonical JSON.
        statement: Vec<u8>,
        /// 64 bytes.
        mark: Vec<u8>,
    },
    /// Only the SHA-256 of the statement: it belongs to a version that is withheld.
    Withheld(String),
}

/// One row of the audit trail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct AuditRow {
    pub seq: i64,
    pub wall: String,
    pub actor: Option<String>,
    pub role: String,
    pub action: String,
    pub outcome: String,
    pub client: Option<String>,
    pub document: Option<String>,
    pub detail: String,
    pub prev: String,
    pub hash: String,
    pub wrote: String,
}

/// One checkpoint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[allow(missing_docs)]
pub struct Checkpoint {
    pub seq: i64,
    pub wall: String,
    pub root: String,
    pub note: String,
    pub mark: String,
}

/// Tables an open record keeps beside versions.
#[derive(Debug, Clone, Default)]
pub struct Tables {
    /// Every document.
    pub documents: Vec<DocumentRow>,
    /// Versions nobody follows.
    pub heads: Vec<HeadRow>,
}

/// One document.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct DocumentRow {
    pub id: String,
    pub kind: String,
    pub client: Option<String>,
    pub episode: Option<String>,
}

/// A version nobody follows.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct HeadRow {
    pub document: String,
    pub version: String,
}

/// Versions by id, read and in order of logical time.
pub(crate) struct Index<'a> {
    pub ordered: Vec<Read<'a>>,
    by_id: BTreeMap<&'a str, usize>,
}

/// A version that could be read.
pub(crate) struct Read<'a> {
    pub version: &'a Version,
    pub envelope: Envelope,
    /// Of a member of staff: the key they sign with from here on.
    pub public_key: Option<String>,
}

impl<'a> Index<'a> {
    pub(crate) fn of(record: &'a Record) -> Result<Self, String> {
        let mut ordered = record.versions.iter().map(Read::of).collect::<Result<Vec<_>, _>>()?;
        ordered.sort_by(|one, other| {
            one.envelope.hlc.cmp(&other.envelope.hlc).then(one.version.id.cmp(&other.version.id))
        });
        let mut by_id = BTreeMap::new();
        for (at, read) in ordered.iter().enumerate() {
            if by_id.insert(read.version.id.as_str(), at).is_some() {
                return Err(format!("{} is there twice.", read.told()));
            }
        }
        Ok(Self { ordered, by_id })
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Read<'a>> {
        self.by_id.get(id).and_then(|at| self.ordered.get(*at))
    }
}

impl<'a> Read<'a> {
    /// Reads a version after making sure that its bytes are the ones its id was made of.
    fn of(version: &'a Version) -> Result<Self, String> {
        let unread = |why: &str| format!("Version {} {why}", short(&version.id));
        let bytes = match &version.content {
            Content::Withheld { envelope, .. } => {
                return Ok(Self { version, envelope: (**envelope).clone(), public_key: None });
            }
            Content::Bytes(bytes) => bytes,
        };
        let value = serde_json::from_slice::<Value>(bytes)
            .map_err(|_| unread("cannot be read: its text was changed after it was recorded."))?;
        let envelope = Envelope::deserialize(&value)
            .map_err(|_| unread("is not in the form of a version: it was changed after it was recorded."))?;
        let public_key = value["body"]["public_key"].as_str().filter(|_| envelope.kind == "staff_member");
        let read = Self { version, public_key: public_key.map(str::to_owned), envelope };
        if hex(bytes) != version.id {
            return Err(format!("{} does not fit its id: it was changed after it was recorded.", read.told()));
        }
        if value["handrail"] != 1 || canonical(&value).as_deref() != Some(bytes.as_slice()) {
            return Err(format!("{} is not in the canonical form of format 1.", read.told()));
        }
        Ok(read)
    }

    /// "Individual note 0190…, version 3f2a…": enough to find it, nothing of what it says.
    pub(crate) fn told(&self) -> String {
        let kind = crate::face::words(&self.envelope.kind);
        format!("{kind} {}, version {},", self.envelope.document, short(&self.version.id))
    }
}
