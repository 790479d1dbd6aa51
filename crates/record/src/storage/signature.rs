//! Signatures over versions.

use super::no_relations::no_relations;
use sea_orm::entity::prelude::*;

/// One row of `signature`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signature")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: Vec<u8>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub signer: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub meaning: String,
    pub signed_at: DateTimeUtc,
    pub public_key: Vec<u8>,
    pub statement: Vec<u8>,
    pub mark: Vec<u8>,
}

no_relations!();
