//! View: movement on objectives, from notes.

use sea_orm::entity::prelude::*;

/// One row of `progress`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "progress")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub objective: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    pub on_day: Option<Date>,
    pub progress: String,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
