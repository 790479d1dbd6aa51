//! Supervised authors, co-signatures, and signatures by hand.

use crate::room::{PASSWORD, Room, at};
use record::error::Code;
use serde_json::{Value, json};

/// Robin in training under Casey; Hope is a supervisor too; Marisol is a client.
pub async fn in_training() -> (Room, String) {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    for (name, role) in
        [("Robin Placeholder", "counselor"), ("Casey Notreal", "supervisor"), ("Hope Stand-In", "supervisor")]
    {
        room.add(name, role).await;
    }
    let staff = room.ask("staff", json!({})).await;
    let id = |name: &str| {
        staff.as_array().expect("rows").iter().find(|row| row["name"] == name).expect("one")["staff"].clone()
    };
    let robin = json!({ "staff": id("Robin Placeholder"), "credential": "intern", "role": "counselor", "license": "",
        "license_state": "", "license_expires": "", "supervisor": id("Casey Notreal"), "cosigned": true, "password": PASSWORD });
    room.ask("change_staff", robin).await;
    room.sit_down("Robin Placeholder").await;
    (room, client)
}

async fn note(room: &Room, client: &str) -> Value {
    let mut body = Room::fixture("individual_note");
    body["on"] = json!("2026-04-09");
    room.sign("individual_note", Some(client), body).await
}

pub fn cosign(document: &Value) -> Value {
    json!({ "document": document["document"], "password": PASSWORD })
}

pub fn give_back(document: &Value, reason: &str) -> Value {
    json!({ "document": document["document"], "reason": reason, "password": PASSWORD })
}

fn meanings(document: &Value, version: usize) -> Vec<Value> {
    let signatures = document["versions"][version]["signatures"].as_array().expect("signatures");
    assert!(signatures.iter().all(|signature| signature["verified"] == true), "{signatures:?}");
    let mut meanings: Vec<_> = signatures.iter().map(|signature| signature["meaning"].clone()).collect();
    meanings.sort_by_key(Value::to_string);
    meanings
}

#[tokio::test]
async fn a_trainees_note_is_not_final_before_a_supervisor_co_signs() {
    let (room, client) = in_training().await;
    let me = room.ask("status", json!({})).await["me"].clone();
    assert_eq!(me["cosigned"], true);
    let note = note(&room, &client).await;
    assert_eq!((&note["status"], &note["may"]), (&json!("awaits_cosign"), &json!(["print"])), "{note}");
    assert_eq!(meanings(&note, 0), [json!("author_supervised")]);
    let add = json!({ "document": note["document"], "reason": "More", "text": "More", "password": PASSWORD });
    assert_eq!(room.refuses("add_addendum", add.clone()).await.code, Code::Signed);
    assert_eq!(room.refuses("cosign_document", cosign(&note)).await.code, Code::Forbidden, "not by a counselor");
    let own = room.ask("cosign_queue", json!({})).await;
    assert_eq!((own.as_array().map(Vec::len), &own[0]["mine"]), (Some(1), &json!(false)), "{own}");

    room.clock.set(at("2026-04-17T09:00:00-07:00"));
    room.sit_down("Casey Notreal").await;
    let queue = room.ask("cosign_queue", json!({})).await;
    assert_eq!(
        (&queue[0]["document"], &queue[0]["mine"], &queue[0]["days"]),
        (&note["document"], &json!(true), &json!(8))
    );
    assert_eq!(room.ask("notices", json!({})).await["awaiting_my_cosignature"], 1);
    let due = room.ask("today", json!({})).await["due"].clone();
    let due = due.as_array().expect("due").iter().find(|due| due["what"] == "Co-signature").expect("due").clone();
    assert_eq!((&due["on"], &due["late"]), (&json!("2026-04-16"), &json!(true)));
    let signed = room.ask("cosign_document", cosign(&note)).await;
    assert_eq!(signed["status"], "signed");
    assert_eq!(meanings(&signed, 0), [json!("author_supervised"), json!("co_signer")]);
    assert_eq!(signed["versions"].as_array().map(Vec::len), Some(1), "the text did not change");
    assert_eq!(room.ask("cosign_queue", json!({})).await, json!([]));
    assert_eq!(room.refuses("cosign_document", cosign(&note)).await.code, Code::BadInput, "nothing waits any more");

    // An addendum of the trainee waits in its turn.
    room.sit_down("Robin Placeholder").await;
    let added = room.ask("add_addendum", add).await;
    assert_eq!((&added["status"], &added["addenda"][0]["status"]), (&json!("signed"), &json!("awaits_cosign")));
    room.sit_down("Casey Notreal").await;
    let signed = room.ask("cosign_document", cosign(&note)).await;
    assert_eq!((&signed["status"], &signed["addenda"][0]["status"]), (&json!("signed"), &json!("signed")));
    room.sit_down("Pat Sample").await;
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}

