//! Individual session in SOAP, DAP, BIRP or GIRP (M-3, clinical.md 4.6).

use crate::ask::{date, line, many_of, one_of, paragraph, pick_many, tick, time, widget};
use crate::checks::{blank, in_one_room, session_times, spent, timeline};
use crate::facts::{Fact, Setting, moved};
use crate::form::Finding;
use crate::form::{Field, Form, Listing, section};
use crate::kind::{About, Beside, CheckContext, CheckedWith, Document, respell};
use crate::rules::{clock, day, minutes_between};
use crate::words::said;
use crate::words::{HELD, MODALITIES, MODES, PROGRESS, Pairs, RISK};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// Body of an individual note. `sections` holds each section's text by its key, also of formats not chosen: switching keeps the text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
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
    /// Safety alerts that this session answered, by the documents that raised them.
    pub alerts: Vec<String>,
    pub homework: String,
    pub next_appointment: String,
    pub next_appointment_time: String,
    pub counseling_note: bool,
}

/// Movement on one objective.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts", rename = "ObjectiveProgress")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Progress {
    pub objective: String,
    pub progress: String,
}

/// Note formats.
pub const FORMATS: Pairs = &[("soap", "SOAP"), ("dap", "DAP"), ("birp", "BIRP"), ("girp", "GIRP")];

/// Every section: key, heading, what belongs there, and the formats that have it. Formats share keys, so that switching keeps the text; the
/// order is right for each of them.
const SECTIONS: &[(&str, &str, &str, &[&str])] = &[
    ("subjective", "Subjective", "What the client says", &["soap"]),
    ("objective", "Objective", "What you see and measure", &["soap"]),
    ("data", "Data", "What was said and seen", &["dap"]),
    ("behavior", "Behavior", "What the client did and said", &["birp"]),
    ("goal", "Goal", "The goal worked on today", &["girp"]),
    ("assessment", "Assessment", "What it means", &["soap", "dap"]),
    ("intervention", "Intervention", "What you did", &["birp", "girp"]),
    ("response", "Response", "How the client took it", &["birp", "girp"]),
    ("plan", "Plan", "What happens next, who, by when", &["soap", "dap", "birp", "girp"]),
];

/// The sections of a format as key and heading, in order.
pub fn sections_of(format: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    SECTIONS.iter().filter(move |(.., formats)| formats.contains(&format)).map(|&(key, heading, ..)| (key, heading))
}

/// Every section there is, as key and heading.
pub fn every_section() -> impl Iterator<Item = (&'static str, &'static str)> {
    SECTIONS.iter().map(|&(key, heading, ..)| (key, heading))
}

/// Questions of a session that took place; they also show before anyone has said whether it did.
const TOOK_PLACE: &[&str] = &["held", ""];

impl Document for IndividualNote {
    const NAME: &'static str = "individual_note";
    const ABOUT: About = About {
        confidence: Some("counseling_note"),
        checked_with: &[CheckedWith::Treatment, CheckedWith::Rooms],
        beside: &[Beside::Last, Beside::Since, Beside::Objectives, Beside::Alerts, Beside::Measures],
        ..About::CLINICAL
    };
    /// 2: `counseling_note`. 3: "canceled" is spelled as on screen. 4: `alerts`.
    const VERSION: u16 = 4;

    fn upgrade(from: u16, mut body: Value) -> Value {
        if from < 3 {
            respell(&mut body, "held", "cancelled_by_client", "canceled_by_client");
            respell(&mut body, "held", "cancelled_by_program", "canceled_by_program");
        }
        body
    }

    fn known(mut self) -> Self {
        self.sections.retain(|key, _| every_section().any(|(known, _)| known == key));
        self
    }

