//! What a kind of document says of itself, once: who reads and writes it, how it enters the record, what stands beside its form, what a copy
//! needs. The gate, the screens, the lists and the papers read it here; none of them names a kind.

use crate::facts::{Fact, Setting};
use crate::form::{Finding, Form};
use crate::permission::Permission;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use ts_rs::TS;

/// Where a kind lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Lies {
    /// In a client's chart.
    Chart,
    /// With the program, in nobody's chart: roster, staff, the program's profile.
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

/// What a document has to do with the client's stay (FHIR EpisodeOfCare) that holds on the day it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Stay {
    /// It is the stay itself.
    Opens,
    /// It belongs to that stay and to no other.
    Belongs,
    /// It is the person's, whatever the stay.
    Beyond,
}

/// From where a person begins one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum StartsFrom {
    /// The chart's menu; kinds stand there in the order of the list.
    Chart,
    /// The list of clients, because it opens a chart of its own.
    Clients,
    /// The program's day.
    Program,
    /// Settings.
    Settings,
    /// Only the signature of the document it is a part of writes it.
    Whole,
    /// Only a command of its own writes it.
    Command,
}

/// What stands beside a form while someone writes, gathered only where a kind asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "generated.ts")]
pub enum Beside {
    /// The last one of this kind in the chart.
    Last,
    /// What happened since the last one.
    Since,
    /// Objectives of the plan in force.
    Objectives,
    /// Needs of the newest assessment.
    Needs,
    /// People around the client with their releases.
    Contacts,
    /// Open safety alerts.
    Alerts,
    /// Questionnaires over time.
    Measures,
    /// Everyone in the program now, with their plan and their last note.
    Roster,
}

/// What the record gathers before it checks a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckedWith {
    /// Contacts and releases of the client.
    Releases,
    /// Contacts of the client.
    Contacts,
    /// Needs of the newest assessment.
    Needs,
    /// The plan in force, open safety alerts, and whether an assessment is signed.
    Treatment,
    /// Names of the clients that the body tells of, and which of them have no signed assessment in the stay of that day.
    Clients,
    /// Other notes of that day that say where the clients were: a person is in one room at a time.
    Rooms,
    /// Time spent with the client, and the stay; what the kind counts from them is put into its body.
    Attendance,
    /// The version in force that a revision would follow.
    Earlier,
}

/// The key under which the body of a kind that clinicians sign keeps who prepared it.
pub const PREPARED_BY: &str = "prepared_by";

/// What a kind says of itself beyond its form and its rules. The presets are the usual answers; a kind states what differs.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// Where it lies.
    pub lies: Lies,
    /// What reading it needs.
    pub read: Permission,
    /// What writing it needs.
    pub write: Permission,
    /// How it enters the record.
    pub finish: Finish,
    /// A chart (or the program) has one; another one is a new version of it, and it is not withdrawn from the program.
    pub one: bool,
    /// From where a person begins one.
    pub starts: StartsFrom,
    /// A supervised author's signature waits for a co-signature. A consent is the client's own and does not (clinical.md 4.19).
    pub cosigned: bool,
    /// The client or family may sign it by hand on the screen (clinical.md 4.19, "Patient signs").
    pub by_hand: bool,
    /// Only someone whose directory entry has a credential signs it.
    pub credentialed: bool,
    /// The tick that keeps a body between its author and the author's supervisor (42 CFR 2.11, SUD counseling notes).
    pub confidence: Option<&'static str>,
    /// The key that names the colleague it is about: they neither read nor write it.
    pub kept_from: Option<&'static str>,
    /// Keys with clinical content in a body that the front desk may read otherwise.
    pub clinical_keys: &'static [&'static str],
    /// Other clients' names may stand in it; then it lies in no chart, and reading it opens all of theirs.
    pub names_others: bool,
    /// What it has to do with the stay.
    pub stay: Stay,
    /// What a release has to cover before a copy goes to someone else (42 CFR 2.31(a)(3)), one of `words::COVERS`; empty where none leaves.
    pub covered_as: &'static str,
    /// Clients read or sign it: its labels exist in every language of the papers.
    pub for_clients: bool,
    /// What stands beside its form.
    pub beside: &'static [Beside],
    /// What it is checked with.
    pub checked_with: &'static [CheckedWith],
    /// Why it changes only through a command of its own; empty where a draft of it may be started.
    pub own_command: &'static str,
    /// Keys of the body that no field of the form names: a widget draws them beside its own, or the record fills them.
    pub without_a_field: &'static [&'static str],
    /// Fields that a new version states anew.
    pub stated_anew: &'static [&'static str],
    /// Its line tells a name or a score, so it is not shown while names are hidden.
    pub line_tells: bool,
    /// Its word on the timeline of measures; empty where it does not stand there.
    pub on_measures: &'static str,
    /// Why none of it is ever withdrawn; empty where one may be.
    pub never_withdrawn: &'static str,
    /// Its answers may raise a safety alert, also while they lie in a draft; `raised` in its body keeps which.
    pub raises_alerts: bool,
    /// Only who writes clinical text signs the first version of it; who writes it otherwise prepares it, and narrows it. Its body keeps who did in
    /// `PREPARED_BY`.
    pub signed_by_clinicians: bool,
}

