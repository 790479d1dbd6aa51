//! What a client asked to keep from someone, and what the program answered (45 CFR 164.522(a), 42 CFR 2.26): a colleague who may not open the
//! chart, or people outside to whom something may not go. It holds from the moment it stands in the record until a person ends it.

use crate::ask::{date, line, many_of, one_of, paragraph, pick, tick, yes_no};
use crate::checks::{blank, in_order, not_in_the_future};
use crate::facts::{Fact, KeptFrom};
use crate::form::{Finding, Form, Listing, section};
use crate::kind::{About, CheckContext, Document, Finish, Stay};
use crate::rules::day;
use crate::words::{COVERS, Pairs};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of a restriction. `staff` is a staff id, `contact` a contact's document id; `covers` are values of `words::COVERS`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Restriction {
    pub asked_on: String,
    pub asked: String,
    pub keeps_from: String,
    pub staff: String,
    pub contact: String,
    pub recipient: String,
    pub extent: String,
    pub covers: Vec<String>,
    pub paid_in_full: bool,
    pub agreed: Option<bool>,
    pub why: String,
    pub from: String,
    pub ended_on: String,
    pub ended_how: String,
}

const KEEPS_FROM: Pairs = &[
    ("staff", "Someone who works here: may not open the chart"),
    ("contact", "A person around the client"),
    ("recipient", "Another person or organization"),
    ("everyone", "Everyone outside the program"),
];

/// Answers of `keeps_from` that are about what leaves the program.
const OUTSIDE: &[&str] = &["contact", "recipient", "everyone"];

const EXTENTS: Pairs = &[("everything", "Nothing may go to them"), ("some", "Only this may not go to them")];

const ENDED_HOW: Pairs = &[
    ("asked_in_writing", "The client asked, in writing"),
    ("asked_spoken", "The client asked, spoken"),
    ("program_told", "The program told the client; it holds for what came before"),
];

impl Document for Restriction {
    const NAME: &'static str = "restriction";
    /// It is about the person, whatever the stay. The answer is the program's own and waits for no co-signature.
    const ABOUT: About = About {
        finish: Finish::SignedRevisable,
        cosigned: false,
        by_hand: true,
        for_clients: true,
        kept_from: Some("staff"),
        stay: Stay::Beyond,
        beside: &[],
        ..About::CLINICAL
    };

    fn form() -> Form {
        let sections = vec![
            section(
                "What the client asks",
                vec![
                    date("asked_on", "Asked on").required(),
                    paragraph("asked", "What the client asks for").required().hint("In their words"),
                    one_of("keeps_from", "Kept from", KEEPS_FROM).required(),
                    pick("staff", "Who may not open the chart", Listing::Staff)
                        .required()
                        .when("keeps_from", &["staff"]),
                    pick("contact", "This person", Listing::Contact).required().when("keeps_from", &["contact"]),
                    line("recipient", "Name").required().when("keeps_from", &["recipient"]),
                    one_of("extent", "How much", EXTENTS).required().when("keeps_from", OUTSIDE),
                    many_of("covers", "This may not go", COVERS).required().when("extent", &["some"]),
                    tick("paid_in_full", "A health plan is not told of care that the client paid in full")
                        .when("keeps_from", OUTSIDE),
                ],
            ),
            section(
                "What the program answers",
                vec![
                    yes_no("agreed", "Agreed").required(),
                    paragraph("why", "Why").hint("The client is told").required().when("agreed", &["false"]),
                    date("from", "From").required().when("agreed", &["true"]),
                ],
            )
            .hint("What is agreed is kept, except in an emergency."),
            section(
                "How it ended",
                vec![
                    date("ended_on", "Ended on").when("agreed", &["true"]),
                    one_of("ended_how", "How", ENDED_HOW).when("agreed", &["true"]),
                ],
            )
            .hint("It holds as long as this is empty."),
        ];
        Form { title: "Restriction", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(&mut found, context, "asked_on", &self.asked_on, "The day of the request");
        not_in_the_future(&mut found, context, "from", &self.from, "The day from which it holds");
        not_in_the_future(&mut found, context, "ended_on", &self.ended_on, "The day it ended");
        in_order(&mut found, "ended_on", &self.from, &self.ended_on, "It ended before it began.");
        if self.paid_in_full && self.agreed == Some(false) && OUTSIDE.contains(&self.keeps_from.as_str()) {
            let must = "Care that the client paid in full is not told to a health plan: the program has to agree (45 CFR 164.522(a)).";
            found.push(Finding::hold("agreed", must));
        }
        match (blank(&self.ended_on), blank(&self.ended_how)) {
            (false, true) => found.push(Finding::hold("ended_how", "To end it, say how.")),
            (true, false) => found.push(Finding::hold("ended_on", "To end it, give the day.")),
            (true, true) | (false, false) => {}
        }
        found
    }

    /// Only what stands: agreed and not ended. No day is compared, so no clock opens what it closed.
    fn facts(&self) -> Vec<Fact> {
        let kept_from = match self.keeps_from.as_str() {
            "staff" => KeptFrom::Staff(self.staff.clone()),
            "contact" => KeptFrom::Contact(self.contact.clone()),
            "recipient" => KeptFrom::Named(self.recipient.clone()),
            "everyone" => KeptFrom::Everyone,
            _ => return Vec::new(),
        };
        if self.agreed != Some(true) || !blank(&self.ended_on) {
            return Vec::new();
        }
        let covers = if self.extent == "some" { self.covers.clone() } else { Vec::new() };
        vec![Fact::Restricted { kept_from, covers }]
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.asked_on)
    }

    /// How it was answered, and not about whom: the list of a chart is read by whoever may open the chart.
    fn summary(&self) -> String {
        let answered = match (self.agreed, blank(&self.ended_on)) {
            (Some(true), true) => "Agreed",
            (Some(true), false) => "Ended",
            (Some(false), _) => "Not agreed",
            (None, _) => "Not answered yet",
        };
        answered.to_owned()
    }
}
