//! Who the clients are, by the newest face sheet.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use clinical::rules::name_key;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `client`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "client")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub legal_first: String,
    pub legal_last: String,
    pub preferred: String,
    /// Last and first name without accents or case; lists are in its order.
    pub name_key: String,
    /// Whatever the client is found by, without accents or case.
    pub words: String,
    pub born: Option<Date>,
    pub record_number: String,
    pub pronouns: String,
    pub speaks: String,
    pub reads: String,
    pub large_print: bool,
    pub phone: String,
    pub living: String,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "client", shape: shape::<Entity>, indexes: &[], clear: Clear::Client, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Client {
        legal_first,
        legal_last,
        preferred,
        born,
        record_number,
        pronouns,
        speaks,
        reads,
        large_print,
        phone,
        living,
    } = fact
    else {
        return None;
    };
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let found_by = format!("{legal_first} {legal_last} {preferred} {legal_last} {record_number} {phone} {digits}");
    Some(insert(Model {
        client: of.client,
        document: of.document,
        legal_first: legal_first.clone(),
        legal_last: legal_last.clone(),
        preferred: preferred.clone(),
        name_key: name_key(&format!("{legal_last} {legal_first}")),
        words: name_key(&found_by),
        born: *born,
        record_number: record_number.clone(),
        pronouns: pronouns.clone(),
        speaks: speaks.clone(),
        reads: reads.clone(),
        large_print: *large_print,
        phone: phone.clone(),
        living: living.clone(),
    }))
}

impl Entity {
    /// These clients, in no order.
    ///
    /// # Errors
    /// The database's.
    pub async fn find_by_clients(db: &impl ConnectionTrait, ids: &[Uuid]) -> std::result::Result<Vec<Model>, DbErr> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Entity::find().filter(Column::Client.is_in(ids.iter().copied())).all(db).await
    }
}
