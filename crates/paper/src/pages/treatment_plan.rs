//! The treatment plan as the client reads it: my words, why it changed, my part, then goal by goal what we do.

use super::misshapen;
use crate::dates::{Calendar, day};
use crate::engine::blocks::Marker;
use crate::engine::flow::Flow;
use crate::engine::press::texts_of;
use crate::engine::runs::filled;
use crate::engine::runs::{Rich, bold};
use crate::engine::tables::{Column, Row};
use crate::furniture::{Around, ClientSignature, unbroken};
use crate::given::{Client, How, Language, Letterhead, PageContext, Person, Printing, Size, Unprintable};
use crate::labels::{fill, lower_first, modality, upper_first};
use chrono::NaiveDate;
use clinical::kinds::treatment_plan::{Goal, Intervention, Objective, TreatmentPlan};
use serde::Deserialize as _;
use serde_json::Value;
use std::collections::BTreeMap;

/// Prints a treatment plan. `needs` are the assessed needs' texts by id. Fails only when a character has no glyph.
///
/// # Errors
/// Names the field and the character.
#[expect(clippy::too_many_arguments, reason = "each is a different record the caller has read")]
pub fn treatment_plan(
    body: &TreatmentPlan,
    needs: &BTreeMap<String, String>,
    client: &Client,
    people: &BTreeMap<String, Person>,
    context: &PageContext,
    letterhead: &Letterhead,
    printed_on: NaiveDate,
    how: How,
) -> Result<Vec<u8>, Unprintable> {
    let with = Printing {
        client: Some(client),
        people,
        names: needs,
        context,
        letterhead,
        printed: printed_on,
        how,
        cover: None,
    };
    printed(body, client, &with)
}

fn printed(body: &TreatmentPlan, client: &Client, with: &Printing<'_>) -> Result<Vec<u8>, Unprintable> {
    let &Printing { people, context, letterhead, how, cover, names: needs, .. } = with;
    let calendar = Calendar { language: how.language, from: day(&body.effective).unwrap_or(with.printed) };
    let around = Around { client, people, context, letterhead, calendar, how, cover };
    let title = around.say("tp_title");
    let version = fill(how.language, "version", &[("n", &context.version.to_string())]);
    let left = format!("{title}, {}", lower_first(&version));
    let fields = || {
        let mut texts = texts_of("", body);
        texts.extend(texts_of("needs", needs));
        around.fields(texts)
    };
    let lay = |flow: &mut Flow| lay(flow, body, needs, &around, &version);
    around.print(title, with.printed, around.foot([&left, &version]), lay, fields)
}

fn lay(flow: &mut Flow, body: &TreatmentPlan, needs: &BTreeMap<String, String>, around: &Around, version: &str) {
    flow.title(around.say("tp_title"), &meta(body, around, version));
    around.crisis_box(flow);
    match body.clients_statement.trim() {
        "" => {
            flow.section("tp_my_words");
            flow.write_lines(2);
        }
        words => {
            // The gloss is in English, and is for those who read English.
            let gloss = if around.how.language == Language::En { body.clients_statement_gloss.as_str() } else { "" };
            flow.quote(&quoted(words, around.how.language), gloss);
        }
    }
    if around.context.version > 1 || !body.revision_reason.trim().is_empty() {
        match body.revision_reason.trim() {
            "" => flow.write_in("tp_why_new", 1),
            reason => run_in(flow, "tp_why_new", reason),
        }
        let changes = filled(&body.changes);
        if !changes.is_empty() {
            flow.label("tp_changes");
            flow.list(changes, Marker::Bullet);
        }
    }
    match body.clients_contribution.trim() {
        "" => flow.write_in("tp_my_part", 1),
        part => run_in(flow, "tp_my_part", part),
    }
    listed(flow, "tp_strengths", &body.strengths);
    listed(flow, "tp_barriers", &body.barriers);
    if !body.family_involvement.trim().is_empty() {
        run_in(flow, "tp_family", body.family_involvement.trim());
    }
    goals(flow, body, needs, around);
    let ready = filled(&body.discharge_criteria);
    flow.columns(
        |flow| {
            flow.section("tp_schedule");
            match body.frequency.trim() {
                "" => flow.write_lines(1),
                often => flow.paragraph(often),
            }
        },
        |flow| {
            flow.section("tp_ready");
            match ready.is_empty() {
                true => flow.write_lines(1),
                false => flow.list(ready.iter(), Marker::Bullet),
            }
        },
    );
    let later: Vec<Rich> =
        body.deferred_needs.iter().map(|later| deferred(&later.need, &later.reason, needs)).collect();
    if !later.is_empty() {
        flow.section("tp_later");
        flow.list(later, Marker::Bullet);
    }
    let signature = ClientSignature {
        signs: &body.client_signs,
        name: &body.client_signed_name,
        on: &body.client_signed_on,
        reason: &body.no_signature_reason,
    };
    around.signatures(flow, &signature);
    around.addenda(flow);
}

fn meta(body: &TreatmentPlan, around: &Around, version: &str) -> Rich {
    let (calendar, mut rich) = (around.calendar, around.identity());
    rich = rich.line().bold(unbroken(version));
    if around.context.version > 1 {
        let before = (around.context.version - 1).to_string();
        rich = rich.plain(" · ").plain(unbroken(&fill(calendar.language, "tp_replaces", &[("n", &before)])));
    }
    let days = [("tp_from", &body.effective, ""), ("tp_next_review", &body.next_review, ":")];
    let days = days.into_iter().filter_map(|(key, stored, colon)| Some((key, day(stored)?, colon)));
    for (i, (key, on, colon)) in days.enumerate() {
        rich = if i == 0 { rich.line() } else { around.next(rich) };
        rich = rich.plain(unbroken(&format!("{}{colon} {}", around.say(key), calendar.long(on))));
    }
    around.with_warning(rich)
}

