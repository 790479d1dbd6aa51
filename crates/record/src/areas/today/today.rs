//! The first screen: who is here, what is unsigned, what is due.

use crate::areas::documents::cosign::queue;
use crate::areas::documents::drafts::lines;
use crate::error::Result;
use crate::gate::{Act, Read, Record, Viewer};
use crate::projections::{attendance, episode, session};
use crate::queries::{client_signs, due, measures, people, stays, tasks};
use crate::storage::{document, draft};
use crate::views::{Alert, CosignLine, Due, HereLine, Nothing, SessionLine, Today};
use chrono::NaiveDate;
use clinical::Kind;
use clinical::names::in_order;
use clinical::permission::Permission;
use clinical::rules::{self, Rules};
use clinical::words::arrival;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The day as it stands for the person signed in.
///
/// # Errors
/// If the record cannot be read.
pub async fn today(record: &Record, _: Nothing) -> Result<Today> {
    let told = !record.unlocked().await?.first_listed("today", record.now());
    let act = Act::new("today");
    let read = record.read(if told { act.quiet() } else { act }).await?;
    let (db, date, me) = (read.db(), read.today(), read.me());
    let viewer = read.viewer().await?;
    let clinical = viewer.may(Permission::SeeClinical);
    let rules = read.unlocked.rules().await?;
    // Side by side, so that each round of questions is one message to the engine.
    let day = Box::pin(async {
        let (mut active, running) = tokio::try_join!(due::active(db, date), running(db, me, date))?;
        active.retain(|row| viewer.sees(row.client));
        let here = here(db, date, active, &running, &viewer);
        let (here, sessions) = tokio::try_join!(here, sessions(db, date, &running, &viewer))?;
        Ok((here, sessions))
    });
    let alerts = async { if clinical { alerts(db, &viewer).await } else { Ok(Vec::new()) } };
    let (alerts, (here, sessions), drafts, due) =
        tokio::try_join!(alerts, day, lines(db, &viewer, None), Box::pin(all_due(&read, &viewer, &rules)))?;
    if clinical {
        read.shows(here.iter().map(|row| row.client.client).filter(|client| viewer.clinical(*client)));
    }
    Ok(Today { date, now: read.now.format("%H:%M").to_string(), alerts, here, sessions, drafts, due })
}

/// Open safety alerts. Of a chart that is closed to me only that there is one.
async fn alerts(db: &impl ConnectionTrait, viewer: &Viewer) -> Result<Vec<Alert>> {
    let mut alerts = measures::alerts(db, &[]).await?;
    alerts.retain(|alert| viewer.sees(alert.client.client));
    for alert in alerts.iter_mut().filter(|alert| !viewer.clinical(alert.client.client)) {
        alert.message = "A safety alert is open. Its care team sees to it.".into();
    }
    Ok(alerts)
}

/// What the charts ask for and what waits for a co-signature, soonest first.
async fn all_due(read: &Read, viewer: &Viewer, rules: &Rules) -> Result<Vec<Due>> {
    if !viewer.may(Permission::SeeClinical) {
        return Ok(Vec::new());
    }
    let (db, date) = (read.db(), read.today());
    let by_rules = Box::pin(async {
        let mut asked = due::asked(db, date).await?;
        asked.retain(|it| viewer.clinical(it.client()));
        due::due(db, &asked, rules, date).await
    });
    let signs = async {
        let mut signs = client_signs::awaited(db, None, date).await?;
        signs.retain(|(client, _)| viewer.clinical(*client));
        due::named(db, signs).await
    };
    let writes = viewer.may(Permission::WriteClinical);
    let waiting = Box::pin(async { if writes { queue(db, viewer, read.now).await } else { Ok(Vec::new()) } });
    let (mut due, signs, tasks, waiting) = tokio::try_join!(by_rules, signs, my_tasks(read, viewer), waiting)?;
    due.extend(signs);
    // Who has left the program is no line of the day, but something may be due in their chart.
    read.shows(due.iter().filter_map(|due| due.client.as_ref().map(|line| line.client)));
    due.extend(tasks);
    let waiting: Vec<CosignLine> = waiting.into_iter().filter(|line| line.mine).collect();
    let names = people::lines(db, waiting.iter().filter_map(|line| line.client)).await?;
    due.extend(waiting.into_iter().map(|line| {
        let on = rules::after(line.signed_at.date_naive(), rules.cosign_due_days);
        let (what, why) = match line.returned {
            Some(_) if line.addendum => ("Returned addendum", "Its supervisor asked for another one.".to_owned()),
            Some(_) => ("Returned document", "Its supervisor asked for a change.".to_owned()),
            None => ("Co-signature", format!("Within {} days of the signature.", rules.cosign_due_days)),
        };
        Due {
            client: line.client.and_then(|client| names.get(&client).cloned()),
            what: what.into(),
            why,
            on,
            late: on < date,
            document: Some(line.document),
            start: None,
        }
    }));
    due::soonest_first(&mut due);
    Ok(due)
}

