//! Family session with people present, their release or the client's agreement, topics, agreement, homework (S-21 to S-23, clinical.md 4.9).

use super::disclosure::{AGREED, CONSENT, Disclosure};
use crate::ask::{date, line, lines, many_of, one_of, paragraph, tick, time, widget, yes_no};
use crate::checks::{blank, contact_name, counted, covering, in_one_room, session_times, spent, timeline};
use crate::facts::{Fact, Setting};
use crate::form::Finding;
use crate::form::{Form, section};
use crate::kind::{About, CheckContext, CheckedWith, Document, Part};
use crate::rules::{clock, day, minutes_between};
use crate::words::said;
use crate::words::{COVERS, DECLINED, Pairs, RISK};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

/// Body of a family session. `room` is what might be said to each person as it stood when the note was signed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct FamilySession {
    pub on: String,
    pub held: String,
    pub declined_reason: String,
    pub start: String,
    pub end: String,
    pub session_type: String,
    pub client_present: Option<bool>,
    pub people: Vec<Present>,
    pub topics: Vec<String>,
    pub other_topics: String,
    pub worked_on: String,
    pub statement: String,
    pub statement_in_confidence: bool,
    pub agreement_communication: Vec<String>,
    pub agreement_boundaries: Vec<String>,
    pub agreement_if_lapse: Vec<String>,
    pub agreement_check_in: String,
    pub skills: Vec<String>,
    pub homework: String,
    pub homework_who: String,
    pub next_session: String,
    pub clients_view: String,
    pub risk: String,
}

/// Someone in the room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Present {
    pub id: String,
    pub contact: String,
    pub name: String,
    pub relationship: String,
    pub release: String,
    pub client_agreed: bool,
    pub may_say: Vec<String>,
    /// The contact as the record names them, and their release and its version in force; the record writes all three.
    pub known: KnownPerson,
}

/// Whom the record knew and under what, when the session was signed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "the words of the struct")]
pub struct KnownPerson {
    pub name: String,
    pub organization: String,
    pub role: String,
    pub release: String,
    pub release_version: String,
    pub purpose: String,
}

/// Covered by a release, but nothing that is said in a room.
const NOT_SAID: &[&str] = &["family_sessions", "payment"];

/// What may be said in a room, where a release covers it.
fn topics() -> Vec<(&'static str, &'static str)> {
    COVERS.iter().copied().filter(|(value, _)| !NOT_SAID.contains(value)).collect()
}

const TYPES: Pairs = &[
    ("family_therapy", "Family therapy"),
    ("couple", "Couple"),
    ("multi_family_education", "Education with several families"),
    ("family_aftercare", "Aftercare"),
];

/// What families learn; the first four are asked of every program (S-22).
pub const TOPICS: Pairs = &[
    ("communicate", "Communicating"),
    ("support_without_enabling", "Support without enabling"),
    ("stress_and_triggers", "Recognizing stress and triggers"),
    ("healthy_boundaries", "Healthy boundaries"),
    ("repair_trust", "Repairing trust"),
    ("understand_illness", "Understanding the illness"),
    ("safety", "Safety"),
    ("parenting", "Parenting"),
];

const SKILLS: Pairs = &[
    ("i_statements", "\"I\" statements"),
    ("active_listening", "Active listening"),
    ("boundaries", "Stating a boundary"),
    ("time_out", "Taking a time-out"),
    ("problem_solving", "Solving a problem together"),
    ("thanks", "Giving thanks"),
];

/// Whether there was one. A client may decline, and that is said here too: it is asked again a month later.
const FAMILY_HELD: Pairs = &[("held", "Held"), (DECLINED, "The client declines for now")];

/// Questions of a session that took place; blank is one that was written before the form asked.
const TOOK_PLACE: &[&str] = &["held", ""];

impl Document for FamilySession {
    const NAME: &'static str = "family_session";
    const ABOUT: About = About {
        by_hand: true,
        for_clients: true,
        line_tells: true,
        checked_with: &[CheckedWith::Releases, CheckedWith::Treatment, CheckedWith::Rooms],
        ..About::CLINICAL
    };
    /// 2: `known` of each person.
    const VERSION: u16 = 2;

