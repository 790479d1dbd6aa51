//! One person, one chart: whoever comes again is found by any spelling, and a second chart is asked about before it begins.

use crate::room::{PASSWORD, Room, held};
use record::error::Code;
use serde_json::{Value, json};

impl Room {
    async fn found(&self, find: &str) -> Vec<Value> {
        let found = self.ask("clients", json!({ "find": find, "limit": 20, "offset": 0 })).await;
        found["rows"].as_array().expect("rows").clone()
    }

    /// Whose charts are asked about before this face sheet begins one.
    async fn likely(&self, first: &str, last: &str, born: &str) -> Vec<String> {
        let draft = self.draft("face_sheet", None, face(first, last, born)).await;
        let record = json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" });
        let answer = self.try_ask("record_document", record).await;
        match answer {
            Err(refused) if refused.code == Code::Duplicate => {
                refused.findings.into_iter().map(|it| it.field).collect()
            }
            other => panic!("{first} {last} {born}: {other:?}"),
        }
    }
}

fn face(first: &str, last: &str, born: &str) -> Value {
    let mut face = Room::fixture("face_sheet");
    for (field, value) in [
        ("legal_first", first),
        ("legal_last", last),
        ("birth_date", born),
        ("preferred_name", ""),
        ("record_number", ""),
    ] {
        face[field] = json!(value);
    }
    face["former_names"] = json!([]);
    face
}

#[tokio::test]
async fn a_likely_second_chart_is_asked_about_in_every_spelling_and_kept_with_a_reason() {
    let room = Room::open().await;
    let kate = room.client("Katherine", "Garcia-Lopez", "1990-02-03").await;
    let wei = room.client("Wei", "Zhang", "1985-06-07").await;
    let erin = room.client("Erin", "O’Sample", "1992-01-01").await;
    let one_name = room.client("Suharto", "", "1988-05-17").await;
    for (first, last, born, who) in [
        ("Kathy", "Garcia Lopez", "1990-02-03", &kate),
        ("Katherine", "Garcia Lopez", "1990-03-02", &kate),
        ("Kate", "Lopez", "1991-02-03", &kate),
        ("Katherine", "Garcialopez", "", &kate),
        ("Zhang", "Wei", "1985-06-07", &wei),
        ("Erin", "O'Sample", "1992-10-01", &erin),
        ("Erin\u{A0}", "O Sample\u{200B}", "1970-10-01", &erin),
        ("Suharto", "Example", "1988-05-17", &one_name),
    ] {
        assert_eq!(room.likely(first, last, born).await, std::slice::from_ref(who), "{first} {last} {born}");
    }
    let draft = room.draft("face_sheet", None, face("Kathy", "Garcia Lopez", "1990-02-03")).await;
    let reason = json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "Twin sister, seen together." });
    let twin = room.ask("record_document", reason).await;
    let mut again = face("Kathy", "Garcia Lopez", "1990-02-03");
    again["phone"] = json!("602-555-0122");
    let change = room
        .ask(
            "start_draft",
            json!({ "kind": "face_sheet", "client": twin["client_id"], "document": draft["document"], "body": again }),
        )
        .await;
    room.ask(
        "record_document",
        json!({ "document": change["document"], "rev": change["rev"], "duplicate_reason": "" }),
    )
    .await;
}

