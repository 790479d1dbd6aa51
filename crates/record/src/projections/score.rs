//! Scored questionnaires.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `score`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub stay: Option<Uuid>,
    pub instrument: String,
    pub on_day: Option<Date>,
    pub total: Option<i64>,
    pub band: String,
    pub flagged: String,
    pub language: String,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "score", shape: shape::<Entity>, indexes: &[], clear: Clear::ClientAndDocument, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Score { instrument, on, total, band, flagged, language } = fact else { return None };
    Some(insert(Model {
        client: of.client,
        document: of.document,
        stay: of.stay,
        instrument: instrument.clone(),
        on_day: *on,
        total: total.map(i64::from),
        band: band.clone(),
        flagged: flagged.iter().map(u8::to_string).collect::<Vec<_>>().join(" "),
        language: language.clone(),
    }))
}
