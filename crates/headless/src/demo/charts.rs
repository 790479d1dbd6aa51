//! What goes into the demo charts: whole, signable bodies in few words.

use super::people::{FOCUS, Invented, SAID, SEEN, TOPICS};
use crate::words::{choice, choices, id};
use chrono::{Days, NaiveDate};
use clinical::documents::Kind;
use clinical::documents::assessment::{Assessment, Diagnosis, MentalStatus, Need, Ratings, Substance};
use clinical::documents::contact::Contact;
use clinical::documents::episode::Episode;
use clinical::documents::face_sheet::FaceSheet;
use clinical::documents::group_session::{GroupSession, Person};
use clinical::documents::individual_note::IndividualNote;
use clinical::documents::release::Release;
use clinical::documents::screening::Screening;
use clinical::documents::treatment_plan::{Goal, Intervention, Objective, Problem, TreatmentPlan};
use uuid::Uuid;

/// The face sheet of the client at this place in the list.
pub fn face_sheet(who: &Invented, number: usize) -> FaceSheet {
    let pick = |field: &str, word: &str| choice(Kind::FaceSheet, field, word);
    let accessibility = if who.called.is_empty() { Vec::new() } else { vec!["large print".to_owned()] };
    FaceSheet {
        legal_first: who.first.to_owned(),
        legal_last: who.last.to_owned(),
        preferred_name: who.called.to_owned(),
        birth_date: who.born.to_owned(),
        record_number: format!("DEMO-{:03}", number + 1),
        pronouns: pick("pronouns", who.pronouns),
        speaks: pick("speaks", who.reads),
        reads: vec![pick("reads", who.reads)],
        interpreter: Some(false),
        address: format!("{} Fictional Court, Sampleton, AZ 00000", number + 1),
        phone: format!("602-555-01{:02}", number + 30),
        ok_voicemail: Some(number % 3 == 0),
        ok_text: Some(true),
        living_situation: pick("living_situation", if number.is_multiple_of(4) { "sober living" } else { "own home" }),
        employment: pick("employment", "part-time"),
        transport: pick("transport", "bus"),
        accessibility: choices(Kind::FaceSheet, "accessibility", &accessibility).0,
        ..FaceSheet::default()
    }
}

/// The person to call.
pub fn supporter(who: &Invented, number: usize) -> Contact {
    Contact {
        name: who.supporter.0.to_owned(),
        relationship: who.supporter.1.to_owned(),
        role: choice(Kind::Contact, "role", "family"),
        notes: "daily check-in".to_owned(),
        phone: format!("602-555-01{:02}", number + 60),
        emergency: true,
        ..Contact::default()
    }
}

/// Care in the demo program, open or over.
pub fn episode(admitted: NaiveDate, ended: Option<NaiveDate>) -> Episode {
    let sober = admitted.checked_sub_days(Days::new(11));
    Episode {
        level: choice(Kind::Episode, "level", "iop"),
        track: choice(Kind::Episode, "track", "evening"),
        provider: super::PROGRAM.to_owned(),
        ours: true,
        admitted_on: admitted.to_string(),
        ended_on: ended.map(|on| on.to_string()).unwrap_or_default(),
        end_reason: ended.map(|_| choice(Kind::Episode, "end_reason", "completed")).unwrap_or_default(),
        referred_by: "Sample Hills PHP (fictional)".to_owned(),
        referral_reason: "Step-down".to_owned(),
        sober_since: sober.map(|on| on.to_string()).unwrap_or_default(),
        projected_weeks: Some(8.0),
        ..Episode::default()
    }
}

/// What the person to call may hear, until `until`.
pub fn release(who: &Invented, contact: Uuid, signed: NaiveDate, until: NaiveDate, witness: &str) -> Release {
    let covers = ["attendance", "progress", "aftercare_plan", "family_sessions"].map(str::to_owned);
    let pick = |field: &str, word: &str| choice(Kind::Release, field, word);
    Release {
        form: pick("form", "part2_release"),
        discloser: super::PROGRAM.to_owned(),
        contact: contact.to_string(),
        recipient: who.supporter.0.to_owned(),
        information: "Attendance, progress, aftercare plan; may take part in family sessions".to_owned(),
        covers: choices(Kind::Release, "covers", &covers).0,
        purpose: "Family support".to_owned(),
        expires: pick("expires", "date"),
        expires_on: until.to_string(),
        right_to_revoke_explained: true,
        refusal_consequences_explained: true,
        redisclosure_explained: true,
        language: pick("language", who.reads),
        signed_by: pick("signed_by", "client"),
        client_signed_name: format!("{} {}", who.first, who.last),
        client_signed_on: signed.to_string(),
        witness: witness.to_owned(),
        ..Release::default()
    }
}

