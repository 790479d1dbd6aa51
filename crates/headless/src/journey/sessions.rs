//! Individual and family sessions, the lapse, and meetings outside.

use super::Journey;
use crate::Outcome;
use crate::words::{choice, choices, day, first_of, id, text, texts};
use chrono::NaiveDate;
use clinical::kinds::family_session::{FamilySession, Present};
use clinical::kinds::individual_note::{IndividualNote, Progress, sections_of};
use clinical::kinds::lapse::Lapse;
use clinical::kinds::mutual_help_meeting::MutualHelpMeeting;
use clinical::kinds::release::Release;
use record::views::{ChartView, ClientOf, DocumentOf, DocumentView};
use serde_json::Value;
use std::collections::BTreeMap;

impl Journey<'_> {
    pub(super) async fn individual(&mut self, session: &Value) -> Outcome<()> {
        let held = session["start"].is_string() && !text(&session["status"]).contains("cancel");
        let example = &self.story.told["individual_note_example"];
        let example = if text(&example["session"]) == text(&session["id"]) { example } else { &Value::Null };
        let mut body = IndividualNote {
            on: text(&session["date"]),
            start: text(&session["start"]),
            end: text(&session["end"]),
            mode: choice::<IndividualNote>("mode", &first_of(&[text(&session["mode"]), "in_person".to_owned()])),
            held: choice::<IndividualNote>("held", if held { "held" } else { not_held(&text(&session["status"])) }),
            format: choice::<IndividualNote>(
                "format",
                &first_of(&[text(&session["format"]), "dap".to_owned()]).to_lowercase(),
            ),
            ..IndividualNote::default()
        };
        if held {
            body.sections = sections(&body.format, session, example);
            let told = &example["progress_on_objectives"];
            let progress = |key: String| Progress { objective: id(&key), progress: progress_word(&text(&told[&key])) };
            body.objectives = texts(&session["objectives"]).into_iter().map(progress).collect();
            self.risk(session, example, &mut body).await?;
            let next = self.story.rows("individual_sessions").iter().filter_map(|it| day(&it["date"]));
            let next = next.filter(|it| Some(*it) > day(&session["date"])).min();
            body.next_appointment = next.map(|on| on.to_string()).unwrap_or_default();
        } else {
            let moved = text(&session["rescheduled_to"]);
            body.not_held_reason =
                if moved.is_empty() { "Cancelled by the client.".into() } else { format!("Moved to {moved}.") };
        }
        self.practice.sign(self.chart::<IndividualNote>(), &body).await?;
        Ok(())
    }

    /// As a clinician would: look at what is open on the chart, ask, and say what comes next.
    async fn risk(&self, session: &Value, example: &Value, body: &mut IndividualNote) -> Outcome<()> {
        let chart: ChartView = self.practice.ask("chart", ClientOf { client: self.client()? }).await?;
        if chart.alerts.is_empty() && session["risk_addressed"] != true {
            body.risk = choice::<IndividualNote>("risk", "none");
            return Ok(());
        }
        body.alerts = chart.alerts.iter().map(|alert| alert.document.to_string()).collect();
        let on = text(&session["date"]);
        let asked = self.story.rows("instrument_results").iter().filter(|it| text(&it["instrument"]) == "asq");
        let asked = asked.filter(|it| text(&it["date"]) <= on).max_by_key(|it| text(&it["date"]));
        body.risk = choice::<IndividualNote>("risk", "passive");
        let history = text(&self.story.told["assessment"]["mental"]["suicide_history"]);
        body.risk_detail =
            first_of(&[text(&example["assessment"]), history, "Asked about thoughts of death.".to_owned()]);
        let action = asked.map(|it| text(&it["action"])).unwrap_or_default();
        body.risk_next_step = first_of(&[text(&example["plan"]), action, "Ask again at the next session.".to_owned()]);
        let who = self.story.name_of(&self.story.by(&session["clinician"]));
        body.risk_next_step_by = format!("{who}, {on}");
        Ok(())
    }

    pub(super) async fn family(&mut self, session: &Value) -> Outcome<()> {
        let client = text(&self.story.told["patient"]["id"]);
        let present = texts(&session["present"]);
        let mut people = Vec::new();
        for key in present.iter().filter(|key| **key != client) {
            people.push(self.present(key, session).await?);
        }
        let (topics, others) = choices::<FamilySession>("topics", &texts(&session["topics"]));
        let agreed = &session["agreement"];
        let body = FamilySession {
            on: text(&session["date"]),
            start: text(&session["start"]),
            end: text(&session["end"]),
            session_type: choice::<FamilySession>("session_type", &text(&session["type"])),
            client_present: Some(present.contains(&client)),
            people,
            // A session on other matters still needs a topic of the list: talking with each other is in all of them.
            topics: if topics.is_empty() { vec![choice::<FamilySession>("topics", "communicate")] } else { topics },
            other_topics: others.join("; "),
            worked_on: texts(&session["topics"]).join("; "),
            statement_in_confidence: session["family_statement_restricted"] == true,
            agreement_communication: texts(&agreed["communication"]),
            agreement_boundaries: texts(&agreed["boundaries"]),
            agreement_if_lapse: texts(&agreed["if_lapse"]),
            skills: choices::<FamilySession>("skills", &texts(&session["skills"])).0,
            homework: text(&session["homework"]),
            risk: choice::<FamilySession>("risk", "none"),
            ..FamilySession::default()
        };
        self.practice.sign(self.chart::<FamilySession>(), &body).await?;
        Ok(())
    }

    /// Someone in the room, under their release, with what it lets be said.
    async fn present(&self, key: &str, session: &Value) -> Outcome<Present> {
        let person = self.story.row("contacts", key);
        let named =
            |it: &&Value| text(&it["recipient"]) == key && texts(&session["consents"]).contains(&text(&it["id"]));
        let consent = self.story.rows("consents").iter().find(named).map(|it| text(&it["id"])).unwrap_or_default();
        let mut may_say = Vec::new();
        if let Some(document) = self.ids.get(&consent) {
            let release: DocumentView = self.practice.ask("document", DocumentOf { document: *document }).await?;
            may_say = serde_json::from_value::<Release>(release.body)?.covers;
        }
        Ok(Present {
            id: id(key),
            contact: self.id(key),
            name: self.story.name_of(key),
            relationship: person.map(|it| text(&it["relationship"]).replace('_', " ")).unwrap_or_default(),
            release: self.id(&consent),
            client_agreed: consent.is_empty(),
            may_say,
            ..Present::default()
        })
    }

    pub(super) async fn lapse(&mut self, today: NaiveDate) -> Outcome<()> {
        let told = &self.story.told["lapse_event"];
        let triggers = texts(&told["triggers"]);
        let triggers =
            triggers.iter().map(|key| self.story.row("triggers", key).map_or(key.clone(), |it| text(&it["text"])));
        let actions = choices::<Lapse>("immediate_actions", &texts(&told["response"])).0;
        let body = Lapse {
            occurred_on: text(&told["occurred"]),
            learned_on: first_of(&[text(&told["disclosed"]), today.to_string()]),
            how_learned: choice::<Lapse>("how_learned", &text(&told["disclosed_how"]).replace("patient", "client")),
            substance: choice::<Lapse>("substance", &text(&told["substance"])),
            amount: text(&told["amount"]),
            duration_days: told["duration_days"].as_f64(),
            place: text(&told["setting"]),
            triggers: triggers.collect(),
            what_helped: text(&told["what_helped_stop"]),
            medical_need: first_of(&[text(&told["medical_need"]), "none".to_owned()]),
            risk: choice::<Lapse>("risk", risk_word(&text(&told["notices"]))),
            immediate_actions: if actions.is_empty() {
                vec![choice::<Lapse>("immediate_actions", "other")]
            } else {
                actions
            },
            sober_since: text(&told["sobriety_date_after"]),
        };
        self.practice.sign(self.chart::<Lapse>(), &body).await?;
        Ok(())
    }

    pub(super) async fn meeting(&mut self, told: &Value) -> Outcome<()> {
        let body = MutualHelpMeeting {
            on: text(&told["date"]),
            fellowship: choice::<MutualHelpMeeting>("fellowship", &text(&told["fellowship"])),
            format: text(&told["format"]),
            verification: choice::<MutualHelpMeeting>("verification", &text(&told["verification"])),
        };
        self.practice.record(self.chart::<MutualHelpMeeting>(), &body).await?;
        Ok(())
    }
}

