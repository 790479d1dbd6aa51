//! What a body is checked with: the record around it on this day.

use super::{hours, measures, people, plan, restrictions};
use crate::error::Result;
use crate::ledger::body::{merge, of_version};
use crate::projections::{attendance, client, entry};
use crate::views::{ContactLine, ReleaseLine, ReleaseState};
use chrono::{DateTime, FixedOffset};
use clinical::facts::Setting;
use clinical::kind::{Attended, CheckedWith, Finish, KnownContact, OpenAlert, ReleaseHeld};
use clinical::{CheckContext, Kind};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use uuid::Uuid;

/// Gathers only what this kind asks for. `earlier` is the document's row so far.
pub(crate) async fn check_context(
    db: &impl ConnectionTrait,
    kind: Kind,
    client: Option<Uuid>,
    earlier: Option<&entry::Model>,
    body: &Value,
    now: DateTime<FixedOffset>,
) -> Result<CheckContext> {
    // What is signed for good is never revised.
    let revision = kind.about().finish != Finish::Signed && earlier.is_some();
    let mut found = CheckContext { now: now.naive_local(), revision, ..CheckContext::default() };
    for with in kind.about().checked_with {
        match (with, client) {
            (CheckedWith::Clients, _) => found.clients = named(db, kind, body).await?,
            (CheckedWith::Earlier, _) => {
                if let Some(entry) = earlier {
                    found.earlier = Some(of_version(db, &entry.version).await?);
                }
            }
            (CheckedWith::Contacts, Some(client)) => {
                found.contacts = people::contacts(db, client, &[]).await?.into_iter().map(known).collect();
            }
            (CheckedWith::Releases, Some(client)) => releases(db, client, now, &mut found).await?,
            (CheckedWith::Needs, Some(client)) => {
                found.needs = plan::needs(db, client).await?.into_iter().map(|it| (it.id, it.label)).collect();
            }
            (CheckedWith::Treatment, Some(client)) => treatment(db, client, &mut found).await?,
            (CheckedWith::Attendance, Some(client)) => attendance(db, client, &mut found).await?,
            (
                CheckedWith::Releases
                | CheckedWith::Contacts
                | CheckedWith::Needs
                | CheckedWith::Treatment
                | CheckedWith::Attendance,
                None,
            ) => {}
        }
    }
    Ok(found)
}

/// The body with what the record counts for it. Whatever a draft holds there gives way: nobody types it.
pub(crate) fn counted(kind: Kind, mut body: Value, context: &CheckContext) -> Result<Value> {
    let fields = kind.counted(&body, context)?;
    merge(&mut body, fields);
    Ok(body)
}

fn known(contact: ContactLine) -> KnownContact {
    KnownContact {
        id: contact.document.to_string(),
        name: contact.name,
        organization: contact.organization,
        role: contact.role,
    }
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
    let standing = restrictions::of_chart(db, client).await?;
    let versions = people::versions_of(db, client, releases.iter().map(|it| it.document)).await?;
    let held = |mut it: ReleaseLine| {
        // What the client asked to keep from someone no release lets out again.
        let named = contacts.iter().find(|contact| it.contact == Some(contact.document));
        let name = named.map_or(it.recipient.as_str(), |contact| contact.name.as_str());
        let kept = |covered_as: &str| restrictions::in_the_way(&standing, it.contact, name, covered_as).is_some();
        let active = it.state == ReleaseState::Active && !kept("");
        let covers = std::mem::take(&mut it.covers).into_iter().filter(|covers| !kept(covers)).collect();
        ReleaseHeld {
            id: it.document.to_string(),
            version: versions.get(&it.document).cloned().unwrap_or_default(),
            contact: it.contact.map(|id| id.to_string()).unwrap_or_default(),
            active,
            covers,
            purpose: it.purpose,
            until: it.until,
        }
    };
    found.releases = releases.into_iter().map(held).collect();
    found.contacts = contacts.into_iter().map(known).collect();
    Ok(())
}

async fn treatment(db: &impl ConnectionTrait, client: Uuid, found: &mut CheckContext) -> Result<()> {
    let scores = measures::scores(db, client).await?;
    let mine = [client];
    let (plan, alerts, assessed) = tokio::try_join!(
        plan::in_force(db, client, &scores),
        measures::open_alerts(db, &mine),
        plan::assessed(db, client)
    )?;
    found.objectives = plan.into_iter().flat_map(|(_, objectives)| objectives).map(|it| (it.id, it.text)).collect();
    // A session that was not held answers nothing, so the rule itself decides what to do with them.
    let open = |it: measures::OpenAlert| OpenAlert { document: it.document.to_string(), label: it.label };
    found.open_alerts = alerts.into_iter().map(open).collect();
    found.assessment_signed = assessed.is_some();
    Ok(())
}
