//! Group sessions of the program.

use super::table::clock;
use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `session`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub on_day: Option<Date>,
    pub start_time: String,
    pub end_time: String,
    pub topic: String,
    pub present: i64,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "session", shape: shape::<Entity>, indexes: &["session (on_day)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Session { on, start, end, topic, present } = fact else { return None };
    Some(insert(Model {
        document: of.document,
        on_day: *on,
        start_time: clock(*start),
        end_time: clock(*end),
        topic: topic.clone(),
        present: i64::from(*present),
    }))
}
