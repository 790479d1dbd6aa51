//! Releases of information, with what they cover and when they end.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use clinical::rules::Expiry;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `release`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub form: String,
    pub contact: Option<Uuid>,
    pub recipient: String,
    pub purpose: String,
    pub covers: String,
    pub signed_on: Option<Date>,
    pub expiry: String,
    pub expires_on: Option<Date>,
    pub expires_days: Option<i64>,
    pub expires_event: String,
    pub revoked_on: Option<Date>,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "release", shape: shape::<Entity>, indexes: &["release (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Release { form, contact, recipient, purpose, covers, signed_on, expires, revoked_on } = fact else {
        return None;
    };
    let (expiry, expires_on, expires_days, expires_event) = match expires {
        Expiry::On(day) => ("date", Some(*day), None, String::new()),
        Expiry::AfterDischarge(days) => ("after_discharge", None, Some(i64::from(*days)), String::new()),
        Expiry::Event(event) => ("event", None, None, event.clone()),
        Expiry::None => ("none", None, None, String::new()),
    };
    Some(insert(Model {
        document: of.document,
        client: of.client,
        form: form.clone(),
        contact: Uuid::parse_str(contact).ok(),
        recipient: recipient.clone(),
        purpose: purpose.clone(),
        covers: covers.join(" "),
        signed_on: *signed_on,
        expiry: expiry.into(),
        expires_on,
        expires_days,
        expires_event,
        revoked_on: *revoked_on,
    }))
}
