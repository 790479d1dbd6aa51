//! Every kind of document. To add one: write its file, add its line to `documents!`.

pub mod aftercare_plan;
mod ask;
pub mod assessment;
pub mod care_team;
mod checks;
pub mod contact;
pub mod episode;
pub mod face_sheet;
pub mod family_session;
mod group_guards;
pub mod group_note;
pub mod group_session;
pub mod individual_note;
pub mod lapse;
pub mod mutual_help_meeting;
pub mod program;
pub mod release;
pub mod screening;
pub mod staff_member;
pub mod treatment_plan;
pub mod words;

use crate::facts::Fact;
use crate::form::{Field, Finding, Form, Input};
use crate::text::typed_text_findings;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use ts_rs::TS;

/// Who may read a kind and where it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Class {
    /// Name, address, contacts, dates of care: the front desk needs it.
    Demographic,
    /// Clinical text and results.
    Clinical,
    /// About the program, not about a client (roster, staff, program profile).
    Program,
}

/// How a draft of this kind enters the record, and how it changes afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Finish {
    /// Recorded without a signature; changed by recording a newer version.
    Recorded,
    /// Signed and locked; only addenda follow.
    Signed,
    /// Signed; a revision is a new signed version with a reason, the old one stays.
    SignedRevisable,
}

/// What the record knows around a body while it is checked. Business code never asks the clock or the database.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Today and now at the site.
    pub now: NaiveDateTime,
    /// Releases of this client as (document id, contact id, active today, what it covers).
    pub releases: Vec<ReleaseAround>,
    /// Contacts of this client: id, name.
    pub contacts: Vec<(String, String)>,
    /// Needs of the latest signed assessment: id, text.
    pub needs: Vec<(String, String)>,
    /// Objectives of the plan in force: id, text.
    pub objectives: Vec<(String, String)>,
    /// Days of item-9 answers still without a signed risk outcome and next step.
    pub open_safety_alerts: Vec<NaiveDate>,
    /// An assessment of this episode is signed.
    pub assessment_signed: bool,
    /// A signed version of this document exists already (this is a revision).
    pub revision: bool,
    /// Names by client id (group sessions).
    pub clients: Vec<(String, String)>,
}

/// A release as a check sees it.
#[derive(Debug, Clone, Default)]
pub struct ReleaseAround {
    /// Document id.
    pub id: String,
    /// The contact it names.
    pub contact: String,
    /// Signed, not revoked, not expired today.
    pub active: bool,
    /// Values of `release::COVERS`.
    pub covers: Vec<String>,
}

/// One body written into one client's chart when a program document is signed (a group note for each person).
#[derive(Debug, Clone)]
pub struct Chart {
    /// The client.
    pub client: String,
    /// The kind written there.
    pub kind: Kind,
    /// Its body.
    pub body: Value,
}

/// One kind of document: its body, its form and its rules.
pub trait Document: Default + Serialize + DeserializeOwned {
    /// Raised when the stored shape changes; `upgrade` brings older bodies forward.
    const VERSION: u16 = 1;
    /// The client or family may sign it by hand on the screen (clinical.md 4.19, "Patient signs").
    const SIGNED_BY_HAND: bool = false;
    /// What a release has to cover before a copy goes to someone else (42 CFR 2.31(a)(3)), one of `release::COVERS`.
    const COVERED_AS: &'static str = "";
    /// The tick that keeps a body between its author and the author's supervisor (42 CFR 2.11, SUD counseling notes).
    const IN_CONFIDENCE_BY: Option<&'static str> = None;
    /// Keys with clinical content in a body that the front desk may read otherwise.
    const CLINICAL_KEYS: &'static [&'static str] = &[];
    /// The form that fills this body.
    fn form() -> Form;
    /// Beyond blanks in required fields: this kind's own rules.
    fn findings(&self, _around: &Around) -> Vec<Finding> {
        Vec::new()
    }
    /// What lists, charts and counts need to know.
    fn facts(&self) -> Vec<Fact> {
        Vec::new()
    }
    /// The clinical day this is about, if the body says.
    fn on(&self) -> Option<NaiveDate> {
        None
    }
    /// One line for the timeline, ≤ 160 characters.
    fn summary(&self) -> String {
        String::new()
    }
    /// Bodies for single charts.
    fn charts(&self) -> Vec<Chart> {
        Vec::new()
    }
    /// Brings an older body to this version's shape. Signed bytes are never rewritten, only read so.
    fn upgrade(_from: u16, body: Value) -> Value {
        body
    }
}