#[tokio::test]
async fn an_addendum_waits_and_returns_by_itself_and_never_reopens_the_final_text() {
    let (room, client) = in_training().await;
    let note = note(&room, &client).await;
    room.sit_down("Casey Notreal").await;
    let signed = room.ask("cosign_document", cosign(&note)).await;
    let add =
        |text: &str| json!({ "document": note["document"], "reason": "Left out", "text": text, "password": PASSWORD });
    let revise = json!({ "kind": "individual_note", "client": client, "document": note["document"], "body": null });
    let final_still = async |view: &Value| {
        assert_eq!((&view["status"], &view["body"]), (&json!("signed"), &signed["body"]), "{view}");
        assert!(!view["may"].as_array().expect("acts").contains(&json!("revise")), "{view}");
        assert_eq!(room.refuses("start_draft", revise.clone()).await.code, Code::Signed);
        let chart = room.ask("chart", json!({ "client": client })).await;
        let entries = chart["entries"].as_array().expect("entries");
        assert!(entries.iter().any(|it| it["document"] == note["document"] && it["status"] == "signed"), "{entries:?}");
    };
    room.sit_down("Robin Placeholder").await;
    final_still(&room.ask("add_addendum", add("First addition")).await).await;
    // Another clinician adds meanwhile; the first still waits.
    room.sit_down("Hope Stand-In").await;
    final_still(&room.ask("add_addendum", add("Seen on Friday")).await).await;
    room.sit_down("Casey Notreal").await;
    let queue = room.ask("cosign_queue", json!({})).await;
    assert_eq!(
        (queue.as_array().map(Vec::len), &queue[0]["addendum"], &queue[0]["mine"]),
        (Some(1), &json!(true), &json!(true))
    );
    let returned = room.ask("return_document", give_back(&note, "Say which day")).await;
    final_still(&returned).await;
    let stands: Vec<_> =
        returned["addenda"].as_array().expect("addenda").iter().map(|it| it["status"].clone()).collect();
    assert_eq!(stands, [json!("returned"), json!("signed")]);
    assert_eq!(room.refuses("return_document", give_back(&note, "Again")).await.code, Code::BadInput, "nothing waits");
    room.sit_down("Robin Placeholder").await;
    assert_eq!(room.ask("notices", json!({})).await["returned_to_me"], 1);
    final_still(&room.ask("document", json!({ "document": note["document"] })).await).await;
    let again = room.ask("add_addendum", add("On Thursday, first addition")).await;
    final_still(&again).await;
    assert_eq!(room.ask("notices", json!({})).await["returned_to_me"], 0, "a new one answers it");
    room.sit_down("Casey Notreal").await;
    let view = room.ask("cosign_document", cosign(&note)).await;
    let stands: Vec<_> = view["addenda"].as_array().expect("addenda").iter().map(|it| it["status"].clone()).collect();
    assert_eq!(stands, [json!("returned"), json!("signed"), json!("signed")]);
    assert_eq!(room.ask("cosign_queue", json!({})).await, json!([]));
    room.sit_down("Pat Sample").await;
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
    let checked = room.ask("check_record", json!({ "code": "" })).await;
    assert_eq!(checked["first_bad"], Value::Null, "{checked}");
}

#[tokio::test]
async fn someone_in_training_adds_to_their_supervisors_own_note_and_the_supervisor_co_signs_that() {
    let (room, client) = in_training().await;
    room.sit_down("Casey Notreal").await;
    let note = note(&room, &client).await;
    room.sit_down("Robin Placeholder").await;
    let add = json!({ "document": note["document"], "reason": "I was there", "text": "More", "password": PASSWORD });
    room.ask("add_addendum", add.clone()).await;
    room.ask("add_addendum", add).await;
    room.sit_down("Casey Notreal").await;
    let queue = room.ask("cosign_queue", json!({})).await;
    assert_eq!(queue.as_array().map(Vec::len), Some(2), "one line for each: {queue}");
    // One by itself, named by its version; the other goes back.
    let mut one = cosign(&note);
    one["version"] = queue[1]["version"].clone();
    let view = room.ask("cosign_document", one).await;
    let view_again = room.ask("return_document", give_back(&note, "Twice the same")).await;
    let stands = |view: &Value| -> Vec<Value> {
        view["addenda"].as_array().expect("addenda").iter().map(|it| it["status"].clone()).collect()
    };
    assert_eq!(stands(&view), [json!("awaits_cosign"), json!("signed")]);
    assert_eq!(stands(&view_again), [json!("returned"), json!("signed")]);
}

