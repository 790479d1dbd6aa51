//! Which stays were summed up after their end.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `discharge_summary`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "discharge_summary")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub stay: Option<Uuid>,
    pub on_day: Option<Date>,
}

no_relations!();

pub(super) const TABLE: Table = Table {
    name: "discharge_summary",
    shape: shape::<Entity>,
    indexes: &["discharge_summary (client)"],
    clear: Clear::Document,
    row,
};

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::DischargeSummary { on } = fact else { return None };
    Some(insert(Model { document: of.document, client: of.client, stay: of.stay, on_day: *on }))
}
