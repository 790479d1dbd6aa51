//! View: objectives of plans.

use sea_orm::entity::prelude::*;

/// One row of `objective`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "objective")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub client: Uuid,
    pub number: i64,
    pub text: String,
    pub measure: String,
    pub baseline: String,
    pub target: String,
    pub target_date: Option<Date>,
    pub status: String,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
