//! The audit trail as people read it: one sentence per act, and which acts belong together.

use crate::command::{Group, acts};
use crate::error::Result;
use crate::projections::contact;
use crate::queries::people;
use crate::storage::audit;
use crate::views::{AuditOf, with_article};
use chrono::Days;
use clinical::Kind;
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _, Select};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What was done, in words. An act of a newer app, which has no words here, is told by its name.
pub(crate) fn words(row: &audit::Model) -> String {
    let kind =
        split_kind(&row.detail).map_or_else(|| "document".to_owned(), |(kind, _)| kind.form().title.to_lowercase());
    let known = acts().find(|(name, ..)| *name == row.action).map(|(.., words)| words);
    let plain = known.map_or_else(|| row.action.replace('_', " "), |words| words.replace("a {}", &with_article(&kind)));
    let plain = plain.replace("{}", &kind);
    match row.outcome.as_str() {
        "refused" => format!("Refused: {}", lowered(&plain)),
        "failed" => format!("Failed: {}", lowered(&plain)),
        _ => raised(&plain),
    }
}

/// What the row tells beyond its act. Acts on a kind of document name it first, and `words` has said that; the choices of a print and
/// whose hand signed follow as the program spells them. A sentence stays as it is.
fn more(row: &audit::Model, contacts: &BTreeMap<Uuid, String>) -> String {
    let on_a_kind = acts().any(|(name, _, words)| name == row.action && words.contains("{}"));
    let Some((_, rest)) = on_a_kind.then(|| split_kind(&row.detail)).flatten() else { return row.detail.clone() };
    let spelled = rest.split_whitespace().map(|word| match word {
        "en" => "English,".into(),
        "es" => "Spanish,".into(),
        "normal" => "normal print,".into(),
        "large" => "large print,".into(),
        "letter" => "Letter,".into(),
        "a4" => "A4,".into(),
        other => match Uuid::parse_str(other) {
            Ok(contact) => contacts.get(&contact).cloned().unwrap_or_else(|| "one of the contacts".into()),
            Err(_) => other.replace('_', " "),
        },
    });
    raised(spelled.collect::<Vec<_>>().join(" ").trim_end_matches(','))
}

fn split_kind(detail: &str) -> Option<(Kind, &str)> {
    let (name, rest) = detail.split_once(' ').unwrap_or((detail, ""));
    Some((Kind::named(name)?, rest))
}

fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

fn raised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// Who stands beside an act without an actor.
fn by_nobody(action: &str) -> &'static str {
    if matches!(action, "unlock" | "recover") { "No one signed in" } else { "Handrail" }
}

/// The names of a group's acts.
pub(crate) fn acts_of(group: Group) -> impl Iterator<Item = &'static str> {
    acts().filter(move |(_, of, _)| *of == group).map(|(name, ..)| name)
}

/// The rows asked for, newest first, without the page's limit.
pub(crate) fn asked(input: &AuditOf) -> Select<audit::Entity> {
    use audit::Column::{Action, Actor, Client, Outcome, Seq, Wall};
    let mut all = Condition::all();
    if let Some(client) = input.client {
        all = all.add(Client.eq(client));
    }
    if let Some(staff) = input.staff {
        all = all.add(Actor.eq(staff));
    }
    all = match input.group.as_str() {
        "looks" => all.add(Action.is_in(acts_of(Group::Looks))),
        "changes" => all.add(Action.is_in(acts_of(Group::Changes))),
        "prints" => all.add(Action.is_in(acts_of(Group::Prints))),
        "access" => all.add(Action.is_in(acts_of(Group::Access))),
        "refusals" => all.add(Outcome.eq("refused")),
        _ => all,
    };
    // Wall times begin with the day at the site and sort as text.
    if let Some(from) = input.from {
        all = all.add(Wall.gte(from.to_string()));
    }
    if let Some(after) = input.to.and_then(|to| to.checked_add_days(Days::new(1))) {
        all = all.add(Wall.lt(after.to_string()));
    }
    if let Some(before) = input.before {
        all = all.add(Seq.lt(before));
    }
    audit::Entity::find().filter(all).order_by_desc(Seq)
}

