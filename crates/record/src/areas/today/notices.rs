//! What a person must know before going on.

use super::backups;
use super::cosign::queue;
use super::staff::role_of;
use crate::gate::{Act, Read};
use crate::gate::Record;
use crate::error::Result;
use crate::queries::people;
use crate::gate::Unlocked;
use clinical::permission::Permission;
use crate::projections::{care_team, staff};
use crate::storage::chart_override;
use crate::views::{GlassLine, Nothing, Notices};
use chrono::{NaiveDate, TimeDelta};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

/// Days before its end that a license is spoken of (clinical.md 5).
const LICENCE_WARNING_DAYS: i64 = 60;
/// Days for which a care team reads who opened its charts.
const GLASS_SHOWN_DAYS: i64 = 7;

/// After a removal that was cut short before its new kit could be shown.
const NO_KIT: &str =
    "This record has no recovery kit. Make one and print it: without it, forgotten passwords cannot be replaced.";

/// Everything that is not as it should be. Each answer is empty when all is well.
///
/// # Errors
/// If the record cannot be read.
pub async fn notices(record: &Record, _: Nothing) -> Result<Notices> {
    let read = record.see(Act::new("notices").quiet()).await?;
    let (db, viewer) = (read.db(), read.viewer().await?);
    let manages = |row: &staff::Model| row.active && role_of(&row.role).may(Permission::ManageProgram);
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
        disk: record.disk_sentence().await,
        one_administrator: administrators.count() < 2,
        recovery_kit: (viewer.may(Permission::ManageProgram) && !keys.has_kit()).then(|| NO_KIT.into()),
        license: license(&read).await?,
        awaiting_my_cosignature: count(false),
        returned_to_me: count(true),
        opened_from_outside: opened_from_outside(&read).await?,
    })
}

async fn expires(unlocked: &Unlocked) -> Result<Option<NaiveDate>> {
    Ok(unlocked.staff().await?.get(&unlocked.me.staff).and_then(|row| row.license_expires))
}

/// The sentence of a license that has expired; it blocks signing (S-68).
pub(crate) async fn license_expired(unlocked: &Unlocked, today: NaiveDate) -> Result<Option<String>> {
    let expired = expires(unlocked).await?.filter(|last| *last < today);
    Ok(expired.map(|last| format!("Your license expired on {}. Signing needs a reason, which is kept.", written(last))))
}

/// The same from 60 days before.
async fn license(read: &Read) -> Result<Option<String>> {
    let Some(last) = expires(&read.unlocked).await? else { return Ok(None) };
    let left = (last - read.today()).num_days();
    Ok(match left {
        ..0 => license_expired(&read.unlocked, read.today()).await?,
        0 => Some("Your license expires today.".into()),
        1 => Some("Your license expires tomorrow.".into()),
        2..=LICENCE_WARNING_DAYS => Some(format!("Your license expires on {}, in {left} days.", written(last))),
        _ => None,
    })
}

fn written(day: NaiveDate) -> String {
    day.format("%B %-d, %Y").to_string()
}

/// Charts of my care teams that others opened, newest first.
async fn opened_from_outside(read: &Read) -> Result<Vec<GlassLine>> {
    let db = read.db();
    let teams = care_team::Entity::find().select_only().column(care_team::Column::Client);
    let mine: Vec<Uuid> = teams.filter(care_team::Column::Staff.eq(read.me())).into_tuple().all(db).await?;
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let unlocked = TimeDelta::hours(super::care_team::OPEN_HOURS);
    let since = read.now.to_utc() - TimeDelta::days(GLASS_SHOWN_DAYS) + open;
    let rows = chart_override::Entity::find()
        .filter(chart_override::Column::Client.is_in(mine))
        .filter(chart_override::Column::Staff.ne(read.me()))
        .filter(chart_override::Column::Until.gte(since))
        .order_by_desc(chart_override::Column::Until)
        .all(db)
        .await?;
    let names = people::lines(db, rows.iter().map(|row| row.client)).await?;
    let staff = read.unlocked.staff().await?;
    let line = |row: chart_override::Model| GlassLine {
        client: row.client,
        called: names.get(&row.client).map(|it| it.name.clone()).unwrap_or_default(),
        who: people::signed_as(&staff, row.staff),
        reason: row.reason,
        at: row.until - unlocked,
    };
    Ok(rows.into_iter().map(line).collect())
}
