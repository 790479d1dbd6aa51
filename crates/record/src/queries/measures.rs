//! Questionnaires over time, and the safety alerts they raise.

use crate::error::Result;
use crate::projections::{alert, risk_answer, score, staff};
use crate::storage::draft;
use crate::views::{Alert, Band, ClientLine, Point, Series};
use chrono::{DateTime, NaiveDate, Utc};
use clinical::Kind;
use clinical::facts::Fact;
use clinical::instruments::{self, Instrument};
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

/// Safety alerts that nobody has answered, oldest first. One starts with the first answer above zero to a flagged question, at the moment it
/// is saved, also in a draft. It ends when a signed note names it with a risk outcome and a next step, written by someone who could know of
/// it; the days and times typed on documents decide nothing (clinical.md 2.2 rule 7). `clients` narrows the question; empty asks of everyone.
pub(crate) async fn open_alerts(db: &impl ConnectionTrait, clients: &[Uuid]) -> Result<Vec<OpenAlert>> {
    let mut raised = alert::Entity::find().order_by_asc(alert::Column::RaisedAt).order_by_asc(alert::Column::Document);
    let kinds = Kind::ALL.iter().filter(|kind| kind.about().raises_alerts).map(|kind| kind.name());
    // A draft that was put away has raised its alert all the same.
    let mut drafted = draft::Entity::find().filter(draft::Column::Kind.is_in(kinds));
    let mut answers = risk_answer::Entity::find();
    if !clients.is_empty() {
        raised = raised.filter(alert::Column::Client.is_in(clients.iter().copied()));
        drafted = drafted.filter(draft::Column::Client.is_in(clients.iter().copied()));
        answers = answers.filter(risk_answer::Column::Client.is_in(clients.iter().copied()));
    }
    let (raised, drafted) = tokio::try_join!(raised.all(db), drafted.all(db))?;
    if raised.is_empty() && drafted.is_empty() {
        return Ok(Vec::new());
    }
    let recorded = |item: &Item| {
        raised.iter().any(|it| {
            (it.document, it.item) == (item.document, i64::from(item.item))
                && it.instrument == item.instrument
                && it.value >= i64::from(item.value)
        })
    };
    let in_drafts: Vec<Item> = drafted.iter().flat_map(items_of).filter(|item| !recorded(item)).collect();
    let in_record = raised.iter().filter_map(|it| {
        Some(Item {
            document: it.document,
            client: it.client,
            draft_of: None,
            instrument: it.instrument.clone(),
            item: u8::try_from(it.item).ok()?,
            value: u8::try_from(it.value).unwrap_or(u8::MAX),
            on: it.on_day,
            raised_at: it.raised_at,
        })
    });
    let mut answered: BTreeMap<Uuid, DateTime<Utc>> = BTreeMap::new();
    for row in answers.all(db).await? {
        let last = answered.entry(row.alert).or_insert(row.answered_at);
        *last = row.answered_at.max(*last);
    }
    let mut open: BTreeMap<(Uuid, Option<Uuid>), Vec<Item>> = BTreeMap::new();
    for item in in_record.chain(in_drafts) {
        if answered.get(&item.document).is_none_or(|last| *last < item.raised_at) {
            open.entry((item.document, item.draft_of)).or_default().push(item);
        }
    }
    let mut open: Vec<OpenAlert> = open.into_values().filter_map(|items| OpenAlert::of(&items)).collect();
    open.sort_by_key(|alert| (alert.on, alert.document));
    Ok(open)
}

/// A flagged question answered above zero.
struct Item {
    document: Uuid,
    client: Uuid,
    draft_of: Option<Uuid>,
    instrument: String,
    item: u8,
    value: u8,
    on: Option<NaiveDate>,
    raised_at: DateTime<Utc>,
}

/// What a draft has raised. One that cannot be read has raised nothing; its own page says that it cannot be read.
fn items_of(row: &draft::Model) -> Vec<Item> {
    let facts = || {
        let body = serde_json::from_str(&row.body).ok()?;
        Kind::named(&row.kind)?.facts(&body).ok()
    };
    let item = |fact| match fact {
        // What is in the answers themselves stands among the raised ones, with its moment, as soon as the draft is saved.
        Fact::Alert { instrument, on, item, value, raised: Some(raised_at) } => Some(Item {
            document: row.document,
            client: row.client?,
            draft_of: Some(row.author),
            instrument,
            item,
            value,
            on,
            raised_at,
        }),
        _ => None,
    };
    facts().unwrap_or_default().into_iter().filter_map(item).collect()
}

/// The same, with names.
pub(crate) async fn alerts(db: &impl ConnectionTrait, clients: &[Uuid]) -> Result<Vec<Alert>> {
    let open = open_alerts(db, clients).await?;
    let names: BTreeMap<Uuid, ClientLine> = super::people::lines(db, open.iter().map(|alert| alert.client)).await?;
    let staff = super::people::staff_names(db).await?;
    Ok(open.into_iter().filter_map(|alert| alert.named(&names, &staff)).collect())
}

/// A safety alert that nobody has answered yet.
pub(crate) struct OpenAlert {
    pub client: Uuid,
    pub on: NaiveDate,
    /// The answers, or the draft of them.
    pub document: Uuid,
    /// Whose draft it stands in, where the answers are not in the record.
    pub draft_of: Option<Uuid>,
    /// "PHQ-9 question 9 of April 7, 2026".
    pub label: String,
    questions: String,
}

impl OpenAlert {
    /// All open questions of one document.
    fn of(items: &[Item]) -> Option<Self> {
        let first = items.first()?;
        let title = instruments::by_id(&first.instrument)
            .map_or(first.instrument.clone(), |instrument| instrument.short.clone());
        let numbers: Vec<String> = items.iter().map(|item| item.item.to_string()).collect();
        let on = first.on.unwrap_or_else(|| first.raised_at.date_naive());
        let questions = format!("{title} question {}", numbers.join(", "));
        let label = format!("{questions} of {}", on.format("%B %-d, %Y"));
        Some(Self { client: first.client, on, document: first.document, draft_of: first.draft_of, label, questions })
    }

    /// As screens show it; none for someone without a face sheet.
    pub(crate) fn named(
        self,
        names: &BTreeMap<Uuid, ClientLine>,
        staff: &BTreeMap<Uuid, staff::Model>,
    ) -> Option<Alert> {
        let client = names.get(&self.client)?.clone();
        let draft_of = self.draft_of.map(|author| super::people::signed_as(staff, author));
        let place = draft_of.as_ref().map(|author| format!(" in a draft of {author}")).unwrap_or_default();
        let message = format!(
            "{} was answered above zero{place}. It stays open until a signed note names it with a risk outcome and a next step.",
            self.questions
        );
        Some(Alert { client, on: self.on, message, document: self.document, draft_of })
    }
}
