//! The audit trail, each row chained to the one before.

use sea_orm::entity::prelude::*;

/// One row of `audit`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub wall: String,
    pub actor: Option<Uuid>,
    pub role: String,
    pub action: String,
    pub outcome: String,
    pub client: Option<Uuid>,
    pub document: Option<Uuid>,
    pub detail: String,
    pub prev: Vec<u8>,
    pub hash: Vec<u8>,
    pub wrote: String,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
