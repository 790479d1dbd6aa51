//! One group as the program ran it: shared part and roster. Its signature writes one note into each person's chart (S-13, S-16).

mod guards;

use super::group_note::GroupNote;
use crate::ask::{date, line, lines, number, one_of, paragraph, pick_many, time, widget};
use crate::checks::{blank, counted, in_one_room, session_times, timeline};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Form, Listing, section};
use crate::kind::{About, Beside, CheckContext, CheckedWith, Document, Lies, Part, StartsFrom, Stay, respell};
use crate::rules::{MIDNIGHT_AT_THE_END, clock, day, minutes_between, within_session};
use crate::words::was_there;
use crate::words::{ATTENDANCE, GROUP_TYPES, PROGRESS, TOPICS};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// Body of a group session. The roster stays here, out of every chart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct GroupSession {
    pub on: String,
    pub start: String,
    pub end: String,
    pub topic: String,
    pub session_type: String,
    pub purpose: String,
    pub method: String,
    pub summary: String,
    pub room: String,
    pub capacity: Option<f64>,
    pub facilitators: Vec<String>,
    pub facilitator_names: Vec<String>,
    pub curriculum_item: String,
    pub people: Vec<Person>,
    /// Words of the shared part. Kept here, where everyone's names may stand: in one person's note they would say who else was there.
    pub not_names: Vec<NotAName>,
}

/// A word that is also a client's name, and why it is not that client here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "said above")]
pub struct NotAName {
    pub word: String,
    pub reason: String,
}

/// One person's part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts", rename = "PersonInGroup")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Person {
    pub client: String,
    pub attendance: String,
    pub start: String,
    pub end: String,
    pub reason: String,
    pub participation: Option<u8>,
    pub observed: String,
    pub response: String,
    pub objective: String,
    pub progress: String,
    pub plan: String,
    pub mood: Option<u8>,
    pub craving: Option<u8>,
    pub same_as_before_reason: String,
    /// Words of this person's part.
    pub not_names: Vec<NotAName>,
}

impl Document for GroupSession {
    const NAME: &'static str = "group_session";
    const ABOUT: About = About {
        lies: Lies::Program,
        starts: StartsFrom::Program,
        names_others: true,
        stay: Stay::Beyond,
        beside: &[Beside::Roster],
        checked_with: &[CheckedWith::Clients, CheckedWith::Rooms],
        without_a_field: &["not_names"],
        ..About::CLINICAL
    };

    /// 2: "canceled" is spelled as on screen.
    const VERSION: u16 = 2;

    fn upgrade(from: u16, mut body: Value) -> Value {
        if from < 2 {
            for person in body["people"].as_array_mut().into_iter().flatten() {
                respell(person, "attendance", "cancelled_by_program", "canceled_by_program");
            }
        }
        body
    }

    fn form() -> Form {
        let sections = vec![
            section(
                "Group",
                vec![
                    line("topic", "Topic").required().width(6),
                    one_of("curriculum_item", "From the catalog", TOPICS).width(6),
                    one_of("session_type", "Kind of group", GROUP_TYPES).required(),
                    date("on", "Day").required(),
                    time("start", "From").required(),
                    time("end", "To").required(),
                    line("room", "Room").width(4),
                    number("capacity", "Seats", 1.0, 60.0, ""),
                ],
            ),
            section(
                "Who led it",
                vec![
                    pick_many("facilitators", "Facilitators", Listing::Staff).width(6),
                    lines("facilitator_names", "Others who led", "Add a name").width(6),
                ],
            ),
            section(
                "Shared part",
                vec![
                    line("purpose", "Purpose").width(6),
                    line("method", "Method").width(6),
                    paragraph("summary", "What the group did")
                        .required()
                        .hint("No names: this part goes into every chart"),
                ],
            ),
            section(
                "Each person",
                vec![widget(
                    "people",
                    "People",
                    "group_people",
                    vec![one_of("attendance", "Attendance", ATTENDANCE), one_of("progress", "Progress", PROGRESS)],
                )],
            ),
        ];
        Form { title: "Group session", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        session_times(&mut found, context, &self.on, &self.start, &self.end);
        if self.facilitators.is_empty() && self.facilitator_names.iter().all(|name| blank(name)) {
            found.push(Finding::hold("facilitators", "Say who led the group."));
        }
        if !self.people.iter().any(|person| was_there(&person.attendance)) {
            found.push(Finding::hold("people", "Nobody is marked as present."));
        }
        for (index, person) in self.people.iter().enumerate() {
            person.findings(&format!("people.{index}"), &mut found);
            if blank(&person.client) {
                found.push(Finding::hold(format!("people.{index}.client"), "Say who this is."));
            } else if self.people.iter().take(index).any(|other| other.client == person.client) {
                found.push(Finding::hold(format!("people.{index}.client"), "This person is listed twice."));
            } else {
                self.person_in_the_record(index, person, context, &mut found);
            }
        }
        found.extend(guards::peer_names(self, &context.clients));
        found.extend(guards::copied_texts(self));
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Session {
            on: day(&self.on),
            start: clock(&self.start),
            end: clock(&self.end),
            topic: self.topic.clone(),
            present: self.number_present(),
        }]
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.on)
    }

    fn summary(&self) -> String {
        let present = usize::try_from(self.number_present()).unwrap_or(0);
        timeline(&[&self.topic, &counted(present, "person present", "people present")])
    }

    fn parts(&self, whole: &str) -> Vec<Part> {
        let known = self.people.iter().filter(|person| !blank(&person.client));
        known.map(|person| Part::of(&person.client, &self.note_of(person, whole))).collect()
    }

    fn clients(&self) -> Vec<String> {
        self.people.iter().map(|person| person.client.clone()).collect()
    }
}