macro_rules! documents {
    ($($kind:ident => $body:ty, $class:ident, $finish:ident;)+) => {
        /// Every kind of document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        #[ts(export_to = "generated.ts")]
        pub enum Kind { $(
            #[allow(missing_docs)]
            $kind
        ),+ }
        impl Kind {
            /// All of them, in the order of the list.
            pub const ALL: &[Kind] = &[$(Kind::$kind),+];
            /// Its form.
            #[must_use]
            pub fn form(self) -> Form { match self { $(Kind::$kind => <$body>::form()),+ } }
            /// Version of the body's shape.
            #[must_use]
            pub fn version(self) -> u16 { match self { $(Kind::$kind => <$body>::VERSION),+ } }
            /// The client or family may sign it by hand.
            #[must_use]
            pub fn signed_by_hand(self) -> bool { match self { $(Kind::$kind => <$body>::SIGNED_BY_HAND),+ } }
            /// What a release has to cover for it; empty where no copy leaves.
            #[must_use]
            pub fn covered_as(self) -> &'static str { match self { $(Kind::$kind => <$body>::COVERED_AS),+ } }
            /// Keys of its body that only clinical staff read, whatever its class.
            #[must_use]
            pub fn clinical_keys(self) -> &'static [&'static str] { match self { $(Kind::$kind => <$body>::CLINICAL_KEYS),+ } }
            /// Whether only its author and the author's supervisor read this body.
            #[must_use]
            pub fn in_confidence(self, body: &Value) -> bool {
                let tick = match self { $(Kind::$kind => <$body>::IN_CONFIDENCE_BY),+ };
                tick.is_some_and(|tick| body[tick] == true)
            }
            /// Who may read it.
            #[must_use]
            pub fn class(self) -> Class { match self { $(Kind::$kind => Class::$class),+ } }
            /// How it enters the record.
            #[must_use]
            pub fn finish(self) -> Finish { match self { $(Kind::$kind => Finish::$finish),+ } }
            /// An empty body.
            #[must_use]
            pub fn blank(self) -> Value {
                match self { $(Kind::$kind => serde_json::to_value(<$body>::default()).unwrap_or_default()),+ }
            }
            /// What still keeps `body` from being signed or deserves a look: blanks in required fields, then the kind's own rules.
            ///
            /// # Errors
            /// The body has not this kind's shape.
            pub fn findings(self, body: &Value, around: &Around) -> Result<Vec<Finding>, serde_json::Error> {
                let form = self.kept_form();
                let mut found = blanks(&form, body, self.finish());
                found.extend(typed_text_findings(&form, body));
                match self { $(Kind::$kind => found.extend(serde_json::from_value::<$body>(body.clone())?.findings(around))),+ }
                Ok(found)
            }
            /// The body with every key of its shape, blanks included.
            ///
            /// # Errors
            /// The body has not this kind's shape.
            pub fn whole(self, body: &Value) -> Result<Value, serde_json::Error> {
                match self { $(Kind::$kind => serde_json::to_value(serde_json::from_value::<$body>(body.clone())?)),+ }
            }
            /// What lists, charts and counts need.
            ///
            /// # Errors
            /// The body has not this kind's shape.
            pub fn facts(self, body: &Value) -> Result<Vec<Fact>, serde_json::Error> {
                Ok(match self { $(Kind::$kind => serde_json::from_value::<$body>(body.clone())?.facts()),+ })
            }
            /// Clinical day and timeline line.
            ///
            /// # Errors
            /// The body has not this kind's shape.
            pub fn glance(self, body: &Value) -> Result<(Option<NaiveDate>, String), serde_json::Error> {
                Ok(match self { $(Kind::$kind => { let it = serde_json::from_value::<$body>(body.clone())?; (it.on(), it.summary()) }),+ })
            }
            /// Bodies for single charts.
            ///
            /// # Errors
            /// The body has not this kind's shape.
            pub fn charts(self, body: &Value) -> Result<Vec<Chart>, serde_json::Error> {
                Ok(match self { $(Kind::$kind => serde_json::from_value::<$body>(body.clone())?.charts()),+ })
            }
            /// A stored body of an older shape, brought forward.
            #[must_use]
            pub fn upgrade(self, from: u16, body: Value) -> Value {
                match self { $(Kind::$kind => <$body>::upgrade(from, body)),+ }
            }
            /// Name as stored, for example `"face_sheet"`.
            #[must_use]
            pub fn name(self) -> String {
                serde_json::to_value(self).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
            }
            /// The kind of that name.
            #[must_use]
            pub fn named(name: &str) -> Option<Kind> {
                serde_json::from_value(Value::String(name.to_owned())).ok()
            }
        }
    };
}

