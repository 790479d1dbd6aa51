//! The plan that goes home on paper (S-54 to S-64, clinical.md 4.17).

mod form;

pub use form::HOME_LEVELS;

use crate::checks::{blank, contact_name, counted, covering, in_order, not_in_the_future, revision_reason, timeline};
use crate::facts::Fact;
use crate::form::{Finding, Form};
use crate::kind::{About, CheckContext, CheckedWith, Document, Finish};
use crate::rules::day;
use crate::words::SIGNS_ON_SCREEN;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Body of an aftercare plan, in the client's language.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct AftercarePlan {
    pub language: String,
    pub large_print: Option<bool>,
    pub made_on: String,
    pub appointments: Vec<Appointment>,
    pub support_groups: Vec<SupportGroup>,
    pub people: Vec<SupportPerson>,
    pub if_i_use: Vec<String>,
    pub come_back: String,
    pub medications: Vec<PlanMedicine>,
    pub naloxone_given: Option<bool>,
    pub naloxone_on: String,
    pub naloxone_where: String,
    pub home_name: String,
    pub home_level: String,
    pub home_certified: Option<bool>,
    pub home_until: String,
    pub home_contact: String,
    pub exercise: String,
    pub nutrition: String,
    pub sleep: String,
    pub stress: String,
    pub joy: String,
    pub checkin_who: Vec<String>,
    pub checkin_when: String,
    pub checkin_topics: Vec<String>,
    pub goal: String,
    pub goal_partner: String,
    pub work_and_school: Vec<WorkStep>,
    pub resources: Vec<Resource>,
    pub barriers: Vec<Barrier>,
    pub strengths: Vec<String>,
    pub show_days: bool,
    pub milestones: Vec<Milestone>,
    pub follow_up_calls: Vec<String>,
    pub follow_up_consent: Option<bool>,
    pub notes: String,
    pub reviewed_with_client: Option<bool>,
    pub client_signs: String,
    pub client_signed_name: String,
    pub client_signed_on: String,
    pub no_signature_reason: String,
    pub revision_reason: String,
    pub copies: Vec<Copy>,
}

/// A booked visit. `with_contact` is a contact id, or empty with `with_name`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Appointment {
    pub id: String,
    pub what: String,
    pub with_contact: String,
    pub with_name: String,
    pub on: String,
    pub time: String,
    pub place: String,
    pub phone: String,
    pub how_to_get_there: String,
    pub bring: String,
    pub confirmed: bool,
}

/// A named group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct SupportGroup {
    pub id: String,
    pub name: String,
    pub when: String,
    pub place: String,
    pub phone: String,
}

/// Someone to call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct SupportPerson {
    pub id: String,
    pub contact: String,
    pub name: String,
    pub phone: String,
    pub relationship: String,
    pub when: String,
}

/// A medicine going home.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct PlanMedicine {
    pub id: String,
    pub name: String,
    pub how: String,
    pub refill_due: String,
    pub prescriber: String,
}

/// Work or school.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct WorkStep {
    pub id: String,
    pub what: String,
    pub on: String,
    pub by: String,
    pub phone: String,
}

/// Help near the client.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Resource {
    pub id: String,
    pub what: String,
    pub place: String,
    pub phone: String,
    pub when: String,
}

/// What could get in the way, and what helps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Barrier {
    pub id: String,
    pub what: String,
    pub action: String,
    pub owner: String,
}

/// A day to mark.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Milestone {
    pub id: String,
    pub text: String,
    pub on: String,
}

/// Who gets a copy: the client, or a contact under a release.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts", rename = "PlanCopy")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Copy {
    pub id: String,
    pub to: String,
    pub contact: String,
    pub release: String,
}

impl Document for AftercarePlan {
    const NAME: &'static str = "aftercare_plan";
    const ABOUT: About = About {
        finish: Finish::SignedRevisable,
        one: true,
        by_hand: true,
        for_clients: true,
        covered_as: "aftercare_plan",
        line_tells: true,
        checked_with: &[CheckedWith::Releases],
        stated_anew: About::PLAN_STATES_ANEW,
        ..About::CLINICAL
    };

