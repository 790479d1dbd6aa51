//! Consent to disclose, with the elements of 42 CFR 2.31(a) (clinical.md 4.4).

use crate::ask::{date, line, many_of, number, one_of, paragraph, pick, tick, yes_no};
use crate::checks::{blank, in_order, not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Form, Listing, section};
use crate::kind::{About, CheckContext, CheckedWith, Document, Finish, PREPARED_BY};
use crate::rules::{Ends, day, whole};
use crate::words::said;
use crate::words::{CONSENT_FORMS, COVERS, PAPER_LANGUAGES, Pairs};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

/// Body of a release of information. `contact` is a contact's document id or empty for a class of recipients.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
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
    /// The person chosen, as named when the client signed. The record writes it, and a later name is another recipient.
    pub named: Named,
    /// Who prepared it for the clinician who took it over and signed it, as they were called then. The record writes it.
    pub prepared_by: String,
}

/// Who a recipient was on the day of a signature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "the words of the struct")]
pub struct Named {
    pub name: String,
    pub organization: String,
    pub role: String,
}

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
    const NAME: &'static str = "release";
    const ABOUT: About = About {
        finish: Finish::SignedRevisable,
        by_hand: true,
        for_clients: true,
        line_tells: true,
        signed_by_clinicians: true,
        checked_with: &[CheckedWith::Contacts, CheckedWith::Earlier],
        without_a_field: &["named", PREPARED_BY],
        ..About::DEMOGRAPHIC
    };
    /// 2: `named`. 3: `prepared_by`.
    const VERSION: u16 = 3;

    fn form() -> Form {
        let sections = vec![
            section("", vec![one_of("form", "Form", CONSENT_FORMS).required()]),
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

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        if DISCLOSING.contains(&self.form.as_str()) {
            self.missing_elements(&mut found);
        }
        not_in_the_future(&mut found, context, "client_signed_on", &self.client_signed_on, "The day of the signature");
        self.taken_back(&mut found, context);
        if let Some(earlier) = context.earlier.as_ref().and_then(|body| Self::deserialize(body).ok()) {
            self.wider_findings(&earlier, &mut found);
        }
        found
    }

    fn counted(&self, context: &CheckContext) -> Option<Value> {
        // A narrower version is about whom the client signed for, whatever that person is called since.
        let earlier = context.earlier.as_ref().and_then(|body| Self::deserialize(body).ok());
        let known = context.contacts.iter().find(|contact| contact.id == self.contact);
        let named = match (earlier, known) {
            (Some(earlier), _) => earlier.named,
            (None, Some(contact)) => Named {
                name: contact.name.clone(),
                organization: contact.organization.clone(),
                role: contact.role.clone(),
            },
            (None, None) => Named::default(),
        };
        Some(json!({ "named": named }))
    }

    /// Whoever has the draft now cannot say who prepared it.
    fn carried(&self, earlier: &Self, _at: &str) -> Option<Value> {
        Some(json!({ PREPARED_BY: earlier.prepared_by }))
    }

    fn facts(&self) -> Vec<Fact> {
        // Other consents open no way out, whatever is left in questions that they do not ask.
        let opens = DISCLOSING.contains(&self.form.as_str());
        vec![Fact::Release {
            form: self.form.clone(),
            contact: if opens { self.contact.clone() } else { String::new() },
            recipient: if opens { self.recipient.clone() } else { String::new() },
            purpose: if opens { self.purpose.clone() } else { String::new() },
            covers: if opens { self.covers.clone() } else { Vec::new() },
            named: [self.named.name.clone(), self.named.organization.clone(), self.named.role.clone()],
            signed_on: day(&self.client_signed_on),
            ends: self.ends(),
            revoked_on: day(&self.revoked_on),
        }]
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.client_signed_on)
    }

    fn summary(&self) -> String {
        let revoked = if blank(&self.revoked_on) { "" } else { "taken back" };
        timeline(&[&said(CONSENT_FORMS, &self.form), &self.recipient, &self.purpose, revoked])
    }
}

impl Release {
    /// When it ends. An end that cannot be read becomes an event, so that a person looks at it.
    #[must_use]
    pub fn ends(&self) -> Ends {
        let days = self.expires_days_after_discharge.and_then(whole);
        match (self.expires.as_str(), day(&self.expires_on), days) {
            ("date", Some(last), _) => Ends::on(last),
            ("after_discharge", _, Some(days)) => Ends::after_discharge(days),
            ("event", ..) => Ends::at(&*self.expires_event),
            ("date" | "after_discharge", ..) => Ends::at(&*self.expires_on),
            _ => Ends::default(),
        }
    }

