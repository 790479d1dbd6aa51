//! The aftercare plan: the help first, then the first visit, then people, groups and what to do if use returns.

mod daily;

use super::misshapen;
use crate::dates::{Calendar, day};
use crate::engine::blocks::Marker;
use crate::engine::flow::Flow;
use crate::engine::press::texts_of;
use crate::engine::runs::{Rich, bold, filled};
use crate::engine::tables::{Column, Row};
use crate::furniture::{Around, ClientSignature, signed_name};
use crate::given::{Client, How, Letterhead, PageContext, Person, Printing, Size, Unprintable};
use crate::labels::{fill, relationship, upper_first};
use chrono::NaiveDate;
use clinical::kinds::aftercare_plan::{AftercarePlan, Appointment};
use serde::Deserialize as _;
use serde_json::Value;
use std::collections::BTreeMap;

/// Prints an aftercare plan. Fails only when a character has no glyph in any font here.
///
/// # Errors
/// Names the field and the character.
pub fn aftercare_plan(
    body: &AftercarePlan,
    client: &Client,
    people: &BTreeMap<String, Person>,
    context: &PageContext,
    letterhead: &Letterhead,
    printed_on: NaiveDate,
    how: How,
) -> Result<Vec<u8>, Unprintable> {
    let names = BTreeMap::new();
    let with = Printing {
        client: Some(client),
        people,
        names: &names,
        context,
        letterhead,
        printed: printed_on,
        how,
        cover: None,
    };
    printed(body, client, &with)
}

fn printed(body: &AftercarePlan, client: &Client, with: &Printing<'_>) -> Result<Vec<u8>, Unprintable> {
    let &Printing { people, context, letterhead, how, cover, .. } = with;
    let calendar = Calendar { language: how.language, from: day(&body.made_on).unwrap_or(with.printed) };
    let around = Around { client, people, context, letterhead, calendar, how, cover };
    let title = around.say("ac_title");
    let foot = around.foot([title, &calendar.date(calendar.from)]);
    let lay = |flow: &mut Flow| lay(flow, body, &around, with.printed);
    around.print(title, with.printed, foot, lay, || around.fields(texts_of("", body)))
}

fn lay(flow: &mut Flow, body: &AftercarePlan, around: &Around, printed_on: NaiveDate) {
    flow.title(around.say("ac_title"), &meta(body, around, printed_on));
    around.crisis_box(flow);
    let mut visits: Vec<&Appointment> = body.appointments.iter().collect();
    visits.sort_by_key(|visit| (visit.on.is_empty(), &visit.on, &visit.time));
    first_visit(flow, visits.first().copied(), around);
    if visits.len() > 1 {
        other_visits(flow, &visits[1..], around);
    }
    groups(flow, body, around);
    people_to_call(flow, body, around);
    let come_back = come_back(body, around);
    flow.columns(
        |flow| {
            flow.section("ac_if_use");
            match body.if_i_use.iter().any(|step| !step.trim().is_empty()) {
                true => flow.list(filled(&body.if_i_use), Marker::Step),
                false => flow.write_lines(2),
            }
        },
        |flow| {
            flow.section("ac_come_back");
            flow.paragraph(come_back.clone());
        },
    );
    daily::medicines(flow, body, around);
    daily::home(flow, body, around);
    daily::well(flow, body);
    daily::family_and_goal(flow, body, around);
    daily::work_and_help(flow, body, around);
    daily::barriers(flow, body, around);
    daily::done_and_next(flow, body, around);
    daily::calls(flow, body, around);
    flow.section("notes");
    if !body.notes.trim().is_empty() {
        flow.paragraph(body.notes.trim());
    }
    flow.write_lines(3);
    let signature = ClientSignature {
        signs: &body.client_signs,
        name: &body.client_signed_name,
        on: &body.client_signed_on,
        reason: &body.no_signature_reason,
    };
    around.signatures(flow, &signature);
    copies(flow, body, around);
    around.addenda(flow);
}

