//! What a person must know before going on.

use super::backups;
use super::cosign::queue;
use super::staff::role_of;
use crate::act::{Act, Sight};
use crate::desk::Desk;
use crate::error::Result;
use crate::look::people;
use crate::open::Open;
use crate::permission::Permission;
use crate::store::{care_team, glass, staff};
use crate::view::{GlassLine, Nothing, Safety};
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
pub async fn safety(desk: &Desk, _: Nothing) -> Result<Safety> {
    let sight = desk.see(Act::new("safety").quiet()).await?;
    let (db, eyes) = (sight.db(), sight.eyes().await?);
    let manages = |row: &staff::Model| row.active && role_of(&row.role).may(Permission::ManageProgram);
    let staff = sight.open.staff().await?;
    let keys = sight.open.keys()?;
    let slots = &keys.slots;
    let administrators =
        staff.values().filter(|row| manages(row) && slots.iter().any(|slot| slot.user == row.document));
    let waiting = if eyes.may(Permission::WriteClinical) { queue(db, &eyes, sight.now).await? } else { Vec::new() };
    let count = |returned: bool| {
        let mine = waiting.iter().filter(|line| line.mine && line.returned.is_some() == returned);
        u32::try_from(mine.count()).unwrap_or(u32::MAX)
    };
    let backup = backups::standing(db, sight.now).await?;
    Ok(Safety {
        last_backup: backup.last,
        backup_overdue: backup.overdue,
        clock: sight.open.clock_doubt(sight.now),
        disk: desk.disk_sentence().await,
        one_administrator: administrators.count() < 2,
        recovery_kit: (eyes.may(Permission::ManageProgram) && !keys.has_kit()).then(|| NO_KIT.into()),
        licence: licence(&sight).await?,
        awaiting_my_cosignature: count(false),
        returned_to_me: count(true),
        opened_from_outside: opened_from_outside(&sight).await?,
    })
}

async fn expires(open: &Open) -> Result<Option<NaiveDate>> {
    Ok(open.staff().await?.get(&open.me.staff).and_then(|row| row.licence_expires))
}

/// The sentence of a license that has expired; it blocks signing (S-68).
pub(crate) async fn licence_expired(open: &Open, today: NaiveDate) -> Result<Option<String>> {
    let expired = expires(open).await?.filter(|last| *last < today);
    Ok(expired.map(|last| format!("Your license expired on {}. Signing needs a reason, which is kept.", written(last))))
}

/// The same from 60 days before.
async fn licence(sight: &Sight) -> Result<Option<String>> {
    let Some(last) = expires(&sight.open).await? else { return Ok(None) };
    let left = (last - sight.today()).num_days();
    Ok(match left {
        ..0 => licence_expired(&sight.open, sight.today()).await?,
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
async fn opened_from_outside(sight: &Sight) -> Result<Vec<GlassLine>> {
    let db = sight.db();
    let teams = care_team::Entity::find().select_only().column(care_team::Column::Client);
    let mine: Vec<Uuid> = teams.filter(care_team::Column::Staff.eq(sight.me())).into_tuple().all(db).await?;
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let open = TimeDelta::hours(super::care_team::OPEN_HOURS);
    let since = sight.now.to_utc() - TimeDelta::days(GLASS_SHOWN_DAYS) + open;
    let rows = glass::Entity::find()
        .filter(glass::Column::Client.is_in(mine))
        .filter(glass::Column::Staff.ne(sight.me()))
        .filter(glass::Column::Until.gte(since))
        .order_by_desc(glass::Column::Until)
        .all(db)
        .await?;
    let names = people::lines(db, rows.iter().map(|row| row.client)).await?;
    let staff = sight.open.staff().await?;
    let line = |row: glass::Model| GlassLine {
        client: row.client,
        called: names.get(&row.client).map(|it| it.name.clone()).unwrap_or_default(),
        who: people::signed_as(&staff, row.staff),
        reason: row.reason,
        at: row.until - open,
    };
    Ok(rows.into_iter().map(line).collect())
}
