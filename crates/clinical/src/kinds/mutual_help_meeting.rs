//! A mutual-help meeting the client went to; never a signer's name (S-49).

use crate::ask::{date, one_of};
use crate::checks::{not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Form, section};
use crate::kind::{About, CheckContext, Document, Finish};
use crate::rules::day;
use crate::words::Pairs;
use crate::words::said;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of a meeting.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct MutualHelpMeeting {
    pub on: String,
    pub fellowship: String,
    pub format: String,
    pub verification: String,
}

/// Fellowships; none is preferred and none is required (clinical.md 4.20).
pub const FELLOWSHIPS: Pairs = &[
    ("aa", "AA"),
    ("na", "NA"),
    ("ca", "CA"),
    ("other_12_step", "Another 12-step group"),
    ("smart_recovery", "SMART Recovery"),
    ("recovery_dharma", "Recovery Dharma"),
    ("faith_based", "Faith-based group"),
    ("alumni", "Alumni group"),
    ("other", "Other mutual help"),
];

const FORMATS: Pairs = &[("in_person", "In person"), ("online", "Online"), ("phone", "Phone")];

const VERIFICATIONS: Pairs = &[
    ("self_report", "Client's word"),
    ("signed_slip", "Signed slip"),
    ("app", "App or e-mail"),
    ("staff", "Staff were there"),
];

impl Document for MutualHelpMeeting {
    const NAME: &'static str = "mutual_help_meeting";
    const ABOUT: About = About { finish: Finish::Recorded, ..About::CLINICAL };

    fn form() -> Form {
        let sections = vec![section(
            "",
            vec![
                date("on", "Day").required(),
                one_of("fellowship", "Fellowship", FELLOWSHIPS).required().width(8),
                one_of("format", "Format", FORMATS).width(6),
                one_of("verification", "How we know", VERIFICATIONS).required().hint("Never a signer's name").width(6),
            ],
        )];
        Form { title: "Mutual-help meeting", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(&mut found, context, "on", &self.on, "The day of the meeting");
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Meeting {
            on: day(&self.on),
            fellowship: self.fellowship.clone(),
            verification: self.verification.clone(),
        }]
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.on)
    }

    fn summary(&self) -> String {
        timeline(&[
            &said(FELLOWSHIPS, &self.fellowship),
            &said(FORMATS, &self.format),
            &said(VERIFICATIONS, &self.verification),
        ])
    }
}