#[tokio::test]
async fn the_queue_is_of_the_supervisor_named_at_the_signature_whatever_the_directory_says_later() {
    let (room, client) = in_training().await;
    let note = note(&room, &client).await;
    room.sit_down("Pat Sample").await;
    let staff = room.ask("staff", json!({})).await;
    let row = |name: &str| staff.as_array().expect("rows").iter().find(|row| row["name"] == name).expect("one").clone();
    let mut robin = row("Robin Placeholder");
    robin["supervisor"] = row("Hope Stand-In")["staff"].clone();
    robin["license_expires"] = json!("");
    robin["password"] = json!(PASSWORD);
    room.ask("change_staff", robin).await;
    for (who, mine) in [("Hope Stand-In", false), ("Casey Notreal", true)] {
        room.sit_down(who).await;
        let queue = room.ask("cosign_queue", json!({})).await;
        assert_eq!((&queue[0]["document"], &queue[0]["mine"]), (&note["document"], &json!(mine)), "{who}");
        assert_eq!(queue[0]["asked"], "Casey Notreal, LPC");
    }
}

#[tokio::test]
async fn the_queue_is_the_named_supervisors_and_another_supervisor_may_still_co_sign() {
    let (room, client) = in_training().await;
    let note = note(&room, &client).await;
    room.sit_down("Hope Stand-In").await;
    let queue = room.ask("cosign_queue", json!({})).await;
    assert_eq!((&queue[0]["document"], &queue[0]["mine"]), (&note["document"], &json!(false)));
    assert_eq!(room.ask("notices", json!({})).await["awaiting_my_cosignature"], 0);
    assert_eq!(room.ask("cosign_document", cosign(&note)).await["status"], "signed");
}

#[tokio::test]
async fn a_supervisor_whose_license_expired_co_signs_nothing() {
    let (room, client) = in_training().await;
    let note = note(&room, &client).await;
    room.sit_down("Pat Sample").await;
    let staff = room.ask("staff", json!({})).await;
    let hope = staff.as_array().expect("rows").iter().find(|row| row["name"] == "Hope Stand-In").expect("one").clone();
    let lapsed = json!({ "staff": hope["staff"], "credential": "LPC", "role": "supervisor", "license": "FICT-0002",
        "license_state": "AZ", "license_expires": "2026-04-08", "supervisor": null, "cosigned": false, "password": PASSWORD });
    room.ask("change_staff", lapsed).await;
    room.sit_down("Hope Stand-In").await;
    assert_eq!(room.refuses("cosign_document", cosign(&note)).await.code, Code::License);
}

#[tokio::test]
async fn nobody_co_signs_their_own_work() {
    let (room, client) = in_training().await;
    room.sit_down("Pat Sample").await;
    let staff = room.ask("staff", json!({})).await;
    let hope = staff.as_array().expect("rows").iter().find(|row| row["name"] == "Hope Stand-In").expect("one").clone();
    let supervised = json!({ "staff": hope["staff"], "credential": "LAC", "role": "supervisor", "license": "",
        "license_state": "", "license_expires": "", "supervisor": null, "cosigned": true, "password": PASSWORD });
    room.ask("change_staff", supervised).await;
    room.sit_down("Hope Stand-In").await;
    let note = note(&room, &client).await;
    assert_eq!(note["status"], "awaits_cosign");
    let refused = room.refuses("cosign_document", cosign(&note)).await;
    assert_eq!(refused.code, Code::Forbidden);
    assert!(refused.message.contains("another person"), "{refused:?}");
    assert_eq!(room.refuses("return_document", give_back(&note, "Mine")).await.code, Code::Forbidden);
}

