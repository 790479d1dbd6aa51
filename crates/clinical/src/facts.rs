//! What a document tells the lists, charts and counts. The record keeps facts in tables and can rebuild them from versions.

use crate::names::{folded, full};
use crate::rules::{Ends, Rules};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use std::collections::BTreeSet;

/// One thing a list, chart or count needs from a body. Ids are the stored strings.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "fields carry the names of the body they come from")]
pub enum Fact {
    /// Who this client is (face sheet).
    Client {
        legal_first: String,
        legal_middle: String,
        legal_last: String,
        preferred: String,
        /// Full names from before, a line each.
        former: String,
        born: Option<NaiveDate>,
        /// The year, where the day is not known.
        born_about: Option<u16>,
        record_number: String,
        pronouns: String,
        speaks: String,
        reads: String,
        large_print: bool,
        phone: String,
        living: String,
    },
    /// A person around the client.
    Contact { name: String, relationship: String, role: String, organization: String, phone: String, emergency: bool },
    /// A stretch of care at one level.
    Episode {
        level: String,
        track: String,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        provider: String,
        ours: bool,
        weeks: Option<u32>,
        died: bool,
    },
    /// A release: what may be told to whom, until when.
    Release {
        form: String,
        contact: String,
        recipient: String,
        purpose: String,
        covers: Vec<String>,
        /// The recipient as named when the client signed: name, organization, role.
        named: [String; 3],
        signed_on: Option<NaiveDate>,
        ends: Ends,
        revoked_on: Option<NaiveDate>,
    },
    /// Something was told or given to somebody outside the program. `recipient` is name, organization, role.
    Disclosure {
        on: Option<NaiveDate>,
        time: String,
        recipient: [String; 3],
        basis: String,
        release: String,
        purpose: String,
        what: String,
        how: String,
    },
    /// The client was assessed.
    Assessed { on: Option<NaiveDate> },
    /// A need found by the assessment, in its place on the list.
    Need { id: String, position: u16, text: String },
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
        /// When this person came in, for `minutes` from there.
        came: Option<NaiveDateTime>,
        minutes: u32,
        topic: String,
        participation: Option<u8>,
        mood: Option<u8>,
        craving: Option<u8>,
    },
    /// An objective moved, as a note says.
    Progress { objective: String, progress: String, on: Option<NaiveDate> },
    /// A scored questionnaire. `total` is absent while an item is missing.
    Score {
        instrument: String,
        on: Option<NaiveDate>,
        total: Option<u16>,
        band: String,
        flagged: Vec<u8>,
        language: String,
    },
    /// A flagged question was answered above zero. `value` is the highest answer there ever was, `raised` the moment it was first known.
    Alert { instrument: String, on: Option<NaiveDate>, item: u8, value: u8, raised: Option<DateTime<Utc>> },
    /// A risk outcome and next step that a clinician signed for this safety alert, named by the document that raised it.
    RiskAnswered { alert: String, at: Option<DateTime<Utc>> },
    /// First full day without use, as known from the day `known_on`; none while it is not known. `used_on` is the last day of use that was
    /// learned of: no count begins before it is over.
    Sobriety { since: Option<NaiveDate>, used_on: Option<NaiveDate>, known_on: Option<NaiveDate> },
    /// Use happened (history is kept, never judged).
    Lapse { on: Option<NaiveDate>, substance: String },
    /// A mutual-help meeting.
    Meeting { on: Option<NaiveDate>, fellowship: String, verification: String },
    /// Someone reached out to the client, or tried to.
    Outreach { on: Option<NaiveDate>, at: Option<NaiveTime>, after_discharge: bool, no_more: bool },
    /// The stay was summed up after its end.
    DischargeSummary { on: Option<NaiveDate> },
    /// Calls after discharge, as the client agreed to them: their days, or none wanted.
    FollowUps { on: Option<NaiveDate>, agreed: Option<bool>, days: Vec<NaiveDate> },
    /// How the client signs this version; `later` is on the screen, after its author.
    ClientSigns { later: bool },
    /// A group session as it is known to the program.
    Session { on: Option<NaiveDate>, start: Option<NaiveTime>, end: Option<NaiveTime>, topic: String, present: u32 },
    /// Something that a named person does by a day.
    Task { what: String, owner: String, due: Option<NaiveDate>, open: bool },
    /// Someone of the chart's care team.
    OnTeam { staff: String },
    /// The client asked that something be kept from someone, and it was agreed. Nothing at all may go where `covers` is empty.
    Restricted { kept_from: KeptFrom, covers: Vec<String> },
    /// The program.
    Program {
        name: String,
        site: String,
        phone: String,
        crisis_phone: String,
        address: String,
        a4: bool,
        long_notice: bool,
        rules: Rules,
    },
    /// Someone who works here.
    Staff {
        name: String,
        credential: String,
        role: String,
        license: String,
        license_state: String,
        license_expires: Option<NaiveDate>,
        supervisor: String,
        cosigned: bool,
        active: bool,
        successor: String,
    },
}

