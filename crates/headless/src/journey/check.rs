//! The printed facts beside the file's own expectations.

use serde_json::Value;
use std::process::ExitCode;

/// Compares every key that was printed; names the first that differs.
pub fn compare(facts: &Value, expected: &Value) -> ExitCode {
    match difference(facts, expected, "") {
        Some(said) => {
            eprintln!("{said}");
            ExitCode::FAILURE
        }
        None => ExitCode::SUCCESS,
    }
}

fn difference(fact: &Value, expected: &Value, path: &str) -> Option<String> {
    match (fact, expected) {
        (Value::Object(facts), Value::Object(_)) => facts.iter().find_map(|(key, fact)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match expected.get(key) {
                Some(expected) => difference(fact, expected, &path),
                None => Some(format!("{path}: the record says {fact}, the file does not say.")),
            }
        }),
        _ if same(fact, expected) => None,
        _ => Some(format!("{path}: the record says {fact}, the file {expected}.")),
    }
}

fn same(fact: &Value, expected: &Value) -> bool {
    match (fact.as_f64(), expected.as_f64()) {
        (Some(fact), Some(expected)) => (fact - expected).abs() < 1e-9,
        _ => match (fact, expected) {
            (Value::Array(facts), Value::Array(wanted)) => {
                facts.len() == wanted.len() && facts.iter().zip(wanted).all(|(a, b)| same(a, b))
            }
            (Value::Object(facts), Value::Object(wanted)) => {
                facts.len() == wanted.len()
                    && facts.iter().all(|(key, fact)| wanted.get(key).is_some_and(|it| same(fact, it)))
            }
            _ => fact == expected,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_fact_that_differs_is_named_by_its_path() {
        let facts = json!({ "totals": { "group_minutes": 4280, "group_hours": 71.33 } });
        let equal = json!({ "totals": { "group_minutes": 4280.0, "group_hours": 71.33, "not_built": 1 }, "other": 2 });
        assert_eq!(difference(&facts, &equal, ""), None);
        let other = json!({ "totals": { "group_minutes": 4260, "group_hours": 71.33 } });
        let said = difference(&facts, &other, "").expect("minutes differ");
        assert!(said.starts_with("totals.group_minutes: the record says 4280"));
    }
}
