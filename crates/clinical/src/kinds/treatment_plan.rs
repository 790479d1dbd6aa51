//! Need, goal in the client's words, objective with measure and date, intervention (S-03 to S-07, clinical.md 4.5).

use crate::ask::{date, line, lines, number, one_of, paragraph, pick, rows, tick, yes_no};
use crate::checks::{blank, counted, in_order, not_in_the_future, revision_reason, timeline};
use crate::facts::Fact;
use crate::form::Finding;
use crate::form::{Field, Form, Listing, section};
use crate::kind::{About, Beside, CheckContext, CheckedWith, Document, Finish};
use crate::rules::day;
use crate::words::said;
use crate::words::{CLIENT_SIGNS, LEVELS, MODALITIES, OBJECTIVE_STATUS, Pairs, SIGNS_ON_SCREEN};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use ts_rs::TS;

/// Body of a treatment plan; each signed version is whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct TreatmentPlan {
    pub effective: String,
    pub next_review: String,
    pub level: String,
    pub diagnosis: String,
    pub revision_reason: String,
    pub changes: Vec<String>,
    pub clients_statement: String,
    pub clients_statement_gloss: String,
    pub strengths: Vec<String>,
    pub barriers: Vec<String>,
    pub discharge_criteria: Vec<String>,
    pub projected_weeks: Option<f64>,
    pub frequency: String,
    pub problems: Vec<Problem>,
    pub deferred_needs: Vec<Deferred>,
    pub family_involvement: String,
    pub clients_contribution: String,
    pub copy_offered: Option<bool>,
    pub client_signs: String,
    pub client_signed_name: String,
    pub client_signed_on: String,
    pub no_signature_reason: String,
}

/// One problem, linked to an assessed need.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts", rename = "PlanProblem")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Problem {
    pub id: String,
    pub need: String,
    pub text: String,
    pub goals: Vec<Goal>,
}

/// A goal in the client's words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts", rename = "PlanGoal")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Goal {
    pub id: String,
    pub text: String,
    pub category: String,
    pub objectives: Vec<Objective>,
}

/// A SMART objective.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts", rename = "PlanObjective")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Objective {
    pub id: String,
    pub text: String,
    pub measure: String,
    pub baseline: String,
    pub target: String,
    pub target_date: String,
    pub specific: bool,
    pub measurable: bool,
    pub achievable: bool,
    pub relevant: bool,
    pub time_bound: bool,
    pub status: String,
    pub new_in_version: bool,
    pub interventions: Vec<Intervention>,
}

/// What the program does for an objective.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Intervention {
    pub id: String,
    pub modality: String,
    pub what: String,
    pub frequency: String,
    pub duration: String,
    pub responsible: String,
    pub responsible_name: String,
}

/// An assessed need left for later, and why.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "generated.ts")]
#[expect(missing_docs, reason = "every field is labelled in the form below")]
pub struct Deferred {
    pub id: String,
    pub need: String,
    pub reason: String,
}

/// The six aims of a program (S-29 to S-31).
pub const GOAL_CATEGORIES: Pairs = &[
    ("stabilisation", "Stabilization"),
    ("symptoms", "Symptom reduction"),
    ("skills", "Skill development"),
    ("prevention", "Relapse prevention"),
    ("community", "Supportive community"),
    ("transition", "Transition"),
];

impl Document for TreatmentPlan {
    const NAME: &'static str = "treatment_plan";
    const ABOUT: About = About {
        finish: Finish::SignedRevisable,
        one: true,
        by_hand: true,
        for_clients: true,
        covered_as: "treatment_plan",
        checked_with: &[CheckedWith::Needs],
        beside: &[Beside::Last, Beside::Since, Beside::Needs, Beside::Alerts, Beside::Measures],
        stated_anew: About::PLAN_STATES_ANEW,
        ..About::CLINICAL
    };

