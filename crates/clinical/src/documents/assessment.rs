//! Biopsychosocial assessment: physical, mental, substance use, social; needs (S-01, clinical.md 4.3).

use super::Document;
use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Body of an assessment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Assessment {
    pub assessed_on: String,
    pub start: String,
    pub end: String,
    pub informants: Vec<String>,
    pub presenting_problem: String,
    pub clients_words: String,
    pub why_now: String,
    pub conditions: String,
    pub allergies: String,
    pub pain: Option<u8>,
    pub sleep: String,
    pub nutrition: String,
    pub pregnancy: String,
    pub last_exam: String,
    pub vitals: String,
    pub infection_screening: String,
    pub seizure_or_dt_history: Option<bool>,
    pub overdose_history: Option<bool>,
    pub overdose_details: String,
    pub naloxone_offered: Option<bool>,
    pub nicotine: String,
    pub medications: Vec<Medication>,
    pub diagnosis_history: String,
    pub past_treatment: Vec<PastTreatment>,
    pub suicide_history: String,
    pub self_harm: String,
    pub violence_risk: String,
    pub trauma: String,
    pub eating_and_other: String,
    pub mental_status: MentalStatus,
    pub substances: Vec<Substance>,
    pub substances_denied: bool,
    pub family: String,
    pub children: String,
    pub home_safety: String,
    pub partner_violence_screen: String,
    pub education: String,
    pub work: String,
    pub money: String,
    pub legal: String,
    pub military: Option<bool>,
    pub culture_spirituality: String,
    pub leisure: String,
    pub supports: String,
    pub strengths: Vec<String>,
    pub barriers: Vec<String>,
    pub formulation: String,
    pub needs: Vec<Need>,
    pub ratings: Ratings,
    pub diagnoses: Vec<Diagnosis>,
    pub level_recommended: String,
    pub level_actual: String,
    pub level_difference_reason: String,
    pub immediate_actions: String,
    pub reviewed_with_client: Option<bool>,
}

/// One medicine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Medication {
    pub id: String,
    pub name: String,
    pub dose: String,
    pub route: String,
    pub frequency: String,
    pub prescriber: String,
    pub purpose: String,
    pub adherence: String,
}

/// One earlier treatment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct PastTreatment {
    pub id: String,
    pub level: String,
    pub place: String,
    pub year: String,
    pub outcome: String,
}

/// Mental status exam, one line each.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct MentalStatus {
    pub appearance: String,
    pub behaviour: String,
    pub speech: String,
    pub mood: String,
    pub affect: String,
    pub thought_process: String,
    pub thought_content: String,
    pub perception: String,
    pub orientation: String,
    pub memory: String,
    pub insight: String,
    pub judgement: String,
}

/// One row per substance.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Substance {
    pub id: String,
    pub substance: String,
    pub route: String,
    pub age_first: Option<f64>,
    pub age_regular: Option<f64>,
    pub last_use: String,
    pub days_in_30: Option<f64>,
    pub amount: String,
    pub longest_abstinence: String,
    pub withdrawal: String,
    pub consequences: String,
    pub medication_for_use: String,
    pub primary: bool,
    pub clients_goal: String,
}

/// One assessed need; plan problems link to its id.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Need {
    pub id: String,
    pub domain: String,
    pub text: String,
}

/// Neutral domain ratings 0 to 4 with what supports them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Ratings {
    pub withdrawal: Option<u8>,
    pub physical: Option<u8>,
    pub mental: Option<u8>,
    pub return_to_use: Option<u8>,
    pub environment: Option<u8>,
    pub evidence: String,
    pub preferences: String,
}

/// ICD-10-CM code and text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Diagnosis {
    pub id: String,
    pub code: String,
    pub text: String,
    pub primary: bool,
    pub status: String,
}

impl Document for Assessment {
    fn form() -> Form {
        Form { title: "Assessment", sections: Vec::new() }
    }
}
