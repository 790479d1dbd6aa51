//! What a client asked to keep from someone (45 CFR 164.522(a)): a colleague who may not open the chart, a copy that may not go.

use crate::matrix::{NOBODY, least};
use crate::room::{PASSWORD, Room};
use record::command::LINES;
use record::error::Code;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Stands for everything of Marisol's chart: her name, and what others wrote about her.
const WORDS: &str = "Zyxwvutation";

async fn id(room: &Room, name: &str) -> String {
    let staff = room.ask("staff", json!({})).await;
    let row = staff.as_array().expect("rows").iter().find(|row| row["name"] == name).expect("listed").clone();
    row["staff"].as_str().expect("an id").to_owned()
}

/// What keeps this colleague out, agreed.
fn keeps_out(staff: &str) -> Value {
    let mut body = Room::fixture("restriction");
    body["staff"] = json!(staff);
    body
}

async fn end(room: &Room, client: &str, restriction: &Value) -> Value {
    let over = json!({ "ended_on": "2026-04-09", "ended_how": "asked_in_writing" });
    let start = json!({ "kind": "restriction", "client": client, "document": restriction["document"], "body": over });
    let draft = room.ask("start_draft", start).await;
    room.ask("sign_document", json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD })).await
}

/// One of every role, and a chart with a note, a session of several, a task for Robin and an open safety alert.
async fn staffed() -> (Room, String, Vec<Value>) {
    let room = Room::open().await;
    let client = room.client(&format!("Marisol {WORDS}"), "Testcase-Example", "1988-05-17").await;
    let jordan = room.client("Jordan", "Mockup", "1985-01-20").await;
    for (name, role) in [
        ("Robin Placeholder", "counselor"),
        ("Casey Notreal", "supervisor"),
        ("Hope Stand-In", "director"),
        ("Toni Desk", "front_desk"),
        ("Sam Ledger", "privacy_officer"),
    ] {
        room.add(name, role).await;
    }
    let mut note = Room::fixture("individual_note");
    note["on"] = json!("2026-04-09");
    note["sections"]["data"] = json!(format!("{WORDS} at work"));
    let mut session = Room::fixture("group_session");
    session["people"].as_array_mut().expect("people").truncate(2);
    session["people"][0]["client"] = json!(client);
    session["people"][1]["client"] = json!(jordan);
    let mut task = Room::fixture("task");
    task["owner"] = json!(id(&room, "Robin Placeholder").await);
    task["what"] = json!(format!("Call about {WORDS}"));
    let mut answers = Room::fixture("screening");
    answers["on"] = json!("2026-04-09");
    answers["answers"] = json!([0, 0, 0, 0, 0, 0, 0, 0, 1]);
    let mut documents = vec![
        room.sign("individual_note", Some(&client), note).await,
        room.sign("group_session", None, session).await,
        room.record("task", Some(&client), task).await,
        room.record("screening", Some(&client), answers).await,
    ];
    let chart = room.ask("chart", json!({ "client": client })).await;
    documents.extend(chart["entries"].as_array().expect("entries").iter().cloned());
    (room, client, documents)
}

/// Commands that would end the walk: they lock or turn keys, and answer nothing of a chart.
const NOT_WALKED: &[&str] = &[
    "create_vault",
    "unlock",
    "recover",
    "lock",
    "change_password",
    "new_recovery_kit",
    "remove_staff",
    "restore",
    "back_up",
    "look_at_backup",
    "change_settings",
    "add_staff",
    "change_staff",
    "name_successor",
    "rebuild_views",
];

