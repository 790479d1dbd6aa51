//! Where a supervised author's work stands. It follows from the signatures alone, so a rebuild gives the same. A text and what was added to it
//! wait each for itself: an addendum never reopens a text that is final.

use super::supervision::{self, Directory};
use crate::canonical::{Envelope, VersionStatus};
use crate::error::Result;
use crate::projections::entry::{self, Cosign};
use crate::storage::connections::Transaction;
use crate::storage::{signature, version};
use clinical::Kind;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A version that its supervised author signed and nobody has co-signed, with its signatures.
pub(crate) struct Waiting {
    pub version: version::Model,
    pub signatures: Vec<signature::Model>,
    /// It is, or adds to, a counseling note (42 CFR 2.11).
    pub confidential: bool,
}

impl Waiting {
    pub(crate) fn signature(&self, meaning: &str) -> Option<&signature::Model> {
        self.signatures.iter().find(|mark| mark.meaning == meaning)
    }
    pub(crate) fn is_addendum(&self) -> bool {
        self.version.status == VersionStatus::Addendum
    }
    /// Whether this waits only because the whole does that wrote it: the text of a part. An addendum to a part is its own.
    pub(crate) fn goes_with(&self, part: &entry::Model, whole: Option<&entry::Model>) -> bool {
        !self.is_addendum() && whole.is_some_and(|whole| whole.cosign == part.cosign)
    }
    pub(crate) fn is_returned(&self) -> bool {
        self.signature("returned").is_some()
    }
    /// Who is to co-sign it: the supervisor named when it was signed, or who took over from them, also because the client keeps the chart from
    /// that supervisor since.
    pub(crate) async fn asks(&self, db: &impl ConnectionTrait, staff: &Directory) -> Result<Option<Uuid>> {
        let Some(mark) = self.signature("author_supervised") else { return Ok(None) };
        let named = supervision::named(db, &self.version.hlc, mark).await?;
        let Some(named) = named else { return Ok(None) };
        let kept_out = supervision::kept_out_of(db, self.version.chart).await?;
        Ok(supervision::stands_in(staff, named, &kept_out))
    }
    /// Whether this person's co-signature may stand there: another's than the author's, and under a counseling note only the one asked for.
    pub(crate) fn open_to(&self, me: Uuid, asks: Option<Uuid>) -> bool {
        self.version.author != me && (!self.confidential || asks == Some(me))
    }
}

/// Whether the text among these versions is a counseling note.
pub(crate) fn in_confidence<'a>(kind: Kind, mut versions: impl Iterator<Item = &'a Envelope>) -> bool {
    let texts = |it: &Envelope| matches!(it.status, VersionStatus::Recorded | VersionStatus::Signed);
    kind.about().confidence.is_some()
        && versions.any(|it| texts(it) && kind.in_confidence(&kind.upgrade(it.schema, it.body.clone())))
}

/// What of this document waits: the version in force and the addenda to it. A newer version leaves older ones behind, and an addendum that
/// was returned is answered by its author's next one.
pub(crate) async fn waiting(db: &impl ConnectionTrait, entry: &entry::Model) -> Result<Vec<Waiting>> {
    if entry.status == VersionStatus::Retracted {
        return Ok(Vec::new());
    }
    let rows = version::Entity::find()
        .filter(version::Column::Document.eq(entry.document))
        .filter(version::Column::Number.eq(entry.number))
        .order_by_asc(version::Column::Hlc)
        .all(db)
        .await?;
    let confidential = match Kind::named(&entry.kind).filter(|kind| kind.about().confidence.is_some()) {
        Some(kind) => {
            let envelopes = rows.iter().map(|row| Envelope::read(&row.bytes)).collect::<Result<Vec<_>>>()?;
            in_confidence(kind, envelopes.iter())
        }
        None => false,
    };
    let ids = rows.iter().map(|row| row.id.clone());
    let marks = signature::Entity::find().filter(signature::Column::Version.is_in(ids)).all(db).await?;
    let addenda: Vec<_> = rows
        .iter()
        .filter(|row| row.status == VersionStatus::Addendum)
        .map(|row| (row.author, row.wall, row.id.clone()))
        .collect();
    let each = rows.into_iter().map(|version| {
        let signatures = marks.iter().filter(|mark| mark.version == version.id).cloned().collect();
        Waiting { version, signatures, confidential }
    });
    let supervised = |it: &Waiting| it.signature("author_supervised").is_some() && it.signature("co_signer").is_none();
    let answered = |it: &Waiting| {
        let Some(returned) = it.signature("returned").filter(|_| it.is_addendum()) else { return false };
        addenda.iter().any(|(author, wall, id)| {
            *author == it.version.author && *wall >= returned.signed_at && *id != it.version.id
        })
    };
    Ok(each.filter(|it| supervised(it) && !answered(it)).collect())
}

/// Writes where the document's text and its addenda stand into its row.
pub(crate) async fn settle(tx: &Transaction, entry: &mut entry::Model) -> Result<()> {
    let waiting = waiting(tx, entry).await?;
    let stands = |addenda: bool| {
        let these: Vec<_> = waiting.iter().filter(|it| it.is_addendum() == addenda).collect();
        match (these.is_empty(), these.iter().all(|it| it.is_returned())) {
            (true, _) => Cosign::Final,
            (false, true) => Cosign::Returned,
            (false, false) => Cosign::Awaits,
        }
    };
    let (text, added) = (stands(false), stands(true));
    if (entry.cosign, entry.added) != (text, added) {
        (entry.cosign, entry.added) = (text, added);
        let mut row = entry.clone().into_active_model();
        (row.cosign, row.added) = (Set(text), Set(added));
        row.update(tx).await?;
    }
    Ok(())
}

/// The same for every document of a supervised author: after the views were made anew.
pub(crate) async fn settle_all(tx: &Transaction) -> Result<()> {
    let signed = signature::Entity::find()
        .select_only()
        .column(signature::Column::Version)
        .filter(signature::Column::Meaning.eq("author_supervised"));
    let versions: Vec<Vec<u8>> = signed.into_tuple().all(tx).await?;
    let mut documents = BTreeSet::new();
    for some in versions.chunks(500) {
        let asked = version::Entity::find()
            .select_only()
            .column(version::Column::Document)
            .filter(version::Column::Id.is_in(some.to_vec()));
        documents.extend(asked.into_tuple::<Uuid>().all(tx).await?);
    }
    for document in documents {
        if let Some(mut entry) = entry::Entity::of(tx, document).await? {
            settle(tx, &mut entry).await?;
        }
    }
    Ok(())
}
