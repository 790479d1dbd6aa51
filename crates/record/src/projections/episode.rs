//! Stretches of care at one level (FHIR EpisodeOfCare).

use super::table::{Clear, Of, Table, insert, no_relations, shape};
use clinical::facts::Fact;
use sea_orm::Statement;
use sea_orm::entity::prelude::*;

/// One row of `episode`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "episode")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub document: Uuid,
    pub client: Uuid,
    pub level: String,
    pub track: String,
    pub from_day: Option<Date>,
    pub to_day: Option<Date>,
    pub provider: String,
    pub ours: bool,
    pub weeks: Option<i64>,
    pub died: bool,
}

no_relations!();

pub(super) const TABLE: Table =
    Table { name: "episode", shape: shape::<Entity>, indexes: &["episode (client)"], clear: Clear::Document, row };

fn row(of: &Of, fact: &Fact) -> Option<Statement> {
    let Fact::Episode { level, track, from, to, provider, ours, weeks, died } = fact else { return None };
    Some(insert(Model {
        document: of.document,
        client: of.client,
        level: level.clone(),
        track: track.clone(),
        from_day: *from,
        to_day: *to,
        provider: provider.clone(),
        ours: *ours,
        weeks: weeks.map(i64::from),
        died: *died,
    }))
}