#[tokio::test]
async fn two_letters_a_middle_name_and_any_notation_of_a_phone_find_someone() {
    let room = Room::open().await;
    for (first, middle, last, called, born, phone) in [
        ("James", "", "Sampleton", "JJ", "1990-01-01", "(602) 555-0142"),
        ("Mei", "", "Chen-Li", "", "1971-02-12", "+1 602 555 0143"),
        ("Guadalupe", "Inés", "Testcase", "", "1984-03-23", "602.555.0144 ext. 12"),
        ("小明", "", "王", "", "1965-11-30", "6025550145"),
        ("Leilani", "", "Kaʻahumanu", "", "1958-08-19", ""),
    ] {
        let mut body = face(first, last, born);
        (body["legal_middle"], body["preferred_name"], body["phone"]) = (json!(middle), json!(called), json!(phone));
        room.record("face_sheet", None, body).await;
    }
    for (find, name) in [
        ("jj", "JJ Sampleton"),
        ("li", "Mei Chen-Li"),
        ("chenli", "Mei Chen-Li"),
        ("chen li", "Mei Chen-Li"),
        ("in", "Guadalupe Testcase"),
        ("王小明", "小明 王"),
        ("明", "小明 王"),
        ("ka'ahu", "Leilani Kaʻahumanu"),
        ("ka\u{200B}ahumanu", "Leilani Kaʻahumanu"),
        ("+16025550142", "JJ Sampleton"),
        ("602-555-0143", "Mei Chen-Li"),
        ("602 555 0144", "Guadalupe Testcase"),
        ("(602) 555-0145", "小明 王"),
    ] {
        let names: Vec<Value> = room.found(find).await.iter().map(|row| row["name"].clone()).collect();
        assert_eq!(names, [name], "{find}");
    }
}

