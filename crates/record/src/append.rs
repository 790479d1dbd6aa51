//! Putting a version into the record, with everything that is counted from it, in the change that is open.

use crate::act::{Ink, wall};
use crate::canon::{self, Envelope, Statement};
use crate::cosigned;
use crate::error::Result;
use crate::permission::Permission;
use crate::project;
use crate::store::rows::Rows;
use crate::store::{document, entry, head, signature, version};
use crate::vault::keys::Opened;
use clinical::documents::Kind;
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

/// Signs with the pen of the person at the desk.
pub struct Pen {
    pub(crate) opened: Opened,
}

/// Writes the version after all heads of its document, its views, and a signature if a pen is given.
pub(crate) async fn append(ink: &Ink, fresh: Fresh<'_>, pen: Option<&Pen>) -> Result<Written> {
    let (tx, mut rows) = (&ink.tx, Rows::default());
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
    let hlc = ink.open.next_hlc(ink.utc());
    let envelope = Envelope {
        handrail: 1,
        document: fresh.document.to_string(),
        kind: fresh.kind.name(),
        schema: fresh.kind.version(),
        client: fresh.client.map(|id| id.to_string()),
        episode: fresh.episode.map(|id| id.to_string()),
        parents: heads.iter().map(|id| data_encoding::HEXLOWER.encode(id)).collect(),
        status: fresh.status.name().into(),
        author: ink.me().to_string(),
        site: ink.open.site.to_string(),
        hlc: hlc.clone(),
        wall: wall(ink.now),
        reason: fresh.reason.into(),
        body: fresh.body,
    };
    let bytes = envelope.bytes()?;
    let id = canon::hash(&bytes).to_vec();
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
        author: ink.me(),
        wall: ink.utc(),
        bytes,
    };
    ink.wrote(&id);
    rows.put(version::ActiveModel::from(row.clone()));
    if !heads.is_empty() {
        rows.say("DELETE FROM head WHERE document = ?", vec![fresh.document.into()]);
    }
    let mine = head::ActiveModel { document: Set(fresh.document), version: Set(id.clone()) };
    rows.put(mine);
    let mut entry = project::show(&mut rows, &row, &envelope, earlier)?;
    let (mut mark, mut awaits) = (None, false);
    if let Some(pen) = pen {
        let supervised = ink.open.me.cosigned && awaited(fresh.kind, fresh.status);
        let signed = signed(ink, &id, pen, Said::of(if supervised { "author_supervised" } else { "author" }))?;
        rows.put(signature::ActiveModel::from(signed.clone()));
        mark = Some(signed);
        awaits = supervised;
    }
    if let Some(author) = fresh.drafted {
        rows.say("DELETE FROM draft WHERE author = ? AND document = ?", vec![author.into(), fresh.document.into()]);
    }
    rows.send(tx).await?;
    if let Some(entry) = entry.as_mut().filter(|_| awaits) {
        cosigned::settle(tx, entry).await?;
    }
    if matches!(fresh.kind, Kind::Program | Kind::StaffMember | Kind::CareTeam) {
        ink.open.renamed();
    }
    if let Some(client) = fresh.client.filter(|_| fresh.kind == Kind::FaceSheet) {
        ink.open.face_sheet_of(client);
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
pub(crate) async fn sign(ink: &Ink, version: &[u8], pen: &Pen, said: Said) -> Result<()> {
    let row = signed(ink, version, pen, said)?;
    signature::Entity::insert(signature::ActiveModel::from(row)).exec_without_returning(&ink.tx).await?;
    Ok(())
}

/// A signature for the caller to put into the record; the act's audit row names it.
fn signed(ink: &Ink, version: &[u8], pen: &Pen, said: Said) -> Result<signature::Model> {
    let key = pen.opened.signing.verifying_key();
    let me = &ink.open.me;
    let statement = canon::canonical(&Statement {
        handrail_signature: 1,
        version: data_encoding::HEXLOWER.encode(version),
        meaning: said.meaning.into(),
        signer: me.staff.to_string(),
        witness: said.name.is_some().then(|| crate::look::people::named(&me.name, &me.credential)),
        credential: if said.name.is_some() { String::new() } else { me.credential.clone() },
        name: said.name.unwrap_or_else(|| me.name.clone()),
        at: wall(ink.now),
        key: data_encoding::HEXLOWER.encode(key.as_bytes()),
        reason: said.reason,
        drawing: said.drawing,
        relationship: said.relationship,
    })?;
    ink.wrote(&canon::hash(&statement));
    Ok(signature::Model {
        version: version.to_vec(),
        signer: me.staff,
        meaning: said.meaning.into(),
        signed_at: ink.utc(),
        public_key: key.as_bytes().to_vec(),
        mark: canon::sign(&pen.opened.signing, &statement).to_vec(),
        statement,
    })
}
