//! One person's group note: the shared part and this person's own part, nobody else's.

use crate::ask::{date, line, lines, number, one_of, paragraph, pick, pick_many, scale, time};
use crate::checks::{begins_on_its_day, end_after_start, session_times, timeline};
use crate::facts::{Fact, Setting, moved};
use crate::form::Finding;
use crate::form::{Form, Listing, section};
use crate::kind::{About, CheckContext, Document, StartsFrom, respell};
use crate::rules::{clock, day, minutes_between, within_session};
use crate::words::said;
use crate::words::was_there;
use crate::words::{ATTENDANCE, ATTENDED, GROUP_TYPES, NOT_ATTENDED, PROGRESS};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// Body of a group note. `session` is the group session's document id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct GroupNote {
    pub session: String,
    pub on: String,
    pub start: String,
    pub end: String,
    pub topic: String,
    pub session_type: String,
    pub purpose: String,
    pub method: String,
    pub summary: String,
    pub facilitators: Vec<String>,
    pub facilitator_names: Vec<String>,
    pub present: Option<f64>,
    pub attendance: String,
    pub in_time: String,
    pub out_time: String,
    pub reason: String,
    pub minutes: Option<f64>,
    pub participation: Option<u8>,
    pub observed: String,
    pub response: String,
    pub objective: String,
    pub progress: String,
    pub plan: String,
    pub mood: Option<u8>,
    pub craving: Option<u8>,
}

impl Document for GroupNote {
    const NAME: &'static str = "group_note";
    const ABOUT: About = About { starts: StartsFrom::Whole, without_a_field: &["session"], ..About::CLINICAL };

    /// 2: "canceled" is spelled as on screen.
    const VERSION: u16 = 2;

    fn upgrade(from: u16, mut body: Value) -> Value {
        if from < 2 {
            respell(&mut body, "attendance", "cancelled_by_program", "canceled_by_program");
        }
        body
    }

    fn form() -> Form {
        let sections = vec![
            section(
                "Group",
                vec![
                    line("topic", "Topic").required().width(8),
                    one_of("session_type", "Kind of group", GROUP_TYPES).required().width(4),
                    date("on", "Day").required().width(3),
                    time("start", "From").required().width(3),
                    time("end", "To").required().width(3),
                    number("present", "Number present", 0.0, 200.0, "").width(3),
                    line("purpose", "Purpose").width(6),
                    line("method", "Method").width(6),
                    paragraph("summary", "What the group did").required(),
                    pick_many("facilitators", "Led by", Listing::Staff).width(6),
                    lines("facilitator_names", "Others who led", "Add a name").width(6),
                ],
            ),
            section(
                "This person",
                vec![
                    one_of("attendance", "Attendance", ATTENDANCE).required().width(6),
                    line("reason", "Reason").required().when("attendance", NOT_ATTENDED).width(6),
                    time("in_time", "In").required().when("attendance", ATTENDED).width(3),
                    time("out_time", "Out").required().when("attendance", ATTENDED).width(3),
                    number("minutes", "Minutes", 0.0, 1440.0, "min").width(3),
                    scale("participation", "Participation", 4, "Asleep or left", "Shares and helps others")
                        .required()
                        .when("attendance", ATTENDED)
                        .width(3),
                    scale("mood", "Mood", 10, "Very low", "Very good").when("attendance", ATTENDED).width(6),
                    scale("craving", "Craving", 10, "None", "Very strong").when("attendance", ATTENDED).width(6),
                    paragraph("observed", "What we saw").when("attendance", ATTENDED),
                    paragraph("response", "Response").when("attendance", ATTENDED),
                    pick("objective", "Objective", Listing::Objective).when("attendance", ATTENDED).width(8),
                    one_of("progress", "Progress", PROGRESS).when("attendance", ATTENDED).width(4),
                    paragraph("plan", "Next"),
                ],
            ),
        ];
        Form { title: "Group note", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        session_times(&mut found, context, &self.on, &self.start, &self.end);
        if was_there(&self.attendance) {
            begins_on_its_day(&mut found, "in_time", &self.in_time);
            end_after_start(&mut found, "out_time", &self.in_time, &self.out_time);
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        let (start, end) = (clock(&self.start), clock(&self.end));
        let came = day(&self.on).zip(start.zip(end)).zip(clock(&self.in_time));
        let mut facts = vec![Fact::Attendance {
            setting: Setting::Group,
            status: self.attendance.clone(),
            on: day(&self.on),
            start,
            end,
            came: came.map(|((on, (start, end)), time)| within_session(on, start, end, time)),
            minutes: self.minutes_there(),
            topic: self.topic.clone(),
            participation: self.participation,
            mood: self.mood,
            craving: self.craving,
        }];
        facts.extend(moved(self.on(), [(&self.objective, &self.progress)]));
        facts
    }

    fn part_of(&self) -> Option<&str> {
        Some(self.session.as_str()).filter(|session| !session.is_empty())
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.on)
    }

    fn summary(&self) -> String {
        let minutes = if self.minutes_there() > 0 { format!("{} min", self.minutes_there()) } else { String::new() };
        timeline(&[&self.topic, &said(ATTENDANCE, &self.attendance), &minutes])
    }
}

impl GroupNote {
    /// Attended minutes: from in to out, never from the schedule (S-51).
    #[must_use]
    pub fn minutes_there(&self) -> u32 {
        if was_there(&self.attendance) { minutes_between(clock(&self.in_time), clock(&self.out_time)) } else { 0 }
    }
}
