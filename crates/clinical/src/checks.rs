//! Small checks that several kinds share.

use crate::form::Finding;
use crate::kind::{CheckContext, ReleaseHeld};
use crate::rules::{clock, day};

/// The longest line a timeline shows.
const LONGEST_LINE: usize = 160;

pub(crate) fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// A day that has not come yet cannot have been documented.
pub(crate) fn not_in_the_future(
    found: &mut Vec<Finding>,
    context: &CheckContext,
    field: &str,
    typed: &str,
    what: &str,
) {
    if day(typed).is_some_and(|on| on > context.now.date()) {
        found.push(Finding::hold(field, format!("{what} is in the future.")));
    }
}

/// Day and hours of a session.
pub(crate) fn session_times(found: &mut Vec<Finding>, context: &CheckContext, on: &str, start: &str, end: &str) {
    not_in_the_future(found, context, "on", on, "The day of the session");
    end_after_start(found, "end", start, end);
}

pub(crate) fn end_after_start(found: &mut Vec<Finding>, field: &str, start: &str, end: &str) {
    if clock(start).zip(clock(end)).is_some_and(|(start, end)| end <= start) {
        found.push(Finding::hold(field, "The end is not after the start."));
    }
}

/// `later` has to be on or after `earlier`.
pub(crate) fn in_order(found: &mut Vec<Finding>, field: &str, earlier: &str, later: &str, sentence: &str) {
    if day(earlier).zip(day(later)).is_some_and(|(earlier, later)| later < earlier) {
        found.push(Finding::hold(field, sentence));
    }
}

/// A revision says why (S-27).
pub(crate) fn revision_reason(found: &mut Vec<Finding>, context: &CheckContext, reason: &str) {
    if context.revision && blank(reason) {
        found.push(Finding::hold("revision_reason", "A revision needs the reason for the change."));
    }
}

/// The client's name as people know it, for a sentence.
pub(crate) fn contact_name(context: &CheckContext, contact: &str, name: &str) -> String {
    let known = context.contacts.iter().find(|known| known.id == contact).map(|known| known.name.clone());
    match (known, blank(name)) {
        (Some(known), _) => known,
        (None, false) => name.trim().to_owned(),
        (None, true) => "This person".to_owned(),
    }
}

/// The release of this contact that holds today and covers this.
pub(crate) fn covering<'a>(context: &'a CheckContext, contact: &str, what: &str) -> Option<&'a ReleaseHeld> {
    let fits = |release: &&ReleaseHeld| {
        release.active && release.contact == contact && release.covers.iter().any(|it| it == what)
    };
    if contact.is_empty() { None } else { context.releases.iter().find(fits) }
}

/// "1 visit", "3 visits".
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// One line from what there is to say, cut to what a timeline shows.
pub(crate) fn timeline(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
    let line = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    if line.chars().count() <= LONGEST_LINE {
        return line;
    }
    line.chars().take(LONGEST_LINE - 1).chain(['…']).collect()
}
