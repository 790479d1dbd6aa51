//! Who the client is (clinical.md 4.2). No SSN field.

use crate::ask::{date, line, many_of, number, one_of, paragraph, yes_no};
use crate::checks::{not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Form, section};
use crate::kind::{About, CheckContext, Document, StartsFrom, Stay, rename_key};
use crate::rules::day;
use crate::words::{LANGUAGES, LIVING, Pairs, TRACKS};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// Body of a face sheet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct FaceSheet {
    pub legal_first: String,
    pub legal_middle: String,
    pub legal_last: String,
    pub preferred_name: String,
    pub birth_date: String,
    pub record_number: String,
    pub sex_at_birth: String,
    pub gender: String,
    pub pronouns: String,
    pub speaks: String,
    pub reads: Vec<String>,
    pub interpreter: Option<bool>,
    pub race_ethnicity: String,
    pub address: String,
    pub phone: String,
    pub ok_voicemail: Option<bool>,
    pub ok_text: Option<bool>,
    pub email: String,
    pub living_situation: String,
    pub employment: String,
    pub dependents: Option<f64>,
    pub transport: String,
    pub accessibility: Vec<String>,
    pub guardian: String,
    pub availability: Vec<String>,
}

impl Document for FaceSheet {
    const NAME: &'static str = "face_sheet";
    const ABOUT: About =
        About { one: true, starts: StartsFrom::Clients, stay: Stay::Beyond, line_tells: true, ..About::DEMOGRAPHIC };

    /// 2: "dependents" is spelled as on screen.
    const VERSION: u16 = 2;

    fn upgrade(from: u16, mut body: Value) -> Value {
        if from < 2 {
            rename_key(&mut body, "dependants", "dependents");
        }
        body
    }

    fn form() -> Form {
        let sections = vec![
            section(
                "Name",
                vec![
                    line("legal_first", "Legal first name").required().width(4),
                    line("legal_middle", "Middle name").width(4),
                    line("legal_last", "Legal last name").required().width(4),
                    line("preferred_name", "Preferred name").hint("What staff call out").width(4),
                    date("birth_date", "Birth date").required(),
                    line("record_number", "Record number").width(4),
                ],
            ),
            section(
                "Language and access",
                vec![
                    one_of("speaks", "Speaks", LANGUAGES).required().width(4),
                    many_of("reads", "Reads", LANGUAGES)
                        .required()
                        .hint("The first one sets the language of papers")
                        .width(8),
                    yes_no("interpreter", "Interpreter needed").width(4),
                    many_of("accessibility", "Access needs", ACCESS).width(8),
                ],
            ),
            section(
                "How to reach the client",
                vec![
                    line("phone", "Phone").width(4),
                    yes_no("ok_voicemail", "Voicemail is fine").required().width(4),
                    yes_no("ok_text", "Text message is fine").required().width(4),
                    line("email", "Email").width(4),
                    paragraph("address", "Address").width(8),
                ],
            ),
            section(
                "Living and work",
                vec![
                    one_of("living_situation", "Living situation", LIVING).required().width(6),
                    line("employment", "Work or school").width(6),
                    one_of("transport", "How the client gets here", TRANSPORT).width(4),
                    number("dependents", "People who depend on the client", 0.0, 30.0, ""),
                    many_of("availability", "Times that work", TRACKS).width(4),
                ],
            ),
            section(
                "About the person",
                vec![
                    one_of("sex_at_birth", "Sex at birth", SEX).width(6),
                    line("gender", "Gender").hint("In the client's own words").width(3),
                    line("pronouns", "Pronouns").width(3),
                    line("race_ethnicity", "Race and ethnicity").hint("Self-described, optional").width(6),
                    line("guardian", "Guardian or representative").hint("Only if one is appointed").width(6),
                ],
            ),
        ];
        Form { title: "Face sheet", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(&mut found, context, "birth_date", &self.birth_date, "The birth date");
        if day(&self.birth_date).is_some_and(|born| born.year() + OLDEST < context.now.date().year()) {
            found.push(Finding::hold("birth_date", format!("The birth date is more than {OLDEST} years ago.")));
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Client {
            legal_first: self.legal_first.clone(),
            legal_last: self.legal_last.clone(),
            preferred: self.preferred_name.clone(),
            born: day(&self.birth_date),
            record_number: self.record_number.clone(),
            pronouns: self.pronouns.clone(),
            speaks: self.speaks.clone(),
            reads: self.reads.first().unwrap_or(&self.speaks).clone(),
            large_print: self.accessibility.iter().any(|need| need == "large_print"),
            phone: self.phone.clone(),
            living: self.living_situation.clone(),
        }]
    }

    fn on(&self) -> Option<NaiveDate> {
        None
    }

    fn summary(&self) -> String {
        timeline(&[&format!("{} {}", self.legal_first, self.legal_last), &self.preferred_name, &self.record_number])
    }
}

const SEX: Pairs =
    &[("female", "Female"), ("male", "Male"), ("intersex", "Intersex"), ("declined", "Prefers not to say")];

const TRANSPORT: Pairs = &[
    ("own_car", "Own car"),
    ("bus", "Bus or train"),
    ("ride", "Ride from someone"),
    ("walk", "Walks or cycles"),
    ("program_ride", "Ride from the program"),
    ("other", "Other"),
];

const ACCESS: Pairs = &[
    ("large_print", "Large print"),
    ("reading_help", "Help with reading"),
    ("hearing", "Hearing"),
    ("vision", "Vision"),
    ("mobility", "Steps or walking"),
    ("service_animal", "Service animal"),
    ("quiet_space", "Quiet space"),
];

/// Nobody is older than this; a typed birth date can be.
const OLDEST: i32 = 120;
