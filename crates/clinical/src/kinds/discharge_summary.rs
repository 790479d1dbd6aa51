//! A stay summed up after its end, for whoever goes on from here (clinical.md 4.14). The diagnosis stays as the clinician writes it.

use super::episode::END_REASONS;
use crate::ask::{date, line, lines, many_of, one_of, paragraph};
use crate::checks::{in_order, not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::{Finding, Form, section};
use crate::kind::{About, Beside, CheckContext, Document, Finish};
use crate::rules::day;
use crate::words::{LEVELS, Pairs, RISK, said};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of a discharge summary.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct DischargeSummary {
    pub admitted_on: String,
    pub discharged_on: String,
    pub reason: String,
    pub level_from: String,
    pub level_to: String,
    pub diagnoses: Vec<String>,
    pub presenting: String,
    pub services: Vec<String>,
    pub course: String,
    pub progress: String,
    pub clients_words: String,
    pub medications: Vec<String>,
    pub condition: String,
    pub risk: String,
    pub risk_detail: String,
    pub referrals: Vec<String>,
    pub remaining_needs: String,
}

const SERVICES: Pairs = &[
    ("group", "Group sessions"),
    ("individual", "Individual sessions"),
    ("family", "Family sessions"),
    ("medication", "Medication management"),
    ("peer_support", "Peer support"),
    ("tests", "Urine and breath tests"),
    ("other", "Other services"),
];

impl Document for DischargeSummary {
    const NAME: &'static str = "discharge_summary";
    const ABOUT: About = About {
        finish: Finish::Signed,
        covered_as: "discharge_summary",
        beside: &[Beside::Since, Beside::Objectives, Beside::Needs, Beside::Alerts, Beside::Measures],
        ..About::CLINICAL
    };

    fn form() -> Form {
        let sections = vec![
            section(
                "The stay",
                vec![
                    date("admitted_on", "Admitted on").required(),
                    date("discharged_on", "Ended on").required(),
                    one_of("reason", "Reason", END_REASONS).required(),
                    one_of("level_from", "Level of care", LEVELS).required().width(6),
                    one_of("level_to", "Care from here", LEVELS).width(6),
                ],
            ),
            section(
                "What was done",
                vec![
                    paragraph("presenting", "What brought the client here").required(),
                    lines("diagnoses", "Diagnoses at the end", "Add a diagnosis").required(),
                    many_of("services", "Services given", SERVICES).required(),
                    paragraph("course", "How it went").required(),
                    paragraph("progress", "Progress on each goal").required(),
                    paragraph("clients_words", "In the client's words").voice(),
                ],
            ),
            section(
                "From here",
                vec![
                    paragraph("condition", "Condition at the end").required(),
                    one_of("risk", "Risk when last seen", RISK).required().width(6),
                    line("risk_detail", "What was said and seen").width(6),
                    lines("medications", "Medications", "Add a medication"),
                    lines("referrals", "Referrals and first visits", "Add one").hint("Where, with whom, on which day"),
                    paragraph("remaining_needs", "What still needs care"),
                ],
            ),
        ];
        Form { title: "Discharge summary", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        let sentence = "The end is before the admission.";
        in_order(&mut found, "discharged_on", &self.admitted_on, &self.discharged_on, sentence);
        not_in_the_future(&mut found, context, "discharged_on", &self.discharged_on, "The end of the stay");
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::DischargeSummary { on: day(&self.discharged_on) }]
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.discharged_on)
    }

    fn summary(&self) -> String {
        timeline(&[&said(END_REASONS, &self.reason), &said(LEVELS, &self.level_from), &self.condition])
    }
}
