//! What happened, in the order of its dates, and who did it.

use super::story::Story;
use crate::words::{day, moment, noon, rows, text, time};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde_json::Value;

/// One thing someone did at the record.
pub struct Happening<'s> {
    /// When they finished it.
    pub at: NaiveDateTime,
    /// Their key in the file.
    pub who: String,
    /// What it was.
    pub act: Act<'s>,
}

/// What can be carried so far. Parts of the file that no document holds yet are left out.
pub enum Act<'s> {
    FaceSheet,
    Contact(&'s Value),
    Elsewhere(&'s Value),
    Admit,
    Discharge,
    Release(&'s Value),
    Revoke(&'s Value),
    Assess,
    Screen(&'s Value),
    Plan(&'s Value),
    Group(&'s Value),
    Addendum { session: &'s Value, addendum: &'s Value },
    Individual(&'s Value),
    Family(&'s Value),
    Lapse,
    Meeting(&'s Value),
    Aftercare,
}

/// Everything in order of time; what happened at the same minute keeps the order of the work.
pub fn in_order(story: &Story) -> Vec<Happening<'_>> {
    let mut all = Vec::new();
    intake(story, &mut all);
    program_days(story, &mut all);
    leaving(story, &mut all);
    let earliest = all.iter().map(|it| it.at).min().unwrap_or_default();
    let first =
        day(&story.told["referral"]["received"]).map(|on| on.and_time(noon())).map_or(earliest, |on| on.min(earliest));
    let arrival = first - TimeDelta::minutes(30);
    let intake = story.by(&story.told["referral"]["screen_call"]["by"]);
    let contacts = story.rows("contacts").iter().map(|contact| did(arrival, &intake, Act::Contact(contact)));
    let mut ordered: Vec<_> = std::iter::once(did(arrival, &intake, Act::FaceSheet)).chain(contacts).collect();
    all.sort_by_key(|it| it.at);
    ordered.extend(all);
    ordered
}

fn intake<'s>(story: &'s Story, all: &mut Vec<Happening<'s>>) {
    let primary = story.primary();
    let ours = story.ours();
    let others = story.rows("levels_of_care").iter().filter(|it| !ours.is_some_and(|ours| std::ptr::eq(*it, ours)));
    for level in others {
        if let Some(from) = day(&level["from"]) {
            // Care elsewhere is known here once it is over, or once it begins.
            let known = day(&level["to"]).unwrap_or(from);
            all.push(did(known.and_time(noon()), &primary, Act::Elsewhere(level)));
        }
    }
    if let Some(admitted) = story.admitted() {
        all.push(did(hour(admitted, 8), &primary, Act::Admit));
    }
    for consent in story.rows("consents") {
        let witness = story.by(&consent["witness"]);
        if let Some(signed) = day(&consent["signed"]) {
            all.push(did(signed_at(&consent["signed"], hour(signed, 8)), &witness, Act::Release(consent)));
        }
        if let Some(on) = day(&consent["revoked"]["on"]) {
            let recorded = story.by(&consent["revoked"]["recorded_by"]);
            all.push(did(signed_at(&consent["revoked"]["on"], hour(on, 11)), &recorded, Act::Revoke(consent)));
        }
    }
    let assessment = &story.told["assessment"];
    if let Some(at) = moment(&assessment["signed"]["at"]).or_else(|| moment(&assessment["started"])) {
        all.push(did(at, &story.by(&assessment["signed"]["by"]), Act::Assess));
    }
    for result in story.rows("instrument_results") {
        if let Some(on) = day(&result["date"]) {
            all.push(did(on.and_time(screened_at(story, result, on)), &story.by(&result["by"]), Act::Screen(result)));
        }
    }
    for plan in story.rows("treatment_plans") {
        let signed = story.signature(&plan["signatures"]);
        let unsigned = || Some((&plan["by"], hour(day(&plan["created"]).or_else(|| day(&plan["effective"]))?, 17)));
        if let Some((by, at)) = signed.or_else(unsigned) {
            all.push(did(at, &story.by(by), Act::Plan(plan)));
        }
    }
}

/// A questionnaire that led to a suicide screen came before it; else it was filled in ahead of the day's work with the client.
fn screened_at(story: &Story, result: &Value, on: NaiveDate) -> NaiveTime {
    let screen = |it: &&Value| day(&it["date"]) == Some(on) && text(&it["instrument"]) == "asq";
    let led_to = || story.rows("instrument_results").iter().find(screen).and_then(|it| time(&it["time"]));
    let before = |screen: NaiveTime| screen.overflowing_sub_signed(TimeDelta::minutes(15)).0;
    time(&result["time"]).or_else(|| led_to().map(before)).unwrap_or(noon() + TimeDelta::minutes(260))
}

fn program_days<'s>(story: &'s Story, all: &mut Vec<Happening<'s>>) {
    let primary = story.primary();
    for session in story.rows("sessions") {
        let Some(on) = day(&session["date"]) else { continue };
        let led = rows(&session["blocks"]).last().map(|it| &it["facilitators"][0]).unwrap_or(&Value::Null);
        let author = if session["note"]["author"].is_null() { led } else { &session["note"]["author"] };
        let ended = rows(&session["blocks"]).iter().filter_map(|it| time(&it["end"])).max().unwrap_or(noon());
        let at = moment(&session["note"]["signed_at"]).unwrap_or(on.and_time(ended) + TimeDelta::minutes(35));
        all.push(did(at, &story.by(author), Act::Group(session)));
        for addendum in rows(&session["note"]["addenda"]) {
            if let Some(at) = moment(&addendum["at"]) {
                all.push(did(at, &story.by(&addendum["by"]), Act::Addendum { session, addendum }));
            }
        }
    }
    let example = &story.told["individual_note_example"];
    for session in story.rows("individual_sessions") {
        let Some(on) = day(&session["date"]) else { continue };
        let told =
            (text(&example["session"]) == text(&session["id"])).then(|| moment(&example["signed"]["at"])).flatten();
        let after = || on.and_time(time(&session["end"]).unwrap_or(noon())) + TimeDelta::minutes(30);
        all.push(did(told.unwrap_or_else(after), &story.by(&session["clinician"]), Act::Individual(session)));
    }
    for session in story.rows("family_sessions") {
        let Some(on) = day(&session["date"]) else { continue };
        let at = on.and_time(time(&session["end"]).unwrap_or(noon())) + TimeDelta::minutes(30);
        all.push(did(at, &story.by(&session["by"]), Act::Family(session)));
    }
    for meeting in story.rows("mutual_help_meetings") {
        if let Some(on) = day(&meeting["date"]) {
            all.push(did(hour(on, 21), &primary, Act::Meeting(meeting)));
        }
    }
    let lapse = &story.told["lapse_event"];
    if let Some(on) = day(&lapse["disclosed"]).or_else(|| day(&lapse["occurred"])) {
        all.push(did(hour(on, 19), &primary, Act::Lapse));
    }
}

fn leaving<'s>(story: &'s Story, all: &mut Vec<Happening<'s>>) {
    let primary = story.primary();
    if let Some(made) = day(&story.told["aftercare_plan"]["final"]) {
        all.push(did(hour(made, 17), &primary, Act::Aftercare));
    }
    if let Some(discharged) = story.discharged() {
        all.push(did(hour(discharged, 22), &primary, Act::Discharge));
    }
}

fn did<'s>(at: NaiveDateTime, who: &str, act: Act<'s>) -> Happening<'s> {
    Happening { at, who: who.to_owned(), act }
}

fn hour(on: NaiveDate, hour: i64) -> NaiveDateTime {
    on.and_time(NaiveTime::MIN) + TimeDelta::hours(hour)
}

fn signed_at(when: &Value, otherwise: NaiveDateTime) -> NaiveDateTime {
    let with_time = when.as_str().is_some_and(|it| it.len() > 10);
    if with_time { moment(when).unwrap_or(otherwise) } else { otherwise }
}
