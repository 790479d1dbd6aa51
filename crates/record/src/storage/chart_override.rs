//! Charts opened from outside their care team.

use sea_orm::entity::prelude::*;

/// One row of `glass`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "glass")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    pub until: DateTimeUtc,
    pub reason: String,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
