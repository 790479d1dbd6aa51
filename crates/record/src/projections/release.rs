//! View: releases of information.

use sea_orm::entity::prelude::*;

/// One row of `release`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub form: String,
    pub contact: Option<Uuid>,
    pub recipient: String,
    pub purpose: String,
    pub covers: String,
    pub signed_on: Option<Date>,
    pub expiry: String,
    pub expires_on: Option<Date>,
    pub expires_days: Option<i64>,
    pub expires_event: String,
    pub revoked_on: Option<Date>,
}

/// Views hold no relations: every row names its document.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
