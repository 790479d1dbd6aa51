//! When each member of staff last opened each chart.

use super::no_relations::no_relations;
use sea_orm::entity::prelude::*;

/// One row of `chart_visit`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chart_visit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub staff: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    pub visited_at: DateTimeUtc,
}

no_relations!();