impl About {
    /// Who someone is and when care was given: the front desk keeps it.
    pub const DEMOGRAPHIC: About = About {
        lies: Lies::Chart,
        read: Permission::SeeDemographics,
        write: Permission::WriteDemographics,
        finish: Finish::Recorded,
        one: false,
        starts: StartsFrom::Chart,
        cosigned: false,
        by_hand: false,
        credentialed: false,
        confidence: None,
        kept_from: None,
        clinical_keys: &[],
        names_others: false,
        stay: Stay::Belongs,
        covered_as: "",
        for_clients: false,
        beside: &[Beside::Last, Beside::Since, Beside::Contacts, Beside::Alerts, Beside::Measures, Beside::Objectives],
        checked_with: &[],
        own_command: "",
        without_a_field: &[],
        stated_anew: &[],
        line_tells: false,
        on_measures: "",
        never_withdrawn: "",
        raises_alerts: false,
        signed_by_clinicians: false,
    };
    /// Clinical text of one client, signed and locked.
    pub const CLINICAL: About = About {
        read: Permission::SeeClinical,
        write: Permission::WriteClinical,
        finish: Finish::Signed,
        cosigned: true,
        ..About::DEMOGRAPHIC
    };
    /// About the program and its people.
    pub const PROGRAM: About = About {
        lies: Lies::Program,
        read: Permission::Enter,
        write: Permission::ManageProgram,
        starts: StartsFrom::Settings,
        stay: Stay::Beyond,
        beside: &[],
        ..About::DEMOGRAPHIC
    };
    /// What a new version of a plan states anew: why it changes, and the client's signature on it.
    pub const PLAN_STATES_ANEW: &'static [&'static str] =
        &["revision_reason", "client_signs", "client_signed_name", "client_signed_on", "no_signature_reason"];
}

/// What the record knows around a body while it is checked. Business code never asks the clock or the database.
#[derive(Debug, Clone, Default)]
pub struct CheckContext {
    /// Today and now at the site.
    pub now: NaiveDateTime,
    /// Releases of this client.
    pub releases: Vec<ReleaseHeld>,
    /// Contacts of this client.
    pub contacts: Vec<KnownContact>,
    /// Needs of the latest signed assessment: id, text.
    pub needs: Vec<(String, String)>,
    /// Objectives of the plan in force: id, text.
    pub objectives: Vec<(String, String)>,
    /// Safety alerts still without a signed risk outcome and next step.
    pub open_alerts: Vec<OpenAlert>,
    /// An assessment of this stay is signed.
    pub assessment_signed: bool,
    /// A signed version of this document exists already (this is a revision).
    pub revision: bool,
    /// The body of the version in force, where the kind asks for it.
    pub earlier: Option<Value>,
    /// Names by client id (group sessions).
    pub clients: Vec<(String, String)>,
    /// Those of them without a signed assessment in the stay of that day.
    pub not_assessed: Vec<String>,
    /// Other notes that say where the clients were around that time.
    pub noted: Vec<Noted>,
    /// Time spent with the client.
    pub attended: Vec<Attended>,
    /// First day of the latest stay in our program, and its last where it has ended.
    pub stay: Option<(NaiveDate, Option<NaiveDate>)>,
}

/// A person around the client as a check sees them.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the words of the contact")]
pub struct KnownContact {
    /// Document id.
    pub id: String,
    pub name: String,
    pub organization: String,
    /// In words.
    pub role: String,
}

/// A safety alert as a check sees it.
#[derive(Debug, Clone, Default)]
pub struct OpenAlert {
    /// The document, or the draft of one, whose answers raised it.
    pub document: String,
    /// "PHQ-9 question 9 of April 7, 2026".
    pub label: String,
}

/// A session of the client's, as a count sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attended {
    /// Its day.
    pub on: NaiveDate,
    /// Group, individual or family.
    pub setting: Setting,
    /// 0 for who was not there.
    pub minutes: u32,
}

/// Where a client was, as another note says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// The client.
    pub client: String,
    /// Group, individual or family.
    pub setting: Setting,
    /// From when.
    pub from: NaiveDateTime,
    /// Until when.
    pub until: NaiveDateTime,
    /// Who wrote it.
    pub author: String,
}

