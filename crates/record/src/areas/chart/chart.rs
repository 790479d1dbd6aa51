//! A chart as it opens: two lines of who this is, then everything the tabs show.

use crate::areas::documents::drafts::lines;
use crate::error::{Error, Result};
use crate::gate::{Act, Record};
use crate::projections::{allergy, client, episode};
use crate::queries::due::{Asked, Looked};
use crate::queries::stays::{self, Stays};
use crate::queries::timeline::Timeline;
use crate::queries::{client_signs, due, hours, measures, people, plan, restrictions, tasks};
use crate::storage::chart_visit;
use crate::views::{ChartHeader, ChartView, ClientOf, ContactLine, Due};
use chrono::NaiveDate;
use clinical::rules;
use clinical::words::{LANGUAGES, LEVELS, LIVING, TRACKS, said};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;

/// Opens a chart. Roles that see no clinical text get who this is, the people around, and the dates of care.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn chart(record: &Record, input: ClientOf) -> Result<ChartView> {
    let read = record.read(Act::new("chart").chart(input.client).visit()).await?;
    let (db, today, client, me) = (read.db(), read.today(), input.client, read.me());
    let viewer = read.viewer().await?;
    let clinical = viewer.clinical(client);
    let (who, episodes, rules, staff) = tokio::try_join!(
        people::client_row(db, client),
        stays::episodes(db, client),
        read.unlocked.rules(),
        read.unlocked.staff()
    )?;
    let stays = Stays::of(&episodes, today);
    let names = BTreeMap::from([(client, people::line(&who))]);
    let asked: Vec<Asked> = Asked::of(&episodes, today).into_iter().collect();
    // Side by side: a chart asks some fifteen questions, and most of the time goes into handing them over.
    let timeline = async {
        let before = async {
            Ok::<_, Error>(chart_visit::Entity::find_by_id((me, client)).one(db).await?.map(|row| row.visited_at))
        };
        let time = async { if clinical { hours::attended(db, client).await } else { Ok(Vec::new()) } };
        let (before, time) = tokio::try_join!(before, time)?;
        let timeline = Timeline { clinical, before, time: &time, rules: &rules, staff: &staff };
        let totals = hours::totals(db, client, &time, &episodes, today);
        let (entries, mut totals) = tokio::try_join!(timeline.of(db, client), totals)?;
        if !clinical {
            totals.meetings_logged = 0;
        }
        Ok::<_, Error>((before, time, entries, totals))
    };
    let near = async {
        let releases = people::releases_in(db, client, &stays, today).await?;
        let contacts = people::contacts(db, client, &releases).await?;
        let mut header = header(db, who, &episodes, &contacts, today).await?;
        if !clinical {
            header.allergies.clear();
        }
        header.outside_team = viewer.closed.contains(&client);
        let standing = restrictions::of_chart(db, client).await?;
        let restrictions = restrictions::lines(standing, &staff, &contacts, clinical);
        Ok::<_, Error>((releases, contacts, restrictions, header))
    };
    let planned = async {
        if !clinical {
            return Ok::<_, Error>((Looked::default(), None, Vec::new(), Vec::new()));
        }
        let scores = measures::scores(db, client).await?;
        let mine = [client];
        let (plan, open, assessed, signs) = tokio::try_join!(
            plan::in_force(db, client, &stays, &scores),
            measures::open_alerts(db, &mine),
            plan::assessed(db, client, &stays),
            client_signs::awaited(db, Some(client), today)
        )?;
        let plans = plan.iter().map(|(plan, _)| plan.clone()).collect();
        let looked = Looked { assessed: assessed.into_iter().collect(), plans, scores, ..Looked::default() };
        Ok((looked.afterwards(db, &[client]).await?, plan, open, signs))
    };
    let (timeline, near, planned, drafts) =
        tokio::try_join!(timeline, near, planned, lines(db, &viewer, Some(client)))?;
    let (before, time, entries, totals) = timeline;
    let (releases, contacts, restrictions, header) = near;
    let (looked, plan, open, signs) = planned;
    let needs = match looked.assessed.first() {
        Some(assessment) => plan::needs_of(db, assessment.document).await?,
        None => Vec::new(),
    };
    let looked = Looked { time, ..looked };
    let mut due = Vec::new();
    if clinical {
        let asked = due::due_of(&asked, &rules, today, &looked).into_iter().chain(signs);
        due.extend(asked.map(|(client, due)| Due { client: names.get(&client).cloned(), ..due }));
        due.extend(tasks::due(&tasks::of_chart(db, client).await?, &names, &staff, me, today));
        due::soonest_first(&mut due);
    }
    let alerts = open.into_iter().filter_map(|alert| alert.named(&names, &staff)).collect();
    let plan = plan.and_then(|(plan, objectives)| plan::line(plan, objectives, &entries));
    let measures = measures::series(&looked.scores);
    Ok(ChartView {
        header,
        entries,
        drafts,
        plan,
        measures,
        alerts,
        due,
        attendance: hours::lines(&looked.time),
        weeks: hours::weeks(&stays.own(looked.time), &rules),
        totals,
        needs,
        contacts,
        releases,
        restrictions,
        visited_before: before,
    })
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
    let now = stays::current(episodes, today);
    Ok(ChartHeader {
        client: who.client,
        name: people::called(&who),
        initials: people::initials(&who),
        age: who.born.and_then(|born| today.years_since(born)),
        speaks: said(LANGUAGES, &who.speaks),
        reads: who.reads.split_whitespace().map(|language| said(LANGUAGES, language)).collect::<Vec<_>>().join(", "),
        living: said(LIVING, &who.living),
        emergency: contacts.iter().find(|contact| contact.emergency).cloned(),
        allergies: allergies.map(|row| row.text).unwrap_or_default(),
        level: now.map(|row| said(LEVELS, &row.level)).unwrap_or_default(),
        track: now.map(|row| said(TRACKS, &row.track)).unwrap_or_default(),
        week: now.filter(|row| row.ours).and_then(|row| row.from_day).and_then(|from| rules::program_week(from, today)),
        weeks_planned: now.and_then(|row| row.weeks).and_then(|weeks| u32::try_from(weeks).ok()),
        face_sheet: who.document,
        outside_team: false,
        legal_first: who.legal_first,
        born_about: who.born_about.and_then(|year| u16::try_from(year).ok()),
        pronouns: who.pronouns,
        born: who.born,
        record_number: who.record_number,
        large_print: who.large_print,
        phone: who.phone,
    })
}
