//! Tasks with their owners.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `task`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub owner: Option<Uuid>,
    pub due: Option<Date>,
    pub open: bool,
    pub what: String,
}

no_relations!();

pub(super) const TABLE: Table = Table {
    name: "task",
    shape: shape::<Entity>,
    indexes: &["task (client)", "task (owner)"],
    clear: Clear::Document,
    row,
};

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Task { what, owner, due, open } = fact else { return None };
    let owner = Uuid::parse_str(owner).ok();
    Some(insert(Model { document: of.document, client: of.client, owner, due: *due, open: *open, what: what.clone() }))
}
