//! How a record prints: a body, a letterhead and a way of printing become the bytes of a PDF, in memory.
//!
//! Every kind prints from its form (`form`); some papers have a page of their own (`pages`). Text is shaped and broken
//! here, because printpdf alone neither wraps nor cuts fonts and prints `?` for a letter its fonts lack. A character no
//! font covers stops the print and is named. The same input gives the same bytes.

mod dates;
mod engine;
mod form;
mod furniture;
mod given;
mod labels;
mod language;
mod pages;

pub use form::{form, printed_in};
pub use given::{
    Addendum, Client, Cover, Enclosed, Hand, How, Letterhead, Mark, PageContext, Person, Printing, Sheet, Signer, Size,
    Unprintable, Withdrawn,
};
pub use language::Language;
pub use pages::aftercare_plan::aftercare_plan;
pub use pages::day_sheet::{DaySession, DaySheet, DayWritten, day_sheet};
pub use pages::disclosure_log::{Disclosed, DisclosureLog, disclosure_log};
pub use pages::recovery_kit::recovery_kit;
pub use pages::treatment_plan::treatment_plan;
pub use pages::{document, has_own_page};

/// Forgets the words kept between documents. They are people's words: called when the vault locks.
pub fn forget_words() {
    engine::press::forget_words();
}

/// How many pages a PDF of ours has.
#[must_use]
pub fn count(pdf: &[u8]) -> u32 {
    let page = b"/Type/Page";
    let pages = pdf.windows(page.len() + 1).filter(|at| at.starts_with(page) && !at[page.len()].is_ascii_alphabetic());
    u32::try_from(pages.count()).unwrap_or(u32::MAX)
}

/// The first character of a text that does not print here, if there is one.
#[must_use]
pub fn unprintable(text: &str) -> Option<char> {
    engine::text::unprintable(text)
}

/// Reads the fonts, so that the first print need not wait for it.
pub fn warm() {
    engine::press::warm();
}
