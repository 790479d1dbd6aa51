//! The stays of a client, and what belongs to the one that is asked about. Every question of a stay goes through here: what is due, totals,
//! plan, assessment, sobriety. On readmission nothing of the stay before counts.

use crate::error::Result;
use crate::projections::{
    assessment, attendance, discharge_summary, episode, follow_ups, meeting, plan, score, sobriety,
};
use chrono::NaiveDate;
use clinical::stays::{self, Stay};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The client's stretches of care, with us and elsewhere, in order of time.
pub(crate) async fn episodes(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<episode::Model>> {
    let rows = episode::Entity::find().filter(episode::Column::Client.eq(client));
    Ok(rows.order_by_asc(episode::Column::FromDay).all(db).await?)
}

/// The same of each of these clients.
pub(crate) async fn of_each(
    db: &impl ConnectionTrait,
    clients: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, Vec<episode::Model>>> {
    let rows = episode::Entity::find().filter(episode::Column::Client.is_in(clients));
    let mut each: BTreeMap<Uuid, Vec<episode::Model>> = BTreeMap::new();
    for row in rows.order_by_asc(episode::Column::FromDay).all(db).await? {
        each.entry(row.client).or_default().push(row);
    }
    Ok(each)
}

/// The episode of any provider that holds on this day, ours first.
pub(crate) fn current(episodes: &[episode::Model], on: NaiveDate) -> Option<&episode::Model> {
    let id = stays::on_day(&all(episodes), on)?;
    episodes.iter().find(|row| row.document == id)
}

fn all(episodes: &[episode::Model]) -> Vec<Stay<Uuid>> {
    let stay =
        |row: &episode::Model| row.from_day.map(|from| Stay { id: row.document, from, to: row.to_day, ours: row.ours });
    episodes.iter().filter_map(stay).collect()
}

/// A row that belongs to a stay: what its version says, and the day it is about.
pub(crate) trait Belongs {
    fn stay(&self) -> Option<Uuid>;
    fn day(&self) -> Option<NaiveDate>;
}

macro_rules! belongs {
    ($($table:ident by $day:ident;)+) => {
        $(impl Belongs for $table::Model {
            fn stay(&self) -> Option<Uuid> {
                self.stay
            }
            fn day(&self) -> Option<NaiveDate> {
                self.$day
            }
        })+
    };
}

belongs! {
    assessment by on_day;
    attendance by on_day;
    discharge_summary by on_day;
    follow_ups by on_day;
    meeting by on_day;
    plan by effective;
    score by on_day;
    sobriety by known_on;
}

/// A client's stays, with the one that is asked about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stays {
    all: Vec<Stay<Uuid>>,
    asked: Option<Uuid>,
}

impl Stays {
    /// Of these episodes of one client; the stay of ours that holds on this day is asked about, else the last one before it.
    pub(crate) fn of(episodes: &[episode::Model], on: NaiveDate) -> Self {
        let all = all(episodes);
        let asked = stays::present(&all, on);
        Self { all, asked }
    }

    /// The same, asked of the record.
    pub(crate) async fn find(db: &impl ConnectionTrait, client: Uuid, on: NaiveDate) -> Result<Self> {
        Ok(Self::of(&episodes(db, client).await?, on))
    }

    /// The document that opened the stay; none where the client has none with us.
    pub(crate) fn asked(&self) -> Option<Uuid> {
        self.asked
    }

    /// The stay that a new document about this day belongs to.
    pub(crate) fn begun_on(&self, on: NaiveDate) -> Option<Uuid> {
        stays::begun_on(&self.all, on)
    }

    /// Whether a row belongs to the stay that is asked about. Of a client without a stay of ours everything is asked.
    pub(crate) fn owns(&self, row: &impl Belongs) -> bool {
        self.owns_day(row.stay(), row.day())
    }

    /// The same of a version: the stay it names, and the day it is about.
    pub(crate) fn owns_day(&self, said: Option<Uuid>, on: Option<NaiveDate>) -> bool {
        self.asked.is_none_or(|asked| stays::owner(&self.all, said, on) == Some(asked))
    }

    /// The same for what may be written after the end, while no other stay has begun.
    pub(crate) fn owns_or_follows(&self, row: &impl Belongs) -> bool {
        let ended = self.all.iter().find(|stay| Some(stay.id) == self.asked).and_then(|stay| stay.to);
        let follows = row.stay().is_none() && ended.zip(row.day()).is_some_and(|(ended, day)| ended <= day);
        follows || self.owns(row)
    }

    /// Only the rows that belong to it.
    pub(crate) fn own<T: Belongs>(&self, rows: Vec<T>) -> Vec<T> {
        rows.into_iter().filter(|row| self.owns(row)).collect()
    }

    /// All stays of ours.
    pub(crate) fn ours(&self) -> impl Iterator<Item = Uuid> {
        self.all.iter().filter(|stay| stay.ours).map(|stay| stay.id)
    }

    /// Whether this stay is on record, with us or elsewhere; one that was withdrawn is not.
    pub(crate) fn has(&self, stay: Uuid) -> bool {
        self.all.iter().any(|it| it.id == stay)
    }

    /// The stay whose end ends a release that was signed on this day; `said` is the one its version names.
    pub(crate) fn ends(&self, said: Option<Uuid>, signed: NaiveDate) -> Option<Uuid> {
        stays::ends(&self.all, said, signed)
    }
}
