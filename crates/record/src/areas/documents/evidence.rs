//! Evidence beside the writing: what was written last, what happened since, whom it is about. A kind says what stands beside its form.

use super::document::standing;
use crate::canonical::VersionStatus;
use crate::error::Result;
use crate::gate::{Act, Read, Record, Viewer};
use crate::ledger::body;
use crate::projections::{attendance, entry};
use crate::queries::timeline::{self, Timeline};
use crate::queries::{due, hours, measures, people, plan};
use crate::views::{DocumentOf, Evidence, RosterLine};
use chrono::NaiveDate;
use clinical::Kind;
use clinical::kind::Beside;
use clinical::names::in_order;
use clinical::permission::Permission;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What stands beside a draft of mine.
///
/// # Errors
/// `NotFound`; `Forbidden`.
pub async fn evidence(record: &Record, input: DocumentOf) -> Result<Evidence> {
    let read = record.read(Act::new("evidence").document(input.document)).await?;
    let (draft, kind) = (read.subject.draft()?.clone(), read.subject.kind()?);
    let viewer = read.viewer().await?;
    let mut found = Evidence::default();
    for beside in kind.about().beside {
        match (beside, draft.client) {
            (Beside::Roster, _) => found.roster = roster(&read, &viewer, &chosen(kind, &draft.body)).await?,
            (Beside::Contacts, Some(client)) if viewer.may(Permission::SeeDemographics) => {
                let releases = people::releases(read.db(), client, read.today()).await?;
                found.contacts = people::contacts(read.db(), client, &releases).await?;
            }
            // Both come from one question, so the second of them finds it answered.
            (Beside::Last | Beside::Since, Some(client))
                if viewer.clinical(client) && found.last.is_none() && found.since.is_empty() =>
            {
                written_last(&read, &viewer, client, &draft.kind, draft.document, &mut found).await?;
            }
            (Beside::Objectives, Some(client)) if viewer.clinical(client) => {
                found.objectives = plan::objectives_of(read.db(), client, read.today()).await?;
            }
            (Beside::Needs, Some(client)) if viewer.clinical(client) => {
                found.needs = plan::needs(read.db(), client, read.today()).await?;
            }
            (Beside::Alerts, Some(client)) if viewer.clinical(client) => {
                found.alerts = measures::alerts(read.db(), &[client]).await?;
            }
            (Beside::Measures, Some(client)) if viewer.clinical(client) => {
                found.measures = measures::series(&measures::scores(read.db(), client).await?);
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The last one of this kind, and what happened since.
async fn written_last(
    read: &Read,
    viewer: &Viewer,
    client: Uuid,
    kind: &str,
    document: Uuid,
    found: &mut Evidence,
) -> Result<()> {
    let db = read.db();
    let last = entry::Entity::find()
        .filter(entry::Column::Chart.eq(client))
        .filter(entry::Column::Kind.eq(kind))
        .filter(entry::Column::Status.ne(VersionStatus::Retracted))
        .filter(entry::Column::Document.ne(document))
        .order_by_desc(entry::Column::RecordedAt);
    let (last, rules, staff, time, rows) = tokio::try_join!(
        async { Ok(last.one(db).await?) },
        read.unlocked.rules(),
        read.unlocked.staff(),
        hours::attended(db, client),
        timeline::of_chart(db, client)
    )?;
    let timeline = Timeline { clinical: true, before: None, time: &time, rules: &rules, staff: &staff };
    let all = timeline.entries(rows);
    let at = last.as_ref().map(|last| last.recorded_at);
    found.since = all.into_iter().filter(|entry| last_is_older(at, entry.at.to_utc())).take(12).collect();
    if let Some(last) = last {
        found.last = Some(standing(db, last.document, viewer, None).await?);
    }
    Ok(())
}

fn last_is_older(last: Option<chrono::DateTime<chrono::Utc>>, at: chrono::DateTime<chrono::Utc>) -> bool {
    last.is_none_or(|last| at > last)
}

/// Whom the draft tells of already.
fn chosen(kind: Kind, body: &str) -> BTreeSet<Uuid> {
    let told = serde_json::from_str(body).ok().and_then(|body| kind.clients(&body).ok()).unwrap_or_default();
    told.iter().filter_map(|id| Uuid::parse_str(id).ok()).collect()
}

/// Everyone in the program now. Who is in the room is known; of a record something is shown only once its person is chosen, and not where the
/// chart is closed to the one who writes.
async fn roster(read: &Read, viewer: &Viewer, chosen: &BTreeSet<Uuid>) -> Result<Vec<RosterLine>> {
    let (db, today): (_, NaiveDate) = (read.db(), read.today());
    let active = due::active(db, today).await?;
    let ids: Vec<Uuid> = active.iter().map(|row| row.client).filter(|client| viewer.sees(*client)).collect();
    let names = people::lines(db, ids.clone()).await?;
    let opened = |client: &Uuid| chosen.contains(client) && viewer.clinical(*client);
    let shown: BTreeSet<Uuid> = names.keys().copied().filter(opened).collect();
    let notes = attendance::Entity::find()
        .filter(attendance::Column::Client.is_in(shown.iter().copied()))
        .filter(attendance::Column::Setting.eq("group"))
        .order_by_asc(attendance::Column::OnDay)
        .all(db)
        .await?;
    read.shows(shown.iter().copied());
    let mut lines = Vec::new();
    for (client, line) in names {
        let mut row = RosterLine {
            client: line,
            objectives: Vec::new(),
            last_note: String::new(),
            last_on: None,
            mood: None,
            craving: None,
        };
        if shown.contains(&client) {
            let mine = notes.iter().rev().filter(|note| note.client == client);
            let last = mine.clone().find(|note| note.minutes > 0);
            if let Some(last) = last {
                row.last_note = observed(db, last.document).await?;
                row.last_on = last.on_day;
            }
            let small = |value: Option<i64>| value.and_then(|value| u8::try_from(value).ok());
            row.objectives = plan::objectives_of(db, client, today).await?;
            row.mood = mine.clone().find_map(|note| small(note.mood));
            row.craving = mine.clone().find_map(|note| small(note.craving));
        }
        lines.push(row);
    }
    in_order(&mut lines, |line| &line.client.name);
    Ok(lines)
}

/// What a group note says that staff saw.
async fn observed(db: &impl ConnectionTrait, document: Uuid) -> Result<String> {
    let Some(entry) = entry::Entity::of(db, document).await? else { return Ok(String::new()) };
    let body = body::of_version(db, &entry.version).await?;
    Ok(body["observed"].as_str().unwrap_or_default().to_owned())
}
