//! Time with a peer specialist, or something done together in the community (S-24). It counts as what it is: no part of the ordered hours.

use crate::ask::{date, line, number, one_of, paragraph};
use crate::checks::{not_in_the_future, timeline};
use crate::form::{Finding, Form, section};
use crate::kind::{About, CheckContext, Document};
use crate::rules::day;
use crate::words::{MODES, Pairs, said};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of a peer-support contact.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct PeerSupportContact {
    pub on: String,
    pub sort: String,
    pub minutes: Option<f64>,
    pub mode: String,
    pub activity: String,
    pub shared: String,
    pub clients_words: String,
    pub next_step: String,
}

const SORTS: Pairs = &[("peer_contact", "Peer-support contact"), ("community_activity", "Community activity")];

impl Document for PeerSupportContact {
    const NAME: &'static str = "peer_support_contact";
    const ABOUT: About = About::CLINICAL;

    fn form() -> Form {
        let sections = vec![section(
            "",
            vec![
                date("on", "Day").required(),
                one_of("sort", "What it was", SORTS).required().width(8),
                number("minutes", "Minutes", 1.0, 720.0, "min").required(),
                one_of("mode", "How", MODES).required().width(8).when("sort", &["peer_contact"]),
                line("activity", "Activity")
                    .required()
                    .hint("Walk, meal, sports, volunteering")
                    .width(8)
                    .when("sort", &["community_activity"]),
                paragraph("shared", "What we talked about or did").required(),
                paragraph("clients_words", "In the client's words").voice(),
                line("next_step", "Next step").hint("Who does what by when"),
            ],
        )];
        Form { title: "Peer-support contact", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(&mut found, context, "on", &self.on, "The day of the contact");
        found
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.on)
    }

    fn summary(&self) -> String {
        let minutes = self.minutes.map(|minutes| format!("{minutes} min")).unwrap_or_default();
        let how = if self.sort == "community_activity" { self.activity.clone() } else { said(MODES, &self.mode) };
        timeline(&[&said(SORTS, &self.sort), &how, &minutes])
    }
}
