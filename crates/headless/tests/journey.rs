//! The journey carried end to end by the program itself: its facts come from the record and follow the file.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

type Anything = Box<dyn std::error::Error>;

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/journey.json")
}

fn told() -> Result<Value, Anything> {
    Ok(serde_json::from_slice(&std::fs::read(fixture())?)?)
}

fn carried(file: &Path, options: &[&str]) -> Result<Output, Anything> {
    Ok(Command::new(env!("CARGO_BIN_EXE_headless")).arg("journey").arg(file).args(options).output()?)
}

fn facts_of(story: &Value) -> Result<Value, Anything> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("journey.json");
    std::fs::write(&file, serde_json::to_vec(story)?)?;
    let output = carried(&file, &[])?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

#[test]
fn the_record_says_of_the_journey_what_was_expected() -> Result<(), Anything> {
    let output = carried(&fixture(), &["--check"])?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let facts: Value = serde_json::from_slice(&output.stdout)?;
    let parts: Vec<&String> = facts.as_object().into_iter().flat_map(|it| it.keys()).collect();
    let every_part = [
        "alerts",
        "change",
        "consent_state",
        "deadlines",
        "sobriety_days",
        "totals",
        "weekly_group_minutes",
        "weeks_under_540_group_minutes",
    ];
    assert_eq!(parts, every_part);
    Ok(())
}

#[test]
fn other_minutes_answers_and_dates_give_other_facts() -> Result<(), Anything> {
    let mut story = told()?;
    let expected = story["expected"].take();
    story["_about"]["timezone"] = json!("America/New_York");
    // Half an hour less on the first day, and the first week falls below the rule.
    story["sessions"][0]["attendance"] = json!({ "status": "left_early", "minutes": 150, "reason": "ride home" });
    // Item 9 answered once more, in the last questionnaire.
    for result in story["instrument_results"].as_array_mut().into_iter().flatten() {
        if result["instrument"] == "phq9" && result["date"] == "2026-07-29" {
            result["items"][8] = json!(2);
        }
    }
    // The release is taken back before the first disclosure rather than after it.
    for consent in story["consents"].as_array_mut().into_iter().flatten() {
        if consent["id"] == "cs6" {
            consent["revoked"]["on"] = json!("2026-03-19");
        }
    }
    story["lapse_event"]["sobriety_date_after"] = json!("2026-04-07");
    let facts = facts_of(&story)?;
    assert_eq!(facts["totals"]["group_minutes"], json!(4250));
    assert_eq!(facts["weekly_group_minutes"]["2026-03-09"], json!(510));
    assert_eq!(facts["weeks_under_540_group_minutes"][0], json!("2026-03-09"));
    assert_eq!(facts["alerts"]["phq9_item9"], json!(["2026-03-09", "2026-04-07", "2026-07-29"]));
    assert_eq!(facts["change"]["phq9_steps"][4]["change"], json!(0));
    assert_eq!(facts["consent_state"]["cs6_active_on_2026-03-20"], json!(false));
    // Without a block of expectations the questions come from the story: its milestones, the last day, its disclosures.
    assert_eq!(facts["sobriety_days"]["on_2026-04-30"], json!(23));
    assert_eq!(facts["sobriety_days"]["on_2026-03-18"], json!(30));
    assert_eq!(facts["consent_state"]["cs10_active_on_2026-04-30"], json!(true));
    assert_eq!(facts["consent_state"]["cs5_expires_by_event_on"], json!("2026-07-29"));
    assert_eq!(facts["deadlines"]["followups_due"], expected["deadlines"]["followups_due"]);
    Ok(())
}

#[test]
fn a_bare_story_with_other_names_and_dates_is_carried_too() -> Result<(), Anything> {
    let story = json!({
        "program": { "id": "p", "name": "Sample Bay IOP (fictional)", "phone": "602-555-0100" },
        "staff": [{ "id": "a", "name": "Quinn Notreal", "credential": "LPC", "role": "medical_director" },
                  { "id": "b", "name": "Rae Invented", "credential": "LCSW", "role": "counselor", "can_sign": ["note"] }],
        "patient": { "id": "x", "name": { "first": "Sol", "last": "Fabricated" }, "dob": "1990-02-03" },
        "levels_of_care": [{ "level": "IOP", "provider": "p", "from": "2026-09-07", "to": null }],
        "instrument_results": [{ "instrument": "gad7", "date": "2026-09-07", "items": [1, 1, 1, 1, 1, 1, 2] },
                               { "instrument": "barc10", "date": "2026-09-07", "items": [1] }],
        "sessions": [{ "id": "s", "date": "2026-09-08", "attendance": { "status": "present", "minutes": 90 },
                       "participation": { "level_0_4": 3, "notes": "asked good questions" },
                       "blocks": [{ "type": "skills", "topic": "Stress", "start": "18:00", "end": "19:30", "facilitators": ["b"] }] }],
    });
    let facts = facts_of(&story)?;
    assert_eq!(facts["totals"]["group_minutes"], json!(90));
    assert_eq!(facts["totals"]["group_days_attended"], json!(1));
    assert_eq!(facts["deadlines"], json!({ "plan_due": "2026-09-14" }));
    assert_eq!(facts["weekly_group_minutes"], json!({ "2026-09-07": 90 }));
    Ok(())
}

#[test]
fn a_difference_from_the_expectations_is_named_and_fails() -> Result<(), Anything> {
    let mut story = told()?;
    story["expected"]["totals"]["meetings_logged"] = json!(99);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("journey.json");
    std::fs::write(&file, serde_json::to_vec(&story)?)?;
    let output = carried(&file, &["--check"])?;
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("totals.meetings_logged: the record says 23, the file 99."), "{said}");
    Ok(())
}
