//! Tables made from versions: whatever screens list, filter or count. Written in the same transaction as the version, and made anew from
//! versions alone. One file a table: its columns, how a fact fills it, how a document's rows are taken away. Creating, clearing, rebuilding
//! and comparing follow from the list.

pub(crate) mod cosignature;
pub mod entry;
mod entry_words;
pub(crate) mod rebuild;
mod stand;
mod table;

use table::tables;

tables! {
    client;
    contact;
    episode;
    release;
    assessment;
    need;
    allergy;
    plan;
    objective;
    progress;
    attendance;
    score;
    risk_answer;
    sobriety;
    lapse;
    meeting;
    session;
    program;
    staff;
    care_team;
}

pub(crate) use stand::{Changed, Stored, heads_of, show, text_of};

/// The statement that makes each table an entity says, by its name: what the record's file is held against.
#[cfg(test)]
pub(crate) fn shapes() -> Vec<(&'static str, String)> {
    use crate::storage::dialect::BACKEND;
    let entry = ("entry", entry::shape(BACKEND));
    std::iter::once(entry).chain(TABLES.iter().map(|table| (table.name, (table.shape)(BACKEND)))).collect()
}
