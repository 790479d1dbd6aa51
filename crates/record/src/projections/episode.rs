//! View: stretches of care.

use sea_orm::entity::prelude::*;

/// One row of `episode`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "episode")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub level: String,
    pub track: String,
    pub from_day: Option<Date>,
    pub to_day: Option<Date>,
    pub provider: String,
    pub ours: bool,
    pub weeks: Option<i64>,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