    fn form() -> Form {
        let sections = vec![
            section(
                "This plan",
                vec![
                    date("effective", "In force from").required(),
                    date("next_review", "Next review").required(),
                    one_of("level", "Level of care", LEVELS).required().width(4),
                    line("diagnosis", "Diagnosis").width(8),
                    number("projected_weeks", "Planned length", 1.0, 104.0, "weeks"),
                    line("frequency", "Schedule").required().hint("3 groups a week of 3 hours, 1 individual session"),
                    line("revision_reason", "Why the plan changes").hint("For a revision").width(6),
                    lines("changes", "What changes", "Add a change").hint("For a revision").width(6),
                ],
            ),
            section(
                "In the client's words",
                vec![
                    paragraph("clients_statement", "What the client wants").required().voice().width(6),
                    paragraph("clients_statement_gloss", "In English").hint("If said in another language").width(6),
                    lines("strengths", "Strengths", "Add a strength").required().width(6),
                    lines("barriers", "What could get in the way", "Add a barrier").required().width(6),
                ],
            ),
            section("Problems, goals and objectives", vec![rows("problems", "Problems", "Add a problem", problem())])
                .hint("Need, then the goal in the client's words, then steps that can be measured, then what we do."),
            section(
                "For later",
                vec![rows(
                    "deferred_needs",
                    "Needs left for later",
                    "Add a need",
                    vec![
                        pick("need", "Need", Listing::Need).required().width(6),
                        line("reason", "Why later").required().width(6),
                    ],
                )],
            ),
            section(
                "Ready to leave",
                vec![lines("discharge_criteria", "The client is ready when", "Add a criterion").required()],
            ),
            section(
                "Made together",
                vec![
                    paragraph("clients_contribution", "What the client brought to this plan")
                        .required()
                        .voice()
                        .width(6),
                    paragraph("family_involvement", "How family takes part").width(6),
                    yes_no("copy_offered", "Copy offered").required(),
                ],
            ),
            section(
                "Client's signature",
                vec![
                    one_of("client_signs", "Signature", CLIENT_SIGNS).required().width(4),
                    line("client_signed_name", "Name as signed").required().when("client_signs", &["signed"]).width(4),
                    date("client_signed_on", "Signed on").required().when("client_signs", &["signed"]),
                    line("no_signature_reason", "Reason").required().when("client_signs", &["not_signed"]).width(8),
                ],
            ),
        ];
        Form { title: "Treatment plan", sections }
    }

    fn findings(&self, context: &CheckContext) -> Vec<Finding> {
        let mut found = Vec::new();
        revision_reason(&mut found, context, &self.revision_reason);
        in_order(
            &mut found,
            "next_review",
            &self.effective,
            &self.next_review,
            "The review is before the plan starts.",
        );
        if self.problems.is_empty() {
            found.push(Finding::hold("problems", "A plan needs at least one problem."));
        }
        self.need_findings(&mut found, context);
        for (index, problem) in self.problems.iter().enumerate() {
            let at = format!("problems.{index}");
            if problem.goals.is_empty() {
                found.push(Finding::hold(format!("{at}.goals"), "Each problem needs at least one goal."));
            }
            for (index, goal) in problem.goals.iter().enumerate() {
                let at = format!("{at}.goals.{index}");
                if goal.objectives.is_empty() {
                    found.push(Finding::hold(format!("{at}.objectives"), "Each goal needs at least one objective."));
                }
                for (index, objective) in goal.objectives.iter().enumerate() {
                    self.objective_findings(objective, &format!("{at}.objectives.{index}"), context, &mut found);
                }
            }
        }
        not_in_the_future(&mut found, context, "client_signed_on", &self.client_signed_on, "The day of the signature");
        found
    }

    fn facts(&self) -> Vec<Fact> {
        let objective = |(index, it): (usize, &Objective)| Fact::Objective {
            id: it.id.clone(),
            number: u16::try_from(index + 1).unwrap_or(u16::MAX),
            text: it.text.clone(),
            measure: it.measure.clone(),
            baseline: it.baseline.clone(),
            target: it.target.clone(),
            target_date: day(&it.target_date),
            status: it.status.clone(),
        };
        let plan = Fact::Plan {
            effective: day(&self.effective),
            next_review: day(&self.next_review),
            statement: self.clients_statement.clone(),
            statement_gloss: self.clients_statement_gloss.clone(),
        };
        let signs = Fact::ClientSigns { later: self.client_signs == SIGNS_ON_SCREEN };
        [plan, signs].into_iter().chain(self.objectives().enumerate().map(objective)).collect()
    }

    fn on(&self) -> Option<NaiveDate> {
        day(&self.effective)
    }

    fn summary(&self) -> String {
        let problems = counted(self.problems.len(), "problem", "problems");
        let objectives = counted(self.objectives().count(), "objective", "objectives");
        timeline(&[&said(LEVELS, &self.level), &problems, &objectives, &self.revision_reason])
    }
}

fn problem() -> Vec<Field> {
    let goals = vec![
        line("text", "Goal").required().hint("In the client's words").voice().width(8),
        one_of("category", "Aim", GOAL_CATEGORIES).width(4),
        rows("objectives", "Objectives", "Add an objective", objective()),
    ];
    vec![
        pick("need", "Assessed need", Listing::Need).width(6),
        line("text", "Problem").required().width(6),
        rows("goals", "Goals", "Add a goal", goals),
    ]
}

