//! Who the client is (clinical.md 4.2). No SSN field.

use crate::ask::{date, line, lines, many_of, number, one_of, paragraph, yes_no};
use crate::checks::{blank, not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Form, section};
use crate::kind::{About, CheckContext, Document, StartsFrom, Stay, rename_key};
use crate::names::{folded, full};
use crate::rules::{day, whole};
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
    pub former_names: Vec<String>,
    pub birth_date: String,
    pub birth_date_unknown: String,
    pub born_about: Option<f64>,
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
                    line("legal_first", "Legal first name").width(4),
                    line("legal_middle", "Middle name").width(4),
                    line("legal_last", "Legal last name").hint("Empty for someone with one name").width(4),
                    line("preferred_name", "Preferred name").hint("What staff call out").width(4),
                    lines("former_names", "Former names", "Add a name")
                        .hint("Full names on earlier papers; the client is found by them")
                        .width(8),
                    date("birth_date", "Birth date"),
                    one_of("birth_date_unknown", "If it is not known, why", NOT_KNOWN).width(4),
                    number("born_about", "Year of birth, estimated", 1900.0, 2100.0, "")
                        .hint("This year less the estimated age")
                        .when("birth_date_unknown", &NOT_KNOWN.iter().map(|(value, _)| *value).collect::<Vec<_>>()),
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
        self.name_findings(&mut found);
        self.birth_findings(context, &mut found);
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Client {
            legal_first: self.legal_first.clone(),
            legal_middle: self.legal_middle.clone(),
            legal_last: self.legal_last.clone(),
            preferred: self.preferred_name.clone(),
            former: self.former_names.iter().filter(|name| !blank(name)).cloned().collect::<Vec<_>>().join("\n"),
            born: day(&self.birth_date),
            born_about: self.year_about(),
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
        timeline(&[&full(&self.legal_first, &self.legal_last), &self.preferred_name, &self.record_number])
    }
}

impl FaceSheet {
    /// One name is enough where there is no other. A dot or a dash is no name.
    fn name_findings(&self, found: &mut Vec<Finding>) {
        let names = [("legal_first", &self.legal_first), ("legal_last", &self.legal_last)];
        for (field, _) in names.iter().filter(|(_, name)| !blank(name) && folded(name).is_empty()) {
            found.push(Finding::hold(*field, "This is no name. Leave it empty if the client has one name only."));
        }
        let missing: Vec<&str> = names.iter().filter(|(_, name)| blank(name)).map(|(field, _)| *field).collect();
        match missing.as_slice() {
            [] => {}
            [field] => found.push(Finding::advice(*field, "One name is given. Add the other if there is one.")),
            _ => found
                .push(Finding::hold("legal_first", "Give the client's name. One is enough where there is no other.")),
        }
    }

    /// The birth date, or why it is not known. A missing one does not keep someone out of care, and stays in sight until it is known.
    fn birth_findings(&self, context: &CheckContext, found: &mut Vec<Finding>) {
        let year = context.now.date().year();
        not_in_the_future(found, context, "birth_date", &self.birth_date, "The birth date");
        if day(&self.birth_date).is_some_and(|born| born.year() + OLDEST < year) {
            found.push(Finding::hold("birth_date", format!("The birth date is more than {OLDEST} years ago.")));
        }
        match (blank(&self.birth_date), blank(&self.birth_date_unknown)) {
            (true, true) => {
                found.push(Finding::due(
                    "birth_date",
                    "The birth date is missing. Give it, or say why it is not known.",
                ));
            }
            (false, false) => {
                let message = "A birth date is given. Take it out, or take out why it is not known.";
                found.push(Finding::hold("birth_date_unknown", message));
            }
            (true, false) | (false, true) => {}
        }
        if self.year_about().is_some_and(|about| i32::from(about) > year || i32::from(about) + OLDEST < year) {
            let message =
                format!("This year is not within the last {OLDEST} years. Give the year of birth, not the age.");
            found.push(Finding::hold("born_about", message));
        }
    }

    /// The estimated year of birth; nothing where the day is known.
    fn year_about(&self) -> Option<u16> {
        let asked = blank(&self.birth_date) && !blank(&self.birth_date_unknown);
        self.born_about.filter(|_| asked).and_then(whole).and_then(|year| u16::try_from(year).ok())
    }
}

const NOT_KNOWN: Pairs = &[
    ("not_asked", "Not asked yet"),
    ("client_does_not_know", "The client does not know it"),
    ("declined", "The client prefers not to say"),
    ("cannot_say", "The client cannot say it now"),
    ("papers_differ", "Papers differ"),
];

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
