//! A stay owns what belongs to it. Random histories of admissions, ends and what is written in between, asked of the record itself.

use crate::room::{PASSWORD, Room, at, held};
use serde_json::{Value, json};

/// A client with a face sheet and no stay.
async fn person(room: &Room) -> String {
    let mut face = Room::fixture("face_sheet");
    face["legal_first"] = json!("Marisol");
    face["legal_last"] = json!("Testcase-Example");
    room.record("face_sheet", None, face).await["client_id"].as_str().expect("a client").to_owned()
}

async fn stay(room: &Room, client: &str, from: &str, to: &str) -> Value {
    let mut body = Room::fixture("episode");
    let reason = if to.is_empty() { "" } else { "completed" };
    for (field, value) in [("admitted_on", from), ("ended_on", to), ("end_reason", reason), ("sober_since", "")] {
        body[field] = json!(value);
    }
    (body["level"], body["ours"]) = (json!("iop"), json!(true));
    room.record("episode", Some(client), body).await
}

/// A new version of a stay with these fields.
async fn change(room: &Room, stay: &Value, fields: Value) -> Result<Value, record::error::Error> {
    let start = json!({ "kind": "episode", "client": stay["client_id"], "document": stay["document"], "body": fields });
    let draft = room.ask("start_draft", start).await;
    let last = json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" });
    let done = room.try_ask("record_document", last).await;
    if done.is_err() {
        room.ask("discard_draft", json!({ "document": draft["document"] })).await;
    }
    done
}

async fn on(room: &Room, kind: &str, client: &str, fields: &[(&str, &str)]) -> Value {
    let mut body = Room::fixture(kind);
    for (field, value) in fields {
        body[*field] = json!(value);
    }
    room.sign(kind, Some(client), body).await
}

async fn group(room: &Room, clients: &[&str], day: &str, start: &str, end: &str) -> Value {
    let mut body = Room::fixture("group_session");
    let one = body["people"][0].clone();
    let people = clients.iter().enumerate().map(|(number, client)| {
        let mut person = one.clone();
        person["client"] = json!(client);
        person["observed"] = json!(["Spoke first about the week", "Drew a map on the board"][number % 2]);
        (person["start"], person["end"]) = (json!(start), json!(end));
        person
    });
    body["people"] = people.collect();
    (body["on"], body["start"], body["end"]) = (json!(day), json!(start), json!(end));
    room.sign("group_session", None, body).await
}

fn asked(chart: &Value) -> Vec<&str> {
    chart["due"].as_array().expect("due").iter().filter_map(|due| due["what"].as_str()).collect()
}

async fn chart(room: &Room, client: &str) -> Value {
    room.ask("chart", json!({ "client": client })).await
}

async fn totals(room: &Room, client: &str) -> Value {
    room.ask("totals", json!({ "client": client })).await
}

/// Signs a release that ends some days after discharge.
async fn release(room: &Room, client: &str, signed: &str, days: u32) -> Value {
    let mut body = Room::fixture("release");
    body["contact"] = json!("");
    body["client_signed_on"] = json!(signed);
    (body["expires"], body["expires_on"]) = (json!("after_discharge"), json!(""));
    body["expires_days_after_discharge"] = json!(days);
    room.sign("release", Some(client), body).await
}

async fn state(room: &Room, release: &Value, day: &str) -> Value {
    room.ask("release_state", json!({ "document": release["document"], "on": day })).await["state"].clone()
}

