//! Pages of their own, where a paper is more than its form. To add one, write its file and its line: in `of_kinds!` if it is the page of a kind,
//! else as a module.

pub mod day_sheet;
pub mod disclosure_log;
pub mod recovery_kit;

use crate::form::form;
use crate::given::{Client, Printing, Unprintable};
use clinical::{Document as _, Kind};
use serde_json::Value;

/// A page of a kind: the body it is of, and what stands around it.
type OfKind = fn(&Value, &Client, &Printing<'_>) -> Result<Vec<u8>, Unprintable>;

/// Writes the list: a line `file::Body;` for each kind with a page. The page's file is called as its kind's is.
macro_rules! of_kinds {
    ($($page:ident::$kind:ident;)+) => {
        $(pub mod $page;)+

        /// Kinds whose paper is more than their form, by their stored names.
        const OF_KINDS: &[(&str, OfKind)] =
            &[$((clinical::kinds::$page::$kind::NAME, $page::of_document)),+];
    };
}

of_kinds! {
    aftercare_plan::AftercarePlan;
    treatment_plan::TreatmentPlan;
    attendance_letter::AttendanceLetter;
}

/// Whether a kind has a page of its own.
#[must_use]
pub fn has_own_page(kind: Kind) -> bool {
    OF_KINDS.iter().any(|(name, _)| *name == kind.name())
}

/// Prints a document: on the page of its own that its kind has, else from its form.
///
/// # Errors
/// Names the field and the character no font has; or says that a kind has no page in this language.
pub fn document(kind: Kind, body: &Value, with: &Printing<'_>) -> Result<Vec<u8>, Unprintable> {
    let own = OF_KINDS.iter().find(|(name, _)| *name == kind.name()).map(|(_, page)| page);
    match (own, with.client) {
        (Some(page), Some(client)) => page(body, client, with),
        _ => form(kind, Some(body), with),
    }
}

/// A body of another shape cannot be laid out.
fn misshapen(_: serde_json::Error) -> Unprintable {
    Unprintable { field: String::new(), message: "This document cannot be laid out.".into() }
}
