//! A stretch of care at one level (FHIR EpisodeOfCare; S-52).

use crate::ask::{date, line, number, one_of, tick};
use crate::checks::{blank, in_order, not_in_the_future, timeline, written};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Form, section};
use crate::kind::{About, CheckContext, CheckedWith, Document, Stay};
use crate::rules::{day, whole};
use crate::words::said;
use crate::words::{LEVELS, Pairs, TRACKS};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of an episode.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Episode {
    pub level: String,
    pub track: String,
    pub provider: String,
    pub ours: bool,
    pub admitted_on: String,
    pub ended_on: String,
    pub end_reason: String,
    pub referred_by: String,
    pub referral_reason: String,
    pub sober_since: String,
    pub projected_weeks: Option<f64>,
    pub room: String,
}

/// Why an episode ended (clinical.md 4.20). Return to use is never a reason.
pub const END_REASONS: Pairs = &[
    ("completed", "Completed"),
    ("transferred_up", "Moved to more care"),
    ("transferred_down", "Moved to less care"),
    ("transferred_other", "Moved to another program"),
    ("patient_left", "Client chose to leave"),
    ("administrative", "Administrative"),
    ("moved", "Moved away"),
    ("incarcerated", "Incarcerated"),
    ("deceased", "Died"),
    ("lost_contact", "Lost contact"),
];

impl Document for Episode {
    const NAME: &'static str = "episode";
    const ABOUT: About = About {
        stay: Stay::Opens,
        clinical_keys: &["referral_reason", "sober_since"],
        checked_with: &[CheckedWith::Earlier],
        ..About::DEMOGRAPHIC
    };

    fn form() -> Form {
        let sections = vec![
            section(
                "Care",
                vec![
                    one_of("level", "Level of care", LEVELS).required().width(6),
                    one_of("track", "Track", TRACKS).width(6),
                    tick("ours", "In our program").width(6),
                    line("provider", "Provider").hint("When care is somewhere else").width(6),
                    date("admitted_on", "Admitted on").required(),
                    number("projected_weeks", "Planned length", 1.0, 104.0, "weeks"),
                    line("room", "Usual room").width(4),
                ],
            ),
            section(
                "How the client came",
                vec![
                    line("referred_by", "Referred by").width(4),
                    line("referral_reason", "Reason").width(4),
                    date("sober_since", "No use since").hint("First full day without use"),
                ],
            ),
            section(
                "End",
                vec![
                    date("ended_on", "Ended on").hint("Leave open while care goes on"),
                    one_of("end_reason", "Reason", END_REASONS).width(8),
                ],
            ),
        ];
        Form { title: "Episode of care", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        in_order(&mut found, "ended_on", &self.admitted_on, &self.ended_on, "The end is before the admission.");
        not_in_the_future(&mut found, context, "sober_since", &self.sober_since, "The first day without use");
        if self.ours && !blank(&self.ended_on) && blank(&self.end_reason) {
            found.push(Finding::hold("end_reason", "An end of care needs its reason."));
        }
        if let Some(ended) = self.had_ended(context) {
            let message = format!(
                "This stay ended on {} and does not open again. Begin a new episode for someone who comes back.",
                written(ended)
            );
            found.push(Finding::hold("ended_on", message));
        }
        if !self.ours && blank(&self.provider) {
            found.push(Finding::hold("provider", "Name who gives this care, or tick that it is our program."));
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        let mut facts = vec![Fact::Episode {
            level: self.level.clone(),
            track: self.track.clone(),
            from: day(&self.admitted_on),
            to: day(&self.ended_on),
            provider: self.provider.clone(),
            ours: self.ours,
            weeks: self.projected_weeks.and_then(whole),
            died: self.end_reason == "deceased",
        }];
        if let Some(since) = day(&self.sober_since) {
            facts.push(Fact::Sobriety { since: Some(since), used_on: None, known_on: day(&self.admitted_on) });
        }
        facts
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.admitted_on)
    }

    fn summary(&self) -> String {
        let end = if blank(&self.end_reason) { String::new() } else { said(END_REASONS, &self.end_reason) };
        timeline(&[&said(LEVELS, &self.level), &said(TRACKS, &self.track), &self.provider, &end])
    }
}

impl Episode {
    /// The day on which this stay was over already, where this version would have it go on: what ended with it would hold again. The day
    /// itself may be put right.
    fn had_ended(&self, context: &CheckContext) -> Option<NaiveDate> {
        let today = context.now.date();
        let ended = day(context.earlier.as_ref()?["ended_on"].as_str()?).filter(|ended| *ended < today)?;
        day(&self.ended_on).is_none_or(|end| end >= today).then_some(ended)
    }
}
