//! Rows on their way into the file together: one message to the database carries them all, where one message each would mostly wait.

use crate::error::Result;
use crate::storage::connections::Transaction;
use sea_orm::{ActiveModelTrait, ConnectionTrait as _, DbBackend, EntityTrait, QueryTrait as _, Statement};
use std::fmt::Write as _;

/// Statements in the order they will run. Nothing is written before `send`.
#[derive(Default)]
pub(crate) struct Rows {
    sql: String,
    values: Vec<sea_orm::Value>,
}

impl Rows {
    /// A new row.
    pub(crate) fn put<A: ActiveModelTrait + Send>(&mut self, row: A) {
        self.add(<A::Entity as EntityTrait>::insert(row).build(DbBackend::Sqlite));
    }
    /// The row with this key, changed.
    pub(crate) fn change<A: ActiveModelTrait + Send>(&mut self, row: A) -> Result<()> {
        self.add(<A::Entity as EntityTrait>::update(row).validate()?.build(DbBackend::Sqlite));
        Ok(())
    }
    /// A statement of its own.
    pub(crate) fn say(&mut self, sql: &str, values: Vec<sea_orm::Value>) {
        self.add(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values));
    }
    /// A statement that was built elsewhere.
    pub(crate) fn add(&mut self, statement: Statement) {
        let _ = write!(self.sql, "{};", statement.sql);
        self.values.extend(statement.values.into_iter().flat_map(|values| values.0));
    }
    /// Writes them all, in order.
    ///
    /// # Errors
    /// The disk's refusal; the change is then not committed.
    pub(crate) async fn send(self, tx: &Transaction) -> Result<()> {
        if !self.sql.is_empty() {
            tx.execute_raw(self.statement()).await?;
        }
        Ok(())
    }
    /// All of them as one statement.
    pub(crate) fn statement(self) -> Statement {
        Statement::from_sql_and_values(DbBackend::Sqlite, self.sql, self.values)
    }
}
