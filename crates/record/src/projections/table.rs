//! What a table made from versions says of itself.

use crate::storage::dialect::{BACKEND, create_table};
pub(super) use crate::storage::no_relations;
use chrono::NaiveTime;
use clinical::facts::Fact;
use sea_orm::{ActiveModelTrait, DbBackend, EntityTrait, IntoActiveModel, ModelTrait, QueryTrait as _, Statement};
use uuid::Uuid;

/// A table of the list.
pub(crate) struct Table {
    pub name: &'static str,
    /// The statement that makes it, from its entity.
    pub shape: fn(DbBackend) -> String,
    /// What is looked for besides its key, as `table (columns)`, perhaps with a condition.
    pub indexes: &'static [&'static str],
    /// How a document's rows are found to take them away.
    pub clear: Clear,
    /// The row that a fact of a document puts here; none if the fact is not for this table.
    pub row: fn(&Of, &Fact) -> Option<Statement>,
}

/// How the rows of a document are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clear {
    /// By the document.
    Document,
    /// By client and document: rows lie by client, without it every row would be looked at.
    ClientAndDocument,
    /// By the client, who has one row.
    Client,
}

/// Whose document a fact is of.
pub(crate) struct Of {
    pub document: Uuid,
    /// The zero id for documents of the program.
    pub client: Uuid,
    /// The stay that owns it.
    pub stay: Option<Uuid>,
}

/// The statement that makes this entity's table.
pub(super) fn shape<E: EntityTrait + Default>(backend: DbBackend) -> String {
    create_table::<E>(backend)
}

/// A new row.
pub(super) fn insert<M, A>(model: M) -> Statement
where
    A: ActiveModelTrait<Entity = M::Entity>,
    M: ModelTrait + IntoActiveModel<A>,
{
    <A::Entity as EntityTrait>::insert(model.into_active_model()).build(BACKEND)
}

/// A time of day as rows keep it, `17:30`, or empty.
pub(super) fn clock(time: Option<NaiveTime>) -> String {
    time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default()
}

impl Table {
    /// The statement that takes a document's rows away.
    pub(super) fn clearing(&self, of: &Of) -> Statement {
        let name = self.name;
        let (document, client) = (of.document.into(), of.client.into());
        match self.clear {
            Clear::Document => {
                let sql = format!("DELETE FROM {name} WHERE document = ?");
                Statement::from_sql_and_values(BACKEND, sql, [document])
            }
            Clear::ClientAndDocument => {
                let sql = format!("DELETE FROM {name} WHERE client = ? AND document = ?");
                Statement::from_sql_and_values(BACKEND, sql, [client, document])
            }
            Clear::Client => {
                let sql = format!("DELETE FROM {name} WHERE client = ?");
                Statement::from_sql_and_values(BACKEND, sql, [client])
            }
        }
    }
}

/// Writes the list: one line a table. The file's module and everything that goes over all tables follow from it.
macro_rules! tables {
    ($($table:ident;)+) => {
        $(pub mod $table;)+

        /// Every table that facts fill, in the order of the list.
        pub(crate) const TABLES: &[&table::Table] = &[$(&$table::TABLE),+];
    };
}
pub(super) use tables;
