//! What comes in from a screen or a script, before any command reads it: one limit for every text, every list and the whole, and texts without
//! what nobody sees or meant.

use crate::error::{Code, Error, Result};
use clinical::clean::clean;
use clinical::form::Finding;
use clinical::text::{LONGEST_TEXT, MOST_ROWS, too_long};
use serde_json::Value;

/// Most that one request may hold, in bytes: above the longest document there is, well below what would make the program wait.
pub const REQUEST_MAX: usize = 2 * 1024 * 1024;

/// Said of what is longer.
pub const TOO_LONG: &str = "This is too long to take in at once. Split it in two; what was saved before is kept.";

/// Taken exactly as typed: what opens a record is no text.
const AS_TYPED: &[&str] = &["password", "new_password", "own_password", "recovery_key"];

/// The input as commands read it. A draft's body is cleaned where its author is told of it.
///
/// # Errors
/// `BadInput` with a finding at the field, for a text that is too long, a list of too many rows, or too much in all.
pub fn let_in(mut input: Value) -> Result<Value> {
    let mut room = REQUEST_MAX;
    measure(&input, "", &mut room)?;
    if let Some(fields) = input.as_object_mut() {
        let cleaned = |key: &str| key != "body" && !AS_TYPED.contains(&key);
        fields.iter_mut().filter(|(key, _)| cleaned(key)).for_each(|(_, field)| clean_texts(field));
    }
    Ok(input)
}

fn measure(value: &Value, path: &str, room: &mut usize) -> Result<()> {
    let under = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let refuse = |message: String| {
        let field = path.strip_prefix("body.").unwrap_or(path);
        Err(Error { code: Code::BadInput, message: message.clone(), findings: vec![Finding::hold(field, message)] })
    };
    let bytes = match value {
        Value::String(text) => text.len(),
        Value::Array(rows) => rows.len(),
        Value::Object(fields) => fields.keys().map(String::len).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 1,
    };
    match value {
        Value::String(text) if text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT => {
            refuse(too_long(&called(path), text.chars().count()))
        }
        Value::Array(rows) if rows.len() > MOST_ROWS => {
            let message =
                format!("\"{}\" has {} rows; a list can have {MOST_ROWS}. Split it.", called(path), rows.len());
            refuse(message)
        }
        _ if bytes > *room => refuse(TOO_LONG.into()),
        Value::Array(rows) => {
            *room -= bytes;
            rows.iter().enumerate().try_for_each(|(i, row)| measure(row, &under(&i.to_string()), room))
        }
        Value::Object(fields) => {
            *room -= bytes;
            fields.iter().try_for_each(|(key, field)| measure(field, &under(key), room))
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {
            *room -= bytes;
            Ok(())
        }
    }
}

/// The words of a path's last key.
fn called(path: &str) -> String {
    let key = path.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or_default();
    if key.is_empty() { "This text".into() } else { key.replace('_', " ") }
}

fn clean_texts(value: &mut Value) {
    match value {
        Value::String(text) => {
            let cleaned = clean(text).text;
            if cleaned != text.as_str() {
                *text = cleaned.into_owned();
            }
        }
        Value::Array(rows) => rows.iter_mut().for_each(clean_texts),
        Value::Object(fields) => {
            let typed = |key: &str| AS_TYPED.contains(&key);
            fields.iter_mut().filter(|(key, _)| !typed(key)).for_each(|(_, field)| clean_texts(field));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::path::Path;

    #[test]
    fn a_password_is_never_changed() {
        let views = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/views");
        let mut secrets = 0;
        for file in std::fs::read_dir(views).expect("views").flatten() {
            let text = std::fs::read_to_string(file.path()).expect("a source");
            for line in text.lines().filter(|line| line.contains("Secret,")) {
                let name = line.trim().trim_start_matches("pub ").split(':').next().unwrap_or_default();
                assert!(AS_TYPED.contains(&name), "{name} is a secret and is not on the list");
                secrets += 1;
            }
        }
        assert!(secrets > 5, "{secrets} secrets were found");
        let typed = json!({ "password": "soft\u{ad}hyphen", "reason": "soft\u{ad}hyphen" });
        let read = let_in(typed).expect("let in");
        assert_eq!(read, json!({ "password": "soft\u{ad}hyphen", "reason": "softhyphen" }));
    }

    #[test]
    fn what_is_as_long_as_it_may_be_comes_in() {
        assert!(let_in(json!({ "text": "ñ".repeat(LONGEST_TEXT) })).is_ok());
        assert!(let_in(json!({ "text": "ñ".repeat(LONGEST_TEXT + 1) })).is_err());
        assert!(let_in(json!({ "rows": vec![1; MOST_ROWS] })).is_ok());
        assert!(let_in(json!({ "rows": vec![1; MOST_ROWS + 1] })).is_err());
        assert!(let_in(json!({ "texts": vec!["x".repeat(LONGEST_TEXT); 60] })).is_err(), "the whole has a limit too");
    }
}
