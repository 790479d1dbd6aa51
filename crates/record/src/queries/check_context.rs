//! What a body is checked with: the record around it on this day.

use super::{hours, measures, people, plan};
use crate::error::Result;
use crate::ledger::body::merge;
use crate::projections::{attendance, client};
use crate::views::{ReleaseLine, ReleaseState};
use chrono::{DateTime, FixedOffset};
use clinical::facts::Setting;
use clinical::kind::{Attended, CheckedWith, ReleaseHeld};
use clinical::{CheckContext, Kind};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use uuid::Uuid;

/// Gathers only what this kind asks for.
pub(crate) async fn check_context(
    db: &impl ConnectionTrait,
    kind: Kind,
    client: Option<Uuid>,
    body: &Value,
    revision: bool,
    now: DateTime<FixedOffset>,
) -> Result<CheckContext> {
    let mut found = CheckContext { now: now.naive_local(), revision, ..CheckContext::default() };
    for with in kind.about().checked_with {
        match (with, client) {
            (CheckedWith::Clients, _) => found.clients = named(db, kind, body).await?,
            (CheckedWith::Releases, Some(client)) => releases(db, client, now, &mut found).await?,
            (CheckedWith::Needs, Some(client)) => {
                found.needs = plan::needs(db, client).await?.into_iter().map(|it| (it.id, it.label)).collect();
            }
            (CheckedWith::Treatment, Some(client)) => treatment(db, client, &mut found).await?,
            (CheckedWith::Attendance, Some(client)) => attendance(db, client, &mut found).await?,
            (CheckedWith::Releases | CheckedWith::Needs | CheckedWith::Treatment | CheckedWith::Attendance, None) => {}
        }
    }
    Ok(found)
}

/// The body with what the record counts for it. Whatever a draft holds there gives way: nobody types it.
pub(crate) async fn counted(
    db: &impl ConnectionTrait,
    kind: Kind,
    client: Option<Uuid>,
    mut body: Value,
    now: DateTime<FixedOffset>,
) -> Result<Value> {
    if kind.about().checked_with.contains(&CheckedWith::Attendance) {
        let context = check_context(db, kind, client, &body, false, now).await?;
        let fields = kind.counted(&body, &context)?;
        merge(&mut body, fields);
    }
    Ok(body)
}

async fn attendance(db: &impl ConnectionTrait, client: Uuid, found: &mut CheckContext) -> Result<()> {
    let (time, episodes) = tokio::try_join!(hours::attended(db, client), people::episodes(db, client))?;
    let attended = |row: attendance::Model| {
        let minutes = u32::try_from(row.minutes).unwrap_or(0);
        Some(Attended { on: row.on_day?, setting: Setting::named(&row.setting)?, minutes })
    };
    found.attended = time.into_iter().filter_map(attended).collect();
    found.stay = people::ours(&episodes).and_then(|row| row.from_day.map(|from| (from, row.to_day)));
    Ok(())
}

/// Names of the clients that a body tells of. A body that cannot be read tells of nobody; its shape is found elsewhere.
async fn named(db: &impl ConnectionTrait, kind: Kind, body: &Value) -> Result<Vec<(String, String)>> {
    let ids = kind.clients(body).unwrap_or_default();
    let ids: Vec<Uuid> = ids.iter().filter_map(|id| Uuid::parse_str(id).ok()).collect();
    let rows = client::Entity::find_by_clients(db, &ids).await?;
    let name = |row: &client::Model| format!("{} {} {}", row.preferred, row.legal_first, row.legal_last);
    Ok(rows.iter().map(|row| (row.client.to_string(), name(row))).collect())
}

async fn releases(
    db: &impl ConnectionTrait,
    client: Uuid,
    now: DateTime<FixedOffset>,
    found: &mut CheckContext,
) -> Result<()> {
    let releases = people::releases(db, client, now.date_naive()).await?;
    let contacts = people::contacts(db, client, &releases).await?;
    found.contacts = contacts.into_iter().map(|it| (it.document.to_string(), it.name)).collect();
    let held = |it: ReleaseLine| ReleaseHeld {
        id: it.document.to_string(),
        contact: it.contact.map(|id| id.to_string()).unwrap_or_default(),
        active: it.state == ReleaseState::Active,
        covers: it.covers,
        purpose: it.purpose,
        until: it.until,
    };
    found.releases = releases.into_iter().map(held).collect();
    Ok(())
}

async fn treatment(db: &impl ConnectionTrait, client: Uuid, found: &mut CheckContext) -> Result<()> {
    let scores = measures::scores(db, client).await?;
    let (plan, alerts, assessed) = tokio::try_join!(
        plan::in_force(db, client, &scores),
        measures::still_open(db, &scores),
        plan::assessed(db, client)
    )?;
    found.objectives = plan.into_iter().flat_map(|(_, objectives)| objectives).map(|it| (it.id, it.text)).collect();
    // A session that was not held answers nothing, so the rule itself decides what to do with these days.
    found.open_safety_alerts = alerts.into_iter().map(|alert| alert.on).collect();
    found.assessment_signed = assessed.is_some();
    Ok(())
}