/// My open tasks. Of one in a chart that is closed to me only that there is one.
async fn my_tasks(read: &Read, viewer: &Viewer) -> Result<Vec<Due>> {
    let (db, me) = (read.db(), read.me());
    let mut tasks = tasks::of_owner(db, me).await?;
    tasks.retain(|task| viewer.sees(task.client));
    for task in tasks.iter_mut().filter(|task| !viewer.clinical(task.client)) {
        task.what = "Task".into();
    }
    let names = people::lines(db, tasks.iter().map(|task| task.client)).await?;
    read.shows(names.keys().copied().filter(|client| viewer.clinical(*client)));
    Ok(tasks::due(&tasks, &names, &*read.unlocked.staff().await?, me, read.today()))
}

/// My drafts of the day that tell of several people: arrivals are known there first.
async fn running(db: &impl ConnectionTrait, me: Uuid, date: NaiveDate) -> Result<Vec<(draft::Model, Value)>> {
    let kinds = Kind::ALL.iter().filter(|kind| kind.about().names_others).map(|kind| kind.name());
    let rows = draft::Entity::find()
        .filter(draft::Column::Author.eq(me))
        .filter(draft::Column::Kind.is_in(kinds))
        .filter(draft::Column::OnDay.eq(date))
        .filter(draft::Column::DiscardedAt.is_null())
        .all(db)
        .await?;
    rows.into_iter().map(|row| Ok((row.clone(), serde_json::from_str(&row.body)?))).collect()
}

async fn here(
    db: &impl ConnectionTrait,
    date: NaiveDate,
    active: Vec<episode::Model>,
    running: &[(draft::Model, Value)],
    viewer: &Viewer,
) -> Result<Vec<HereLine>> {
    let ids: Vec<Uuid> = active.iter().map(|row| row.client).collect();
    let notes = async {
        let rows = attendance::Entity::find()
            .filter(attendance::Column::Client.is_in(ids.iter().copied()))
            .filter(attendance::Column::Setting.eq("group"))
            .order_by_desc(attendance::Column::OnDay)
            .order_by_desc(attendance::Column::StartTime);
        Ok(rows.all(db).await?)
    };
    let stays = stays::of_each(db, ids.iter().copied());
    let (names, notes, stays) = tokio::try_join!(people::lines(db, ids.iter().copied()), notes, stays)?;
    let mut noted: BTreeMap<Uuid, Vec<attendance::Model>> = BTreeMap::new();
    for note in notes {
        noted.entry(note.client).or_default().push(note);
    }
    let small = |value: i64| u8::try_from(value).ok();
    let mut rows: Vec<HereLine> = names
        .into_values()
        .map(|client| {
            let mine = noted.get(&client.client).map_or(&[][..], Vec::as_slice);
            let mut told = running.iter().flat_map(|(_, body)| body["people"].as_array().into_iter().flatten());
            let told = told.rfind(|person| person["client"].as_str() == Some(client.client.to_string().as_str()));
            let text = |value: &Value, field: &str| value[field].as_str().unwrap_or_default().to_owned();
            let (status, time, reason) = match (mine.iter().find(|note| note.on_day == Some(date)), told) {
                (Some(note), _) => (note.status.clone(), note.start_time.clone(), String::new()),
                (None, Some(person)) => (text(person, "attendance"), text(person, "start"), text(person, "reason")),
                (None, None) => Default::default(),
            };
            let arrival = arrival(&status);
            let moods: Vec<u8> = mine.iter().filter_map(|note| note.mood.and_then(small)).take(2).collect();
            let cravings: Vec<u8> = mine.iter().filter_map(|note| note.craving.and_then(small)).take(2).collect();
            let clinical = viewer.clinical(client.client);
            HereLine {
                client,
                arrival: arrival.into(),
                time: if arrival == "here" { time } else { String::new() },
                reason: if clinical { reason } else { String::new() },
                mood: moods.first().copied().filter(|_| clinical),
                craving: cravings.first().copied().filter(|_| clinical),
                mood_before: moods.get(1).copied().filter(|_| clinical),
                craving_before: cravings.get(1).copied().filter(|_| clinical),
                before: String::new(),
            }
        })
        .collect();
    let order = |row: &HereLine| match row.arrival.as_str() {
        "here" => 0,
        "expected" => 1,
        _ => 2,
    };
    in_order(&mut rows, |row| &row.client.name);
    rows.sort_by_key(order);
    for row in rows.iter_mut().filter(|row| viewer.clinical(row.client.client)) {
        row.before = before_group(row, stays.get(&row.client.client).map_or(&[], Vec::as_slice), date);
    }
    Ok(rows)
}

