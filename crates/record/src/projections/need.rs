//! Needs found by assessments.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `need`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "need")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub client: Uuid,
    pub position: i64,
    pub text: String,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "need", shape: shape::<Entity>, indexes: &["need (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Need { id, position, text } = fact else { return None };
    let (id, position, text) = (id.clone(), i64::from(*position), text.clone());
    Some(insert(Model { document: of.document, id, client: of.client, position, text }))
}
