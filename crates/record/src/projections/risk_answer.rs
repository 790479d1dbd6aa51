//! Signed risk outcomes with a next step, each for the safety alert that it names.

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
    /// The document that raised the alert.
    #[sea_orm(primary_key, auto_increment = false)]
    pub alert: Uuid,
    pub client: Uuid,
    pub answered_at: DateTimeUtc,
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
    let Fact::RiskAnswered { alert, at } = fact else { return None };
    let alert = Uuid::parse_str(alert).ok()?;
    Some(insert(Model { document: of.document, alert, client: of.client, answered_at: at.unwrap_or_default() }))
}
