//! Individual session in SOAP, DAP, BIRP or GIRP (M-3, clinical.md 4.6).

use super::Document;
use super::ask::{date, line, many_of, one_of, paragraph, time, widget};
use super::words::{MODALITIES, MODES, Pairs, RISK};
use crate::form::{Form, section};
use serde::{Deserialize, Serialize};

/// Body of an individual note. `sections` holds each section's text by its key, also of formats not chosen: switching keeps the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct IndividualNote {
    pub on: String,
    pub start: String,
    pub end: String,
    pub mode: String,
    pub location: String,
    pub held: String,
    pub not_held_reason: String,
    pub format: String,
    pub sections: std::collections::BTreeMap<String, String>,
    pub objectives: Vec<Progress>,
    pub interventions: Vec<String>,
    pub risk: String,
    pub risk_detail: String,
    pub risk_next_step: String,
    pub risk_next_step_by: String,
    pub homework: String,
    pub next_appointment: String,
    pub next_appointment_time: String,
}

/// Movement on one objective.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Progress {
    pub objective: String,
    pub progress: String,
}

/// Whether the session took place.
pub const HELD: Pairs = &[
    ("held", "Held"),
    ("cancelled_by_client", "Canceled by the client"),
    ("cancelled_by_program", "Canceled by the program"),
    ("no_show", "Did not attend, did not call"),
];

/// Note formats.
pub const FORMATS: Pairs = &[("soap", "SOAP"), ("dap", "DAP"), ("birp", "BIRP"), ("girp", "GIRP")];

/// The sections of a format as key and heading, in order. Formats share keys, so that switching keeps the text.
#[must_use]
pub fn sections_of(format: &str) -> Pairs {
    match format {
        "soap" => {
            &[("subjective", "Subjective"), ("objective", "Objective"), ("assessment", "Assessment"), ("plan", "Plan")]
        }
        "dap" => &[("data", "Data"), ("assessment", "Assessment"), ("plan", "Plan")],
        "birp" => {
            &[("behavior", "Behavior"), ("intervention", "Intervention"), ("response", "Response"), ("plan", "Plan")]
        }
        "girp" => &[("goal", "Goal"), ("intervention", "Intervention"), ("response", "Response"), ("plan", "Plan")],
        _ => &[],
    }
}

/// Questions of a session that took place; they also show before anyone has said whether it did.
const TOOK_PLACE: &[&str] = &["held", ""];

impl Document for IndividualNote {
    fn form() -> Form {
        let sections = vec![
            section(
                "Session",
                vec![
                    one_of("held", "Session", HELD).required(),
                    line("not_held_reason", "Why it did not take place")
                        .required()
                        .when("held", &["cancelled_by_client", "cancelled_by_program", "no_show"]),
                    date("on", "Day").required(),
                    time("start", "From").required().when("held", TOOK_PLACE),
                    time("end", "To").required().when("held", TOOK_PLACE),
                    one_of("mode", "How", MODES).required().when("held", TOOK_PLACE).width(6),
                    line("location", "Place").when("held", TOOK_PLACE).width(6),
                ],
            ),
            section(
                "Note",
                vec![
                    one_of("format", "Format", FORMATS).required().when("held", TOOK_PLACE),
                    widget("sections", "Note", "note_sections").when("held", TOOK_PLACE),
                ],
            ),
            section(
                "Plan objectives",
                vec![
                    widget("objectives", "Objectives addressed", "progress").when("held", TOOK_PLACE),
                    many_of("interventions", "Interventions", MODALITIES).when("held", TOOK_PLACE),
                ],
            ),
            section(
                "Risk",
                vec![
                    one_of("risk", "Risk today", RISK).required().when("held", TOOK_PLACE),
                    paragraph("risk_detail", "What was said and seen").when("held", TOOK_PLACE),
                    line("risk_next_step", "Next step").when("held", TOOK_PLACE).width(8),
                    line("risk_next_step_by", "Who, by when").when("held", TOOK_PLACE).width(4),
                ],
            ),
            section(
                "Next",
                vec![
                    line("homework", "Homework").width(6),
                    date("next_appointment", "Next session").width(3),
                    time("next_appointment_time", "At").width(3),
                ],
            ),
        ];
        Form { title: "Individual session", sections }
    }
}
