//! Putting a version into the record, with everything that is counted from it, in the transaction that is open.

use crate::canonical::{self, Envelope, Statement, VersionStatus};
use crate::error::{Code, Error, Result};
use crate::ids::{next_hlc, wall};
use crate::projections::{self, Changed, Stored, cosignature, entry, rebuild, supervision};
use crate::storage::connections::Transaction;
use crate::storage::rows::Rows;
use crate::storage::{document, draft, head, signature, version};
use crate::vault::keys::Opened;
use crate::views::{Me, named};
use chrono::{DateTime, FixedOffset};
use clinical::Kind;
use data_encoding::HEXLOWER;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait, QueryFilter as _, QueryOrder as _};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// A version about to be written.
pub(crate) struct Fresh<'a> {
    pub document: Uuid,
    pub kind: Kind,
    pub client: Option<Uuid>,
    /// The stay it belongs to.
    pub stay: Option<Uuid>,
    pub status: VersionStatus,
    pub reason: &'a str,
    pub body: Value,
    /// The document's row so far; none for a new document.
    pub earlier: Option<entry::Model>,
    /// Whose draft this was; it goes as the version comes.
    pub drafted: Option<Uuid>,
}

/// What one version left in the record.
pub(crate) struct Written {
    pub version: version::Model,
    /// The document's row; none for a kind of a newer app.
    pub entry: Option<entry::Model>,
    pub mark: Option<signature::Model>,
    /// Names of the tables that now hold something else.
    pub tables: BTreeSet<&'static str>,
}

/// The signing key of the person at the record, after their password.
pub struct Signer {
    pub(crate) opened: Opened,
}

/// Who writes, where and when: what the gate lends for putting a version into the record.
pub(crate) struct Author<'a> {
    pub tx: &'a Transaction,
    pub me: &'a Me,
    pub site: Uuid,
    pub now: DateTime<FixedOffset>,
    /// The newest hybrid logical time of this site.
    pub clock: &'a Mutex<String>,
    /// What this act has put into the record: ids of versions and SHA-256 of signature statements, hex. Its audit row names them.
    pub wrote: &'a Mutex<Vec<String>>,
}

impl Author<'_> {
    fn wrote(&self, id: &[u8]) {
        self.wrote.lock().unwrap_or_else(PoisonError::into_inner).push(HEXLOWER.encode(id));
    }
    /// What is written here from now on comes after what another site wrote and this one has seen.
    fn saw(&self, hlc: &str) {
        let mut last = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        if last.as_str() < hlc {
            *last = hlc.to_owned();
        }
    }
    fn next_hlc(&self) -> String {
        let mut last = self.clock.lock().unwrap_or_else(PoisonError::into_inner);
        *last = next_hlc(&last, self.now.to_utc());
        last.clone()
    }
}

