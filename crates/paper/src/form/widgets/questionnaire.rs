//! A questionnaire: its own wording in its official translation, the answers, the total with its word.

use super::Asked;
use crate::engine::beside::box_to_tick;
use crate::engine::flow::{Draw, Flow, Slab, rule};
use crate::engine::runs::{Rich, bold};
use crate::engine::tables::{Column, Row};
use crate::form::page::{FormPage, UNANSWERED, plain};
use clinical::instruments::{self, Instrument, Text};
use serde_json::Value;
use std::rc::Rc;

/// Share of the width the question takes on a blank.
const QUESTION: f32 = 0.46;

pub(super) fn lay(page: &FormPage, flow: &mut Flow, asked: &Asked) {
    if page.is_blank() {
        for (i, instrument) in instruments::shipped().iter().enumerate() {
            let before = flow.out.len();
            blank(page, flow, instrument);
            if let Some(first) = flow.out.get_mut(before).filter(|_| i > 0) {
                first.gap = 6. * flow.scale.u;
            }
        }
        return;
    }
    let Some(instrument) = instruments::by_id(&plain(&asked.values["instrument"])) else { return };
    if asked.values["declined"] == true && asked.rows().iter().all(Value::is_null) {
        return;
    }
    answered(page, flow, asked, instrument);
}

/// The wording in the language of the page; one without an official translation stays in English.
fn wording<'t>(page: &FormPage, text: &'t Text) -> &'t str {
    text.get(page.words.language.code()).or_else(|| text.get("en")).map_or("", String::as_str)
}

fn answered(page: &FormPage, flow: &mut Flow, asked: &Asked, instrument: &'static Instrument) {
    flow.wide(bold(wording(page, &instrument.title)));
    result(page, flow, asked, instrument);
    flow.wide(wording(page, &instrument.stem));
    let columns = [
        Column { head: page.say("qn_question"), width: 56., named: false },
        Column { head: page.say("qn_answer"), width: 30., named: false },
        Column { head: page.say("qn_points"), width: 14., named: true },
    ];
    let answers = asked.rows();
    let mut rows: Vec<Row> = Vec::new();
    for (i, item) in instrument.items.iter().enumerate() {
        let points = answers.get(i).and_then(Value::as_u64);
        let response = instrument.responses.iter().find(|response| Some(u64::from(response.value)) == points);
        let words = response.map_or(page.say("no_answer"), |response| wording(page, &response.text));
        let points = points.map_or_else(|| UNANSWERED.to_owned(), |points| points.to_string());
        rows.push(Row::Cells(vec![numbered(page, i, &item.text), words.into(), points.into()]));
    }
    for (i, item) in instrument.extra.iter().enumerate() {
        let chosen = asked.values["extra"].get(i).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
        let words =
            chosen.and_then(|at| item.responses.get(at)).map_or(page.say("no_answer"), |text| wording(page, text));
        rows.push(Row::Cells(vec![
            numbered(page, instrument.items.len() + i, &item.text),
            words.into(),
            Rich::default(),
        ]));
    }
    flow.table(&columns, rows);
    credit(flow, instrument);
}

fn numbered(page: &FormPage, i: usize, text: &Text) -> Rich {
    format!("{}. {}", i + 1, wording(page, text)).into()
}

/// The total with its word, or that there is none; and every question that raises a safety alert.
fn result(page: &FormPage, flow: &mut Flow, asked: &Asked, instrument: &'static Instrument) {
    let given = |i: usize| asked.rows().get(i).and_then(Value::as_u64).and_then(|points| u8::try_from(points).ok());
    let answers: Vec<Option<u8>> = (0..instrument.items.len()).map(given).collect();
    let total = match instrument.score(&answers) {
        Some(total) => {
            let most = instrument.range().1.to_string();
            let band = instrument.band(total);
            let band = instrument.bands.iter().find(|word| word.label == band).map_or("", |word| &word.label);
            let words = page.fill("qn_total", &[("n", &total.to_string()), ("max", &most)]);
            let band = page.words.part(asked.path, band, band);
            let end = if band.is_empty() { String::new() } else { format!(", {band}") };
            bold(format!("{}: {words}{end}", instrument.short))
        }
        None => bold(format!("{}: {}", instrument.short, page.say("qn_no_total"))),
    };
    flow.wide(total);
    for item in instrument.flagged(&answers) {
        flow.wide(bold(page.fill("qn_flag", &[("n", &item.to_string())])));
    }
}

