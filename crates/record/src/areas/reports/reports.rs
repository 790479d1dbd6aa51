//! Facts counted from the record, each by its own query.

use crate::error::{Code, Error, Result};
use crate::gate::{Act, Read, Record, kind_of};
use crate::ledger::body;
use crate::projections::rebuild::versions;
use crate::projections::{Stored, entry, plan, release, sobriety as sobriety_of};
use crate::queries::stays::{self, Stays};
use crate::queries::{hours, measures, people};
use crate::views::{
    ClientOf, ClientOn, Deadlines, MeasureSeriesOf, ReleaseOn, ReleaseStateView, Series, Sobriety, Totals,
};
use chrono::NaiveDate;
use clinical::facts::Fact;
use clinical::rules;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;
use uuid::Uuid;

async fn look(record: &Record, action: &'static str, client: Uuid) -> Result<Read> {
    record.read(Act::new(action).chart(client)).await
}

/// Days, minutes, sessions, length of stay.
///
/// # Errors
/// `Forbidden`.
pub async fn totals(record: &Record, input: ClientOf) -> Result<Totals> {
    let read = look(record, "totals", input.client).await?;
    let (rows, meetings, episodes) = tokio::try_join!(
        hours::attended(read.db(), input.client),
        hours::meetings(read.db(), input.client),
        stays::episodes(read.db(), input.client)
    )?;
    Ok(hours::totals(&rows, &meetings, &episodes, read.today()))
}

/// A questionnaire's steps with reliable change.
///
/// # Errors
/// `NotFound` for a questionnaire that is not shipped.
pub async fn measure_series(record: &Record, input: MeasureSeriesOf) -> Result<Series> {
    let read = look(record, "measure_series", input.client).await?;
    let instrument = clinical::instruments::by_id(&input.instrument)
        .ok_or_else(|| Error::of(Code::NotFound, "This questionnaire is not loaded."))?;
    measures::series_of(read.db(), input.client, instrument).await
}

/// What a release allowed on a day, as it was known on that day: a revocation rules from its own day on.
///
/// # Errors
/// `NotFound`.
pub async fn release_state(record: &Record, input: ReleaseOn) -> Result<ReleaseStateView> {
    let read = record.read(Act::new("release_state").document(input.document)).await?;
    let row = release::Entity::find_by_id(input.document).one(read.db()).await?;
    let row = row.ok_or_else(|| Error::of(Code::NotFound, "This release is not in the record."))?;
    let stays = Stays::find(read.db(), row.client, input.on).await?;
    let discharged = people::discharge_of(read.db(), &stays, &row).await?;
    let (state, until) = people::release_state(&row, discharged, input.on);
    Ok(ReleaseStateView { state, until })
}

/// Days since the first full day without use, as known on that day and in the stay of that day. A return to use ends the count; another begins
/// once its first day is known, and after the last day of use.
///
/// # Errors
/// `Forbidden`.
pub async fn sobriety(record: &Record, input: ClientOn) -> Result<Sobriety> {
    let read = look(record, "sobriety", input.client).await?;
    let rows = sobriety_of::Entity::find().filter(sobriety_of::Column::Client.eq(input.client)).all(read.db()).await?;
    let known: Vec<sobriety_of::Model> =
        rows.into_iter().filter(|row| row.known_on.is_none_or(|known| known <= input.on)).collect();
    // A use is the person's, in whatever stay it was; where a count begins is said anew in each.
    let used = known.iter().filter_map(|row| row.used_on).filter(|used| *used <= input.on).max();
    let stays = Stays::find(read.db(), input.client, input.on).await?;
    let begins = known.iter().filter(|row| stays.owns(*row)).filter_map(|row| row.since);
    let since = begins.filter(|since| *since <= input.on && used.is_none_or(|used| used < *since)).max();
    Ok(Sobriety { since, days: since.and_then(|since| rules::sober_days(since, input.on)).map(i64::from) })
}

/// Due days by the program's rules, and the days they were met.
///
/// # Errors
/// `Forbidden`.
pub async fn deadlines(record: &Record, input: ClientOf) -> Result<Deadlines> {
    let read = look(record, "deadlines", input.client).await?;
    let db = read.db();
    let rules = read.unlocked.rules().await?;
    let episodes = stays::episodes(db, input.client).await?;
    let stays = Stays::of(&episodes, read.today());
    let ours = episodes.iter().find(|row| Some(row.document) == stays.asked());
    let (admitted, discharged) = (ours.and_then(|row| row.from_day), ours.and_then(|row| row.to_day));
    let plan = plan::Entity::find()
        .filter(plan::Column::Client.eq(input.client))
        .order_by_asc(plan::Column::Document)
        .all(db)
        .await?;
    let (mut first, mut in_effect) = (None, None);
    if let Some(plan) = stays.own(plan).first() {
        // The first version of this stay: a plan may have been revised from the one of the stay before.
        for version in versions(db, plan.document).await? {
            let on = effective(&version)?;
            let said = version.envelope.episode.as_deref().and_then(|id| Uuid::parse_str(id).ok());
            if first.is_none() && stays.owns_day(said, on) {
                (first, in_effect) = (Some(version), on);
            }
        }
    }
    let time = stays.own(hours::attended(db, input.client).await?);
    let spent: BTreeMap<Uuid, _> = time.iter().map(|row| (row.document, row)).collect();
    let notes = entry::Entity::find()
        .filter(entry::Column::Chart.eq(input.client))
        .filter(entry::Column::Document.is_in(spent.keys().copied()))
        .order_by_asc(entry::Column::OnDay)
        .all(db)
        .await?;
    let late = notes
        .iter()
        .filter(|row| hours::is_late(spent.get(&row.document).copied(), row, &rules))
        .filter_map(|row| row.on_day);
    Ok(Deadlines {
        plan_due: admitted.map(|day| rules::plan_due(day, rules.plan_due_days)),
        plan_signed: first.and_then(|first| first.envelope.local()).map(|at| at.date_naive()),
        plan_review_due: in_effect.map(|day| rules::review_due(day, rules.plan_review_days)),
        discharge_summary_due: discharged.map(|day| rules::after(day, rules.discharge_summary_days)),
        followups_due: discharged.map(|day| rules::follow_ups(day, &rules.follow_up_days)).unwrap_or_default(),
        late_notes: late.collect(),
    })
}

/// The day from which a version of a plan is in force.
fn effective(version: &Stored) -> Result<Option<NaiveDate>> {
    let facts = kind_of(&version.envelope.kind)?.facts(&body::of_envelope(&version.envelope)?)?;
    Ok(facts.into_iter().find_map(|fact| match fact {
        Fact::Plan { effective, .. } => effective,
        _ => None,
    }))
}
