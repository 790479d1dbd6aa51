//! What a body is checked with: the record around it on this day.

use super::stays::{self, Stays};
use super::{hours, measures, people, plan};
use crate::error::Result;
use crate::ledger::body::{merge, of_version};
use crate::projections::{assessment, attendance, client, entry, episode};
use crate::views::{ContactLine, ReleaseLine, ReleaseState};
use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta};
use clinical::facts::Setting;
use clinical::kind::{Attended, CheckedWith, Finish, KnownContact, Noted, OpenAlert, ReleaseHeld};
use clinical::{CheckContext, Kind, rules};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _,
};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Gathers only what this kind asks for. `earlier` is the document's row so far.
pub(crate) async fn check_context(
    db: &impl ConnectionTrait,
    kind: Kind,
    document: Uuid,
    client: Option<Uuid>,
    earlier: Option<&entry::Model>,
    body: &Value,
    now: DateTime<FixedOffset>,
) -> Result<CheckContext> {
    // What is signed for good is never revised.
    let revision = kind.about().finish != Finish::Signed && earlier.is_some();
    let asks = |with| kind.about().checked_with.contains(&with);
    let of_client = |with| client.filter(|_| asks(with));
    let today = now.date_naive();
    let on = kind.says(body).ok().and_then(|says| says.on).unwrap_or(today);
    // Side by side, so that it is one message to the engine.
    let (clients, not_assessed, noted, earlier, contacts, releases, needs, treatment, attended) = tokio::try_join!(
        where_asked(asks(CheckedWith::Clients).then(|| named(db, kind, body))),
        where_asked(asks(CheckedWith::Clients).then(|| not_assessed(db, kind, body, on))),
        where_asked(asks(CheckedWith::Rooms).then(|| noted(db, kind, document, client, body))),
        where_asked(earlier.filter(|_| asks(CheckedWith::Earlier)).map(|entry| of_version(db, &entry.version))),
        where_asked(of_client(CheckedWith::Contacts).map(|client| people::contacts(db, client, &[]))),
        where_asked(of_client(CheckedWith::Releases).map(|client| releases(db, client, today))),
        where_asked(of_client(CheckedWith::Needs).map(|client| plan::needs(db, client, today))),
        where_asked(of_client(CheckedWith::Treatment).map(|client| treatment(db, client, today))),
        where_asked(of_client(CheckedWith::Attendance).map(|client| attended(db, client, on))),
    )?;
    let (releases, with_releases) = releases.unwrap_or_default();
    let treatment = treatment.unwrap_or_default();
    let (attended, stay) = attended.unwrap_or_default();
    let contacts = contacts.unwrap_or(with_releases);
    Ok(CheckContext {
        now: now.naive_local(),
        revision,
        clients: clients.unwrap_or_default(),
        not_assessed: not_assessed.unwrap_or_default(),
        noted: noted.unwrap_or_default(),
        earlier,
        contacts: contacts.into_iter().map(known).collect(),
        releases,
        needs: needs.unwrap_or_default().into_iter().map(|it| (it.id, it.label)).collect(),
        objectives: treatment.objectives,
        open_alerts: treatment.open_alerts,
        assessment_signed: treatment.assessment_signed,
        attended,
        stay,
    })
}

