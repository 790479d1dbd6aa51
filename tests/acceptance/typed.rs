//! What is typed: read as meant, kept as seen, printed as signed.

use crate::room::{PASSWORD, Room, held};
use record::error::Code;
use serde_json::{Value, json};

fn print(document: &Value) -> Value {
    json!({ "document": document, "draft": false, "language": "en", "size": "normal", "paper": "letter", "recipient": null })
}

/// A plan made today, for nobody else.
fn plan() -> Value {
    let mut plan = Room::fixture("aftercare_plan");
    plan["made_on"] = json!("2026-04-09");
    plan["client_signed_on"] = json!("2026-04-09");
    plan["copies"] = json!([]);
    plan
}

fn saying<'v>(answer: &'v Value, field: &str) -> Vec<&'v str> {
    let findings = answer["findings"].as_array().expect("findings").iter();
    findings.filter(|it| it["field"] == field).filter_map(|it| it["message"].as_str()).collect()
}

#[tokio::test]
async fn text_from_a_word_processor_is_put_right_and_its_author_is_told() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut typed = plan();
    typed["goal"] = json!("Call Dee.\u{b}Go\u{ad} \u{f0b7} \u{feff}home \u{2764}\u{fe0f} \u{2192} \u{2713} \u{2610}");
    let draft = room.draft("aftercare_plan", Some(&client), typed.clone()).await;
    let kept = "Call Dee.\nGo • home ❤\u{fe0f} → ✓ ☐";
    assert_eq!(draft["body"]["goal"], kept);
    let said = "2 hidden characters were removed, 1 mark of a word processor was replaced by one that prints.";
    assert_eq!(saying(&draft, "goal"), [said]);
    let saved = json!({ "document": draft["document"], "rev": draft["rev"], "body": typed });
    assert_eq!(saying(&room.ask("save_draft", saved).await, "goal"), [said]);
    let draft = room.ask("draft", json!({ "document": draft["document"] })).await;
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let signed = room.ask("sign_document", sign).await;
    assert_eq!(signed["body"]["goal"], kept);
    room.pages("print_document", print(&signed["document"])).await.expect("what was signed prints");
    let more = json!({ "document": signed["document"], "reason": "A number\u{200b}", "text": "One\u{b}two", "password": PASSWORD });
    let added = room.ask("add_addendum", more).await;
    assert!(added.to_string().contains("One\\ntwo") && !added.to_string().contains('\u{200b}'), "{added}");
}

#[tokio::test]
async fn a_letter_no_font_has_is_held_at_its_field_and_never_signed() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut typed = plan();
    typed["people"][0]["name"] = json!("𓀀 Example");
    let draft = room.draft("aftercare_plan", Some(&client), typed).await;
    assert!(saying(&draft, "people.0.name")[0].contains("𓀀 (U+13000)"), "{draft}");
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    assert_eq!(held(&room.refuses("sign_document", sign).await), ["people.0.name"]);
    let signed = room.sign("aftercare_plan", Some(&client), plan()).await;
    let addendum = json!({ "document": signed["document"], "reason": "A name", "text": "𓀀", "password": PASSWORD });
    assert_eq!(room.refuses("add_addendum", addendum).await.code, Code::BadInput);
}

#[tokio::test]
async fn a_name_in_any_script_gets_its_paper() {
    let room = Room::open().await;
    for (first, last) in
        [("محمد", "علي"), ("小明", "王"), ("שרה", "כהן"), ("สมชาย", "ใจดี"), ("민준", "김"), ("अनिल", "शर्मा")]
    {
        let client = room.client(first, last, "1990-01-01").await;
        let signed = room.sign("aftercare_plan", Some(&client), plan()).await;
        room.pages("print_document", print(&signed["document"])).await.unwrap_or_else(|no| panic!("{first}: {no:?}"));
    }
}