fn meta(body: &AftercarePlan, around: &Around, printed_on: NaiveDate) -> Rich {
    let calendar = around.calendar;
    let dated = match day(&body.made_on) {
        Some(made) => fill(calendar.language, "made_on", &[("date", &calendar.date(made))]),
        None => fill(calendar.language, "printed_on", &[("date", &calendar.date(printed_on))]),
    };
    let mut parts = vec![around.client.preferred.trim().to_owned(), dated];
    if around.context.version > 1 {
        parts.push(fill(calendar.language, "version", &[("n", &around.context.version.to_string())]));
    }
    if let Some(signer) = around.context.signers.first() {
        parts.push(format!("{} {}", around.say("made_with"), signed_name(signer)));
    }
    let line = parts_of(parts, around.how.size);
    around.with_warning(line)
}

/// Parts of a meta line, broken between two of them; in large print the name stands by itself.
fn parts_of(parts: Vec<String>, size: Size) -> Rich {
    let mut line = Rich::default();
    for (i, part) in parts.into_iter().filter(|part| !part.is_empty()).enumerate() {
        line = match i {
            0 => line.plain(part),
            1 if size == Size::Large => line.line().plain(part),
            _ => line.plain(" · ").plain(part.replace(' ', "\u{a0}")),
        };
    }
    line
}

/// Day and time of a visit: "Tuesday, May 5, 5:30 pm".
fn when(visit: &Appointment, around: &Around, between: &str) -> String {
    let (on, time) = (around.calendar.stored(&visit.on), around.calendar.time(&visit.time));
    upper_first(&[on, time].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between))
}

fn phone_of<'a>(visit: &'a Appointment, person: &'a Person) -> &'a str {
    if visit.phone.trim().is_empty() { person.phone.trim() } else { visit.phone.trim() }
}

fn first_visit(flow: &mut Flow, visit: Option<&Appointment>, around: &Around) {
    let Some(visit) = visit else {
        return flow.card(|flow| {
            flow.section("ac_first_visit");
            ["when", "place", "phone"].into_iter().for_each(|key| flow.write_in(key, 1));
        });
    };
    let person = around.person(&visit.with_contact, &visit.with_name);
    let when = when(visit, around, ", ");
    let mut lines = Rich::default();
    let what = visit.what.trim();
    if !person.name.is_empty() && !what.is_empty() {
        lines = lines.plain(format!("{}: ", upper_first(what))).bold(&person.name);
    } else if !what.is_empty() || !person.name.is_empty() {
        lines = lines.bold(upper_first(what)).bold(&person.name);
    }
    if !visit.place.trim().is_empty() {
        lines = lines.line().plain(visit.place.trim());
    }
    let phone = phone_of(visit, &person);
    if !phone.is_empty() {
        lines = lines.line().plain(format!("{}: ", around.say("phone"))).phone(phone);
    }
    flow.card(|flow| {
        flow.section("ac_first_visit");
        match when.is_empty() {
            true => flow.write_in("when", 1),
            false => flow.lead(&when),
        }
        flow.columns(
            |flow| {
                if !lines.is_empty() {
                    flow.paragraph(lines.clone());
                }
                if !visit.confirmed {
                    flow.paragraph(around.say("to_confirm"));
                }
            },
            |flow| {
                if visit.how_to_get_there.trim().is_empty() {
                    flow.write_in("how_to_get_there", if flow.scale.large { 1 } else { 2 });
                } else {
                    flow.field("how_to_get_there", visit.how_to_get_there.trim());
                }
                if !visit.bring.trim().is_empty() {
                    flow.field("bring", visit.bring.trim());
                }
            },
        );
    });
}

fn other_visits(flow: &mut Flow, visits: &[&Appointment], around: &Around) {
    flow.section("ac_appointments");
    let row = |visit: &&Appointment| {
        let person = around.person(&visit.with_contact, &visit.with_name);
        let calendar = around.calendar;
        let mut first = bold(upper_first(&calendar.stored(&visit.on)));
        if !visit.time.trim().is_empty() {
            first = first.line().plain(calendar.time(&visit.time));
        }
        if !visit.confirmed {
            first = first.line().plain(around.say("to_confirm"));
        }
        let mut with = Rich::default();
        if !visit.what.trim().is_empty() {
            with = with.bold(upper_first(visit.what.trim()));
        }
        if !person.name.is_empty() {
            with = with.line().plain(&person.name);
        }
        let mut place = Rich::from(visit.place.trim());
        let phone = phone_of(visit, &person);
        if !phone.is_empty() {
            place = place.line().plain_phone(phone);
        }
        for (key, text) in [("how_to_get_there", &visit.how_to_get_there), ("bring", &visit.bring)] {
            if !text.trim().is_empty() {
                place = place.line().plain(format!("{}: {}", around.say(key), text.trim()));
            }
        }
        Row::Cells(vec![first, with, place])
    };
    let columns = [
        Column { head: around.say("when"), width: 32., named: false },
        Column { head: around.say("ac_with"), width: 28., named: false },
        Column { head: around.say("place"), width: 40., named: false },
    ];
    flow.table(&columns, visits.iter().map(row).collect());
}

