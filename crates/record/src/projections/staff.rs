//! View: the staff directory.

use sea_orm::entity::prelude::*;

/// One row of `staff`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub name: String,
    pub credential: String,
    pub role: String,
    pub license: String,
    pub license_expires: Option<Date>,
    pub supervisor: Option<Uuid>,
    pub cosigned: bool,
    pub active: bool,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
