//! What is due in the stays of our program, and the rule behind it.

use crate::error::Result;
use crate::projections::{assessment, attendance, discharge_summary, episode, follow_ups, outreach, plan, score};
use crate::queries::people;
use crate::queries::stays::Stays;
use crate::views::Due;
use chrono::NaiveDate;
use clinical::Kind;
use clinical::due::{Event, Happened, due as by_rules, shipped};
use clinical::instruments;
use clinical::kinds::screening::Screening;
use clinical::names::order;
use clinical::rules::{Rules, after, clock, day};
use clinical::words::{DECLINED, NO_SHOW};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use std::collections::{BTreeMap, BTreeSet};
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

/// A client's stay that something may be due in: the one that holds, or the last one, while no other has begun.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    stay: episode::Model,
    stays: Stays,
}

impl Asked {
    /// Of the episodes of one client; none before a stay of ours has begun.
    pub(crate) fn of(episodes: &[episode::Model], today: NaiveDate) -> Option<Self> {
        let stays = Stays::of(episodes, today);
        let stay = episodes.iter().find(|row| Some(row.document) == stays.asked())?.clone();
        stay.from_day.is_some_and(|from| from <= today).then_some(Self { stay, stays })
    }

    pub(crate) fn client(&self) -> Uuid {
        self.stay.client
    }

    /// Its last day, once it is there.
    fn discharged(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.stay.to_day.filter(|to| *to <= today)
    }
}

/// Every client's stay that something may be due in.
pub(crate) async fn asked(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<Asked>> {
    let mut episodes: BTreeMap<Uuid, Vec<episode::Model>> = BTreeMap::new();
    for row in episode::Entity::find().filter(episode::Column::Ours.eq(true)).all(db).await? {
        episodes.entry(row.client).or_default().push(row);
    }
    Ok(episodes.values().filter_map(|episodes| Asked::of(episodes, today)).collect())
}

/// What the rules look at, of one client or of many.
#[derive(Default)]
pub(crate) struct Looked {
    pub assessed: Vec<assessment::Model>,
    pub plans: Vec<plan::Model>,
    pub time: Vec<attendance::Model>,
    pub scores: Vec<score::Model>,
    pub outreach: Vec<outreach::Model>,
    pub summaries: Vec<discharge_summary::Model>,
    pub follow_ups: Vec<follow_ups::Model>,
}

impl Looked {
    /// What is looked at after the end of a stay, of these clients.
    pub(crate) async fn afterwards(db: &impl ConnectionTrait, clients: &[Uuid]) -> Result<Self> {
        let of = || clients.iter().copied();
        let (summaries, follow_ups, outreach) = tokio::try_join!(
            discharge_summary::Entity::find().filter(discharge_summary::Column::Client.is_in(of())).all(db),
            follow_ups::Entity::find().filter(follow_ups::Column::Client.is_in(of())).all(db),
            outreach::Entity::find().filter(outreach::Column::Client.is_in(of())).all(db),
        )?;
        Ok(Self { summaries, follow_ups, outreach, ..Self::default() })
    }

    /// Each client's own rows: nobody's are looked through for somebody else.
    fn by_client(self) -> BTreeMap<Uuid, Self> {
        let mut each: BTreeMap<Uuid, Self> = BTreeMap::new();
        macro_rules! split {
            ($($rows:ident)+) => {
                $(for row in self.$rows {
                    each.entry(row.client).or_default().$rows.push(row);
                })+
            };
        }
        split!(assessed plans time scores outreach summaries follow_ups);
        each
    }
}

/// Everything due in these stays, in no order.
pub(crate) async fn due(
    db: &impl ConnectionTrait,
    asked: &[Asked],
    rules: &Rules,
    today: NaiveDate,
) -> Result<Vec<Due>> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let all: Vec<Uuid> = asked.iter().map(Asked::client).collect();
    // Of a stay that has ended only what follows its end is asked.
    let ids: Vec<Uuid> = asked.iter().filter(|it| it.discharged(today).is_none()).map(Asked::client).collect();
    let (assessed, plans, time, scores, after) = tokio::try_join!(
        assessment::Entity::find().filter(assessment::Column::Client.is_in(ids.clone())).all(db),
        plan::Entity::find().filter(plan::Column::Client.is_in(ids.clone())).all(db),
        attendance::Entity::find().filter(attendance::Column::Client.is_in(ids.clone())).all(db),
        score::Entity::find().filter(score::Column::Client.is_in(ids)).all(db),
        async { Ok(Looked::afterwards(db, &all).await) },
    )?;
    let mut looked = Looked { assessed, plans, time, scores, ..after? }.by_client();
    let theirs = asked.iter().flat_map(|it| {
        let looked = looked.remove(&it.client()).unwrap_or_default();
        due_of(it, rules, today, &looked)
    });
    named(db, theirs.collect()).await
}

/// With the names of whom it is about, in no order.
pub(crate) async fn named(db: &impl ConnectionTrait, due: Vec<(Uuid, Due)>) -> Result<Vec<Due>> {
    let names = people::lines(db, due.iter().map(|(client, _)| *client)).await?;
    let line = |(client, due): (Uuid, Due)| Some(Due { client: Some(names.get(&client)?.clone()), ..due });
    Ok(due.into_iter().filter_map(line).collect())
}

