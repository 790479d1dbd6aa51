//! First full days without use, and since when they are known.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `sobriety`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sobriety")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub stay: Option<Uuid>,
    pub since: Option<Date>,
    /// The last day of use that was learned of.
    pub used_on: Option<Date>,
    pub known_on: Option<Date>,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "sobriety", shape: shape::<Entity>, indexes: &["sobriety (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Sobriety { since, used_on, known_on } = fact else { return None };
    Some(insert(Model {
        document: of.document,
        client: of.client,
        stay: of.stay,
        since: *since,
        used_on: *used_on,
        known_on: *known_on,
    }))
}
