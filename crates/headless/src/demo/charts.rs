//! The demo's work: plans, sessions and papers, whole and signable in few words.

use super::intake::need_id;
use super::people::{FOCUS, Invented, SAID, SEEN, TOPICS};
use crate::words::{choice, id};
use chrono::{Days, NaiveDate};
use clinical::kinds::aftercare_plan::{AftercarePlan, Appointment, SupportGroup, SupportPerson};
use clinical::kinds::family_session::{FamilySession, Present};
use clinical::kinds::group_session::{GroupSession, Person};
use clinical::kinds::individual_note::IndividualNote;
use clinical::kinds::treatment_plan::{Goal, Intervention, Objective, Problem, TreatmentPlan};
use uuid::Uuid;

/// A plan with one objective for each need.
pub fn plan(who: &Invented, number: usize, on: NaiveDate, staff: Uuid) -> TreatmentPlan {
    let pick = |field: &str, word: &str| choice::<TreatmentPlan>(field, word);
    let by = on.checked_add_days(Days::new(56)).unwrap_or(on);
    let objective = |part: &str, text: &str, measure: &str, baseline: String, target: &str, modality: &str| Objective {
        id: id(&format!("objective {number} {part}")),
        text: text.to_owned(),
        measure: measure.to_owned(),
        baseline,
        target: target.to_owned(),
        target_date: by.to_string(),
        specific: true,
        measurable: true,
        achievable: true,
        relevant: true,
        time_bound: true,
        status: pick("status", "active"),
        new_in_version: false,
        interventions: vec![Intervention {
            id: id(&format!("intervention {number} {part}")),
            modality: pick("modality", modality),
            what: "skills for hard evenings".to_owned(),
            frequency: "weekly".to_owned(),
            duration: String::new(),
            responsible: staff.to_string(),
            responsible_name: String::new(),
        }],
    };
    let problem = |part: &str, text: &str, goal: &str, category: &str, objective: Objective| Problem {
        id: id(&format!("problem {number} {part}")),
        need: need_id(number, part),
        text: text.to_owned(),
        goals: vec![Goal {
            id: id(&format!("goal {number} {part}")),
            text: goal.to_owned(),
            category: pick("category", category),
            objectives: vec![objective],
        }],
    };
    let phq9 = who.phq9.first().copied().unwrap_or_default();
    let sober = objective(
        "use",
        "Report 0 days of use each week",
        "weekly report",
        "daily".into(),
        "0 days for 8 weeks",
        "cbt",
    );
    let mood =
        objective("mood", &format!("Lower PHQ-9 from {phq9} to under 5"), "PHQ-9", phq9.to_string(), "< 5", "dbt");
    TreatmentPlan {
        effective: on.to_string(),
        next_review: on.checked_add_days(Days::new(28)).unwrap_or(on).to_string(),
        level: pick("level", "iop"),
        diagnosis: "F10.20 Alcohol use disorder, moderate".to_owned(),
        clients_statement: who.goal.to_owned(),
        strengths: vec!["keeps appointments".to_owned()],
        barriers: vec!["bus schedule".to_owned()],
        discharge_criteria: vec!["no use for 3 weeks".to_owned(), "first outpatient visit booked".to_owned()],
        projected_weeks: Some(8.0),
        frequency: "3 group days a week of 3 hours; 1 individual session a week".to_owned(),
        problems: vec![
            problem("use", "Return-to-use risk", "Evenings without use", "relapse prevention", sober),
            problem("mood", "Low mood and worry", "Feel steadier", "symptom reduction", mood),
        ],
        family_involvement: format!("{} ({})", who.supporter.0, who.supporter.1),
        clients_contribution: "chose both goals and the evening track".to_owned(),
        copy_offered: Some(true),
        client_signs: pick("client_signs", "signed"),
        client_signed_name: format!("{} {}", who.first, who.last),
        client_signed_on: on.to_string(),
        ..TreatmentPlan::default()
    }
}

/// The next version of a plan, with nothing moved but its dates.
pub fn reviewed(plan: TreatmentPlan) -> TreatmentPlan {
    TreatmentPlan {
        revision_reason: "Review after four weeks: both objectives go on.".to_owned(),
        changes: vec!["evening plan for weekends".to_owned()],
        ..plan
    }
}

/// An evening with the person to call, under their release.
pub fn family(who: &Invented, number: usize, on: NaiveDate, contact: Uuid, release: Uuid) -> FamilySession {
    let pick = |field: &str, word: &str| choice::<FamilySession>(field, word);
    FamilySession {
        on: on.to_string(),
        start: "17:00".to_owned(),
        end: "18:00".to_owned(),
        session_type: pick("session_type", "family_therapy"),
        client_present: Some(true),
        people: vec![Present {
            id: id(&format!("present {number}")),
            contact: contact.to_string(),
            name: who.supporter.0.to_owned(),
            relationship: who.supporter.1.to_owned(),
            release: release.to_string(),
            client_agreed: false,
            may_say: vec!["attendance".to_owned(), "progress".to_owned()],
            ..Present::default()
        }],
        topics: vec![pick("topics", "communicate"), pick("topics", "healthy_boundaries")],
        worked_on: "How to ask for a pause when voices rise.".to_owned(),
        agreement_communication: vec![
            "talk before 9 pm".to_owned(),
            "a pause of 20 minutes when voices rise".to_owned(),
        ],
        homework: "Use the pause twice this week.".to_owned(),
        risk: pick("risk", "none"),
        ..FamilySession::default()
    }
}

