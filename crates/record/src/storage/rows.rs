//! Rows on their way into the file together: one message to the database carries them all, where one message each would mostly wait.

use super::dialect::BACKEND;
use crate::error::Result;
use sea_orm::{ActiveModelTrait, EntityTrait, QueryTrait as _, Statement};
use std::fmt::Write as _;

/// Statements in the order they will run. Nothing is written before a transaction sends them.
#[derive(Default)]
pub(crate) struct Rows {
    sql: String,
    values: Vec<sea_orm::Value>,
}

impl Rows {
    /// A new row.
    pub(crate) fn put<A: ActiveModelTrait + Send>(&mut self, row: A) {
        self.add(<A::Entity as EntityTrait>::insert(row).build(BACKEND));
    }
    /// The row with this key, changed.
    pub(crate) fn change<A: ActiveModelTrait + Send>(&mut self, row: A) -> Result<()> {
        self.add(<A::Entity as EntityTrait>::update(row).validate()?.build(BACKEND));
        Ok(())
    }
    /// A statement of its own.
    pub(crate) fn say(&mut self, sql: &str, values: Vec<sea_orm::Value>) {
        self.add(Statement::from_sql_and_values(BACKEND, sql, values));
    }
    /// A statement that was built elsewhere.
    pub(crate) fn add(&mut self, statement: Statement) {
        let _ = write!(self.sql, "{};", statement.sql);
        self.values.extend(statement.values.into_iter().flat_map(|values| values.0));
    }
    /// Whether there is nothing to write.
    pub(crate) fn is_empty(&self) -> bool {
        self.sql.is_empty()
    }
    /// All of them as one statement.
    pub(crate) fn statement(self) -> Statement {
        Statement::from_sql_and_values(BACKEND, self.sql, self.values)
    }
}
