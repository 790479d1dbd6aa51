//! Small checks that several kinds share.

use super::Around;
use super::words::Pairs;
use crate::form::Finding;
use crate::rules::{clock, day};
use chrono::NaiveDate;

/// The longest line a timeline shows.
const LONGEST_LINE: usize = 160;

pub(super) fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// A day that has not come yet cannot have been documented.
pub(super) fn not_in_the_future(found: &mut Vec<Finding>, around: &Around, field: &str, typed: &str, what: &str) {
    if day(typed).is_some_and(|on| on > around.now.date()) {
        found.push(Finding::hold(field, format!("{what} is in the future.")));
    }
}

/// Day and hours of a session.
pub(super) fn session_times(found: &mut Vec<Finding>, around: &Around, on: &str, start: &str, end: &str) {
    not_in_the_future(found, around, "on", on, "The day of the session");
    end_after_start(found, "end", start, end);
}

pub(super) fn end_after_start(found: &mut Vec<Finding>, field: &str, start: &str, end: &str) {
    if clock(start).zip(clock(end)).is_some_and(|(start, end)| end <= start) {
        found.push(Finding::hold(field, "The end is not after the start."));
    }
}

/// `later` has to be on or after `earlier`.
pub(super) fn in_order(found: &mut Vec<Finding>, field: &str, earlier: &str, later: &str, sentence: &str) {
    if day(earlier).zip(day(later)).is_some_and(|(earlier, later)| later < earlier) {
        found.push(Finding::hold(field, sentence));
    }
}

/// A revision says why (S-27).
pub(super) fn revision_reason(found: &mut Vec<Finding>, around: &Around, reason: &str) {
    if around.revision && blank(reason) {
        found.push(Finding::hold("revision_reason", "A revision needs the reason for the change."));
    }
}

/// The client's name as people know it, for a sentence.
pub(super) fn contact_name(around: &Around, contact: &str, name: &str) -> String {
    let known = around.contacts.iter().find(|(id, _)| id == contact).map(|(_, name)| name.clone());
    match (known, blank(name)) {
        (Some(known), _) => known,
        (None, false) => name.trim().to_owned(),
        (None, true) => "This person".to_owned(),
    }
}

/// Whether a release for this contact holds today and covers this.
pub(super) fn covered(around: &Around, contact: &str, what: &str) -> bool {
    let fits = |release: &super::ReleaseAround| {
        release.active && release.contact == contact && release.covers.iter().any(|it| it == what)
    };
    !contact.is_empty() && around.releases.iter().any(fits)
}

/// "April 7, 2026".
pub(super) fn written(on: NaiveDate) -> String {
    on.format("%B %-d, %Y").to_string()
}

/// "1 visit", "3 visits".
pub(super) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The label of a stored value, or the value itself.
pub(super) fn said(pairs: Pairs, value: &str) -> String {
    pairs
        .iter()
        .find(|(stored, _)| *stored == value)
        .map_or_else(|| value.replace('_', " "), |(_, label)| (*label).to_owned())
}

/// One line from what there is to say, cut to what a timeline shows.
pub(super) fn timeline(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    let line = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    if line.chars().count() <= LONGEST_LINE {
        return line;
    }
    line.chars().take(LONGEST_LINE - 1).chain(['…']).collect()
}
