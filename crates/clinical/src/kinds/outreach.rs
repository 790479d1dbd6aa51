//! Reaching out to a client who is not in the room: after a missed session, after discharge, or for another reason (S-51, S-75). An attempt
//! counts too, so that it is seen who tried, how, and what came of it.

use crate::ask::{date, line, one_of, paragraph, time};
use crate::checks::{not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::{Finding, Form, section};
use crate::kind::{About, CheckContext, Document};
use crate::rules::{clock, day};
use crate::words::{Pairs, said};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of an outreach.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Outreach {
    pub on: String,
    pub at: String,
    pub purpose: String,
    pub how: String,
    pub outcome: String,
    pub said: String,
    pub next_step: String,
}

const PURPOSES: Pairs = &[
    ("missed_session", "After a missed session"),
    ("follow_up", "Follow-up after discharge"),
    ("other", "Another reason"),
];

const HOW: Pairs =
    &[("phone", "Phone"), ("video", "Video"), ("text", "Text message"), ("letter", "Letter"), ("visit", "Visit")];

const OUTCOMES: Pairs = &[
    ("reached", "Talked with the client"),
    ("message_left", "Left a message"),
    ("no_answer", "No answer"),
    ("not_possible", "The number or address does not work"),
    ("no_more", "The client wants no more calls"),
];

impl Document for Outreach {
    const NAME: &'static str = "outreach";
    const ABOUT: About = About::CLINICAL;

    fn form() -> Form {
        let sections = vec![section(
            "",
            vec![
                date("on", "Day").required(),
                time("at", "At").required(),
                one_of("how", "How", HOW).required(),
                one_of("purpose", "What for", PURPOSES).required().width(6),
                one_of("outcome", "What came of it", OUTCOMES).required().width(6),
                paragraph("said", "What was said").required().when("outcome", &["reached", "no_more"]),
                line("next_step", "Next step").hint("Who does what by when"),
            ],
        )];
        Form { title: "Outreach", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(&mut found, context, "on", &self.on, "The day of the contact");
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Outreach {
            on: day(&self.on),
            at: clock(&self.at),
            after_discharge: self.purpose == "follow_up",
            no_more: self.outcome == "no_more",
        }]
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.on)
    }

    fn summary(&self) -> String {
        timeline(&[&said(PURPOSES, &self.purpose), &said(HOW, &self.how), &said(OUTCOMES, &self.outcome)])
    }
}
