//! What the record says of the journey, asked of its own queries only.

use super::Journey;
use crate::Outcome;
use crate::words::{day, rows, text};
use chrono::{Datelike, Days, NaiveDate};
use clinical::Kind;
use clinical::kinds::episode::Episode;
use record::views::{
    ChartView, ClientOf, ClientOn, Deadlines, DocumentOf, DocumentView, MeasureSeriesOf, Point, ReleaseOn,
    ReleaseState, ReleaseStateView, Series, Sobriety, Totals,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

impl Journey<'_> {
    /// One object in the shape of the file's `expected` block. Parts that are not built are absent.
    pub(super) async fn answers(&self) -> Outcome<Value> {
        let client = self.client()?;
        let chart: ChartView = self.practice.ask("chart", ClientOf { client }).await?;
        let totals: Totals = self.practice.ask("totals", ClientOf { client }).await?;
        let deadlines: Deadlines = self.practice.ask("deadlines", ClientOf { client }).await?;
        let phq9 = self.series("phq9").await?;
        let gad7 = self.series("gad7").await?;
        let discharged = self.discharged(&chart).await?;
        let mut facts = Map::new();
        facts.insert("totals".into(), known(serde_json::to_value(totals)?));
        weeks(&chart, &mut facts);
        facts.insert("alerts".into(), alerts(&phq9, &gad7, &deadlines));
        facts.insert("change".into(), change(&phq9, &gad7, discharged));
        facts.insert("sobriety_days".into(), self.sobriety(discharged).await?);
        facts.insert("consent_state".into(), self.consents(discharged).await?);
        facts.insert("deadlines".into(), due(&deadlines));
        Ok(Value::Object(facts))
    }

    async fn series(&self, instrument: &str) -> Outcome<Series> {
        let of = MeasureSeriesOf { client: self.client()?, instrument: instrument.to_owned() };
        self.practice.ask("measure_series", of).await
    }

    /// The last day in our program, as the episode in the record says.
    async fn discharged(&self, chart: &ChartView) -> Outcome<Option<NaiveDate>> {
        for entry in chart.entries.iter().filter(|it| it.kind == Kind::of::<Episode>()) {
            let view: DocumentView = self.practice.ask("document", DocumentOf { document: entry.document }).await?;
            let episode: Episode = serde_json::from_value(view.body)?;
            if episode.ours {
                return Ok(episode.ended_on.parse().ok());
            }
        }
        Ok(None)
    }

    /// Asked for the days the file's questions name (`on_2026-03-18`), else for its sobriety milestones and the last day.
    async fn sobriety(&self, discharged: Option<NaiveDate>) -> Outcome<Value> {
        let asked = questions(&self.story.expected["sobriety_days"]);
        let mut days: BTreeSet<NaiveDate> =
            asked.iter().filter_map(|key| key.strip_prefix("on_")?.parse().ok()).collect();
        if days.is_empty() {
            let milestones = self.story.rows("milestones").iter().filter(|it| text(&it["type"]) == "sobriety");
            days = milestones.filter_map(|it| day(&it["date"])).chain(discharged).collect();
        }
        let mut facts = Map::new();
        for on in days {
            let sober: Sobriety = self.practice.ask("sobriety", ClientOn { client: self.client()?, on }).await?;
            facts.extend(sober.days.map(|days| (format!("on_{on}"), json!(days))));
        }
        Ok(Value::Object(facts))
    }

    /// Asked for the consents and days the file's questions name (`cs6_active_on_2026-03-20`, `cs5_expires_by_event_on`), else for
    /// every disclosure and every release that ends some days after discharge.
    async fn consents(&self, discharged: Option<NaiveDate>) -> Outcome<Value> {
        let mut asked = questions(&self.story.expected["consent_state"]);
        if asked.is_empty() {
            let used = self.story.rows("disclosures").iter();
            asked.extend(used.map(|it| format!("{}_active_on_{}", text(&it["consent"]), text(&it["date"]))));
            let by_event =
                self.story.rows("consents").iter().filter(|it| text(&it["expires_event"]).contains("discharge"));
            asked.extend(by_event.map(|it| format!("{}_expires_by_event_on", text(&it["id"]))));
        }
        let mut facts = Map::new();
        for question in asked {
            if let Some((consent, on)) = question.split_once("_active_on_") {
                let state = self.release_on(consent, on.parse().ok()).await?;
                facts.extend(state.map(|it| (question.clone(), json!(it.state == ReleaseState::Active))));
            } else if let Some((consent, _)) = question.split_once("_expires_") {
                let state = self.release_on(consent, discharged).await?;
                facts.extend(state.and_then(|it| it.until).map(|until| (question.clone(), json!(until))));
            }
        }
        Ok(Value::Object(facts))
    }

    async fn release_on(&self, consent: &str, on: Option<NaiveDate>) -> Outcome<Option<ReleaseStateView>> {
        let (Some(document), Some(on)) = (self.ids.get(consent), on) else { return Ok(None) };
        Ok(Some(self.practice.ask("release_state", ReleaseOn { document: *document, on }).await?))
    }
}

