//! Whole and parts move together: what a group session wrote into each chart stands as the session does.

use crate::room::{PASSWORD, Room};
use crate::supervised::{cosign, give_back, in_training};
use record::error::Code;
use serde_json::json;

#[tokio::test]
async fn a_note_that_a_group_wrote_moves_with_the_group_and_never_alone() {
    let (room, mari) = in_training().await;
    let mut body = Room::fixture("group_session");
    body["people"].as_array_mut().expect("people").truncate(1);
    body["people"][0]["client"] = json!(mari);
    let session = room.sign("group_session", None, body).await;
    let chart = room.ask("chart", json!({ "client": mari })).await;
    let entries = chart["entries"].as_array().expect("entries");
    let part = entries.iter().find(|it| it["kind"] == "group_note").expect("its note").clone();
    let read = async || room.ask("document", json!({ "document": part["document"] })).await;
    room.sit_down("Casey Notreal").await;
    assert_eq!(read().await["may"], json!(["print"]));
    for (command, input) in
        [("cosign_document", cosign(&part)), ("return_document", give_back(&part, "Say more in this chart"))]
    {
        let refused = room.refuses(command, input).await;
        assert!(refused.message.contains("with the session"), "{command}: {refused:?}");
    }
    room.ask("return_document", give_back(&session, "Say what was done")).await;
    room.sit_down("Robin Placeholder").await;
    let alone = json!({ "kind": "group_note", "client": mari, "document": part["document"], "body": null });
    assert_eq!(room.refuses("start_draft", alone).await.code, Code::Signed);
    room.sit_down("Casey Notreal").await;
    room.ask("cosign_document", cosign(&session)).await;

    // What is added to one chart's note is of that chart, and waits by itself.
    room.sit_down("Robin Placeholder").await;
    let add = json!({ "document": part["document"], "reason": "Left out", "text": "Stayed on to talk", "password": PASSWORD });
    room.ask("add_addendum", add).await;
    room.sit_down("Casey Notreal").await;
    room.ask("cosign_document", cosign(&part)).await;
    assert_eq!(read().await["addenda"][0]["status"], "signed");

    room.sit_down("Pat Sample").await;
    assert!(!read().await["may"].as_array().expect("acts").contains(&json!("retract")));
    let alone = room.refuses("retract_document", give_back(&part, "Was not there")).await;
    assert!(alone.message.contains("Withdraw the group session"), "{alone:?}");
    room.ask("retract_document", give_back(&session, "Was another evening")).await;
    let gone = read().await;
    assert_eq!(gone["status"], "retracted");
    let versions = gone["versions"].as_array().expect("versions");
    assert_eq!(versions.last().expect("one")["reason"], "Was another evening");
}
