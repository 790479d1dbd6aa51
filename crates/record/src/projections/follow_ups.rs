//! Calls after discharge, as the client agreed to them.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `follow_ups`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "follow_ups")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub stay: Option<Uuid>,
    pub on_day: Option<Date>,
    pub agreed: Option<bool>,
    /// Days of the calls, separated by spaces.
    pub days: String,
}

no_relations!();

pub(super) const TABLE: Table = Table {
    name: "follow_ups",
    shape: shape::<Entity>,
    indexes: &["follow_ups (client)"],
    clear: Clear::Document,
    row,
};

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::FollowUps { on, agreed, days } = fact else { return None };
    let days = days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    Some(insert(Model { document: of.document, client: of.client, stay: of.stay, on_day: *on, agreed: *agreed, days }))
}