/// Writes the version after all heads of its document, what the tables show of it, and a signature if there is a signer.
pub(crate) async fn append(author: &Author<'_>, fresh: Fresh<'_>, signer: Option<&Signer>) -> Result<Written> {
    let (tx, mut rows) = (author.tx, Rows::default());
    let before = match &fresh.earlier {
        None => Vec::new(),
        Some(_) => rebuild::versions(tx, fresh.document).await?,
    };
    let heads: Vec<Vec<u8>> = match &fresh.earlier {
        None => Vec::new(),
        Some(_) => {
            let rows = head::Entity::find()
                .filter(head::Column::Document.eq(fresh.document))
                .order_by_asc(head::Column::Version);
            rows.all(tx).await?.into_iter().map(|row| row.version).collect()
        }
    };
    if fresh.earlier.is_none() {
        let row = document::Model {
            id: fresh.document,
            kind: fresh.kind.name().into(),
            client: fresh.client,
            episode: fresh.stay,
        };
        rows.put(document::ActiveModel::from(row));
    }
    let hlc = author.next_hlc();
    let envelope = Envelope {
        handrail: 1,
        document: fresh.document.to_string(),
        kind: fresh.kind.name().into(),
        schema: fresh.kind.version(),
        client: fresh.client.map(|id| id.to_string()),
        episode: fresh.stay.map(|id| id.to_string()),
        parents: heads.iter().map(|id| HEXLOWER.encode(id)).collect(),
        status: fresh.status,
        author: author.me.staff.to_string(),
        site: author.site.to_string(),
        hlc: hlc.clone(),
        wall: wall(author.now),
        reason: fresh.reason.into(),
        body: fresh.body,
    };
    let bytes = envelope.bytes()?;
    let id = canonical::hash(&bytes).to_vec();
    let row = version::Model {
        chart: fresh.client.unwrap_or_default(),
        hlc,
        id: id.clone(),
        document: fresh.document,
        number: number_after(&projections::heads_of(&before), fresh.status),
        status: fresh.status,
        author: author.me.staff,
        wall: author.now.to_utc(),
        bytes,
    };
    author.wrote(&id);
    rows.put(version::ActiveModel::from(row.clone()));
    if !heads.is_empty() {
        rows.add(head::Entity::clearing(fresh.document));
    }
    rows.put(head::ActiveModel { document: Set(fresh.document), version: Set(id.clone()) });
    let now: Vec<Stored> = before.iter().cloned().chain([Stored { row: row.clone(), envelope }]).collect();
    let Changed { mut entry, tables } = projections::show(&mut rows, &before, &now)?;
    let (mut mark, mut awaits) = (None, false);
    if let Some(signer) = signer {
        let waits = fresh.kind.about().cosigned && fresh.status != VersionStatus::Retracted;
        awaits = author.me.cosigned && waits;
        let meaning = if awaits { "author_supervised" } else { "author" };
        let stands = now.iter().filter(|it| it.row.number == row.number).map(|it| &it.envelope);
        let apart = cosignature::in_confidence(fresh.kind, stands);
        let supervisor = match awaits || apart {
            true => supervision::now(tx, author.me.staff).await?,
            false => None,
        };
        let signed = signed(author, &id, signer, Said { supervisor, ..Said::of(meaning) })?;
        rows.put(signature::ActiveModel::from(signed.clone()));
        mark = Some(signed);
    }
    if let Some(drafted) = fresh.drafted {
        rows.add(draft::Entity::clearing(drafted, fresh.document));
    }
    tx.send(rows).await?;
    let waited = fresh.earlier.is_some_and(|earlier| earlier.unsettled());
    if let Some(entry) = entry.as_mut().filter(|_| awaits || waited) {
        cosignature::settle(tx, entry).await?;
    }
    Ok(Written { version: row, entry, mark, tables })
}

/// The number of a version after these: an addendum or a withdrawal adds to the newest, anything else is the next.
fn number_after(parents: &[&Stored], status: VersionStatus) -> i64 {
    match (parents.iter().map(|it| it.row.number).max(), status) {
        (None, _) => 1,
        (Some(newest), VersionStatus::Recorded | VersionStatus::Signed) => newest + 1,
        (Some(newest), VersionStatus::Addendum | VersionStatus::Retracted) => newest,
    }
}

