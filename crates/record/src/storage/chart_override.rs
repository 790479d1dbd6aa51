//! Charts opened from outside their care team.

use super::no_relations::no_relations;
use sea_orm::entity::prelude::*;

/// One row of `chart_override`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chart_override")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    pub until: DateTimeUtc,
    pub reason: String,
}

no_relations!();
