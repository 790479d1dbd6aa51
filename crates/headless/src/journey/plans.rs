//! The treatment plan and its revisions: later versions name only what changed, so each is built on the one before.

use super::Journey;
use crate::Outcome;
use crate::words::{choice, day, first_of, id, rows, text, texts};
use clinical::kinds::treatment_plan::{Deferred, Goal, Intervention, Objective, Problem, TreatmentPlan};
use serde_json::Value;

const PLAN: &str = "the treatment plan";

impl Journey<'_> {
    pub(super) async fn plan(&mut self, told: &Value) -> Outcome<()> {
        let place = self.again::<TreatmentPlan>(PLAN);
        let body = match place.document {
            None => self.first_plan(told),
            Some(document) => {
                let of = record::views::DocumentOf { document };
                let standing: record::views::DocumentView = self.practice.ask("document", of).await?;
                self.revised(serde_json::from_value(standing.body)?, told)
            }
        };
        let signed = self.practice.sign(place, &body).await?;
        self.ids.insert(PLAN.to_owned(), signed.document);
        Ok(())
    }

    fn first_plan(&self, told: &Value) -> TreatmentPlan {
        let (statement, gloss) = own_words(&text(&told["patient_statement"]));
        let diagnoses = rows(&self.story.told["assessment"]["diagnoses"]).iter();
        let diagnosis: Vec<String> =
            diagnoses.map(|it| format!("{} {}", text(&it["icd10"]), text(&it["text"]))).collect();
        let deferred = |it: &Value| Deferred {
            id: id(&format!("deferred {}", text(&it["need"]))),
            need: id(&text(&it["need"])),
            reason: text(&it["reason"]),
        };
        let mut body = TreatmentPlan {
            level: choice::<TreatmentPlan>("level", &text(&told["level"])),
            diagnosis: diagnosis.join("; "),
            clients_statement: statement,
            clients_statement_gloss: gloss,
            strengths: texts(&told["strengths"]),
            barriers: texts(&told["barriers"]),
            discharge_criteria: texts(&told["discharge_criteria"]),
            projected_weeks: told["projected_weeks"].as_f64(),
            problems: rows(&told["problems"]).iter().map(|it| self.problem(it)).collect(),
            deferred_needs: rows(&told["deferred_needs"]).iter().map(deferred).collect(),
            family_involvement: self.family_part(),
            ..TreatmentPlan::default()
        };
        self.dated(&mut body, told);
        body
    }

    /// What every version says anew: its days, its reason, who took part and who signed.
    fn dated(&self, body: &mut TreatmentPlan, told: &Value) {
        body.effective = text(&told["effective"]);
        body.next_review = text(&told["next_review"]);
        body.frequency = first_of(&[text(&told["frequency"]), std::mem::take(&mut body.frequency)]);
        body.revision_reason = text(&told["reason"]);
        body.changes = texts(&told["changes"]);
        body.clients_contribution = text(&told["patient_contribution"]);
        body.copy_offered = Some(true);
        let signed = self.story.client_signature(&told["signatures"]);
        body.client_signs =
            choice::<TreatmentPlan>("client_signs", if signed.is_some() { "signed" } else { "not signed" });
        body.client_signed_name = if signed.is_some() { self.story.legal_name() } else { String::new() };
        body.client_signed_on = signed.map(|on| on.to_string()).unwrap_or_default();
        body.no_signature_reason =
            if signed.is_some() { String::new() } else { "No signature in the journey.".to_owned() };
    }

    fn problem(&self, told: &Value) -> Problem {
        Problem {
            id: id(&text(&told["id"])),
            need: id(&text(&told["need"])),
            text: text(&told["text"]),
            goals: rows(&told["goals"]).iter().map(|it| self.goal(it)).collect(),
        }
    }

    fn goal(&self, told: &Value) -> Goal {
        Goal {
            id: id(&text(&told["id"])),
            text: text(&told["text"]),
            category: choice::<TreatmentPlan>("category", &goal_category(&text(&told["text"]))),
            objectives: rows(&told["objectives"]).iter().map(|it| self.objective(it)).collect(),
        }
    }

    fn objective(&self, told: &Value) -> Objective {
        let smart = |check: &str| told["smart"][check] == true;
        Objective {
            id: id(&text(&told["id"])),
            text: text(&told["text"]),
            measure: text(&told["measure"]),
            baseline: text(&told["baseline"]),
            target: text(&told["target"]),
            target_date: text(&told["target_date"]),
            specific: smart("specific"),
            measurable: smart("measurable"),
            achievable: smart("achievable"),
            relevant: smart("relevant"),
            time_bound: smart("time_bound"),
            status: choice::<TreatmentPlan>("status", &text(&told["status"])),
            new_in_version: false,
            interventions: rows(&told["interventions"]).iter().map(|it| self.intervention(it)).collect(),
        }
    }

    fn intervention(&self, told: &Value) -> Intervention {
        let who = text(&told["responsible"]);
        let member = self.practice.member(&who);
        Intervention {
            id: id(&format!("{}{}{who}", text(&told["modality"]), text(&told["what"]))),
            modality: choice::<TreatmentPlan>("modality", &text(&told["modality"])),
            what: first_of(&[text(&told["what"]), text(&told["modality"])]),
            frequency: text(&told["frequency"]),
            duration: text(&told["duration"]),
            responsible: member.map(|it| it.id.to_string()).unwrap_or_default(),
            responsible_name: if member.is_some() { String::new() } else { who },
        }
    }

    fn family_part(&self) -> String {
        let people = self.story.rows("contacts").iter().filter(|it| text(&it["support_role"]).contains("family"));
        let names: Vec<String> =
            people.map(|it| format!("{} ({})", text(&it["name"]), text(&it["relationship"]))).collect();
        names.join("; ")
    }

    /// The version before with the listed changes: moved target dates, and what is added as something the program does. A changed
    /// number of groups is in the frequency already.
    fn revised(&self, mut body: TreatmentPlan, told: &Value) -> TreatmentPlan {
        self.dated(&mut body, told);
        if !rows(&told["problems"]).is_empty() {
            body.problems = rows(&told["problems"]).iter().map(|it| self.problem(it)).collect();
        }
        let responsible = self.practice.member(&self.story.primary()).map(|it| it.id.to_string()).unwrap_or_default();
        for change in texts(&told["changes"]) {
            if let Some((objective, date)) = moved_target(&change) {
                for it in objectives(&mut body).filter(|it| it.id == id(&objective)) {
                    it.target_date.clone_from(&date);
                }
            } else if let Some(first) = objectives(&mut body).next().filter(|_| !change.contains("group")) {
                first.interventions.push(Intervention {
                    id: id(&change),
                    modality: choice::<TreatmentPlan>("modality", &modality(&change)),
                    what: change.strip_prefix("add ").unwrap_or(&change).to_owned(),
                    frequency: frequency(&change),
                    duration: String::new(),
                    responsible: responsible.clone(),
                    responsible_name: String::new(),
                });
            }
        }
        body
    }
}