/// Waits for what this kind asks for. Boxed, because all of them at once would be too much for the stack.
fn where_asked<'a, T>(
    asked: Option<impl Future<Output = Result<T>> + Send + 'a>,
) -> impl Future<Output = Result<Option<T>>> + Send + 'a
where
    T: 'a,
{
    let asked = asked.map(Box::pin);
    async move {
        match asked {
            Some(asked) => Ok(Some(asked.await?)),
            None => Ok(None),
        }
    }
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

/// Time spent, each minute counted once, and the stay of that day.
async fn attended(
    db: &impl ConnectionTrait,
    client: Uuid,
    on: NaiveDate,
) -> Result<(Vec<Attended>, Option<(NaiveDate, Option<NaiveDate>)>)> {
    let (time, episodes) = tokio::try_join!(hours::attended(db, client), stays::episodes(db, client))?;
    let attended = |row: attendance::Model| {
        let minutes = u32::try_from(row.minutes).unwrap_or(0);
        Some(Attended { on: row.on_day?, setting: Setting::named(&row.setting)?, minutes })
    };
    let attended = hours::counted_once(&time).into_iter().filter_map(attended).collect();
    let stay = Stays::of(&episodes, on).asked();
    let stay = episodes.iter().find(|row| Some(row.document) == stay);
    Ok((attended, stay.and_then(|row| row.from_day.map(|from| (from, row.to_day)))))
}

/// Names of the clients that a body tells of. A body that cannot be read tells of nobody; its shape is found elsewhere.
async fn named(db: &impl ConnectionTrait, kind: Kind, body: &Value) -> Result<Vec<(String, String)>> {
    let ids = kind.clients(body).unwrap_or_default();
    let ids: Vec<Uuid> = ids.iter().filter_map(|id| Uuid::parse_str(id).ok()).collect();
    let rows = client::Entity::find_by_clients(db, &ids).await?;
    let name = |row: &client::Model| format!("{} {} {}", row.preferred, row.legal_first, row.legal_last);
    Ok(rows.iter().map(|row| (row.client.to_string(), name(row))).collect())
}

/// Those of the clients who have no assessment in the stay of the day that the body is about.
async fn not_assessed(db: &impl ConnectionTrait, kind: Kind, body: &Value, on: NaiveDate) -> Result<Vec<String>> {
    let told = kind.clients(body).unwrap_or_default();
    let ids = || told.iter().filter_map(|id| Uuid::parse_str(id).ok());
    let (episodes, assessed) = tokio::try_join!(
        episode::Entity::find().filter(episode::Column::Client.is_in(ids())).all(db),
        assessment::Entity::find().filter(assessment::Column::Client.is_in(ids())).all(db),
    )?;
    let is_missing = |client: &Uuid| {
        let theirs: Vec<episode::Model> = episodes.iter().filter(|row| row.client == *client).cloned().collect();
        let stays = Stays::of(&theirs, on);
        !assessed.iter().any(|row| row.client == *client && stays.owns(row))
    };
    Ok(ids().filter(is_missing).map(|client| client.to_string()).collect())
}

/// Where other notes say that these clients were on the day of the body, the day before and the day after: a session may run over midnight.
/// What this document wrote itself, as a whole or as its part, is not another note.
async fn noted(
    db: &impl ConnectionTrait,
    kind: Kind,
    document: Uuid,
    client: Option<Uuid>,
    body: &Value,
) -> Result<Vec<Noted>> {
    let Some(on) = kind.says(body).ok().and_then(|says| says.on) else { return Ok(Vec::new()) };
    let told = kind.clients(body).unwrap_or_default();
    let clients: Vec<Uuid> = told.iter().filter_map(|id| Uuid::parse_str(id).ok()).chain(client).collect();
    let days = on.checked_sub_days(Days::new(1)).unwrap_or(on)..=rules::after(on, 1);
    let there = attendance::Entity::find()
        .filter(attendance::Column::Client.is_in(clients.iter().copied()))
        .filter(attendance::Column::OnDay.between(*days.start(), *days.end()))
        .filter(attendance::Column::Minutes.gt(0))
        .filter(attendance::Column::Document.ne(document));
    let documents = there.clone().select_only().column(attendance::Column::Document).into_query();
    let entries = entry::Entity::find()
        .filter(entry::Column::Chart.is_in(clients))
        .filter(entry::Column::Document.in_subquery(documents));
    let (rows, entries, staff) =
        tokio::try_join!(there.all(db), entries.all(db), async { Ok(people::staff_names(db).await) })?;
    let (others, staff) = (entries.into_iter().filter(|entry| entry.part_of != Some(document)), staff?);
    let authors: BTreeMap<Uuid, Uuid> = others.map(|entry| (entry.document, entry.author)).collect();
    let noted = |row: attendance::Model| {
        let from = row.came?;
        Some(Noted {
            client: row.client.to_string(),
            setting: Setting::named(&row.setting)?,
            from,
            until: from + TimeDelta::minutes(row.minutes),
            author: people::signed_as(&staff, *authors.get(&row.document)?),
        })
    };
    Ok(rows.into_iter().filter_map(noted).collect())
}

/// The releases and the people they may name.
async fn releases(
    db: &impl ConnectionTrait,
    client: Uuid,
    today: NaiveDate,
) -> Result<(Vec<ReleaseHeld>, Vec<ContactLine>)> {
    let (stays, around) = tokio::try_join!(Stays::find(db, client, today), people::around(db, client))?;
    let releases = people::releases_of(db, &around, &stays, today).await?;
    let contacts = around.contacts(&releases);
    let versions = people::versions_of(db, client, releases.iter().map(|it| it.document)).await?;
    let held = |it: ReleaseLine| ReleaseHeld {
        id: it.document.to_string(),
        version: versions.get(&it.document).cloned().unwrap_or_default(),
        contact: it.contact.map(|id| id.to_string()).unwrap_or_default(),
        active: it.state == ReleaseState::Active,
        covers: it.covers,
        purpose: it.purpose,
        until: it.until,
    };
    Ok((releases.into_iter().map(held).collect(), contacts))
}

/// What a note is written into.
#[derive(Default)]
struct Treatment {
    objectives: Vec<(String, String)>,
    open_alerts: Vec<OpenAlert>,
    assessment_signed: bool,
}

async fn treatment(db: &impl ConnectionTrait, client: Uuid, today: NaiveDate) -> Result<Treatment> {
    let mine = [client];
    let (stays, scores, plans, alerts, assessments) = tokio::try_join!(
        Stays::find(db, client, today),
        measures::scores(db, client),
        plan::plans(db, client),
        measures::open_alerts(db, &mine),
        plan::assessments(db, client)
    )?;
    let plan = plan::in_force(db, client, plans, &stays, &scores).await?;
    // A session that was not held answers nothing, so the rule itself decides what to do with them.
    let open = |it: measures::OpenAlert| OpenAlert { document: it.document.to_string(), label: it.label };
    Ok(Treatment {
        objectives: plan.into_iter().flat_map(|(_, objectives)| objectives).map(|it| (it.id, it.text)).collect(),
        open_alerts: alerts.into_iter().map(open).collect(),
        assessment_signed: plan::assessed(assessments, &stays).is_some(),
    })
}
