//! A chart as it opens: two lines of who this is, then everything the tabs show.

use super::documents::stands;
use super::drafts::lines;
use crate::gate::{Act, Read};
use crate::gate::Record;
use crate::error::{Error, Result};
use crate::queries::{due, hours, measures, people, plan};
use clinical::permission::Permission;
use crate::projections::{allergy, attendance, client, entry, episode, staff};
use crate::storage::chart_visit;
use crate::views::{Alert, ChartHeader, ChartView, ClientOf, ContactLine, Entry, DocumentStatus};
use chrono::{DateTime, NaiveDate, Utc};
use clinical::Kind;
use clinical::kind::Class;
use clinical::rules::{self, Rules};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Opens a chart. Roles that see no clinical text get who this is, the people around, and the dates of care.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn chart(record: &Record, input: ClientOf) -> Result<ChartView> {
    let act = Act::new("chart").needs(Permission::SeeDemographics).client(Some(input.client)).seen();
    let read = record.see(act).await?;
    let (db, today, client, me) = (read.db(), read.today(), input.client, read.me());
    let viewer = read.viewer().await?;
    let clinical = viewer.clinical(client);
    let (who, episodes, rules, staff) = tokio::try_join!(
        people::client_row(db, client),
        people::episodes(db, client),
        people::rules(&read.unlocked),
        read.unlocked.staff()
    )?;
    let ours = people::ours(&episodes);
    let discharged = ours.and_then(|episode| episode.to_day);
    let names = BTreeMap::from([(client, people::line(&who))]);
    let active: Vec<episode::Model> =
        ours.filter(|row| row.to_day.is_none_or(|to| today <= to)).cloned().into_iter().collect();
    // Side by side: a chart asks some fifteen questions, and most of the time goes into handing them over.
    let told = async {
        let before =
            async { Ok::<_, Error>(chart_visit::Entity::find_by_id((me, client)).one(db).await?.map(|row| row.seen_at)) };
        let time = async { if clinical { hours::attended(db, client).await } else { Ok(Vec::new()) } };
        let (before, time) = tokio::try_join!(before, time)?;
        let entries = entries(&read, client, clinical, before, &time, &rules, &staff);
        let totals = hours::totals(db, client, &time, ours, today);
        let (entries, mut totals) = tokio::try_join!(entries, totals)?;
        if !clinical {
            totals.meetings_logged = 0;
        }
        Ok::<_, Error>((before, time, entries, totals))
    };
    let near = async {
        let releases = people::releases_after(db, client, discharged, today).await?;
        let contacts = people::contacts(db, client, &releases).await?;
        let mut header = header(db, who, &episodes, &contacts, today).await?;
        if !clinical {
            header.allergies.clear();
        }
        header.outside_team = viewer.closed.contains(&client);
        Ok::<_, Error>((releases, contacts, header))
    };
    let planned = async {
        if !clinical {
            return Ok::<_, Error>((Vec::new(), None, Vec::new()));
        }
        let scores = measures::scores(db, client).await?;
        let (plan, unlocked) = tokio::try_join!(plan::in_force(db, client, &scores), measures::still_open(db, &scores))?;
        Ok((scores, plan, unlocked))
    };
    let (told, near, planned, drafts) = tokio::try_join!(told, near, planned, lines(db, me, Some(client)))?;
    let (before, time, entries, totals) = told;
    let (releases, contacts, header) = near;
    let (scores, plan, unlocked) = planned;
    let assessment = entries.iter().find(|entry| entry.kind == Kind::Assessment && entry.status != DocumentStatus::Retracted);
    let needs = match assessment {
        Some(assessment) => plan::needs_of(db, assessment.document).await?,
        None => Vec::new(),
    };
    let plans: Vec<_> = plan.iter().map(|(plan, _)| plan.clone()).collect();
    let assessed = |_| assessment.is_some();
    let due = if clinical {
        due::told(&active, &names, &rules, today, &assessed, &plans, &time, &scores)
    } else {
        Vec::new()
    };
    let alerts = unlocked.into_iter().filter_map(|(client, on, document, message)| {
        names.get(&client).map(|client| Alert { client: client.clone(), on, message, document })
    });
    let alerts = alerts.collect();
    let plan = plan.and_then(|(plan, objectives)| plan::line(plan, objectives, &entries));
    let measures = measures::series(&scores);
    Ok(ChartView {
        header,
        entries,
        drafts,
        plan,
        measures,
        alerts,
        due,
        attendance: hours::lines(&time),
        weeks: hours::weeks(&time, &rules),
        totals,
        needs,
        contacts,
        releases,
        seen_before: before,
    })
}