/// A short, complete assessment with two needs.
pub fn assessment(who: &Invented, number: usize, on: NaiveDate) -> Assessment {
    let pick = |field: &str, word: &str| choice(Kind::Assessment, field, word);
    let said = |words: &str| words.to_owned();
    let need = |part: &str, domain: &str, text: &str| Need {
        id: need_id(number, part),
        domain: pick("domain", domain),
        text: said(text),
    };
    Assessment {
        assessed_on: on.to_string(),
        start: said("09:00"),
        end: said("10:30"),
        informants: vec![said("client"), said("earlier records")],
        presenting_problem: format!("Return to {} use after some months without; low mood.", who.substance),
        clients_words: said(who.goal),
        why_now: said("Step-down from day treatment."),
        conditions: said("none known"),
        allergies: said("none known"),
        pain: Some(1),
        sleep: said("6 hours a night"),
        seizure_or_dt_history: Some(false),
        overdose_history: Some(false),
        naloxone_offered: Some(true),
        diagnosis_history: said("depression"),
        suicide_history: said("no attempts"),
        self_harm: said("denied"),
        violence_risk: pick("violence_risk", "low"),
        mental_status: mental_status(),
        substances: vec![Substance {
            id: id(&format!("substance {number}")),
            substance: pick("substance", who.substance),
            route: pick("route", if who.substance == "alcohol" { "oral" } else { "smoked" }),
            last_use: on.checked_sub_days(Days::new(9)).map(|it| it.to_string()).unwrap_or_default(),
            amount: said("daily before day treatment"),
            primary: true,
            ..Substance::default()
        }],
        family: said("in touch with family"),
        home_safety: said("safe"),
        partner_violence_screen: pick("partner_violence_screen", "negative"),
        education: said("high school"),
        work: said("part-time"),
        money: said("tight"),
        legal: said("none"),
        supports: said(who.supporter.1),
        strengths: vec![said("keeps appointments"), said("has stayed without use before")],
        barriers: vec![said("bus schedule")],
        formulation: said("Use follows evenings alone and arguments; support is near."),
        needs: vec![
            need("use", "return_to_use", "return-to-use risk in the evenings"),
            need("mood", "mental", "low mood and worry"),
        ],
        ratings: Ratings {
            withdrawal: Some(1),
            physical: Some(1),
            mental: Some(2),
            return_to_use: Some(3),
            environment: Some(2),
            evidence: said("Interview and earlier records."),
            preferences: said("evening track"),
        },
        diagnoses: vec![Diagnosis {
            id: id(&format!("diagnosis {number}")),
            code: said("F10.20"),
            text: said("Alcohol use disorder, moderate"),
            primary: true,
            status: pick("status", "active"),
        }],
        level_recommended: pick("level_recommended", "iop"),
        level_actual: pick("level_actual", "iop"),
        reviewed_with_client: Some(true),
        ..Assessment::default()
    }
}

fn mental_status() -> MentalStatus {
    let said = |words: &str| words.to_owned();
    MentalStatus {
        appearance: said("neat"),
        behaviour: said("cooperative"),
        speech: said("normal"),
        mood: said("low"),
        affect: said("full range"),
        thought_process: said("linear"),
        thought_content: said("no thoughts of death"),
        perception: said("no hallucinations"),
        orientation: said("x4"),
        memory: said("intact"),
        insight: said("fair"),
        judgement: said("fair"),
    }
}

fn need_id(number: usize, part: &str) -> String {
    id(&format!("need {number} {part}"))
}

/// Answers that add up to `total`, the last item left at `last`.
pub fn screening(instrument: &str, items: usize, total: u8, last: u8, on: NaiveDate, reads: &str) -> Screening {
    let spread = usize::from(total.saturating_sub(last));
    let answers = (0..items).map(|item| {
        let share = spread / (items - 1) + usize::from(item < spread % (items - 1));
        Some(if item + 1 == items { last } else { u8::try_from(share).unwrap_or(3) })
    });
    Screening {
        instrument: instrument.to_owned(),
        on: on.to_string(),
        language: choice(Kind::Screening, "language", reads),
        mode: choice(Kind::Screening, "mode", "self"),
        answers: answers.collect(),
        ..Screening::default()
    }
}

/// A plan with one objective for each need.
pub fn plan(who: &Invented, number: usize, on: NaiveDate, staff: Uuid) -> TreatmentPlan {
    let pick = |field: &str, word: &str| choice(Kind::TreatmentPlan, field, word);
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

/// A DAP note; `turn` picks what it worked on.
pub fn individual(on: NaiveDate, turn: usize) -> IndividualNote {
    let pick = |field: &str, word: &str| choice(Kind::IndividualNote, field, word);
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
        session_type: choice(Kind::GroupSession, "session_type", kind),
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
        attendance: choice(Kind::GroupSession, "attendance", attendance),
        start: came.to_owned(),
        end: if here { "21:00".to_owned() } else { String::new() },
        reason: reason.to_owned(),
        participation: if here { small(2 + (number + turn) % 3) } else { None },
        observed: words(SEEN, 5),
        response: words(SAID, 3),
        objective: if here { id(&format!("objective {number} use")) } else { String::new() },
        progress: if here {
            choice(Kind::GroupSession, "progress", if (number + turn).is_multiple_of(3) { "same" } else { "better" })
        } else {
            String::new()
        },
        mood: if here { small(3 + (number + turn / 4) % 5) } else { None },
        craving: if here { small(6_usize.saturating_sub((number + turn / 3) % 5)) } else { None },
        ..Person::default()
    }
}
