//! Allergies as last assessed.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `allergy`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "allergy")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub text: String,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "allergy", shape: shape::<Entity>, indexes: &["allergy (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Allergies { text } = fact else { return None };
    Some(insert(Model { document: of.document, client: of.client, text: text.clone() }))
}