#[tokio::test]
async fn what_no_question_shows_is_not_signed() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut note = Room::fixture("individual_note");
    note["hidden_key"] = json!({ "text": "ZYXUNSEEN" });
    note["not_held_reason"] = json!("ZYXUNSEEN: an answer to a question that is hidden");
    let draft = room.draft("individual_note", Some(&client), note).await;
    assert!(draft["body"]["hidden_key"].is_null());
    let said = draft["findings"].as_array().into_iter().flatten().find(|it| it["field"] == "hidden_key");
    assert!(said.is_some_and(|it| it["message"].as_str().is_some_and(|it| it.contains("left out"))), "{draft}");
    assert!(
        draft["body"]["not_held_reason"].as_str().is_some_and(|it| !it.is_empty()),
        "a draft keeps it for a change of mind"
    );
    let sign = json!({ "document": draft["document"], "rev": draft["rev"], "password": PASSWORD });
    let signed = room.ask("sign_document", sign).await;
    assert!(!signed["body"].to_string().contains("ZYXUNSEEN"), "{}", signed["body"]);
}

#[tokio::test]
async fn a_text_a_list_and_a_request_have_one_limit_at_the_door() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let draft = room.draft("individual_note", Some(&client), Room::fixture("individual_note")).await;
    let save = |body: Value| json!({ "document": draft["document"], "rev": draft["rev"], "body": body });
    let mut long = Room::fixture("individual_note");
    long["homework"] = json!("x".repeat(40_001));
    let refused = room.refuses("save_draft", save(long.clone())).await;
    assert_eq!((refused.code, refused.findings[0].field.as_str()), (Code::BadInput, "homework"));
    assert!(refused.message.contains("40001") && refused.message.contains("40000"), "{}", refused.message);
    let start = json!({ "kind": "individual_note", "client": client, "document": null, "body": long });
    assert_eq!(room.refuses("start_draft", start).await.code, Code::BadInput);
    let mut rows = Room::fixture("individual_note");
    rows["interventions"] = json!(vec!["cbt"; 1_001]);
    assert!(room.refuses("save_draft", save(rows)).await.message.contains("1001 rows"));
    let mut much = plan();
    much["if_i_use"] = json!(vec!["x".repeat(40_000); 60]);
    let start = json!({ "kind": "aftercare_plan", "client": client, "document": null, "body": much });
    assert!(room.refuses("start_draft", start).await.message.contains("too long"));
    let search = json!({ "find": "x".repeat(50_000), "limit": 10, "offset": 0 });
    assert_eq!(room.refuses("clients", search).await.code, Code::BadInput);
    let kept = room.ask("draft", json!({ "document": draft["document"] })).await;
    assert_eq!(kept["rev"], draft["rev"], "the last save is kept");
}

#[tokio::test]
async fn days_after_discharge_are_whole() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let mut release = Room::fixture("release");
    release["expires"] = json!("after_discharge");
    release["expires_days_after_discharge"] = json!(1.095);
    let draft = room.draft("release", Some(&client), release).await;
    assert!(saying(&draft, "expires_days_after_discharge")[0].contains("whole number"), "{draft}");
}

#[tokio::test]
async fn the_audit_table_opens_in_a_spreadsheet_with_its_letters_and_runs_nothing() {
    let room = Room::open().await;
    room.client("Zoë", "Núñez", "1988-05-17").await;
    room.client("=1+1", "@Testcase", "1990-05-17").await;
    let table = room.ask("export_audit", json!({ "limit": 100 })).await;
    let text = table["text"].as_str().expect("a table");
    assert!(text.starts_with("\u{feff}number,") && text.contains("Núñez"), "{text}");
    assert!(!text.split([',', '\n']).any(|cell| cell.trim_matches('"').starts_with(['=', '@', '+'])), "{text}");
}

#[tokio::test]
async fn an_addendum_is_said_before_printing_and_stands_on_the_paper() {
    let room = Room::open().await;
    let client = room.client("Marisol", "Testcase-Example", "1988-05-17").await;
    let signed = room.sign("aftercare_plan", Some(&client), plan()).await;
    let bare = room.pages("print_document", print(&signed["document"])).await.expect("it prints").len();
    let check = room.ask("print_check", print(&signed["document"])).await;
    assert!(!check["findings"].to_string().contains("addend"), "{check}");
    let add = json!({ "document": signed["document"], "reason": "The number was wrong", "text": "Call 602-555-0177", "password": PASSWORD });
    room.ask("add_addendum", add).await;
    let check = room.ask("print_check", print(&signed["document"])).await;
    assert_eq!(saying(&check, ""), ["An addendum stands beside this. It is printed with it."]);
    let more = room.pages("print_document", print(&signed["document"])).await.expect("it prints").len();
    assert!(more > bare, "{bare} bytes, then {more}");
}
