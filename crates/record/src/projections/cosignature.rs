//! Where a supervised author's document stands. It follows from the signatures alone, so a rebuild gives the same.

use crate::canonical::VersionStatus;
use crate::error::Result;
use crate::projections::entry::{self, Cosign};
use crate::storage::connections::Transaction;
use crate::storage::{signature, version};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A version that its supervised author signed and nobody has co-signed, with its signatures.
pub(crate) struct Waiting {
    pub version: Vec<u8>,
    pub signatures: Vec<signature::Model>,
}

impl Waiting {
    pub(crate) fn signature(&self, meaning: &str) -> Option<&signature::Model> {
        self.signatures.iter().find(|mark| mark.meaning == meaning)
    }
}

/// What of this document waits: the version in force and the addenda to it. A newer version leaves older ones behind.
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
    let ids: Vec<Vec<u8>> = rows.into_iter().map(|row| row.id).collect();
    let marks = signature::Entity::find().filter(signature::Column::Version.is_in(ids.clone())).all(db).await?;
    let each = ids.into_iter().map(|version| {
        let signatures = marks.iter().filter(|mark| mark.version == version).cloned().collect();
        Waiting { version, signatures }
    });
    let supervised = |it: &Waiting| it.signature("author_supervised").is_some() && it.signature("co_signer").is_none();
    Ok(each.filter(supervised).collect())
}

/// Writes where the document stands into its row.
pub(crate) async fn settle(tx: &Transaction, entry: &mut entry::Model) -> Result<()> {
    let waiting = waiting(tx, entry).await?;
    let stands = if waiting.is_empty() {
        Cosign::Final
    } else if waiting.iter().any(|it| it.signature("returned").is_some()) {
        Cosign::Returned
    } else {
        Cosign::Awaits
    };
    if entry.cosign != stands {
        entry.cosign = stands;
        let mut row = entry.clone().into_active_model();
        row.cosign = Set(stands);
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