    fn form() -> Form {
        let sections = vec![
            section(
                "Session",
                vec![
                    one_of("held", "Session", FAMILY_HELD).width(6),
                    line("declined_reason", "In the client's words").when("held", &[DECLINED]).width(6),
                    date("on", "Day").required(),
                    time("start", "From").required().when("held", TOOK_PLACE),
                    time("end", "To").required().when("held", TOOK_PLACE),
                    one_of("session_type", "Kind of session", TYPES).required().when("held", TOOK_PLACE).width(8),
                    yes_no("client_present", "Client is present").required().when("held", TOOK_PLACE).width(4),
                ],
            ),
            section(
                "Who is in the room",
                vec![
                    widget("people", "People", "family_room", vec![many_of("may_say", "May be said", &topics())])
                        .when("held", TOOK_PLACE),
                ],
            )
            .hint("Family in a session is a disclosure: a release, or the client is here and agrees."),
            section(
                "What we worked on",
                vec![
                    many_of("topics", "Topics", TOPICS).when("held", TOOK_PLACE),
                    line("other_topics", "Other topics").when("held", TOOK_PLACE),
                    paragraph("worked_on", "What happened").when("held", TOOK_PLACE),
                    many_of("skills", "Skills practiced", SKILLS).when("held", TOOK_PLACE),
                ],
            ),
            section(
                "What family said",
                vec![
                    paragraph("statement", "Statement").confidential().when("held", TOOK_PLACE),
                    tick("statement_in_confidence", "Said in confidence").when("held", TOOK_PLACE),
                ],
            ),
            section(
                "Agreement",
                vec![
                    lines("agreement_communication", "How we talk", "Add a rule").when("held", TOOK_PLACE).width(6),
                    lines("agreement_boundaries", "Boundaries", "Add a boundary").when("held", TOOK_PLACE).width(6),
                    lines("agreement_if_lapse", "If use happens", "Add a step").when("held", TOOK_PLACE).width(6),
                    line("agreement_check_in", "Check-in time").when("held", TOOK_PLACE).width(6),
                ],
            ),
            section(
                "After the session",
                vec![
                    line("homework", "Homework").when("held", TOOK_PLACE).width(8),
                    line("homework_who", "Whose").when("held", TOOK_PLACE).width(4),
                    paragraph("clients_view", "How the client saw it").voice().when("held", TOOK_PLACE),
                    one_of("risk", "Risk today", RISK).when("held", TOOK_PLACE).width(8),
                    date("next_session", "Next session"),
                ],
            ),
        ];
        Form { title: "Family session", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        session_times(&mut found, context, &self.on, &self.start, &self.end);
        if self.declined() {
            return found;
        }
        if self.client_present != Some(false) {
            in_one_room(&mut found, context, "start", None, spent(&self.on, &self.start, &self.end));
        }
        if self.people.is_empty() {
            found.push(Finding::hold("people", "Name who is in the room."));
        }
        for (index, person) in self.people.iter().enumerate() {
            self.person_findings(index, person, context, &mut found);
        }
        if self.topics.is_empty() && blank(&self.other_topics) {
            found.push(Finding::hold("topics", "Name at least one topic."));
        }
        if !context.assessment_signed {
            found.push(Finding::due("", "No assessment is signed yet. It comes before treatment."));
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        let (start, end) = (clock(&self.start), clock(&self.end));
        // Without the client it is a talk with family, not time spent with the client.
        let there = self.client_present != Some(false) && !self.declined();
        let status = match (self.declined(), there) {
            (true, _) => DECLINED,
            (false, true) => "held",
            (false, false) => "client_not_present",
        };
        vec![Fact::Attendance {
            setting: Setting::Family,
            status: status.to_owned(),
            on: day(&self.on),
            start,
            end,
            came: day(&self.on).zip(start).map(|(on, start)| on.and_time(start)),
            minutes: if there { minutes_between(start, end) } else { 0 },
            topic: self.topic_words(),
            participation: None,
            mood: None,
            craving: None,
        }]
    }

    fn counted(&self, context: &CheckContext) -> Option<Value> {
        let mut people = self.people.clone();
        for person in &mut people {
            let contact = context.contacts.iter().find(|it| !blank(&person.contact) && it.id == person.contact);
            let release = covering(context, &person.contact, "family_sessions");
            person.known = KnownPerson {
                name: contact.map_or_else(|| person.name.clone(), |it| it.name.clone()),
                organization: contact.map(|it| it.organization.clone()).unwrap_or_default(),
                role: contact.map_or_else(|| person.relationship.clone(), |it| it.role.clone()),
                release: release.map(|it| it.id.clone()).unwrap_or_default(),
                release_version: release.map(|it| it.version.clone()).unwrap_or_default(),
                purpose: release.map(|it| it.purpose.clone()).unwrap_or_default(),
            };
        }
        Some(json!({ "people": people }))
    }

    /// What is said in a room with others is a disclosure to each of them.
    fn parts(&self, whole: &str) -> Vec<Part> {
        let told = |person: &Present| {
            let known = person.known.clone();
            let by_release = !known.release.is_empty();
            let covers = std::iter::once("family_sessions".to_owned()).chain(person.may_say.iter().cloned());
            let purpose = if by_release { known.purpose } else { said(TYPES, &self.session_type) };
            let what = format!("Said in the family session: {}", self.topic_words());
            Part::of(
                "",
                &Disclosure {
                    on: self.on.clone(),
                    time: self.start.clone(),
                    basis: if by_release { CONSENT } else { AGREED }.to_owned(),
                    contact: person.contact.clone(),
                    recipient_name: known.name,
                    recipient_organization: known.organization,
                    recipient_role: known.role,
                    release: known.release,
                    release_version: known.release_version,
                    covers: covers.collect(),
                    purpose,
                    what,
                    how: "spoken".to_owned(),
                    part_of: whole.to_owned(),
                    ..Disclosure::default()
                },
            )
        };
        self.people.iter().map(told).collect()
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.on)
    }

    fn summary(&self) -> String {
        if self.declined() {
            return timeline(&[&said(FAMILY_HELD, &self.held), &self.declined_reason]);
        }
        timeline(&[
            &said(TYPES, &self.session_type),
            &counted(self.people.len(), "person", "people"),
            &self.topic_words(),
        ])
    }
}

impl FamilySession {
    fn declined(&self) -> bool {
        self.held == DECLINED
    }

