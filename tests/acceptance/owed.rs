//! What is owed is not forgotten: a signature on the screen, a call after a missed session, the summary and the calls after discharge.

use crate::room::{PASSWORD, Room, at};
use serde_json::{Value, json};

async fn in_chart(room: &Room, client: &str, what: &str) -> Option<Value> {
    let chart = room.ask("chart", json!({ "client": client })).await;
    chart["due"].as_array().expect("due").iter().find(|due| due["what"] == what).cloned()
}

/// The same line in the chart and on Today, with the client's name.
async fn asked(room: &Room, client: &str, what: &str) -> Option<Value> {
    let today = room.ask("today", json!({})).await;
    let of_client = |due: &&Value| due["what"] == what && due["client"]["client"] == client;
    let line = today["due"].as_array().expect("due").iter().find(of_client).cloned();
    assert_eq!(line, in_chart(room, client, what).await, "chart and Today say the same");
    line
}

async fn end(room: &Room, client: &str, on: &str, reason: &str) {
    let chart = room.ask("chart", json!({ "client": client })).await;
    let entries = chart["entries"].as_array().expect("entries");
    let stay = entries.iter().find(|entry| entry["kind"] == "episode").expect("a stay")["document"].clone();
    let body = json!({ "ended_on": on, "end_reason": reason });
    let draft =
        room.ask("start_draft", json!({ "kind": "episode", "client": client, "document": stay, "body": body })).await;
    room.ask("record_document", json!({ "document": stay, "rev": draft["rev"], "duplicate_reason": "" })).await;
}

async fn outreach(room: &Room, client: &str, fields: Value) {
    let mut body = Room::fixture("outreach");
    body.as_object_mut().expect("a body").extend(fields.as_object().expect("fields").clone());
    room.sign("outreach", Some(client), body).await;
}

const SIGNATURE: &str = "Client's signature on the treatment plan";

#[tokio::test]
async fn a_signature_on_the_screen_is_asked_for_until_it_is_there_or_a_version_says_why_not() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.sign("assessment", Some(&client), Room::fixture("assessment")).await;
    let mut plan = Room::fixture("treatment_plan");
    assert_eq!(asked(&room, &client, SIGNATURE).await, None);
    plan["client_signs"] = json!("on_screen");
    (plan["client_signed_name"], plan["client_signed_on"]) = (json!(""), json!(""));
    let signed = room.sign("treatment_plan", Some(&client), plan).await;
    room.clock.set(at("2026-04-12T09:00:00-07:00"));
    let line = asked(&room, &client, SIGNATURE).await.expect("asked for");
    assert_eq!(
        (&line["document"], &line["on"], &line["late"]),
        (&signed["document"], &json!("2026-04-09"), &json!(true))
    );
    let mark = json!({ "document": signed["document"], "hand": "client", "name": "Marisol Testcase-Example", "relationship": "",
        "drawing": "M 10 10 L 20 20 L 40 15", "password": PASSWORD });
    room.ask("sign_by_hand", mark).await;
    assert_eq!(asked(&room, &client, SIGNATURE).await, None, "signed");

    // A new version is signed anew, or says why it is not.
    let new = json!({ "kind": "treatment_plan", "client": client, "document": signed["document"],
        "body": { "client_signs": "on_screen", "revision_reason": "Fewer groups", "effective": "2026-04-12", "next_review": "2026-05-12" } });
    let sign = async |new: Value| {
        let draft = room.ask("start_draft", new).await;
        let mut body = draft["body"].clone();
        for problem in body["problems"].as_array_mut().expect("problems") {
            for goal in problem["goals"].as_array_mut().expect("goals") {
                goal["objectives"]
                    .as_array_mut()
                    .expect("objectives")
                    .iter_mut()
                    .for_each(|it| it["target_date"] = json!("2026-06-05"));
            }
        }
        let saved =
            room.ask("save_draft", json!({ "document": draft["document"], "rev": draft["rev"], "body": body })).await;
        room.ask("sign_document", json!({ "document": draft["document"], "rev": saved["rev"], "password": PASSWORD }))
            .await;
    };
    sign(new.clone()).await;
    assert!(asked(&room, &client, SIGNATURE).await.is_some(), "the mark was under the version before");
    let mut why = new;
    why["body"]["client_signs"] = json!("not_signed");
    why["body"]["no_signature_reason"] = json!("Wants to read it at home first");
    sign(why).await;
    assert_eq!(asked(&room, &client, SIGNATURE).await, None, "the reason is recorded");
}

