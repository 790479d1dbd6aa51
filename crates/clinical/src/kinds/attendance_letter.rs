//! A letter for work, school or a court that states only what was ticked, each counted by the record and never typed (P-06, 42 CFR 2.31, 2.32).

use crate::ask::{date, many_of, one_of, pick};
use crate::checks::{blank, contact_name, covering, in_order, not_in_the_future, timeline};
use crate::facts::Setting;
use crate::form::{Finding, Form, Listing, section};
use crate::kind::{About, CheckContext, CheckedWith, Document};
use crate::rules::day;
use crate::words::{Pairs, said};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use ts_rs::TS;

/// Body of a letter of attendance. The record fills `counted`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct AttendanceLetter {
    pub contact: String,
    pub reader: String,
    pub from: String,
    pub to: String,
    pub states: Vec<String>,
    pub counted: Counted,
}

/// What the record knew when the letter was signed: of the ticked facts, and of the release that lets them out. What was not ticked is null.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts", rename = "AttendanceCounted")]
pub struct Counted {
    /// First day of the stay.
    pub since: Option<NaiveDate>,
    /// Its last day, where it has ended.
    pub until: Option<NaiveDate>,
    /// Days with minutes in group.
    pub group_days: Option<u32>,
    /// Each of these days.
    pub dates: Vec<NaiveDate>,
    /// Minutes in group.
    pub group_minutes: Option<u32>,
    /// Individual sessions held.
    pub individual_sessions: Option<u32>,
    /// The release: its document.
    pub release: String,
    /// What for.
    pub purpose: String,
    /// What it covers, values of `words::COVERS`.
    pub covers: Vec<String>,
    /// Its last day, where one is known.
    pub release_until: Option<NaiveDate>,
}

/// What a release has to cover: all of it tells of attendance.
const COVERED: &str = "attendance";

const READERS: Pairs = &[
    ("work", "Work"),
    ("school", "School"),
    ("court", "Court"),
    ("probation", "Probation or parole"),
    ("other", "Someone else"),
];

const STATES: Pairs = &[
    ("since", "Since when the client takes part"),
    ("group_days", "Number of days in group"),
    ("dates", "Each day in group"),
    ("group_hours", "Hours in group"),
    ("individual_sessions", "Number of individual sessions"),
];

impl Document for AttendanceLetter {
    const NAME: &'static str = "attendance_letter";
    const ABOUT: About = About {
        covered_as: COVERED,
        checked_with: &[CheckedWith::Releases, CheckedWith::Attendance],
        without_a_field: &["counted"],
        ..About::CLINICAL
    };

    fn form() -> Form {
        let sections = vec![
            section(
                "",
                vec![
                    pick("contact", "To", Listing::Contact).required().width(8),
                    one_of("reader", "For", READERS).required().width(4),
                    date("from", "From").required(),
                    date("to", "To the end of").required(),
                ],
            ),
            section("What it states", vec![many_of("states", "Facts", STATES).required()])
                .hint("Only what is ticked. The record counts it when the letter is signed."),
        ];
        Form { title: "Letter of attendance", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        if !blank(&self.contact) && covering(context, &self.contact, COVERED).is_none() {
            let name = contact_name(context, &self.contact, "");
            found.push(Finding::hold("contact", format!("No active release for {name} covers attendance.")));
        }
        in_order(&mut found, "to", &self.from, &self.to, "The last day is before the first.");
        not_in_the_future(&mut found, context, "to", &self.to, "The last day");
        if self.ticked("since") && context.stay.is_none() {
            found.push(Finding::hold("states", "No stay in our program is on record, so none can be stated."));
        }
        found
    }

    fn counted(&self, context: &CheckContext) -> Option<Value> {
        Some(json!({ "counted": self.count(context) }))
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.to)
    }

    fn summary(&self) -> String {
        let written = |text: &str| day(text).map(|on| on.format("%b %-d").to_string()).unwrap_or_default();
        let days = format!("{} to {}", written(&self.from), written(&self.to));
        let facts: Vec<String> = self.states.iter().map(|fact| said(STATES, fact)).collect();
        timeline(&[&said(READERS, &self.reader), &days, &facts.join(", ")])
    }
}

impl AttendanceLetter {
    fn ticked(&self, fact: &str) -> bool {
        self.states.iter().any(|it| it == fact)
    }

    fn count(&self, context: &CheckContext) -> Counted {
        let mut counted = Counted::default();
        if let Some(release) = covering(context, &self.contact, COVERED) {
            counted.release.clone_from(&release.id);
            counted.purpose.clone_from(&release.purpose);
            counted.covers.clone_from(&release.covers);
            counted.release_until = release.until;
        }
        let Some((from, to)) = day(&self.from).zip(day(&self.to)) else { return counted };
        if self.ticked("since") {
            counted.since = context.stay.map(|(since, _)| since);
            counted.until = context.stay.and_then(|(_, until)| until).filter(|until| *until <= to);
        }
        let held = |setting: Setting| {
            let within = context.attended.iter().filter(move |it| from <= it.on && it.on <= to && it.minutes > 0);
            within.filter(move |it| it.setting == setting)
        };
        let days: BTreeSet<NaiveDate> = held(Setting::Group).map(|it| it.on).collect();
        counted.group_days = self.ticked("group_days").then(|| u32::try_from(days.len()).unwrap_or(u32::MAX));
        counted.group_minutes =
            self.ticked("group_hours").then(|| held(Setting::Group).map(|it| it.minutes).fold(0, u32::saturating_add));
        counted.individual_sessions = self
            .ticked("individual_sessions")
            .then(|| u32::try_from(held(Setting::Individual).count()).unwrap_or(u32::MAX));
        if self.ticked("dates") {
            counted.dates = days.into_iter().collect();
        }
        counted
    }
}
