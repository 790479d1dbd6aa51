//! How the client signs a document: whose signature on the screen is still to come.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `client_signs`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "client_signs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    /// On the screen, after the author.
    pub later: bool,
}

no_relations!();

pub(super) const TABLE: Table = Table {
    name: "client_signs",
    shape: shape::<Entity>,
    indexes: &["client_signs (client) WHERE later"],
    clear: Clear::Document,
    row,
};

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::ClientSigns { later } = fact else { return None };
    Some(insert(Model { document: of.document, client: of.client, later: *later }))
}