#[tokio::test]
async fn a_returned_note_is_changed_by_its_author_and_signed_anew() {
    let (room, client) = in_training().await;
    let note = note(&room, &client).await;
    let revise = json!({ "kind": "individual_note", "client": client, "document": note["document"], "body": null });
    assert_eq!(room.refuses("start_draft", revise.clone()).await.code, Code::Signed);
    room.sit_down("Casey Notreal").await;
    assert_eq!(room.refuses("return_document", give_back(&note, " ")).await.code, Code::BadInput);
    let returned = room.ask("return_document", give_back(&note, "Say what the client answered")).await;
    assert_eq!(returned["status"], "returned");
    assert_eq!(room.refuses("start_draft", revise.clone()).await.code, Code::Signed, "only its author changes it");
    room.sit_down("Robin Placeholder").await;
    assert_eq!(room.ask("notices", json!({})).await["returned_to_me"], 1);
    let queue = room.ask("cosign_queue", json!({})).await;
    assert_eq!((&queue[0]["returned"], &queue[0]["mine"]), (&json!("Say what the client answered"), &json!(true)));
    let draft = room.ask("start_draft", revise).await;
    assert_eq!((&draft["body"]["homework"], &draft["version"]), (&json!("Carry the coping card"), &json!(2)));
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let again = room.ask("sign_document", sign).await;
    assert_eq!((&again["status"], again["versions"].as_array().map(Vec::len)), (&json!("awaits_cosign"), Some(2)));
    room.sit_down("Casey Notreal").await;
    let signed = room.ask("cosign_document", cosign(&note)).await;
    assert_eq!(signed["status"], "signed");
    assert_eq!(meanings(&signed, 0), [json!("author_supervised"), json!("returned")]);
    assert_eq!(meanings(&signed, 1), [json!("author_supervised"), json!("co_signer")]);
    room.sit_down("Pat Sample").await;
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
    assert_eq!(room.ask("totals", json!({ "client": client })).await["individual_sessions_held"], 1);
}

#[tokio::test]
async fn co_signing_a_group_session_co_signs_the_note_in_each_chart_and_a_return_brings_no_second_note() {
    let (room, mari) = in_training().await;
    let jordan = room.client("Jordan", "Mockup", "1985-01-20").await;
    let mut body = Room::fixture("group_session");
    body["people"].as_array_mut().expect("people").truncate(2);
    body["people"][0]["client"] = json!(mari);
    body["people"][1]["client"] = json!(jordan);
    let session = room.sign("group_session", None, body).await;
    assert_eq!(session["status"], "awaits_cosign");
    let stands = async |client: &str| -> Vec<Value> {
        let chart = room.ask("chart", json!({ "client": client })).await;
        let entries = chart["entries"].as_array().expect("entries").clone();
        entries.iter().filter(|it| it["kind"] == "group_note").map(|it| it["status"].clone()).collect()
    };
    assert_eq!(stands(&mari).await, [json!("awaits_cosign")]);
    room.sit_down("Casey Notreal").await;
    let queue = room.ask("cosign_queue", json!({})).await;
    assert_eq!((queue.as_array().map(Vec::len), &queue[0]["kind"]), (Some(1), &json!("group_session")), "{queue}");
    room.ask("return_document", give_back(&session, "Jordan was not there")).await;
    assert_eq!(stands(&jordan).await, [json!("returned")]);

    room.sit_down("Robin Placeholder").await;
    let revise = json!({ "kind": "group_session", "client": null, "document": session["document"], "body": null });
    let draft = room.ask("start_draft", revise).await;
    let mut body = draft["body"].clone();
    body["people"].as_array_mut().expect("people").truncate(1);
    let saved =
        room.ask("save_draft", json!({ "document": draft["document"], "rev": draft["rev"], "body": body })).await;
    room.ask("sign_document", json!({ "document": draft["document"], "rev": saved["rev"], "password": PASSWORD }))
        .await;
    assert_eq!((stands(&mari).await, stands(&jordan).await), (vec![json!("awaits_cosign")], vec![json!("retracted")]));
    room.sit_down("Hope Stand-In").await;
    room.ask("cosign_document", cosign(&session)).await;
    assert_eq!(stands(&mari).await, [json!("signed")]);
    assert_eq!(room.ask("cosign_queue", json!({})).await, json!([]));
    assert_eq!(room.ask("totals", json!({ "client": mari })).await["group_minutes"], 180);
    room.sit_down("Pat Sample").await;
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}

fn marked(document: &Value, hand: &str, name: &str) -> Value {
    json!({ "document": document["document"], "hand": hand, "name": name, "relationship": "Sister",
        "drawing": "M20 120L80 40L140 150M200,100L560,90", "password": PASSWORD })
}

