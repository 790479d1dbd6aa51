//! The program profile and its time rules.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `program`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "program")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub name: String,
    pub site: String,
    pub phone: String,
    pub crisis_phone: String,
    pub address: String,
    /// Papers come on A4; else on Letter.
    pub a4: bool,
    /// The long wording of the notice goes with copies for somebody else; else the short one.
    pub long_notice: bool,
    /// `clinical::rules::Rules` as JSON.
    pub rules: String,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "program", shape: shape::<Entity>, indexes: &[], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Program { name, site, phone, crisis_phone, address, a4, long_notice, rules } = fact else { return None };
    Some(insert(Model {
        document: of.document,
        name: name.clone(),
        site: site.clone(),
        phone: phone.clone(),
        crisis_phone: crisis_phone.clone(),
        address: address.clone(),
        a4: *a4,
        long_notice: *long_notice,
        rules: serde_json::to_string(rules).unwrap_or_default(),
    }))
}
