//! Safety alerts: flagged questions that were ever answered above zero. A later version of the answers never takes one away.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `alert`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alert")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub instrument: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub item: i64,
    pub client: Uuid,
    pub on_day: Option<Date>,
    /// The highest answer there ever was.
    pub value: i64,
    pub raised_at: DateTimeUtc,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "alert", shape: shape::<Entity>, indexes: &["alert (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Alert { instrument, on, item, value, raised } = fact else { return None };
    Some(insert(Model {
        document: of.document,
        instrument: instrument.clone(),
        item: i64::from(*item),
        client: of.client,
        on_day: *on,
        value: i64::from(*value),
        raised_at: raised.unwrap_or_default(),
    }))
}
