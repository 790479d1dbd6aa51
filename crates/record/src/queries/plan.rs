//! The plan in force and how far each objective has moved.

use crate::error::Result;
use crate::projections::{assessment, need, objective, plan, progress, score};
use crate::queries::stays::Stays;
use crate::views::{Entry, Listed, ObjectiveLine, PlanLine};
use chrono::NaiveDate;
use clinical::words::{OBJECTIVE_STATUS, PROGRESS, said};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Every plan of a client, newest first.
pub(crate) async fn plans(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<plan::Model>> {
    let rows = plan::Entity::find().filter(plan::Column::Client.eq(client)).order_by_desc(plan::Column::Effective);
    Ok(rows.all(db).await?)
}

/// The plan in force, the latest of these that was signed in this stay, with its objectives.
pub(crate) async fn in_force(
    db: &impl ConnectionTrait,
    client: Uuid,
    plans: Vec<plan::Model>,
    stays: &Stays,
    scores: &[score::Model],
) -> Result<Option<(plan::Model, Vec<ObjectiveLine>)>> {
    let Some(plan) = stays.own(plans).into_iter().next() else { return Ok(None) };
    let objectives = objectives(db, client, plan.document, scores).await?;
    Ok(Some((plan, objectives)))
}

/// As the overview shows it; the version and its day are those of the timeline.
pub(crate) fn line(plan: plan::Model, objectives: Vec<ObjectiveLine>, entries: &[Entry]) -> Option<PlanLine> {
    let entry = entries.iter().find(|entry| entry.document == plan.document)?;
    Some(PlanLine {
        document: plan.document,
        version: entry.version,
        signed_on: entry.at.date_naive(),
        next_review: plan.next_review,
        statement: plan.statement,
        gloss: plan.gloss,
        objectives,
    })
}

async fn objectives(
    db: &impl ConnectionTrait,
    client: Uuid,
    document: Uuid,
    scores: &[score::Model],
) -> Result<Vec<ObjectiveLine>> {
    let rows = objective::Entity::find()
        .filter(objective::Column::Document.eq(document))
        .order_by_asc(objective::Column::Number);
    let moves =
        progress::Entity::find().filter(progress::Column::Client.eq(client)).order_by_asc(progress::Column::OnDay);
    let (rows, moves) = tokio::try_join!(rows.all(db), moves.all(db))?;
    let moved: BTreeMap<String, String> =
        moves.into_iter().filter(|row| !row.progress.is_empty()).map(|row| (row.objective, row.progress)).collect();
    let line = |row: objective::Model| {
        // A measure that names a questionnaire is read off its latest total; others have no number of their own yet.
        let named = clinical::rules::name_key(&row.measure).replace('-', "");
        let now = scores.iter().rev().find(|score| named.contains(&score.instrument)).and_then(|score| score.total);
        ObjectiveLine {
            number: u32::try_from(row.number).unwrap_or(0),
            progress: match moved.get(&row.id) {
                Some(progress) => said(PROGRESS, progress),
                None => said(OBJECTIVE_STATUS, &row.status),
            },
            id: row.id,
            text: row.text,
            measure: row.measure,
            baseline: row.baseline,
            now: now.map(|total| total.to_string()).unwrap_or_default(),
            target: row.target,
            target_date: row.target_date,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Objectives of the plan in force on this day.
pub(crate) async fn objectives_of(
    db: &impl ConnectionTrait,
    client: Uuid,
    today: NaiveDate,
) -> Result<Vec<ObjectiveLine>> {
    let (scores, stays, plans) =
        tokio::try_join!(super::measures::scores(db, client), Stays::find(db, client, today), plans(db, client))?;
    Ok(in_force(db, client, plans, &stays, &scores).await?.map(|(_, objectives)| objectives).unwrap_or_default())
}

/// Needs of the newest assessment that was signed in the stay of this day.
pub(crate) async fn needs(db: &impl ConnectionTrait, client: Uuid, today: NaiveDate) -> Result<Vec<Listed>> {
    let (stays, all) = tokio::try_join!(Stays::find(db, client, today), assessments(db, client))?;
    match assessed(all, &stays) {
        Some(assessment) => needs_of(db, assessment.document).await,
        None => Ok(Vec::new()),
    }
}

/// The words of every need and objective that the chart has ever had, by their ids: a paper of an earlier stay names them too.
pub(crate) async fn named_ever(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<(String, String)>> {
    let needs = need::Entity::find().filter(need::Column::Client.eq(client)).order_by_asc(need::Column::Document);
    let objectives = objective::Entity::find().filter(objective::Column::Client.eq(client));
    let objectives = objectives.order_by_asc(objective::Column::Document);
    let (needs, objectives) = tokio::try_join!(needs.all(db), objectives.all(db))?;
    let needs = needs.into_iter().map(|row| (row.id, row.text));
    Ok(needs.chain(objectives.into_iter().map(|row| (row.id, format!("{}. {}", row.number, row.text)))).collect())
}

/// Every assessment of a client, newest first.
pub(crate) async fn assessments(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<assessment::Model>> {
    let rows = assessment::Entity::find()
        .filter(assessment::Column::Client.eq(client))
        .order_by_desc(assessment::Column::OnDay)
        .order_by_desc(assessment::Column::Document);
    Ok(rows.all(db).await?)
}

/// The newest of these that was signed in this stay.
pub(crate) fn assessed(assessments: Vec<assessment::Model>, stays: &Stays) -> Option<assessment::Model> {
    stays.own(assessments).into_iter().next()
}

/// Needs of one assessment.
pub(crate) async fn needs_of(db: &impl ConnectionTrait, assessment: Uuid) -> Result<Vec<Listed>> {
    let rows = need::Entity::find()
        .filter(need::Column::Document.eq(assessment))
        .order_by_asc(need::Column::Position)
        .all(db)
        .await?;
    let listed = |row: need::Model| Listed { id: row.id, label: row.text, detail: String::new(), state: String::new() };
    Ok(rows.into_iter().map(listed).collect())
}
