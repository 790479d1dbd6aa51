//! What a document tells the lists, charts and counts. The record keeps facts in tables and can rebuild them from versions.

use chrono::{NaiveDate, NaiveTime};

/// One thing a list, chart or count needs from a body. Ids are the stored strings.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields carry the names of the body they come from")]
pub enum Fact {
    /// Who this client is (face sheet).
    Client {
        legal_first: String,
        legal_last: String,
        preferred: String,
        born: Option<NaiveDate>,
        record_number: String,
        pronouns: String,
        speaks: String,
        reads: String,
        large_print: bool,
        phone: String,
        living: String,
        allergies: String,
    },
    /// A person around the client.
    Contact { name: String, relationship: String, role: String, phone: String, emergency: bool },
    /// A stretch of care at one level.
    Episode {
        level: String,
        track: String,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        provider: String,
        ours: bool,
    },
    /// A release: what may be told to whom, until when.
    Release {
        form: String,
        contact: String,
        recipient: String,
        purpose: String,
        covers: Vec<String>,
        signed_on: Option<NaiveDate>,
        expires: Expiry,
        revoked_on: Option<NaiveDate>,
    },
    /// A need found by the assessment.
    Need { id: String, text: String },
    /// Allergies named by the assessment.
    Allergies { text: String },
    /// An objective of the plan.
    Objective {
        id: String,
        number: u16,
        text: String,
        measure: String,
        baseline: String,
        target: String,
        target_date: Option<NaiveDate>,
        status: String,
    },
    /// The plan in force.
    Plan { effective: Option<NaiveDate>, next_review: Option<NaiveDate>, statement: String, statement_gloss: String },
    /// Time spent with this client: group, individual or family.
    Attendance {
        setting: Setting,
        status: String,
        on: Option<NaiveDate>,
        start: Option<NaiveTime>,
        end: Option<NaiveTime>,
        minutes: u32,
        topic: String,
        participation: Option<u8>,
    },
    /// A scored questionnaire. `total` is absent while an item is missing.
    Score {
        instrument: String,
        on: Option<NaiveDate>,
        total: Option<u16>,
        band: String,
        flagged: Vec<u8>,
        language: String,
    },
    /// A risk outcome and next step a clinician signed on this day.
    RiskAnswered { on: Option<NaiveDate> },
    /// First full day without use, as known from the day `known_on`.
    Sobriety { since: Option<NaiveDate>, known_on: Option<NaiveDate> },
    /// Use happened (history is kept, never judged).
    Lapse { on: Option<NaiveDate>, substance: String },
    /// A mutual-help meeting.
    Meeting { on: Option<NaiveDate>, fellowship: String, verification: String },
    /// A group session as it is known to the program.
    Session {
        on: Option<NaiveDate>,
        start: Option<NaiveTime>,
        end: Option<NaiveTime>,
        topic: String,
        present: u32,
        clients: Vec<String>,
    },
    /// Someone of the chart's care team.
    OnTeam { staff: String },
    /// The program.
    Program { name: String, site: String, phone: String, crisis_phone: String, address: String },
    /// Someone who works here.
    Staff {
        name: String,
        credential: String,
        role: String,
        license: String,
        license_expires: Option<NaiveDate>,
        supervisor: String,
        cosigned: bool,
        active: bool,
    },
}

/// Which kind of contact counted the minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of the field")]
pub enum Setting {
    Group,
    Individual,
    Family,
}

/// When a release ends (42 CFR 2.31(a)(7): a date, an event, or a condition).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expiry {
    /// Last day it holds.
    On(NaiveDate),
    /// This many days after discharge from our program; open until then.
    AfterDischarge(u32),
    /// An event that a person has to notice ("move-out date").
    Event(String),
    /// None, as 2.31 allows for treatment, payment and operations.
    None,
}