pub(crate) async fn entries(
    read: &Read,
    client: Uuid,
    clinical: bool,
    before: Option<DateTime<Utc>>,
    time: &[attendance::Model],
    rules: &Rules,
    staff: &BTreeMap<Uuid, staff::Model>,
) -> Result<Vec<Entry>> {
    let rows = entry::Entity::find().filter(entry::Column::Chart.eq(client)).all(read.db()).await?;
    let spent: BTreeMap<Uuid, &attendance::Model> = time.iter().map(|row| (row.document, row)).collect();
    let titles: BTreeMap<String, (Kind, &'static str)> =
        Kind::ALL.iter().map(|&kind| (kind.name(), (kind, kind.title()))).collect();
    let line = |row: entry::Model| {
        let &(kind, title) = titles.get(&row.kind)?;
        (clinical || kind.class() == Class::Demographic).then(|| Entry {
            document: row.document,
            kind,
            title: title.into(),
            on: row.on_day,
            at: row.recorded_at,
            author: people::signed_as(staff, row.author),
            status: stands(&row),
            addenda: u32::try_from(row.addenda).unwrap_or(0),
            version: u32::try_from(row.number).unwrap_or(1),
            late: hours::is_late(spent.get(&row.document).copied(), &row, *read.now.offset(), rules),
            new: before.is_some_and(|before| row.changed_at > before),
            summary: row.summary,
        })
    };
    let mut entries: Vec<Entry> = rows.into_iter().filter_map(line).collect();
    let day = |entry: &Entry| entry.on.unwrap_or_else(|| entry.at.with_timezone(read.now.offset()).date_naive());
    entries.sort_by(|one, other| day(other).cmp(&day(one)).then_with(|| other.at.cmp(&one.at)));
    Ok(entries)
}

async fn header(
    db: &impl ConnectionTrait,
    who: client::Model,
    episodes: &[episode::Model],
    contacts: &[ContactLine],
    today: NaiveDate,
) -> Result<ChartHeader> {
    let allergies = allergy::Entity::find()
        .filter(allergy::Column::Client.eq(who.client))
        .order_by_desc(allergy::Column::Document)
        .one(db)
        .await?;
    let now = people::current(episodes, today);
    let label = |kind: Kind, field: &str, value: &str| {
        if value.is_empty() { String::new() } else { clinical::every_kind::label(kind, field, value) }
    };
    Ok(ChartHeader {
        client: who.client,
        name: people::called(&who),
        initials: people::initials(&who),
        age: who.born.and_then(|born| today.years_since(born)),
        speaks: label(Kind::FaceSheet, "speaks", &who.speaks),
        reads: who
            .reads
            .split_whitespace()
            .map(|language| label(Kind::FaceSheet, "reads", language))
            .collect::<Vec<_>>()
            .join(", "),
        living: label(Kind::FaceSheet, "living_situation", &who.living),
        emergency: contacts.iter().find(|contact| contact.emergency).cloned(),
        allergies: allergies.map(|row| row.text).unwrap_or_default(),
        level: now.map(|row| label(Kind::Episode, "level", &row.level)).unwrap_or_default(),
        track: now.map(|row| label(Kind::Episode, "track", &row.track)).unwrap_or_default(),
        week: now.filter(|row| row.ours).and_then(|row| row.from_day).and_then(|from| rules::program_week(from, today)),
        weeks_planned: now.and_then(|row| row.weeks).and_then(|weeks| u32::try_from(weeks).ok()),
        face_sheet: who.document,
        outside_team: false,
        legal_first: who.legal_first,
        pronouns: who.pronouns,
        born: who.born,
        record_number: who.record_number,
        large_print: who.large_print,
        phone: who.phone,
    })
}
