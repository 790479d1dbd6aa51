//! Objectives of plans.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `objective`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "objective")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub client: Uuid,
    pub number: i64,
    pub text: String,
    pub measure: String,
    pub baseline: String,
    pub target: String,
    pub target_date: Option<Date>,
    pub status: String,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "objective", shape: shape::<Entity>, indexes: &["objective (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Objective { id, number, text, measure, baseline, target, target_date, status } = fact else {
        return None;
    };
    Some(insert(Model {
        document: of.document,
        id: id.clone(),
        client: of.client,
        number: i64::from(*number),
        text: text.clone(),
        measure: measure.clone(),
        baseline: baseline.clone(),
        target: target.clone(),
        target_date: *target_date,
        status: status.clone(),
    }))
}
