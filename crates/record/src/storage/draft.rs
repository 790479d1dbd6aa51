//! Drafts: what an author has typed and not yet put into the record.

use super::dialect::BACKEND;
use super::no_relations::no_relations;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `draft`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub author: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub kind: String,
    pub client: Option<Uuid>,
    pub episode: Option<Uuid>,
    pub body: String,
    pub rev: i64,
    pub saved_at: DateTimeUtc,
    pub holds: i64,
    pub on_day: Option<Date>,
    pub discarded_at: Option<DateTimeUtc>,
    /// Ids of the versions it began from, hex, separated by spaces.
    pub follows: String,
}

no_relations!();

impl Entity {
    /// The statement that takes an author's draft away.
    pub(crate) fn clearing(author: Uuid, document: Uuid) -> Statement {
        let sql = "DELETE FROM draft WHERE author = ? AND document = ?";
        Statement::from_sql_and_values(BACKEND, sql, [author.into(), document.into()])
    }
}
