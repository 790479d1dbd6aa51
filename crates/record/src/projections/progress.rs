//! Movement on objectives, from notes.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `progress`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "progress")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub objective: String,
    pub on_day: Option<Date>,
    pub progress: String,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "progress", shape: shape::<Entity>, indexes: &[], clear: Clear::ClientAndDocument, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Progress { objective, progress, on } = fact else { return None };
    let (objective, progress) = (objective.clone(), progress.clone());
    Some(insert(Model { client: of.client, document: of.document, objective, on_day: *on, progress }))
}
