//! What is due in a stay. Each rule is an entry of `rules/*.toml` with its citation; nothing here closes anything by itself.

use crate::facts::Setting;
use crate::kinds::Kind;
use crate::rules::{Rules, after, follow_ups, next_follow_up};
use chrono::{NaiveDate, NaiveTime};
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// What can happen in a stay that a rule counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The first day of the stay.
    Admission,
    /// An assessment was signed.
    Assessed,
    /// A treatment plan is in force.
    Planned,
    /// An individual session was held.
    IndividualSession,
    /// A family session was held.
    FamilySession,
    /// The client declined a family session.
    FamilyDeclined,
    /// Time was spent with the client, in whatever room.
    Session,
    /// The client did not come and did not call.
    NoShow,
    /// Someone reached out to the client, or tried to.
    Outreach,
    /// The last day of the stay. From it on only what counts from it is asked for.
    Discharge,
    /// The stay was summed up.
    DischargeSummary,
    /// Someone called after discharge, or tried to.
    FollowUp,
    /// The client agreed to calls on days of their own.
    FollowUpsAgreed,
    /// Calls after discharge are not wanted, or nobody is there to call.
    NoFollowUp,
}

impl Event {
    /// Which sessions a rule can count from. Groups are none: they are counted by the week and its minutes.
    pub const SESSIONS: &[(Setting, Event)] =
        &[(Setting::Individual, Event::IndividualSession), (Setting::Family, Event::FamilySession)];
}

/// When something last happened, and the document that says so.
#[derive(Debug, Clone, Default)]
pub struct Happened {
    /// Its day.
    pub on: Option<NaiveDate>,
    /// Its time, where a rule has to know what came first on one day.
    pub at: Option<NaiveTime>,
    /// Every day on which it happened, or for which it is planned, where a rule looks at all of them.
    pub days: Vec<NaiveDate>,
    /// The document.
    pub document: Option<String>,
    /// A day that the document itself sets for what comes next.
    pub next: Option<NaiveDate>,
}

/// A number of days, or the setting that holds it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Days {
    Number(u32),
    Setting(String),
}

/// One rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable.
    pub id: String,
    /// What is due, in words.
    pub what: String,
    /// The rule, in words; `{days}` stands for its number.
    pub why: String,
    from: Event,
    days: Option<Days>,
    each: Option<String>,
    #[serde(default)]
    settled_by: Vec<Event>,
    #[serde(default)]
    answered_by: Vec<Event>,
    #[serde(default)]
    again: Vec<Event>,
    planned_by: Option<Event>,
    #[serde(default)]
    own_day: bool,
    #[serde(default)]
    opens: bool,
    start: Option<String>,
    /// Where it comes from.
    pub citation: String,
    /// Since when it holds.
    pub effective: String,
}

#[derive(Deserialize)]
struct File {
    rule: Vec<Rule>,
}

/// Something due.
#[derive(Debug, Clone, PartialEq)]
pub struct DueItem {
    /// What.
    pub what: String,
    /// The rule behind it.
    pub why: String,
    /// By when.
    pub on: NaiveDate,
    /// Opens this document.
    pub document: Option<String>,
    /// Or starts one of this kind.
    pub start: Option<Kind>,
}

/// Every rule shipped, in the order of the files.
///
/// # Panics
/// If a shipped file cannot be read; a test reads them all.
#[must_use]
pub fn shipped() -> &'static [Rule] {
    static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        let read = |text: &str| -> Vec<Rule> {
            #[expect(clippy::expect_used, reason = "shipped files; a test reads each")]
            toml::from_str::<File>(text).expect("a file of rules").rule
        };
        FILES.files().filter_map(|file| file.contents_utf8()).flat_map(read).collect()
    });
    &RULES
}

/// What these rules ask of a stay in which this has happened.
#[must_use]
pub fn due(rules: &[Rule], settings: &Rules, events: &BTreeMap<Event, Happened>) -> Vec<DueItem> {
    // After the last day nothing is asked for that belonged to the stay itself.
    let over = events.contains_key(&Event::Discharge);
    let asked = rules.iter().filter(|rule| !over || rule.from == Event::Discharge);
    asked.filter_map(|rule| rule.due(settings, events)).collect()
}

