//! The sheet a site files each day: what was done, in numbers, and the code that fixes the record as it stood.

use crate::areas::backups::backups as kept;
use crate::canonical::{Envelope, VersionStatus};
use crate::command::Group;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Write};
use crate::projections::session;
use crate::queries::people;
use crate::queries::trail::acts_of;
use crate::storage::{audit, draft, version};
use crate::views::{DaySheet, Pdf, named};
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use clinical::form::Finding;
use clinical::names::in_order;
use paper::{DaySession, DayWritten, Sheet};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Prints the sheet of a day. Its own audit row is the one the code stands for.
///
/// # Errors
/// `BadInput` for a day to come; `Held` naming a letter that no font has.
pub async fn day_sheet(record: &Record, input: DaySheet) -> Result<Pdf> {
    let mut write = record.write(Act::new("day_sheet").detail(input.day.to_string())).await?;
    if input.day > write.today() {
        let finding = Finding::hold("day", "This day is still to come.");
        return Err(Error { code: Code::BadInput, message: "Choose another day.".into(), findings: vec![finding] });
    }
    let backup = backups(&write).await?;
    let me = (write.unlocked.me.name.clone(), write.unlocked.me.credential.clone());
    let sealed = write.seal().await?;
    let tx = &write.tx;
    let said = paper::DaySheet {
        day: input.day,
        sessions: sessions(tx, input.day).await?,
        written: written(tx, input.day).await?,
        drafts: draft::Entity::find().filter(draft::Column::DiscardedAt.is_null()).count(tx).await?,
        looks: done(tx, input.day, acts_of(Group::Looks)).await?,
        prints: done(tx, input.day, acts_of(Group::Prints).filter(|act| !act.starts_with("export"))).await?,
        exports: done(tx, input.day, acts_of(Group::Prints).filter(|act| act.starts_with("export"))).await?,
        refusals: on(input.day).filter(audit::Column::Outcome.eq("refused")).count(tx).await?,
        backup,
        row: sealed.seq,
        at: sealed.at.with_timezone(write.now.offset()).naive_local(),
        code: sealed.code,
        by: named(&me.0, &me.1),
    };
    let letterhead = people::letterhead(people::program(tx).await?);
    let sheet = if input.paper == "a4" { Sheet::A4 } else { Sheet::Letter };
    let pages = paper::day_sheet(&said, &letterhead, sheet).map_err(|refused| {
        let finding = Finding::hold(refused.field, refused.message.clone());
        Error::held(refused.message, vec![finding])
    })?;
    // Written before the pages leave: no paper without its row, and no code that the record does not hold.
    write.done().await?;
    Ok(Pdf(pages))
}

async fn backups(write: &Write) -> Result<String> {
    let standing = kept::standing(&write.tx, write.now).await?;
    let Some(last) = standing.last else { return Ok("There is no verified backup.".into()) };
    let last = last.with_timezone(write.now.offset()).format("%B %-d, %Y, %-I:%M %p");
    let late = if standing.overdue { " That is more than 48 hours ago." } else { "" };
    Ok(format!("The newest verified backup was made on {last}.{late}"))
}

async fn sessions(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<DaySession>> {
    let held = session::Entity::find()
        .filter(session::Column::OnDay.eq(day))
        .order_by_asc(session::Column::StartTime)
        .order_by_asc(session::Column::Topic);
    let one = |row: session::Model| DaySession {
        start: row.start_time,
        end: row.end_time,
        topic: row.topic,
        present: u64::try_from(row.present).unwrap_or(0),
    };
    Ok(held.all(db).await?.into_iter().map(one).collect())
}

/// What each person signed, recorded, added and withdrew on that day, each by the clock it was written by.
async fn written(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<DayWritten>> {
    // No clock on earth is further than a day from that of Greenwich.
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    let rows = version::Entity::find()
        .filter(version::Column::Wall.gte(midnight - TimeDelta::days(1)))
        .filter(version::Column::Wall.lt(midnight + TimeDelta::days(2)));
    let mut counted: BTreeMap<Uuid, [u64; 4]> = BTreeMap::new();
    for row in rows.all(db).await? {
        if Envelope::read(&row.bytes)?.local().is_none_or(|at| at.date_naive() != day) {
            continue;
        }
        let (author, status) = (row.author, row.status);
        let at = match status {
            VersionStatus::Signed => 0,
            VersionStatus::Recorded => 1,
            VersionStatus::Addendum => 2,
            VersionStatus::Retracted => 3,
        };
        counted.entry(author).or_default()[at] += 1;
    }
    let staff = people::staff_names(db).await?;
    let one = |(author, [signed, recorded, addenda, withdrawn]): (Uuid, [u64; 4])| DayWritten {
        who: people::signed_as(&staff, author),
        signed,
        recorded,
        addenda,
        withdrawn,
    };
    let mut all: Vec<_> = counted.into_iter().map(one).collect();
    in_order(&mut all, |line| &line.who);
    Ok(all)
}

/// Audit rows of a day: their wall times begin with the day at the site and sort as text.
fn on(day: NaiveDate) -> sea_orm::Select<audit::Entity> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    audit::Entity::find()
        .filter(audit::Column::Wall.gte(day.to_string()))
        .filter(audit::Column::Wall.lt(next.to_string()))
}

async fn done(db: &impl ConnectionTrait, day: NaiveDate, acts: impl Iterator<Item = &'static str>) -> Result<u64> {
    Ok(on(day).filter(audit::Column::Outcome.eq("done")).filter(audit::Column::Action.is_in(acts)).count(db).await?)
}
