//! The intake assessment in its four domains, and the questionnaires.

use super::Journey;
use super::plans::own_words;
use crate::Outcome;
use crate::words::{at, choice, choices, first_of, id, moment, rows, text, texts, time};
use clinical::kinds::assessment::{
    Assessment, Diagnosis, Medication, MentalStatus, Need, PastTreatment, Ratings, Substance,
};
use clinical::kinds::screening::Screening;
use serde_json::Value;

const UNSAID: &str = "not recorded in the journey";

impl Journey<'_> {
    pub(super) async fn assess(&mut self) -> Outcome<()> {
        let told = &self.story.told["assessment"];
        let (physical, mental, social) = (&told["physical"], &told["mental"], &told["social"]);
        let said = |part: &Value| first_of(&[text(part), UNSAID.to_owned()]);
        let started = moment(&told["started"]).or_else(|| moment(&told["signed"]["at"]));
        let ended = moment(&told["signed"]["at"]);
        let plan = self.story.rows("treatment_plans").first().unwrap_or(&Value::Null);
        let vitals = [("BP", &physical["bp"]), ("HR", &physical["hr"])];
        let vitals: Vec<String> =
            vitals.iter().filter(|(_, it)| !it.is_null()).map(|(name, it)| format!("{name} {}", text(it))).collect();
        let body = Assessment {
            assessed_on: started.map(|it| it.date().to_string()).unwrap_or_default(),
            start: started.map(|it| at(it.time())).unwrap_or_default(),
            end: ended.map(|it| at(it.time())).unwrap_or_default(),
            informants: texts(&told["informants"]),
            presenting_problem: said(&told["presenting"]),
            clients_words: own_words(&text(&plan["patient_statement"])).0,
            why_now: text(&self.story.told["referral"]["reason"]),
            conditions: said(&physical["conditions"]),
            allergies: said(&physical["allergies"]),
            pain: small(&physical["pain_0_10"]),
            sleep: with_unit(&physical["sleep_hours"], "hours a night"),
            pregnancy: choice::<Assessment>("pregnancy", &text(&physical["pregnancy"])),
            last_exam: text(&physical["last_exam"]),
            vitals: vitals.join(", "),
            infection_screening: text(&physical["infectious_disease_screen"]),
            seizure_or_dt_history: Some(physical["seizure_or_DT_history"] == true),
            overdose_history: Some(told["overdose_history"] == true),
            naloxone_offered: told["naloxone_offered"].as_bool(),
            nicotine: nicotine(told),
            medications: self.story.rows("medications").iter().map(|it| self.medication(it)).collect(),
            diagnosis_history: text(&mental["diagnosis_history"]),
            past_treatment: rows(&told["treatment_history"]).iter().map(past).collect(),
            suicide_history: said(&mental["suicide_history"]),
            self_harm: said(&mental["self_harm"]),
            violence_risk: choice::<Assessment>("violence_risk", &said(&mental["violence_risk"])),
            trauma: text(&mental["trauma"]),
            mental_status: mental_status(&mental["mse"]),
            substances: rows(&told["substances"]).iter().map(substance).collect(),
            substances_denied: rows(&told["substances"]).is_empty(),
            family: said(&social["family"]),
            home_safety: said(&social["living"]),
            partner_violence_screen: choice::<Assessment>("partner_violence_screen", &text(&social["ipv_screen"])),
            education: text(&social["education"]),
            work: text(&social["work"]),
            money: text(&social["finances"]),
            legal: text(&social["legal"]),
            military: social["military"].as_bool(),
            culture_spirituality: text(&social["culture_spirituality"]),
            supports: said(&social["supports"]),
            strengths: texts(&social["strengths"]),
            barriers: texts(&social["barriers"]),
            formulation: said(&told["presenting"]),
            needs: rows(&told["needs"]).iter().map(need).collect(),
            ratings: ratings(&told["risk_profile"]),
            diagnoses: rows(&told["diagnoses"]).iter().map(diagnosis).collect(),
            level_recommended: choice::<Assessment>("level_recommended", &text(&told["level_recommended"])),
            level_actual: choice::<Assessment>("level_actual", &text(&told["level_actual"])),
            level_difference_reason: text(&told["discrepancy_reason"]),
            reviewed_with_client: Some(true),
            ..Assessment::default()
        };
        self.practice.sign(self.chart::<Assessment>(), &body).await?;
        Ok(())
    }

    fn medication(&self, told: &Value) -> Medication {
        let missed =
            rows(&told["adherence"]).last().map(|it| format!("{} of 14 days missed", text(&it["missed_days_14"])));
        Medication {
            id: id(&text(&told["name"])),
            name: text(&told["name"]),
            dose: text(&told["dose"]),
            route: choice::<Assessment>("route", &text(&told["route"])),
            frequency: text(&told["freq"]),
            prescriber: self.story.name_of(&text(&told["prescriber"])),
            purpose: text(&told["purpose"]),
            // What is known of later weeks was not known at intake.
            adherence: if told["start"].is_null() { missed.unwrap_or_default() } else { String::new() },
        }
    }

    /// PHQ-9 and GAD-7 so far; a questionnaire that does not ship is left out.
    pub(super) async fn screen(&mut self, result: &Value) -> Outcome<()> {
        let instrument = text(&result["instrument"]);
        if !matches!(instrument.as_str(), "phq9" | "gad7") {
            return Ok(());
        }
        let body = Screening {
            instrument,
            on: text(&result["date"]),
            time: time(&result["time"]).map(at).unwrap_or_default(),
            language: choice::<Screening>("language", &self.story.language()),
            mode: choice::<Screening>("mode", "self"),
            answers: rows(&result["items"]).iter().map(small).collect(),
            extra: if result["difficulty"].is_null() { Vec::new() } else { vec![small(&result["difficulty"])] },
            ..Screening::default()
        };
        self.practice.record(self.chart::<Screening>(), &body).await?;
        Ok(())
    }
}

