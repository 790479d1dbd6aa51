//! Rules of time and of names. Each number is a setting of the program; its default stands here with where it comes from.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The program's time rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    /// Ordered hours a week. 9 for adults: SAMHSA Advisory 2021 and the text of H0015.
    pub hours_per_week: u32,
    /// Days from admission to the signed plan. 7: states ask for 5 working days up to 30 days.
    pub plan_due_days: u32,
    /// Days between plan reviews. 30: Nebraska 30 days, Washington monthly.
    pub plan_review_days: u32,
    /// Hours from the end of a session to its signed note. 24: a setting, as no federal time is fixed.
    pub note_due_hours: u32,
    /// Days between individual sessions. 7: individual counseling about weekly (S-17).
    pub individual_every_days: u32,
    /// Days from discharge to its summary. 7: Georgia 7 working days, Michigan 2 weeks.
    pub discharge_summary_days: u32,
    /// Days from a supervised author's signature to the co-signature. 7: a setting, as no federal time is fixed.
    pub cosign_due_days: u32,
    /// Days after discharge on which the program calls (S-75).
    pub follow_up_days: Vec<u32>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            hours_per_week: 9,
            plan_due_days: 7,
            plan_review_days: 30,
            note_due_hours: 24,
            individual_every_days: 7,
            discharge_summary_days: 7,
            cosign_due_days: 7,
            follow_up_days: vec![7, 30, 60, 90],
        }
    }
}

impl Rules {
    /// The setting of that name that is a number of days.
    #[must_use]
    pub fn named(&self, setting: &str) -> Option<u32> {
        match setting {
            "plan_due_days" => Some(self.plan_due_days),
            "plan_review_days" => Some(self.plan_review_days),
            "individual_every_days" => Some(self.individual_every_days),
            "discharge_summary_days" => Some(self.discharge_summary_days),
            "cosign_due_days" => Some(self.cosign_due_days),
            _ => None,
        }
    }

    /// The setting of that name that is a row of days.
    #[must_use]
    pub fn named_row(&self, setting: &str) -> Option<&[u32]> {
        match setting {
            "follow_up_days" => Some(&self.follow_up_days),
            _ => None,
        }
    }
}

/// A number of days or hours typed as a number: whole, not negative, within ten years of hours.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
pub(crate) fn whole(value: f64) -> Option<u32> {
    (0.0..=87_600.0).contains(&value).then(|| value.round() as u32)
}

/// A day as stored, `2026-04-07`. Anything else is no day.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok().filter(|day| (1800..=9999).contains(&day.year()))
}

/// A time of day as stored, `17:30`; the midnight that ends a day is also written `24:00`. Anything else is no time.
#[must_use]
pub fn clock(text: &str) -> Option<NaiveTime> {
    match text.trim() {
        MIDNIGHT_AT_THE_END => Some(NaiveTime::MIN),
        text => NaiveTime::parse_from_str(text, "%H:%M").ok(),
    }
}

/// How the midnight that ends a day is written. Nothing begins with it: that is 00:00 of the next day.
pub const MIDNIGHT_AT_THE_END: &str = "24:00";

/// The longest session that runs over midnight. An end that is earlier than the start by more is a mistyped time, not a night's work.
const LONGEST_OVER_MIDNIGHT: TimeDelta = TimeDelta::hours(6);

/// Minutes from `start` to `end`, where an end that is earlier on the clock lies after midnight; 0 while one is missing or the end is not
/// after the start. Clocks are those on the wall: a change to summer time in between changes nothing.
#[must_use]
pub fn minutes_between(start: Option<NaiveTime>, end: Option<NaiveTime>) -> u32 {
    let Some((start, end)) = start.zip(end) else { return 0 };
    let spent = match end - start {
        spent if spent >= TimeDelta::zero() => spent,
        spent if spent + TimeDelta::days(1) <= LONGEST_OVER_MIDNIGHT => spent + TimeDelta::days(1),
        _ => TimeDelta::zero(),
    };
    u32::try_from(spent.num_minutes()).unwrap_or(0)
}

/// When a session of that day ended; none while its end is not known.
#[must_use]
pub fn session_end(on: NaiveDate, start: Option<NaiveTime>, end: Option<NaiveTime>) -> Option<NaiveDateTime> {
    match (start, minutes_between(start, end)) {
        (Some(start), minutes) if minutes > 0 => Some(on.and_time(start) + TimeDelta::minutes(i64::from(minutes))),
        _ => end.map(|end| on.and_time(end)),
    }
}

