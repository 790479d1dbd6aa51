//! Small checks that several kinds share.

use crate::form::Finding;
use crate::kind::{CheckContext, Noted, ReleaseHeld};
use crate::rules::{MIDNIGHT_AT_THE_END, clock, day, minutes_between};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

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
    begins_on_its_day(found, "start", start);
    end_after_start(found, "end", start, end);
}

/// A session that begins at midnight begins on the day after.
pub(crate) fn begins_on_its_day(found: &mut Vec<Finding>, field: &str, start: &str) {
    if start.trim() == MIDNIGHT_AT_THE_END {
        found.push(Finding::hold(field, "Midnight begins the next day. Write 00:00 and that day."));
    }
}

pub(crate) fn end_after_start(found: &mut Vec<Finding>, field: &str, start: &str, end: &str) {
    let (start, end) = (clock(start), clock(end));
    if start.is_some() && end.is_some() && minutes_between(start, end) == 0 {
        found.push(Finding::hold(field, "The end is not after the start."));
    }
}

/// From when, and for how many minutes, in a session of one person.
pub(crate) fn spent(on: &str, start: &str, end: &str) -> Option<(NaiveDateTime, u32)> {
    let from = day(on)?.and_time(clock(start)?);
    Some((from, minutes_between(clock(start), clock(end))))
}

/// Someone is in one room at a time: says whose note has this client somewhere else, or in this very session, at that time.
pub(crate) fn in_one_room(
    found: &mut Vec<Finding>,
    context: &CheckContext,
    field: &str,
    client: Option<&str>,
    time: Option<(NaiveDateTime, u32)>,
) {
    let Some((from, minutes)) = time.filter(|(_, minutes)| *minutes > 0) else { return };
    let until = from + TimeDelta::minutes(i64::from(minutes));
    let of_client = |it: &&Noted| client.is_none_or(|client| it.client == client);
    for note in context.noted.iter().filter(of_client).filter(|it| it.from < until && from < it.until) {
        let hour = |at: NaiveDateTime| at.format("%-I:%M %P").to_string();
        let message = format!(
            "{} has a {} note for this person from {} to {} already. Time is counted once. If it is the same session, keep one of the two notes; else correct the times.",
            note.author,
            note.setting.name(),
            hour(note.from),
            hour(note.until),
        );
        found.push(Finding::due(field, message));
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

/// "April 7, 2026".
pub(crate) fn written(on: NaiveDate) -> String {
    on.format("%B %-d, %Y").to_string()
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
