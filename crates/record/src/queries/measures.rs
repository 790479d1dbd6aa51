//! Questionnaires over time, and the safety alerts they raise.

use crate::error::Result;
use crate::projections::{risk_answer, score};
use crate::views::{Alert, Band, ClientLine, Point, Series};
use chrono::NaiveDate;
use clinical::instruments::{self, Instrument};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Every score of a client, oldest first.
pub(crate) async fn scores(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<score::Model>> {
    let rows = score::Entity::find().filter(score::Column::Client.eq(client)).order_by_asc(score::Column::OnDay);
    Ok(rows.order_by_asc(score::Column::Document).all(db).await?)
}

/// One series per questionnaire used, in the order they are shipped.
pub(crate) fn series(scores: &[score::Model]) -> Vec<Series> {
    let used = instruments::shipped().iter().map(|instrument| {
        let mine: Vec<_> = scores.iter().filter(|row| row.instrument == instrument.id).collect();
        one(instrument, &mine)
    });
    used.filter(|series| !series.points.is_empty()).collect()
}

fn one(instrument: &Instrument, rows: &[&score::Model]) -> Series {
    let mut points: Vec<Point> = Vec::new();
    let mut before: Option<i64> = None;
    for row in rows {
        let Some(on) = row.on_day else { continue };
        let change = row.total.zip(before).map(|(now, then)| now - then);
        points.push(Point {
            document: row.document,
            on,
            total: row.total.and_then(|total| u16::try_from(total).ok()),
            band: row.band.clone(),
            flagged: row.flagged.split_whitespace().filter_map(|item| item.parse().ok()).collect(),
            change: change.and_then(|change| i32::try_from(change).ok()),
            reliable: change.is_some_and(|change| {
                instrument.reliable_change > 0 && change.abs() >= i64::from(instrument.reliable_change)
            }),
        });
        before = row.total.or(before);
    }
    Series {
        instrument: instrument.id.clone(),
        title: instrument.short.clone(),
        min: instrument.bands.first().map_or(0, |band| band.from),
        max: instrument.bands.last().map_or(0, |band| band.to),
        bands: instrument
            .bands
            .iter()
            .map(|band| Band { from: band.from, to: band.to, label: band.label.clone() })
            .collect(),
        reliable_change: instrument.reliable_change,
        points,
    }
}

/// One questionnaire of a client, also when never used.
pub(crate) async fn series_of(db: &impl ConnectionTrait, client: Uuid, instrument: &Instrument) -> Result<Series> {
    let rows = score::Entity::find()
        .filter(score::Column::Client.eq(client))
        .filter(score::Column::Instrument.eq(&instrument.id));
    let rows = rows.order_by_asc(score::Column::OnDay).order_by_asc(score::Column::Document).all(db).await?;
    Ok(one(instrument, &rows.iter().collect::<Vec<_>>()))
}

/// A flagged answer stays open until a note signed for that day or later holds a risk outcome and a next step (clinical.md 2.2 rule 7).
/// `clients` narrows the question; empty asks of everyone.
pub(crate) async fn open_alerts(db: &impl ConnectionTrait, clients: &[Uuid]) -> Result<Vec<OpenAlert>> {
    // Spelled out: with a bound value the partial index is planned anew at every question.
    let flagged = score::Entity::find().filter(Expr::cust("flagged <> ''"));
    let mut flagged = flagged.order_by_asc(score::Column::OnDay);
    if !clients.is_empty() {
        flagged = flagged.filter(score::Column::Client.is_in(clients.iter().copied()));
    }
    still_open(db, &flagged.all(db).await?).await
}

/// The same where the scores are known.
pub(crate) async fn still_open(db: &impl ConnectionTrait, scores: &[score::Model]) -> Result<Vec<OpenAlert>> {
    let flagged: Vec<&score::Model> = scores.iter().filter(|row| !row.flagged.is_empty()).collect();
    if flagged.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<Uuid> = flagged.iter().map(|row| row.client).collect();
    let answers = risk_answer::Entity::find().filter(risk_answer::Column::Client.is_in(asked)).all(db).await?;
    let mut answered: BTreeMap<Uuid, NaiveDate> = BTreeMap::new();
    for row in answers {
        if let Some(on) = row.on_day {
            let last = answered.entry(row.client).or_insert(on);
            *last = on.max(*last);
        }
    }
    let mut found = Vec::new();
    for row in flagged {
        let Some(on) = row.on_day else { continue };
        if answered.get(&row.client).is_none_or(|last| *last < on) {
            let title = instruments::by_id(&row.instrument)
                .map_or(row.instrument.clone(), |instrument| instrument.short.clone());
            let items = row.flagged.replace(' ', ", ");
            let message = format!(
                "{title} question {items} was answered above zero. It stays open until a risk outcome and a next step are signed."
            );
            found.push(OpenAlert { client: row.client, on, document: row.document, message });
        }
    }
    Ok(found)
}

/// The same, with names.
pub(crate) async fn alerts(db: &impl ConnectionTrait, clients: &[Uuid]) -> Result<Vec<Alert>> {
    let open = open_alerts(db, clients).await?;
    let names: BTreeMap<Uuid, ClientLine> = super::people::lines(db, open.iter().map(|alert| alert.client)).await?;
    Ok(open.into_iter().filter_map(|alert| alert.named(&names)).collect())
}

/// A safety alert that nobody has answered yet.
pub(crate) struct OpenAlert {
    pub client: Uuid,
    pub on: NaiveDate,
    /// The screening.
    pub document: Uuid,
    pub message: String,
}

impl OpenAlert {
    /// As screens show it; none for someone without a face sheet.
    pub(crate) fn named(self, names: &BTreeMap<Uuid, ClientLine>) -> Option<Alert> {
        let client = names.get(&self.client)?.clone();
        Some(Alert { client, on: self.on, message: self.message, document: self.document })
    }
}
