//! One answered questionnaire. Which one is data: see `crate::instruments`.

use super::Document;
use super::ask::{date, line, one_of, tick, time, widget};
use super::words::PAPER_LANGUAGES;
use crate::form::{Choice, Form, Input, field, section};
use crate::instruments;
use serde::{Deserialize, Serialize};

/// Body of a screening. `answers` holds one value per scored item, null while unanswered; `extra` the unscored items.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Screening {
    pub instrument: String,
    pub on: String,
    pub time: String,
    pub language: String,
    pub mode: String,
    pub answers: Vec<Option<u8>>,
    pub extra: Vec<Option<u8>>,
    pub declined: bool,
    pub declined_reason: String,
}

impl Document for Screening {
    fn form() -> Form {
        let options = instruments::shipped().iter().map(|it| Choice { value: &it.id, label: &it.short }).collect();
        let sections = vec![
            section(
                "",
                vec![
                    field("instrument", "Questionnaire", Input::OneOf { options }).required().width(4),
                    date("on", "Answered on").required(),
                    time("time", "At"),
                    one_of("language", "Language", PAPER_LANGUAGES).required().width(4),
                    one_of("mode", "How", &[("self", "By the client"), ("interview", "Read aloud by staff")]).width(8),
                ],
            ),
            section("Answers", vec![widget("answers", "Answers", "questionnaire")]),
            section(
                "",
                vec![
                    tick("declined", "The client does not want to answer").width(4),
                    line("declined_reason", "Reason").required().when("declined", &["true"]).width(8),
                ],
            ),
        ];
        Form { title: "Questionnaire", sections }
    }
}