/// The least that a command understands, asked of this chart or this document, with the right password.
fn asked(command: &str, client: &str, document: &str) -> Vec<Value> {
    let mut input = least(command);
    for (field, value) in [("client", client), ("document", document)] {
        if input.get(field).is_some() {
            input[field] = json!(value);
        }
    }
    if input.get("password").is_some() {
        input["password"] = json!(PASSWORD);
    }
    if input.get("limit").is_some() {
        input["limit"] = json!(500);
    }
    let mut all = vec![input.clone()];
    match command {
        "listing" => all = ["contact", "release", "staff", "need", "objective", "client"]
            .map(|of| json!({ "of": of, "client": if of == "staff" || of == "client" { Value::Null } else { json!(client) } }))
            .to_vec(),
        "start_draft" => {
            let in_charts = clinical::Kind::ALL.iter().filter(|kind| kind.about().lies == clinical::kind::Lies::Chart);
            all = in_charts.map(|kind| json!({ "kind": kind, "client": client, "document": null, "body": null })).collect();
            all.push(json!({ "kind": "group_session", "client": null, "document": null, "body": { "people": [{ "client": client }] } }));
        }
        "set_care_team" => {
            input["reason"] = json!("I would like to see it");
            all.push(input);
        }
        "audit_trail" | "export_audit" => {
            let mut whole = input;
            whole["client"] = Value::Null;
            all.push(whole);
        }
        "clients" => {
            let mut by_name = input;
            by_name["find"] = json!(&WORDS[..4]);
            all.push(by_name);
        }
        _ => {}
    }
    all
}

/// Asks every command there is about this chart but these; answers what each said.
async fn everything(
    room: &Room,
    client: &str,
    documents: &[Value],
    but: &[&str],
) -> Vec<(String, Result<Value, Code>)> {
    let mut said = Vec::new();
    for line in LINES.iter().filter(|line| !NOT_WALKED.contains(&line.name) && !but.contains(&line.name)) {
        let about_one = least(line.name).get("document").is_some();
        let of: Vec<&str> = documents.iter().filter_map(|it| it["document"].as_str()).collect();
        for document in if about_one { of } else { vec![NOBODY] } {
            for input in asked(line.name, client, document) {
                let answer = room.try_ask(line.name, input.clone()).await.map_err(|error| error.code);
                said.push((format!("{} {input}", line.name), answer));
            }
        }
    }
    said
}

#[tokio::test]
async fn whoever_the_client_asked_to_keep_out_meets_nothing_of_the_chart_anywhere_whatever_their_role() {
    let (room, client, documents) = staffed().await;
    let mut standing = Vec::new();
    for who in ["Robin Placeholder", "Casey Notreal", "Hope Stand-In", "Toni Desk", "Sam Ledger"] {
        standing.push(room.sign("restriction", Some(&client), keeps_out(&id(&room, who).await)).await);
    }
    let chart = room.ask("chart", json!({ "client": client })).await;
    let told: Vec<&str> =
        chart["restrictions"].as_array().expect("lines").iter().filter_map(|it| it["sentence"].as_str()).collect();
    assert!(told.contains(&"Robin Placeholder, LPC does not open this chart."), "{told:?}");
    for who in ["Robin Placeholder", "Casey Notreal", "Hope Stand-In", "Toni Desk", "Sam Ledger"] {
        room.sit_down(who).await;
        for (asked, answer) in everything(&room, &client, &documents, &[]).await {
            let shown = answer.as_ref().map(Value::to_string).unwrap_or_default();
            assert!(!shown.contains(WORDS) && !shown.contains(&client), "{who}: {asked}: {shown}");
            assert!(!asked.contains(&client) || answer.is_err(), "{who}: {asked}: {shown}");
        }
        let why = room.refuses("chart", json!({ "client": client })).await;
        let more =
            room.refuses("override_chart", json!({ "client": client, "reason": "On call tonight, in distress" })).await;
        for refused in [why, more] {
            assert!(refused.code == Code::Forbidden, "{who}: {refused:?}");
        }
        for restriction in &standing {
            let open = json!({ "document": restriction["document"] });
            assert!(room.try_ask("document", open).await.is_err(), "{who} reads the restriction");
        }
    }
    room.sit_down("Pat Sample").await;
    assert!(room.ask("chart", json!({ "client": client })).await.to_string().contains(WORDS));
    let trail = room.ask("audit_trail", json!({ "client": client, "limit": 5000 })).await;
    let refused = trail.as_array().expect("rows").iter().filter(|row| row["outcome"] == "refused").count();
    assert!(refused > 50, "each refusal is in the trail: {refused}");
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}

