//! Releases of information, with what they cover and when they end.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `release`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub stay: Option<Uuid>,
    pub form: String,
    pub contact: Option<Uuid>,
    pub recipient: String,
    pub purpose: String,
    pub covers: String,
    /// The recipient's name, organization and role when the client signed.
    pub named: String,
    pub organization: String,
    pub role: String,
    pub signed_on: Option<Date>,
    pub expires_on: Option<Date>,
    pub expires_days: Option<i64>,
    pub expires_event: String,
    pub revoked_on: Option<Date>,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "release", shape: shape::<Entity>, indexes: &["release (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Release { form, contact, recipient, purpose, covers, named, signed_on, ends, revoked_on } = fact else {
        return None;
    };
    let [name, organization, role] = named;
    Some(insert(Model {
        document: of.document,
        client: of.client,
        stay: of.stay,
        form: form.clone(),
        contact: Uuid::parse_str(contact).ok(),
        recipient: recipient.clone(),
        purpose: purpose.clone(),
        covers: covers.join(" "),
        named: name.clone(),
        organization: organization.clone(),
        role: role.clone(),
        signed_on: *signed_on,
        expires_on: ends.on,
        expires_days: ends.days_after_discharge.map(i64::from),
        expires_event: ends.event.clone(),
        revoked_on: *revoked_on,
    }))
}