/// Rows as a person reads them: with the names of staff, and of clients as far as this reader may see them.
pub(crate) async fn rows(
    db: &impl sea_orm::ConnectionTrait,
    rows: Vec<audit::Model>,
    names: bool,
) -> Result<Vec<crate::views::AuditRow>> {
    let staff = people::staff_names(db).await?;
    let mut charts: Vec<_> = rows.iter().filter_map(|row| row.client).filter(|_| names).collect();
    charts.sort_unstable();
    charts.dedup();
    let mut contacts = BTreeMap::new();
    for row in contact::Entity::find().filter(contact::Column::Client.is_in(charts.clone())).all(db).await? {
        contacts.insert(row.document, row.name);
    }
    let called = people::lines(db, charts).await?;
    let read = |row: audit::Model| crate::views::AuditRow {
        words: words(&row),
        detail: more(&row, &contacts),
        seq: row.seq,
        at: chrono::DateTime::parse_from_rfc3339(&row.wall).map(|at| at.to_utc()).unwrap_or_default(),
        who: row.actor.map_or_else(|| by_nobody(&row.action).into(), |id| people::signed_as(&staff, id)),
        role: row.role,
        action: row.action,
        outcome: row.outcome,
        called: row.client.and_then(|client| called.get(&client)).map(|line| line.name.clone()).unwrap_or_default(),
        client: row.client,
        document: row.document,
    };
    Ok(rows.into_iter().map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::LINES;

    #[test]
    fn every_command_can_be_told_in_words() {
        for line in LINES {
            assert!(line.words.starts_with(char::is_uppercase), "{} has no words in the audit trail", line.name);
        }
    }

    fn row(action: &str, outcome: &str, detail: &str) -> audit::Model {
        audit::Model {
            seq: 1,
            wall: String::new(),
            actor: None,
            role: String::new(),
            action: action.into(),
            outcome: outcome.into(),
            client: None,
            document: None,
            detail: detail.into(),
            prev: Vec::new(),
            hash: Vec::new(),
            wrote: String::new(),
        }
    }

    #[test]
    fn what_a_row_tells_beyond_its_act_reads_as_words_and_a_sentence_stays_as_it_was_typed() {
        let sister = Uuid::from_u128(7);
        let contacts = BTreeMap::from([(sister, "Alma Sample".to_owned())]);
        let told = |action: &str, detail: &str| more(&row(action, "done", detail), &contacts);
        assert_eq!(told("sign_document", "individual_note"), "");
        assert_eq!(
            told("print_document", &format!("aftercare_plan es large letter to {sister}")),
            "Spanish, large print, Letter, to Alma Sample"
        );
        assert_eq!(
            told("preview", "treatment_plan en normal a4 to the client"),
            "English, normal print, A4, to the client"
        );
        assert_eq!(told("sign_by_hand", "treatment_plan patient_mark"), "Patient mark");
        assert_eq!(told("override_chart", "contact with the ward at night"), "contact with the ward at night");
        let sentence = "Your license expired on March 1, 2026.";
        assert_eq!(more(&row("sign_document", "refused", sentence), &contacts), sentence);
    }

    #[test]
    fn an_act_is_told_with_its_kind_and_a_refusal_as_one() {
        assert_eq!(words(&row("sign_document", "done", "individual_note")), "Signed an individual session");
        assert_eq!(
            words(&row("print_document", "done", "treatment_plan en normal letter")),
            "Printed a treatment plan"
        );
        assert_eq!(words(&row("sign_document", "refused", "")), "Refused: signed a document");
        assert_eq!(words(&row("chart", "refused", "")), "Refused: opened the chart");
        assert_eq!(words(&row("of_a_newer_app", "done", "")), "Of a newer app");
    }
}
