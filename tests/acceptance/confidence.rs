//! Counseling notes (42 CFR 2.11): who reads and co-signs them is fixed when they are signed.

use crate::room::{PASSWORD, Room};
use record::error::Code;
use serde_json::{Value, json};

const WORDS: &str = "Zyxwvutation";

async fn id(room: &Room, name: &str) -> Value {
    let staff = room.ask("staff", json!({})).await;
    staff.as_array().expect("rows").iter().find(|row| row["name"] == name).expect("listed")["staff"].clone()
}

/// Robin's directory entry: in training or not, under this supervisor.
async fn under(room: &Room, supervisor: &str, cosigned: bool) {
    let (robin, supervisor) = (id(room, "Robin Placeholder").await, id(room, supervisor).await);
    let entry = json!({ "staff": robin, "credential": "intern", "role": "counselor", "license": "", "license_state": "",
        "license_expires": "", "supervisor": supervisor, "cosigned": cosigned, "password": PASSWORD });
    room.ask("change_staff", entry).await;
}

/// Robin under Casey; Hope is a supervisor too, Pat the director. Robin signed a counseling note.
async fn noted(cosigned: bool) -> (Room, String, Value) {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    for (name, role) in
        [("Robin Placeholder", "counselor"), ("Casey Notreal", "supervisor"), ("Hope Stand-In", "supervisor")]
    {
        room.add(name, role).await;
    }
    under(&room, "Casey Notreal", cosigned).await;
    room.sit_down("Robin Placeholder").await;
    let note = room.sign("individual_note", Some(&client), counseling(WORDS)).await;
    (room, client, note)
}

fn counseling(words: &str) -> Value {
    let mut body = Room::fixture("individual_note");
    body["on"] = json!("2026-04-09");
    body["counseling_note"] = json!(true);
    body["sections"]["data"] = json!(format!("{words} of a dream"));
    body
}

fn open(document: &Value) -> Value {
    json!({ "document": document["document"] })
}

fn cosign(document: &Value) -> Value {
    json!({ "document": document["document"], "password": PASSWORD })
}

fn give_back(document: &Value, reason: &str) -> Value {
    json!({ "document": document["document"], "reason": reason, "password": PASSWORD })
}

/// Nothing that this person can ask about it gives its words away.
async fn reads_nothing(room: &Room, client: &str, note: &Value, who: &str) {
    room.sit_down(who).await;
    for (command, input) in [
        ("document", open(note)),
        ("heads", open(note)),
        ("chart", json!({ "client": client })),
        ("today", json!({})),
        ("cosign_queue", json!({})),
    ] {
        let answer = room.ask(command, input).await;
        assert!(!answer.to_string().contains(WORDS), "{who} {command}: {answer}");
    }
}

async fn reads(room: &Room, note: &Value, who: &str) -> bool {
    room.sit_down(who).await;
    room.ask("document", open(note)).await.to_string().contains(WORDS)
}

#[tokio::test]
async fn only_the_supervisor_named_when_it_was_signed_co_signs_a_counseling_note() {
    let (room, client, note) = noted(true).await;
    for other in ["Hope Stand-In", "Pat Sample"] {
        reads_nothing(&room, &client, &note, other).await;
        let acts = room.ask("document", open(&note)).await["may"].clone();
        assert!(!acts.to_string().contains("cosign") && !acts.to_string().contains("return"), "{other}: {acts}");
        for (command, input) in [("cosign_document", cosign(&note)), ("return_document", give_back(&note, "Say more"))]
        {
            let refused = room.refuses(command, input).await;
            assert_eq!(refused.code, Code::Forbidden, "{other} {command}");
            assert!(refused.message.contains("named when it was signed"), "{refused:?}");
        }
        assert_eq!(room.ask("cosign_queue", json!({})).await[0]["mine"], false);
        reads_nothing(&room, &client, &note, other).await;
    }
    assert!(reads(&room, &note, "Casey Notreal").await);
    assert_eq!(room.ask("cosign_queue", json!({})).await[0]["mine"], true);
    assert_eq!(room.ask("cosign_document", cosign(&note)).await["status"], "signed");
    assert!(reads(&room, &note, "Casey Notreal").await, "whoever co-signed reads it");
    reads_nothing(&room, &client, &note, "Hope Stand-In").await;
}

