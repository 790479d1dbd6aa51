//! How a record prints: a body, a letterhead and a way of printing become the bytes of a PDF, in memory.
//!
//! Text is shaped and broken here, because printpdf alone neither wraps nor cuts fonts and prints `?` for a letter its
//! fonts lack. A character no font covers stops the print and is named. The same input gives the same bytes.

mod aftercare;
mod aftercare_daily;
mod blocks;
mod dates;
mod day_sheet;
mod flow;
mod furniture;
mod labels;
mod pdf;
mod press;
mod recovery_kit;
mod runs;
mod tables;
mod tags;
mod text;
mod treatment_plan;

use chrono::{NaiveDate, NaiveDateTime};

pub use aftercare::aftercare_plan;
pub use day_sheet::{DaySession, DaySheet, DayWritten, day_sheet};
pub use recovery_kit::recovery_kit;
pub use treatment_plan::treatment_plan;

/// The language of the fixed words. Free text prints as it was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Spanish as read in the United States.
    Es,
}

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
pub struct Standing {
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

/// Forgets the words kept between documents. They are people's words: called when the vault locks.
pub fn forget_words() {
    press::forget_words();
}

/// Reads the fonts, so that the first print need not wait for it.
pub fn warm() {
    press::warm();
}