/// The names of what a block of the file asks; its values stay unread.
fn questions(block: &Value) -> Vec<String> {
    block.as_object().map(|it| it.keys().cloned().collect()).unwrap_or_default()
}

/// Without what the record does not know.
fn known(facts: Value) -> Value {
    match facts {
        Value::Object(facts) => facts.into_iter().filter(|(_, it)| !it.is_null()).collect(),
        other => other,
    }
}

/// Every week with a group on record, attended or not, by its Monday; those below the program's rule on their own.
fn weeks(chart: &ChartView, facts: &mut Map<String, Value>) {
    let group = chart.attendance.iter().filter(|it| it.setting == "group");
    let mondays: BTreeSet<NaiveDate> = group.filter_map(|it| monday(it.on)).collect();
    let minutes = |monday: &NaiveDate| chart.weeks.iter().find(|it| it.monday == *monday).map_or(0, |it| it.group);
    let by_week: Map<String, Value> = mondays.iter().map(|it| (it.to_string(), json!(minutes(it)))).collect();
    facts.insert("weekly_group_minutes".into(), Value::Object(by_week));
    if let Some(target) = chart.weeks.iter().map(|it| it.target).max() {
        let under: Vec<&NaiveDate> = mondays.iter().filter(|it| minutes(it) < target).collect();
        facts.insert(format!("weeks_under_{target}_group_minutes"), json!(under));
    }
}

fn monday(on: NaiveDate) -> Option<NaiveDate> {
    on.checked_sub_days(Days::new(u64::from(on.weekday().num_days_from_monday())))
}

fn alerts(phq9: &Series, gad7: &Series, deadlines: &Deadlines) -> Value {
    let item9: Vec<NaiveDate> = phq9.points.iter().filter(|it| it.flagged.contains(&9)).map(|it| it.on).collect();
    let worse = gad7.points.iter().filter(|it| it.reliable && it.change.is_some_and(|by| by > 0));
    json!({
        "phq9_item9": item9,
        "gad7_reliable_worsening": worse.map(|it| it.on).collect::<Vec<_>>(),
        "late_note": deadlines.late_notes,
    })
}

fn change(phq9: &Series, gad7: &Series, discharged: Option<NaiveDate>) -> Value {
    let mut facts = Map::new();
    facts.insert("phq9_steps".into(), steps(phq9));
    let scored: Vec<&Point> = phq9.points.iter().filter(|it| it.total.is_some()).collect();
    let last = scored.iter().rev().find(|it| discharged.is_some_and(|on| it.on <= on));
    if let (Some(first), Some(last)) = (scored.first().and_then(|it| it.total), last.and_then(|it| it.total)) {
        facts.insert("phq9_admit_to_discharge".into(), json!(i32::from(last) - i32::from(first)));
    }
    facts.insert("gad7_steps".into(), steps(gad7));
    Value::Object(facts)
}

fn steps(series: &Series) -> Value {
    let pairs = series.points.windows(2).filter_map(|pair| match pair {
        [from, to] => {
            to.change.map(|by| json!({ "from": from.on, "to": to.on, "change": by, "reliable": to.reliable }))
        }
        _ => None,
    });
    Value::Array(pairs.collect())
}

fn due(deadlines: &Deadlines) -> Value {
    let mut facts = json!({
        "plan_due": deadlines.plan_due,
        "plan_signed": deadlines.plan_signed,
        "plan_review_due": deadlines.plan_review_due,
        "discharge_summary_due": deadlines.discharge_summary_due,
    });
    if !rows(&json!(deadlines.followups_due)).is_empty() {
        facts["followups_due"] = json!(deadlines.followups_due);
    }
    known(facts)
}
