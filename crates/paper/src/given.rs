//! What a page is given beside the body: how to print, who prints, whose it is, and where a version stands.

pub use crate::language::Language;
use chrono::{NaiveDate, NaiveDateTime};

/// The size of print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 12 points.
    Normal,
    /// 18 points, laid out anew: one column, records in place of wide tables.
    Large,
}

/// The paper in the printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// 612 by 792 points.
    Letter,
    /// 595.28 by 841.89 points.
    A4,
}

/// How a document is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct How {
    /// Language of the fixed words.
    pub language: Language,
    /// Size of print.
    pub size: Size,
    /// Paper.
    pub sheet: Sheet,
}

/// Who prints, and the numbers to call.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Letterhead {
    /// Name of the program. Never printed on a client's plan.
    pub program: String,
    /// Name of the site.
    pub site: String,
    /// Number for questions, in every foot.
    pub phone: String,
    /// The program's crisis line, in the crisis box.
    pub crisis_phone: String,
    /// Address of the site.
    pub address: String,
}

/// Someone named in a document, looked up by contact or staff id.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Person {
    /// As the client calls them.
    pub name: String,
    /// Number to call, or empty.
    pub phone: String,
    /// `sister`, `sponsor`, …, or in other words.
    pub relationship: String,
}

/// A signature given on screen.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Signer {
    /// Who signed.
    pub name: String,
    /// License or title.
    pub credential: String,
    /// What the signature says, or empty.
    pub meaning: String,
    /// When, by the clock at the site.
    pub at: NaiveDateTime,
}

/// Who signed by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Hand {
    /// The client.
    Client,
    /// Someone of the family.
    Family,
    /// A guardian or representative.
    Guardian,
}

/// A signature drawn by hand on the screen.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Mark {
    /// Who.
    pub hand: Hand,
    /// Their name, with how they are related.
    pub name: String,
    /// What they drew: an SVG path of M and L in a box of 600 by 200.
    pub drawing: String,
    /// The member of staff who saw it.
    pub witness: String,
    /// When, by the clock at the site.
    pub at: NaiveDateTime,
}

/// Whose document it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Client {
    /// The name they go by.
    pub preferred: String,
    /// First and last name.
    pub legal: String,
    /// Date of birth.
    pub born: Option<NaiveDate>,
    /// Record number.
    pub record_number: String,
}

/// Where a version stands in its life.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct PageContext {
    /// 1, 2, …
    pub version: u32,
    /// Not signed yet.
    pub draft: bool,
    /// A newer version replaces it.
    pub superseded: bool,
    /// Signed by someone in training; a supervisor has not co-signed.
    pub awaits: bool,
    /// Staff signatures, in the order given.
    pub signers: Vec<Signer>,
    /// Signatures by hand.
    pub marks: Vec<Mark>,
    /// Taken out of the record, and why.
    pub withdrawn: Option<Withdrawn>,
    /// What was added after it was signed, oldest first.
    pub addenda: Vec<Addendum>,
}

/// A document taken out of the record. It stays readable, and says so.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Withdrawn {
    /// Who withdrew it.
    pub author: String,
    /// When, by the clock at the site.
    pub at: NaiveDateTime,
    /// Why.
    pub reason: String,
}

/// A text added to a signed document, which itself stays as it was.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Addendum {
    /// Who wrote it.
    pub author: String,
    /// When, by the clock at the site.
    pub at: NaiveDateTime,
    /// Why it was needed, or empty.
    pub reason: String,
    /// What it says.
    pub text: String,
    /// Who signed it, in the order given.
    pub signers: Vec<Signer>,
}

/// Why a document was not printed, at the field it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unprintable {
    /// Path in the body (`people.0.name`), or `client.…`, `letterhead.…`; empty when no single field is at fault.
    pub field: String,
    /// A sentence for the person at the screen.
    pub message: String,
}

impl std::fmt::Display for Unprintable {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.message)
    }
}

impl std::error::Error for Unprintable {}
