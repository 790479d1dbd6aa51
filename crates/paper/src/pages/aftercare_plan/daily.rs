//! The second half of an aftercare plan: medicines, home, what keeps someone well, work, calls.

use crate::engine::blocks::Marker;
use crate::engine::flow::Flow;
use crate::engine::runs::filled;
use crate::engine::runs::{Rich, bold};
use crate::engine::tables::{Column, Row};
use crate::furniture::Around;
use crate::labels::{upper_first, within};
use clinical::kinds::aftercare_plan::AftercarePlan;

pub fn medicines(flow: &mut Flow, body: &AftercarePlan, around: &Around) {
    if body.medications.is_empty() {
        flow.section("ac_naloxone");
    } else {
        flow.section("ac_medicines");
        let columns = [("name", 32.), ("ac_med_how", 26.), ("ac_refill", 22.), ("ac_prescriber", 20.)];
        let rows: Vec<Vec<Rich>> = body
            .medications
            .iter()
            .map(|medicine| {
                let refill = around.calendar.stored(&medicine.refill_due);
                let refill = if flow.scale.large { refill } else { upper_first(&refill) };
                let prescriber = around.name(medicine.prescriber.trim());
                let name = bold(upper_first(medicine.name.trim()));
                vec![name, medicine.how.trim().into(), refill.into(), prescriber.into()]
            })
            .collect();
        // A column nobody filled in is left out and its width shared.
        let used: Vec<usize> = (0..4).filter(|&i| i == 0 || rows.iter().any(|row| !row[i].is_empty())).collect();
        let total: f32 = used.iter().map(|&i| columns[i].1).sum();
        let columns: Vec<Column> = used
            .iter()
            .map(|&i| Column { head: around.say(columns[i].0), width: columns[i].1 * 100. / total, named: true })
            .collect();
        let row = |row: Vec<Rich>| Row::Cells(used.iter().map(|&i| row[i].clone()).collect());
        flow.table(&columns, rows.into_iter().map(row).collect());
        flow.label("ac_naloxone");
    }
    let place = body.naloxone_where.trim();
    let have = Rich::from(around.say("ac_naloxone_have")).plain(" ").plain(place);
    let none = Rich::from(around.say("ac_naloxone_none"));
    flow.checks(match body.naloxone_given {
        Some(true) => vec![(true, have)],
        Some(false) => vec![(true, none)],
        None => vec![(false, have), (false, none)],
    });
    if place.is_empty() && body.naloxone_given == Some(true) {
        flow.write_lines(1);
    }
}

pub fn home(flow: &mut Flow, body: &AftercarePlan, around: &Around) {
    let name = body.home_name.trim();
    if name.is_empty() && body.home_until.trim().is_empty() && body.home_contact.trim().is_empty() {
        return;
    }
    flow.section("ac_home");
    if !name.is_empty() {
        let certified =
            if body.home_certified == Some(true) { format!(", {}", around.say("ac_certified")) } else { String::new() };
        flow.field("place", format!("{name}{certified}"));
    }
    if !body.home_until.trim().is_empty() {
        flow.field("ac_stay_until", around.calendar.stored(&body.home_until));
    }
    if !body.home_contact.trim().is_empty() {
        flow.field("ac_house_contact", around.reach(&body.home_contact));
    }
}

pub fn well(flow: &mut Flow, body: &AftercarePlan) {
    let lines = [
        ("ac_sleep", &body.sleep),
        ("ac_food", &body.nutrition),
        ("ac_exercise", &body.exercise),
        ("ac_stress", &body.stress),
        ("ac_joy", &body.joy),
    ];
    if lines.iter().all(|(_, text)| text.trim().is_empty()) {
        return;
    }
    flow.section("ac_daily");
    for (key, text) in lines.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        flow.field(key, text.trim());
    }
}

pub fn family_and_goal(flow: &mut Flow, body: &AftercarePlan, around: &Around) {
    let who: Vec<String> = body.checkin_who.iter().map(|id| around.name(id)).filter(|name| !name.is_empty()).collect();
    let with =
        if who.is_empty() { String::new() } else { format!("{} {}. ", around.say("ac_with"), joined(&who, around)) };
    let when = body.checkin_when.trim();
    let family = |flow: &mut Flow| {
        flow.section("ac_family");
        if !with.is_empty() || !when.is_empty() {
            flow.paragraph(format!("{with}{when}"));
        }
        let topics = filled(&body.checkin_topics);
        if !topics.is_empty() {
            flow.paragraph(format!("{}:", around.say("ac_family_topics")));
            if let Some(last) = flow.out.last_mut() {
                last.keep = true;
            }
            flow.list(topics, Marker::Bullet);
        }
    };
    let goal = |flow: &mut Flow| {
        flow.section("ac_goal");
        flow.paragraph(bold(body.goal.trim()));
        if !body.goal_partner.trim().is_empty() {
            let partner = around.reach(&body.goal_partner);
            flow.paragraph(Rich::from(format!("{}: ", around.say("ac_partner"))).and(partner));
        }
    };
    let has_family = !(with.is_empty() && when.is_empty() && body.checkin_topics.is_empty());
    pair(flow, has_family, family, !body.goal.trim().is_empty(), goal);
}

