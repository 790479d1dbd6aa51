//! The staff directory.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `staff`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "staff")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub name: String,
    pub credential: String,
    pub role: String,
    pub license: String,
    pub license_state: String,
    pub license_expires: Option<Date>,
    pub supervisor: Option<Uuid>,
    pub cosigned: bool,
    pub active: bool,
    /// Who co-signs what waits for this person.
    pub successor: Option<Uuid>,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "staff", shape: shape::<Entity>, indexes: &[], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Staff {
        name,
        credential,
        role,
        license,
        license_state,
        license_expires,
        supervisor,
        cosigned,
        active,
        successor,
    } = fact
    else {
        return None;
    };
    Some(insert(Model {
        document: of.document,
        name: name.clone(),
        credential: credential.clone(),
        role: role.clone(),
        license: license.clone(),
        license_state: license_state.clone(),
        license_expires: *license_expires,
        supervisor: Uuid::parse_str(supervisor).ok(),
        cosigned: *cosigned,
        active: *active,
        successor: Uuid::parse_str(successor).ok(),
    }))
}
