//! Drafts: what an author has typed and not yet put into the record.

use sea_orm::entity::prelude::*;

/// One row of `draft`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub author: Uuid,
    pub kind: String,
    pub client: Option<Uuid>,
    pub episode: Option<Uuid>,
    pub body: String,
    pub rev: i64,
    pub saved_at: DateTimeUtc,
    pub holds: i64,
    pub on_day: Option<Date>,
    pub discarded_at: Option<DateTimeUtc>,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
