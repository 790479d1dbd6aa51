//! Versions: canonical bytes, never changed.

use super::no_relations::no_relations;
use crate::canonical::VersionStatus;
use sea_orm::entity::prelude::*;

/// One row of `version`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub chart: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub hlc: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Vec<u8>,
    pub document: Uuid,
    pub number: i64,
    pub status: VersionStatus,
    pub author: Uuid,
    pub wall: DateTimeUtc,
    pub bytes: Vec<u8>,
}

no_relations!();
