//! Tables made from versions: whatever screens list, filter or count. Written in the same transaction as the version, and made anew from
//! versions alone. One file a table: its columns, how a fact fills it, how a document's rows are taken away. Creating, clearing, rebuilding
//! and comparing follow from the list.

pub(crate) mod cosignature;
pub mod entry;
mod entry_words;
pub(crate) mod rebuild;
mod stand;
pub(crate) mod supervision;
mod table;

use table::tables;

tables! {
    client;
    contact;
    episode;
    release;
    disclosure;
    assessment;
    need;
    allergy;
    plan;
    objective;
    progress;
    attendance;
    score;
    alert;
    risk_answer;
    sobriety;
    lapse;
    outreach;
    discharge_summary;
    follow_ups;
    client_signs;
    meeting;
    session;
    task;
    program;
    staff;
    care_team;
    restriction;
}

pub(crate) use stand::{Changed, Stored, heads_of, show, text_of};

/// The statement that makes each table an entity says, by its name: what the record's file is held against.
#[cfg(test)]
pub(crate) fn shapes() -> Vec<(&'static str, String)> {
    use crate::storage::dialect::BACKEND;
    let entry = ("entry", entry::shape(BACKEND));
    std::iter::once(entry).chain(TABLES.iter().map(|table| (table.name, (table.shape)(BACKEND)))).collect()
}

#[cfg(test)]
mod tests {
    use super::TABLES;
    use super::table::Of;
    use clinical::Kind;
    use clinical::facts::Fact;
    use std::path::Path;
    use uuid::Uuid;

    /// What the stored example of a kind tells the tables.
    fn told(kind: Kind) -> Vec<Fact> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/documents").join(kind.name());
        let text = std::fs::read_to_string(folder.join(format!("v{}.json", kind.version()))).expect("a stored example");
        kind.facts(&serde_json::from_str(&text).expect("a body")).expect("facts")
    }

    #[test]
    fn a_table_keeps_every_fact_and_a_stored_example_fills_every_table() {
        let of = Of { document: Uuid::nil(), client: Uuid::nil(), stay: None };
        let facts: Vec<(Kind, Fact)> =
            Kind::ALL.iter().flat_map(|kind| told(*kind).into_iter().map(|fact| (*kind, fact))).collect();
        for (kind, fact) in &facts {
            assert!(TABLES.iter().any(|table| (table.row)(&of, fact).is_some()), "{kind:?}: no table keeps {fact:?}");
        }
        for table in TABLES {
            assert!(facts.iter().any(|(_, fact)| (table.row)(&of, fact).is_some()), "nothing fills {}", table.name);
        }
    }
}
