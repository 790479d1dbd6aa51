//! Versions nobody follows yet.

use super::dialect::BACKEND;
use super::no_relations::no_relations;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `head`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "head")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: Vec<u8>,
}

no_relations!();

impl Entity {
    /// The statement that takes all heads of a document away: the next version follows them.
    pub(crate) fn clearing(document: Uuid) -> Statement {
        Statement::from_sql_and_values(BACKEND, "DELETE FROM head WHERE document = ?", [document.into()])
    }

    /// The statement that takes one head away, which a version follows.
    pub(crate) fn followed(document: Uuid, version: &[u8]) -> Statement {
        let sql = "DELETE FROM head WHERE document = ? AND version = ?";
        Statement::from_sql_and_values(BACKEND, sql, [document.into(), version.to_vec().into()])
    }
}
