//! What is due in a stay. Each rule is an entry of `rules/*.toml` with its citation; nothing here closes anything by itself.

use crate::facts::Setting;
use crate::kinds::Kind;
use crate::rules::{Rules, after};
use chrono::NaiveDate;
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
    days: Days,
    settled_by: Option<Event>,
    again: Option<Event>,
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
    rules.iter().filter_map(|rule| rule.due(settings, events)).collect()
}

impl Rule {
    fn due(&self, settings: &Rules, events: &BTreeMap<Event, Happened>) -> Option<DueItem> {
        if self.settled_by.is_some_and(|event| events.contains_key(&event)) {
            return None;
        }
        let from = events.get(&self.from)?;
        let again = self.again.and_then(|event| events.get(&event));
        let days = self.days(settings)?;
        let counted = again.and_then(|it| it.on).or(from.on);
        let own = from.next.filter(|_| self.own_day);
        let on = own.or(counted.map(|day| after(day, days)))?;
        Some(DueItem {
            what: self.what.clone(),
            why: self.why.replace("{days}", &days.to_string()),
            on,
            document: from.document.clone().filter(|_| self.opens),
            start: self.start.as_deref().and_then(Kind::named),
        })
    }

    fn days(&self, settings: &Rules) -> Option<u32> {
        match &self.days {
            Days::Number(days) => Some(*days),
            Days::Setting(name) => settings.named(name),
        }
    }

    /// What is wrong with it, for the test that goes over all: a setting or a kind that is not there.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        let start = self.start.as_deref().filter(|name| Kind::named(name).is_none());
        match (self.days(&Rules::default()), start) {
            (None, _) => Some(format!("{}: no such setting", self.id)),
            (_, Some(kind)) => Some(format!("{}: no kind {kind}", self.id)),
            (Some(_), None) => None,
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