#[tokio::test]
async fn becoming_somebodys_supervisor_opens_nothing_written_before() {
    for cosigned in [true, false] {
        let (room, client, note) = noted(cosigned).await;
        room.sit_down("Pat Sample").await;
        under(&room, "Pat Sample", cosigned).await;
        reads_nothing(&room, &client, &note, "Pat Sample").await;
        if cosigned {
            assert_eq!(room.refuses("cosign_document", cosign(&note)).await.code, Code::Forbidden);
        }
        assert!(reads(&room, &note, "Casey Notreal").await, "who was named still reads it");
        // What is written from here on names the new one.
        room.sit_down("Robin Placeholder").await;
        let later = room.sign("individual_note", Some(&client), counseling(WORDS)).await;
        assert!(reads(&room, &later, "Pat Sample").await);
        assert!(!reads(&room, &later, "Casey Notreal").await);
        room.sit_down("Pat Sample").await;
        assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
    }
}

#[tokio::test]
async fn the_words_of_a_return_are_as_hidden_as_the_note() {
    let (room, client, note) = noted(true).await;
    room.sit_down("Casey Notreal").await;
    room.ask("return_document", give_back(&note, &format!("Say more of the {WORDS}"))).await;
    for other in ["Hope Stand-In", "Pat Sample"] {
        reads_nothing(&room, &client, &note, other).await;
    }
    let told = room.ask("audit_trail", json!({ "client": null, "limit": 500 })).await;
    assert!(!told.to_string().contains(WORDS), "{told}");
    room.sit_down("Robin Placeholder").await;
    assert!(room.ask("cosign_queue", json!({})).await.to_string().contains(WORDS), "its author reads them");
}

#[tokio::test]
async fn nobody_adds_to_a_counseling_note_they_may_not_read_and_its_addendum_has_its_own_supervisor() {
    let (room, client, note) = noted(true).await;
    room.sit_down("Casey Notreal").await;
    room.ask("cosign_document", cosign(&note)).await;
    room.sit_down("Hope Stand-In").await;
    let add = json!({ "document": note["document"], "reason": "More", "text": format!("{WORDS} again"), "password": PASSWORD });
    assert_eq!(room.refuses("add_addendum", add.clone()).await.code, Code::Forbidden);
    room.sit_down("Pat Sample").await;
    under(&room, "Hope Stand-In", true).await;
    room.sit_down("Robin Placeholder").await;
    let added = room.ask("add_addendum", add).await;
    assert_eq!((&added["status"], &added["addenda"][0]["status"]), (&json!("signed"), &json!("awaits_cosign")));
    // Hope co-signs the addendum and reads it, not the note; Casey the other way round.
    room.sit_down("Hope Stand-In").await;
    let view = room.ask("document", open(&note)).await;
    assert!(view["addenda"].to_string().contains(WORDS) && !view["body"].to_string().contains(WORDS), "{view}");
    room.sit_down("Casey Notreal").await;
    let view = room.ask("document", open(&note)).await;
    assert!(!view["addenda"].to_string().contains(WORDS) && view["body"].to_string().contains(WORDS), "{view}");
    assert_eq!(room.refuses("cosign_document", cosign(&note)).await.code, Code::Forbidden);
    room.sit_down("Hope Stand-In").await;
    let view = room.ask("cosign_document", cosign(&note)).await;
    assert_eq!(view["addenda"][0]["status"], "signed");
    reads_nothing(&room, &client, &note, "Pat Sample").await;
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}

#[tokio::test]
async fn a_director_names_who_takes_over_from_a_supervisor_who_left_and_only_what_still_waits_opens() {
    let (room, client, settled) = noted(true).await;
    room.sit_down("Casey Notreal").await;
    room.ask("cosign_document", cosign(&settled)).await;
    room.sit_down("Robin Placeholder").await;
    let waits = room.sign("individual_note", Some(&client), counseling(WORDS)).await;
    room.sit_down("Pat Sample").await;
    let (casey, hope, robin) =
        (id(&room, "Casey Notreal").await, id(&room, "Hope Stand-In").await, id(&room, "Robin Placeholder").await);
    let take_over = |successor: &Value, reason: &str, password: &str| json!({ "staff": casey, "successor": successor, "reason": reason, "password": password });
    let why = "Casey moved to another town";
    let early = room.refuses("name_successor", take_over(&hope, why, PASSWORD)).await;
    assert_eq!(early.findings[0].field, "staff", "Casey still reviews: {early:?}");
    // Everyone unlocks once, so that the key can change.
    for who in ["Casey Notreal", "Hope Stand-In", "Robin Placeholder", "Pat Sample"] {
        room.sit_down(who).await;
    }
    room.ask("remove_staff", json!({ "staff": casey, "reason": "Works elsewhere now", "password": PASSWORD })).await;
    assert_eq!(room.refuses("cosign_document", cosign(&waits)).await.code, Code::Forbidden, "not even a director");
    assert_eq!(room.refuses("name_successor", take_over(&hope, "gone", PASSWORD)).await.findings[0].field, "reason");
    let wrong = room.refuses("name_successor", take_over(&hope, why, "not my password at all")).await;
    assert_eq!(wrong.code, Code::WrongPassword);
    assert_eq!(room.refuses("name_successor", take_over(&robin, why, PASSWORD)).await.findings[0].field, "successor");
    let row = room.ask("name_successor", take_over(&hope, why, PASSWORD)).await;
    assert_eq!(row["successor"], hope);
    let told = room.ask("audit_trail", json!({ "client": null, "limit": 500 })).await;
    let told =
        told.as_array().expect("rows").iter().find(|it| it["action"] == "name_successor" && it["outcome"] == "done");
    assert_eq!(told.expect("in the trail")["detail"], format!("Hope Stand-In, LPC: {why}"));

    assert!(!reads(&room, &settled, "Hope Stand-In").await, "what was settled before stays as it was");
    assert!(reads(&room, &waits, "Hope Stand-In").await);
    assert_eq!(room.ask("cosign_queue", json!({})).await[0]["mine"], true);
    assert_eq!(room.ask("cosign_document", cosign(&waits)).await["status"], "signed");
    room.sit_down("Pat Sample").await;
    assert!(!reads(&room, &waits, "Pat Sample").await);
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
    let checked = room.ask("check_record", json!({ "code": "" })).await;
    assert_eq!(checked["first_bad"], Value::Null, "{checked}");
}