/// A label and its text in one paragraph: **Why it changed.** A lapse on April 5.
fn run_in(flow: &mut Flow, key: &str, text: &str) {
    let rich = bold(format!("{}. ", flow.say(key))).plain(text);
    flow.wide(rich);
}

fn listed(flow: &mut Flow, key: &str, texts: &[String]) {
    let texts = filled(texts);
    if !texts.is_empty() {
        run_in(flow, key, &sentence(&texts));
    }
}

fn sentence(texts: &[&str]) -> String {
    upper_first(&texts.iter().map(|text| text.trim_end_matches('.')).collect::<Vec<_>>().join("; ")) + "."
}

/// In quotation marks of the language, unless they were typed.
fn quoted(words: &str, language: Language) -> String {
    let bare = words.trim_matches(['"', '“', '”', '«', '»']).trim();
    match bare.strip_suffix('.') {
        Some(words) => fill(language, "quoted_stop", &[("words", words)]),
        None => fill(language, "quoted", &[("words", bare)]),
    }
}

fn deferred(need: &str, reason: &str, needs: &BTreeMap<String, String>) -> Rich {
    let need = upper_first(needs.get(need).map_or(need, String::as_str).trim());
    if reason.trim().is_empty() { need.into() } else { Rich::from(format!("{need}: {}", reason.trim())) }
}

fn goals(flow: &mut Flow, body: &TreatmentPlan, needs: &BTreeMap<String, String>, around: &Around) {
    let mut rows = Vec::new();
    let all = body.problems.iter().flat_map(|problem| problem.goals.iter().map(move |goal| (problem, goal)));
    for (i, (problem, goal)) in all.enumerate() {
        let need = needs.get(&problem.need).map_or("", String::as_str);
        let about = if problem.text.trim().is_empty() { need } else { problem.text.trim() };
        let mut band = bold(format!("{}. {}", i + 1, upper_first(goal.text.trim())));
        if !about.is_empty() {
            band = band.plain(format!(" · {}", lower_first(about)));
        }
        rows.push(Row::Band(band));
        rows.extend(goal.objectives.iter().map(|objective| Row::Cells(step(objective, around))));
        rows.extend(what_we_do(goal, around));
    }
    if rows.is_empty() {
        flow.section("tp_goal");
        return flow.write_lines(3);
    }
    let columns = [
        Column { head: around.say("tp_objective"), width: 28., named: false },
        Column { head: around.say("tp_measure"), width: 25., named: true },
        Column { head: around.say("tp_start"), width: 17., named: true },
        Column { head: around.say("tp_target"), width: 15., named: true },
        Column { head: around.say("tp_by"), width: 15., named: true },
    ];
    let first = flow.out.len();
    flow.table(&columns, rows);
    if let Some(head) = flow.out.get_mut(first) {
        head.gap = 3. * flow.scale.u;
    }
}

fn step(objective: &Objective, around: &Around) -> Vec<Rich> {
    let mut text = Rich::from(upper_first(objective.text.trim()));
    let status = match objective.status.as_str() {
        "met" => Some("tp_status_met"),
        "partly" | "partly_met" | "partially_met" => Some("tp_status_partly"),
        "not_met" => Some("tp_status_not_met"),
        "deferred" => Some("tp_status_deferred"),
        _ => None,
    };
    if let Some(key) = status {
        text = text.line().plain(around.say(key));
    }
    if objective.new_in_version {
        text = text.mark(around.say("tp_new"));
    }
    let by = day(&objective.target_date)
        .map_or_else(|| objective.target_date.trim().to_owned(), |on| around.calendar.short(on));
    let cells = [&objective.measure, &objective.baseline, &objective.target].map(|cell| Rich::from(cell.trim()));
    [text].into_iter().chain(cells).chain([by.into()]).collect()
}

fn what_we_do(goal: &Goal, around: &Around) -> Option<Row> {
    let all = goal.objectives.iter().flat_map(|objective| &objective.interventions);
    let parts: Vec<String> =
        all.map(|intervention| done(intervention, around)).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return None;
    }
    let title = bold(format!("{}. ", around.say("tp_do")));
    if around.how.size == Size::Large {
        return Some(Row::Span(bold(around.say("tp_do")), parts.iter().map(|part| upper_first(part).into()).collect()));
    }
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    Some(Row::Span(title.plain(sentence(&parts)), Vec::new()))
}

/// "craving skills (CBT), weekly, Pat Sample".
fn done(intervention: &Intervention, around: &Around) -> String {
    let modality = modality(around.how.language, &intervention.modality);
    let what = match intervention.what.trim() {
        "" => modality,
        what if modality.is_empty() || what.to_lowercase().contains(&modality.to_lowercase()) => what.to_owned(),
        what => format!("{what} ({modality})"),
    };
    let who = around.person(&intervention.responsible, &intervention.responsible_name).name;
    let often = [intervention.frequency.trim(), intervention.duration.trim()];
    let parts = [what.as_str(), often[0], often[1], who.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The page of a stored body.
pub(super) fn of_document(body: &Value, client: &Client, with: &Printing<'_>) -> Result<Vec<u8>, Unprintable> {
    let plan = TreatmentPlan::deserialize(body).map_err(misshapen)?;
    printed(&plan, client, with)
}