fn small(value: &Value) -> Option<u8> {
    value.as_u64().and_then(|it| u8::try_from(it).ok())
}

fn with_unit(value: &Value, unit: &str) -> String {
    if value.is_null() { String::new() } else { format!("{} {unit}", text(value)) }
}

fn nicotine(told: &Value) -> String {
    let row = rows(&told["substances"]).iter().find(|it| text(&it["substance"]) == "nicotine");
    row.map(|it| text(&it["amount"])).unwrap_or_default()
}

fn past(told: &Value) -> PastTreatment {
    PastTreatment {
        id: id(&format!("{}{}", text(&told["level"]), text(&told["year"]))),
        level: choice::<Assessment>("level", &text(&told["level"])),
        place: text(&told["place"]),
        year: text(&told["year"]),
        outcome: text(&told["outcome"]),
    }
}

fn mental_status(told: &Value) -> MentalStatus {
    let said = |key: &str| first_of(&[text(&told[key]), UNSAID.to_owned()]);
    MentalStatus {
        appearance: said("appearance"),
        behavior: said("behavior"),
        speech: said("speech"),
        mood: said("mood"),
        affect: said("affect"),
        thought_process: said("thought_process"),
        thought_content: said("thought_content"),
        perception: said("perception"),
        orientation: said("orientation"),
        memory: said("memory"),
        insight: said("insight"),
        judgment: said("judgment"),
    }
}

fn substance(told: &Value) -> Substance {
    Substance {
        id: id(&text(&told["substance"])),
        substance: choice::<Assessment>("substance", &text(&told["substance"])),
        route: choice::<Assessment>("route", &text(&told["route"])),
        age_first: told["first_use_age"].as_f64(),
        age_regular: told["regular_use_age"].as_f64(),
        last_use: text(&told["last_use"]),
        days_in_30: told["days_30_before_PHP"].as_f64(),
        amount: text(&told["amount"]),
        longest_abstinence: with_unit(&told["longest_abstinence_months"], "months"),
        withdrawal: text(&told["withdrawal_history"]),
        consequences: text(&told["consequences"]),
        medication_for_use: String::new(),
        primary: told["is_primary"] == true,
        clients_goal: String::new(),
    }
}

/// A need keeps its id from the file, so that plans can point at it.
fn need(told: &Value) -> Need {
    let words = text(&told["text"]);
    Need {
        id: id(&text(&told["id"])),
        domain: choices::<Assessment>("domain", &[domain(&words)]).0.concat(),
        text: words,
    }
}

fn domain(words: &str) -> String {
    let said = words.to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| said.contains(part));
    let domain = if says(&["use", "craving", "alcohol", "drug"]) {
        "return_to_use"
    } else if says(&["mood", "worry", "anxi", "depress", "trauma", "sleep"]) {
        "mental"
    } else if says(&["pain", "health", "medical"]) {
        "physical"
    } else {
        "environment"
    };
    domain.to_owned()
}

fn ratings(told: &Value) -> Ratings {
    let of = |word: &str| rows(told).iter().find(|it| text(&it["domain"]).contains(word));
    let rated = |word: &str| of(word).and_then(|it| small(&it["rating_0_4"]));
    Ratings {
        withdrawal: rated("withdrawal"),
        physical: rated("physical"),
        mental: rated("mental"),
        return_to_use: rated("return_to_use"),
        environment: rated("environment"),
        evidence: "Assessment interview and earlier records.".to_owned(),
        preferences: of("preferences").map(|it| text(&it["note"])).unwrap_or_default(),
    }
}

fn diagnosis(told: &Value) -> Diagnosis {
    Diagnosis {
        id: id(&text(&told["icd10"])),
        code: text(&told["icd10"]),
        text: text(&told["text"]),
        primary: told["primary"] == true,
        status: choice::<Assessment>("status", "active"),
    }
}
