//! The program and its staff as the file names them, each with a password of their own.

use super::story::Story;
use crate::Outcome;
use crate::practice::{Place, Practice};
use crate::words::{first_of, rows, text};
use clinical::kinds::program::Program;
use clinical::rules::Rules;
use record::permission::Role;
use record::views::{AddStaff, CreateVault, DocumentOf, DraftView, Nothing, StartDraft};
use serde_json::Value;

/// Sets the vault up as the program's director and adds everyone else.
pub async fn open(story: &Story, practice: &mut Practice) -> Outcome<()> {
    let staff = story.rows("staff");
    let director =
        staff.iter().find(|it| role(it) == Role::Director).or(staff.first()).ok_or("The journey names no staff.")?;
    let program = &story.told["program"];
    let site = &program["sites"][0];
    let vault = CreateVault {
        program: first_of(&[text(&program["name"]), "Fictional program".to_owned()]),
        site: first_of(&[text(&site["name"]), "Main".to_owned()]),
        phone: text(&program["phone"]),
        crisis_phone: first_of(&[text(&program["crisis_phone"]), text(&program["phone"]), "988".to_owned()]),
        address: text(&site["address"]),
        paper: "letter".to_owned(),
        name: text(&director["name"]),
        credential: text(&director["credential"]),
        role: Role::Director,
        password: password(director).into(),
    };
    practice.open_new(&text(&director["id"]), vault).await?;
    for person in staff.iter().filter(|it| !std::ptr::eq(*it, director)) {
        let colleague = AddStaff {
            name: text(&person["name"]),
            credential: text(&person["credential"]),
            role: role(person),
            license: text(&person["license_no"]),
            license_state: text(&person["license_state"]),
            license_expires: text(&person["expires"]),
            supervisor: None,
            cosigned: false,
            password: password(person).into(),
            own_password: practice.password()?.into(),
        };
        practice.hire(&text(&person["id"]), colleague).await?;
    }
    keep_rules(practice, &program["rules"]).await
}

/// Writes the program's own time rules into its profile. A record that does not hand the standing profile out keeps the usual ones.
async fn keep_rules(practice: &Practice, rules: &Value) -> Outcome<()> {
    let place = Place::of::<Program>(None, None);
    let start = StartDraft { kind: place.kind, client: None, document: None, body: None };
    let draft: DraftView = practice.ask("start_draft", start).await?;
    let standing: Program = serde_json::from_value(draft.body)?;
    let wanted = with_rules(standing, rules);
    if draft.revision {
        practice.record(Place { document: Some(draft.document), ..place }, &wanted).await?;
        return Ok(());
    }
    practice.ask::<Nothing>("discard_draft", DocumentOf { document: draft.document }).await?;
    if wanted.rules() != Rules::default() {
        eprintln!("The program's own time rules could not be kept; the usual ones apply.");
    }
    Ok(())
}

/// The profile with the time rules of the file.
fn with_rules(mut profile: Program, rules: &Value) -> Program {
    let number = |key: &str, standing: Option<f64>| rules[key].as_f64().or(standing);
    profile.hours_per_week = number("adult_min_hours_week", profile.hours_per_week);
    profile.plan_due_days = number("plan_due_days", profile.plan_due_days);
    profile.plan_review_days = number("plan_review_days", profile.plan_review_days);
    profile.note_due_hours = number("note_due_hours", profile.note_due_hours);
    profile.individual_every_days = number("individual_every_days", profile.individual_every_days);
    profile.discharge_summary_days = number("discharge_summary_due_days", profile.discharge_summary_days);
    let follow_up: Vec<u32> =
        rows(&rules["followup_days"]).iter().filter_map(|it| u32::try_from(it.as_u64()?).ok()).collect();
    if !follow_up.is_empty() {
        profile.follow_up_days = follow_up;
    }
    profile
}

fn role(person: &Value) -> Role {
    let word = text(&person["role"]).to_lowercase();
    let says = |part: &str| word.contains(part);
    if says("director") {
        Role::Director
    } else if says("supervisor") {
        Role::Supervisor
    } else if says("privacy") {
        Role::PrivacyOfficer
    } else if says("front") || says("reception") {
        Role::FrontDesk
    } else {
        Role::Counselor
    }
}

fn password(person: &Value) -> String {
    format!("a made-up phrase for {}", text(&person["id"]))
}
