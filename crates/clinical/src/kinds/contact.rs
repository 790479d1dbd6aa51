//! A person around the client: family, friend, sponsor, professional (S-62, S-65).

use crate::ask::{line, one_of, paragraph, tick, yes_no};
use crate::checks::{blank, timeline};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Form, section};
use crate::kind::{About, CheckContext, Document, Stay};
use crate::words::{CONTACT_ROLES, LANGUAGES};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of a contact.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Contact {
    pub name: String,
    pub relationship: String,
    pub role: String,
    pub organization: String,
    pub phone: String,
    pub emergency: bool,
    pub ok_voicemail: Option<bool>,
    pub language: String,
    pub notes: String,
}

impl Document for Contact {
    const NAME: &'static str = "contact";
    const ABOUT: About = About { stay: Stay::Beyond, line_tells: true, ..About::DEMOGRAPHIC };
    /// 2: `organization`.
    const VERSION: u16 = 2;

    fn form() -> Form {
        let sections = vec![section(
            "",
            vec![
                line("name", "Name").required().width(6),
                line("relationship", "Relationship").required().hint("Sister, sponsor, primary care").width(6),
                one_of("role", "Role", CONTACT_ROLES).width(6),
                line("organization", "Organization").hint("Clinic, court, employer; empty for family").width(6),
                line("phone", "Phone").width(6),
                tick("emergency", "Call in an emergency").width(6),
                yes_no("ok_voicemail", "Voicemail is fine"),
                one_of("language", "Language", LANGUAGES).width(6),
                paragraph("notes", "Notes").hint("Best times, what to mention or leave out"),
            ],
        )];
        Form { title: "Contact", sections }
    }

    fn findings(&self, _context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        if self.emergency && blank(&self.phone) {
            found.push(Finding::hold("phone", "Someone to call in an emergency needs a phone number."));
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Contact {
            name: self.name.clone(),
            relationship: self.relationship.clone(),
            role: self.role.clone(),
            organization: self.organization.clone(),
            phone: self.phone.clone(),
            emergency: self.emergency,
        }]
    }

    fn summary(&self) -> String {
        timeline(&[&self.name, &self.relationship, if self.emergency { "emergency contact" } else { "" }])
    }
}
