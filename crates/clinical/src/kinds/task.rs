//! Something a named person does by a day: any document of a chart can give one (P-12). Its words may be clinical, so it is read as the chart is.

use crate::ask::{date, line, one_of, paragraph, pick};
use crate::checks::{not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::{Finding, Form, Listing, section};
use crate::kind::{About, CheckContext, Document, Finish, Stay};
use crate::rules::day;
use crate::words::{Pairs, said};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of a task. `given_by` is the document it came from, or empty.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Task {
    pub what: String,
    pub owner: String,
    pub due: String,
    pub note: String,
    pub given_by: String,
    pub ended: String,
    pub ended_on: String,
    pub outcome: String,
}

const ENDED: Pairs = &[("done", "Done"), ("not_needed", "Not needed any more")];

/// Answers of `ended` that close a task.
const CLOSED: &[&str] = &["done", "not_needed"];

impl Document for Task {
    const NAME: &'static str = "task";
    /// It outlives the stay it was given in: a call after discharge is still somebody's, and nothing but a person closes it.
    const ABOUT: About =
        About { finish: Finish::Recorded, stay: Stay::Beyond, without_a_field: &["given_by"], ..About::CLINICAL };

    fn form() -> Form {
        let sections = vec![
            section(
                "",
                vec![
                    line("what", "What").required().hint("One thing that can be done"),
                    pick("owner", "Who does it", Listing::Staff).required().width(8),
                    date("due", "By").required(),
                    paragraph("note", "Note"),
                ],
            ),
            section(
                "How it ended",
                vec![
                    one_of("ended", "Ended", ENDED).width(8),
                    date("ended_on", "On").required().when("ended", CLOSED),
                    paragraph("outcome", "What came of it").required().when("ended", CLOSED),
                ],
            )
            .hint("Open as long as this is empty."),
        ];
        Form { title: "Task", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(&mut found, context, "ended_on", &self.ended_on, "The day it ended");
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Task {
            what: self.what.clone(),
            owner: self.owner.clone(),
            due: day(&self.due),
            open: !CLOSED.contains(&self.ended.as_str()),
        }]
    }

    fn summary(&self) -> String {
        let by = day(&self.due).map(|due| format!("by {}", due.format("%b %-d"))).unwrap_or_default();
        let ended = if self.ended.is_empty() { by } else { said(ENDED, &self.ended).to_lowercase() };
        timeline(&[&self.what, &ended])
    }
}
