//! Two sites changed one document. Both versions are kept and shown; a person brings them together in a new version that follows both.

use super::confidence::{Kept, without_words};
use crate::error::Result;
use crate::gate::{Act, Record};
use crate::ledger::body;
use crate::projections::rebuild::versions;
use crate::projections::{heads_of, text_of};
use crate::queries::people;
use crate::storage::signature;
use crate::views::{DocumentOf, HeadView, Heads};
use data_encoding::HEXLOWER;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The versions that stand side by side, and the one they both come from.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn heads(record: &Record, input: DocumentOf) -> Result<Heads> {
    let read = record.read(Act::new("heads").document(input.document)).await?;
    let (entry, kind) = (read.subject.entry()?, read.subject.kind()?);
    let viewer = read.viewer().await?;
    let stored = versions(read.db(), input.document).await?;
    let staff = read.unlocked.staff().await?;
    let ids: Vec<Vec<u8>> = stored.iter().map(|it| it.row.id.clone()).collect();
    let marks = signature::Entity::find().filter(signature::Column::Version.is_in(ids)).all(read.db()).await?;
    let rows: Vec<_> = stored.iter().map(|it| it.row.clone()).collect();
    let kept = Kept::from(read.db(), &staff, viewer.me, entry, &rows, &marks).await?;
    let hidden = entry.client.is_some_and(|client| !viewer.clinical(client));
    let mut found =
        Heads { document: input.document, kind, title: kind.title().into(), before: None, heads: Vec::new() };
    let mut common: Option<BTreeSet<String>> = None;
    for head in heads_of(&stored) {
        let text = text_of(&stored, head);
        let mut body = body::of_envelope(&text.envelope)?;
        if hidden {
            super::drafts::withhold(kind, &mut body);
        }
        let mut reason = text.envelope.reason.clone();
        if kept.has(&text.row.id) {
            (reason, body) = (String::new(), without_words(kind, &body));
        }
        found.heads.push(HeadView {
            version: HEXLOWER.encode(&head.row.id),
            author: people::signed_as(&staff, text.row.author),
            at: text.envelope.local().unwrap_or(text.row.wall.fixed_offset()),
            mine: text.row.author == viewer.me,
            withdrawn: head.row.status == crate::canonical::VersionStatus::Retracted,
            reason,
            body,
        });
        let parents: BTreeSet<String> = text.envelope.parents.iter().cloned().collect();
        common = Some(match common {
            Some(known) => known.intersection(&parents).cloned().collect(),
            None => parents,
        });
    }
    let before = common.unwrap_or_default();
    if let Some(before) = stored.iter().rev().find(|it| before.contains(&HEXLOWER.encode(&it.row.id))) {
        let text = text_of(&stored, before);
        let mut body = body::of_envelope(&text.envelope)?;
        if hidden {
            super::drafts::withhold(kind, &mut body);
        }
        found.before = Some(if kept.has(&text.row.id) { without_words(kind, &body) } else { body });
    }
    Ok(found)
}

impl Record {
    /// Takes a version that another site wrote. Merging sites will come through here; until it does, tests make two heads with it.
    ///
    /// # Errors
    /// `BadInput` for bytes that are no version of a document of this record.
    #[doc(hidden)]
    pub async fn receive(&self, document: Uuid, bytes: &[u8]) -> Result<()> {
        let write = self.write(Act::new("receive").document(document)).await?;
        write.receive(bytes).await?;
        write.done().await
    }
}
