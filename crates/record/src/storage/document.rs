//! Envelopes: what exists, of which kind, in whose chart.

use super::no_relations::no_relations;
use sea_orm::entity::prelude::*;

/// One row of `document`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub kind: String,
    pub client: Option<Uuid>,
    pub episode: Option<Uuid>,
}

no_relations!();
