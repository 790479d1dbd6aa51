use crate::room::{PASSWORD, Room, at, held};
use record::error::Code;
use serde_json::{Value, json};

/// Alex, with a release that covers this; two groups of Mari, one of them 20 minutes short.
async fn attended(room: &Room, covers: &[&str]) -> (String, String, Value) {
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let alex = room.record("contact", Some(&client), Room::fixture("contact")).await["document"].clone();
    let alex = alex.as_str().expect("an id").to_owned();
    let mut release = Room::fixture("release");
    release["contact"] = json!(alex);
    release["covers"] = json!(covers);
    let release = room.sign("release", Some(&client), release).await["document"].clone();
    for (day, start) in [("2026-04-07", "18:00"), ("2026-04-08", "18:20")] {
        let mut group = Room::fixture("group_session");
        group["on"] = json!(day);
        group["people"].as_array_mut().expect("people").truncate(1);
        group["people"][0]["client"] = json!(client);
        group["people"][0]["start"] = json!(start);
        room.sign("group_session", None, group).await;
    }
    (client, alex, release)
}

fn letter(to: &str, states: &[&str]) -> Value {
    let counted = json!({ "group_days": 40, "individual_sessions": 12 });
    json!({ "contact": to, "reader": "work", "from": "2026-04-01", "to": "2026-04-09", "states": states, "counted": counted })
}

fn print(document: &Value, recipient: Option<&str>) -> Value {
    json!({ "document": document, "draft": false, "language": "en", "size": "normal", "paper": "letter", "recipient": recipient })
}

#[tokio::test]
async fn a_letter_states_what_was_ticked_as_the_record_counts_it_and_nothing_that_was_typed() {
    let room = Room::open().await;
    let (client, alex, release) = attended(&room, &["attendance"]).await;
    let signed =
        room.sign("attendance_letter", Some(&client), letter(&alex, &["since", "group_days", "group_hours"])).await;
    let counted = &signed["body"]["counted"];
    let totals = room.ask("totals", json!({ "client": client })).await;
    assert_eq!((&counted["group_days"], &counted["group_minutes"]), (&json!(2), &json!(340)), "{counted}");
    assert_eq!(counted["group_days"], totals["group_days_attended"], "equal to the query of the chart");
    assert_eq!(counted["group_minutes"], totals["group_minutes"]);
    assert_eq!(counted["since"], "2026-03-10");
    assert_eq!((&counted["individual_sessions"], &counted["dates"]), (&json!(null), &json!([])), "not ticked");
    assert_eq!(counted["release"], release);
    room.pages("print_document", print(&signed["document"], Some(&alex))).await.expect("covered");

    // What is written into the chart later changes no signed letter.
    let mut group = Room::fixture("group_session");
    group["on"] = json!("2026-04-09");
    group["people"].as_array_mut().expect("people").truncate(1);
    group["people"][0]["client"] = json!(client);
    room.clock.set(at("2026-04-09T22:00:00-07:00"));
    room.sign("group_session", None, group).await;
    let kept = room.ask("document", json!({ "document": signed["document"] })).await;
    assert_eq!(kept["body"]["counted"]["group_days"], 2);
}

#[tokio::test]
async fn a_letter_needs_a_release_that_covers_attendance_when_it_is_signed_and_when_it_leaves() {
    let room = Room::open().await;
    let (client, alex, narrow) = attended(&room, &["progress"]).await;
    let draft = room.draft("attendance_letter", Some(&client), letter(&alex, &["group_days"])).await;
    let sign = |draft: &Value| json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    assert_eq!(held(&room.refuses("sign_document", sign(&draft)).await), ["contact"]);

    let mut another = Room::fixture("release");
    another["contact"] = json!(alex);
    another["covers"] = json!(["attendance"]);
    let wider = room.sign("release", Some(&client), another).await["document"].clone();
    assert_ne!(wider, narrow, "nothing wider grows out of what the client signed");
    let letter = room.ask("sign_document", sign(&draft)).await["document"].clone();
    room.pages("print_document", print(&letter, Some(&alex))).await.expect("covered");

    let revoked = json!({ "revoked_on": "2026-04-09", "revoked_how": "in_writing", "revoked_by": "client" });
    let revoke = json!({ "kind": "release", "client": client, "document": wider, "body": revoked });
    let revoked = room.ask("start_draft", revoke).await;
    room.ask("sign_document", sign(&revoked)).await;
    let refused = room.pages("print_document", print(&letter, Some(&alex))).await.expect_err("taken back");
    assert_eq!(refused.code, Code::NoRelease);
    room.pages("print_document", print(&letter, None)).await.expect("the client's own copy");
}
