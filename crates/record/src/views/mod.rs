//! What crosses to a screen and back: inputs of commands and the views they answer with. Ids are UUIDs, days ISO dates, times UTC.

mod accounts;
mod audit;
mod backups;
mod chart;
mod clients;
mod disclosures;
mod documents;
mod lines;
mod paper;
mod reports;
mod signatures;
mod today;
mod vault;

pub use accounts::*;
pub use audit::*;
pub use backups::*;
pub use chart::*;
pub use clients::*;
pub use disclosures::*;
pub use documents::*;
pub use lines::*;
pub use paper::*;
pub use reports::*;
pub use signatures::*;
pub use today::*;
pub use vault::*;

use ts_rs::TS;

/// A printed page. Crosses to the window as raw bytes, to the command line as base64 in `{"pdf": …}`.
#[derive(TS)]
#[ts(type = "ArrayBuffer", export_to = "generated.ts")]
pub struct Pdf(pub Vec<u8>);

/// "Pat Sample, LPC".
#[must_use]
pub fn named(name: &str, credential: &str) -> String {
    if credential.is_empty() { name.to_owned() } else { format!("{name}, {credential}") }
}

/// "an aftercare plan", "A release".
#[must_use]
pub fn with_article(noun: &str) -> String {
    let article = if noun.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    if noun.starts_with(char::is_uppercase) {
        format!("{}{} {}", article[..1].to_uppercase(), &article[1..], noun.to_lowercase())
    } else {
        format!("{article} {noun}")
    }
}
