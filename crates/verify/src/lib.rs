//! A second opinion on a record: whether its versions, signatures, audit trail and checkpoints fit each other, and which is the first that
//! does not. Written from the description of the format alone; it shares no code with the part of Handrail that writes records
//! (`tests/tidy` holds that wall), so a mistake there is not repeated here.
//!
//! It looks at a record's folder or a backup (`vault.db` with `vault.keys`) and at an exported folder of `.jsonl` files. It changes no byte
//! in either. It does not look at the lists that screens show: they are made from versions, and "Check the record" compares them.

mod chain;
mod checkpoints;
mod command;
mod exported;
mod face;
mod keys;
mod rows;
mod signatures;
mod sqlcipher;
mod tables;
mod vault;
mod versions;
mod withheld;

pub use command::run;
pub use exported::{exported, is_exported};
pub use rows::{
    AuditRow, Checkpoint, Columns, Content, DocumentRow, Envelope, HeadRow, Mark, Record, Signature, Tables, Version,
};
pub use vault::{opened_with, vault};

use rows::Index;

/// Why a check could not be made at all. Says nothing about the record itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchecked(pub String);

/// What lies in a folder.
pub enum Found {
    /// Rows to check.
    Record(Box<Record>),
    /// The file itself is damaged, in words.
    Damaged(String),
}

/// Something that left this computer earlier, to check against.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// A short code from a day sheet or a backup.
    pub code: Option<String>,
    /// The text of a checkpoint.
    pub checkpoint: Option<String>,
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Versions looked at.
    pub versions: u64,
    /// Of those, how many came without their text, because they are counseling notes.
    pub withheld_notes: u64,
    /// And because an agreed restriction keeps them from everyone outside.
    pub withheld_by_restriction: u64,
    /// Signatures looked at.
    pub signatures: u64,
    /// Audit rows looked at.
    pub audited: u64,
    /// Checkpoints looked at.
    pub checkpoints: u64,
    /// The newest row of the trail and its code.
    pub newest: Option<(i64, String)>,
    /// The row that the given code stands for.
    pub code_row: Option<i64>,
    /// The first bad record, in words; nothing if all is well.
    pub first_bad: Option<String>,
}

/// A sentence about the first record that does not fit.
pub(crate) type Fits = Result<(), String>;

/// Checks everything, in the order in which things were written, and stops at the first that does not fit.
#[must_use]
pub fn check(record: &Record, outside: &Outside) -> Report {
    let mut report = Report {
        versions: record.versions.len() as u64,
        withheld_notes: withheld::count(record, withheld::COUNSELING_NOTE),
        withheld_by_restriction: withheld::count(record, withheld::RESTRICTION),
        signatures: record.signatures.len() as u64,
        audited: record.audit.len() as u64,
        checkpoints: record.checkpoints.len() as u64,
        newest: record.audit.last().map(|row| (row.seq, face::code(row.seq, &row.hash))),
        ..Report::default()
    };
    report.first_bad = everything(record, outside, &mut report.code_row).err();
    report
}

fn everything(record: &Record, outside: &Outside, code_row: &mut Option<i64>) -> Fits {
    let index = Index::of(record)?;
    versions::fit(&index)?;
    chain::links_fit(record)?;
    let wrote = chain::wrote(record, &index)?;
    withheld::fit(record)?;
    signatures::fit(record, &index, &wrote)?;
    checkpoints::fit(record)?;
    tables::fit(record, &index)?;
    checkpoints::fit_outside(record, outside, code_row)
}