impl Rule {
    fn due(&self, settings: &Rules, events: &BTreeMap<Event, Happened>) -> Option<DueItem> {
        if self.settled_by.iter().any(|event| events.contains_key(event)) {
            return None;
        }
        let from = events.get(&self.from)?;
        let (on, days) = match &self.each {
            Some(row) => (self.next_of(settings.named_row(row)?, from.on?, events)?, None),
            None => {
                let since = |event: &Event| events.get(event).is_some_and(|it| (it.on, it.at) >= (from.on, from.at));
                if self.answered_by.iter().any(since) {
                    return None;
                }
                let days = self.days(settings)?;
                let again = self.again.iter().filter_map(|event| events.get(event)?.on).max();
                let own = from.next.filter(|_| self.own_day);
                (own.or(again.or(from.on).map(|day| after(day, days)))?, Some(days))
            }
        };
        Some(DueItem {
            what: self.what.clone(),
            why: self.why.replace("{days}", &days.unwrap_or_default().to_string()),
            on,
            document: from.document.clone().filter(|_| self.opens),
            start: self.start.as_deref().and_then(Kind::named),
        })
    }

    /// The next of several days that nothing has answered: those that were agreed, else as many days after `from` as the setting says.
    fn next_of(&self, row: &[u32], from: NaiveDate, events: &BTreeMap<Event, Happened>) -> Option<NaiveDate> {
        let agreed = self.planned_by.and_then(|event| events.get(&event)).map(|it| it.days.clone());
        let planned = agreed.filter(|days| !days.is_empty()).unwrap_or_else(|| follow_ups(from, row));
        let answers = self.answered_by.iter().filter_map(|event| events.get(event)).flat_map(|it| it.days.clone());
        next_follow_up(&planned, &answers.filter(|day| from <= *day).collect::<Vec<_>>())
    }

    fn days(&self, settings: &Rules) -> Option<u32> {
        match self.days.as_ref()? {
            Days::Number(days) => Some(*days),
            Days::Setting(name) => settings.named(name),
        }
    }

    /// What is wrong with it, for the test that goes over all: a setting or a kind that is not there.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let start = self.start.as_deref().filter(|name| Kind::named(name).is_none());
        let usual = Rules::default();
        let counts = match &self.each {
            Some(row) => usual.named_row(row).is_some(),
            None => self.days(&usual).is_some(),
        };
        match start {
            Some(kind) => Some(format!("{}: no kind {kind}", self.id)),
            None => (!counts).then(|| format!("{}: no such setting", self.id)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_names_a_setting_and_a_kind_that_are_there_and_where_it_comes_from() {
        assert!(!shipped().is_empty());
        for rule in shipped() {
            assert_eq!(rule.trouble(), None);
            assert!(rule.citation.len() > 3 && rule.why.ends_with('.'), "{}", rule.id);
            assert!(rule.effective.parse::<NaiveDate>().is_ok(), "{}", rule.id);
        }
    }

    #[test]
    fn a_setting_of_the_program_moves_the_day_and_a_signed_plan_settles_it() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let mut events =
            BTreeMap::from([(Event::Admission, Happened { on: day("2026-03-10"), ..Happened::default() })]);
        let settings = Rules { plan_due_days: 5, ..Rules::default() };
        let find = |events: &_| due(shipped(), &settings, events).into_iter().find(|it| it.what == "Treatment plan");
        let found = find(&events).expect("due");
        assert_eq!((Some(found.on), found.why.as_str()), (day("2026-03-15"), "Within 5 days of admission."));
        events.insert(Event::Planned, Happened { on: day("2026-03-12"), ..Happened::default() });
        assert_eq!(find(&events), None);
    }

    #[test]
    fn a_family_session_is_due_a_month_after_admission_and_a_month_after_the_last_one() {
        let happened = |on: &str| Happened { on: on.parse().ok(), ..Happened::default() };
        let mut events = BTreeMap::from([(Event::Admission, happened("2026-03-10"))]);
        let find = |events: &_| {
            let all = due(shipped(), &Rules::default(), events);
            all.into_iter().find(|it| it.what == "Family session").expect("it comes round again")
        };
        assert_eq!(find(&events).on.to_string(), "2026-04-09");
        assert_eq!(find(&events).start, Kind::named("family_session"));
        events.insert(Event::FamilySession, happened("2026-03-26"));
        assert_eq!(find(&events).on.to_string(), "2026-04-25");
    }
}
