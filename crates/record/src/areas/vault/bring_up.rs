//! A record that an earlier Handrail wrote is brought up to this one, in the one transaction that also says so in the audit trail: a power
//! cut at any point leaves the old record or the new one.

use crate::error::Result;
use crate::gate::Write;
use crate::projections::rebuild;
use crate::storage::schema;

/// Changes the tables that hold the record, and makes every table of projections anew from the versions.
///
/// # Errors
/// `Broken` or the disk's refusal; the record is then as it was.
pub(super) async fn bring_up(write: &Write, from: i64) -> Result<()> {
    write.unlocked.everything_changes();
    schema::bring_up(&write.tx, from).await?;
    rebuild::remake(&write.tx).await
}

#[cfg(test)]
mod tests {
    use crate::dispatch::dispatch;
    use crate::gate::{Record, SetClock};
    use crate::projections;
    use crate::storage::connections::Connections;
    use crate::storage::dialect::{BACKEND, create_table};
    use crate::storage::{
        audit, chart_override, chart_visit, checkpoint, document, draft, head, setting, signature, site, version,
    };
    use crate::vault::Cost;
    use sea_orm::{ConnectionTrait as _, Statement};
    use serde_json::{Value, json};
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    /// A column: its type, whether it may be empty, its place in the key.
    type Column = (String, bool, i64);

    async fn ask(record: &Record, command: &str, input: Value) {
        dispatch(record, command, input).await.unwrap_or_else(|error| panic!("{command}: {error:?}"));
    }

    fn record_in(folder: &Path) -> Record {
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-28T09:00:00+00:00").expect("a time");
        Record::at(folder.join("vault"), SetClock::at(now)).with_cost(Cost::Floor)
    }

    /// A record made today.
    async fn new(folder: &Path) -> Record {
        let record = record_in(folder);
        let input = json!({ "program": "Example (fictional)", "site": "", "phone": "", "crisis_phone": "", "address": "", "paper": "letter",
            "name": "Pat Sample", "credential": "LPC", "role": "director", "password": "a quiet evening walk" });
        ask(&record, "create_vault", input).await;
        record
    }

    /// A record of the format before, brought up.
    async fn brought_up(folder: &Path) -> Record {
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/vault-4");
        std::fs::create_dir_all(folder.join("vault")).expect("a folder");
        for file in ["vault.db", "vault.keys"] {
            std::fs::copy(kept.join(file), folder.join("vault").join(file)).expect("a copy");
        }
        let record = record_in(folder);
        ask(&record, "unlock", json!({ "name": "Pat Sample", "password": "a quiet evening walk" })).await;
        record
    }

    async fn texts(db: &Connections, sql: &str) -> Vec<Vec<String>> {
        let rows = db.query_all_raw(Statement::from_string(BACKEND, sql)).await.expect("rows");
        let text = |row: &sea_orm::QueryResult, at| row.try_get_by_index::<Option<String>>(at).expect("a text");
        let many = |row: &sea_orm::QueryResult| row.column_names().len();
        rows.iter().map(|row| (0..many(row)).map(|at| text(row, at).unwrap_or_default()).collect()).collect()
    }

    async fn columns(db: &Connections, table: &str) -> BTreeMap<String, Column> {
        // In a key nothing is ever empty, whether the table says so or not.
        let sql = format!(
            "SELECT name, upper(type), CAST(\"notnull\" = 0 AND pk = 0 AS TEXT), CAST(pk AS TEXT) FROM pragma_table_info('{table}')"
        );
        let rows = texts(db, &sql).await.into_iter();
        let column =
            |row: Vec<String>| (row[0].clone(), (row[1].clone(), row[2] == "1", row[3].parse().expect("a place")));
        rows.map(column).collect()
    }

    /// Everything the file declares, without the words it was declared with: tables by their columns and what stands in for a missing value,
    /// indexes by theirs, triggers by their text.
    async fn declared(db: &Connections) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        let sql = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'";
        for object in texts(db, sql).await {
            let (kind, name, table) = (&object[0], &object[1], &object[2]);
            let asked = match kind.as_str() {
                "table" => format!(
                    "SELECT name || ' ' || type || ' ' || \"notnull\" || ' ' || ifnull(dflt_value, '') || ' ' || pk FROM pragma_table_info('{name}') ORDER BY 1"
                ),
                "index" => format!("SELECT seqno || ' ' || name FROM pragma_index_info('{name}') ORDER BY 1"),
                _ => {
                    all.insert(format!("{kind} {name} on {table}: {}", object[3]));
                    continue;
                }
            };
            let parts: Vec<String> = texts(db, &asked).await.concat();
            let strict = object[3].contains("STRICT");
            all.insert(format!("{kind} {name} on {table}: {} (strict: {strict})", parts.join(", ")));
        }
        all
    }

    macro_rules! own_tables {
        ($($table:ident),+) => { [$((stringify!($table), create_table::<$table::Entity>(BACKEND))),+] };
    }

    async fn entities_are_the_tables_of(record: &Record) {
        let unlocked = record.unlocked().await.expect("open");
        let mut said: Vec<(&str, String)> = own_tables![
            audit,
            chart_override,
            chart_visit,
            checkpoint,
            document,
            draft,
            head,
            setting,
            signature,
            site,
            version
        ]
        .to_vec();
        said.extend(projections::shapes());
        let mut seen = BTreeSet::new();
        for (table, shape) in said {
            seen.insert(table.to_owned());
            let lies = columns(unlocked.reader(), table).await;
            let apart = shape.replacen(&format!("CREATE TABLE {table} "), &format!("CREATE TABLE as_said_{table} "), 1);
            unlocked.writer.execute_unprepared(&apart).await.expect("a table beside it");
            let says = columns(&unlocked.writer, &format!("as_said_{table}")).await;
            unlocked.writer.execute_unprepared(&format!("DROP TABLE as_said_{table}")).await.expect("gone again");
            assert!(!says.is_empty(), "{shape}");
            assert_eq!(lies, says, "{table}: the file, and what its entity says");
        }
        let others = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'entry_words%'";
        let lies: BTreeSet<String> = texts(unlocked.reader(), others).await.into_iter().flatten().collect();
        assert_eq!(lies, seen, "every table has an entity, and the other way round");
    }

    #[tokio::test]
    async fn every_entity_says_the_columns_that_its_table_has() {
        let folder = tempfile::tempdir().expect("a folder");
        entities_are_the_tables_of(&new(folder.path()).await).await;
    }

    #[tokio::test]
    async fn a_record_that_was_brought_up_declares_what_a_new_one_declares() {
        let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let (new, old) = (new(one.path()).await, brought_up(other.path()).await);
        let declares = async |record: &Record| {
            let unlocked = record.unlocked().await.expect("open");
            let number = texts(unlocked.reader(), "SELECT CAST(user_version AS TEXT) FROM pragma_user_version").await;
            (number, declared(unlocked.reader()).await)
        };
        let ((new_number, new), (old_number, old)) = (declares(&new).await, declares(&old).await);
        let gone: Vec<_> = new.difference(&old).collect();
        let left: Vec<_> = old.difference(&new).collect();
        assert_eq!((gone, left), (Vec::new(), Vec::new()), "only in a new one, and only in one brought up");
        assert_eq!(new_number, old_number);
    }
}
