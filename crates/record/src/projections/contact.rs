//! People around the clients.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `contact`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub name: String,
    pub relationship: String,
    pub role: String,
    pub organization: String,
    pub phone: String,
    pub emergency: bool,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "contact", shape: shape::<Entity>, indexes: &["contact (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Contact { name, relationship, role, organization, phone, emergency } = fact else { return None };
    Some(insert(Model {
        document: of.document,
        client: of.client,
        name: name.clone(),
        relationship: relationship.clone(),
        role: role.clone(),
        organization: organization.clone(),
        phone: phone.clone(),
        emergency: *emergency,
    }))
}