    fn form() -> Form {
        Form { title: "Aftercare plan", sections: form::sections() }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        revision_reason(&mut found, context, &self.revision_reason);
        not_in_the_future(&mut found, context, "made_on", &self.made_on, "The day the plan was made");
        not_in_the_future(&mut found, context, "client_signed_on", &self.client_signed_on, "The day of the signature");
        self.visit_findings(&mut found);
        self.support_findings(&mut found);
        self.follow_up_findings(&mut found);
        self.copy_findings(&mut found, context);
        found
    }

    fn facts(&self) -> Vec<Fact> {
        let days = self.follow_up_calls.iter().filter_map(|call| day(call)).collect();
        let calls = Fact::FollowUps { on: self.on(), agreed: self.follow_up_consent, days };
        let signs = Fact::ClientSigns { later: self.client_signs == SIGNS_ON_SCREEN };
        vec![calls, signs]
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.made_on)
    }

    fn summary(&self) -> String {
        timeline(&[
            &counted(self.appointments.len(), "visit", "visits"),
            &counted(self.support_groups.len(), "group", "groups"),
            &counted(self.people.len(), "person to call", "people to call"),
        ])
    }
}

impl AftercarePlan {
    fn visit_findings(&self, found: &mut Vec<Finding>) {
        if self.appointments.is_empty() {
            found.push(Finding::due("appointments", "No first visit is booked yet."));
        }
        for (index, visit) in self.appointments.iter().enumerate() {
            let at = |field: &str| format!("appointments.{index}.{field}");
            if blank(&visit.with_contact) && blank(&visit.with_name) {
                found.push(Finding::hold(at("with_name"), "Say whom the visit is with."));
            }
            in_order(found, &at("on"), &self.made_on, &visit.on, "This visit is before the day of the plan.");
        }
    }

    fn support_findings(&self, found: &mut Vec<Finding>) {
        if self.support_groups.is_empty() {
            found.push(Finding::hold("support_groups", "Name at least one support group with its days and time."));
        }
        for (index, person) in self.people.iter().enumerate() {
            let at = |field: &str| format!("people.{index}.{field}");
            if blank(&person.contact) && blank(&person.name) {
                found.push(Finding::hold(at("name"), "Name this person."));
            }
            if blank(&person.contact) && blank(&person.phone) {
                found.push(Finding::hold(at("phone"), "Someone to call needs a phone number."));
            }
        }
        if self.people.len() < 2 {
            found.push(Finding::hold("people", "Name at least two people to call."));
        }
        if self.home_certified == Some(false) {
            let message = "This home is not certified. Some states allow only certified homes to be recommended.";
            found.push(Finding::advice("home_certified", message));
        }
    }

    fn follow_up_findings(&self, found: &mut Vec<Finding>) {
        if self.follow_up_consent == Some(true) && self.follow_up_calls.iter().all(|call| blank(call)) {
            found.push(Finding::hold("follow_up_calls", "The client agrees to calls. Write their days."));
        }
        for (index, call) in
            self.follow_up_calls.iter().enumerate().filter(|(_, call)| !blank(call) && day(call).is_none())
        {
            let message = format!("\"{}\" is not a day we can read. Write it like 2026-05-07.", call.trim());
            found.push(Finding::hold(format!("follow_up_calls.{index}"), message));
        }
    }

    /// A copy to someone else is a disclosure: no release, no paper (S-71).
    fn copy_findings(&self, found: &mut Vec<Finding>, context: &CheckContext) {
        for (index, copy) in
            self.copies.iter().enumerate().filter(|(_, copy)| copy.to == "contact" && !blank(&copy.contact))
        {
            if covering(context, &copy.contact, "aftercare_plan").is_none() {
                let who = contact_name(context, &copy.contact, "");
                let message = format!(
                    "{who} has no active release that covers the aftercare plan. Ask the client for one, or take this copy out."
                );
                found.push(Finding::hold(format!("copies.{index}.release"), message));
            }
        }
    }
}
