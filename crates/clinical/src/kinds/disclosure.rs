//! What was told or given to somebody outside the program: to whom as named when the client signed, under what, what exactly, how, by whom
//! (42 CFR 2.13, 2.31, 2.32; without consent 2.12(c), 2.51, 2.53, 2.61 to 2.67). The record writes one for each copy that leaves.

use crate::ask::{date, line, many_of, one_of, paragraph, pick, time};
use crate::checks::{blank, not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::{Finding, Form, Listing, section};
use crate::kind::{About, CheckContext, CheckedWith, Document, ReleaseHeld};
use crate::rules::day;
use crate::words::{COVERS, Pairs, said};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use ts_rs::TS;

/// Body of a disclosure. What the record writes: `release_version`, `enclosed`, `notice`, `part_of`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Disclosure {
    pub on: String,
    pub time: String,
    pub basis: String,
    pub contact: String,
    pub recipient_name: String,
    pub recipient_organization: String,
    pub recipient_role: String,
    pub release: String,
    pub release_version: String,
    pub covers: Vec<String>,
    pub purpose: String,
    pub what: String,
    pub enclosed: Vec<Enclosed>,
    pub how: String,
    pub notice: String,
    pub emergency: String,
    pub court: String,
    pub order_number: String,
    pub order_on: String,
    pub report: String,
    pub crime: String,
    pub auditor: String,
    pub agreement_on: String,
    pub part_of: String,
}

/// A document that was given, in the version that stood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts", rename = "EnclosedDocument")]
#[expect(missing_docs, reason = "the words of the struct")]
pub struct Enclosed {
    pub document: String,
    /// Hex.
    pub version: String,
    pub title: String,
    pub pages: u32,
}

/// Under a release that the client signed.
pub const CONSENT: &str = "consent";

/// The client sat beside it and agreed to what was said.
pub const AGREED: &str = "client_agreed";

/// A subpoena alone opens no record of this kind (42 CFR 2.61(b)).
const SUBPOENA: &str = "subpoena";

/// What a disclosure may rest on, each with its place in the rule.
pub const BASES: Pairs = &[
    (CONSENT, "A release the client signed (2.31)"),
    (AGREED, "The client was present and agreed"),
    ("medical_emergency", "Medical emergency (2.51)"),
    ("court_order", "Court order under part 2 (2.61 to 2.67)"),
    ("child_abuse_report", "Report of child abuse or neglect (2.12(c)(6))"),
    ("crime_on_premises", "Crime on the premises or against staff (2.12(c)(5))"),
    ("audit", "Audit or evaluation (2.53)"),
    ("service_organization", "Service organization under agreement (2.11)"),
    (SUBPOENA, "A subpoena without a court order"),
];

const WITHOUT_CONSENT: &[&str] = &[
    "medical_emergency",
    "court_order",
    "child_abuse_report",
    "crime_on_premises",
    "audit",
    "service_organization",
    SUBPOENA,
];

/// How it went out.
pub const WAYS: Pairs = &[
    ("printed", "Printed and handed over"),
    ("saved", "Saved as a file"),
    ("mailed", "Mailed"),
    ("faxed", "Faxed"),
    ("phone", "Said by phone"),
    ("spoken", "Said in person"),
];

impl Document for Disclosure {
    const NAME: &'static str = "disclosure";
    const ABOUT: About = About {
        // Whom it named when it was written is what counts, also in a chart that changes.
        cosigned: false,
        checked_with: &[CheckedWith::Releases],
        without_a_field: &["release_version", "enclosed", "notice", "part_of"],
        line_tells: true,
        never_withdrawn: "What was told cannot be called back, so it stays in the log. Add what is wrong with it instead.",
        ..About::CLINICAL
    };