/// Puts a version of another site into the record as it stands there. The document then has the heads that nobody follows; where that is
/// more than one, a person brings them together.
///
/// # Errors
/// `BadInput` when the bytes are no version of a document of this record.
pub(crate) async fn receive(author: &Author<'_>, bytes: &[u8]) -> Result<BTreeSet<&'static str>> {
    let unfit =
        || Error::of(Code::BadInput, "This is not a version of a document of this record. Nothing was changed.");
    let envelope = Envelope::read(bytes).map_err(|_| unfit())?;
    let id = |text: &str| Uuid::parse_str(text).map_err(|_| unfit());
    let (document, by) = (id(&envelope.document)?, id(&envelope.author)?);
    let before = rebuild::versions(author.tx, document).await?;
    let hash = canonical::hash(bytes).to_vec();
    if before.iter().any(|it| it.row.id == hash) {
        return Ok(BTreeSet::new());
    }
    let parents: Vec<&Stored> =
        before.iter().filter(|it| envelope.parents.contains(&HEXLOWER.encode(&it.row.id))).collect();
    if parents.is_empty() {
        return Err(unfit());
    }
    let wall = DateTime::parse_from_rfc3339(&envelope.wall).map_err(|_| unfit())?.to_utc();
    let row = version::Model {
        chart: before.first().map(|it| it.row.chart).unwrap_or_default(),
        hlc: envelope.hlc.clone(),
        id: hash.clone(),
        document,
        number: number_after(&parents, envelope.status),
        status: envelope.status,
        author: by,
        wall,
        bytes: bytes.to_vec(),
    };
    author.wrote(&hash);
    author.saw(&row.hlc);
    let mut rows = Rows::default();
    rows.put(version::ActiveModel::from(row.clone()));
    for parent in &parents {
        rows.add(head::Entity::followed(document, &parent.row.id));
    }
    rows.put(head::ActiveModel { document: Set(document), version: Set(hash) });
    let mut now: Vec<Stored> = before.iter().cloned().chain([Stored { row, envelope }]).collect();
    now.sort_by(|one, other| (&one.row.hlc, &one.row.id).cmp(&(&other.row.hlc, &other.row.id)));
    let changed = projections::show(&mut rows, &before, &now)?;
    author.tx.send(rows).await?;
    if let Some(mut entry) = changed.entry {
        cosignature::settle(author.tx, &mut entry).await?;
    }
    Ok(changed.tables)
}

/// What a signature says beyond who and when.
#[derive(Default)]
pub(crate) struct Said {
    pub meaning: &'static str,
    /// Of a mark by hand: whose, by name; else the signer's own.
    pub name: Option<String>,
    pub reason: Option<String>,
    pub drawing: Option<String>,
    pub relationship: Option<String>,
    /// Of an author's: who supervises them.
    pub supervisor: Option<Uuid>,
}

impl Said {
    pub(crate) fn of(meaning: &'static str) -> Self {
        Self { meaning, ..Self::default() }
    }
}

/// Signs a version that is in the record already.
pub(crate) async fn sign(author: &Author<'_>, version: &[u8], signer: &Signer, said: Said) -> Result<()> {
    let row = signed(author, version, signer, said)?;
    signature::Entity::insert(signature::ActiveModel::from(row)).exec_without_returning(author.tx).await?;
    Ok(())
}

/// A signature for the caller to put into the record; the act's audit row names it.
fn signed(author: &Author<'_>, version: &[u8], signer: &Signer, said: Said) -> Result<signature::Model> {
    let key = signer.opened.signing.verifying_key();
    let me = author.me;
    let statement = canonical::canonical(&Statement {
        handrail_signature: 1,
        version: HEXLOWER.encode(version),
        meaning: said.meaning.into(),
        signer: me.staff.to_string(),
        witness: said.name.is_some().then(|| named(&me.name, &me.credential)),
        credential: if said.name.is_some() { String::new() } else { me.credential.clone() },
        name: said.name.unwrap_or_else(|| me.name.clone()),
        at: wall(author.now),
        key: HEXLOWER.encode(key.as_bytes()),
        reason: said.reason,
        drawing: said.drawing,
        relationship: said.relationship,
        supervisor: said.supervisor.map(|id| id.to_string()),
    })?;
    author.wrote(&canonical::hash(&statement));
    Ok(signature::Model {
        version: version.to_vec(),
        signer: me.staff,
        meaning: said.meaning.into(),
        signed_at: author.now.to_utc(),
        public_key: key.as_bytes().to_vec(),
        mark: canonical::sign(&signer.opened.signing, &statement).to_vec(),
        statement,
    })
}
