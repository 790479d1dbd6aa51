//! Finding clients, and the lists pickers show.

use crate::areas::documents::drafts::lines;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Viewer};
use crate::projections::{attendance, episode, staff};
use crate::queries::due::Asked;
use crate::queries::names::Person;
use crate::queries::{due, measures, people, plan, stays};
use crate::views::{ClientLine, ClientList, ClientRow, FindClients, Listed, ListingOf, ReleaseState};
use clinical::form::Listing;
use clinical::names::in_order;
use clinical::permission::Permission;
use clinical::rules;
use clinical::words::{LANGUAGES, LEVELS, said};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A quick find (at most this many) answers names only; a longer list also says what is due.
const QUICK: u32 = 20;

/// Clients by any part of a name, record number or phone; accents and case do not matter.
///
/// # Errors
/// If the record cannot be read.
pub async fn clients(record: &Record, input: FindClients) -> Result<ClientList> {
    let read = record.read(Act::new("clients")).await?;
    let (db, today) = (read.db(), read.today());
    let names = read.unlocked.names().await?;
    let found = names.found(&input.find);
    let total = found.len() as u64;
    let row = |person: &Person| ClientRow {
        client: person.client,
        name: person.called(),
        legal_name: person.legal(),
        formerly: person.formerly(&input.find),
        initials: person.initials(),
        born: person.born,
        born_about: person.born_about.and_then(|year| u16::try_from(year).ok()),
        record_number: person.record_number.to_string(),
        speaks: said(LANGUAGES, &person.speaks),
        level: String::new(),
        week: None,
        last_contact: None,
        alerts: 0,
        drafts: 0,
        next_due: None,
    };
    let page = found.into_iter().skip(input.offset as usize).take(input.limit.clamp(1, 500) as usize);
    let mut rows: Vec<ClientRow> = page.map(row).collect();
    if input.limit > QUICK && !rows.is_empty() {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.client).collect();
        let viewer = read.viewer().await?;
        let episodes = episode::Entity::find().filter(episode::Column::Client.is_in(ids.clone())).all(db).await?;
        let last: Vec<(Uuid, Option<chrono::NaiveDate>)> = attendance::Entity::find()
            .select_only()
            .column(attendance::Column::Client)
            .column_as(attendance::Column::OnDay.max(), "last")
            .filter(attendance::Column::Client.is_in(ids.clone()))
            .filter(attendance::Column::Minutes.gt(0))
            .group_by(attendance::Column::Client)
            .into_tuple()
            .all(db)
            .await?;
        let last: BTreeMap<Uuid, Option<chrono::NaiveDate>> = last.into_iter().collect();
        let shown: Vec<Uuid> = ids.iter().copied().filter(|client| viewer.clinical(*client)).collect();
        let alerts = if shown.is_empty() { Vec::new() } else { measures::open_alerts(db, &shown).await? };
        let drafts = drafted(db, &viewer).await?;
        let mut of: BTreeMap<Uuid, Vec<episode::Model>> = BTreeMap::new();
        for row in episodes {
            of.entry(row.client).or_default().push(row);
        }
        let asked: Vec<Asked> = shown.iter().filter_map(|client| Asked::of(of.get(client)?, today)).collect();
        let mut due = due::due(db, &asked, &read.unlocked.rules().await?, today).await?;
        due::soonest_first(&mut due);
        read.shows(shown.iter().copied());
        for row in &mut rows {
            let mine = of.remove(&row.client).unwrap_or_default();
            if let Some(current) = stays::current(&mine, today) {
                row.level = said(LEVELS, &current.level);
                row.week = current.from_day.filter(|_| current.ours).and_then(|from| rules::program_week(from, today));
            }
            row.last_contact = last.get(&row.client).copied().flatten();
            row.alerts = u32::try_from(alerts.iter().filter(|alert| alert.client == row.client).count()).unwrap_or(0);
            row.drafts = drafts.get(&row.client).copied().unwrap_or(0);
            row.next_due =
                due.iter().find(|due| due.client.as_ref().is_some_and(|line| line.client == row.client)).cloned();
        }
    }
    Ok(ClientList { rows, total })
}