    fn form() -> Form {
        let sections = vec![
            section(
                "When and to whom",
                vec![
                    date("on", "Day").required(),
                    time("time", "At").required(),
                    one_of("how", "How", WAYS).required().width(4),
                    pick("contact", "To this person", Listing::Contact).width(6),
                    line("recipient_name", "Name")
                        .hint("As it is now, if the person is not among the contacts")
                        .width(6),
                    line("recipient_organization", "Organization").width(6),
                    line("recipient_role", "Role").width(6),
                ],
            ),
            section(
                "What allows it",
                vec![
                    one_of("basis", "It rests on", BASES).required(),
                    pick("release", "Release", Listing::Release).required().when("basis", &[CONSENT]).width(6),
                    paragraph("emergency", "What the emergency was")
                        .required()
                        .hint("And that consent could not be asked for in time")
                        .when("basis", &["medical_emergency"]),
                    line("court", "Court").required().when("basis", &["court_order"]).width(4),
                    line("order_number", "Order number").required().when("basis", &["court_order"]).width(4),
                    date("order_on", "Order of").required().when("basis", &["court_order"]),
                    line("report", "Reported to, and what the law asks to be reported")
                        .required()
                        .when("basis", &["child_abuse_report"]),
                    line("crime", "What happened, where, when").required().when("basis", &["crime_on_premises"]),
                    line("auditor", "Who audits, by what authority, and their written promise")
                        .required()
                        .when("basis", &["audit"]),
                    date("agreement_on", "Agreement of").required().when("basis", &["service_organization"]),
                ],
            ),
            section(
                "What was told",
                vec![
                    many_of("covers", "Content", COVERS),
                    paragraph("what", "In words").required().hint("No more than the purpose needs (2.13(a))"),
                    line("purpose", "What for").required(),
                ],
            ),
        ];
        Form { title: "Disclosure", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(&mut found, context, "on", &self.on, "The day of the disclosure");
        if blank(&self.contact) && blank(&self.recipient_name) {
            found.push(Finding::hold("recipient_name", "Say who was told: a contact, or a name and an organization."));
        }
        if self.basis == SUBPOENA {
            let message = "A subpoena alone does not open this record. It takes a court order under 42 CFR part 2 as well, or a release that the client signs. Nothing may be told yet.";
            found.push(Finding::hold("basis", message));
        }
        if self.basis == AGREED && blank(&self.part_of) {
            let message =
                "Saying it with the client present belongs in a family session. Anything else takes a release.";
            found.push(Finding::hold("basis", message));
        }
        if WITHOUT_CONSENT.contains(&self.basis.as_str()) && blank(&self.contact) && blank(&self.recipient_organization)
        {
            let message = "Without a release the rule asks for the organization too.";
            found.push(Finding::hold("recipient_organization", message));
        }
        if self.basis == CONSENT {
            self.release_findings(context, &mut found);
        }
        found
    }

    fn counted(&self, context: &CheckContext) -> Option<Value> {
        let known = context.contacts.iter().find(|it| !blank(&self.contact) && it.id == self.contact);
        let held = self.held(context);
        let mut fields = json!({ "release_version": held.map(|it| it.version.clone()).unwrap_or_default() });
        if let Some(known) = known {
            fields["recipient_name"] = known.name.clone().into();
            fields["recipient_organization"] = known.organization.clone().into();
            fields["recipient_role"] = known.role.clone().into();
        }
        Some(fields)
    }

    fn facts(&self) -> Vec<Fact> {
        let titles: Vec<&str> = self.enclosed.iter().map(|it| it.title.as_str()).collect();
        let what = if titles.is_empty() { self.what.clone() } else { titles.join(", ") };
        vec![Fact::Disclosure {
            on: day(&self.on),
            time: self.time.clone(),
            recipient: [self.recipient_name.clone(), self.recipient_organization.clone(), self.recipient_role.clone()],
            basis: self.basis.clone(),
            release: self.release.clone(),
            purpose: self.purpose.clone(),
            what,
            how: self.how.clone(),
        }]
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.on)
    }

    fn summary(&self) -> String {
        let titles: Vec<&str> = self.enclosed.iter().map(|it| it.title.as_str()).collect();
        timeline(&[&self.recipient_name, &said(WAYS, &self.how), &titles.join(", "), &self.purpose])
    }

    fn part_of(&self) -> Option<&str> {
        Some(self.part_of.as_str()).filter(|whole| !whole.is_empty())
    }
}

impl Disclosure {
    fn held<'a>(&self, context: &'a CheckContext) -> Option<&'a ReleaseHeld> {
        context.releases.iter().find(|it| !blank(&self.release) && it.id == self.release)
    }

    /// Under a release only to whom it names, for what it is for, and no more than it covers (42 CFR 2.13(a), 2.31(a)).
    fn release_findings(&self, context: &CheckContext, found: &mut Vec<Finding>) {
        let Some(held) = self.held(context) else { return };
        if !held.active {
            found.push(Finding::hold("release", "This release does not hold today. Nothing may be told under it."));
        }
        if held.contact != self.contact {
            found.push(Finding::hold("contact", "This release names someone else."));
        }
        if !held.purpose.trim().eq_ignore_ascii_case(self.purpose.trim()) && !blank(&self.purpose) {
            found.push(Finding::hold("purpose", format!("The client signed for: {}.", held.purpose)));
        }
        let more: Vec<String> = self
            .covers
            .iter()
            .filter(|it| !held.covers.contains(it))
            .map(|it| said(COVERS, it).to_lowercase())
            .collect();
        if self.covers.is_empty() {
            found.push(Finding::hold("covers", "Tick what was told; the release says what it covers."));
        } else if !more.is_empty() {
            found.push(Finding::hold("covers", format!("The release does not cover: {}.", more.join(", "))));
        }
    }
}
