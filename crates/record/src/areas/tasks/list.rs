//! What I owe and what others owe me: open tasks that are mine, and those I gave.

use crate::error::Result;
use crate::gate::{Act, Record};
use crate::projections::task;
use crate::queries::{people, tasks as open};
use crate::views::{Nothing, TaskLine};
use uuid::Uuid;

/// Mine first, each soonest first. A task stays on both lists until a person says how it ended. Of a chart that is closed to me only that
/// there is one.
///
/// # Errors
/// `Forbidden`.
pub async fn tasks(record: &Record, _: Nothing) -> Result<Vec<TaskLine>> {
    let read = record.read(Act::new("tasks")).await?;
    let (db, me, viewer) = (read.db(), read.me(), read.viewer().await?);
    let staff = read.unlocked.staff().await?;
    let mut found = open::of_or_by(db, me).await?;
    found.retain(|(task, _)| viewer.sees(task.client));
    let names = people::lines(db, found.iter().map(|(task, _)| task.client)).await?;
    read.shows(names.keys().copied().filter(|client| viewer.clinical(*client)));
    let line = |(task, giver): (task::Model, Uuid)| {
        let task::Model { document, client, owner, due, what, .. } = task;
        TaskLine {
            document,
            client: names.get(&client).cloned(),
            what: if viewer.clinical(client) { what } else { String::new() },
            owner: owner.map(|owner| people::signed_as(&staff, owner)).unwrap_or_default(),
            giver: people::signed_as(&staff, giver),
            due,
            late: due.is_some_and(|due| due < read.today()),
            mine: owner == Some(me),
        }
    };
    let mut lines: Vec<TaskLine> = found.into_iter().map(line).collect();
    lines.sort_by_key(|line| (!line.mine, line.due, line.document));
    Ok(lines)
}