#[tokio::test]
async fn on_readmission_nothing_of_the_last_stay_counts_for_this_one() {
    let room = Room::open().await;
    let client = person(&room).await;
    let first = stay(&room, &client, "2026-04-06", "").await;
    on(&room, "assessment", &client, &[("assessed_on", "2026-04-06")]).await;
    on(
        &room,
        "treatment_plan",
        &client,
        &[("effective", "2026-04-07"), ("client_signed_on", "2026-04-07"), ("next_review", "2026-05-07")],
    )
    .await;
    group(&room, &[&client], "2026-04-06", "18:00", "21:00").await;
    change(&room, &first, json!({ "sober_since": "2026-03-20" })).await.expect("known");
    assert_eq!(totals(&room, &client).await["group_minutes"], 180);
    let sober = async |day: &str| room.ask("sobriety", json!({ "client": client, "on": day })).await["since"].clone();
    assert_eq!(sober("2026-04-07").await, "2026-03-20");
    room.clock.set(at("2026-05-20T09:00:00-07:00"));
    change(&room, &first, json!({ "ended_on": "2026-05-20", "end_reason": "completed" })).await.expect("ended");

    room.clock.set(at("2026-07-09T17:42:00-07:00"));
    stay(&room, &client, "2026-07-06", "").await;
    let now = chart(&room, &client).await;
    assert!(asked(&now).contains(&"Assessment") && asked(&now).contains(&"Treatment plan"), "{:?}", asked(&now));
    assert!(!asked(&now).contains(&"Plan review"), "the last plan is not reviewed");
    let late = now["due"].as_array().expect("due").iter().filter(|due| due["on"].as_str() < Some("2026-07-06"));
    assert_eq!(late.count(), 0, "nothing is late since the last stay");
    assert_eq!((&now["plan"], &now["needs"]), (&Value::Null, &json!([])));
    assert_eq!((&now["totals"]["group_minutes"], &now["weeks"]), (&json!(0), &json!([])));
    assert_eq!(sober("2026-07-09").await, Value::Null, "it is said anew when someone comes back");
    assert_eq!(sober("2026-06-01").await, "2026-03-20", "until then the last count is what is known");
    let deadlines = room.ask("deadlines", json!({ "client": client })).await;
    assert_eq!((&deadlines["plan_due"], &deadlines["plan_signed"]), (&json!("2026-07-13"), &Value::Null));

    // What is written late about an evening of the last stay is that stay's.
    group(&room, &[&client], "2026-05-11", "18:00", "21:00").await;
    assert_eq!(totals(&room, &client).await["group_minutes"], 0);
    group(&room, &[&client], "2026-07-07", "18:00", "21:00").await;
    let mine = totals(&room, &client).await;
    assert_eq!((&mine["group_minutes"], &mine["group_days_attended"]), (&json!(180), &json!(1)));
    // The plan of before, revised for this stay, is this stay's plan from its day on.
    let plan =
        now["entries"].as_array().expect("entries").iter().find(|it| it["kind"] == "treatment_plan").expect("a plan");
    let body = json!({ "effective": "2026-07-09", "next_review": "2026-08-08", "revision_reason": "Back in the program",
        "client_signs": "not_signed", "no_signature_reason": "Signs on Friday" });
    let start = json!({ "kind": "treatment_plan", "client": client, "document": plan["document"], "body": body });
    let draft = room.ask("start_draft", start).await;
    let mut body = draft["body"].clone();
    for problem in body["problems"].as_array_mut().expect("problems") {
        for goal in problem["goals"].as_array_mut().expect("goals") {
            for objective in goal["objectives"].as_array_mut().expect("objectives") {
                objective["target_date"] = json!("2026-09-05");
            }
        }
    }
    let saved =
        room.ask("save_draft", json!({ "document": draft["document"], "rev": draft["rev"], "body": body })).await;
    room.ask("sign_document", json!({ "document": draft["document"], "rev": saved["rev"], "password": PASSWORD }))
        .await;
    let now = chart(&room, &client).await;
    assert_eq!(now["plan"]["next_review"], "2026-08-08");
    assert!(!asked(&now).contains(&"Treatment plan"), "{:?}", asked(&now));
    let deadlines = room.ask("deadlines", json!({ "client": client })).await;
    assert_eq!(deadlines["plan_signed"], "2026-07-09", "signed in this stay");
}

