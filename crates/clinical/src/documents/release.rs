//! Consent to disclose, with the elements of 42 CFR 2.31(a) (clinical.md 4.4).

use super::Document;
use super::ask::{date, line, many_of, number, one_of, paragraph, pick, tick, yes_no};
use super::words::{PAPER_LANGUAGES, Pairs};
use crate::form::{Form, Listing, section};
use serde::{Deserialize, Serialize};

/// Body of a release of information. `contact` is a contact's document id or empty for a class of recipients.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Release {
    pub form: String,
    pub discloser: String,
    pub contact: String,
    pub recipient: String,
    pub information: String,
    pub covers: Vec<String>,
    pub purpose: String,
    pub expires: String,
    pub expires_on: String,
    pub expires_days_after_discharge: Option<f64>,
    pub expires_event: String,
    pub right_to_revoke_explained: bool,
    pub refusal_consequences_explained: bool,
    pub redisclosure_explained: bool,
    pub language: String,
    pub read_aloud: Option<bool>,
    pub copy_given: Option<bool>,
    pub signed_by: String,
    pub client_signed_name: String,
    pub client_signed_on: String,
    pub witness: String,
    pub revoked_on: String,
    pub revoked_how: String,
    pub revoked_by: String,
}

/// What a release can cover. A print or a word to someone else needs its line here.
pub const COVERS: Pairs = &[
    ("presence", "That the client is here"),
    ("attendance", "Attendance"),
    ("progress", "Progress"),
    ("aftercare_plan", "Aftercare plan"),
    ("treatment_plan", "Treatment plan"),
    ("assessment", "Assessment"),
    ("discharge_summary", "Discharge summary"),
    ("relapse_prevention", "Relapse-prevention plan"),
    ("test_results", "Test results"),
    ("diagnosis", "Diagnosis"),
    ("medications", "Medications"),
    ("safety_concerns", "Safety concerns"),
    ("family_sessions", "Taking part in family sessions"),
    ("payment", "Payment"),
];

/// The papers a client signs.
pub const FORMS: Pairs = &[
    ("part2_release", "Release to a person or organization"),
    ("part2_tpo", "Consent for treatment, payment and operations"),
    ("treatment_consent", "Consent to treatment"),
    ("privacy_notice", "Privacy and Part 2 notice received"),
    ("rights", "Rights and how to complain"),
    ("program_rules", "Program rules"),
    ("toxicology", "Urine and breath tests"),
    ("telehealth", "Video sessions"),
    ("post_discharge_contact", "Contact after discharge"),
    ("counseling_notes", "Release of counseling notes"),
    ("legal_proceedings", "Release for a legal proceeding"),
];

/// The forms that let information out, each with the elements of 42 CFR 2.31(a).
pub const DISCLOSING: &[&str] = &["part2_release", "part2_tpo", "counseling_notes", "legal_proceedings"];

const SIGNERS: Pairs =
    &[("client", "The client"), ("guardian", "A parent or guardian"), ("representative", "A legal representative")];

const EXPIRIES: Pairs = &[
    ("date", "On a date"),
    ("after_discharge", "Some days after discharge"),
    ("event", "At an event"),
    ("none", "No end"),
];

impl Document for Release {
    fn form() -> Form {
        let sections = vec![
            section("", vec![one_of("form", "Form", FORMS).required()]),
            section(
                "Who tells whom, and what",
                vec![
                    line("discloser", "Who may tell")
                        .required()
                        .hint("Name of the program or person")
                        .when("form", DISCLOSING),
                    pick("contact", "To this person", Listing::Contact).when("form", DISCLOSING).width(6),
                    line("recipient", "Recipient in words")
                        .hint("Needed when no person is chosen: a name or a class of recipients")
                        .when("form", DISCLOSING)
                        .width(6),
                    paragraph("information", "What may be told")
                        .required()
                        .hint("Specific and meaningful, in the client's language")
                        .when("form", DISCLOSING),
                    many_of("covers", "This covers", COVERS).when("form", DISCLOSING),
                    line("purpose", "Purpose")
                        .required()
                        .hint("\"At the request of the patient\" is allowed")
                        .when("form", DISCLOSING),
                ],
            ),
            section(
                "How long it holds",
                vec![
                    one_of("expires", "Ends", EXPIRIES).required().when("form", DISCLOSING),
                    date("expires_on", "Last day").required().when("expires", &["date"]),
                    number("expires_days_after_discharge", "Days after discharge", 0.0, 3650.0, "days")
                        .required()
                        .when("expires", &["after_discharge"]),
                    line("expires_event", "Event")
                        .required()
                        .hint("Move-out date, end of treatment")
                        .when("expires", &["event"]),
                ],
            ),
            section(
                "Explained to the client",
                vec![
                    tick(
                        "right_to_revoke_explained",
                        "May be taken back in writing at any time, except where already relied on",
                    )
                    .when("form", DISCLOSING),
                    tick("refusal_consequences_explained", "What happens if the client does not sign")
                        .when("form", DISCLOSING),
                    tick("redisclosure_explained", "Who may pass the information on").when("form", DISCLOSING),
                    one_of("language", "Language", PAPER_LANGUAGES).required().width(4),
                    yes_no("read_aloud", "Read aloud").width(4),
                    yes_no("copy_given", "Copy given").width(4),
                ],
            ),
            section(
                "Signature",
                vec![
                    one_of("signed_by", "Signed by", SIGNERS).required(),
                    line("client_signed_name", "Name as signed").required().width(4),
                    date("client_signed_on", "Signed on").required(),
                    line("witness", "Witness").hint("Optional").width(4),
                ],
            ),
            section(
                "Taken back",
                vec![
                    date("revoked_on", "Taken back on"),
                    one_of("revoked_how", "How", &[("in_writing", "In writing"), ("spoken", "Spoken")]).width(4),
                    one_of("revoked_by", "By", SIGNERS).width(4),
                ],
            )
            .hint("The release stops on that very day."),
        ];
        Form { title: "Release and consent", sections }
    }
}
