//! What is due in the stays of our program, and the rule behind it.

use crate::error::Result;
use crate::projections::{assessment, attendance, episode, plan, score};
use crate::views::{ClientLine, Due};
use chrono::NaiveDate;
use clinical::Kind;
use clinical::due::{Event, Happened, due as by_rules, shipped};
use clinical::instruments;
use clinical::kinds::screening::Screening;
use clinical::names::order;
use clinical::rules::{Rules, after};
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

/// What the rules look at, of one client or of many.
#[derive(Default)]
pub(crate) struct Looked {
    pub assessed: Vec<assessment::Model>,
    pub plans: Vec<plan::Model>,
    pub time: Vec<attendance::Model>,
    pub scores: Vec<score::Model>,
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
    let held = attendance::Entity::find()
        .filter(attendance::Column::Client.is_in(ids.clone()))
        .filter(attendance::Column::Setting.is_in(Event::SESSIONS.iter().map(|(setting, _)| setting.name())))
        .filter(attendance::Column::Minutes.gt(0));
    let looked = Looked {
        assessed: assessment::Entity::find().filter(assessment::Column::Client.is_in(ids.clone())).all(db).await?,
        plans: plan::Entity::find().filter(plan::Column::Client.is_in(ids.clone())).all(db).await?,
        time: held.all(db).await?,
        scores: score::Entity::find().filter(score::Column::Client.is_in(ids)).all(db).await?,
    };
    Ok(due_of(episodes, names, rules, today, &looked))
}

/// The same where the rows are known.
pub(crate) fn due_of(
    episodes: &[episode::Model],
    names: &BTreeMap<Uuid, ClientLine>,
    rules: &Rules,
    today: NaiveDate,
    looked: &Looked,
) -> Vec<Due> {
    let mut found = Vec::new();
    for episode in episodes {
        let (Some(admitted), Some(client)) = (episode.from_day, names.get(&episode.client)) else { continue };
        let mut push = |what: String, why: String, on: NaiveDate, document: Option<Uuid>, start: Option<Kind>| {
            found.push(Due { client: Some(client.clone()), what, why, on, late: on < today, document, start });
        };
        for item in by_rules(shipped(), rules, &happened(looked, episode.client, admitted)) {
            push(item.what, item.why, item.on, item.document.and_then(|id| id.parse().ok()), item.start);
        }
        for instrument in instruments::shipped() {
            let used =
                looked.scores.iter().filter(|row| row.client == episode.client && row.instrument == instrument.id);
            if let Some(last) = used.filter_map(|row| row.on_day).max() {
                let on = after(last, u32::from(instrument.interval_days));
                let why = format!("Every {} days.", instrument.interval_days);
                push(instrument.short.clone(), why, on, None, Some(Kind::of::<Screening>()));
            }
        }
    }
    soonest_first(&mut found);
    found
}

/// As every list of what is due stands: by day, by what it is, by whose it is.
pub(crate) fn soonest_first(due: &mut [Due]) {
    let whose = |it: &Due| it.client.as_ref().map(|client| order(&client.name));
    due.sort_by_cached_key(|it| (it.on, it.what.clone(), whose(it)));
}

/// What has happened in a client's stay, as the rules count it.
fn happened(looked: &Looked, client: Uuid, admitted: NaiveDate) -> BTreeMap<Event, Happened> {
    let day = |on: Option<NaiveDate>| Happened { on, ..Happened::default() };
    let mut events = BTreeMap::from([(Event::Admission, day(Some(admitted)))]);
    if let Some(row) = looked.assessed.iter().filter(|row| row.client == client).max_by_key(|row| row.on_day) {
        events.insert(Event::Assessed, day(row.on_day));
    }
    if let Some(plan) = looked.plans.iter().filter(|plan| plan.client == client).max_by_key(|plan| plan.effective) {
        let document = Some(plan.document.to_string());
        events.insert(Event::Planned, Happened { on: plan.effective, document, next: plan.next_review });
    }
    for (setting, event) in Event::SESSIONS {
        let held = |row: &&attendance::Model| row.client == client && row.setting == setting.name() && row.minutes > 0;
        if let Some(last) = looked.time.iter().filter(held).filter_map(|row| row.on_day).max() {
            events.insert(*event, day(Some(last)));
        }
    }
    events
}