#[tokio::test]
async fn a_release_ends_with_its_own_stay_and_what_has_expired_stays_expired() {
    let room = Room::open().await;
    let client = person(&room).await;
    let first = stay(&room, &client, "2026-04-06", "").await;
    let signed = release(&room, &client, "2026-04-09", 10).await;
    room.clock.set(at("2026-05-20T09:00:00-07:00"));
    change(&room, &first, json!({ "ended_on": "2026-05-20", "end_reason": "completed" })).await.expect("ended");
    room.clock.set(at("2026-06-20T09:00:00-07:00"));
    let expired = async |room: &Room, why: &str| {
        assert_eq!(state(room, &signed, "2026-05-30").await, "active", "{why}");
        for day in ["2026-05-31", "2026-06-25", "2026-07-06", "2026-08-01"] {
            assert_eq!(state(room, &signed, day).await, "expired", "{why}: {day}");
        }
    };
    expired(&room, "between stays").await;
    // The day of the end is put right, but nothing that has expired holds again.
    change(&room, &first, json!({ "ended_on": "2026-06-19" })).await.expect("put right");
    expired(&room, "the end was put right").await;
    for open in [json!({ "ended_on": "", "end_reason": "" }), json!({ "ended_on": "2026-08-30" })] {
        assert_eq!(held(&change(&room, &first, open).await.expect_err("it has ended")), ["ended_on"]);
    }
    stay(&room, &client, "2026-07-06", "").await;
    expired(&room, "readmitted").await;
    room.ask(
        "retract_document",
        json!({ "document": first["document"], "reason": "Entered twice", "password": PASSWORD }),
    )
    .await;
    assert_eq!(state(&room, &signed, "2026-08-01").await, "expired", "the stay was withdrawn");
    let new = release(&room, &client, "2026-06-19", 10).await;
    assert_eq!(state(&room, &new, "2026-08-01").await, "active", "signed for the stay that was to come");
}

#[tokio::test]
async fn a_release_signed_after_the_end_that_was_said_goes_with_the_end_that_was_meant_and_never_wakes_up() {
    let room = Room::open().await;
    let client = person(&room).await;
    let first = stay(&room, &client, "2026-04-01", "2026-04-08").await;
    let signed = release(&room, &client, "2026-04-09", 7).await;
    room.clock.set(at("2026-04-27T09:00:00-07:00"));
    assert_eq!(state(&room, &signed, "2026-04-27").await, "active", "it was signed after that stay");
    change(&room, &first, json!({ "ended_on": "2026-04-21" })).await.expect("put right");
    assert_eq!(state(&room, &signed, "2026-04-28").await, "active", "a week after the end that was meant");
    assert_eq!(state(&room, &signed, "2026-04-29").await, "expired");
    room.clock.set(at("2026-05-05T09:00:00-07:00"));
    change(&room, &first, json!({ "ended_on": "2026-04-08" })).await.expect("put back");
    assert_eq!(state(&room, &signed, "2026-05-05").await, "expired", "it had ended");
    stay(&room, &client, "2026-05-04", "").await;
    assert_eq!(state(&room, &signed, "2026-05-05").await, "expired", "and begins no new stay");
}

#[tokio::test]
async fn no_count_runs_through_a_return_to_use_whose_end_is_not_known() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let sober = async |day: &str| room.ask("sobriety", json!({ "client": client, "on": day })).await["since"].clone();
    assert_eq!(sober("2026-04-09").await, "2026-02-16");
    let lapse = |used: &'static str, learned: &'static str, since: &'static str| {
        [("occurred_on", used), ("learned_on", learned), ("sober_since", since)]
    };
    on(&room, "lapse", &client, &lapse("2026-04-05", "2026-04-07", "")).await;
    assert_eq!(sober("2026-04-06").await, "2026-02-16", "as known on that day");
    assert_eq!(sober("2026-04-09").await, Value::Null, "nobody knows when it ended");
    on(&room, "lapse", &client, &lapse("2026-04-03", "2026-04-08", "2026-04-04")).await;
    assert_eq!(sober("2026-04-09").await, Value::Null, "a day before the last use begins no count");
    on(&room, "lapse", &client, &lapse("2026-04-05", "2026-04-09", "2026-04-07")).await;
    assert_eq!(sober("2026-04-09").await, "2026-04-07");
}

