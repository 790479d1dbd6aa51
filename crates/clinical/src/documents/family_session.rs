//! Family session with people present, their release or the client's agreement, topics, agreement, homework (S-21 to S-23, clinical.md 4.9).

use super::Document;
use super::ask::{date, line, lines, many_of, one_of, paragraph, tick, time, widget, yes_no};
use super::words::{Pairs, RISK};
use crate::form::{Form, section};
use serde::{Deserialize, Serialize};

/// Body of a family session. `room` is what might be said to each person as it stood when the note was signed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct FamilySession {
    pub on: String,
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Present {
    pub id: String,
    pub contact: String,
    pub name: String,
    pub relationship: String,
    pub release: String,
    pub client_agreed: bool,
    pub may_say: Vec<String>,
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

impl Document for FamilySession {
    fn form() -> Form {
        let sections = vec![
            section(
                "Session",
                vec![
                    date("on", "Day").required(),
                    time("start", "From").required(),
                    time("end", "To").required(),
                    one_of("session_type", "Kind of session", TYPES).required().width(8),
                    yes_no("client_present", "Client is present").required().width(4),
                ],
            ),
            section("Who is in the room", vec![widget("people", "People", "family_room")])
                .hint("Family in a session is a disclosure: a release, or the client is here and agrees."),
            section(
                "What we worked on",
                vec![
                    many_of("topics", "Topics", TOPICS),
                    line("other_topics", "Other topics"),
                    paragraph("worked_on", "What happened"),
                    many_of("skills", "Skills practiced", SKILLS),
                ],
            ),
            section(
                "What family said",
                vec![
                    paragraph("statement", "Statement").confidential(),
                    tick("statement_in_confidence", "Said in confidence"),
                ],
            ),
            section(
                "Agreement",
                vec![
                    lines("agreement_communication", "How we talk", "Add a rule").width(6),
                    lines("agreement_boundaries", "Boundaries", "Add a boundary").width(6),
                    lines("agreement_if_lapse", "If use happens", "Add a step").width(6),
                    line("agreement_check_in", "Check-in time").width(6),
                ],
            ),
            section(
                "After the session",
                vec![
                    line("homework", "Homework").width(8),
                    line("homework_who", "Whose").width(4),
                    paragraph("clients_view", "How the client saw it").voice(),
                    one_of("risk", "Risk today", RISK).width(8),
                    date("next_session", "Next session"),
                ],
            ),
        ];
        Form { title: "Family session", sections }
    }
}
