//! Settings of this computer, and what it remembers of requests that were carried out here.

use super::no_relations::no_relations;
use super::rows::Rows;
use crate::error;
use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue::Set, sea_query::OnConflict};
use std::collections::BTreeMap;

/// One row of `setting`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub value: String,
}

no_relations!();

/// Minutes without a key or the pointer until the record locks.
pub const IDLE_MINUTES: &str = "idle_minutes";
/// The folder that was chosen for backups.
pub const BACKUP_FOLDER: &str = "backup_folder";
/// `true` or `false`: one is made each day by itself.
pub const BACKUP_DAILY: &str = "backup_daily";
/// When the newest proven backup was made, anywhere.
pub const BACKUP_LAST: &str = "backup_last";
/// When the newest daily one was made.
pub const BACKUP_LAST_DAILY: &str = "backup_last_daily";
/// Why the last try failed.
pub const BACKUP_TROUBLE: &str = "backup_trouble";
/// There while other programs may see the window, as the trail was told.
pub const WINDOW_SEEN: &str = "window_seen";

/// All of them.
pub async fn all(db: &impl ConnectionTrait) -> error::Result<BTreeMap<String, String>> {
    Ok(Entity::find().all(db).await?.into_iter().map(|row| (row.name, row.value)).collect())
}

/// Writes one, or takes it away.
pub async fn put(db: &impl ConnectionTrait, name: &str, value: Option<String>) -> error::Result<()> {
    let Some(value) = value else {
        Entity::delete_by_id(name).exec(db).await?;
        return Ok(());
    };
    let row = ActiveModel { name: Set(name.to_owned()), value: Set(value) };
    let again = OnConflict::column(Column::Name).update_column(Column::Value).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(db).await?;
    Ok(())
}

/// So many requests are remembered.
const REQUESTS: u32 = 64;

/// Before the name of each.
const REQUEST: &str = "request ";

fn request_name(staff: Uuid, command: &str, id: &str) -> String {
    format!("{REQUEST}{staff} {command} {id}")
}

/// Remembers that this person's request of this id was carried out; the oldest are forgotten.
pub(crate) fn keep_request(
    rows: &mut Rows,
    (staff, command, id): (Uuid, &str, &str),
    document: Option<Uuid>,
    at: DateTime<Utc>,
) {
    let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    rows.say(
        "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        vec![request_name(staff, command, id).into(), format!("{at} {}", document.unwrap_or_default()).into()],
    );
    let all = format!("{REQUEST}%");
    rows.say(
        "DELETE FROM setting WHERE name LIKE ? AND name NOT IN (SELECT name FROM setting WHERE name LIKE ? ORDER BY value DESC LIMIT ?)",
        vec![all.clone().into(), all.into(), REQUESTS.into()],
    );
}

/// The document that this person's request of this id was about, the zero id for none; nothing if it was not carried out, or long ago.
pub(crate) async fn request(
    db: &impl ConnectionTrait,
    (staff, command, id): (Uuid, &str, &str),
) -> error::Result<Option<Uuid>> {
    let kept = Entity::find_by_id(request_name(staff, command, id)).one(db).await?;
    Ok(kept.and_then(|row| Uuid::parse_str(row.value.split(' ').nth(1)?).ok()))
}