#[tokio::test]
async fn a_restriction_closes_what_the_colleague_had_begun_and_gives_it_back_when_it_ends() {
    let (room, client, _) = staffed().await;
    room.sit_down("Robin Placeholder").await;
    let draft = room.draft("individual_note", Some(&client), json!({ "location": "Main" })).await;
    let group = room.draft("group_session", None, json!({ "people": [{ "client": client }] })).await;
    room.sit_down("Pat Sample").await;
    let robin = id(&room, "Robin Placeholder").await;
    let restriction = room.sign("restriction", Some(&client), keeps_out(&robin)).await;
    assert_eq!(restriction["status"], "signed");
    let on_team = room.refuses("set_care_team", json!({ "client": client, "staff": [robin] })).await;
    assert_eq!(on_team.findings[0].field, "staff", "{on_team:?}");
    room.sit_down("Robin Placeholder").await;
    for of in [&draft, &group] {
        for command in ["draft", "evidence", "discard_draft"] {
            assert_eq!(
                room.refuses(command, json!({ "document": of["document"] })).await.code,
                Code::Forbidden,
                "{command}"
            );
        }
    }
    let mine = room.ask("drafts", json!({})).await;
    assert!(!mine.to_string().contains(draft["document"].as_str().expect("an id")), "{mine}");
    // A draft of another group takes nobody in whose chart is closed.
    let other = room.draft("group_session", None, json!({})).await;
    let save = json!({ "document": other["document"], "rev": other["rev"], "body": group["body"] });
    assert_eq!(room.refuses("save_draft", save).await.code, Code::Forbidden);
    room.sit_down("Pat Sample").await;
    assert_eq!(end(&room, &client, &restriction).await["summary"], "Ended");
    room.sit_down("Robin Placeholder").await;
    assert_eq!(room.ask("draft", json!({ "document": draft["document"] })).await["body"]["location"], "Main");
    room.ask("draft", json!({ "document": group["document"] })).await;
    room.ask("chart", json!({ "client": client })).await;
}

#[tokio::test]
async fn whoever_a_restriction_is_about_neither_reads_nor_writes_it_agreed_or_not() {
    let (room, client, _) = staffed().await;
    let robin = id(&room, "Robin Placeholder").await;
    let mut refused = keeps_out(&robin);
    refused["agreed"] = json!(false);
    refused["from"] = json!("");
    refused["why"] = json!("There is nobody else in the evening");
    let request = room.sign("restriction", Some(&client), refused.clone()).await;
    room.sit_down("Robin Placeholder").await;
    room.ask("chart", json!({ "client": client })).await;
    let open = json!({ "document": request["document"] });
    for (command, input) in [
        ("document", open.clone()),
        ("heads", open),
        (
            "start_draft",
            json!({ "kind": "restriction", "client": client, "document": request["document"], "body": null }),
        ),
        ("start_draft", json!({ "kind": "restriction", "client": client, "document": null, "body": refused })),
        ("retract_document", json!({ "document": request["document"], "reason": "Not so", "password": PASSWORD })),
    ] {
        assert_eq!(room.refuses(command, input).await.code, Code::Forbidden, "{command}");
    }
}