fn objectives(body: &mut TreatmentPlan) -> impl Iterator<Item = &mut Objective> {
    body.problems.iter_mut().flat_map(|it| &mut it.goals).flat_map(|it| &mut it.objectives)
}

/// `"Quiero …" (I want …)` is the client's own words and what they mean.
pub(super) fn own_words(statement: &str) -> (String, String) {
    let bare = |part: &str| part.trim().trim_matches(['"', '“', '”', '«', '»']).to_owned();
    match statement.strip_suffix(')').and_then(|it| it.rsplit_once(" (")) {
        Some((own, gloss)) => (bare(own), bare(gloss)),
        None => (bare(statement), String::new()),
    }
}

/// `move o2 target date to 2026-04-30`.
fn moved_target(change: &str) -> Option<(String, String)> {
    let (objective, date) = change.strip_prefix("move ")?.split_once(" target date to ")?;
    day(&Value::String(date.to_owned())).map(|on| (objective.to_owned(), on.to_string()))
}

fn goal_category(goal: &str) -> String {
    let said = goal.to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| said.contains(part));
    let category = if says(&["sober", "use", "drink"]) {
        "relapse prevention"
    } else if says(&["steadier", "mood", "calm down", "worry", "sleep"]) {
        "symptom reduction"
    } else {
        "skill development"
    };
    category.to_owned()
}

fn modality(change: &str) -> String {
    let said = change.to_lowercase();
    let says = |parts: &[&str]| parts.iter().any(|part| said.contains(part));
    let modality = if says(&["coping", "prevention"]) {
        "relapse prevention"
    } else if says(&["adherence", "medic"]) {
        "medication management"
    } else if says(&["sister", "family", "partner"]) {
        "family"
    } else {
        "other"
    };
    modality.to_owned()
}

fn frequency(change: &str) -> String {
    const TIMES: &[&str] = &["daily", "twice a week", "every attended day", "weekly", "monthly", "every week"];
    let said = TIMES.iter().find(|it| change.contains(**it));
    said.map_or_else(|| "as agreed in this plan".to_owned(), |it| (*it).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clients_words_are_kept_apart_from_their_meaning() {
        let told = "\"Quiero estar sobria.\" (I want to be sober.)";
        assert_eq!(own_words(told), ("Quiero estar sobria.".to_owned(), "I want to be sober.".to_owned()));
        assert_eq!(own_words("I want to sleep").1, "");
    }

    #[test]
    fn a_revision_moves_the_target_date_it_names() {
        assert_eq!(moved_target("move o2 target date to 2026-04-30"), Some(("o2".to_owned(), "2026-04-30".to_owned())));
        assert_eq!(moved_target("add Monday group"), None);
    }
}
