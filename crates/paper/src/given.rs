//! What a page is given beside the body: how to print, who prints, whose it is, and where a version stands.

pub use crate::language::Language;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

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

/// What the cover of a copy for someone else says (42 CFR 2.32). What is empty does not stand on it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Cover {
    /// Who gets it.
    pub recipient: String,
    /// Where they work.
    pub organization: String,
    /// What they are there, or to the client.
    pub role: String,
    /// Whom it is about.
    pub client: String,
    /// What it is sent for, as the release says.
    pub purpose: String,
    /// What may be shared, as the release says.
    pub covers: String,
    /// What lies behind the cover.
    pub enclosed: Vec<Enclosed>,
    /// On paper, by fax.
    pub how: String,
    /// Who hands it over.
    pub by: String,
    /// The day it goes out.
    pub on: NaiveDate,
    /// When the release was signed.
    pub release_signed_on: Option<NaiveDate>,
    /// By whom.
    pub release_signed_by: String,
    /// When it ends, in words.
    pub release_ends: String,
    /// The long wording of the notice in place of the short one.
    pub long_notice: bool,
}

/// A document behind a cover.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Enclosed {
    /// What it is called.
    pub title: String,
    /// Its number, or 0.
    pub version: u32,
    /// The day of that version.
    pub on: Option<NaiveDate>,
    /// How many pages; none for the pages that follow.
    pub pages: Option<usize>,
}

/// What a document is printed with, beside its body.
pub struct Printing<'a> {
    /// Whose chart; none for documents of the program.
    pub client: Option<&'a Client>,
    /// Contacts and staff by id.
    pub people: &'a BTreeMap<String, Person>,
    /// The words behind every id a body may hold.
    pub names: &'a BTreeMap<String, String>,
    /// How it stands in the record.
    pub context: &'a PageContext,
    /// What stands at the head.
    pub letterhead: &'a Letterhead,
    /// The day it is printed.
    pub printed: NaiveDate,
    /// Language, size and paper.
    pub how: How,
    /// For whom a copy is; none for the client's own, and for the program's.
    pub cover: Option<&'a Cover>,
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
