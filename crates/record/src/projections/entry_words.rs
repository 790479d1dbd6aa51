//! The words of clinical documents, for searching. Contentless: no word is stored a second time.

use crate::storage::dialect::BACKEND;
use sea_orm::Statement;
use serde_json::Value;
use uuid::Uuid;

pub(super) const NAME: &str = "entry_words";

/// Sixteen small pieces are joined at once rather than four at a time: a signature then waits for less, a search finds as much.
pub(super) const SHAPE: &str = "CREATE VIRTUAL TABLE entry_words USING fts5 (words, content = '', contentless_delete = 1, \
    tokenize = 'unicode61 remove_diacritics 2'); INSERT INTO entry_words (entry_words, rank) VALUES ('automerge', 16)";

pub(super) fn clearing(document: Uuid) -> Statement {
    Statement::from_sql_and_values(BACKEND, "DELETE FROM entry_words WHERE rowid = ?", [row_of(document).into()])
}

pub(super) fn row(document: Uuid, words: &str) -> Statement {
    let sql = "INSERT INTO entry_words (rowid, words) VALUES (?, ?)";
    Statement::from_sql_and_values(BACKEND, sql, [row_of(document).into(), words.into()])
}

/// The number of a document's words in the index: the random part of its id, which no two documents share.
fn row_of(document: Uuid) -> i64 {
    let (_, low) = document.as_u64_pair();
    i64::try_from(low >> 1).unwrap_or(0)
}

/// Every text of the body. Option values are in it too; they do no harm there.
pub(super) fn words_of(body: &Value) -> String {
    fn gather(value: &Value, words: &mut String) {
        match value {
            Value::String(text) if text.len() != 36 => {
                words.push_str(text);
                words.push('\n');
            }
            Value::Array(items) => items.iter().for_each(|item| gather(item, words)),
            Value::Object(fields) => fields.values().for_each(|field| gather(field, words)),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut words = String::new();
    gather(body, &mut words);
    words
}