/// Two sections beside each other; one alone takes the whole width.
fn pair(flow: &mut Flow, has_left: bool, left: impl Fn(&mut Flow), has_right: bool, right: impl Fn(&mut Flow)) {
    match (has_left, has_right) {
        (true, true) => flow.columns(left, right),
        (true, false) => left(flow),
        (false, true) => right(flow),
        (false, false) => {}
    }
}

fn joined(names: &[String], around: &Around) -> String {
    match names {
        [before @ .., last] if !before.is_empty() => format!("{} {} {last}", before.join(", "), around.say("and")),
        _ => names.join(", "),
    }
}

pub fn work_and_help(flow: &mut Flow, body: &AftercarePlan, around: &Around) {
    let work: Vec<Rich> = body
        .work_and_school
        .iter()
        .map(|step| {
            let mut item = Rich::from(upper_first(step.what.trim()));
            if !step.on.trim().is_empty() {
                item = item.plain(format!(": {}", around.calendar.stored(&step.on)));
            }
            if !step.by.trim().is_empty() {
                item =
                    item.plain(format!(", {} {}", within(around.how.language, "ac_with"), around.name(step.by.trim())));
            }
            with_phone(item, &step.phone)
        })
        .collect();
    let help: Vec<Rich> = body
        .resources
        .iter()
        .map(|resource| {
            let parts =
                [upper_first(resource.what.trim()), resource.place.trim().to_owned(), resource.when.trim().to_owned()];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            with_phone(parts.join(", ").into(), &resource.phone)
        })
        .collect();
    let work_section = |flow: &mut Flow| {
        flow.section("ac_work");
        flow.list(work.clone(), Marker::Bullet);
    };
    let help_section = |flow: &mut Flow| {
        flow.section("ac_community");
        flow.list(help.clone(), Marker::Bullet);
    };
    pair(flow, !work.is_empty(), work_section, !help.is_empty(), help_section);
}

fn with_phone(item: Rich, phone: &str) -> Rich {
    if phone.trim().is_empty() { item } else { item.plain(": ").plain_phone(phone.trim()) }
}

pub fn barriers(flow: &mut Flow, body: &AftercarePlan, around: &Around) {
    flow.section("ac_barriers");
    let mut rows: Vec<Row> = body
        .barriers
        .iter()
        .map(|barrier| {
            let mut action = Rich::from(barrier.action.trim());
            let owner = around.name(barrier.owner.trim());
            if !owner.is_empty() {
                action = action.line().plain(format!("{}: {owner}", around.say("tp_who_helps")));
            }
            Row::Cells(vec![barrier.what.trim().into(), action])
        })
        .collect();
    // One row is always left open for a pen.
    rows.push(Row::Cells(vec![" ".into(), Rich::default()]));
    let columns = [
        Column { head: around.say("what"), width: 40., named: false },
        Column { head: around.say("ac_barrier_step"), width: 60., named: false },
    ];
    flow.table(&columns, rows);
}

pub fn done_and_next(flow: &mut Flow, body: &AftercarePlan, around: &Around) {
    let done = filled(&body.strengths);
    let days: Vec<Rich> = body
        .milestones
        .iter()
        .filter(|_| body.show_days)
        .map(|milestone| bold(milestone.text.trim()).plain(format!(": {}", around.calendar.stored(&milestone.on))))
        .collect();
    let done_section = |flow: &mut Flow| {
        flow.section("ac_wins");
        flow.list(done.iter(), Marker::Bullet);
    };
    let days_section = |flow: &mut Flow| {
        flow.section("ac_next_milestones");
        flow.list(days.clone(), Marker::Bullet);
    };
    pair(flow, !done.is_empty(), done_section, !days.is_empty(), days_section);
}

/// When the program calls. Someone who asked for no calls reads that, and no dates.
pub fn calls(flow: &mut Flow, body: &AftercarePlan, around: &Around) {
    flow.section("ac_calls");
    if body.follow_up_consent == Some(false) {
        return flow.paragraph(around.say("ac_calls_none"));
    }
    let days: Vec<(bool, Rich)> = filled(&body.follow_up_calls)
        .into_iter()
        .map(|on| (false, upper_first(&around.calendar.stored(on)).into()))
        .collect();
    if days.is_empty() {
        return flow.write_lines(1);
    }
    let half = days.len().div_ceil(2);
    if days.len() < 3 {
        return flow.checks(days);
    }
    flow.columns(|flow| flow.checks(days[..half].to_vec()), |flow| flow.checks(days[half..].to_vec()));
}
