//! What a person must know before going on.

use crate::areas::backups::backups;
use crate::areas::chart::care_team::OPEN_HOURS;
use crate::areas::documents::cosign::queue;
use crate::error::Result;
use crate::gate::{Act, Read, Record};
use crate::projections::{care_team, staff};
use crate::queries::people;
use crate::storage::chart_override;
use crate::views::{Nothing, Notices, OverrideLine};
use chrono::{NaiveDate, TimeDelta};
use clinical::permission::{Permission, Role};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
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
        returned_to_me: count(true),
        opened_from_outside: opened_from_outside(&read).await?,
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

/// Charts of my care teams that others opened, newest first.
async fn opened_from_outside(read: &Read) -> Result<Vec<OverrideLine>> {
    let db = read.db();
    let teams = care_team::Entity::find().select_only().column(care_team::Column::Client);
    let mine: Vec<Uuid> = teams.filter(care_team::Column::Staff.eq(read.me())).into_tuple().all(db).await?;
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let open = TimeDelta::hours(OPEN_HOURS);
    let since = read.now.to_utc() - TimeDelta::days(OVERRIDE_SHOWN_DAYS) + open;
    let rows = chart_override::Entity::find()
        .filter(chart_override::Column::Client.is_in(mine))
        .filter(chart_override::Column::Staff.ne(read.me()))
        .filter(chart_override::Column::Until.gte(since))
        .order_by_desc(chart_override::Column::Until)
        .all(db)
        .await?;
    let names = people::lines(db, rows.iter().map(|row| row.client)).await?;
    let staff = read.unlocked.staff().await?;
    let line = |row: chart_override::Model| OverrideLine {
        client: row.client,
        called: names.get(&row.client).map(|it| it.name.clone()).unwrap_or_default(),
        who: people::signed_as(&staff, row.staff),
        reason: row.reason,
        at: row.until - open,
    };
    Ok(rows.into_iter().map(line).collect())
}
