//! Which objectives of the plan a session worked on, and how each moved.

use super::Asked;
use crate::engine::flow::Flow;
use crate::engine::runs::Rich;
use crate::engine::tables::{Column, Row};
use crate::form::page::{FormPage, plain};
use clinical::words::PROGRESS;

/// Rows on a blank.
const EMPTY_ROWS: usize = 3;

pub(super) fn lay(page: &FormPage, flow: &mut Flow, asked: &Asked) {
    let columns = [
        Column { head: page.say("pr_objective"), width: 66., named: false },
        Column { head: page.say("pr_progress"), width: 34., named: true },
    ];
    if page.is_blank() {
        let words: Vec<&str> = PROGRESS.iter().map(|(_, label)| *label).collect();
        let row = || Row::Cells(vec![" ".into(), words.join(" / ").into()]);
        return flow.table(&columns, (0..EMPTY_ROWS).map(|_| row()).collect());
    }
    let rows: Vec<Row> = asked
        .rows()
        .iter()
        .map(|row| {
            let progress = word(&plain(&row["progress"]));
            Row::Cells(vec![Rich::from(page.named(&plain(&row["objective"]))), progress.into()])
        })
        .collect();
    if !rows.is_empty() {
        flow.table(&columns, rows);
    }
}

/// What is read for a stored movement.
pub fn word(stored: &str) -> String {
    PROGRESS.iter().find(|(value, _)| *value == stored).map_or(stored, |(_, label)| label).to_owned()
}