#[tokio::test]
async fn a_release_that_a_restriction_stops_says_so_beside_the_person_and_so_does_one_that_it_narrows() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let contact = room.record("contact", Some(&client), Room::fixture("contact")).await;
    let mut release = Room::fixture("release");
    release["contact"] = contact["document"].clone();
    release["covers"] = json!(["attendance", "diagnosis"]);
    room.sign("release", Some(&client), release).await;
    let beside = async || {
        let chart = room.ask("chart", json!({ "client": client })).await;
        assert_eq!(chart["releases"][0]["state"], chart["contacts"][0]["release"]["state"]);
        (chart["releases"][0]["state"].clone(), chart["releases"][0]["covers"].clone(), chart["releases"][0].clone())
    };
    assert_eq!(beside().await.0, "active");
    let restrict = async |about: Value| {
        let mut body = Room::fixture("restriction");
        body["staff"] = json!("");
        body.as_object_mut().expect("fields").extend(about.as_object().expect("fields").clone());
        room.sign("restriction", Some(&client), body).await
    };
    let to =
        json!({ "keeps_from": "contact", "contact": contact["document"], "extent": "some", "covers": ["diagnosis"] });
    let some = restrict(to).await;
    assert_eq!((beside().await.0, beside().await.1), (json!("active"), json!(["attendance"])));
    let everyone = restrict(json!({ "keeps_from": "everyone", "extent": "everything" })).await;
    let (state, covers, line) = beside().await;
    assert_eq!((state, covers), (json!("restricted"), json!([])));
    assert!(line["reason"].as_str().is_some_and(|why| why.contains("anyone outside")), "{line}");
    end(&room, &client, &everyone).await;
    end(&room, &client, &some).await;
    assert_eq!((beside().await.0, beside().await.1), (json!("active"), json!(["attendance", "diagnosis"])));
}

async fn prints(room: &Room, document: &Value, contact: &Value) -> Result<Vec<u8>, record::error::Error> {
    let print = json!({ "document": document["document"], "draft": false, "language": "en", "size": "normal", "paper": "letter",
        "recipient": contact["document"] });
    room.pages("print_document", print).await
}

#[tokio::test]
async fn an_agreed_restriction_stops_a_copy_that_a_release_would_let_go_and_only_as_far_as_it_reaches() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let contact = room.record("contact", Some(&client), Room::fixture("contact")).await;
    let mut release = Room::fixture("release");
    release["contact"] = contact["document"].clone();
    release["covers"] = json!(["treatment_plan", "attendance", "family_sessions"]);
    room.sign("release", Some(&client), release).await;
    room.sign("assessment", Some(&client), Room::fixture("assessment")).await;
    let plan = room.sign("treatment_plan", Some(&client), Room::fixture("treatment_plan")).await;
    prints(&room, &plan, &contact).await.expect("the release covers it");
    let name = contact["body"]["name"].as_str().expect("a name").to_uppercase();
    for (about, stops) in [
        (json!({ "keeps_from": "contact", "contact": contact["document"], "extent": "everything" }), true),
        (
            json!({ "keeps_from": "contact", "contact": contact["document"], "extent": "some", "covers": ["treatment_plan"] }),
            true,
        ),
        (
            json!({ "keeps_from": "contact", "contact": contact["document"], "extent": "some", "covers": ["diagnosis"] }),
            false,
        ),
        (json!({ "keeps_from": "recipient", "recipient": name, "extent": "everything" }), true),
        (json!({ "keeps_from": "recipient", "recipient": "Somebody Else", "extent": "everything" }), false),
        (json!({ "keeps_from": "everyone", "extent": "some", "covers": ["treatment_plan"] }), true),
    ] {
        let mut body = Room::fixture("restriction");
        body["staff"] = json!("");
        body.as_object_mut().expect("fields").extend(about.as_object().expect("fields").clone());
        let restriction = room.sign("restriction", Some(&client), body).await;
        let chart = room.ask("chart", json!({ "client": client })).await;
        assert_eq!(chart["restrictions"].as_array().map(Vec::len), Some(1), "{about}");
        match prints(&room, &plan, &contact).await {
            Ok(_) => assert!(!stops, "{about}"),
            Err(refused) => {
                assert!(stops && refused.code == Code::NoRelease, "{about}: {refused:?}");
                assert!(refused.message.contains("The client asked"), "{refused:?}");
            }
        }
        end(&room, &client, &restriction).await;
        prints(&room, &plan, &contact).await.expect("it ended");
    }
    // What was asked and not agreed stops nothing; care that the client paid in full has to be agreed.
    let mut body = Room::fixture("restriction");
    for (field, value) in [
        ("staff", json!("")),
        ("keeps_from", json!("everyone")),
        ("extent", json!("everything")),
        ("agreed", json!(false)),
        ("from", json!("")),
        ("why", json!("The court has to be told")),
    ] {
        body[field] = value;
    }
    room.sign("restriction", Some(&client), body.clone()).await;
    prints(&room, &plan, &contact).await.expect("not agreed");
    body["paid_in_full"] = json!(true);
    let draft = room.draft("restriction", Some(&client), body).await;
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    assert_eq!(room.refuses("sign_document", sign).await.findings[0].field, "agreed");
}

