//! SQL text lies where tables are made and filled, and nowhere above.

use super::rust_text::source;
use super::{files, hold};

const BEGINNINGS: &[&str] =
    &["SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "PRAGMA", "ATTACH", "VACUUM"];

/// The checker reads records on its own, so that a mistake in the record's code is not repeated there. The bench measures the engine bare.
const THEIR_OWN: &[&str] = &["crates/verify/src/", "crates/headless/src/bench/bare.rs"];

#[test]
fn sql_is_written_where_tables_are_made_and_filled_only() {
    let places = ["storage", "ledger", "projections"].map(|place| format!("crates/record/src/{place}/"));
    let mut breaches = Vec::new();
    for (path, text) in ["crates", "src-tauri", "xtask"].into_iter().flat_map(|folder| files(folder, &[".rs"])) {
        let allowed = |place: &str| path.starts_with(place);
        let tests = path.contains("/tests/") || path.ends_with("/tests.rs");
        if tests || places.iter().any(|place| allowed(place)) || THEIR_OWN.iter().any(|place| allowed(place)) {
            continue;
        }
        for (line, literal) in source(&text).literals {
            let first = literal.split_whitespace().next().unwrap_or_default();
            if BEGINNINGS.contains(&first) && literal.trim().contains(' ') {
                breaches.push(format!("{path}:{line} says {literal}"));
            }
        }
    }
    hold("SQL above the folders that make and fill tables", breaches);
}