/// What goes home on paper.
pub fn aftercare(who: &Invented, number: usize, on: NaiveDate, contact: Uuid) -> AftercarePlan {
    let said = |words: &str| words.to_owned();
    let later = |days: u64| on.checked_add_days(Days::new(days)).unwrap_or(on).to_string();
    let key = |part: &str| id(&format!("aftercare {number} {part}"));
    let person = |name: &str, phone: &str, contact: String| SupportPerson {
        id: key(name),
        contact,
        name: said(name),
        phone: said(phone),
        relationship: said("support"),
        when: said("before using"),
    };
    AftercarePlan {
        language: choice::<AftercarePlan>("language", who.reads),
        made_on: on.to_string(),
        appointments: vec![Appointment {
            id: key("visit"),
            what: said("outpatient therapy"),
            with_name: said("Noor Invented, LCSW"),
            on: later(9),
            time: said("17:30"),
            phone: said("602-555-0118"),
            confirmed: true,
            ..Appointment::default()
        }],
        support_groups: vec![SupportGroup {
            id: key("group"),
            name: said("Alumni group"),
            when: said("Wed 18:00"),
            place: said("1 Example Way"),
            phone: String::new(),
        }],
        people: vec![
            person(who.supporter.0, &format!("602-555-01{:02}", number + 60), contact.to_string()),
            person("Dee (sponsor, first name only)", "602-555-0114", String::new()),
        ],
        if_i_use: vec![said("Tell someone today."), said("Next meeting within 24 hours.")],
        come_back: said("Call 602-555-0100 and ask for a visit within 3 days."),
        naloxone_given: Some(true),
        naloxone_on: on.to_string(),
        follow_up_consent: Some(true),
        follow_up_calls: vec![later(10), later(33)],
        strengths: vec![said("kept every appointment")],
        reviewed_with_client: Some(true),
        client_signs: choice::<AftercarePlan>("client_signs", "signed"),
        client_signed_name: format!("{} {}", who.first, who.last),
        client_signed_on: on.to_string(),
        ..AftercarePlan::default()
    }
}

/// A DAP note; `turn` picks what it worked on.
pub fn individual(on: NaiveDate, turn: usize) -> IndividualNote {
    let pick = |field: &str, word: &str| choice::<IndividualNote>(field, word);
    let sections = [
        ("data", FOCUS[turn % FOCUS.len()]),
        ("assessment", "Engaged; confidence for the weekend is a little higher."),
        ("plan", "Homework as agreed; next session in a week."),
    ];
    IndividualNote {
        on: on.to_string(),
        start: "16:00".to_owned(),
        end: "16:50".to_owned(),
        mode: pick("mode", "in_person"),
        held: pick("held", "held"),
        format: pick("format", "dap"),
        sections: sections.map(|(section, words)| (section.to_owned(), words.to_owned())).into(),
        risk: pick("risk", "none"),
        homework: "One page in the journal.".to_owned(),
        ..IndividualNote::default()
    }
}

/// A group evening with everyone's own part; nobody's words are repeated in the room.
pub fn group(on: NaiveDate, turn: usize, people: &[(usize, Uuid)], led_by: (Uuid, &str)) -> GroupSession {
    let (topic, kind) = TOPICS[turn % TOPICS.len()];
    GroupSession {
        on: on.to_string(),
        start: "18:00".to_owned(),
        end: "21:00".to_owned(),
        topic: topic.to_owned(),
        session_type: choice::<GroupSession>("session_type", kind),
        purpose: "Learn and practice together.".to_owned(),
        method: "Discussion and role play.".to_owned(),
        summary: format!("The group worked on: {topic}."),
        room: "Room A".to_owned(),
        capacity: Some(12.0),
        facilitators: vec![led_by.0.to_string()],
        facilitator_names: vec![led_by.1.to_owned()],
        people: people.iter().map(|(number, client)| part(*number, *client, turn)).collect(),
        ..GroupSession::default()
    }
}

fn part(number: usize, client: Uuid, turn: usize) -> Person {
    let small = |it: usize| u8::try_from(it).ok();
    // One evening in eleven somebody is away, one in nine late for the bus.
    let (attendance, came, reason) = match (number * 3 + turn) % 99 {
        n if n % 11 == 0 => ("absent_excused", "", "called ahead: work shift"),
        n if n % 9 == 0 => ("late", "18:20", "bus was late"),
        _ => ("present", "18:00", ""),
    };
    let here = !came.is_empty();
    let words = |list: &[&str], step: usize| {
        if here { list[(number + turn * step) % list.len()].to_owned() } else { String::new() }
    };
    Person {
        client: client.to_string(),
        attendance: choice::<GroupSession>("attendance", attendance),
        start: came.to_owned(),
        end: if here { "21:00".to_owned() } else { String::new() },
        reason: reason.to_owned(),
        participation: if here { small(2 + (number + turn) % 3) } else { None },
        observed: words(SEEN, 5),
        response: words(SAID, 3),
        objective: if here { id(&format!("objective {number} use")) } else { String::new() },
        progress: if here {
            choice::<GroupSession>("progress", if (number + turn).is_multiple_of(3) { "same" } else { "better" })
        } else {
            String::new()
        },
        mood: if here { small(3 + (number + turn / 4) % 5) } else { None },
        craving: if here { small(6_usize.saturating_sub((number + turn / 3) % 5)) } else { None },
        ..Person::default()
    }
}
