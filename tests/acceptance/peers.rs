use crate::room::{PASSWORD, Room, at};
use clinical::Kind;
use serde_json::{Value, json};

/// The contacts of a chart that stand.
async fn standing(room: &Room, client: &str) -> Vec<Value> {
    let chart = room.ask("chart", json!({ "client": client })).await;
    let entries = chart["entries"].as_array().expect("entries").iter();
    let peer = |entry: &&Value| entry["kind"] == Kind::PeerSupportContact.name() && entry["status"] != "retracted";
    entries.filter(peer).cloned().collect()
}

#[tokio::test]
async fn peer_contacts_and_community_activities_are_counted_from_the_chart_and_are_no_ordered_hours() {
    let room = Room::open().await;
    room.clock.set(at("2026-04-17T10:00:00-07:00"));
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let contact =
        room.sign(Kind::PeerSupportContact.name(), Some(&client), Room::fixture("peer_support_contact")).await;
    let mut walk = Room::fixture("peer_support_contact");
    walk["sort"] = json!("community_activity");
    walk["mode"] = json!("");
    walk["activity"] = json!("Saturday walk");
    room.sign(Kind::PeerSupportContact.name(), Some(&client), walk).await;
    let found = standing(&room, &client).await;
    let lines: Vec<_> = found.iter().map(|entry| entry["summary"].as_str().expect("a line")).collect();
    assert!(lines.contains(&"Peer-support contact · In person · 40 min"), "{lines:?}");
    assert!(lines.contains(&"Community activity · Saturday walk · 40 min"), "{lines:?}");

    let withdraw = json!({ "document": contact["document"], "reason": "Wrong chart", "password": PASSWORD });
    room.ask("retract_document", withdraw).await;
    assert_eq!(standing(&room, &client).await.len(), 1, "what was withdrawn is not counted");
    let totals = room.ask("totals", json!({ "client": client })).await;
    assert_eq!((&totals["group_minutes"], &totals["individual_minutes"]), (&json!(0), &json!(0)), "{totals}");
}

#[tokio::test]
async fn a_peer_specialists_contact_waits_for_the_supervisor() {
    let room = Room::open().await;
    room.clock.set(at("2026-04-17T10:00:00-07:00"));
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.add("Robin Placeholder", "counselor").await;
    let staff = room.ask("staff", json!({})).await;
    let robin = staff.as_array().expect("staff").iter().find(|row| row["name"] == "Robin Placeholder").expect("Robin");
    room.ask(
        "change_staff",
        json!({ "staff": robin["staff"], "credential": "CPS", "role": "counselor", "license": "", "license_state": "",
            "license_expires": "", "supervisor": null, "cosigned": true, "password": PASSWORD }),
    )
    .await;
    room.sit_down("Robin Placeholder").await;
    let signed = room.sign(Kind::PeerSupportContact.name(), Some(&client), Room::fixture("peer_support_contact")).await;
    assert_eq!(signed["status"], "awaits_cosign");
}