    fn form() -> Form {
        let sections = vec![
            section(
                "Session",
                vec![
                    one_of("held", "Session", HELD).required(),
                    line("not_held_reason", "Why it did not take place")
                        .required()
                        .when("held", &["canceled_by_client", "canceled_by_program", "no_show"]),
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
                    tick("counseling_note", "Counseling note, kept apart")
                        .hint("Only you and your supervisor read it; never printed. Times, results and progress stay in the ordinary note")
                        .when("held", TOOK_PLACE),
                    one_of("format", "Format", FORMATS).required().when("held", TOOK_PLACE),
                    widget("sections", "Note", "note_sections", section_fields()).when("held", TOOK_PLACE),
                ],
            ),
            section(
                "Plan objectives",
                vec![
                    widget("objectives", "Objectives addressed", "progress", vec![
                        one_of("progress", "Progress", PROGRESS),
                    ])
                    .when("held", TOOK_PLACE),
                    many_of("interventions", "Interventions", MODALITIES).when("held", TOOK_PLACE),
                ],
            ),
            section(
                "Risk",
                vec![
                    one_of("risk", "Risk today", RISK).required().when("held", TOOK_PLACE),
                    pick_many("alerts", "Safety alerts answered", Listing::Alert)
                        .hint("An alert ends only when a signed note names it")
                        .when("held", TOOK_PLACE),
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

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        session_times(&mut found, context, &self.on, &self.start, &self.end);
        if self.held != "held" {
            return found;
        }
        in_one_room(&mut found, context, "start", None, spent(&self.on, &self.start, &self.end));
        self.section_findings(&mut found);
        self.risk_findings(&mut found, context);
        if !context.objectives.is_empty() && self.objectives.iter().all(|row| blank(&row.objective)) {
            found.push(Finding::due("objectives", "No objective of the plan is named."));
        }
        for (index, row) in self.objectives.iter().enumerate().filter(|(_, row)| !blank(&row.objective)) {
            if !PROGRESS.iter().any(|(value, _)| *value == row.progress) {
                let message = "Say how this objective moved: setback, same or better.";
                found.push(Finding::hold(format!("objectives.{index}.progress"), message));
            }
        }
        if !context.assessment_signed {
            found.push(Finding::due("", "No assessment is signed yet. It comes before treatment."));
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        let held = self.held == "held";
        let (start, end) = (clock(&self.start), clock(&self.end));
        let mut facts = vec![Fact::Attendance {
            setting: Setting::Individual,
            status: self.held.clone(),
            on: day(&self.on),
            start,
            end,
            came: day(&self.on).zip(start).map(|(on, start)| on.and_time(start)),
            minutes: if held { minutes_between(start, end) } else { 0 },
            topic: String::new(),
            participation: None,
            mood: None,
            craving: None,
        }];
        facts.extend(moved(self.on(), self.objectives.iter().map(|row| (&row.objective, &row.progress))));
        let outcome = !matches!(self.risk.as_str(), "" | "not_assessed");
        if held && outcome && !blank(&self.risk_next_step) && !blank(&self.risk_next_step_by) {
            facts.extend(self.alerts.iter().map(|alert| Fact::RiskAnswered { alert: alert.clone(), at: None }));
        }
        facts
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.on)
    }

    fn summary(&self) -> String {
        if self.counseling_note {
            // Others see that it exists, never a word of it.
            return "Counseling note".into();
        }
        if self.held != "held" {
            return timeline(&[&said(HELD, &self.held), &self.not_held_reason]);
        }
        let first = sections_of(&self.format).next().and_then(|(key, _)| self.sections.get(key));
        timeline(&[&said(FORMATS, &self.format), first.map_or("", String::as_str)])
    }
}

/// One question per section, shown by the formats that have it.
fn section_fields() -> Vec<Field> {
    SECTIONS
        .iter()
        .map(|&(key, heading, hint, formats)| paragraph(key, heading).hint(hint).when("format", formats))
        .collect()
}

impl IndividualNote {
    /// The chosen format's sections are filled, and nothing is left where this format does not show it.
    fn section_findings(&self, found: &mut Vec<Finding>) {
        let asked: Vec<_> = sections_of(&self.format).collect();
        if asked.is_empty() {
            return;
        }
        for (key, heading) in asked.iter().filter(|(key, _)| self.sections.get(*key).is_none_or(|text| blank(text))) {
            found.push(Finding::hold(format!("sections.{key}"), format!("\"{heading}\" is needed to sign.")));
        }
        let left =
            self.sections.iter().filter(|(key, text)| !blank(text) && !asked.iter().any(|(asked, _)| asked == key));
        for (key, _) in left {
            let heading = every_section().find(|(known, _)| known == key).map_or("a section", |(_, heading)| heading);
            let message = format!(
                "Text is left in {heading}, which {} does not have. Move it or clear it.",
                said(FORMATS, &self.format)
            );
            found.push(Finding::hold(format!("sections.{key}"), message));
        }
    }

    /// What a risk outcome asks for, and what an open safety alert asks for on top (clinical.md 2.2, rules 7 and 8).
    fn risk_findings(&self, found: &mut Vec<Finding>, context: &CheckContext) {
        let some_risk = !matches!(self.risk.as_str(), "" | "none");
        if some_risk && blank(&self.risk_detail) {
            let message = match self.risk.as_str() {
                "not_assessed" => "Say why risk was not assessed.",
                _ => "Say what was said and seen.",
            };
            found.push(Finding::hold("risk_detail", message));
        }
        let named = context.open_alerts.iter().find(|alert| self.alerts.contains(&alert.document));
        let open = named.or_else(|| context.open_alerts.first());
        let sentence = |ask: &str| match open {
            Some(alert) => format!("The safety alert of {} is open. {ask}", alert.label),
            None => ask.to_owned(),
        };
        if open.is_some() && matches!(self.risk.as_str(), "" | "not_assessed") {
            found.push(Finding::hold("risk", sentence("Ask about risk and choose the outcome.")));
        }
        if named.is_some() || (some_risk && self.risk != "not_assessed") {
            if blank(&self.risk_next_step) {
                found.push(Finding::hold("risk_next_step", sentence("Write the next step.")));
            }
            if blank(&self.risk_next_step_by) {
                found.push(Finding::hold("risk_next_step_by", sentence("Say who does the next step, and by when.")));
            }
        }
        for alert in context.open_alerts.iter().filter(|alert| !self.alerts.contains(&alert.document)) {
            let message = format!(
                "The safety alert of {} stays open: this note does not name it. Choose it if this session answered it.",
                alert.label
            );
            found.push(Finding::due("alerts", message));
        }
    }
}