/// From whom a restriction keeps something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptFrom {
    /// This colleague does not open the chart.
    Staff(String),
    /// This contact of the client's.
    Contact(String),
    /// Someone else, by name.
    Named(String),
    /// Everyone outside the program.
    Everyone,
}

/// Which kind of contact counted the minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of the field")]
pub enum Setting {
    Group,
    Individual,
    Family,
}

impl Setting {
    /// All of them.
    pub const ALL: &[Setting] = &[Setting::Group, Setting::Individual, Setting::Family];

    /// As it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Setting::Group => "group",
            Setting::Individual => "individual",
            Setting::Family => "family",
        }
    }

    /// The setting of that stored name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Setting::ALL.iter().copied().find(|setting| setting.name() == name)
    }
}

impl Fact {
    /// What of it may be known of a note that is kept in confidence (42 CFR 2.11): that time was spent, and the answer to an alert; no
    /// word, no mood, no progress.
    #[must_use]
    pub fn in_confidence(self) -> Option<Fact> {
        match self {
            Fact::Progress { .. } => None,
            Fact::Attendance {
                setting,
                status,
                on,
                start,
                end,
                came,
                minutes,
                topic: _,
                participation: _,
                mood: _,
                craving: _,
            } => {
                let topic = String::new();
                let (participation, mood, craving) = (None, None, None);
                Some(Fact::Attendance {
                    setting,
                    status,
                    on,
                    start,
                    end,
                    came,
                    minutes,
                    topic,
                    participation,
                    mood,
                    craving,
                })
            }
            other => Some(other),
        }
    }
}

/// Each objective named in a note once, in order of its id, with how it moved.
pub(crate) fn moved<'a>(on: Option<NaiveDate>, rows: impl IntoIterator<Item = (&'a String, &'a String)>) -> Vec<Fact> {
    let mut rows: Vec<_> = rows.into_iter().filter(|(objective, _)| !objective.is_empty()).collect();
    rows.sort();
    rows.dedup_by(|one, other| one.0 == other.0);
    let fact = |(objective, progress): (&String, &String)| Fact::Progress {
        objective: objective.clone(),
        progress: progress.clone(),
        on,
    };
    rows.into_iter().map(fact).collect()
}

/// What the heads of one document say together, newest last; a withdrawn head says nothing. Where there is one head it is what it says.
///
/// Two heads are two people's work that nobody has brought together yet. Until someone does: of a release the narrower of each part holds,
/// and one that is revoked or withdrawn on any head is so at once; a restriction holds as long as it does on any head; allergies and needs are
/// those of all; a team is only who is on all; an objective that differs is being reconciled; of everything else the newest head speaks.
#[must_use]
pub fn together(mut heads: Vec<Option<Vec<Fact>>>) -> Vec<Fact> {
    if heads.len() < 2 {
        return heads.pop().flatten().unwrap_or_default();
    }
    let withdrawn = heads.iter().any(Option::is_none);
    let mut said = heads.into_iter().flatten();
    let Some(first) = said.next() else { return Vec::new() };
    let mut held = said.fold(first, both);
    held.retain(|fact| !(withdrawn && matches!(fact, Fact::Release { .. } | Fact::OnTeam { .. })));
    held
}

/// Every full name that a fact gives a client.
fn names_of(fact: &Fact) -> Vec<String> {
    let Fact::Client { legal_first, legal_middle, legal_last, preferred, former, .. } = fact else { return Vec::new() };
    let called = if preferred.trim().is_empty() { String::new() } else { full(preferred, legal_last) };
    let own = [full(&full(legal_first, legal_middle), legal_last), called];
    own.into_iter().chain(former.lines().map(str::to_owned)).collect()
}

/// The word of an objective whose versions differ.
pub const BEING_RECONCILED: &str = "being_reconciled";

fn both(older: Vec<Fact>, mut newer: Vec<Fact>) -> Vec<Fact> {
    newer.retain(|fact| !matches!(fact, Fact::OnTeam { .. }) || older.contains(fact));
    for fact in &mut newer {
        match fact {
            Fact::Release { .. } => {
                if let Some(other) = older.iter().find(|it| matches!(it, Fact::Release { .. })) {
                    narrow(fact, other);
                }
            }
            Fact::Allergies { text } => {
                let others = older.iter().filter_map(|it| match it {
                    Fact::Allergies { text } => Some(text),
                    _ => None,
                });
                for other in others.filter(|other| *other != text).cloned().collect::<Vec<_>>() {
                    *text = format!("{text}; {other}");
                }
            }
            _ => {}
        }
    }
    for fact in &mut newer {
        let Fact::Objective { id, .. } = &*fact else { continue };
        let same = |it: &&Fact| matches!(it, Fact::Objective { id: other, .. } if other == id);
        let differs = older.iter().find(same).is_none_or(|other| *other != *fact);
        if let Fact::Objective { status, .. } = fact
            && differs
        {
            BEING_RECONCILED.clone_into(status);
        }
    }
    let kept = older.into_iter().filter(|fact| match fact {
        Fact::Allergies { .. } => !newer.iter().any(|it| matches!(it, Fact::Allergies { .. })),
        Fact::Restricted { .. } => !newer.contains(fact),
        Fact::Need { id, .. } => !newer.iter().any(|it| matches!(it, Fact::Need { id: other, .. } if other == id)),
        _ => false,
    });
    let kept: Vec<Fact> = kept.collect();
    newer.extend(kept);
    newer
}