impl GroupSession {
    /// People with time in the room.
    #[must_use]
    pub fn number_present(&self) -> u32 {
        u32::try_from(self.people.iter().filter(|person| person.minutes_there() > 0).count()).unwrap_or(u32::MAX)
    }

    /// What the record knows of this person on that day: a note for the same time, no assessment yet.
    fn person_in_the_record(&self, index: usize, person: &Person, context: &CheckContext, found: &mut Vec<Finding>) {
        let field = format!("people.{index}.client");
        let there = was_there(&person.attendance);
        // Who was away is away from the whole session: another note may say they were in it.
        let (start, end) = if there { (&person.start, &person.end) } else { (&self.start, &self.end) };
        let (from, minutes) = (clock(start), minutes_between(clock(start), clock(end)));
        let session = day(&self.on).zip(clock(&self.start).zip(clock(&self.end)));
        let time = session.zip(from).map(|((on, (start, end)), from)| (within_session(on, start, end, from), minutes));
        in_one_room(found, context, &field, Some(&person.client), time);
        if there && context.not_assessed.contains(&person.client) {
            found.push(Finding::advice(field, "No assessment of this stay is signed yet. It comes before treatment."));
        }
    }

    /// What goes into one person's chart: the shared part and their own, nobody else's.
    fn note_of(&self, person: &Person, whole: &str) -> GroupNote {
        GroupNote {
            session: whole.to_owned(),
            on: self.on.clone(),
            start: self.start.clone(),
            end: self.end.clone(),
            topic: self.topic.clone(),
            session_type: self.session_type.clone(),
            purpose: self.purpose.clone(),
            method: self.method.clone(),
            summary: self.summary.clone(),
            facilitators: self.facilitators.clone(),
            facilitator_names: self.facilitator_names.clone(),
            present: Some(f64::from(self.number_present())),
            attendance: person.attendance.clone(),
            in_time: person.start.clone(),
            out_time: person.end.clone(),
            reason: person.reason.clone(),
            minutes: Some(f64::from(person.minutes_there())),
            participation: person.participation,
            observed: person.observed.clone(),
            response: person.response.clone(),
            objective: person.objective.clone(),
            progress: person.progress.clone(),
            plan: person.plan.clone(),
            mood: person.mood,
            craving: person.craving,
        }
    }
}

impl Person {
    /// Attended minutes: from in to out, never from the schedule (S-51).
    #[must_use]
    pub fn minutes_there(&self) -> u32 {
        if was_there(&self.attendance) { minutes_between(clock(&self.start), clock(&self.end)) } else { 0 }
    }

    fn findings(&self, at: &str, found: &mut Vec<Finding>) {
        let mut hold = |field: &str, message: &str| found.push(Finding::hold(format!("{at}.{field}"), message));
        if !ATTENDANCE.iter().any(|(value, _)| *value == self.attendance) {
            hold("attendance", "Say whether this person was here.");
            return;
        }
        if !was_there(&self.attendance) {
            if blank(&self.reason) {
                hold("reason", "Give the reason, or write that it is not known.");
            }
            return;
        }
        match (clock(&self.start), clock(&self.end)) {
            (None, _) => hold("start", "Give the time in."),
            (_, None) => hold("end", "Give the time out."),
            (start, end) if minutes_between(start, end) == 0 => hold("end", "The time out is not after the time in."),
            (Some(_), Some(_)) if self.start.trim() == MIDNIGHT_AT_THE_END => hold("start", "Write midnight as 00:00."),
            (Some(_), Some(_)) => {}
        }
        match self.participation {
            None => hold("participation", "Rate participation from 0 to 4."),
            Some(level) if level > 4 => hold("participation", "Participation goes from 0 to 4."),
            Some(_) => {}
        }
        for (value, field) in [(self.mood, "mood"), (self.craving, "craving")] {
            if value.is_some_and(|value| value > 10) {
                hold(field, "This goes from 0 to 10.");
            }
        }
        if blank(&self.observed) && blank(&self.response) {
            hold("observed", "Write what you saw or how this person responded.");
        }
        if blank(&self.objective) {
            found.push(Finding::due(format!("{at}.objective"), "No objective is linked."));
        } else if !PROGRESS.iter().any(|(value, _)| *value == self.progress) {
            found.push(Finding::due(format!("{at}.progress"), "Say how this objective moved."));
        }
    }
}
