//! Returns to use.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `lapse`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lapse")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub on_day: Option<Date>,
    pub substance: String,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "lapse", shape: shape::<Entity>, indexes: &["lapse (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Lapse { on, substance } = fact else { return None };
    Some(insert(Model { document: of.document, client: of.client, on_day: *on, substance: substance.clone() }))
}