/// A release as a check sees it.
#[derive(Debug, Clone, Default)]
pub struct ReleaseHeld {
    /// Document id.
    pub id: String,
    /// The contact it names.
    pub contact: String,
    /// Signed, not revoked, not expired today.
    pub active: bool,
    /// Values of `words::COVERS`.
    pub covers: Vec<String>,
    /// The version in force, hex.
    pub version: String,
    /// What for.
    pub purpose: String,
    /// Its last day, where one is known.
    pub until: Option<NaiveDate>,
}

/// A body that the signature of a whole writes into one client's chart (a group note for each person).
#[derive(Debug, Clone)]
pub struct Part {
    /// The client; empty for whose chart the whole lies in.
    pub client: String,
    /// The kind written there, as stored.
    pub kind: &'static str,
    /// Its body.
    pub body: Value,
}

impl Part {
    /// This body for this client's chart.
    #[must_use]
    pub fn of<D: Document>(client: &str, body: &D) -> Self {
        Self { client: client.to_owned(), kind: D::NAME, body: serde_json::to_value(body).unwrap_or_default() }
    }
}

/// What a body says to lists, charts and counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Says {
    /// The clinical day.
    pub on: Option<NaiveDate>,
    /// One line for the timeline.
    pub summary: String,
    /// What the tables keep.
    pub facts: Vec<Fact>,
    /// The document whose signature wrote it, if one did.
    pub part_of: Option<String>,
}

impl Says {
    /// What this body says.
    #[must_use]
    pub fn of<D: Document>(body: &D) -> Self {
        let part_of = body.part_of().map(str::to_owned);
        Self { on: body.on(), summary: body.summary(), facts: body.facts(), part_of }
    }
}

/// A body that was checked.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What still keeps it from being signed or deserves a look.
    pub findings: Vec<Finding>,
    /// Its clinical day.
    pub on: Option<NaiveDate>,
}

