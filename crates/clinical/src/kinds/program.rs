//! The program and its time rules.

use crate::ask::{date, line, lines, measured, number, one_of};
use crate::checks::{not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Form, section};
use crate::kind::{About, CheckContext, Document};
use crate::rules::{Rules, whole};
use crate::words::Pairs;
use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

/// Body of the program profile.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Program {
    pub name: String,
    pub site: String,
    pub address: String,
    pub phone: String,
    pub crisis_phone: String,
    pub paper: String,
    pub notice: String,
    pub hours_per_week: Option<f64>,
    pub plan_due_days: Option<f64>,
    pub plan_review_days: Option<f64>,
    pub note_due_hours: Option<f64>,
    pub individual_every_days: Option<f64>,
    pub discharge_summary_days: Option<f64>,
    pub cosign_due_days: Option<f64>,
    #[serde(deserialize_with = "days")]
    pub follow_up_days: Vec<u32>,
    pub crisis_checked_on: String,
}

/// The wordings of the notice that goes with a copy for somebody else.
const NOTICES: Pairs = &[("short", "The short sentence"), (LONG_NOTICE, "The long wording")];

/// The long one, as programs and disclosures keep it.
pub const LONG_NOTICE: &str = "long";

impl Document for Program {
    const NAME: &'static str = "program";
    const ABOUT: About = About { one: true, ..About::PROGRAM };
    /// 2: `cosign_due_days`. 3: `notice`.
    const VERSION: u16 = 3;

    fn form() -> Form {
        let sections = vec![
            section(
                "Program",
                vec![
                    line("name", "Program name").required().width(6),
                    line("site", "Site").width(6),
                    line("address", "Address"),
                    line("phone", "Phone").required().width(4),
                    line("crisis_phone", "Crisis line").required().hint("On every paper a client takes home").width(4),
                    date("crisis_checked_on", "Crisis numbers checked on"),
                    one_of("paper", "Paper", &[("letter", "Letter"), ("a4", "A4")]).required(),
                    one_of("notice", "Notice of 42 CFR 2.32 on covers", NOTICES)
                        .hint("Both wordings are in the rule. Without a choice it is the short one"),
                ],
            ),
            section(
                "Time rules",
                vec![
                    measured("hours_per_week", "Hours a week", 0.0, 60.0, "hours"),
                    number("plan_due_days", "Plan due after admission", 0.0, 365.0, "days"),
                    number("plan_review_days", "Plan review every", 1.0, 365.0, "days"),
                    number("note_due_hours", "Note due after a session", 1.0, 720.0, "hours"),
                    number("individual_every_days", "Individual session every", 1.0, 90.0, "days"),
                    number("discharge_summary_days", "Discharge summary due after", 0.0, 90.0, "days"),
                    number("cosign_due_days", "Co-signature due after", 1.0, 90.0, "days"),
                    lines("follow_up_days", "Follow-up calls after discharge", "Add a call").hint("Days after discharge"),
                ],
            )
            .hint("An empty line keeps the usual value: 9 hours, 7 and 30 days, 24 hours, three times 7 days, and calls at 7, 30, 60, 90 days."),
        ];
        Form { title: "Program", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(
            &mut found,
            context,
            "crisis_checked_on",
            &self.crisis_checked_on,
            "The day the numbers were checked",
        );
        for (index, _) in self.follow_up_days.iter().enumerate().filter(|(_, days)| **days == 0) {
            found.push(Finding::hold(
                format!("follow_up_days.{index}"),
                "A follow-up call needs a whole number of days, at least 1.",
            ));
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Program {
            name: self.name.clone(),
            site: self.site.clone(),
            phone: self.phone.clone(),
            crisis_phone: self.crisis_phone.clone(),
            address: self.address.clone(),
            a4: self.paper == "a4",
            long_notice: self.notice == LONG_NOTICE,
            rules: self.rules(),
        }]
    }

    fn summary(&self) -> String {
        timeline(&[&self.name, &self.site])
    }
}

impl Program {
    /// Its time rules; a line left empty keeps its usual value.
    #[must_use]
    pub fn rules(&self) -> Rules {
        let usual = Rules::default();
        let set = |value: Option<f64>, usual: u32| value.and_then(whole).unwrap_or(usual);
        Rules {
            hours_per_week: set(self.hours_per_week, usual.hours_per_week),
            plan_due_days: set(self.plan_due_days, usual.plan_due_days),
            plan_review_days: set(self.plan_review_days, usual.plan_review_days),
            note_due_hours: set(self.note_due_hours, usual.note_due_hours),
            individual_every_days: set(self.individual_every_days, usual.individual_every_days),
            discharge_summary_days: set(self.discharge_summary_days, usual.discharge_summary_days),
            cosign_due_days: set(self.cosign_due_days, usual.cosign_due_days),
            follow_up_days: if self.follow_up_days.is_empty() {
                usual.follow_up_days
            } else {
                self.follow_up_days.clone()
            },
        }
    }
}

/// A screen keeps each line as text, the set-up as numbers: both are read. What is no number becomes 0, which a check holds.
fn days<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u32>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Typed {
        Number(f64),
        Text(String),
    }
    let number = |typed| match typed {
        Typed::Number(days) => whole(days).unwrap_or(0),
        Typed::Text(text) => text.trim().parse().unwrap_or(0),
    };
    let typed = Vec::<Typed>::deserialize(from)?;
    Ok(typed
        .into_iter()
        .filter(|typed| !matches!(typed, Typed::Text(text) if text.trim().is_empty()))
        .map(number)
        .collect())
}