/// Of two releases what both allow, the earlier end and any day on which one was taken back.
fn narrow(fact: &mut Fact, other: &Fact) {
    let (
        Fact::Release { contact, recipient, purpose, covers, named, signed_on, ends, revoked_on, .. },
        Fact::Release {
            contact: their_contact,
            recipient: their_recipient,
            purpose: their_purpose,
            covers: their_covers,
            named: their_name,
            signed_on: their_signature,
            ends: their_end,
            revoked_on: their_revocation,
            ..
        },
    ) = (fact, other)
    else {
        return;
    };
    covers.retain(|it| their_covers.contains(it));
    let same = contact == their_contact && recipient == their_recipient && named == their_name;
    if !same || purpose != their_purpose {
        // Two recipients are none that both versions name, and neither are two purposes.
        covers.clear();
    }
    *signed_on = signed_on.zip(*their_signature).map(|(one, two)| one.max(two));
    *revoked_on = (*revoked_on).into_iter().chain(*their_revocation).min();
    *ends = ends.sooner(their_end);
}

/// A person is found by every name they were known by here.
fn known_before<'a>(fact: &mut Fact, earlier: impl Iterator<Item = &'a Fact>) {
    let mut known: BTreeSet<String> = names_of(fact).iter().map(|name| folded(name)).collect();
    if let Fact::Client { legal_first, legal_last, former, .. } = fact {
        known.extend([String::new(), folded(&full(legal_first, legal_last))]);
        for name in earlier.flat_map(names_of).filter(|name| known.insert(folded(name))) {
            former.push_str(if former.is_empty() { "" } else { "\n" });
            former.push_str(&name);
        }
    }
}

/// A version of a document as its history remembers it.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// What it says; none where it withdrew the document.
    pub says: Option<Vec<Fact>>,
}

/// What a document's heads say, held against every version there ever was, oldest first. What a later version says cannot make a permission
/// wider than the client signed it or bring back one that was withdrawn, cannot take back that a flagged question was answered above zero, and makes
/// nobody forget a name.
#[must_use]
pub fn by_history(mut facts: Vec<Fact>, history: &[Remembered]) -> Vec<Fact> {
    let said = || history.iter().filter_map(|it| Some((it.at, it.says.as_ref()?)));
    if history.iter().any(|it| it.says.is_none()) {
        facts.retain(|fact| !matches!(fact, Fact::Release { .. }));
    }
    facts.retain(|fact| !matches!(fact, Fact::Alert { .. }));
    for fact in &mut facts {
        match fact {
            Fact::Release { .. } => said().flat_map(|(_, says)| says).for_each(|earlier| narrow(fact, earlier)),
            Fact::Client { .. } => known_before(fact, said().flat_map(|(_, says)| says)),
            // Answered by whoever knew what stood there when this version was written.
            Fact::RiskAnswered { alert, at } => {
                let names = |fact: &Fact| matches!(fact, Fact::RiskAnswered { alert: named, .. } if named == alert);
                *at = said().filter(|(_, says)| says.iter().any(names)).map(|(at, _)| at).max();
            }
            _ => {}
        }
    }
    for (at, says) in said() {
        for fact in says {
            raise(&mut facts, at, fact);
        }
    }
    facts
}

/// An alert stays as high as it ever was; a higher answer raises it anew.
fn raise(facts: &mut Vec<Fact>, at: DateTime<Utc>, fact: &Fact) {
    let Fact::Alert { instrument, item, value, raised, .. } = fact else { return };
    let known = facts.iter_mut().find_map(|known| match known {
        Fact::Alert { instrument: of, item: question, value, raised, .. }
            if (&*of, &*question) == (instrument, item) =>
        {
            Some((value, raised))
        }
        _ => None,
    });
    match known {
        Some((highest, since)) if *value > *highest => (*highest, *since) = (*value, raised.or(Some(at))),
        Some(_) => {}
        None => {
            let mut first = fact.clone();
            if let Fact::Alert { raised, .. } = &mut first {
                *raised = raised.or(Some(at));
            }
            facts.push(first);
        }
    }
}
