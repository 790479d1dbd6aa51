//! View: who looks after whom.

use sea_orm::entity::prelude::*;

/// One row of `care_team`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "care_team")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
