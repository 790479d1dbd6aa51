//! Biopsychosocial assessment: physical, mental, substance use, social; needs (S-01, clinical.md 4.3).

mod form;

use crate::checks::{blank, counted, end_after_start, not_in_the_future, timeline};
use crate::facts::Fact;
use crate::form::{Finding, Form};
use crate::kind::{About, CheckContext, Document, rename_key};
use crate::rules::day;
use crate::words::LEVELS;
use crate::words::said;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

/// Body of an assessment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
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
    #[serde(flatten)]
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
    #[serde(flatten)]
    pub ratings: Ratings,
    pub diagnoses: Vec<Diagnosis>,
    pub level_recommended: String,
    pub level_actual: String,
    pub level_difference_reason: String,
    pub immediate_actions: String,
    pub reviewed_with_client: Option<bool>,
}

/// One medicine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct PastTreatment {
    pub id: String,
    pub level: String,
    pub place: String,
    pub year: String,
    pub outcome: String,
}

/// Mental status exam, one line each; its keys stand in the body itself, so that a form field can name them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct MentalStatus {
    pub appearance: String,
    pub behavior: String,
    pub speech: String,
    pub mood: String,
    pub affect: String,
    pub thought_process: String,
    pub thought_content: String,
    pub perception: String,
    pub orientation: String,
    pub memory: String,
    pub insight: String,
    pub judgment: String,
}

/// One row per substance.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Need {
    pub id: String,
    pub domain: String,
    pub text: String,
}

/// Neutral domain ratings 0 to 4 with what supports them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Ratings {
    #[serde(rename = "rating_withdrawal")]
    pub withdrawal: Option<u8>,
    #[serde(rename = "rating_physical")]
    pub physical: Option<u8>,
    #[serde(rename = "rating_mental")]
    pub mental: Option<u8>,
    #[serde(rename = "rating_return_to_use")]
    pub return_to_use: Option<u8>,
    #[serde(rename = "rating_environment")]
    pub environment: Option<u8>,
    #[serde(rename = "rating_evidence")]
    pub evidence: String,
    pub preferences: String,
}

/// ICD-10-CM code and text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Diagnosis {
    pub id: String,
    pub code: String,
    pub text: String,
    pub primary: bool,
    pub status: String,
}

impl Document for Assessment {
    const NAME: &'static str = "assessment";
    const ABOUT: About = About { credentialed: true, ..About::CLINICAL };

    /// 2: "behavior" and "judgment" are spelled as on screen.
    const VERSION: u16 = 2;

    fn upgrade(from: u16, mut body: Value) -> Value {
        if from < 2 {
            rename_key(&mut body, "behaviour", "behavior");
            rename_key(&mut body, "judgement", "judgment");
        }
        body
    }

    fn form() -> Form {
        Form { title: "Assessment", sections: form::sections() }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        not_in_the_future(&mut found, context, "assessed_on", &self.assessed_on, "The day of the assessment");
        not_in_the_future(&mut found, context, "last_exam", &self.last_exam, "The last exam");
        end_after_start(&mut found, "end", &self.start, &self.end);
        self.substance_findings(&mut found, context);
        self.diagnosis_findings(&mut found);
        let differ = !blank(&self.level_recommended)
            && !blank(&self.level_actual)
            && self.level_recommended != self.level_actual;
        if differ && blank(&self.level_difference_reason) {
            let why =
                "The level chosen differs from the one recommended. Say why: choice, no bed, payer, distance, legal.";
            found.push(Finding::hold("level_difference_reason", why));
        }
        found
    }

    fn facts(&self) -> Vec<Fact> {
        let mut facts = vec![Fact::Assessed { on: day(&self.assessed_on) }];
        let needs = self.needs.iter().enumerate().filter(|(_, need)| !blank(&need.text));
        facts.extend(needs.map(|(position, need)| Fact::Need {
            id: need.id.clone(),
            position: u16::try_from(position).unwrap_or(u16::MAX),
            text: need.text.clone(),
        }));
        if !blank(&self.allergies) {
            facts.push(Fact::Allergies { text: self.allergies.clone() });
        }
        facts
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.assessed_on)
    }

    fn summary(&self) -> String {
        let primary = self.diagnoses.iter().find(|it| it.primary).map_or("", |it| it.text.as_str());
        let needs = self.needs.len();
        timeline(&[primary, &said(LEVELS, &self.level_actual), &counted(needs, "need", "needs")])
    }
}

impl Assessment {
    fn substance_findings(&self, found: &mut Vec<Finding>, context: &CheckContext) {
        if self.substances_denied {
            if !self.substances.is_empty() {
                let both = "Substances are listed, and no use ever is ticked. Keep one of the two.";
                found.push(Finding::hold("substances_denied", both));
            }
            return;
        }
        if self.substances.is_empty() {
            let missing = "List each substance, or tick that the client reports no use.";
            found.push(Finding::hold("substances", missing));
        }
        for (index, row) in self.substances.iter().enumerate() {
            let at = |field: &str| format!("substances.{index}.{field}");
            not_in_the_future(found, context, &at("last_use"), &row.last_use, "The last use");
            if row.age_first.zip(row.age_regular).is_some_and(|(first, regular)| regular < first) {
                found.push(Finding::hold(at("age_regular"), "Regular use cannot begin before first use."));
            }
        }
        if self.substances.iter().filter(|row| row.primary).count() > 1 {
            found.push(Finding::hold("substances", "Only one substance can be the main one."));
        }
    }

    fn diagnosis_findings(&self, found: &mut Vec<Finding>) {
        for (index, row) in
            self.diagnoses.iter().enumerate().filter(|(_, row)| !blank(&row.code) && !is_icd_shaped(&row.code))
        {
            let message = format!("{} is not written like an ICD-10-CM code, for example F10.20.", row.code.trim());
            found.push(Finding::due(format!("diagnoses.{index}.code"), message));
        }
        if !self.diagnoses.is_empty() && self.diagnoses.iter().filter(|row| row.primary).count() != 1 {
            found.push(Finding::hold("diagnoses", "Mark one diagnosis as primary."));
        }
    }
}

/// A letter, a digit, a letter or digit, then up to four more after a point.
fn is_icd_shaped(code: &str) -> bool {
    let (category, rest) =
        code.trim().split_once('.').map_or((code.trim(), None), |(category, rest)| (category, Some(rest)));
    let mut letters = category.chars();
    let starts = letters.next().is_some_and(|it| it.is_ascii_alphabetic())
        && letters.next().is_some_and(|it| it.is_ascii_digit())
        && letters.next().is_some_and(|it| it.is_ascii_alphanumeric())
        && letters.next().is_none();
    starts && rest.is_none_or(|rest| (1..=4).contains(&rest.len()) && rest.chars().all(|it| it.is_ascii_alphanumeric()))
}
