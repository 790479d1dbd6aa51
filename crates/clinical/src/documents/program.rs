//! The program and its time rules.

use super::Document;
use super::ask::{date, line, lines, number, one_of};
use crate::form::{Form, section};
use serde::{Deserialize, Serialize};

/// Body of the program profile.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Program {
    pub name: String,
    pub site: String,
    pub address: String,
    pub phone: String,
    pub crisis_phone: String,
    pub paper: String,
    pub hours_per_week: Option<f64>,
    pub plan_due_days: Option<f64>,
    pub plan_review_days: Option<f64>,
    pub note_due_hours: Option<f64>,
    pub individual_every_days: Option<f64>,
    pub discharge_summary_days: Option<f64>,
    pub follow_up_days: Vec<u32>,
    pub crisis_checked_on: String,
}

impl Document for Program {
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
                ],
            ),
            section(
                "Time rules",
                vec![
                    number("hours_per_week", "Hours a week", 0.0, 60.0, "hours"),
                    number("plan_due_days", "Plan due after admission", 0.0, 365.0, "days"),
                    number("plan_review_days", "Plan review every", 1.0, 365.0, "days"),
                    number("note_due_hours", "Note due after a session", 1.0, 720.0, "hours"),
                    number("individual_every_days", "Individual session every", 1.0, 90.0, "days"),
                    number("discharge_summary_days", "Discharge summary due after", 0.0, 90.0, "days"),
                    lines("follow_up_days", "Follow-up calls after discharge", "Add a call").hint("Days after discharge"),
                ],
            )
            .hint("An empty line keeps the usual value: 9 hours, 7 and 30 days, 24 hours, 7 days, 7 days, and calls at 7, 30, 60, 90 days."),
        ];
        Form { title: "Program", sections }
    }
}
