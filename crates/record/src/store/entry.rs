//! View: one row per document, as timelines list it.

use sea_orm::entity::prelude::*;

/// One row of `entry`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub chart: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub kind: String,
    pub client: Option<Uuid>,
    pub version: Vec<u8>,
    pub number: i64,
    pub status: String,
    pub author: Uuid,
    pub recorded_at: DateTimeUtc,
    pub on_day: Option<Date>,
    pub summary: String,
    pub addenda: i64,
    pub heads: i64,
    pub changed_at: DateTimeUtc,
    pub cosign: i64,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