fn groups(flow: &mut Flow, body: &AftercarePlan, around: &Around) {
    flow.section("ac_groups");
    if body.support_groups.is_empty() {
        return flow.write_lines(2);
    }
    let rows = body.support_groups.iter().map(|group| {
        let mut place = Rich::from(group.place.trim());
        if !group.phone.trim().is_empty() {
            place = place.line().plain_phone(group.phone.trim());
        }
        Row::Cells(vec![bold(group.name.trim()), group.when.trim().into(), place])
    });
    let columns = [
        Column { head: around.say("what"), width: 36., named: false },
        Column { head: around.say("when"), width: 34., named: false },
        Column { head: around.say("place"), width: 30., named: false },
    ];
    flow.table(&columns, rows.collect());
}

fn people_to_call(flow: &mut Flow, body: &AftercarePlan, around: &Around) {
    flow.section("ac_people");
    let mut rows: Vec<Row> = body
        .people
        .iter()
        .map(|row| {
            let person = around.person(&row.contact, &row.name);
            let typed = if row.relationship.trim().is_empty() { &person.relationship } else { &row.relationship };
            let stands = relationship(around.how.language, typed);
            let mut name = bold(&person.name);
            if !stands.is_empty() {
                name = name.plain(format!(", {stands}"));
            }
            let phone = if row.phone.trim().is_empty() { person.phone.trim() } else { row.phone.trim() };
            Row::Cells(vec![name, row.when.trim().into(), Rich::default().phone(phone)])
        })
        .collect();
    // Two people at least: what is missing is left open for a pen.
    while rows.len() < 2 {
        rows.push(Row::Cells(vec![" ".into(), Rich::default(), Rich::default()]));
    }
    let columns = [
        Column { head: around.say("name"), width: 40., named: false },
        Column { head: around.say("good_for"), width: 34., named: true },
        Column { head: around.say("phone"), width: 26., named: false },
    ];
    flow.table(&columns, rows);
}

fn come_back(body: &AftercarePlan, around: &Around) -> Rich {
    let phone = around.letterhead.phone.trim();
    match body.come_back.trim() {
        "" => fill(around.how.language, "ac_call_back", &[("phone", phone)]).into(),
        text => text.into(),
    }
}

fn copies(flow: &mut Flow, body: &AftercarePlan, around: &Around) {
    let mine = |to: &str| matches!(to, "client" | "patient");
    let kept = body.copies.iter().any(|copy| mine(copy.to.trim()));
    flow.checks(vec![(kept, around.say("i_have_copy").into())]);
    if let Some(last) = flow.out.last_mut() {
        last.gap = 3. * flow.scale.u;
    }
    let others: Vec<String> = body
        .copies
        .iter()
        .filter(|copy| !mine(copy.to.trim()) && copy.to.trim() != "contact" || !copy.contact.is_empty())
        .map(|copy| if copy.contact.is_empty() { copy.to.trim().to_owned() } else { around.name(&copy.contact) })
        .filter(|name| !name.is_empty())
        .collect();
    if !others.is_empty() {
        flow.wide(format!("{}: {}", around.say("copies_to"), others.join(", ")));
    }
}

/// The page of a stored body.
pub(super) fn of_document(body: &Value, client: &Client, with: &Printing<'_>) -> Result<Vec<u8>, Unprintable> {
    let plan = AftercarePlan::deserialize(body).map_err(misshapen)?;
    printed(&plan, client, with)
}