/// What to know before group: a trend to look at, or a first week.
fn before_group(row: &HereLine, episodes: &[episode::Model], date: NaiveDate) -> String {
    if let (Some(now), Some(then)) = (row.mood, row.mood_before)
        && rules::mood_dropped(now, then)
    {
        return format!("Mood {now}, was {then}");
    }
    let first = stays::current(episodes, date)
        .and_then(|episode| episode.from_day)
        .is_some_and(|from| rules::program_week(from, date) == Some(1));
    if first { "First week".into() } else { String::new() }
}

async fn sessions(
    db: &impl ConnectionTrait,
    date: NaiveDate,
    running: &[(draft::Model, Value)],
    viewer: &Viewer,
) -> Result<Vec<SessionLine>> {
    // What was talked about is clinical; when, and with whom, is not.
    let topic_if = |clinical: bool, topic: String| if clinical { topic } else { String::new() };
    let reads = viewer.may(Permission::SeeClinical);
    let signed = session::Entity::find().filter(session::Column::OnDay.eq(date)).all(db).await?;
    let meetings = attendance::Entity::find()
        .filter(attendance::Column::OnDay.eq(date))
        .filter(attendance::Column::Setting.ne("group"))
        .all(db)
        .await?;
    let documents = signed.iter().map(|row| row.document).chain(meetings.iter().map(|row| row.document));
    let kinds = document::Entity::kinds(db, documents).await?;
    let mut lines = Vec::new();
    for row in signed {
        let Some(kind) = kinds.get(&row.document).and_then(|name| Kind::named(name)) else { continue };
        lines.push(SessionLine {
            document: row.document,
            draft: false,
            kind,
            start: row.start_time,
            end: row.end_time,
            topic: topic_if(reads, row.topic),
            detail: format!("{} present", row.present),
        });
    }
    for (row, body) in running {
        let text = |field: &str| body[field].as_str().unwrap_or_default().to_owned();
        let people = body["people"].as_array().map_or(0, Vec::len);
        let room = text("room");
        let detail =
            if room.is_empty() { format!("{people} on the list") } else { format!("{room} · {people} on the list") };
        let Some(kind) = Kind::named(&row.kind) else { continue };
        lines.push(SessionLine {
            document: row.document,
            draft: true,
            kind,
            start: text("start"),
            end: text("end"),
            topic: text("topic"),
            detail,
        });
    }
    let names = people::lines(db, meetings.iter().map(|row| row.client)).await?;
    for row in meetings.into_iter().filter(|row| viewer.sees(row.client)) {
        let Some(kind) = kinds.get(&row.document).and_then(|name| Kind::named(name)) else { continue };
        let detail = names.get(&row.client).map(|line| line.name.clone()).unwrap_or_default();
        lines.push(SessionLine {
            document: row.document,
            draft: false,
            kind,
            start: row.start_time,
            end: row.end_time,
            topic: topic_if(viewer.clinical(row.client), row.topic),
            detail,
        });
    }
    lines.sort_by(|one, other| one.start.cmp(&other.start));
    Ok(lines)
}