#[tokio::test]
async fn who_did_not_come_and_did_not_call_is_reached_out_to() {
    const OUTREACH: &str = "Outreach after a missed session";
    let room = Room::open().await;
    let mari = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let jordan = room.client("Jordan", "Mockup", "1985-01-20").await;
    let missed = async |day: &str, start: &str, attendance: &str| {
        let mut body = Room::fixture("group_session");
        body["people"].as_array_mut().expect("people").truncate(2);
        let other = if attendance == "present" { "no_show" } else { "present" };
        for (number, client, attendance) in [(0, &mari, other), (1, &jordan, attendance)] {
            let person = &mut body["people"][number];
            (person["client"], person["attendance"]) = (json!(client), json!(attendance));
            let (from, to) = if attendance == "present" { (start, "21:00") } else { ("", "") };
            (person["start"], person["end"], person["reason"]) = (json!(from), json!(to), json!("Not known"));
        }
        (body["on"], body["start"], body["end"]) = (json!(day), json!(start), json!("21:00"));
        room.sign("group_session", None, body).await;
    };
    missed("2026-04-07", "18:00", "absent_excused").await;
    assert_eq!(asked(&room, &jordan, OUTREACH).await, None, "excused");
    missed("2026-04-08", "18:00", "no_show").await;
    let line = asked(&room, &jordan, OUTREACH).await.expect("asked for");
    assert_eq!((&line["on"], &line["start"], &line["late"]), (&json!("2026-04-08"), &json!("outreach"), &json!(true)));
    assert_eq!(asked(&room, &mari, OUTREACH).await, None);
    outreach(&room, &jordan, json!({ "on": "2026-04-08", "at": "09:00", "outcome": "message_left" })).await;
    assert!(asked(&room, &jordan, OUTREACH).await.is_some(), "that was before the session");
    outreach(&room, &jordan, json!({ "on": "2026-04-09", "at": "10:00", "outcome": "no_answer" })).await;
    assert_eq!(asked(&room, &jordan, OUTREACH).await, None, "an attempt is an answer");
    missed("2026-04-09", "16:00", "no_show").await;
    assert!(asked(&room, &jordan, OUTREACH).await.is_some(), "missed again");
    room.clock.set(at("2026-04-10T21:30:00-07:00"));
    missed("2026-04-10", "18:00", "present").await;
    assert_eq!(asked(&room, &jordan, OUTREACH).await, None, "they came");
}

#[tokio::test]
async fn after_discharge_the_summary_and_the_calls_stay_on_today_until_they_are_done() {
    const SUMMARY: &str = "Discharge summary";
    const CALL: &str = "Follow-up call";
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    assert_eq!((asked(&room, &client, SUMMARY).await, asked(&room, &client, CALL).await), (None, None));
    end(&room, &client, "2026-04-09", "completed").await;
    let on = |line: Option<Value>| line.expect("asked for")["on"].clone();
    assert_eq!(on(asked(&room, &client, SUMMARY).await), "2026-04-16", "from the last day on");
    assert!(in_chart(&room, &client, "Assessment").await.is_none(), "the stay itself asks for nothing any more");
    room.clock.set(at("2026-05-20T09:00:00-07:00"));
    let today = room.ask("today", json!({})).await;
    assert_eq!(today["here"], json!([]), "nobody is expected in the group");
    assert_eq!(on(asked(&room, &client, CALL).await), "2026-04-16");
    let list = room.ask("clients", json!({ "find": "", "limit": 50, "offset": 0 })).await;
    assert_eq!(list["rows"][0]["next_due"]["on"], "2026-04-16", "{list}");

    let call = |day: &'static str| json!({ "on": day, "purpose": "follow_up", "outcome": "no_answer" });
    outreach(&room, &client, json!({ "on": "2026-04-20" })).await;
    assert_eq!(on(asked(&room, &client, CALL).await), "2026-04-16", "that was about something else");
    outreach(&room, &client, call("2026-04-18")).await;
    assert_eq!(on(asked(&room, &client, CALL).await), "2026-05-09");
    outreach(&room, &client, call("2026-05-20")).await;
    assert_eq!(on(asked(&room, &client, CALL).await), "2026-06-08");
    let mut summary = Room::fixture("discharge_summary");
    summary["discharged_on"] = json!("2026-04-09");
    room.sign("discharge_summary", Some(&client), summary).await;
    assert_eq!(asked(&room, &client, SUMMARY).await, None);
    room.clock.set(at("2026-07-20T09:00:00-07:00"));
    outreach(&room, &client, call("2026-07-10")).await;
    assert_eq!(asked(&room, &client, CALL).await, None, "all four are answered");
}