/// A picker's list.
///
/// # Errors
/// `BadInput` when a client is needed and missing; `Forbidden`.
pub async fn listing(record: &Record, input: ListingOf) -> Result<Vec<Listed>> {
    let act = Act::new("listing");
    let act = match input.client {
        Some(client) => act.chart(client),
        None => act,
    };
    let read = record.read(act).await?;
    let viewer = read.viewer().await?;
    let clinical = matches!(input.of, Listing::Need | Listing::Objective | Listing::Alert);
    if clinical && !viewer.may(Permission::SeeClinical) {
        return read.refuse(Error::forbidden());
    }
    if clinical && input.client.is_some_and(|client| !viewer.clinical(client)) {
        return read.refuse(Error::outside_team());
    }
    let (db, today) = (read.db(), read.today());
    let whose = || input.client.ok_or_else(|| Error::of(Code::BadInput, "Choose whose chart this belongs to."));
    let plain = |id: String, label: String, detail: String| Listed { id, label, detail, state: String::new() };
    Ok(match input.of {
        Listing::Contact => {
            let releases = people::releases(db, whose()?, today).await?;
            let listed = |row: crate::views::ContactLine| {
                let state = if row.release.as_ref().is_some_and(|release| release.state == ReleaseState::Active) {
                    "ok"
                } else {
                    ""
                };
                Listed { id: row.document.to_string(), label: row.name, detail: row.relationship, state: state.into() }
            };
            people::contacts(db, whose()?, &releases).await?.into_iter().map(listed).collect()
        }
        Listing::Release => {
            let contacts = people::contacts(db, whose()?, &[]).await?;
            let listed = |row: crate::views::ReleaseLine| {
                let to = row
                    .contact
                    .and_then(|id| contacts.iter().find(|contact| contact.document == id))
                    .map_or(row.recipient, |contact| contact.name.clone());
                let state = if row.state == ReleaseState::Active { "ok" } else { "held" };
                let detail = if row.reason.is_empty() { row.purpose } else { row.reason };
                Listed { id: row.document.to_string(), label: to, detail, state: state.into() }
            };
            people::releases(db, whose()?, today).await?.into_iter().map(listed).collect()
        }
        Listing::Staff => {
            let mut rows = staff::Entity::find().filter(staff::Column::Active.eq(true)).all(db).await?;
            in_order(&mut rows, |row| &row.name);
            rows.into_iter().map(|row| plain(row.document.to_string(), row.name, row.credential)).collect()
        }
        Listing::Need => plan::needs(db, whose()?, today).await?,
        Listing::Objective => {
            let rows = plan::objectives_of(db, whose()?, today).await?;
            rows.into_iter().map(|row| plain(row.id, format!("{}. {}", row.number, row.text), row.measure)).collect()
        }
        Listing::Alert => {
            let open = measures::open_alerts(db, &[whose()?]).await?;
            open.into_iter().map(|alert| plain(alert.document.to_string(), alert.label, String::new())).collect()
        }
        Listing::Client => {
            let active = due::active(db, today).await?;
            let names = people::lines(db, active.iter().map(|row| row.client).filter(|it| viewer.sees(*it))).await?;
            let mut people: Vec<ClientLine> = names.into_values().collect();
            in_order(&mut people, |line| &line.name);
            people.into_iter().map(|line| plain(line.client.to_string(), line.name, line.record_number)).collect()
        }
    })
}

/// How many drafts of mine lie in each chart.
async fn drafted(db: &impl ConnectionTrait, viewer: &Viewer) -> Result<BTreeMap<Uuid, u32>> {
    let mut counted = BTreeMap::new();
    for line in lines(db, viewer, None).await? {
        if let Some(client) = line.client {
            *counted.entry(client.client).or_default() += 1;
        }
    }
    Ok(counted)
}
