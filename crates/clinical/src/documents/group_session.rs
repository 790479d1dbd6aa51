//! One group as the program ran it: shared part and roster. Its signature writes one note into each person's chart (S-13, S-16).

use super::Document;
use super::ask::{date, line, lines, number, one_of, paragraph, pick_many, time, widget};
use super::words::{GROUP_TYPES, TOPICS};
use crate::form::{Form, Listing, section};
use serde::{Deserialize, Serialize};

/// Body of a group session. The roster stays here, out of every chart.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
}

/// One person's part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
}

impl Document for GroupSession {
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
            section("Each person", vec![widget("people", "People", "group_people")]),
        ];
        Form { title: "Group session", sections }
    }
}