#[tokio::test]
async fn calls_after_discharge_are_those_the_client_agreed_to() {
    const CALL: &str = "Follow-up call";
    let room = Room::open().await;
    let names = [("Marisol", "Testcase-Example"), ("Jordan", "Mockup"), ("Omar", "Notareal"), ("Sol", "Placeholder")];
    let mut clients = Vec::new();
    for (at, (first, last)) in names.iter().enumerate() {
        clients.push(room.client(first, last, &format!("198{at}-05-17")).await);
    }
    for (number, agreed, days) in [(0, true, json!(["2026-04-12", "2026-05-12"])), (1, false, json!([]))] {
        let mut plan = Room::fixture("aftercare_plan");
        (plan["made_on"], plan["follow_up_consent"], plan["follow_up_calls"]) =
            (json!("2026-04-09"), json!(agreed), days);
        (plan["copies"], plan["client_signed_on"]) = (json!([]), json!("2026-04-09"));
        room.sign("aftercare_plan", Some(&clients[number]), plan).await;
    }
    for (client, reason) in clients.iter().zip(["completed", "completed", "deceased", "patient_left"]) {
        end(&room, client, "2026-04-09", reason).await;
    }
    let on = async |number: usize| asked(&room, &clients[number], CALL).await.map(|due| due["on"].clone());
    assert_eq!(on(0).await, Some(json!("2026-04-12")), "on the days of the plan");
    assert_eq!(on(1).await, None, "the client wants none");
    assert_eq!(on(2).await, None, "nobody is called after a death");
    assert_eq!(on(3).await, Some(json!("2026-04-16")), "on the program's days");
    room.clock.set(at("2026-04-20T09:00:00-07:00"));
    outreach(&room, &clients[3], json!({ "on": "2026-04-16", "purpose": "follow_up", "outcome": "no_more" })).await;
    assert_eq!(on(3).await, None, "no more, said on the first call");
}

#[tokio::test]
async fn a_family_session_that_the_client_declines_is_offered_again_a_month_later() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let on = async || in_chart(&room, &client, "Family session").await.expect("it comes round again")["on"].clone();
    assert_eq!(on().await, "2026-04-09");
    let body = json!({ "on": "2026-04-08", "held": "client_declined", "declined_reason": "Not while we argue" });
    room.sign("family_session", Some(&client), body).await;
    assert_eq!(on().await, "2026-05-08");
    assert_eq!(room.ask("totals", json!({ "client": client })).await["family_sessions"], 0);
}

#[tokio::test]
async fn a_group_draft_shows_of_a_record_only_whom_it_tells_of() {
    let room = Room::open().await;
    let mari = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let jordan = room.client("Jordan", "Mockup", "1985-01-20").await;
    let mut body = Room::fixture("group_session");
    body["people"].as_array_mut().expect("people").truncate(2);
    (body["people"][0]["client"], body["people"][1]["client"]) = (json!(mari), json!(jordan));
    let said = body["people"][0]["observed"].as_str().expect("a text").to_owned();
    body["on"] = json!("2026-04-08");
    let session = room.draft("group_session", None, body).await;
    assert!(
        session["findings"].to_string().contains("No assessment of this stay is signed yet"),
        "at the person's row"
    );
    room.ask("sign_document", json!({ "document": session["document"], "rev": session["rev"], "password": PASSWORD }))
        .await;
    let draft = room.draft("group_session", None, json!({})).await;
    let beside = async || room.ask("evidence", json!({ "document": draft["document"] })).await["roster"].clone();
    let empty = beside().await;
    assert_eq!(empty.as_array().map(Vec::len), Some(2), "who is in the program is known");
    assert!(
        empty.as_array().expect("lines").iter().all(|line| line["last_note"] == "" && line["mood"].is_null()),
        "{empty}"
    );
    let people = json!({ "people": [{ "client": mari, "attendance": "present" }] });
    room.ask("save_draft", json!({ "document": draft["document"], "rev": draft["rev"], "body": people })).await;
    let lines = beside().await;
    let of = |client: &str| {
        lines.as_array().expect("lines").iter().find(|line| line["client"]["client"] == client).expect("listed")
    };
    assert_eq!((&of(&mari)["last_note"], &of(&jordan)["last_note"]), (&json!(said), &json!("")));
    room.record.settle().await;
    let trail = room.ask("audit_trail", json!({ "limit": 200 })).await;
    let looks =
        trail.as_array().expect("rows").iter().filter(|row| row["action"] == "evidence" && !row["client"].is_null());
    assert_eq!(looks.map(|row| &row["client"]).collect::<Vec<_>>(), [&json!(mari)], "its trail names the look");
}

#[tokio::test]
async fn each_persons_note_says_who_led_the_group() {
    let room = Room::open().await;
    room.add("Robin Placeholder", "counselor").await;
    let staff = room.ask("staff", json!({})).await;
    let robin = staff.as_array().expect("staff").iter().find(|row| row["name"] == "Robin Placeholder").expect("listed");
    let mari = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut body = Room::fixture("group_session");
    body["people"].as_array_mut().expect("people").truncate(1);
    body["people"][0]["client"] = json!(mari);
    (body["facilitators"], body["facilitator_names"]) = (json!([robin["staff"]]), json!([]));
    room.sign("group_session", None, body).await;
    let chart = room.ask("chart", json!({ "client": mari })).await;
    let entries = chart["entries"].as_array().expect("entries");
    let note = entries.iter().find(|it| it["kind"] == "group_note").expect("a note")["document"].clone();
    let note = room.ask("document", json!({ "document": note })).await;
    assert_eq!(note["body"]["facilitators"], json!([robin["staff"]]));
}
