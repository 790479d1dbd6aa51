//! What a person must know before going on.

use crate::areas::backups::backups;
use crate::areas::chart::care_team::OPEN_HOURS;
use crate::areas::documents::cosign::queue;
use crate::error::Result;
use crate::gate::{Act, Read, Record, Viewer};
use crate::ledger::body;
use crate::projections::staff;
use crate::queries::people;
use crate::storage::{audit, chart_override};
use crate::views::{Nothing, Notices, OverrideLine};
use chrono::{DateTime, NaiveDate, TimeDelta};
use clinical::permission::{Permission, Role};
use data_encoding::HEXLOWER;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering::SeqCst;
use uuid::Uuid;

/// Days before its end that a license is spoken of (clinical.md 5).
const LICENSE_WARNING_DAYS: i64 = 60;
/// Days for which a care team reads who opened its charts.
const OVERRIDE_SHOWN_DAYS: i64 = 7;

/// After a removal that was cut short before its new kit could be shown.
const NO_KIT: &str =
    "This record has no recovery kit. Make one and print it: without it, forgotten passwords cannot be replaced.";

/// Everything that is not as it should be. Each answer is empty when all is well.
///
/// # Errors
/// If the record cannot be read.
pub async fn notices(record: &Record, _: Nothing) -> Result<Notices> {
    let read = record.read(Act::new("notices")).await?;
    let (db, viewer) = (read.db(), read.viewer().await?);
    let manages = |row: &staff::Model| row.active && Role::named(&row.role).may(Permission::ManageProgram);
    let staff = read.unlocked.staff().await?;
    let keys = read.unlocked.keys()?;
    let slots = &keys.slots;
    let administrators =
        staff.values().filter(|row| manages(row) && slots.iter().any(|slot| slot.user == row.document));
    let waiting = if viewer.may(Permission::WriteClinical) { queue(db, &viewer, read.now).await? } else { Vec::new() };
    let count = |returned: bool| {
        let mine = waiting.iter().filter(|line| line.mine && line.returned.is_some() == returned);
        u32::try_from(mine.count()).unwrap_or(u32::MAX)
    };
    let nobody = waiting.iter().filter(|line| line.nobody && viewer.may(Permission::ManageProgram)).count();
    let backup = backups::standing(db, read.now).await?;
    Ok(Notices {
        last_backup: backup.last,
        backup_overdue: backup.overdue,
        clock: read.unlocked.clock_doubt(read.now),
        disk: record.disk_sentence(read.unlocked.untold.load(SeqCst)).await,
        older: read.unlocked.amiss(),
        one_administrator: administrators.count() < 2,
        recovery_kit: (viewer.may(Permission::ManageProgram) && !keys.has_kit()).then(|| NO_KIT.into()),
        license: license(&read).await?,
        awaiting_my_cosignature: count(false),
        cosigned_by_nobody: u32::try_from(nobody).unwrap_or(u32::MAX),
        returned_to_me: count(true),
        opened_from_outside: opened_from_outside(&read, &viewer).await?,
    })
}

/// What is said of the license, from 60 days before its end.
async fn license(read: &Read) -> Result<Option<String>> {
    let Some(last) = read.unlocked.license_expires().await? else { return Ok(None) };
    let left = (last - read.today()).num_days();
    Ok(match left {
        ..0 => read.unlocked.license_expired(read.today()).await?,
        0 => Some("Your license expires today.".into()),
        1 => Some("Your license expires tomorrow.".into()),
        2..=LICENSE_WARNING_DAYS => Some(format!("Your license expires on {}, in {left} days.", written(last))),
        _ => None,
    })
}

fn written(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}

/// Charts that others opened from outside a care team I was on at that time, newest first. Who was on it the trail knows, in the order in which
/// things were done: no later team and no second opening hides the first.
async fn opened_from_outside(read: &Read, viewer: &Viewer) -> Result<Vec<OverrideLine>> {
    let (db, me) = (read.db(), read.me());
    let since = read.now.to_utc() - TimeDelta::days(OVERRIDE_SHOWN_DAYS);
    let mut charts: Vec<Uuid> = chart_override::Entity::find()
        .select_only()
        .column(chart_override::Column::Client)
        .distinct()
        .filter(chart_override::Column::Until.gte(since + TimeDelta::hours(OPEN_HOURS)))
        .into_tuple()
        .all(db)
        .await?;
    charts.retain(|client| viewer.sees(*client));
    if charts.is_empty() {
        return Ok(Vec::new());
    }
    let names = people::lines(db, charts.iter().copied()).await?;
    let staff = read.unlocked.staff().await?;
    let (mut teams, mut lines) = (BTreeMap::new(), Vec::new());
    for row in audit::Entity::done(db, charts, &["set_care_team", "override_chart"]).await? {
        let (Some(client), Some(actor)) = (row.client, row.actor) else { continue };
        if row.action == "set_care_team" {
            teams.insert(client, team_of(db, &row).await?);
            continue;
        }
        let at = DateTime::parse_from_rfc3339(&row.wall).map(|at| at.to_utc()).unwrap_or_default();
        if at >= since && actor != me && teams.get(&client).is_some_and(|team| team.contains(&me)) {
            let called = names.get(&client).map(|it| it.name.clone()).unwrap_or_default();
            lines.push(OverrideLine { client, called, who: people::signed_as(&staff, actor), reason: row.detail, at });
        }
    }
    lines.reverse();
    Ok(lines)
}

/// The team that this row of the trail put into the record.
async fn team_of(db: &impl ConnectionTrait, row: &audit::Model) -> Result<BTreeSet<Uuid>> {
    let mut team = BTreeSet::new();
    for id in row.wrote.split(' ').filter_map(|id| HEXLOWER.decode(id.as_bytes()).ok()) {
        let Ok(body) = body::of_version(db, &id).await else { continue };
        let people = body["staff"].as_array().into_iter().flatten().filter_map(|id| id.as_str());
        team.extend(people.filter_map(|id| Uuid::parse_str(id).ok()));
    }
    Ok(team)
}