documents! {
    FaceSheet => face_sheet::FaceSheet, Demographic, Recorded;
    Contact => contact::Contact, Demographic, Recorded;
    Episode => episode::Episode, Demographic, Recorded;
    Release => release::Release, Demographic, SignedRevisable;
    Assessment => assessment::Assessment, Clinical, Signed;
    Screening => screening::Screening, Clinical, Recorded;
    TreatmentPlan => treatment_plan::TreatmentPlan, Clinical, SignedRevisable;
    IndividualNote => individual_note::IndividualNote, Clinical, Signed;
    GroupNote => group_note::GroupNote, Clinical, Signed;
    FamilySession => family_session::FamilySession, Clinical, Signed;
    AftercarePlan => aftercare_plan::AftercarePlan, Clinical, SignedRevisable;
    Lapse => lapse::Lapse, Clinical, Signed;
    MutualHelpMeeting => mutual_help_meeting::MutualHelpMeeting, Clinical, Recorded;
    CareTeam => care_team::CareTeam, Demographic, Recorded;
    GroupSession => group_session::GroupSession, Program, Signed;
    Program => program::Program, Program, Recorded;
    StaffMember => staff_member::StaffMember, Program, Recorded;
}

/// Keys of a body that no field of its form names: a widget draws them beside its own, or the record fills them.
#[must_use]
pub fn keys_without_a_field(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Screening => &["extra"],
        Kind::GroupNote => &["session"],
        Kind::StaffMember => &["public_key"],
        Kind::FaceSheet
        | Kind::Contact
        | Kind::Episode
        | Kind::Release
        | Kind::Assessment
        | Kind::TreatmentPlan
        | Kind::IndividualNote
        | Kind::FamilySession
        | Kind::AftercarePlan
        | Kind::Lapse
        | Kind::MutualHelpMeeting
        | Kind::CareTeam
        | Kind::GroupSession
        | Kind::Program => &[],
    }
}

impl Kind {
    /// Its form, made once per process: checks, titles and labels ask it all the time.
    #[must_use]
    pub fn kept_form(self) -> &'static Form {
        static FORMS: LazyLock<BTreeMap<Kind, Form>> =
            LazyLock::new(|| Kind::ALL.iter().map(|&kind| (kind, kind.form())).collect());
        // Every kind of the list is in the map, because the map is made of the list.
        &FORMS[&self]
    }

    /// What the kind is called on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.kept_form().title
    }
}

/// What is read for a stored value of a field, wherever the form asks it; its own words if the form does not offer it.
#[must_use]
pub fn label(kind: Kind, field: &str, value: &str) -> String {
    fn choice(fields: &[Field], name: &str, value: &str) -> Option<String> {
        fields.iter().find_map(|field| match &field.input {
            Input::OneOf { options } | Input::ManyOf { options } if field.name == name => {
                options.iter().find(|option| option.value == value).map(|option| option.label.to_owned())
            }
            Input::Rows { fields, .. } => choice(fields, name, value),
            _ => None,
        })
    }
    kind.kept_form()
        .sections
        .iter()
        .find_map(|section| choice(&section.fields, field, value))
        .or_else(|| words::label_in(words::DRAWN_BY_WIDGETS, field, value))
        .unwrap_or_else(|| value.replace('_', " "))
}

/// A finding for every required field that is shown and blank, also inside rows.
fn blanks(form: &Form, body: &Value, finish: Finish) -> Vec<Finding> {
    let act = match finish {
        Finish::Recorded => "record this",
        Finish::Signed | Finish::SignedRevisable => "sign",
    };
    let mut found = Vec::new();
    for section in &form.sections {
        blank_fields(&section.fields, body, "", act, &mut found);
    }
    found
}

fn blank_fields(fields: &[Field], body: &Value, prefix: &str, act: &str, found: &mut Vec<Finding>) {
    for field in fields {
        if !shown(field, body) {
            continue;
        }
        let path = format!("{prefix}{}", field.name);
        let value = &body[field.name];
        if field.required && is_blank(value) {
            let message = match &field.input {
                Input::Rows { .. } | Input::Lines { .. } | Input::ManyOf { .. } | Input::PickMany { .. } => {
                    format!("Nothing is entered under \"{}\".", field.label)
                }
                _ => format!("\"{}\" is needed to {act}.", field.label),
            };
            found.push(Finding::hold(path.as_str(), message));
        }
        if let (Input::Rows { fields, .. }, Some(rows)) = (&field.input, value.as_array()) {
            for (index, row) in rows.iter().enumerate() {
                blank_fields(fields, row, &format!("{path}.{index}."), act, found);
            }
        }
    }
}

/// Whether `field` is on the page for this body (or row).
#[must_use]
pub fn shown(field: &Field, body: &Value) -> bool {
    let Some(when) = &field.when else { return true };
    let matches = |value: &Value| match value {
        Value::String(text) => when.is.contains(&text.as_str()),
        Value::Bool(yes) => when.is.contains(&if *yes { "true" } else { "false" }),
        _ => false,
    };
    match &body[when.field] {
        Value::Array(values) => values.iter().any(matches),
        value => matches(value),
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty() || items.iter().all(is_blank),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => false,
    }
}