/// A small generator with a seed, so that a history that fails can be told again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % many
    }
}

#[tokio::test]
async fn whatever_the_history_a_stay_counts_its_own_evenings_and_each_minute_once() {
    let day = |number: u64| {
        (chrono::NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day")
            + chrono::TimeDelta::days(i64::try_from(number).expect("few")))
        .to_string()
    };
    for seed in 0..4 {
        let mut dice = Dice(seed);
        let room = Room::open().await;
        let client = person(&room).await;
        room.clock.set(at("2026-12-20T09:00:00-07:00"));
        let (mut from, mut stays) = (0, Vec::new());
        for last in [false, false, true] {
            let to = from + 5 + dice.below(20);
            stays.push((from, to));
            let end = if last { String::new() } else { day(to) };
            stay(&room, &client, &day(from), &end).await;
            from = to + 1 + dice.below(40);
        }
        let (begun, _) = stays[2];
        // Evenings of every stay, in any order, on few days, so that some are told twice or in part by another leader.
        let mut anywhere = std::collections::BTreeSet::new();
        let mut told = 0;
        for _ in 0..9 {
            let (from, _) = stays[usize::try_from(dice.below(5).min(2)).expect("three")];
            let (on_day, start, hours) = (from + dice.below(2), 17 + dice.below(4), 1 + dice.below(3));
            group(&room, &[&client], &day(on_day), &format!("{start}:00"), &format!("{}:00", start + hours)).await;
            if on_day >= begun {
                told += hours;
                anywhere.extend((start..start + hours).map(|hour| (on_day, hour)));
            }
        }
        assert!(told > anywhere.len() as u64, "seed {seed}: nothing was told twice");
        let counted = totals(&room, &client).await;
        assert_eq!(counted["group_minutes"], json!(anywhere.len() * 60), "seed {seed}");
        let weeks = chart(&room, &client).await["weeks"].clone();
        let sum: u64 = weeks.as_array().expect("weeks").iter().filter_map(|week| week["group"].as_u64()).sum();
        assert_eq!(sum, anywhere.len() as u64 * 60, "seed {seed}: weeks");
        let rebuilt = room.ask("rebuild_views", json!({})).await;
        assert_eq!(rebuilt["equal"], true, "seed {seed}: {rebuilt}");
    }
}

#[tokio::test]
async fn a_person_is_in_one_room_at_a_time_and_the_second_note_says_so() {
    let room = Room::open().await;
    let mari = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let jordan = room.client("Jordan", "Mockup", "1985-01-20").await;
    group(&room, &[&mari, &jordan], "2026-04-08", "18:00", "21:00").await;
    let mut again = Room::fixture("group_session");
    again["people"].as_array_mut().expect("people").truncate(2);
    for (number, client, from, to) in [(0, &mari, "20:00", "22:00"), (1, &jordan, "21:00", "22:00")] {
        again["people"][number]["client"] = json!(client);
        (again["people"][number]["start"], again["people"][number]["end"]) = (json!(from), json!(to));
    }
    (again["on"], again["start"], again["end"]) = (json!("2026-04-08"), json!("20:00"), json!("22:00"));
    let draft = room.draft("group_session", None, again).await;
    let said = |draft: &Value| -> Vec<(String, String)> {
        let findings = draft["findings"].as_array().expect("findings").iter();
        let text = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
        findings.map(|it| (text(it, "field"), text(it, "message"))).filter(|(_, it)| it.contains("already")).collect()
    };
    let found = said(&draft);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, "people.0.client");
    assert!(
        found[0].1.starts_with("Pat Sample, LPC has a group note") && found[0].1.contains("6:00 pm to 9:00 pm"),
        "{}",
        found[0].1
    );
    room.ask("sign_document", json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD }))
        .await;
    assert_eq!(totals(&room, &mari).await["group_minutes"], 240);
    assert_eq!(totals(&room, &jordan).await["group_minutes"], 240);
    // Called out of the group for half an hour: that half hour is no time in the group.
    let fields = [("on", "2026-04-08"), ("start", "19:00"), ("end", "19:30")];
    let mut note = Room::fixture("individual_note");
    fields.iter().for_each(|(field, value)| note[*field] = json!(value));
    let draft = room.draft("individual_note", Some(&mari), note).await;
    assert_eq!(said(&draft).iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["start"]);
    room.ask("sign_document", json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD }))
        .await;
    let mine = totals(&room, &mari).await;
    assert_eq!((&mine["group_minutes"], &mine["individual_minutes"]), (&json!(210), &json!(30)));
}