/// The moment of a time within a session of that day: in a session over midnight, a time up to its end lies on the next day.
#[must_use]
pub fn within_session(on: NaiveDate, start: NaiveTime, end: NaiveTime, time: NaiveTime) -> NaiveDateTime {
    let next_day = end <= start && time < start && time <= end;
    if next_day { after(on, 1).and_time(time) } else { on.and_time(time) }
}

/// Day by which the plan is signed: admission plus the program's days (S-03; 7 by default).
#[must_use]
pub fn plan_due(admitted: NaiveDate, days: u32) -> NaiveDate {
    after(admitted, days)
}

/// Day by which the plan is reviewed: the plan's effective day plus the program's days (S-27; 30 by default).
#[must_use]
pub fn review_due(effective: NaiveDate, days: u32) -> NaiveDate {
    after(effective, days)
}

/// Whole days without use on this day: today minus the first full day without use (clinical.md 4.21). None before it.
#[must_use]
pub fn sober_days(since: NaiveDate, on: NaiveDate) -> Option<u32> {
    u32::try_from((on - since).num_days()).ok()
}

/// Monday of the week this day lies in; hours are counted by such weeks (§5).
#[must_use]
pub fn week_of(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

/// Week of the program on this day, from 1; calendar weeks, as hours are counted by them. None before admission.
#[must_use]
pub fn program_week(admitted: NaiveDate, on: NaiveDate) -> Option<u32> {
    let weeks = (week_of(on) - week_of(admitted)).num_weeks() + 1;
    (on >= admitted).then(|| u32::try_from(weeks).ok()).flatten()
}

/// Whether a note was signed later than the program allows after the session's end (24 h by default; the session counts, not the typing).
#[must_use]
pub fn late_note(session_end: NaiveDateTime, signed_at: NaiveDateTime, hours: u32) -> bool {
    signed_at - session_end > TimeDelta::hours(i64::from(hours))
}

/// The discharge that counts for a release which ends this many days after it. `ends` are the versions of the stay, oldest first: the day
/// from which each stood, and the end of care it says.
///
/// What has expired stays expired (42 CFR 2.31(a)(7)): where a version's end was over before the next version moved it, it counts, whatever
/// later versions say.
#[must_use]
pub fn discharge_that_counts(ends: &[(NaiveDate, Option<NaiveDate>)], days: u32) -> Option<NaiveDate> {
    let counts = ends.iter().enumerate().filter_map(|(at, (_, ended))| {
        let ended = (*ended)?;
        match ends.get(at + 1) {
            Some((moved_on, _)) => (after(ended, days) < *moved_on).then_some(ended),
            None => Some(ended),
        }
    });
    counts.min()
}

/// Days of the follow-up calls after discharge (S-75).
#[must_use]
pub fn follow_ups(discharged: NaiveDate, days: &[u32]) -> Vec<NaiveDate> {
    days.iter().map(|days| after(discharged, *days)).collect()
}

/// The follow-up call that is still owed, of calls planned for these days, once someone has called or tried to on those.
///
/// One contact answers whatever is due by then; where nothing is due yet it answers the next call, made early.
#[must_use]
pub fn next_follow_up(planned: &[NaiveDate], contacts: &[NaiveDate]) -> Option<NaiveDate> {
    let (mut planned, mut contacts) = (planned.to_vec(), contacts.to_vec());
    planned.sort_unstable();
    contacts.sort_unstable();
    let mut open = planned.as_slice();
    for contact in contacts {
        let due = open.iter().take_while(|day| **day <= contact).count().max(1);
        open = open.get(due..).unwrap_or_default();
    }
    open.first().copied()
}

/// This many days later.
#[must_use]
pub fn after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day)
}

/// When a release ends (42 CFR 2.31(a)(7): a date, an event, or a condition). The earliest of what is named counts; where nothing is named
/// there is no end, as 2.31 allows for treatment, payment and operations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ends {
    /// Last day it holds.
    pub on: Option<NaiveDate>,
    /// This many days after discharge from our program; open until then.
    pub days_after_discharge: Option<u32>,
    /// An event that a person has to notice ("move-out date"); empty for none.
    pub event: String,
}

