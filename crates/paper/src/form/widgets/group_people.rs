//! Everyone's part of a group, one row each. The roster stays with the program: it goes into nobody's chart.

use super::{Asked, progress};
use crate::engine::flow::Flow;
use crate::engine::runs::{Rich, bold};
use crate::engine::tables::{Column, Row};
use crate::form::page::{FormPage, UNANSWERED, plain};
use clinical::rules::{clock, minutes_between};
use clinical::words::{ATTENDANCE, was_there};
use serde_json::Value;

/// Rows on a blank.
const EMPTY_ROWS: usize = 10;

pub(super) fn lay(page: &FormPage, flow: &mut Flow, asked: &Asked) {
    let heads = ["gp_person", "gp_time", "gp_part_short", "gp_words"].map(|key| page.say(key));
    let columns = |widths: [f32; 4]| {
        let column = |(head, width)| Column { head, width, named: true };
        heads.into_iter().zip(widths).map(column).collect::<Vec<_>>()
    };
    if page.is_blank() {
        let row = || Row::Cells(["\n ", " ", " ", " "].map(Rich::from).to_vec());
        return flow.table(&columns([32., 18., 12., 38.]), (0..EMPTY_ROWS).map(|_| row()).collect());
    }
    let rows: Vec<Row> = asked.rows().iter().map(|person| Row::Cells(cells(page, person))).collect();
    if !rows.is_empty() {
        flow.table(&columns([26., 21., 10., 43.]), rows);
    }
}

fn cells(page: &FormPage, person: &Value) -> Vec<Rich> {
    let said = |key: &str| plain(&person[key]);
    let attendance = said("attendance");
    let word = ATTENDANCE.iter().find(|(value, _)| *value == attendance).map_or(UNANSWERED, |(_, label)| label);
    let name = page.named(&said("client"));
    let who = bold(if name.is_empty() { UNANSWERED } else { &name }).line().plain(word);
    let there = was_there(&attendance);
    let (start, end) = (said("start"), said("end"));
    let times = [&start, &end].map(|time| page.calendar.time(time));
    let mut time = Rich::from(times.iter().filter(|time| !time.is_empty()).cloned().collect::<Vec<_>>().join(" – "));
    if there {
        let minutes = minutes_between(clock(&start), clock(&end)).to_string();
        time = time.line().plain(page.fill("gp_minutes", &[("n", &minutes)]));
    }
    let part = said("participation");
    vec![who, time, part.into(), words(page, person)]
}

/// What the person said and did, then each thing more with its label.
fn words(page: &FormPage, person: &Value) -> Rich {
    let said = |key: &str| plain(&person[key]);
    let of_ten = |key: &str| match said(key) {
        number if number.is_empty() => number,
        number => page.fill("of_scale", &[("n", &number), ("max", "10")]),
    };
    let objective = match (said("objective"), progress::word(&said("progress"))) {
        (id, _) if id.is_empty() => String::new(),
        (id, moved) if moved.is_empty() => page.named(&id),
        (id, moved) => format!("{}: {moved}", page.named(&id)),
    };
    let labelled = [
        ("gp_response", said("response")),
        ("gp_reason", said("reason")),
        ("pr_objective", objective),
        ("gp_next", said("plan")),
        ("gp_mood", of_ten("mood")),
        ("gp_craving", of_ten("craving")),
        ("gp_same", said("same_as_before_reason")),
    ];
    labelled.into_iter().filter(|(_, text)| !text.is_empty()).fold(said("observed").into(), |all: Rich, (key, text)| {
        all.line().bold(format!("{}: ", page.say(key))).plain(text)
    })
}
