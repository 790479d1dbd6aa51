use crate::room::Room;
use serde_json::json;

#[tokio::test]
async fn a_checkpoint_stands_until_something_is_done() {
    let room = Room::open().await;
    let first = room.ask("checkpoint", json!({})).await;
    assert_eq!(room.ask("checkpoint", json!({})).await, first, "nothing happened between");
    assert_eq!(first["code"].as_str().map(str::len), Some(14));
    room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let second = room.ask("checkpoint", json!({})).await;
    assert!(second["seq"].as_i64() > first["seq"].as_i64() && second["code"] != first["code"], "{first} then {second}");
}
