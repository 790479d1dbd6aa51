//! Putting a version into the record, with everything that is counted from it, in the change that is open.

use crate::gate::{Write, wall};
use crate::canonical::{self, Envelope, Statement};
use crate::projections::cosignature;
use crate::error::Result;
use crate::permission::Permission;
use crate::projections;
use crate::storage::rows::Rows;
use crate::projections::entry;
use crate::storage::{document, head, signature, version};
use crate::vault::keys::Opened;
use clinical::Kind;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait, QueryFilter as _, QueryOrder as _};
use serde_json::Value;
use uuid::Uuid;

/// A version about to be written.
pub(crate) struct Fresh<'a> {
    pub document: Uuid,
    pub kind: Kind,
    pub client: Option<Uuid>,
    pub episode: Option<Uuid>,
    pub status: Status,
    pub reason: &'a str,
    pub body: Value,
    /// The document's row so far; none for a new document.
    pub earlier: Option<entry::Model>,
    /// Whose draft this was; it goes as the version comes.
    pub drafted: Option<Uuid>,
}

/// What a version does to its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Recorded,
    Signed,
    Addendum,
    Retracted,
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Status::Recorded => "recorded",
            Status::Signed => "signed",
            Status::Addendum => "addendum",
            Status::Retracted => "retracted",
        }
    }
}

/// What one version left in the record.
pub(crate) struct Written {
    pub version: version::Model,
    /// The document's row; none for a kind of a newer app.
    pub entry: Option<entry::Model>,
    pub mark: Option<signature::Model>,
}

/// Signs with the pen of the person at the record.
pub struct Signer {
    pub(crate) opened: Opened,
}

/// Writes the version after all heads of its document, its views, and a signature if a pen is given.
pub(crate) async fn append(write: &Write, fresh: Fresh<'_>, pen: Option<&Signer>) -> Result<Written> {
    let (tx, mut rows) = (&write.tx, Rows::default());
    let earlier = fresh.earlier;
    let heads: Vec<Vec<u8>> = match &earlier {
        None => Vec::new(),
        Some(_) => {
            let rows = head::Entity::find()
                .filter(head::Column::Document.eq(fresh.document))
                .order_by_asc(head::Column::Version);
            rows.all(tx).await?.into_iter().map(|row| row.version).collect()
        }
    };
    if earlier.is_none() {
        let row = document::Model {
            id: fresh.document,
            kind: fresh.kind.name(),
            client: fresh.client,
            episode: fresh.episode,
        };
        rows.put(document::ActiveModel::from(row));
    }
    let hlc = write.unlocked.next_hlc(write.utc());
    let envelope = Envelope {
        handrail: 1,
        document: fresh.document.to_string(),
        kind: fresh.kind.name(),
        schema: fresh.kind.version(),
        client: fresh.client.map(|id| id.to_string()),
        episode: fresh.episode.map(|id| id.to_string()),
        parents: heads.iter().map(|id| data_encoding::HEXLOWER.encode(id)).collect(),
        status: fresh.status.name().into(),
        author: write.me().to_string(),
        site: write.unlocked.site.to_string(),
        hlc: hlc.clone(),
        wall: wall(write.now),
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
        number: match (&earlier, fresh.status) {
            (None, _) => 1,
            (Some(entry), Status::Recorded | Status::Signed) => entry.number + 1,
            (Some(entry), Status::Addendum | Status::Retracted) => entry.number,
        },
        status: fresh.status.name().into(),
        author: write.me(),
        wall: write.utc(),
        bytes,
    };
    write.wrote(&id);
    rows.put(version::ActiveModel::from(row.clone()));
    if !heads.is_empty() {
        rows.say("DELETE FROM head WHERE document = ?", vec![fresh.document.into()]);
    }
    let mine = head::ActiveModel { document: Set(fresh.document), version: Set(id.clone()) };
    rows.put(mine);
    let mut entry = project::show(&mut rows, &row, &envelope, earlier)?;
    let (mut mark, mut awaits) = (None, false);
    if let Some(pen) = pen {
        let supervised = write.unlocked.me.cosigned && awaited(fresh.kind, fresh.status);
        let signed = signed(write, &id, pen, Said::of(if supervised { "author_supervised" } else { "author" }))?;
        rows.put(signature::ActiveModel::from(signed.clone()));
        mark = Some(signed);
        awaits = supervised;
    }
    if let Some(author) = fresh.drafted {
        rows.say("DELETE FROM draft WHERE author = ? AND document = ?", vec![author.into(), fresh.document.into()]);
    }
    rows.send(tx).await?;
    if let Some(entry) = entry.as_mut().filter(|_| awaits) {
        cosignature::settle(tx, entry).await?;
    }
    if matches!(fresh.kind, Kind::Program | Kind::StaffMember | Kind::CareTeam) {
        write.unlocked.renamed();
    }
    if let Some(client) = fresh.client.filter(|_| fresh.kind == Kind::FaceSheet) {
        write.unlocked.face_sheet_of(client);
    }
    Ok(Written { version: row, entry, mark })
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
}

impl Said {
    pub(crate) fn of(meaning: &'static str) -> Self {
        Self { meaning, ..Self::default() }
    }
}

/// Clinical work of a supervised author waits for the supervisor; a consent is the client's own and does not (clinical.md 4.19).
fn awaited(kind: Kind, status: Status) -> bool {
    crate::commands::writing(kind) == Permission::WriteClinical && status != Status::Retracted
}

/// Signs a version that is in the record already.
pub(crate) async fn sign(write: &Write, version: &[u8], pen: &Signer, said: Said) -> Result<()> {
    let row = signed(write, version, pen, said)?;
    signature::Entity::insert(signature::ActiveModel::from(row)).exec_without_returning(&write.tx).await?;
    Ok(())
}

/// A signature for the caller to put into the record; the act's audit row names it.
fn signed(write: &Write, version: &[u8], pen: &Signer, said: Said) -> Result<signature::Model> {
    let key = pen.opened.signing.verifying_key();
    let me = &write.unlocked.me;
    let statement = canonical::canonical(&Statement {
        handrail_signature: 1,
        version: data_encoding::HEXLOWER.encode(version),
        meaning: said.meaning.into(),
        signer: me.staff.to_string(),
        witness: said.name.is_some().then(|| crate::queries::people::named(&me.name, &me.credential)),
        credential: if said.name.is_some() { String::new() } else { me.credential.clone() },
        name: said.name.unwrap_or_else(|| me.name.clone()),
        at: wall(write.now),
        key: data_encoding::HEXLOWER.encode(key.as_bytes()),
        reason: said.reason,
        drawing: said.drawing,
        relationship: said.relationship,
    })?;
    write.wrote(&canonical::hash(&statement));
    Ok(signature::Model {
        version: version.to_vec(),
        signer: me.staff,
        meaning: said.meaning.into(),
        signed_at: write.utc(),
        public_key: key.as_bytes().to_vec(),
        mark: canonical::sign(&pen.opened.signing, &statement).to_vec(),
        statement,
    })
}
