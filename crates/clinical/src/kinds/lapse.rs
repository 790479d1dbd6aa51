//! Return to use, recorded without judgment (S-37, clinical.md 4.12). Never discharges anyone.

use crate::ask::{date, line, lines, many_of, number, one_of, paragraph};
use crate::checks::{in_order, not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Form, section};
use crate::kind::{About, CheckContext, Document};
use crate::rules::{after, day, whole};
use crate::words::said;
use crate::words::{Pairs, RISK, SUBSTANCES};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of a lapse.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Lapse {
    pub occurred_on: String,
    pub learned_on: String,
    pub how_learned: String,
    pub substance: String,
    pub amount: String,
    pub duration_days: Option<f64>,
    pub place: String,
    pub triggers: Vec<String>,
    pub what_helped: String,
    pub medical_need: String,
    pub risk: String,
    pub immediate_actions: Vec<String>,
    pub sober_since: String,
}

const LEARNED: Pairs = &[
    ("client_told", "The client told us"),
    ("test", "A test"),
    ("family", "Family or friend"),
    ("staff_saw", "Staff noticed"),
    ("other", "Another way"),
];

const ACTIONS: Pairs = &[
    ("thanked", "Thanked for telling"),
    ("safety_check", "Safety checked"),
    ("safety_plan", "Safety plan updated"),
    ("medical_check", "Medical check arranged"),
    ("prescriber_told", "Prescriber told"),
    ("chain_analysis", "Walked through what led to it"),
    ("plan_review", "Plan review set"),
    ("level_review", "Level of care review set"),
    ("more_support", "More support this week"),
    ("family_session", "Family session set"),
    ("naloxone", "Naloxone offered"),
    ("other", "Another step"),
];

impl Document for Lapse {
    const NAME: &'static str = "lapse";
    const ABOUT: About = About { on_measures: "return to use", ..About::CLINICAL };

    fn form() -> Form {
        let sections = vec![
            section(
                "What happened",
                vec![
                    date("occurred_on", "Use on").required(),
                    date("learned_on", "Learned on").required(),
                    number("duration_days", "Lasted", 0.0, 3650.0, "days"),
                    one_of("substance", "Substance", SUBSTANCES).required().width(4),
                    line("amount", "Amount").width(4),
                    one_of("how_learned", "How we learned", LEARNED).width(4),
                    line("place", "Place and company").width(6),
                    lines("triggers", "What led up to it", "Add a trigger").width(6),
                    paragraph("what_helped", "What helped to stop"),
                ],
            ),
            section(
                "Safety now",
                vec![
                    paragraph("medical_need", "Medical need")
                        .required()
                        .hint("Withdrawal, injury, overdose; \"none\" is an answer"),
                    one_of("risk", "Risk", RISK).required(),
                    many_of("immediate_actions", "Done now", ACTIONS).required(),
                ],
            ),
            section(
                "From here",
                vec![date("sober_since", "No use since").hint("First full day without use; leave open if not yet")],
            ),
        ];
        Form { title: "Return to use", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(&mut found, context, "occurred_on", &self.occurred_on, "The day of use");
        not_in_the_future(&mut found, context, "learned_on", &self.learned_on, "The day we learned of it");
        in_order(
            &mut found,
            "learned_on",
            &self.occurred_on,
            &self.learned_on,
            "We cannot have learned of it before it happened.",
        );
        not_in_the_future(&mut found, context, "sober_since", &self.sober_since, "The first day without use");
        if self.last_day().zip(day(&self.sober_since)).is_some_and(|(used, since)| since <= used) {
            found.push(Finding::hold("sober_since", "The first full day without use comes after the day of use."));
        }
        if self.risk == "not_assessed" {
            found.push(Finding::hold("risk", "After use, risk is asked about before anything else."));
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![
            Fact::Lapse { on: day(&self.occurred_on), substance: self.substance.clone() },
            Fact::Sobriety { since: day(&self.sober_since), used_on: self.last_day(), known_on: day(&self.learned_on) },
        ]
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.occurred_on)
    }

    fn summary(&self) -> String {
        timeline(&[&said(SUBSTANCES, &self.substance), &self.amount])
    }
}

impl Lapse {
    /// The last day of use that is known: a use that lasted some days ended on the last of them.
    fn last_day(&self) -> Option<NaiveDate> {
        let more = self.duration_days.and_then(whole).unwrap_or(0).saturating_sub(1);
        day(&self.occurred_on).map(|first| after(first, more))
    }
}