#[tokio::test]
async fn the_client_and_family_sign_a_plan_by_hand_and_the_witness_signs_that() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    room.sign("assessment", Some(&client), Room::fixture("assessment")).await;
    let mut body = Room::fixture("treatment_plan");
    body["client_signs"] = json!("on_screen");
    body["client_signed_name"] = json!("");
    body["client_signed_on"] = json!("");
    let plan = room.sign("treatment_plan", Some(&client), body).await;
    assert!(plan["may"].as_array().expect("acts").contains(&json!("sign_by_hand")));
    let print = json!({ "document": plan["document"], "draft": false, "language": "en", "size": "normal", "paper": "letter", "recipient": null });
    let before = room.pages("print_document", print.clone()).await.expect("it prints");
    let mut wrong = marked(&plan, "client", "Marisol Testcase-Example");
    wrong["password"] = json!("not my password at all");
    assert_eq!(room.refuses("sign_by_hand", wrong).await.code, Code::WrongPassword);
    for drawing in ["", "M1 1", "M1 1C2 2", "M1 1L900 1", "<script>"] {
        let mut mark = marked(&plan, "client", "Marisol Testcase-Example");
        mark["drawing"] = json!(drawing);
        assert_eq!(room.refuses("sign_by_hand", mark).await.code, Code::BadInput, "{drawing}");
    }
    room.ask("sign_by_hand", marked(&plan, "client", "Marisol Testcase-Example")).await;
    let view = room.ask("sign_by_hand", marked(&plan, "family", "Alex Testcase")).await;
    assert_eq!(meanings(&view, 0), [json!("author"), json!("client"), json!("family")]);
    let signatures = view["versions"][0]["signatures"].as_array().expect("signatures");
    let family = signatures.iter().find(|it| it["meaning"] == "family").expect("theirs");
    assert_eq!((&family["name"], &family["credential"]), (&json!("Alex Testcase"), &json!("Sister")));
    assert_eq!(family["witness"], "Pat Sample, LPC");
    assert!(family["drawing"].as_str().is_some_and(|path| path.starts_with("M20")));
    let twice = room.refuses("sign_by_hand", marked(&plan, "client", "Marisol Testcase-Example")).await;
    assert!(twice.message.contains("already"), "{twice:?}");
    assert!(room.pages("print_document", print).await.expect("it prints").len() > before.len());
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}

#[tokio::test]
async fn a_note_takes_no_mark_by_hand_and_neither_does_a_plan_the_client_does_not_sign() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let note = note(&room, &client).await;
    assert_eq!(
        room.refuses("sign_by_hand", marked(&note, "client", "Marisol Testcase-Example")).await.code,
        Code::BadInput
    );
    room.sign("assessment", Some(&client), Room::fixture("assessment")).await;
    let mut body = Room::fixture("treatment_plan");
    body["client_signs"] = json!("not_signed");
    body["no_signature_reason"] = json!("Asked for a day to think");
    let plan = room.sign("treatment_plan", Some(&client), body).await;
    let refused = room.refuses("sign_by_hand", marked(&plan, "client", "Marisol Testcase-Example")).await;
    assert!(refused.message.contains("does not sign"), "{refused:?}");
}

#[tokio::test]
async fn a_plan_that_waits_for_a_co_signature_leaves_to_nobody_else() {
    let (room, client) = in_training().await;
    let contact = room.record("contact", Some(&client), Room::fixture("contact")).await;
    let mut release = Room::fixture("release");
    release["contact"] = contact["document"].clone();
    release["covers"] = json!(["treatment_plan"]);
    let release = room.sign("release", Some(&client), release).await;
    assert_eq!(release["status"], "signed", "a consent is the client's own and waits for nobody");
    let draft = room.draft("assessment", Some(&client), Room::fixture("assessment")).await;
    room.ask("sign_document", json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD }))
        .await;
    let plan = room.sign("treatment_plan", Some(&client), Room::fixture("treatment_plan")).await;
    let print = |recipient: Option<&Value>| json!({ "document": plan["document"], "draft": false, "language": "en", "size": "normal", "paper": "letter", "recipient": recipient });
    room.pages("print_document", print(None)).await.expect("the client's own copy, marked as not final");
    let refused = room.pages("print_document", print(Some(&contact["document"]))).await.expect_err("not final");
    assert!(refused.message.contains("co-signature"), "{refused:?}");
    room.sit_down("Casey Notreal").await;
    room.ask("cosign_document", cosign(&plan)).await;
    room.pages("print_document", print(Some(&contact["document"]))).await.expect("final now");
}
