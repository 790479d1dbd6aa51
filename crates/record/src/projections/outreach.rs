//! Calls and other ways in which someone reached out to a client, or tried to.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `outreach`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outreach")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub on_day: Option<Date>,
    pub at_time: Option<Time>,
    pub after_discharge: bool,
    /// The client wants no more of them.
    pub no_more: bool,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "outreach", shape: shape::<Entity>, indexes: &["outreach (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Outreach { on, at, after_discharge, no_more } = fact else { return None };
    Some(insert(Model {
        document: of.document,
        client: of.client,
        on_day: *on,
        at_time: *at,
        after_discharge: *after_discharge,
        no_more: *no_more,
    }))
}