impl Ends {
    /// On that day and no later.
    #[must_use]
    pub fn on(last: NaiveDate) -> Self {
        Self { on: Some(last), ..Self::default() }
    }
    /// So many days after discharge.
    #[must_use]
    pub fn after_discharge(days: u32) -> Self {
        Self { days_after_discharge: Some(days), ..Self::default() }
    }
    /// At this event.
    #[must_use]
    pub fn at(event: impl Into<String>) -> Self {
        Self { event: event.into(), ..Self::default() }
    }
    /// Both at once: whichever comes first.
    #[must_use]
    pub fn sooner(&self, other: &Self) -> Self {
        fn least<T: Ord + Copy>(one: Option<T>, other: Option<T>) -> Option<T> {
            one.into_iter().chain(other).min()
        }
        let event = match (self.event.as_str(), other.event.as_str()) {
            (one, "") => one.to_owned(),
            ("", other) => other.to_owned(),
            (one, other) if one.contains(other) => one.to_owned(),
            (one, other) if other.contains(one) => other.to_owned(),
            (one, other) => format!("{one}; {other}"),
        };
        Self {
            on: least(self.on, other.on),
            days_after_discharge: least(self.days_after_discharge, other.days_after_discharge),
            event,
        }
    }
}

/// What a release allows on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It holds.
    Active,
    /// Its last day is over.
    Expired,
    /// It was taken back.
    Revoked,
    /// It was not signed, or not yet.
    Unsigned,
}

/// What a release allows on `day`, and its last day where one is known (42 CFR 2.31(a)(6), (7)).
///
/// Taken back, it stops on that very day. Its last day still counts; the day after does not. One that ends some days after
/// discharge stays open until there is a discharge. An event is for a person to notice: it stays open until then.
#[must_use]
pub fn release_state(
    signed_on: Option<NaiveDate>,
    revoked_on: Option<NaiveDate>,
    ends: &Ends,
    discharged_on: Option<NaiveDate>,
    day: NaiveDate,
) -> (State, Option<NaiveDate>) {
    let discharge = ends.days_after_discharge.zip(discharged_on).map(|(days, discharged)| after(discharged, days));
    let last = ends.on.into_iter().chain(discharge).min();
    let state = if signed_on.is_none_or(|signed| day < signed) {
        State::Unsigned
    } else if revoked_on.is_some_and(|revoked| revoked <= day) {
        State::Revoked
    } else if last.is_some_and(|last| last < day) {
        State::Expired
    } else {
        State::Active
    };
    (state, last)
}

/// A text without case and accents: "Ñuñez" and "nunez" are equal, and so are "Łukasz" and "lukasz". The handles of key slots are made of it
/// and of nothing else, so it is frozen; names of clients are compared by `names::folded`.
#[must_use]
pub fn name_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for character in text.nfd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase) {
        match character {
            'ß' => key.push_str("ss"),
            'æ' => key.push_str("ae"),
            'œ' => key.push_str("oe"),
            'þ' => key.push_str("th"),
            'ø' => key.push('o'),
            'ł' => key.push('l'),
            'đ' | 'ð' => key.push('d'),
            'ħ' => key.push('h'),
            'ı' => key.push('i'),
            'ς' => key.push('σ'),
            // A capital İ leaves its dot behind in lower case.
            character if is_combining_mark(character) => {}
            character => key.push(character),
        }
    }
    key
}

/// Whether a mood of 0 to 10 fell so far since the group before that it is worth a look before this one (S-66): 2 steps.
#[must_use]
pub fn mood_dropped(now: u8, before: u8) -> bool {
    now + 2 <= before
}

/// "M. T.-E." for a screen others can see: first letters only, with the joints of a double name kept.
#[must_use]
pub fn initials(first: &str, last: &str) -> String {
    let of_word = |word: &str| {
        let parts = word.split('-').filter_map(|part| part.chars().find(|letter| letter.is_alphabetic()));
        parts.map(|letter| format!("{}.", letter.to_uppercase())).collect::<Vec<_>>().join("-")
    };
    let words = first.split_whitespace().take(1).chain(last.split_whitespace());
    words.map(of_word).filter(|initial| !initial.is_empty()).collect::<Vec<_>>().join(" ")
}