/// The same of one client whose rows are known.
pub(crate) fn due_of(asked: &Asked, rules: &Rules, today: NaiveDate, looked: &Looked) -> Vec<(Uuid, Due)> {
    let mut found = Vec::new();
    let client = asked.client();
    let mut push = |what: String, why: String, on: NaiveDate, document: Option<Uuid>, start: Option<Kind>| {
        found.push((client, Due { client: None, what, why, on, late: on < today, document, start }));
    };
    for item in by_rules(shipped(), rules, &happened(looked, asked, today)) {
        push(item.what, item.why, item.on, item.document.and_then(|id| id.parse().ok()), item.start);
    }
    if asked.discharged(today).is_some() {
        return found;
    }
    for instrument in instruments::shipped() {
        let used = looked.scores.iter().filter(|row| row.client == client && row.instrument == instrument.id);
        if let Some(last) = used.filter(|row| asked.stays.owns(*row)).filter_map(|row| row.on_day).max() {
            let on = after(last, u32::from(instrument.interval_days));
            let why = format!("Every {} days.", instrument.interval_days);
            push(instrument.short.clone(), why, on, None, Some(Kind::of::<Screening>()));
        }
    }
    found
}

/// As every list of what is due stands: by day, by what it is, by whose it is.
pub(crate) fn soonest_first(due: &mut [Due]) {
    // Each name is folded once, however much is due in that chart.
    let names: BTreeSet<&str> =
        due.iter().filter_map(|it| it.client.as_ref()).map(|client| client.name.as_str()).collect();
    let mut ordered: Vec<_> = names.into_iter().map(|name| (order(name), name.to_owned())).collect();
    ordered.sort();
    let place: BTreeMap<String, usize> = ordered.into_iter().enumerate().map(|(at, (_, name))| (name, at)).collect();
    due.sort_by_cached_key(|it| {
        (it.on, it.what.clone(), it.client.as_ref().and_then(|client| place.get(&client.name).copied()))
    });
}

/// What has happened in a client's stay, as the rules count it.
fn happened(looked: &Looked, asked: &Asked, today: NaiveDate) -> BTreeMap<Event, Happened> {
    let (client, stays) = (asked.client(), &asked.stays);
    let day_of = |on: Option<NaiveDate>| Happened { on, ..Happened::default() };
    let mut events = BTreeMap::from([(Event::Admission, day_of(asked.stay.from_day))]);
    let mut tell = |event: Event, last: Option<Happened>| {
        if let Some(happened) = last.filter(|it| it.on.is_some()) {
            events.insert(event, happened);
        }
    };
    let assessed = looked.assessed.iter().filter(|row| row.client == client && stays.owns(*row));
    tell(Event::Assessed, assessed.max_by_key(|row| row.on_day).map(|row| day_of(row.on_day)));
    let plans = looked.plans.iter().filter(|plan| plan.client == client && stays.owns(*plan));
    let planned = |plan: &plan::Model| Happened {
        document: Some(plan.document.to_string()),
        next: plan.next_review,
        ..day_of(plan.effective)
    };
    tell(Event::Planned, plans.max_by_key(|plan| plan.effective).map(planned));
    let time: Vec<&attendance::Model> =
        looked.time.iter().filter(|row| row.client == client && stays.owns(*row)).collect();
    let last = |which: &dyn Fn(&attendance::Model) -> bool| {
        let moment =
            |row: &&attendance::Model| (row.on_day, row.came.map(|came| came.time()).or(clock(&row.start_time)));
        let (on, at) = time.iter().filter(|row| which(row)).map(moment).max()?;
        Some(Happened { at, ..day_of(on) })
    };
    for (setting, event) in Event::SESSIONS {
        tell(*event, last(&|row| row.setting == setting.name() && row.minutes > 0));
    }
    tell(Event::FamilyDeclined, last(&|row| row.status == DECLINED));
    tell(Event::Session, last(&|row| row.minutes > 0));
    tell(Event::NoShow, last(&|row| row.status == NO_SHOW));
    let reached: Vec<&outreach::Model> = looked.outreach.iter().filter(|row| row.client == client).collect();
    let outreach = reached.iter().max_by_key(|row| (row.on_day, row.at_time));
    tell(Event::Outreach, outreach.map(|row| Happened { at: row.at_time, ..day_of(row.on_day) }));
    let Some(ended) = asked.discharged(today) else { return events };
    tell(Event::Discharge, Some(day_of(Some(ended))));
    let summaries = looked.summaries.iter().filter(|row| row.client == client && stays.owns_or_follows(*row));
    tell(Event::DischargeSummary, summaries.max_by_key(|row| row.on_day).map(|row| day_of(row.on_day)));
    let agreed = looked.follow_ups.iter().filter(|row| row.client == client && stays.owns_or_follows(*row));
    let agreed = agreed.max_by_key(|row| (row.on_day, row.document));
    let days = |row: &follow_ups::Model| row.days.split_whitespace().filter_map(day).collect();
    if let Some(row) = agreed.filter(|row| row.agreed == Some(true)) {
        tell(Event::FollowUpsAgreed, Some(Happened { days: days(row), ..day_of(Some(ended)) }));
    }
    let calls: Vec<NaiveDate> = reached.iter().filter(|row| row.after_discharge).filter_map(|row| row.on_day).collect();
    tell(Event::FollowUp, Some(Happened { on: calls.iter().max().copied(), days: calls, ..Happened::default() }));
    let no_more = reached.iter().any(|row| row.no_more && row.on_day >= asked.stay.from_day);
    if no_more || asked.stay.died || agreed.is_some_and(|row| row.agreed == Some(false)) {
        tell(Event::NoFollowUp, Some(day_of(Some(ended))));
    }
    events
}
