//! How the demo's clients arrive: who they are, who stands by them, what was found, how they feel.

use super::people::Invented;
use crate::words::{choice, choices, id};
use chrono::{Days, NaiveDate};
use clinical::kinds::assessment::{Assessment, Diagnosis, MentalStatus, Need, Ratings, Substance};
use clinical::kinds::contact::Contact;
use clinical::kinds::episode::Episode;
use clinical::kinds::face_sheet::FaceSheet;
use clinical::kinds::release::Release;
use clinical::kinds::screening::Screening;
use uuid::Uuid;

/// The face sheet of the client at this place in the list.
pub fn face_sheet(who: &Invented, number: usize) -> FaceSheet {
    let pick = |field: &str, word: &str| choice::<FaceSheet>(field, word);
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
        ok_voicemail: Some(number.is_multiple_of(3)),
        ok_text: Some(true),
        living_situation: pick("living_situation", if number.is_multiple_of(4) { "sober living" } else { "own home" }),
        employment: pick("employment", "part-time"),
        transport: pick("transport", "bus"),
        accessibility: choices::<FaceSheet>("accessibility", &accessibility).0,
        ..FaceSheet::default()
    }
}

/// The person to call.
pub fn supporter(who: &Invented, number: usize) -> Contact {
    Contact {
        name: who.supporter.0.to_owned(),
        relationship: who.supporter.1.to_owned(),
        role: choice::<Contact>("role", "family"),
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
        level: choice::<Episode>("level", "iop"),
        track: choice::<Episode>("track", "evening"),
        provider: super::PROGRAM.to_owned(),
        ours: true,
        admitted_on: admitted.to_string(),
        ended_on: ended.map(|on| on.to_string()).unwrap_or_default(),
        end_reason: ended.map(|_| choice::<Episode>("end_reason", "completed")).unwrap_or_default(),
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
    let pick = |field: &str, word: &str| choice::<Release>(field, word);
    Release {
        form: pick("form", "part2_release"),
        discloser: super::PROGRAM.to_owned(),
        contact: contact.to_string(),
        recipient: who.supporter.0.to_owned(),
        information: "Attendance, progress, aftercare plan; may take part in family sessions".to_owned(),
        covers: choices::<Release>("covers", &covers).0,
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
    let pick = |field: &str, word: &str| choice::<Assessment>(field, word);
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
        behavior: said("cooperative"),
        speech: said("normal"),
        mood: said("low"),
        affect: said("full range"),
        thought_process: said("linear"),
        thought_content: said("no thoughts of death"),
        perception: said("no hallucinations"),
        orientation: said("x4"),
        memory: said("intact"),
        insight: said("fair"),
        judgment: said("fair"),
    }
}

/// The id by which a plan points at a need.
pub fn need_id(number: usize, part: &str) -> String {
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
        language: choice::<Screening>("language", reads),
        mode: choice::<Screening>("mode", "self"),
        answers: answers.collect(),
        ..Screening::default()
    }
}
