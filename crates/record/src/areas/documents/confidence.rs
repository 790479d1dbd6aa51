//! Who reads a counseling note (42 CFR 2.11): of each version its author, the supervisor named when it was signed, who co-signed it, and while
//! it waits whoever took over from that supervisor. No role and no later entry in the directory opens it to anyone else.

use crate::canonical::{Envelope, VersionStatus};
use crate::error::{Code, Error, Result};
use crate::projections::cosignature::{Waiting, in_confidence, waiting};
use crate::projections::entry;
use crate::projections::supervision::{self, Directory};
use crate::queries::people;
use crate::storage::{signature, version};
use clinical::Kind;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Versions of a document whose words are kept from one person.
#[derive(Debug, Default)]
pub(super) struct Kept(BTreeSet<Vec<u8>>);

impl Kept {
    /// From `me`, of these versions with their signatures.
    pub(super) async fn from(
        db: &impl ConnectionTrait,
        staff: &Directory,
        me: Uuid,
        entry: &entry::Model,
        rows: &[version::Model],
        marks: &[signature::Model],
    ) -> Result<Self> {
        let Some(kind) = Kind::named(&entry.kind).filter(|kind| kind.about().confidence.is_some()) else {
            return Ok(Self::default());
        };
        let envelopes = rows.iter().map(|row| Envelope::read(&row.bytes)).collect::<Result<Vec<_>>>()?;
        if !in_confidence(kind, envelopes.iter()) {
            return Ok(Self::default());
        }
        let waits: BTreeSet<Vec<u8>> = waiting(db, entry).await?.into_iter().map(|it| it.version.id).collect();
        let kept_out = supervision::kept_out_of(db, entry.client.unwrap_or_default()).await?;
        let mut readers = Vec::new();
        for row in rows {
            let stand_in = waits.contains(&row.id).then_some((staff, &kept_out));
            readers.push(readers_of(db, stand_in, row, marks).await?);
        }
        let mut kept = BTreeSet::new();
        for (row, mine) in rows.iter().zip(&readers) {
            let same = || rows.iter().enumerate().filter(|(_, it)| it.number == row.number);
            if !in_confidence(kind, same().map(|(at, _)| &envelopes[at])) || mine.contains(&me) {
                continue;
            }
            // What is added to a text its author reads; why it was withdrawn, whoever read the text.
            let texts = || same().filter(|(_, it)| is_text(it));
            let reads = match row.status {
                VersionStatus::Recorded | VersionStatus::Signed => false,
                VersionStatus::Addendum => texts().any(|(_, it)| it.author == me),
                VersionStatus::Retracted => texts().any(|(at, _)| readers[at].contains(&me)),
            };
            if !reads {
                kept.insert(row.id.clone());
            }
        }
        Ok(Self(kept))
    }

    /// Whether the words of this version are kept.
    pub(super) fn has(&self, version: &[u8]) -> bool {
        self.0.contains(version)
    }
}

fn is_text(row: &version::Model) -> bool {
    matches!(row.status, VersionStatus::Recorded | VersionStatus::Signed)
}

/// Who reads this version. The directory is given for one that waits, with whoever is kept out of the chart: who took over from its supervisor
/// reads it then.
async fn readers_of(
    db: &impl ConnectionTrait,
    staff: Option<(&Directory, &BTreeSet<Uuid>)>,
    row: &version::Model,
    marks: &[signature::Model],
) -> Result<BTreeSet<Uuid>> {
    let mut readers = BTreeSet::from([row.author]);
    for mark in marks.iter().filter(|mark| mark.version == row.id) {
        match mark.meaning.as_str() {
            "co_signer" => readers.extend([mark.signer]),
            "author" | "author_supervised" => {
                let named = supervision::named(db, &row.hlc, mark).await?;
                readers.extend(named);
                let stands_in = staff
                    .zip(named)
                    .and_then(|((staff, kept_out), named)| supervision::stands_in(staff, named, kept_out));
                readers.extend(stands_in);
            }
            _ => {}
        }
    }
    Ok(readers)
}

/// The refusal of whatever puts this person's words or name to a text that is kept from them; none if they read it.
pub(super) async fn unread(
    db: &impl ConnectionTrait,
    me: Uuid,
    kind: Kind,
    entry: &entry::Model,
) -> Result<Option<Error>> {
    if kind.about().confidence.is_none() {
        return Ok(None);
    }
    let rows = version::Entity::find()
        .filter(version::Column::Document.eq(entry.document))
        .order_by_asc(version::Column::Hlc)
        .all(db)
        .await?;
    let ids = rows.iter().map(|row| row.id.clone());
    let marks = signature::Entity::find().filter(signature::Column::Version.is_in(ids)).all(db).await?;
    let kept = Kept::from(db, &people::staff_names(db).await?, me, entry, &rows, &marks).await?;
    Ok(kept.has(&entry.version).then(not_read))
}

/// Why nobody could co-sign what this person would put under a counseling note in this chart; none where somebody can. Nobody else reads such a
/// note, so it would wait for ever, unseen.
pub(super) async fn nobody_reviews(
    db: &impl ConnectionTrait,
    me: Uuid,
    client: Option<Uuid>,
) -> Result<Option<String>> {
    let Some(supervisor) = supervision::now(db, me).await? else {
        let message =
            "A counseling note waits for your supervisor, and none is named for you. Ask the program director.";
        return Ok(Some(message.into()));
    };
    if !supervision::kept_out_of(db, client.unwrap_or_default()).await?.contains(&supervisor) {
        return Ok(None);
    }
    let who = people::signed_as(&people::staff_names(db).await?, supervisor);
    Ok(Some(format!(
        "A counseling note waits for your supervisor, and the client keeps this chart from {who}. Ask the program director to name another supervisor for you."
    )))
}

/// Whether the text that stands in this document is a counseling note.
pub(super) async fn is_apart(db: &impl ConnectionTrait, kind: Kind, entry: &entry::Model) -> Result<bool> {
    if kind.about().confidence.is_none() {
        return Ok(false);
    }
    let stands = version::Entity::find()
        .filter(version::Column::Document.eq(entry.document))
        .filter(version::Column::Number.eq(entry.number));
    let envelopes: Vec<Envelope> =
        stands.all(db).await?.iter().map(|row| Envelope::read(&row.bytes)).collect::<Result<_>>()?;
    Ok(in_confidence(kind, envelopes.iter()))
}

/// What is said to whoever would sign for, add to or change a counseling note that is kept from them.
pub(super) fn not_read() -> Error {
    let message = "This counseling note is its author's and that of the supervisor named when it was signed.";
    Error::of(Code::Forbidden, message)
}

/// Whether what waits is kept from this person: its own author and the one who is to co-sign it read it.
pub(super) fn waits_unread(waiting: &Waiting, me: Uuid, asks: Option<Uuid>) -> bool {
    waiting.confidential && waiting.version.author != me && asks != Some(me)
}

/// What others see of a counseling note: that it exists, and its day.
pub(super) fn without_words(kind: Kind, body: &Value) -> Value {
    let mut shown = kind.blank();
    for key in ["on"].into_iter().chain(kind.about().confidence) {
        shown[key] = body[key].clone();
    }
    shown
}
