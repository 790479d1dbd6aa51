//! A chart as it opens: two lines of who this is, then everything the tabs show.

use crate::areas::documents::drafts::lines;
use crate::error::Result;
use crate::gate::{Act, Record};
use crate::projections::{allergy, assessment, attendance, client, episode, meeting, plan as plan_table, score, task};
use crate::queries::due::{Asked, Looked};
use crate::queries::measures::OpenAlert;
use crate::queries::stays::{self, Stays};
use crate::queries::timeline::{self, Timeline};
use crate::queries::{client_signs, due, hours, measures, people, plan, restrictions, tasks};
use crate::storage::chart_visit;
use crate::views::{ChartHeader, ChartView, ClientOf, ContactLine, Due};
use chrono::NaiveDate;
use clinical::rules;
use clinical::words::{LANGUAGES, LEVELS, LIVING, TRACKS, said};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Opens a chart. Roles that see no clinical text get who this is, the people around, and the dates of care.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn chart(record: &Record, input: ClientOf) -> Result<ChartView> {
    let read = record.read(Act::new("chart").chart(input.client).visit()).await?;
    let (db, today, client, me) = (read.db(), read.today(), input.client, read.me());
    let viewer = read.viewer().await?;
    let clinical = viewer.clinical(client);
    // Side by side, so that it is one message to the engine; only what hangs on an answer is asked after it.
    let known = Box::pin(async {
        tokio::try_join!(
            people::client_row(db, client),
            stays::episodes(db, client),
            read.unlocked.rules(),
            read.unlocked.staff(),
            async { Ok(chart_visit::Entity::find_by_id((me, client)).one(db).await?) },
            timeline::of_chart(db, client),
            people::around(db, client),
            restrictions::of_chart(db, client),
            lines(db, &viewer, Some(client))
        )
    });
    let treated =
        Box::pin(async { if clinical { Treated::of(db, client, today).await } else { Ok(Treated::default()) } });
    let (known, treated) = tokio::try_join!(known, treated)?;
    let (who, episodes, rules, staff, visited, rows, around, standing, drafts) = known;
    let stays = Stays::of(&episodes, today);
    let assessed = plan::assessed(treated.assessments, &stays);
    let needs = async {
        match &assessed {
            Some(assessment) => plan::needs_of(db, assessment.document).await,
            None => Ok(Vec::new()),
        }
    };
    let (releases, plan, needs) = tokio::try_join!(
        people::releases_of(db, &around, &stays, today),
        plan::in_force(db, client, treated.plans, &stays, &treated.scores),
        needs
    )?;
    let before = visited.map(|row| row.visited_at);
    let names = BTreeMap::from([(client, people::line(&who))]);
    let contacts = around.contacts(&releases);
    let timeline = Timeline { clinical, before, time: &treated.time, rules: &rules, staff: &staff };
    let entries = timeline.entries(rows);
    let totals = hours::totals(&treated.time, &treated.meetings, &episodes, today);
    let restrictions = restrictions::lines(standing, &staff, &contacts, clinical);
    let mut header = header(who, &episodes, &contacts, today);
    header.allergies = treated.allergies;
    header.outside_team = viewer.closed.contains(&client);
    let looked = Looked {
        assessed: assessed.into_iter().collect(),
        plans: plan.iter().map(|(plan, _)| plan.clone()).collect(),
        scores: treated.scores,
        time: treated.time,
        ..treated.afterwards
    };
    let mut due = Vec::new();
    if clinical {
        let asked = Asked::of(&episodes, today);
        let asked = asked.map(|asked| due::due_of(&asked, &rules, today, &looked)).unwrap_or_default();
        due.extend(
            asked
                .into_iter()
                .chain(treated.signs)
                .map(|(client, due)| Due { client: names.get(&client).cloned(), ..due }),
        );
        due.extend(tasks::due(&treated.tasks, &names, &staff, me, today));
        due::soonest_first(&mut due);
    }
    let alerts = treated.open.into_iter().filter_map(|alert| alert.named(&names, &staff)).collect();
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

/// What only those see who see clinical text.
#[derive(Default)]
struct Treated {
    time: Vec<attendance::Model>,
    meetings: Vec<meeting::Model>,
    scores: Vec<score::Model>,
    plans: Vec<plan_table::Model>,
    assessments: Vec<assessment::Model>,
    open: Vec<OpenAlert>,
    signs: Vec<(Uuid, Due)>,
    tasks: Vec<task::Model>,
    afterwards: Looked,
    allergies: String,
}

impl Treated {
    async fn of(db: &impl ConnectionTrait, client: Uuid, today: NaiveDate) -> Result<Self> {
        let mine = [client];
        let (time, meetings, scores, plans, assessments, open, signs, tasks, afterwards, allergies) = tokio::try_join!(
            hours::attended(db, client),
            hours::meetings(db, client),
            measures::scores(db, client),
            plan::plans(db, client),
            plan::assessments(db, client),
            measures::open_alerts(db, &mine),
            client_signs::awaited(db, Some(client), today),
            tasks::of_chart(db, client),
            Looked::afterwards(db, &mine),
            allergies(db, client)
        )?;
        Ok(Self { time, meetings, scores, plans, assessments, open, signs, tasks, afterwards, allergies })
    }
}

/// In the words of the newest assessment of them.
async fn allergies(db: &impl ConnectionTrait, client: Uuid) -> Result<String> {
    let rows = allergy::Entity::find().filter(allergy::Column::Client.eq(client));
    let newest = rows.order_by_desc(allergy::Column::Document).one(db).await?;
    Ok(newest.map(|row| row.text).unwrap_or_default())
}

fn header(who: client::Model, episodes: &[episode::Model], contacts: &[ContactLine], today: NaiveDate) -> ChartHeader {
    let now = stays::current(episodes, today);
    ChartHeader {
        client: who.client,
        name: people::called(&who),
        initials: people::initials(&who),
        age: who.born.and_then(|born| today.years_since(born)),
        speaks: said(LANGUAGES, &who.speaks),
        reads: who.reads.split_whitespace().map(|language| said(LANGUAGES, language)).collect::<Vec<_>>().join(", "),
        living: said(LIVING, &who.living),
        emergency: contacts.iter().find(|contact| contact.emergency).cloned(),
        allergies: String::new(),
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
    }
}
