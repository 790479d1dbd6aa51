//! Signed heads of the audit chain.

use super::no_relations::no_relations;
use sea_orm::entity::prelude::*;

/// One row of `checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checkpoint")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub wall: String,
    pub root: Vec<u8>,
    pub note: String,
    pub mark: Vec<u8>,
}

no_relations!();