#[tokio::test]
async fn a_counseling_note_of_someone_in_training_is_held_until_a_supervisor_is_named() {
    let (room, client, _) = noted(true).await;
    room.sit_down("Pat Sample").await;
    let robin = json!({ "staff": id(&room, "Robin Placeholder").await, "credential": "intern", "role": "counselor",
        "license": "", "license_state": "", "license_expires": "", "supervisor": null, "cosigned": true, "password": PASSWORD });
    room.ask("change_staff", robin).await;
    room.sit_down("Robin Placeholder").await;
    let draft = room.draft("individual_note", Some(&client), counseling(WORDS)).await;
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let held = room.refuses("sign_document", sign).await;
    assert_eq!((held.code, held.findings[0].field.as_str()), (Code::Held, "counseling_note"), "{held:?}");
}

/// The client asks that this colleague not open the chart, and the program agrees.
async fn keeps_out(room: &Room, client: &str, who: &str) -> Value {
    let mut body = Room::fixture("restriction");
    body["staff"] = id(room, who).await;
    room.sign("restriction", Some(client), body).await
}

#[tokio::test]
async fn a_counseling_note_is_held_while_the_chart_is_kept_from_the_supervisor_it_would_name() {
    let (room, client, note) = noted(true).await;
    room.sit_down("Casey Notreal").await;
    room.ask("cosign_document", cosign(&note)).await;
    room.sit_down("Pat Sample").await;
    keeps_out(&room, &client, "Casey Notreal").await;
    room.sit_down("Robin Placeholder").await;
    let draft = room.draft("individual_note", Some(&client), counseling(WORDS)).await;
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let held = room.refuses("sign_document", sign.clone()).await;
    assert_eq!((held.code, held.findings[0].field.as_str()), (Code::Held, "counseling_note"), "{held:?}");
    assert!(held.findings[0].message.contains("keeps this chart from Casey Notreal"), "{held:?}");
    // What is added to such a note would wait for nobody, too.
    let add = json!({ "document": note["document"], "reason": "More", "text": "Again", "password": PASSWORD });
    let held = room.refuses("add_addendum", add.clone()).await;
    assert_eq!((held.code, held.findings[0].field.as_str()), (Code::Held, "text"), "{held:?}");
    // Any other note may be co-signed by any supervisor who opens the chart.
    room.sign("individual_note", Some(&client), Room::fixture("individual_note")).await;
    room.sit_down("Pat Sample").await;
    under(&room, "Hope Stand-In", true).await;
    room.sit_down("Robin Placeholder").await;
    let signed = room.ask("sign_document", sign).await;
    assert_eq!(signed["status"], "awaits_cosign");
    room.ask("add_addendum", add).await;
    room.sit_down("Hope Stand-In").await;
    assert_eq!(room.ask("cosign_document", cosign(&signed)).await["status"], "signed");
}

