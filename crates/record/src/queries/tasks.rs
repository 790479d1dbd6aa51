//! Tasks that are open: whose they are, whose chart they are about.

use crate::error::Result;
use crate::projections::{staff, task};
use crate::queries::people;
use crate::views::{ClientLine, Due};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Open tasks of one person, soonest first.
pub(crate) async fn of_owner(db: &impl ConnectionTrait, owner: Uuid) -> Result<Vec<task::Model>> {
    let rows = task::Entity::find().filter(task::Column::Owner.eq(owner)).filter(task::Column::Open.eq(true));
    Ok(rows.order_by_asc(task::Column::Due).all(db).await?)
}

/// Open tasks of one chart, soonest first.
pub(crate) async fn of_chart(db: &impl ConnectionTrait, client: Uuid) -> Result<Vec<task::Model>> {
    let rows = task::Entity::find().filter(task::Column::Client.eq(client)).filter(task::Column::Open.eq(true));
    Ok(rows.order_by_asc(task::Column::Due).all(db).await?)
}

/// As lines among what is due. A task stays there until a person says how it ended.
pub(crate) fn due(
    tasks: &[task::Model],
    names: &BTreeMap<Uuid, ClientLine>,
    staff: &BTreeMap<Uuid, staff::Model>,
    me: Uuid,
    today: NaiveDate,
) -> Vec<Due> {
    let line = |task: &task::Model| {
        let on = task.due?;
        let why = match task.owner {
            Some(owner) if owner == me => "Your task.".to_owned(),
            Some(owner) => format!("Task of {}.", people::signed_as(staff, owner)),
            None => "Task of nobody in particular.".to_owned(),
        };
        Some(Due {
            client: names.get(&task.client).cloned(),
            what: task.what.clone(),
            why,
            on,
            late: on < today,
            document: Some(task.document),
            start: None,
        })
    };
    tasks.iter().filter_map(line).collect()
}
