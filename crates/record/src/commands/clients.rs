//! Finding clients, and the lists pickers show.

use crate::act::Act;
use crate::desk::Desk;
use crate::error::{Code, Error, Result};
use crate::look::{due, measures, people, plan};
use crate::permission::Permission;
use crate::store::{attendance, client, episode, staff};
use crate::view::{ClientList, ClientRow, FindClients, Listed, ListingOf, ReleaseState};
use clinical::documents::Kind;
use clinical::form::Listing;
use clinical::rules::{self, name_key};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A name has fewer words. A pasted page would be more than the index can take apart.
const WORDS_ASKED: usize = 12;

/// A quick find (at most this many) answers names only; a longer list also says what is due.
const QUICK: u32 = 20;

/// Clients by any part of a name, record number or phone; accents and case do not matter.
///
/// # Errors
/// If the record cannot be read.
pub async fn clients(desk: &Desk, input: FindClients) -> Result<ClientList> {
    let sight = desk.see(Act::new("clients").quiet()).await?;
    let (db, today) = (sight.db(), sight.today());
    let limit = u64::from(input.limit.clamp(1, 500));
    let offset = u64::from(input.offset);
    // Control characters come by pasting; the index would read a query cut off at the first of them.
    let find = name_key(input.find.replace(char::is_control, " ").trim());
    let (rows, total) = if find.is_empty() {
        let asked = client::Entity::find().order_by_asc(client::Column::NameKey);
        (asked.clone().limit(limit).offset(offset).all(db).await?, asked.count(db).await?)
    } else {
        found(db, &find, limit, offset).await?
    };
    let row = |row: &client::Model| ClientRow {
        client: row.client,
        name: people::called(row),
        legal_name: format!("{} {}", row.legal_first, row.legal_last).trim().to_owned(),
        initials: people::initials(row),
        born: row.born,
        record_number: row.record_number.clone(),
        speaks: clinical::documents::label(Kind::FaceSheet, "speaks", &row.speaks),
        level: String::new(),
        week: None,
        last_contact: None,
        alerts: 0,
        drafts: 0,
        next_due: None,
    };
    let mut rows: Vec<ClientRow> = rows.iter().map(row).collect();
    if input.limit > QUICK && !rows.is_empty() {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.client).collect();
        let eyes = sight.eyes().await?;
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
        let shown: Vec<Uuid> = ids.iter().copied().filter(|client| eyes.clinical(*client)).collect();
        let alerts = if shown.is_empty() { Vec::new() } else { measures::open_alerts(db, &shown).await? };
        let drafts = super::documents::drafted(db, sight.me()).await?;
        let now: Vec<episode::Model> = episodes
            .iter()
            .filter(|row| row.ours && row.from_day.is_some_and(|from| from <= today))
            .filter(|row| row.to_day.is_none_or(|to| today <= to) && eyes.clinical(row.client))
            .cloned()
            .collect();
        let names = people::lines(db, now.iter().map(|row| row.client)).await?;
        let due = due::due(db, &now, &names, &people::rules(&sight.open).await?, today).await?;
        for row in &mut rows {
            let mine: Vec<episode::Model> = episodes.iter().filter(|it| it.client == row.client).cloned().collect();
            if let Some(current) = people::current(&mine, today) {
                row.level = clinical::documents::label(Kind::Episode, "level", &current.level);
                row.week = current.from_day.filter(|_| current.ours).and_then(|from| rules::program_week(from, today));
            }
            row.last_contact = last.get(&row.client).copied().flatten();
            row.alerts = u32::try_from(alerts.iter().filter(|alert| alert.0 == row.client).count()).unwrap_or(0);
            row.drafts = drafts.get(&row.client).copied().unwrap_or(0);
            row.next_due =
                due.iter().find(|due| due.client.as_ref().is_some_and(|line| line.client == row.client)).cloned();
        }
    }
    Ok(ClientList { rows, total })
}

/// Three letters or more go to the trigram index; fewer are the beginning of a word of the name.
async fn found(
    db: &sea_orm::DatabaseConnection,
    find: &str,
    limit: u64,
    offset: u64,
) -> Result<(Vec<client::Model>, u64)> {
    if find.chars().count() >= 3 {
        // Every word has to be somewhere; quotes keep anything typed from being read as a query.
        let words: Vec<String> = find
            .split_whitespace()
            .filter(|word| word.chars().count() >= 3)
            .take(WORDS_ASKED)
            .map(|word| format!("\"{}\"", word.replace('"', "\"\"")))
            .collect();
        if !words.is_empty() {
            let words = words.join(" ");
            let rows = client::Entity::with_words(db, &words, limit, offset).await?;
            let fits = u64::try_from(rows.len()).unwrap_or(0);
            if offset == 0 && fits < limit {
                return Ok((rows, fits));
            }
            return Ok((rows, client::Entity::count_words(db, &words).await?));
        }
    }
    let begin = find.replace(['%', '_'], "");
    let asked = client::Entity::find()
        .filter(
            sea_orm::Condition::any()
                .add(client::Column::NameKey.starts_with(&begin))
                .add(client::Column::NameKey.contains(format!(" {begin}"))),
        )
        .order_by_asc(client::Column::NameKey);
    Ok((asked.clone().limit(limit).offset(offset).all(db).await?, asked.count(db).await?))
}

/// A picker's list.
///
/// # Errors
/// `BadInput` when a client is needed and missing; `Forbidden`.
pub async fn listing(desk: &Desk, input: ListingOf) -> Result<Vec<Listed>> {
    let clinical = matches!(input.of, Listing::Need | Listing::Objective);
    let needs = if clinical { Permission::SeeClinical } else { Permission::SeeDemographics };
    let sight = desk.see(Act::new("listing").needs(needs).client(input.client).quiet()).await?;
    let (db, today) = (sight.db(), sight.today());
    let whose = || input.client.ok_or_else(|| Error::of(Code::BadInput, "Choose whose chart this belongs to."));
    let plain = |id: String, label: String, detail: String| Listed { id, label, detail, state: String::new() };
    Ok(match input.of {
        Listing::Contact => {
            let releases = people::releases(db, whose()?, today).await?;
            let listed = |row: crate::view::ContactLine| {
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
            let listed = |row: crate::view::ReleaseLine| {
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
            let rows = staff::Entity::find()
                .filter(staff::Column::Active.eq(true))
                .order_by_asc(staff::Column::Name)
                .all(db)
                .await?;
            rows.into_iter().map(|row| plain(row.document.to_string(), row.name, row.credential)).collect()
        }
        Listing::Need => plan::needs(db, whose()?).await?,
        Listing::Objective => {
            let rows = plan::objectives_of(db, whose()?).await?;
            rows.into_iter().map(|row| plain(row.id, format!("{}. {}", row.number, row.text), row.measure)).collect()
        }
        Listing::Client => {
            let active = due::active(db, today).await?;
            let names = people::lines(db, active.iter().map(|row| row.client)).await?;
            names.into_values().map(|line| plain(line.client.to_string(), line.name, line.record_number)).collect()
        }
    })
}
