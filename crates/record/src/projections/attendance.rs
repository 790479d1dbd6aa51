//! Time spent with clients.

use super::table::clock;
use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `attendance`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub stay: Option<Uuid>,
    pub setting: String,
    pub status: String,
    pub on_day: Option<Date>,
    pub start_time: String,
    pub end_time: String,
    /// When this person came in; `minutes` count from there.
    pub came: Option<DateTime>,
    pub minutes: i64,
    pub topic: String,
    pub participation: Option<i64>,
    pub mood: Option<i64>,
    pub craving: Option<i64>,
}

no_relations!();

pub(super) const TABLE: Table = Table {
    name: "attendance",
    shape: shape::<Entity>,
    indexes: &["attendance (on_day)"],
    clear: Clear::ClientAndDocument,
    row,
};

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Attendance { setting, status, on, start, end, came, minutes, topic, participation, mood, craving } = fact
    else {
        return None;
    };
    Some(insert(Model {
        client: of.client,
        document: of.document,
        stay: of.stay,
        setting: setting.name().into(),
        status: status.clone(),
        on_day: *on,
        start_time: clock(*start),
        end_time: clock(*end),
        came: *came,
        minutes: i64::from(*minutes),
        topic: topic.clone(),
        participation: participation.map(i64::from),
        mood: mood.map(i64::from),
        craving: craving.map(i64::from),
    }))
}