fn credit(flow: &mut Flow, instrument: &Instrument) {
    if !instrument.attribution.trim().is_empty() {
        flow.wide(instrument.attribution.trim());
    }
}

/// The questions with a box under each answer; in large print the answers stand below their question.
fn blank(page: &FormPage, flow: &mut Flow, instrument: &'static Instrument) {
    flow.label_of(&bold(wording(page, &instrument.title)));
    flow.wide(wording(page, &instrument.stem));
    if flow.scale.large {
        for (i, item) in instrument.items.iter().enumerate() {
            flow.label_of(&numbered(page, i, &item.text));
            let boxes: Vec<(bool, Rich)> =
                instrument.responses.iter().map(|each| (false, Rich::from(wording(page, &each.text)))).collect();
            flow.boxes(&boxes);
        }
    } else {
        grid(page, flow, instrument);
    }
    for (i, item) in instrument.extra.iter().enumerate() {
        flow.label_of(&numbered(page, instrument.items.len() + i, &item.text));
        let boxes: Vec<(bool, Rich)> =
            item.responses.iter().map(|text| (false, Rich::from(wording(page, text)))).collect();
        flow.boxes(&boxes);
    }
    credit(flow, instrument);
}

fn grid(page: &FormPage, flow: &mut Flow, instrument: &'static Instrument) {
    let (x, w, u, size) = (flow.x, flow.w, flow.scale.u, flow.scale.body);
    let table = flow.node("Table", flow.up);
    let column = w * (1. - QUESTION) / instrument.responses.len().max(1) as f32;
    let head_row = flow.node("TR", table);
    let mut heads = Vec::new();
    for (i, response) in instrument.responses.iter().enumerate() {
        let node = flow.node("TH", head_row);
        let words = bold(wording(page, &response.text));
        heads.push(flow.whole(&words, size, x + w * QUESTION + column * i as f32, column - 2. * u, node));
    }
    let mut head = Slab { h: heads.iter().map(|cell| cell.h).fold(0., f32::max), ..Slab::default() };
    for cell in heads {
        let down = head.h - cell.h;
        head.draw.extend(cell.draw.into_iter().map(|draw| draw.moved(down)));
    }
    head.draw.push(rule(x, head.h + u, w, 1.));
    head.h += u + 1.;
    let again = Rc::new((head.h, head.draw.iter().cloned().map(silent).collect()));
    flow.out.push(Slab { gap: 2. * u, keep: true, ..head });
    for (i, item) in instrument.items.iter().enumerate() {
        let row = flow.node("TR", table);
        let node = flow.node("TD", row);
        let words = flow.whole(&numbered(page, i, &item.text), size, x, w * QUESTION - 3. * u, node);
        let mut slab = Slab { h: words.h + 2.5 * u, head: (i > 0).then(|| again.clone()), ..Slab::default() };
        slab.draw.extend(words.draw.into_iter().map(|draw| draw.moved(1.25 * u)));
        for (at, response) in instrument.responses.iter().enumerate() {
            let cell = flow.node("TD", row);
            let node = flow.figure(cell, flow.say("not_ticked"));
            let (side, left) = (flow.scale.check, x + w * QUESTION + column * at as f32);
            let top = 1.25 * u + (size.1 - side) / 2.;
            slab.draw.extend(box_to_tick(false, left, top, side, node));
            let points = Rich::from(response.value.to_string());
            let points = flow.whole(&points, size, left + side + 0.55 * size.0, column, cell);
            slab.draw.extend(points.draw.into_iter().map(|draw| draw.moved(1.25 * u)));
        }
        slab.draw.push(rule(x, slab.h, w, 0.5));
        slab.h += 0.5;
        slab.keep = i == 0;
        flow.out.push(slab);
    }
}

/// Drawn again on another page, where a reader passes over it.
fn silent(draw: Draw) -> Draw {
    match draw {
        Draw::Text { x, y, size, line, white, node: _ } => Draw::Text { x, y, size, line, white, node: 0 },
        Draw::Shape { x, y, w, h, shape, node: _ } => Draw::Shape { x, y, w, h, shape, node: 0 },
        pen @ Draw::Pen { .. } => pen,
    }
}
