//! Mutual-help meetings.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `meeting`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub stay: Option<Uuid>,
    pub on_day: Option<Date>,
    pub fellowship: String,
    pub verification: String,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "meeting", shape: shape::<Entity>, indexes: &["meeting (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Meeting { on, fellowship, verification } = fact else { return None };
    let (fellowship, verification) = (fellowship.clone(), verification.clone());
    Some(insert(Model {
        document: of.document,
        client: of.client,
        stay: of.stay,
        on_day: *on,
        fellowship,
        verification,
    }))
}
