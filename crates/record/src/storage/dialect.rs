//! What differs from one database to another: how a table is made, how words are indexed, what one asks of the engine itself. Above this
//! folder nothing knows which database it is. Today it is SQLite in SQLCipher; the test in `postgres.rs` tries a second one.

use sea_orm::sea_query::{ColumnType, PostgresQueryBuilder};
use sea_orm::{ColumnTrait as _, DbBackend, EntityTrait, Iden as _, Iterable as _, PrimaryKeyToColumn as _, Schema};

/// The database the record lies in.
pub(crate) const BACKEND: DbBackend = DbBackend::Sqlite;

/// The statement that makes this entity's table. The entity says its columns, once, and its key in the order in which rows shall lie.
pub(crate) fn create_table<E: EntityTrait + Default>(backend: DbBackend) -> String {
    match backend {
        DbBackend::Sqlite => strict_table::<E>(),
        DbBackend::Postgres | DbBackend::MySql => {
            Schema::new(backend).create_table_from_entity(E::default()).to_string(PostgresQueryBuilder)
        }
        other => unreachable!("no record lies in {other:?}"),
    }
}

/// STRICT refuses a value of another type; without row ids, rows lie in the order of their key, so that a chart is on few encrypted pages.
fn strict_table<E: EntityTrait + Default>() -> String {
    let column = |column: E::Column| {
        let def = column.def();
        let kind = match def.get_column_type() {
            ColumnType::Uuid | ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => "BLOB",
            ColumnType::Boolean | ColumnType::Integer | ColumnType::BigInteger | ColumnType::SmallInteger => "INTEGER",
            ColumnType::Double | ColumnType::Float => "REAL",
            _ => "TEXT",
        };
        let null = if def.is_null() { "" } else { " NOT NULL" };
        format!("{} {kind}{null}", column.to_string())
    };
    let columns: Vec<String> = E::Column::iter().map(column).collect();
    let key: Vec<String> = E::PrimaryKey::iter().map(|key| key.into_column().to_string()).collect();
    format!(
        "CREATE TABLE {} ({}, PRIMARY KEY ({})) STRICT, WITHOUT ROWID",
        E::default().table_name(),
        columns.join(", "),
        key.join(", ")
    )
}
