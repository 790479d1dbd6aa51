//! Someone who works here (S-68).

use crate::ask::{date, line, one_of, pick, tick};
use crate::checks::timeline;
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Form, Listing, section};
use crate::kind::{About, CheckContext, Document, StartsFrom, rename_key, respell};
use crate::rules::day;
use crate::words::Pairs;
use crate::words::said;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// Body of a staff member. `account` is set when the person can unlock this vault.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct StaffMember {
    pub name: String,
    pub credential: String,
    pub role: String,
    pub license: String,
    pub license_state: String,
    pub license_expires: String,
    pub supervisor: String,
    pub cosigned: bool,
    pub active: bool,
    pub successor: String,
    pub public_key: String,
}

/// Roles, as the permissions know them.
pub const ROLES: Pairs = &[
    ("counselor", "Counselor"),
    ("supervisor", "Clinical supervisor"),
    ("director", "Program director"),
    ("front_desk", "Front desk"),
    ("privacy_officer", "Privacy officer"),
];

impl Document for StaffMember {
    const NAME: &'static str = "staff_member";
    const ABOUT: About = About {
        starts: StartsFrom::Command,
        own_command: "A directory entry is changed under Staff, because keys and roles hang on it.",
        without_a_field: &["public_key"],
        ..About::PROGRAM
    };
    /// 2: `cosigned`. 3: "license" and "counselor" are spelled as on screen.
    const VERSION: u16 = 3;

    fn upgrade(from: u16, mut body: Value) -> Value {
        if from < 3 {
            rename_key(&mut body, "licence", "license");
            rename_key(&mut body, "licence_state", "license_state");
            rename_key(&mut body, "licence_expires", "license_expires");
            respell(&mut body, "role", "counsellor", "counselor");
        }
        body
    }

    fn form() -> Form {
        let sections = vec![
            section(
                "",
                vec![
                    line("name", "Name").required().hint("As on signatures").width(6),
                    line("credential", "Credential").hint("As on signatures, for example LPC").width(6),
                    one_of("role", "Role", ROLES).required().width(6),
                    pick("supervisor", "Supervisor", Listing::Staff).width(6),
                    tick("cosigned", "Signatures need a supervisor's co-signature")
                        .hint("Trainees, peers and staff without a license"),
                    tick("active", "Works here now"),
                    pick("successor", "Co-signs what waits for this person", Listing::Staff)
                        .hint("Named by a director, of someone who reviews no more")
                        .width(6),
                ],
            ),
            section(
                "License",
                vec![
                    line("license", "Number").width(4),
                    line("license_state", "State").width(4),
                    date("license_expires", "Valid until"),
                ],
            ),
        ];
        Form { title: "Staff member", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        if day(&self.license_expires).is_some_and(|last| last < context.now.date()) {
            found.push(Finding::due("license_expires", "The license has expired."));
        }
        if !self.active {
            found.push(Finding::advice("active", "Someone who does not work here now cannot sign or be chosen."));
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        vec![Fact::Staff {
            name: self.name.clone(),
            credential: self.credential.clone(),
            role: self.role.clone(),
            license: self.license.clone(),
            license_state: self.license_state.clone(),
            license_expires: day(&self.license_expires),
            supervisor: self.supervisor.clone(),
            cosigned: self.cosigned,
            active: self.active,
            successor: self.successor.clone(),
        }]
    }

    fn summary(&self) -> String {
        timeline(&[&self.name, &self.credential, &said(ROLES, &self.role)])
    }
}
