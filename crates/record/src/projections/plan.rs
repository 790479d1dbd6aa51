//! Treatment plans.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `plan`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub stay: Option<Uuid>,
    pub effective: Option<Date>,
    pub next_review: Option<Date>,
    pub statement: String,
    pub gloss: String,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "plan", shape: shape::<Entity>, indexes: &["plan (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Plan { effective, next_review, statement, statement_gloss } = fact else { return None };
    let (statement, gloss) = (statement.clone(), statement_gloss.clone());
    let (effective, next_review) = (*effective, *next_review);
    Some(insert(Model {
        document: of.document,
        client: of.client,
        stay: of.stay,
        effective,
        next_review,
        statement,
        gloss,
    }))
}
