//! Settings of this computer.

use super::no_relations::no_relations;
use crate::error;
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
