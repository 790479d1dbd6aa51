//! Documents that the client signs on the screen after their author, while the signature is not there yet.

use crate::canonical::VersionStatus;
use crate::error::Result;
use crate::projections::{client_signs, entry};
use crate::storage::signature;
use crate::views::Due;
use chrono::NaiveDate;
use clinical::Kind;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Whose hand settles it: the client's, or that of whoever signs for them.
const THEIRS: [&str; 2] = ["client", "guardian"];

/// What is awaited, of one chart or of all. It stays until the version in force is signed, or a newer version says why it is not.
pub(crate) async fn awaited(
    db: &impl ConnectionTrait,
    client: Option<Uuid>,
    today: NaiveDate,
) -> Result<Vec<(Uuid, Due)>> {
    let mut asked = client_signs::Entity::find().filter(client_signs::Column::Later.eq(true));
    if let Some(client) = client {
        asked = asked.filter(client_signs::Column::Client.eq(client));
    }
    let rows = asked.all(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let entries = entry::Entity::find()
        .filter(entry::Column::Chart.is_in(rows.iter().map(|row| row.client)))
        .filter(entry::Column::Document.is_in(rows.iter().map(|row| row.document)))
        .filter(entry::Column::Status.ne(VersionStatus::Retracted))
        .all(db)
        .await?;
    let marks = signature::Entity::find()
        .filter(signature::Column::Version.is_in(entries.iter().map(|entry| entry.version.clone())))
        .filter(signature::Column::Meaning.is_in(THEIRS));
    let signed: BTreeSet<Vec<u8>> = marks.all(db).await?.into_iter().map(|mark| mark.version).collect();
    let due = |entry: entry::Model| {
        let (client, kind) = (entry.client?, Kind::named(&entry.kind)?);
        let on = entry.local().date_naive();
        let due = Due {
            client: None,
            what: format!("Client's signature on the {}", kind.title().to_lowercase()),
            why: "The client signs on the screen, after its author. If not, a new version says why.".into(),
            on,
            late: on < today,
            document: Some(entry.document),
            start: None,
        };
        Some((client, due))
    };
    Ok(entries.into_iter().filter(|entry| !signed.contains(&entry.version)).filter_map(due).collect())
}
