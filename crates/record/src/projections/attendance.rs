//! View: time spent with clients.

use sea_orm::entity::prelude::*;

/// One row of `attendance`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    pub setting: String,
    pub status: String,
    pub on_day: Option<Date>,
    pub start_time: String,
    pub end_time: String,
    pub minutes: i64,
    pub topic: String,
    pub participation: Option<i64>,
    pub mood: Option<i64>,
    pub craving: Option<i64>,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
