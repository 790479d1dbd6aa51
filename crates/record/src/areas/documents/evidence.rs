//! Evidence beside the writing: what was written last, what happened since, whom it is about.

use super::chart::entries;
use super::documents::standing;
use super::drafts::{kind_of, mine, missing};
use crate::gate::Act;
use crate::gate::Record;
use crate::error::Result;
use crate::queries::{due, hours, measures, people, plan};
use crate::projections::{attendance, entry};
use crate::gate::Viewer;
use crate::views::{Evidence, DocumentOf, RosterLine};
use clinical::Kind;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use uuid::Uuid;

/// What stands beside a draft of mine.
///
/// # Errors
/// `NotFound`; `Forbidden`.
pub async fn evidence(record: &Record, input: DocumentOf) -> Result<Evidence> {
    let read = record.see(Act::new("evidence").quiet()).await?;
    let row = mine(read.db(), read.me(), input.document).await?.ok_or_else(missing)?;
    let kind = kind_of(&row.kind)?;
    let read =
        record.see(Act::new("evidence").needs(super::reading(kind)).client(row.client).document(row.document)).await?;
    let (db, today) = (read.db(), read.today());
    let mut view = Evidence {
        last: None,
        since: Vec::new(),
        objectives: Vec::new(),
        needs: Vec::new(),
        contacts: Vec::new(),
        alerts: Vec::new(),
        measures: Vec::new(),
        roster: Vec::new(),
    };
    if kind == Kind::GroupSession {
        view.roster = roster(db, today, &read.viewer().await?).await?;
        return Ok(view);
    }
    let Some(client) = row.client else { return Ok(view) };
    let releases = people::releases(db, client, today).await?;
    view.contacts = people::contacts(db, client, &releases).await?;
    let viewer = read.viewer().await?;
    if !viewer.clinical(client) {
        return Ok(view);
    }
    let last = entry::Entity::find()
        .filter(entry::Column::Chart.eq(client))
        .filter(entry::Column::Kind.eq(kind.name()))
        .filter(entry::Column::Status.ne("retracted"))
        .filter(entry::Column::Document.ne(row.document))
        .order_by_desc(entry::Column::RecordedAt)
        .one(db)
        .await?;
    let rules = people::rules(&read.unlocked).await?;
    let time = hours::attended(db, client).await?;
    let all = entries(&read, client, true, None, &time, &rules, &*read.unlocked.staff().await?).await?;
    view.since = match &last {
        Some(last) => all.into_iter().filter(|entry| entry.at > last.recorded_at).take(12).collect(),
        None => all.into_iter().take(12).collect(),
    };
    if let Some(last) = last {
        view.last = Some(standing(db, last.document, &viewer, None).await?);
    }
    view.objectives = plan::objectives_of(db, client).await?;
    view.needs = plan::needs(db, client).await?;
    view.alerts = measures::alerts(db, &[client]).await?;
    view.measures = measures::series(&measures::scores(db, client).await?);
    Ok(view)
}

async fn roster(db: &impl ConnectionTrait, today: chrono::NaiveDate, viewer: &Viewer) -> Result<Vec<RosterLine>> {
    let active = due::active(db, today).await?;
    let ids: Vec<Uuid> = active.iter().map(|row| row.client).collect();
    let names = people::lines(db, ids.clone()).await?;
    let notes = attendance::Entity::find()
        .filter(attendance::Column::Client.is_in(ids))
        .filter(attendance::Column::Setting.eq("group"))
        .order_by_asc(attendance::Column::OnDay)
        .all(db)
        .await?;
    let mut lines = Vec::new();
    for (client, line) in names {
        if !viewer.clinical(client) {
            // Someone of a chart that is closed to me: who is in the room, nothing of their record.
            lines.push(RosterLine {
                client: line,
                objectives: Vec::new(),
                last_note: String::new(),
                last_on: None,
                mood: None,
                craving: None,
            });
            continue;
        }
        let mine = notes.iter().rev().filter(|note| note.client == client);
        let last = mine.clone().find(|note| note.minutes > 0);
        let own = match last {
            Some(last) => match crate::projections::entry_of(db, last.document).await? {
                Some(entry) => super::drafts::body_of(db, &entry.version).await?["observed"]
                    .as_str()
                    .unwrap_or_default()
                    .to_owned(),
                None => String::new(),
            },
            None => String::new(),
        };
        let small = |value: Option<i64>| value.and_then(|value| u8::try_from(value).ok());
        lines.push(RosterLine {
            client: line,
            objectives: plan::objectives_of(db, client).await?,
            last_note: own,
            last_on: last.and_then(|note| note.on_day),
            mood: mine.clone().find_map(|note| small(note.mood)),
            craving: mine.clone().find_map(|note| small(note.craving)),
        });
    }
    lines.sort_by(|one, other| one.client.name.cmp(&other.client.name));
    Ok(lines)
}
