//! Tasks that are open: whose they are, whose chart they are about.

use crate::error::Result;
use crate::projections::{staff, task};
use crate::queries::people;
use crate::storage::version;
use crate::views::{ClientLine, Due};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
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

/// Open tasks that are this person's or that they gave, each with who gave it: the author of its first version.
pub(crate) async fn of_or_by(db: &impl ConnectionTrait, person: Uuid) -> Result<Vec<(task::Model, Uuid)>> {
    let open = task::Entity::find().filter(task::Column::Open.eq(true)).all(db).await?;
    let versions = version::Entity::find()
        .select_only()
        .columns([version::Column::Document, version::Column::Author])
        .filter(version::Column::Document.is_in(open.iter().map(|task| task.document)))
        .order_by_desc(version::Column::Hlc);
    // Newest first, so that the oldest of each document is what stays.
    let givers: BTreeMap<Uuid, Uuid> = versions.into_tuple::<(Uuid, Uuid)>().all(db).await?.into_iter().collect();
    let theirs = |task: task::Model| {
        let giver = *givers.get(&task.document)?;
        (task.owner == Some(person) || giver == person).then_some((task, giver))
    };
    Ok(open.into_iter().filter_map(theirs).collect())
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
