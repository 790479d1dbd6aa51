//! The letter of attendance: to whom, about whom, the ticked facts and nothing besides, what the release allows, and the notice that goes with
//! every disclosure (42 CFR 2.32). What is not ticked is not on it, and neither are record number, birth date or the name someone goes by.

use super::misshapen;
use crate::dates::{Calendar, day};
use crate::engine::blocks::Marker;
use crate::engine::flow::Flow;
use crate::engine::foot::Foot;
use crate::engine::press::texts_of;
use crate::engine::runs::{Rich, bold};
use crate::furniture::{Around, NOTICE};
use crate::given::{Client, Printing, Unprintable};
use crate::labels::{fill, labels};
use clinical::kinds::attendance_letter::{AttendanceLetter, Counted};
use clinical::words::{COVERS, said};
use serde::Deserialize as _;
use serde_json::Value;

/// The page of a stored body.
pub(super) fn of_document(body: &Value, client: &Client, with: &Printing<'_>) -> Result<Vec<u8>, Unprintable> {
    let letter = AttendanceLetter::deserialize(body).map_err(misshapen)?;
    let calendar = Calendar { language: with.how.language, from: day(&letter.to).unwrap_or(with.printed) };
    let around = Around {
        client,
        people: with.people,
        context: with.context,
        letterhead: with.letterhead,
        calendar,
        how: with.how,
        cover: with.cover,
    };
    let title = around.say("al_title");
    let lay = |flow: &mut Flow| lay(flow, &letter, with, &around);
    let fields = || around.fields(texts_of("", &letter));
    // The notice stands on every page, so that a loose one carries it too.
    let foot = Foot::of(&[(around.warning().unwrap_or(title), "")]).notice(&NOTICE.short);
    around.print(title, with.printed, foot, lay, fields)
}

fn lay(flow: &mut Flow, letter: &AttendanceLetter, with: &Printing<'_>, around: &Around) {
    let on = fill(around.how.language, "printed_on", &[("date", &around.calendar.date(with.printed))]);
    flow.title(around.say("al_title"), &around.with_warning(on.into()));
    flow.field("pk_to", around.reach(&letter.contact));
    flow.field("pk_from", from(around));
    flow.field("pk_about", bold(around.client.legal.trim()));
    if let Some((first, last)) = day(&letter.from).zip(day(&letter.to)) {
        flow.field("al_period", span(around, first, last));
    }
    flow.section("al_facts");
    facts(flow, &letter.counted, around);
    flow.wide(around.say("al_nothing_else"));
    flow.section("pk_allowed");
    release(flow, &letter.counted, around);
    flow.card(|flow| flow.wide(bold(&NOTICE.short)));
    let context = around.context;
    let open = context.draft || context.signers.is_empty();
    around.form_signatures(flow, if open { &["staff_signature"] } else { &[] });
    around.addenda(flow);
}

/// The program with its address and number.
fn from(around: &Around) -> Rich {
    let letterhead = around.letterhead;
    let parts = [&letterhead.program, &letterhead.site, &letterhead.address];
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    match letterhead.phone.trim() {
        "" => parts.join(", ").into(),
        phone => Rich::from(parts.join(", ")).line().plain_phone(phone),
    }
}

fn span(around: &Around, first: chrono::NaiveDate, last: chrono::NaiveDate) -> String {
    let (first, last) = (around.calendar.date(first), around.calendar.date(last));
    fill(around.how.language, "al_span", &[("first", &first), ("last", &last)])
}

fn facts(flow: &mut Flow, counted: &Counted, around: &Around) {
    match (counted.since, counted.until) {
        (Some(since), Some(until)) => flow.field("al_took_part", span(around, since, until)),
        (Some(since), None) => flow.field("al_since", around.calendar.date(since)),
        (None, _) => {}
    }
    if let Some(days) = counted.group_days {
        flow.field("al_group_days", days.to_string());
    }
    if let Some(minutes) = counted.group_minutes {
        flow.field("al_group_hours", hours(minutes));
    }
    if let Some(sessions) = counted.individual_sessions {
        flow.field("al_individual", sessions.to_string());
    }
    if !counted.dates.is_empty() {
        flow.label("al_dates");
        flow.list(counted.dates.iter().map(|on| around.calendar.long(*on)), Marker::Bullet);
    }
}

/// "8.67": hours to two decimals, as the totals of a chart count them.
fn hours(minutes: u32) -> String {
    let hours = format!("{:.2}", f64::from(minutes) / 60.);
    hours.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The clear statement of its scope that goes with what is disclosed.
fn release(flow: &mut Flow, counted: &Counted, around: &Around) {
    if counted.release.is_empty() {
        return flow.wide(around.say("al_no_release"));
    }
    let labels = labels(around.how.language).forms.get("any");
    let covers = counted.covers.iter().map(|stored| {
        let word = labels.and_then(|labels| labels.get(&format!("covers.{stored}")));
        word.cloned().unwrap_or_else(|| said(COVERS, stored))
    });
    flow.field("pk_why_sent", counted.purpose.trim());
    flow.field("pk_what", covers.collect::<Vec<_>>().join("; "));
    if let Some(until) = counted.release_until {
        flow.field("pk_ends", around.calendar.date(until));
    }
}