fn objective() -> Vec<Field> {
    let interventions = vec![
        one_of("modality", "Way of working", MODALITIES).required().width(4),
        line("what", "What").width(8),
        line("frequency", "How often").required().width(3),
        line("duration", "How long").width(3),
        pick("responsible", "Who", Listing::Staff).width(3),
        line("responsible_name", "Or someone else").width(3),
    ];
    vec![
        line("text", "Objective").required(),
        line("measure", "Measured by").required().width(3),
        line("baseline", "Start").required().width(3),
        line("target", "Target").required().width(3),
        date("target_date", "By").required().width(3),
        tick("specific", "Specific").width(2),
        tick("measurable", "Measurable").width(2),
        tick("achievable", "Achievable").width(2),
        tick("relevant", "Relevant").width(2),
        tick("time_bound", "Time-bound").width(2),
        tick("new_in_version", "New").hint("Marked on the client's paper").width(2),
        one_of("status", "Status", OBJECTIVE_STATUS).required(),
        rows("interventions", "What we do", "Add an intervention", interventions),
    ]
}

impl TreatmentPlan {
    /// Objectives in the order of the page; their number on screens and papers is their place here.
    pub fn objectives(&self) -> impl Iterator<Item = &Objective> {
        self.problems.iter().flat_map(|problem| &problem.goals).flat_map(|goal| &goal.objectives)
    }

    /// Each problem comes from an assessed need, and no assessed need is forgotten (S-03).
    fn need_findings(&self, found: &mut Vec<Finding>, context: &CheckContext) {
        if context.needs.is_empty() {
            found.push(Finding::due("problems", "No signed assessment gives needs to plan for."));
            return;
        }
        let known = |need: &str| context.needs.iter().any(|(id, _)| id == need);
        for (index, problem) in self.problems.iter().enumerate().filter(|(_, problem)| !known(&problem.need)) {
            let message = if blank(&problem.need) {
                "Choose the assessed need this problem comes from."
            } else {
                "This need is not in the latest signed assessment. Choose another."
            };
            found.push(Finding::hold(format!("problems.{index}.need"), message));
        }
        let elsewhere = |need: &str| !blank(need) && !known(need);
        for (index, _) in self.deferred_needs.iter().enumerate().filter(|(_, row)| elsewhere(&row.need)) {
            let message = "This need is not in the latest signed assessment. Choose another.";
            found.push(Finding::hold(format!("deferred_needs.{index}.need"), message));
        }
        let taken_up: BTreeSet<&str> = self
            .problems
            .iter()
            .map(|it| it.need.as_str())
            .chain(self.deferred_needs.iter().map(|it| it.need.as_str()))
            .collect();
        for (index, _) in context.needs.iter().enumerate().filter(|(_, (id, _))| !taken_up.contains(id.as_str())) {
            let message = format!("Need {} of the assessment is neither planned nor left for later.", index + 1);
            found.push(Finding::hold("deferred_needs", message));
        }
    }

    fn objective_findings(&self, objective: &Objective, at: &str, context: &CheckContext, found: &mut Vec<Finding>) {
        let checks = [
            (objective.specific, "specific"),
            (objective.measurable, "measurable"),
            (objective.achievable, "achievable"),
            (objective.relevant, "relevant"),
            (objective.time_bound, "time_bound"),
        ];
        for (_, check) in checks.iter().filter(|(done, _)| !done) {
            let message = format!("Check that this objective is {}, then tick it.", check.replace('_', "-"));
            found.push(Finding::hold(format!("{at}.{check}"), message));
        }
        if matches!(objective.status.as_str(), "active" | "") {
            if day(&self.effective).zip(day(&objective.target_date)).is_some_and(|(from, by)| by <= from) {
                found.push(Finding::hold(
                    format!("{at}.target_date"),
                    "The target date has to be after the plan starts.",
                ));
            } else if day(&objective.target_date).is_some_and(|by| by < context.now.date()) {
                found.push(Finding::due(format!("{at}.target_date"), "The target date has passed."));
            }
        }
        if objective.interventions.is_empty() {
            found.push(Finding::hold(format!("{at}.interventions"), "Each objective needs at least one intervention."));
        }
        for (index, it) in objective.interventions.iter().enumerate() {
            if blank(&it.responsible) && blank(&it.responsible_name) {
                found.push(Finding::hold(format!("{at}.interventions.{index}.responsible"), "Say who does this."));
            }
        }
    }
}
