//! View: scored questionnaires.

use sea_orm::entity::prelude::*;

/// One row of `score`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    pub instrument: String,
    pub on_day: Option<Date>,
    pub total: Option<i64>,
    pub band: String,
    pub flagged: String,
    pub language: String,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