/// The note's sections: the example's own text where the file has it, else one sentence each from what the file says of the session.
fn sections(format: &str, session: &Value, example: &Value) -> BTreeMap<String, String> {
    let focus = first_of(&[text(&session["focus"]), "Individual session".to_owned()]);
    let told = |section: &str| match section {
        "assessment" | "response" => "Took part in the work of the session.".to_owned(),
        "plan" => "Continue with the plan; next session as scheduled.".to_owned(),
        _ => format!("{focus}."),
    };
    sections_of(format).map(|(it, _)| (it.to_owned(), first_of(&[text(&example[it]), told(it)]))).collect()
}

/// A step that the file does not mark is neither forward nor back.
fn progress_word(said: &str) -> String {
    let said = said.to_lowercase();
    let better = ["better", "partial", "met", "progress"].iter().any(|word| said.contains(word));
    let word = if said.contains("setback") {
        "setback"
    } else if better {
        "better"
    } else {
        "same"
    };
    word.to_owned()
}

fn not_held(status: &str) -> &'static str {
    if status.contains("no_show") {
        "no_show"
    } else if status.contains("program") {
        "canceled_by_program"
    } else {
        "canceled_by_client"
    }
}

/// A safety answer that is not plainly "none" is written down as passive thoughts, the least that asks for a next step.
fn risk_word(safety: &str) -> &'static str {
    if safety.is_empty() || safety.starts_with("none") || safety.contains("negative") { "none" } else { "passive" }
}
