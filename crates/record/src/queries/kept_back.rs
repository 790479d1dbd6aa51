//! What an agreed restriction keeps back, in the words in which it is told (45 CFR 164.522(a)).

use crate::projections::restriction;
use uuid::Uuid;

/// Why a copy of what is covered as this may not go to this recipient; none if no agreed restriction stands in the way. `name` is the
/// contact's, or the recipient's in words where no contact is meant; both are empty where nobody knows who gets it.
pub(crate) fn in_the_way(
    standing: &[restriction::Model],
    contact: Option<Uuid>,
    name: &str,
    covered_as: &str,
) -> Option<String> {
    standing.iter().find(|row| row.keeps(contact, name, covered_as)).map(|row| asked(row, name))
}

/// Of what a release covers, what may go all the same; the sentence where that is nothing.
pub(crate) fn still_covered(
    standing: &[restriction::Model],
    contact: Option<Uuid>,
    name: &str,
    covers: Vec<String>,
) -> std::result::Result<Vec<String>, String> {
    // A restriction on everything keeps back what no word covers, too.
    if let Some(kept) = in_the_way(standing, contact, name, "") {
        return Err(kept);
    }
    let last = covers.last().and_then(|covered_as| in_the_way(standing, contact, name, covered_as));
    let left: Vec<String> =
        covers.into_iter().filter(|covered_as| in_the_way(standing, contact, name, covered_as).is_none()).collect();
    match last {
        Some(kept) if left.is_empty() => Err(kept),
        Some(_) | None => Ok(left),
    }
}

/// Whom a restriction names, as far as this recipient is told.
pub(crate) fn recipient<'a>(row: &restriction::Model, name: &'a str) -> &'a str {
    if row.contact.is_none() && row.recipient.is_empty() || name.trim().is_empty() {
        "anyone outside"
    } else {
        name.trim()
    }
}

fn asked(row: &restriction::Model, name: &str) -> String {
    let what = if row.covers.is_empty() { "nothing" } else { "nothing of this" };
    format!("The client asked that {what} go to {}, and the program agreed.", recipient(row, name))
}