#[tokio::test]
async fn a_session_over_midnight_is_written_as_it_was_and_its_note_is_not_late() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    for (day, end, minutes) in [("2026-04-06", "00:30", 150), ("2026-04-07", "24:00", 270)] {
        group(&room, &[&client], day, "22:00", end).await;
        assert_eq!(totals(&room, &client).await["group_minutes"], minutes, "to {end}");
    }
    // Its end is after midnight: a day later at a quarter past midnight the note is in time.
    room.clock.set(at("2026-04-11T00:15:00-07:00"));
    group(&room, &[&client], "2026-04-09", "22:30", "00:20").await;
    let late = room.ask("deadlines", json!({ "client": client })).await["late_notes"].clone();
    assert_eq!(late, json!(["2026-04-06", "2026-04-07"]), "the last one is in time");
    let mut typo = Room::fixture("individual_note");
    (typo["on"], typo["start"], typo["end"]) = (json!("2026-04-08"), json!("18:00"), json!("09:00"));
    let draft = room.draft("individual_note", Some(&client), typo).await;
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    assert_eq!(held(&room.refuses("sign_document", sign).await), ["end"]);
}

#[tokio::test]
async fn a_moment_is_read_on_the_clock_it_was_written_by_wherever_the_record_is_opened() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.sign("assessment", Some(&client), Room::fixture("assessment")).await;
    // Late in the evening here it is the next day at Greenwich.
    room.clock.set(at("2026-04-09T23:40:00-07:00"));
    let mut note = Room::fixture("individual_note");
    (note["on"], note["start"], note["end"]) = (json!("2026-04-08"), json!("23:00"), json!("23:50"));
    room.sign("individual_note", Some(&client), note).await;
    let mut plan = Room::fixture("treatment_plan");
    plan["client_signs"] = json!("on_screen");
    (plan["client_signed_name"], plan["client_signed_on"]) = (json!(""), json!(""));
    room.sign("treatment_plan", Some(&client), plan).await;
    let look = async || {
        let chart = chart(&room, &client).await;
        let signs = chart["due"]
            .as_array()
            .expect("due")
            .iter()
            .find(|due| due["what"].as_str().is_some_and(|it| it.contains("signature")));
        let sheet = room.ask("deadlines", json!({ "client": client })).await;
        let entries = chart["entries"]
            .as_array()
            .expect("entries")
            .iter()
            .map(|it| (it["at"].clone(), it["late"].clone()))
            .collect::<Vec<_>>();
        (
            chart["plan"]["signed_on"].clone(),
            signs.expect("awaited")["on"].clone(),
            sheet["late_notes"].clone(),
            entries,
        )
    };
    let here = look().await;
    assert_eq!((&here.0, &here.1, &here.2), (&json!("2026-04-09"), &json!("2026-04-09"), &json!([])));
    for elsewhere in ["2026-04-10T20:00:00+13:00", "2026-04-10T02:00:00-06:00", "2026-04-10T09:00:00+00:00"] {
        room.clock.set(at(elsewhere));
        assert_eq!(look().await, here, "{elsewhere}");
    }
}