    /// What the client signed is made narrower or taken back, never anything else: the signature stands under what was read then.
    fn wider_findings(&self, earlier: &Self, found: &mut Vec<Finding>) {
        let again = "The client signed it as it stood. For anything else write a new release, which the client signs; this one can be narrowed or taken back.";
        let stands = [
            ("form", &self.form, &earlier.form),
            ("discloser", &self.discloser, &earlier.discloser),
            ("contact", &self.contact, &earlier.contact),
            ("recipient", &self.recipient, &earlier.recipient),
            ("information", &self.information, &earlier.information),
            ("purpose", &self.purpose, &earlier.purpose),
            ("signed_by", &self.signed_by, &earlier.signed_by),
            ("client_signed_name", &self.client_signed_name, &earlier.client_signed_name),
            ("client_signed_on", &self.client_signed_on, &earlier.client_signed_on),
        ];
        for (field, _, _) in stands.iter().filter(|(_, now, was)| now.trim() != was.trim()) {
            found.push(Finding::hold(*field, again));
        }
        if self.covers.iter().any(|it| !earlier.covers.contains(it)) {
            found.push(Finding::hold("covers", again));
        }
        if self.ends() != self.ends().sooner(&earlier.ends()) {
            found.push(Finding::hold("expires", again));
        }
        if day(&earlier.revoked_on).is_some_and(|was| day(&self.revoked_on).is_none_or(|now| was < now)) {
            let message = "It was taken back and stays so. Only a new release that the client signs opens this again.";
            found.push(Finding::hold("revoked_on", message));
        }
    }

    /// The elements of 42 CFR 2.31(a) that a required field alone cannot ask for.
    fn missing_elements(&self, found: &mut Vec<Finding>) {
        if blank(&self.contact) && blank(&self.recipient) {
            found.push(Finding::hold(
                "recipient",
                "Say who may receive it: choose a person or name a class of recipients.",
            ));
        }
        if self.form == "part2_release" && self.covers.is_empty() {
            found.push(Finding::hold(
                "covers",
                "Nothing is ticked, so this release would let nothing out. Tick what it covers.",
            ));
        }
        if crate::text::words_of(&self.purpose) == ["any", "purpose"] {
            found.push(Finding::hold(
                "purpose",
                "\"Any purpose\" is not a purpose. \"At the request of the patient\" is one.",
            ));
        }
        let told = [
            (self.right_to_revoke_explained, "right_to_revoke_explained", "that it can be taken back, and how"),
            (self.refusal_consequences_explained, "refusal_consequences_explained", "what happens without a signature"),
            (self.redisclosure_explained, "redisclosure_explained", "who may pass the information on"),
        ];
        for (_, field, what) in told.into_iter().filter(|(done, ..)| !done) {
            found.push(Finding::hold(field, format!("Tell the client {what}, then tick it.")));
        }
        if self.expires == "none" && self.form != "part2_tpo" {
            let only = "Only a consent for treatment, payment and operations may have no end. Give a date or an event.";
            found.push(Finding::hold("expires", only));
        }
        if self.expires == "date" {
            in_order(
                found,
                "expires_on",
                &self.client_signed_on,
                &self.expires_on,
                "The last day is before the signature.",
            );
        }
    }

    fn taken_back(&self, found: &mut Vec<Finding>, context: &CheckContext) {
        let said = [
            (&self.revoked_on, "revoked_on", "To take a release back, give the day."),
            (&self.revoked_how, "revoked_how", "To take a release back, say how it was asked for."),
            (&self.revoked_by, "revoked_by", "To take a release back, say who asked for it."),
        ];
        if said.iter().any(|(answer, ..)| !blank(answer)) {
            for (_, field, sentence) in said.iter().filter(|(answer, ..)| blank(answer)) {
                found.push(Finding::hold(*field, *sentence));
            }
        }
        in_order(
            found,
            "revoked_on",
            &self.client_signed_on,
            &self.revoked_on,
            "It is taken back before it was signed.",
        );
        not_in_the_future(found, context, "revoked_on", &self.revoked_on, "The day it was taken back");
    }
}
