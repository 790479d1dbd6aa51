//! Time spent with a client: lines, weeks, totals. Everything is counted from attendance, never from a schedule.

use crate::error::Result;
use crate::projections::{attendance, entry, episode, meeting};
use crate::queries::stays::Stays;
use crate::views::{AttendanceLine, Totals, Week};
use chrono::NaiveDate;
use clinical::facts::Setting;
use clinical::minutes::{self, Spent};
use clinical::rules::{self, Rules};
use clinical::words::{ATTENDANCE, HELD, said, was_there};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(crate) async fn attended(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<attendance::Model>> {
    let rows = attendance::Entity::find()
        .filter(attendance::Column::Client.eq(client))
        .order_by_desc(attendance::Column::OnDay);
    Ok(rows.order_by_desc(attendance::Column::StartTime).all(db).await?)
}

pub(crate) fn lines(rows: &[attendance::Model]) -> Vec<AttendanceLine> {
    let line = |row: &attendance::Model| {
        row.on_day.map(|on| AttendanceLine {
            document: row.document,
            setting: row.setting.clone(),
            status: match row.setting.as_str() {
                "group" => said(ATTENDANCE, &row.status),
                _ => said(HELD, &row.status),
            },
            on,
            start: row.start_time.clone(),
            end: row.end_time.clone(),
            minutes: u32::try_from(row.minutes).unwrap_or(0),
            topic: row.topic.clone(),
            participation: row.participation.and_then(|level| u8::try_from(level).ok()),
        })
    };
    rows.iter().filter_map(line).collect()
}

/// The same rows with the minutes that no other of them has counted: a person is in one room at a time, however many notes tell of it.
pub(crate) fn counted_once(rows: &[attendance::Model]) -> Vec<attendance::Model> {
    let spent = |row: &attendance::Model| Spent {
        setting: Setting::named(&row.setting).unwrap_or(Setting::Group),
        from: row.came,
        minutes: u32::try_from(row.minutes).unwrap_or(0),
    };
    let counted = minutes::counted_once(&rows.iter().map(spent).collect::<Vec<_>>());
    rows.iter()
        .cloned()
        .zip(counted)
        .map(|(row, minutes)| attendance::Model { minutes: i64::from(minutes), ..row })
        .collect()
}

/// One row per week that has anything, oldest first. The target is the program's hours a week (H0015 and SAMHSA: 9 h for adults).
pub(crate) fn weeks(rows: &[attendance::Model], rules: &Rules) -> Vec<Week> {
    let rows = counted_once(rows);
    let target = u32::try_from(i64::from(rules.hours_per_week) * 60).unwrap_or(0);
    let mut weeks: BTreeMap<NaiveDate, Week> = BTreeMap::new();
    for row in &rows {
        let Some(on) = row.on_day else { continue };
        let monday = rules::week_of(on);
        let week = weeks.entry(monday).or_insert(Week { monday, group: 0, individual: 0, family: 0, target });
        let minutes = u32::try_from(row.minutes).unwrap_or(0);
        match row.setting.as_str() {
            "group" => week.group += minutes,
            "individual" => week.individual += minutes,
            _ => week.family += minutes,
        }
    }
    weeks.into_values().collect()
}

/// Every meeting outside that a client logged.
pub(crate) async fn meetings(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<meeting::Model>> {
    Ok(meeting::Entity::find().filter(meeting::Column::Client.eq(client)).all(db).await?)
}

/// What was done in the stay that is asked about; all rows are all of the client's.
pub(crate) fn totals(
    rows: &[attendance::Model],
    meetings: &[meeting::Model],
    episodes: &[episode::Model],
    today: NaiveDate,
) -> Totals {
    let stays = Stays::of(episodes, today);
    let rows = counted_once(&stays.own(rows.to_vec()));
    let ours = episodes.iter().find(|row| Some(row.document) == stays.asked());
    let minutes = |setting: &str| -> u32 {
        let all = rows.iter().filter(|row| row.setting == setting).map(|row| u32::try_from(row.minutes).unwrap_or(0));
        all.sum()
    };
    let days = |attended: bool| -> BTreeSet<NaiveDate> {
        rows.iter()
            .filter(|row| row.setting == "group" && (!attended || was_there(&row.status)))
            .filter_map(|row| row.on_day)
            .collect()
    };
    let held = |setting: &str| {
        u32::try_from(rows.iter().filter(|row| row.setting == setting && row.minutes > 0).count()).unwrap_or(0)
    };
    let (scheduled, attended) = (days(false), days(true));
    let count = |set: &BTreeSet<NaiveDate>| u32::try_from(set.len()).unwrap_or(u32::MAX);
    let group_minutes = minutes("group");
    // Meetings go on after the program: they are counted until another stay begins.
    let meetings = meetings.iter().filter(|row| stays.owns_or_follows(*row)).count();
    let stay = ours.and_then(|episode| episode.from_day.map(|from| (from, episode.to_day.unwrap_or(today))));
    let stay = stay.filter(|(from, to)| from <= to);
    Totals {
        group_days_scheduled: count(&scheduled),
        group_days_attended: count(&attended),
        attendance_rate: (!scheduled.is_empty())
            .then(|| rounded(f64::from(count(&attended)) / f64::from(count(&scheduled)), 1000.0)),
        group_minutes,
        group_hours: rounded(f64::from(group_minutes) / 60.0, 100.0),
        individual_sessions_held: held("individual"),
        individual_minutes: minutes("individual"),
        family_sessions: held("family"),
        family_minutes: minutes("family"),
        length_of_stay_days: stay.and_then(|(from, to)| u32::try_from((to - from).num_days() + 1).ok()),
        program_weeks: stay
            .and_then(|(from, to)| u32::try_from((rules::week_of(to) - rules::week_of(from)).num_weeks() + 1).ok()),
        meetings_logged: u32::try_from(meetings).unwrap_or(u32::MAX),
    }
}

fn rounded(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

/// Notes signed later than the program's limit after the session's end. Both are read on the clock they were written by.
pub(crate) fn is_late(row: Option<&attendance::Model>, entry: &entry::Model, rules: &Rules) -> bool {
    let Some((on, row)) = entry.on_day.zip(row) else { return false };
    let end = rules::session_end(on, rules::clock(&row.start_time), rules::clock(&row.end_time));
    end.is_some_and(|end| rules::late_note(end, entry.local().naive_local(), rules.note_due_hours))
}
