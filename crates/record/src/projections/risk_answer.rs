//! Signed risk outcomes with a next step.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `risk_answer`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "risk_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub on_day: Option<Date>,
}

no_relations!();

pub(super) const TABLE: Table = Table {
    name: "risk_answer",
    shape: shape::<Entity>,
    indexes: &["risk_answer (client)"],
    clear: Clear::Document,
    row,
};

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::RiskAnswered { on } = fact else { return None };
    Some(insert(Model { document: of.document, client: of.client, on_day: *on }))
}