/// The same numbers on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a number") % sides
    }
}

#[tokio::test]
async fn over_any_history_of_teams_openings_and_restrictions_nobody_closed_out_gets_clinical_text_from_any_command() {
    let (room, client, documents) = staffed().await;
    let people = ["Robin Placeholder", "Casey Notreal", "Hope Stand-In", "Pat Sample"];
    let mut ids = BTreeMap::new();
    for who in people {
        ids.insert(who, id(&room, who).await);
    }
    let (mut dice, mut closed_walks) = (Dice(2_026), 0);
    let (mut team, mut out): (BTreeSet<&str>, BTreeMap<&str, Value>) = Default::default();
    for step in 0..28 {
        let who = people[dice.roll(people.len())];
        let other = people[dice.roll(people.len())];
        room.sit_down(who).await;
        let mut opened = false;
        let kept_out = out.contains_key(who);
        match dice.roll(4) {
            0 => {
                let named: Vec<&str> =
                    people.iter().copied().filter(|it| dice.roll(2) == 0 && !out.contains_key(it)).collect();
                let staff: Vec<&String> = named.iter().map(|it| &ids[it]).collect();
                let input = json!({ "client": client, "staff": staff, "reason": "The team changes with the week", "password": PASSWORD });
                let may = !kept_out && (team.is_empty() || team.contains(who) || who != "Robin Placeholder");
                let answer = room.try_ask("set_care_team", input).await;
                assert_eq!(answer.is_ok(), may, "step {step}: {who} names {named:?} over {team:?}: {answer:?}");
                if may {
                    team = named.into_iter().collect();
                }
            }
            1 => {
                let answer =
                    room.try_ask("override_chart", json!({ "client": client, "reason": "On call tonight" })).await;
                assert_eq!(answer.is_ok(), !kept_out, "step {step}: {who} opens it: {answer:?}");
                opened = answer.is_ok();
            }
            2 if !kept_out && who != other && !out.contains_key(other) && (team.is_empty() || team.contains(who)) => {
                out.insert(other, room.sign("restriction", Some(&client), keeps_out(&ids[other])).await);
            }
            _ => {
                let may = !kept_out && (team.is_empty() || team.contains(who));
                if let Some(restriction) = out.get(other).cloned().filter(|_| may) {
                    end(&room, &client, &restriction).await;
                    out.remove(other);
                }
            }
        }
        let outside = !team.is_empty() && !team.contains(who) && !opened;
        let reads = room.try_ask("document", json!({ "document": documents[0]["document"] })).await;
        assert_eq!(
            reads.is_ok(),
            !out.contains_key(who) && !outside,
            "step {step}: {who}, {team:?}, out {:?}",
            out.keys()
        );
        if reads.is_err() && closed_walks < 8 {
            closed_walks += 1;
            // Naming the team and opening with a reason are what someone outside may do.
            let but: &[&str] = if out.contains_key(who) { &[] } else { &["override_chart", "set_care_team"] };
            for (asked, answer) in everything(&room, &client, &documents[..4], but).await {
                let shown = answer.map(|answer| answer.to_string()).unwrap_or_default();
                assert!(
                    !shown.contains("at work") && !shown.contains("Call about"),
                    "step {step}: {who}: {asked}: {shown}"
                );
            }
        }
    }
    assert!(closed_walks == 8, "{closed_walks} walks as someone closed out");
    room.sit_down("Pat Sample").await;
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}