#[tokio::test]
async fn after_a_change_of_name_the_name_from_before_finds_the_person_and_is_said_only_then() {
    let room = Room::open().await;
    let recorded = room.record("face_sheet", None, face("Sabrina", "Formername", "1986-01-01")).await;
    let (client, sheet) = (recorded["client_id"].clone(), recorded["document"].clone());
    let change = json!({ "kind": "face_sheet", "client": client, "document": sheet, "body": { "legal_last": "Newname", "former_names": ["Sabrina Birthname"] } });
    let draft = room.ask("start_draft", change).await;
    room.ask("record_document", json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" }))
        .await;
    for (find, formerly) in
        [("formername", "Sabrina Formername"), ("sabrina birth", "Sabrina Birthname"), ("newname", "")]
    {
        let rows = room.found(find).await;
        assert_eq!(
            (rows.len(), &rows[0]["name"], &rows[0]["formerly"]),
            (1, &json!("Sabrina Newname"), &json!(formerly)),
            "{find}"
        );
    }
    assert_eq!(room.likely("Sabrina", "Formername", "1999-09-09").await, [client.as_str().expect("a client")]);
    assert_eq!(room.ask("rebuild_views", json!({})).await["equal"], true);
}

#[tokio::test]
async fn someone_with_one_name_and_an_unknown_birth_date_has_a_chart_and_papers() {
    let room = Room::open().await;
    let mut body = face("Suharto", "", "");
    body["birth_date_unknown"] = json!("client_does_not_know");
    body["born_about"] = json!(1986);
    let recorded = room.record("face_sheet", None, body).await;
    let rows = room.found("suharto").await;
    assert_eq!(
        (&rows[0]["name"], &rows[0]["born"], &rows[0]["born_about"]),
        (&json!("Suharto"), &Value::Null, &json!(1986))
    );
    let chart = room.ask("chart", json!({ "client": recorded["client_id"] })).await;
    assert_eq!(
        (&chart["header"]["name"], &chart["header"]["initials"], &chart["header"]["age"]),
        (&json!("Suharto"), &json!("S."), &Value::Null)
    );
    let print = json!({ "document": recorded["document"], "draft": false, "language": "en", "size": "normal", "paper": "letter", "recipient": null });
    assert!(!room.pages("preview", print).await.expect("pages").is_empty());
}

#[tokio::test]
async fn a_name_that_is_none_is_held_and_a_missing_birth_date_stays_in_sight() {
    let room = Room::open().await;
    let refused = |first: &'static str, last: &'static str, born: &'static str, why: &'static str| {
        let room = &room;
        async move {
            let mut body = face(first, last, born);
            body["birth_date_unknown"] = json!(why);
            let draft = room.draft("face_sheet", None, body).await;
            let record = json!({ "document": draft["document"], "rev": draft["rev"], "duplicate_reason": "" });
            held(&room.refuses("record_document", record).await).into_iter().map(str::to_owned).collect::<Vec<_>>()
        }
    };
    assert_eq!(refused("", " ", "1990-01-01", "").await, ["legal_first"]);
    assert_eq!(refused("Suharto", ".", "1990-01-01", "").await, ["legal_last"]);
    assert_eq!(refused("Ana", "Sample", "1990-01-01", "declined").await, ["birth_date_unknown"]);
    let draft = room.draft("face_sheet", None, face("Ana", "Sample", "")).await;
    let due: Vec<&Value> =
        draft["findings"].as_array().expect("findings").iter().filter(|it| it["weight"] == "due").collect();
    assert_eq!((due.len(), &due[0]["field"]), (1, &json!("birth_date")));
}

#[tokio::test]
async fn lists_of_people_are_in_the_order_in_which_people_look() {
    let room = Room::open().await;
    let mut last = String::new();
    for (first, family, born) in [
        ("Zoe", "Alpha", "1991-02-01"),
        ("Álvaro", "Beta", "1960-12-12"),
        ("Andrés", "Gamma", "1972-07-23"),
        ("ana", "de la Cruz", "1984-09-30"),
    ] {
        last = room.client(first, family, born).await;
    }
    for name in ["Zoe Helper", "Ángel Helper", "Omar Helper"] {
        let mut contact = Room::fixture("contact");
        (contact["name"], contact["emergency"]) = (json!(name), json!(false));
        room.record("contact", Some(&last), contact).await;
    }
    let firsts = |rows: &Value, name: &dyn Fn(&Value) -> Value| -> Vec<String> {
        let first = |row: &Value| name(row).as_str().expect("a name").split(' ').next().unwrap_or_default().to_owned();
        rows.as_array().expect("rows").iter().map(first).collect()
    };
    let called = ["Álvaro", "ana", "Andrés", "Zoe"];
    assert_eq!(firsts(&room.ask("today", json!({})).await["here"], &|row| row["client"]["name"].clone()), called);
    assert_eq!(
        firsts(&room.ask("listing", json!({ "of": "client", "client": null })).await, &|row| row["label"].clone()),
        called
    );
    let chart = room.ask("chart", json!({ "client": last })).await;
    assert_eq!(firsts(&chart["contacts"], &|row| row["name"].clone()), ["Ángel", "Omar", "Zoe"]);
    let group = room.draft("group_session", None, json!({})).await;
    let evidence = room.ask("evidence", json!({ "document": group["document"] })).await;
    assert_eq!(firsts(&evidence["roster"], &|row| row["client"]["name"].clone()), called);
}

#[tokio::test]
async fn a_word_that_is_also_a_members_name_is_settled_in_one_step_and_the_reason_is_signed_with_the_session() {
    let room = Room::open().await;
    let main = room.client("Main", "Person", "1990-01-01").await;
    let power = room.client("Sandy", "Power", "1961-12-24").await;
    let mut body = Room::fixture("group_session");
    body["people"].as_array_mut().expect("people").truncate(2);
    for (place, client) in [&main, &power].into_iter().enumerate() {
        body["people"][place]["client"] = json!(client);
        (body["people"][place]["objective"], body["people"][place]["progress"]) = (json!(""), json!(""));
    }
    body["people"][0]["response"] = json!("Named a Higher Power, a power that helps.");
    let draft = room.draft("group_session", None, body.clone()).await;
    let found = draft["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|it| it["word"] == "Power")
        .expect("a finding")
        .clone();
    assert_eq!((&found["field"], &found["weight"]), (&json!("people.0.response"), &json!("hold")));
    body["people"][0]["not_names"] = json!([{ "word": found["word"], "reason": "Not a name here" }]);
    let saved =
        room.ask("save_draft", json!({ "document": draft["document"], "rev": draft["rev"], "body": body })).await;
    let signed = room
        .ask("sign_document", json!({ "document": draft["document"], "rev": saved["rev"], "password": PASSWORD }))
        .await;
    assert_eq!(signed["body"]["people"][0]["not_names"][0]["reason"], "Not a name here");
}
