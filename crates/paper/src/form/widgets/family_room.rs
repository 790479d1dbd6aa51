//! Who was in the room of a family session, and what might be said to each as it stood then.

use super::Asked;
use crate::engine::beside::Cell;
use crate::engine::flow::Flow;
use crate::engine::runs::{Rich, bold};
use crate::engine::tables::{Column, Row};
use crate::form::page::{FormPage, UNANSWERED, plain};
use clinical::words::COVERS;
use serde_json::Value;

/// People a blank has room for.
const EMPTY_ROWS: usize = 4;

pub(super) fn lay(page: &FormPage, flow: &mut Flow, asked: &Asked) {
    let columns = [
        Column { head: page.say("fr_person"), width: 36., named: false },
        Column { head: page.say("fr_may_say"), width: 64., named: true },
    ];
    if page.is_blank() {
        let boxes = ["fr_release", "fr_agreed"].map(|key| (false, Rich::from(page.say(key))));
        for _ in 0..EMPTY_ROWS {
            let line = Cell {
                width: 5,
                grows: false,
                label: bold(page.say("fr_person")),
                short: None,
                lay: Box::new(|flow: &mut Flow| flow.write_lines(1)),
            };
            let lay = Box::new(|flow: &mut Flow| flow.boxes(&boxes));
            flow.beside(&[line, Cell { width: 7, grows: true, label: Rich::default(), short: None, lay }]);
        }
        return;
    }
    let rows: Vec<Row> = asked.rows().iter().map(|person| Row::Cells(cells(page, person))).collect();
    if !rows.is_empty() {
        flow.table(&columns, rows);
    }
}

fn cells(page: &FormPage, person: &Value) -> Vec<Rich> {
    let (typed, contact, stands) = (plain(&person["name"]), plain(&person["contact"]), plain(&person["relationship"]));
    let name = if typed.is_empty() { page.named(&contact) } else { typed };
    let mut who = bold(if name.is_empty() { UNANSWERED } else { &name });
    if !stands.is_empty() {
        who = who.line().plain(stands);
    }
    let covers = person["may_say"].as_array().into_iter().flatten();
    let covers: Vec<String> = covers.map(|stored| topic(page, &plain(stored))).collect();
    let mut may = Rich::from(if covers.is_empty() { page.say("fr_none").to_owned() } else { covers.join("; ") });
    let (release, purpose) = (plain(&person["known"]["release"]), plain(&person["known"]["purpose"]));
    if !release.is_empty() {
        may = may.line().plain(format!("{}: {purpose}", page.say("fr_release")));
    }
    if person["client_agreed"] == true {
        may = may.line().plain(page.say("fr_agreed"));
    }
    vec![who, may]
}

/// A topic as the release that covers it calls it.
fn topic(page: &FormPage, stored: &str) -> String {
    let known = COVERS.iter().find(|(value, _)| *value == stored);
    known.map_or_else(|| stored.replace('_', " "), |(value, label)| page.words.part("covers", value, label).to_owned())
}