#[tokio::test]
async fn a_restriction_agreed_later_leaves_a_waiting_note_to_whoever_is_named_in_the_supervisors_place() {
    let (room, client, note) = noted(true).await;
    room.sit_down("Pat Sample").await;
    assert_eq!(room.ask("notices", json!({})).await["cosigned_by_nobody"], 0);
    let restriction = keeps_out(&room, &client, "Casey Notreal").await;
    // It does not lie there in silence: who names successors is told, and who wrote it sees that nobody is asked.
    assert_eq!(room.ask("notices", json!({})).await["cosigned_by_nobody"], 1);
    let (casey, hope) = (id(&room, "Casey Notreal").await, id(&room, "Hope Stand-In").await);
    let row = async |who: &Value| {
        let staff = room.ask("staff", json!({})).await;
        staff.as_array().expect("rows").iter().find(|row| row["staff"] == *who).expect("one").clone()
    };
    assert_eq!((&row(&casey).await["kept_out"], &row(&hope).await["kept_out"]), (&json!(true), &json!(false)));
    room.sit_down("Casey Notreal").await;
    assert_eq!(row(&casey).await["kept_out"], false, "nobody is told so of themselves");
    assert_eq!(room.ask("cosign_queue", json!({})).await, json!([]));
    assert_eq!(room.refuses("cosign_document", cosign(&note)).await.code, Code::Forbidden);
    room.sit_down("Robin Placeholder").await;
    let line = room.ask("cosign_queue", json!({})).await[0].clone();
    assert_eq!((&line["asked"], &line["nobody"]), (&Value::Null, &json!(true)), "{line}");
    assert_eq!(room.ask("notices", json!({})).await["cosigned_by_nobody"], 0, "whoever may do nothing about it");

    room.sit_down("Pat Sample").await;
    let take_over = |successor: &Value| {
        json!({ "staff": casey, "successor": successor, "password": PASSWORD,
        "reason": "A client keeps a chart from Casey" })
    };
    let also = keeps_out(&room, &client, "Hope Stand-In").await;
    assert_eq!(room.refuses("name_successor", take_over(&hope)).await.findings[0].field, "successor");
    let over = json!({ "ended_on": "2026-04-09", "ended_how": "asked_in_writing" });
    let start = json!({ "kind": "restriction", "client": client, "document": also["document"], "body": over });
    let draft = room.ask("start_draft", start).await;
    room.ask("sign_document", json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD }))
        .await;
    room.ask("name_successor", take_over(&hope)).await;
    assert_eq!(room.ask("notices", json!({})).await["cosigned_by_nobody"], 0);
    reads_nothing(&room, &client, &note, "Pat Sample").await;
    assert!(reads(&room, &note, "Hope Stand-In").await);
    assert_eq!(room.ask("cosign_queue", json!({})).await[0]["mine"], true);
    // Where no client keeps a chart from Casey, Casey still co-signs, and Hope does not.
    room.sit_down("Robin Placeholder").await;
    let other = room.client("Wei", "Fixture", "1990-01-02").await;
    let elsewhere = room.sign("individual_note", Some(&other), counseling(WORDS)).await;
    room.sit_down("Hope Stand-In").await;
    assert_eq!(room.refuses("cosign_document", cosign(&elsewhere)).await.code, Code::Forbidden);
    assert_eq!(room.ask("cosign_document", cosign(&note)).await["status"], "signed");
    room.sit_down("Casey Notreal").await;
    assert_eq!(room.ask("cosign_document", cosign(&elsewhere)).await["status"], "signed");
    assert!(room.try_ask("document", open(&restriction)).await.is_err());
    room.sit_down("Pat Sample").await;
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}

#[tokio::test]
async fn a_supervised_signature_of_every_kind_names_its_supervisor_and_the_checker_reads_it() {
    let (room, client, _) = noted(true).await;
    room.sign("lapse", Some(&client), Room::fixture("lapse")).await;
    let casey = id(&room, "Casey Notreal").await;
    room.ask("lock", json!({})).await;
    let verify::Found::Record(mut lies) =
        verify::vault(room.record.folder(), Some("pat sample"), PASSWORD).expect("it opens")
    else {
        panic!("damaged")
    };
    let said = |signature: &verify::Signature| match &signature.mark {
        verify::Mark::Given { statement, .. } => serde_json::from_slice::<Value>(statement).expect("a statement"),
        verify::Mark::Withheld(_) => Value::Null,
    };
    let named: Vec<Value> = lies
        .signatures
        .iter()
        .filter(|signature| signature.meaning == "author_supervised")
        .map(|signature| said(signature)["supervisor"].clone())
        .collect();
    assert_eq!(named, [casey.clone(), casey]);
    assert_eq!(verify::check(&lies, &verify::Outside::default()).first_bad, None);
    // Somebody else put into it afterwards does not fit the signature.
    for signature in &mut lies.signatures {
        let mut changed = said(signature);
        if let verify::Mark::Given { statement, .. } = &mut signature.mark {
            changed["supervisor"] = changed["signer"].clone();
            *statement = record::canonical::canonical(&changed).expect("bytes");
        }
    }
    assert!(verify::check(&lies, &verify::Outside::default()).first_bad.is_some());
}
