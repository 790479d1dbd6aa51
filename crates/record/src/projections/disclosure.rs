//! What was told or given to somebody outside the program.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `disclosure`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "disclosure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub on_day: Option<Date>,
    pub at_time: String,
    pub recipient: String,
    pub organization: String,
    pub role: String,
    pub basis: String,
    pub release: Option<Uuid>,
    pub purpose: String,
    pub what: String,
    pub how: String,
}

no_relations!();

pub(super) const TABLE: Table = Table {
    name: "disclosure",
    shape: shape::<Entity>,
    indexes: &["disclosure (client)"],
    clear: Clear::Document,
    row,
};

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Disclosure { on, time, recipient, basis, release, purpose, what, how } = fact else { return None };
    let [recipient, organization, role] = recipient;
    Some(insert(Model {
        document: of.document,
        client: of.client,
        on_day: *on,
        at_time: time.clone(),
        recipient: recipient.clone(),
        organization: organization.clone(),
        role: role.clone(),
        basis: basis.clone(),
        release: Uuid::parse_str(release).ok(),
        purpose: purpose.clone(),
        what: what.clone(),
        how: how.clone(),
    }))
}
