//! This installation.

use super::no_relations::no_relations;
use sea_orm::entity::prelude::*;

/// One row of `site`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "site")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub created_at: DateTimeUtc,
    pub seed: Option<Vec<u8>>,
    pub epoch: i64,
}

no_relations!();
