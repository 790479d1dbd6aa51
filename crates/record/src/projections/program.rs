//! View: the program profile.

use sea_orm::entity::prelude::*;

/// One row of `program`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "program")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub name: String,
    pub site: String,
    pub phone: String,
    pub crisis_phone: String,
    pub address: String,
    pub body: String,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