    fn topic_words(&self) -> String {
        let chosen = self.topics.iter().map(|topic| said(TOPICS, topic));
        let other = Some(self.other_topics.trim().to_owned()).filter(|other| !other.is_empty());
        chosen.chain(other).collect::<Vec<_>>().join(", ")
    }

    /// Family in a session is a disclosure: a release that covers it, or the client is here and agrees (42 CFR part 2).
    fn person_findings(&self, index: usize, person: &Present, context: &CheckContext, found: &mut Vec<Finding>) {
        let at = |field: &str| format!("people.{index}.{field}");
        if blank(&person.contact) && blank(&person.name) {
            found.push(Finding::hold(at("name"), "Name this person."));
        }
        if blank(&person.contact) && blank(&person.relationship) {
            found.push(Finding::hold(at("relationship"), "Say how this person is related to the client."));
        }
        if covering(context, &person.contact, "family_sessions").is_some() {
            return;
        }
        let agreed = person.client_agreed && self.client_present == Some(true);
        if !agreed {
            let who = contact_name(context, &person.contact, &person.name);
            let message = if person.client_agreed {
                format!("{who} has no active release for family sessions, and the client is not here to agree.")
            } else {
                format!("{who} has no active release for family sessions. The client signs one, or is here and agrees.")
            };
            found.push(Finding::hold(at("release"), message));
        }
    }
}