/// One kind of document: its body, its form and its rules.
pub trait Document: Default + Serialize + DeserializeOwned {
    /// As stored, `"face_sheet"`. Never changes.
    const NAME: &'static str;
    /// What it says of itself.
    const ABOUT: About;
    /// Raised when the stored shape changes; `upgrade` brings older bodies forward.
    const VERSION: u16 = 1;
    /// The form that fills this body.
    fn form() -> Form;
    /// Beyond blanks in required fields: this kind's own rules.
    fn findings(&self, _context: &CheckContext) -> Vec<Finding> {
        Vec::new()
    }
    /// Fields that the record counts and nobody types, by their keys. Counted anew wherever a draft goes onto paper or enters the record, so
    /// that what is signed is what the record knows at that moment.
    fn counted(&self, _context: &CheckContext) -> Option<Value> {
        None
    }
    /// What stays of how the draft was saved before, whatever is typed now, by its keys; `at` is the moment of saving (RFC 3339).
    fn carried(&self, _earlier: &Self, _at: &str) -> Option<Value> {
        None
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
    /// Bodies that its signature writes into single charts; `whole` is its own document id, which they name.
    fn parts(&self, _whole: &str) -> Vec<Part> {
        Vec::new()
    }
    /// The document whose signature wrote it, if one did.
    fn part_of(&self) -> Option<&str> {
        None
    }
    /// Ids of the clients it tells of, where it lies in no chart.
    fn clients(&self) -> Vec<String> {
        Vec::new()
    }
    /// Without keys that no question names, where the body keeps answers by key.
    #[must_use]
    fn known(self) -> Self {
        self
    }
    /// Brings an older body to this version's shape. Signed bytes are never rewritten, only read so.
    fn upgrade(_from: u16, body: Value) -> Value {
        body
    }
}

/// A body whose key was spelled otherwise before.
pub(crate) fn rename_key(body: &mut Value, from: &str, to: &str) {
    if let Some(fields) = body.as_object_mut()
        && let Some(value) = fields.remove(from)
    {
        fields.insert(to.to_owned(), value);
    }
}

/// A body, or a row of it, whose stored choice was spelled otherwise before.
pub(crate) fn respell(body: &mut Value, key: &str, from: &str, to: &str) {
    if body[key] == from {
        body[key] = Value::from(to);
    }
}

/// Writes the list: a line `file::Body;` for each kind. The file's module, the variant of `Kind` and all that is asked of a kind follow from it.
macro_rules! kinds {
    ($($file:ident::$kind:ident;)+) => {
        $(pub mod $file;)+
        use $crate::form::{Finding, Form};
        use $crate::kind::{About, CheckContext, Document, Part, Says};

        /// Every kind of document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(rename_all = "snake_case")]
        #[ts(export_to = "generated.ts")]
        #[allow(missing_docs)]
        pub enum Kind { $($kind),+ }

        /// Becomes the screens' map from kind to body.
        #[derive(ts_rs::TS)]
        #[ts(export_to = "generated.ts")]
        #[allow(missing_docs)]
        pub struct Bodies { $(pub $file: $file::$kind),+ }

        /// A body that has not its kind's shape.
        type Misshapen = serde_json::Error;

        /// The body, read as its kind's.
        fn body<D: Document>(body: &serde_json::Value) -> Result<D, Misshapen> {
            D::deserialize(body)
        }

        impl Kind {
            /// All of them, in the order of the list.
            pub const ALL: &[Kind] = &[$(Kind::$kind),+];
            /// What it says of itself.
            #[must_use]
            pub fn about(self) -> &'static About {
                match self { $(Kind::$kind => const { &<$file::$kind as Document>::ABOUT }),+ }
            }
            /// Name as stored, for example `"face_sheet"`.
            #[must_use]
            pub fn name(self) -> &'static str { match self { $(Kind::$kind => <$file::$kind as Document>::NAME),+ } }
            /// Version of the body's shape.
            #[must_use]
            pub fn version(self) -> u16 { match self { $(Kind::$kind => <$file::$kind as Document>::VERSION),+ } }
            pub(crate) fn new_form(self) -> Form { match self { $(Kind::$kind => <$file::$kind as Document>::form()),+ } }
            /// An empty body.
            #[must_use]
            pub fn blank(self) -> serde_json::Value {
                match self { $(Kind::$kind => serde_json::to_value(<$file::$kind>::default()).unwrap_or_default()),+ }
            }
            /// This kind's own rules, without blanks and without what cannot be printed, and its clinical day; the body is read once.
            pub(crate) fn own_findings(
                self,
                of: &serde_json::Value,
                context: &CheckContext,
            ) -> Result<(Vec<Finding>, Option<chrono::NaiveDate>), Misshapen> {
                Ok(match self { $(Kind::$kind => { let it = body::<$file::$kind>(of)?; (it.findings(context), it.on()) }),+ })
            }
            /// Fields that the record counts and nobody types.
            ///
            /// # Errors
            /// The body has not this kind's shape.
            pub fn counted(
                self,
                of: &serde_json::Value,
                context: &CheckContext,
            ) -> Result<Option<serde_json::Value>, Misshapen> {
                Ok(match self { $(Kind::$kind => body::<$file::$kind>(of)?.counted(context)),+ })
            }
            /// What stays of how the draft was saved before, whatever is typed now; `at` is the moment of saving (RFC 3339).
            ///
            /// # Errors
            /// A body has not this kind's shape.
            pub fn carried(
                self,
                of: &serde_json::Value,
                earlier: &serde_json::Value,
                at: &str,
            ) -> Result<Option<serde_json::Value>, Misshapen> {
                Ok(match self { $(Kind::$kind => body::<$file::$kind>(of)?.carried(&body(earlier)?, at)),+ })
            }
            /// The body with every key of its shape, blanks included, and no other.
            ///
            /// # Errors
            /// The body has not this kind's shape.
            pub fn whole(self, of: &serde_json::Value) -> Result<serde_json::Value, Misshapen> {
                match self { $(Kind::$kind => serde_json::to_value(body::<$file::$kind>(of)?.known())),+ }
            }
            /// What it says to lists, charts and counts; the body is read once.
            ///
            /// # Errors
            /// The body has not this kind's shape.
            pub fn says(self, of: &serde_json::Value) -> Result<Says, Misshapen> {
                Ok(match self { $(Kind::$kind => Says::of(&body::<$file::$kind>(of)?)),+ })
            }
            /// Bodies that its signature writes into single charts; `whole` is its own document id.
            ///
            /// # Errors
            /// The body has not this kind's shape.
            pub fn parts(self, of: &serde_json::Value, whole: &str) -> Result<Vec<Part>, Misshapen> {
                Ok(match self { $(Kind::$kind => body::<$file::$kind>(of)?.parts(whole)),+ })
            }
            /// Ids of the clients it tells of, where it lies in no chart.
            ///
            /// # Errors
            /// The body has not this kind's shape.
            pub fn clients(self, of: &serde_json::Value) -> Result<Vec<String>, Misshapen> {
                Ok(match self { $(Kind::$kind => body::<$file::$kind>(of)?.clients()),+ })
            }
            /// A stored body of an older shape, brought forward.
            #[must_use]
            pub fn upgrade(self, from: u16, body: serde_json::Value) -> serde_json::Value {
                match self { $(Kind::$kind => <$file::$kind as Document>::upgrade(from, body)),+ }
            }
        }
    };
}
pub(crate) use kinds;
