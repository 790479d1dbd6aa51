//! Who the clients are, by the newest face sheet.

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use clinical::names::{Known, folded, full};
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
    pub legal_middle: String,
    pub legal_last: String,
    pub preferred: String,
    /// Full names from before, a line each.
    pub former: String,
    /// Last and first name, folded; lists are in its order.
    pub sorted_by: String,
    /// Whatever the client is found by, folded, former names apart.
    pub found_by: String,
    pub born: Option<Date>,
    /// The year, where the day is not known.
    pub born_about: Option<i64>,
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
        legal_middle,
        legal_last,
        preferred,
        former,
        born,
        born_about,
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
    let known =
        Known { first: legal_first, middle: legal_middle, last: legal_last, called: preferred, record_number, phone };
    Some(insert(Model {
        client: of.client,
        document: of.document,
        legal_first: legal_first.clone(),
        legal_middle: legal_middle.clone(),
        legal_last: legal_last.clone(),
        preferred: preferred.clone(),
        former: former.clone(),
        sorted_by: folded(&full(legal_last, legal_first)),
        found_by: known.found_by(),
        born: *born,
        born_about: born_about.map(i64::from),
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
