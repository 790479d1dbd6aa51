//! What is due, and the rule behind it. Nothing here closes anything by itself.

use crate::error::Result;
use crate::projections::{attendance, entry, episode, plan, score};
use crate::views::{ClientLine, Due};
use chrono::NaiveDate;
use clinical::Kind;
use clinical::rules::{self, Rules};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Clients in our program on that day, with their episode.
pub(crate) async fn active(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<episode::Model>> {
    let rows = episode::Entity::find()
        .filter(episode::Column::Ours.eq(true))
        .filter(episode::Column::FromDay.lte(today))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter(|row| row.to_day.is_none_or(|to| today <= to)).collect())
}

/// Everything due for these episodes, soonest first.
pub(crate) async fn due(
    db: &impl ConnectionTrait,
    episodes: &[episode::Model],
    names: &BTreeMap<Uuid, ClientLine>,
    rules: &Rules,
    today: NaiveDate,
) -> Result<Vec<Due>> {
    let ids: Vec<Uuid> = episodes.iter().map(|episode| episode.client).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let entries = entry::Entity::find()
        .filter(entry::Column::Chart.is_in(ids.clone()))
        .filter(entry::Column::Kind.eq(Kind::Assessment.name()))
        .filter(entry::Column::Status.ne("retracted"))
        .all(db)
        .await?;
    let plans = plan::Entity::find().filter(plan::Column::Client.is_in(ids.clone())).all(db).await?;
    let kept = attendance::Entity::find()
        .filter(attendance::Column::Client.is_in(ids.clone()))
        .filter(attendance::Column::Setting.eq("individual"))
        .filter(attendance::Column::Minutes.gt(0))
        .all(db)
        .await?;
    let scores = score::Entity::find().filter(score::Column::Client.is_in(ids)).all(db).await?;
    let assessed = |client: Uuid| entries.iter().any(|row| row.chart == client);
    Ok(told(episodes, names, rules, today, &assessed, &plans, &kept, &scores))
}

/// The same where the rows are known.
#[expect(clippy::too_many_arguments, reason = "each is one table the rules look at")]
pub(crate) fn told(
    episodes: &[episode::Model],
    names: &BTreeMap<Uuid, ClientLine>,
    rules: &Rules,
    today: NaiveDate,
    assessed: &dyn Fn(Uuid) -> bool,
    plans: &[plan::Model],
    kept: &[attendance::Model],
    scores: &[score::Model],
) -> Vec<Due> {
    let mut found = Vec::new();
    for episode in episodes {
        let (Some(admitted), Some(client)) = (episode.from_day, names.get(&episode.client)) else { continue };
        let mut push = |what: &str, why: String, on: NaiveDate, document: Option<Uuid>, start: Option<Kind>| {
            found.push(Due {
                client: Some(client.clone()),
                what: what.into(),
                why,
                on,
                late: on < today,
                document,
                start,
            });
        };
        if !assessed(episode.client) {
            push(
                "Assessment",
                "An assessment is signed before treatment begins.".into(),
                admitted,
                None,
                Some(Kind::Assessment),
            );
        }
        match plans.iter().filter(|plan| plan.client == episode.client).max_by_key(|plan| plan.effective) {
            None => {
                let on = rules::plan_due(admitted, rules.plan_due_days);
                push(
                    "Treatment plan",
                    format!("Within {} days of admission.", rules.plan_due_days),
                    on,
                    None,
                    Some(Kind::TreatmentPlan),
                );
            }
            Some(plan) => {
                let by_rule = plan.effective.map(|effective| rules::review_due(effective, rules.plan_review_days));
                if let Some(on) = plan.next_review.or(by_rule) {
                    push(
                        "Plan review",
                        format!("Set in the plan; at most {} days.", rules.plan_review_days),
                        on,
                        Some(plan.document),
                        None,
                    );
                }
            }
        }
        let held =
            |row: &&attendance::Model| row.client == episode.client && row.setting == "individual" && row.minutes > 0;
        let last = kept.iter().filter(held).filter_map(|row| row.on_day).max();
        let on = rules::after(last.unwrap_or(admitted), rules.individual_every_days);
        let why = format!("One individual session every {} days.", rules.individual_every_days);
        push("Individual session", why, on, None, Some(Kind::IndividualNote));
        for instrument in clinical::instruments::shipped() {
            let used = scores.iter().filter(|row| row.client == episode.client && row.instrument == instrument.id);
            if let Some(last) = used.filter_map(|row| row.on_day).max() {
                let on = rules::after(last, u32::from(instrument.interval_days));
                push(
                    &instrument.short,
                    format!("Every {} days.", instrument.interval_days),
                    on,
                    None,
                    Some(Kind::Screening),
                );
            }
        }
    }
    found.sort_by(|one, other| one.on.cmp(&other.on).then_with(|| one.what.cmp(&other.what)));
    found
}
