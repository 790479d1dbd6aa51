//! The documents of a chart as its timeline lists them, newest first.

use super::{hours, people};
use crate::canonical::VersionStatus;
use crate::error::Result;
use crate::projections::entry::Cosign;
use crate::projections::{attendance, entry, staff};
use crate::views::{DocumentStatus, Entry};
use chrono::{DateTime, Utc};
use clinical::Kind;
use clinical::rules::Rules;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What the rows of a timeline are read with.
pub(crate) struct Timeline<'a> {
    /// Clinical documents are in it.
    pub clinical: bool,
    /// When this person last visited the chart.
    pub before: Option<DateTime<Utc>>,
    pub time: &'a [attendance::Model],
    pub rules: &'a Rules,
    pub staff: &'a BTreeMap<Uuid, staff::Model>,
}

/// Every document of a chart.
pub(crate) async fn of_chart(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<entry::Model>> {
    Ok(entry::Entity::find().filter(entry::Column::Chart.eq(client)).all(db).await?)
}

impl Timeline<'_> {
    /// Of these rows.
    pub(crate) fn entries(&self, rows: Vec<entry::Model>) -> Vec<Entry> {
        let spent: BTreeMap<Uuid, &attendance::Model> = self.time.iter().map(|row| (row.document, row)).collect();
        let mut dated: Vec<_> = rows
            .into_iter()
            .filter_map(|row| {
                let kind = Kind::named(&row.kind)?;
                let day = row.on_day.unwrap_or_else(|| row.local().date_naive());
                (self.clinical || !kind.is_clinical()).then(|| (day, self.entry(row, kind, &spent)))
            })
            .collect();
        dated.sort_by(|(day, one), (other_day, other)| other_day.cmp(day).then_with(|| other.at.cmp(&one.at)));
        dated.into_iter().map(|(_, entry)| entry).collect()
    }

    fn entry(&self, row: entry::Model, kind: Kind, spent: &BTreeMap<Uuid, &attendance::Model>) -> Entry {
        Entry {
            document: row.document,
            kind,
            title: kind.title().into(),
            on: row.on_day,
            at: row.local(),
            author: people::signed_as(self.staff, row.author),
            status: status(&row),
            addenda: u32::try_from(row.addenda).unwrap_or(0),
            version: u32::try_from(row.number).unwrap_or(1),
            late: hours::is_late(spent.get(&row.document).copied(), &row, self.rules),
            new: self.before.is_some_and(|before| row.changed_at > before),
            summary: row.summary,
        }
    }
}

/// Where a document stands.
pub(crate) fn status(entry: &entry::Model) -> DocumentStatus {
    match (entry.status, entry.cosign) {
        (VersionStatus::Retracted, _) => DocumentStatus::Retracted,
        _ if entry.heads > 1 => DocumentStatus::Conflict,
        (_, Cosign::Awaits) => DocumentStatus::AwaitsCosign,
        (_, Cosign::Returned) => DocumentStatus::Returned,
        (VersionStatus::Signed, Cosign::Final) => DocumentStatus::Signed,
        (VersionStatus::Recorded | VersionStatus::Addendum, Cosign::Final) => DocumentStatus::Recorded,
    }
}
