//! From versions to views. The same code runs when a version is written and when every view is rebuilt, so both give equal tables.

use crate::canonical::Envelope;
use crate::error::Result;
use crate::storage::rows::Rows;
use crate::projections::{allergy, attendance, care_team, client, contact, entry, episode, lapse, meeting, need, objective, plan, program, progress, release, risk_answer, score, session, sobriety, staff};
use crate::storage::version;
use chrono::NaiveTime;
use clinical::Kind;
use clinical::kind::Class;
use clinical::facts::{Expiry, Fact, Setting};
use clinical::rules::name_key;
use sea_orm::{ActiveModelTrait as _, ConnectionTrait, IntoActiveModel as _};
use serde_json::Value;
use uuid::Uuid;

/// Brings the views up to this version and answers the document's row. `earlier` is that row before it, if any.
pub(crate) fn show(
    rows: &mut Rows,
    row: &version::Model,
    envelope: &Envelope,
    earlier: Option<entry::Model>,
) -> Result<Option<entry::Model>> {
    let Some(kind) = Kind::named(&envelope.kind) else { return Ok(earlier) };
    let client = envelope.client.as_deref().and_then(|id| Uuid::parse_str(id).ok());
    let changed = row.wall;
    match (earlier, row.status.as_str()) {
        (Some(earlier), "addendum") => {
            let entry = entry::Model { addenda: earlier.addenda + 1, changed_at: changed, ..earlier };
            rows.change(entry.clone().into_active_model().reset_all())?;
            Ok(Some(entry))
        }
        (Some(earlier), "retracted") => {
            clear(rows, row.document, client, kind);
            let (status, cosign) = ("retracted".into(), crate::projections::cosignature::FINAL);
            let entry = entry::Model { status, cosign, changed_at: changed, ..earlier };
            rows.change(entry.clone().into_active_model().reset_all())?;
            Ok(Some(entry))
        }
        (earlier, _) => {
            let body = kind.upgrade(envelope.schema, envelope.body.clone());
            let (on_day, summary) = kind.glance(&body)?;
            let fresh = entry::Model {
                chart: client.unwrap_or_default(),
                document: row.document,
                kind: envelope.kind.clone(),
                client,
                version: row.id.clone(),
                number: row.number,
                status: row.status.clone(),
                author: row.author,
                recorded_at: row.wall,
                on_day,
                summary,
                addenda: 0,
                heads: 1,
                changed_at: changed,
                cosign: crate::projections::cosignature::FINAL,
            };
            if earlier.is_some() {
                clear(rows, row.document, client, kind);
                rows.change(fresh.clone().into_active_model().reset_all())?;
            } else {
                rows.put(fresh.clone().into_active_model());
            }
            let facts = kind.facts(&body)?;
            let confidential = kind.in_confidence(&body);
            // Of a counseling note (42 CFR 2.11) no word and no progress is kept outside its version.
            let body = if confidential { Value::Null } else { body };
            for fact in facts {
                keep(rows, row.document, client, fact, &body);
            }
            // Words of notes, not of names.
            if client.is_some() && kind.class() == Class::Clinical && !confidential {
                let words = words_of(&body);
                let words = vec![word_row(row.document).into(), words.into()];
                rows.say("INSERT INTO entry_words (rowid, words) VALUES (?, ?)", words);
            }
            Ok(Some(fresh))
        }
    }
}

/// Takes away what an earlier version of this document said.
fn clear(rows: &mut Rows, document: Uuid, client: Option<Uuid>, kind: Kind) {
    if kind.class() == Class::Clinical {
        rows.say("DELETE FROM entry_words WHERE rowid = ?", vec![word_row(document).into()]);
    }
    let tables: &[&str] = match kind {
        Kind::FaceSheet => {
            rows.say("DELETE FROM client WHERE client = ?", vec![client.unwrap_or_default().into()]);
            &[]
        }
        Kind::Contact => &["contact"],
        Kind::Episode => &["episode", "sobriety"],
        Kind::Release => &["release"],
        Kind::Assessment => &["need", "allergy"],
        Kind::Screening => &["score"],
        Kind::TreatmentPlan => &["plan", "objective"],
        Kind::IndividualNote | Kind::GroupNote | Kind::FamilySession => &["attendance", "progress", "risk_answer"],
        Kind::AftercarePlan => &[],
        Kind::Lapse => &["lapse", "sobriety"],
        Kind::MutualHelpMeeting => &["meeting"],
        Kind::CareTeam => &["care_team"],
        Kind::GroupSession => &["session"],
        Kind::Program => &["program"],
        Kind::StaffMember => &["staff"],
    };
    for table in tables {
        match *table {
            // Clustered by client: without the client every row would be looked at.
            "attendance" | "progress" | "score" => {
                let gone = format!("DELETE FROM {table} WHERE client = ? AND document = ?");
                rows.say(&gone, vec![client.unwrap_or_default().into(), document.into()]);
            }
            _ => rows.say(&format!("DELETE FROM {table} WHERE document = ?"), vec![document.into()]),
        }
    }
}

/// The number of a document's words in the index: the random part of its id, which no two documents share.
fn word_row(document: Uuid) -> i64 {
    let (_, low) = document.as_u64_pair();
    i64::try_from(low >> 1).unwrap_or(0)
}

#[expect(clippy::too_many_lines, reason = "one arm per fact, nothing else")]
fn keep(rows: &mut Rows, document: Uuid, whose: Option<Uuid>, fact: Fact, body: &Value) {
    let client = whose.unwrap_or_default();
    match fact {
        Fact::Client {
            legal_first,
            legal_last,
            preferred,
            born,
            record_number,
            pronouns,
            speaks,
            reads,
            large_print,
            phone,
            living,
            allergies: _,
        } => {
            let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
            let words = name_key(&format!(
                "{legal_first} {legal_last} {preferred} {legal_last} {record_number} {phone} {digits}"
            ));
            let row = client::Model {
                client,
                document,
                name_key: name_key(&format!("{legal_last} {legal_first}")),
                words,
                legal_first,
                legal_last,
                preferred,
                born,
                record_number,
                pronouns,
                speaks,
                reads,
                large_print,
                phone,
                living,
            };
            rows.put(row.into_active_model());
        }
        Fact::Contact { name, relationship, role, phone, emergency } => {
            rows.put(
                contact::Model { document, client, name, relationship, role, phone, emergency }.into_active_model(),
            );
        }
        Fact::Episode { level, track, from, to, provider, ours } => {
            let weeks = body["projected_weeks"].as_f64().map(|weeks| weeks.round() as i64);
            let row =
                episode::Model { document, client, level, track, from_day: from, to_day: to, provider, ours, weeks };
            rows.put(row.into_active_model());
        }
        Fact::Release { form, contact, recipient, purpose, covers, signed_on, expires, revoked_on } => {
            let (expiry, expires_on, expires_days, expires_event) = match expires {
                Expiry::On(day) => ("date", Some(day), None, String::new()),
                Expiry::AfterDischarge(days) => ("after_discharge", None, Some(i64::from(days)), String::new()),
                Expiry::Event(event) => ("event", None, None, event),
                Expiry::None => ("none", None, None, String::new()),
            };
            let row = release::Model {
                document,
                client,
                form,
                contact: Uuid::parse_str(&contact).ok(),
                recipient,
                purpose,
                covers: covers.join(" "),
                signed_on,
                expiry: expiry.into(),
                expires_on,
                expires_days,
                expires_event,
                revoked_on,
            };
            rows.put(row.into_active_model());
        }
        Fact::Need { id, text } => {
            let position = position(body, "needs", &id);
            rows.put(need::Model { document, id, client, position, text }.into_active_model());
        }
        Fact::Allergies { text } => rows.put(allergy::Model { document, client, text }.into_active_model()),
        Fact::Objective { id, number, text, measure, baseline, target, target_date, status } => {
            let number = i64::from(number);
            let row =
                objective::Model { document, id, client, number, text, measure, baseline, target, target_date, status };
            rows.put(row.into_active_model());
        }
        Fact::Plan { effective, next_review, statement, statement_gloss } => {
            let row = plan::Model { document, client, effective, next_review, statement, gloss: statement_gloss };
            rows.put(row.into_active_model());
        }
        Fact::Attendance { setting, status, on, start, end, minutes, topic, participation } => {
            let row = attendance::Model {
                document,
                client,
                setting: match setting {
                    Setting::Group => "group",
                    Setting::Individual => "individual",
                    Setting::Family => "family",
                }
                .into(),
                status,
                on_day: on,
                start_time: clock(start),
                end_time: clock(end),
                minutes: i64::from(minutes),
                topic,
                participation: participation.map(i64::from),
                mood: body["mood"].as_i64(),
                craving: body["craving"].as_i64(),
            };
            rows.put(row.into_active_model());
            for (objective, progress) in movements(body) {
                rows.put(progress::Model { document, objective, client, on_day: on, progress }.into_active_model());
            }
        }
        Fact::Score { instrument, on, total, band, flagged, language } => {
            let flagged = flagged.iter().map(u8::to_string).collect::<Vec<_>>().join(" ");
            let row = score::Model {
                document,
                client,
                instrument,
                on_day: on,
                total: total.map(i64::from),
                band,
                flagged,
                language,
            };
            rows.put(row.into_active_model());
        }
        Fact::RiskAnswered { on } => {
            rows.put(risk_answer::Model { document, client, on_day: on }.into_active_model());
        }
        Fact::Sobriety { since, known_on } => {
            rows.put(sobriety::Model { document, client, since, known_on }.into_active_model());
        }
        Fact::Lapse { on, substance } => {
            rows.put(lapse::Model { document, client, on_day: on, substance }.into_active_model());
        }
        Fact::Meeting { on, fellowship, verification } => {
            rows.put(meeting::Model { document, client, on_day: on, fellowship, verification }.into_active_model());
        }
        Fact::Session { on, start, end, topic, present, clients: _ } => {
            let row = session::Model {
                document,
                on_day: on,
                start_time: clock(start),
                end_time: clock(end),
                topic,
                present: i64::from(present),
            };
            rows.put(row.into_active_model());
        }
        Fact::OnTeam { staff } => {
            if let Ok(staff) = Uuid::parse_str(&staff) {
                rows.put(care_team::Model { document, client, staff }.into_active_model());
            }
        }
        Fact::Program { name, site, phone, crisis_phone, address } => {
            let row = program::Model { document, name, site, phone, crisis_phone, address, body: body.to_string() };
            rows.put(row.into_active_model());
        }
        Fact::Staff { name, credential, role, license, license_expires, supervisor, cosigned, active } => {
            let supervisor = Uuid::parse_str(&supervisor).ok();
            let row = staff::Model {
                document,
                name,
                credential,
                role,
                license,
                license_expires,
                supervisor,
                cosigned,
                active,
            };
            rows.put(row.into_active_model());
        }
    }
}

/// Movement on objectives: a list in individual notes, one pair in group notes.
fn movements(body: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found: Vec<(String, String)> = match body["objectives"].as_array() {
        Some(rows) => rows.iter().map(|row| (text(&row["objective"]), text(&row["progress"]))).collect(),
        None => vec![(text(&body["objective"]), text(&body["progress"]))],
    };
    found.retain(|(objective, _)| !objective.is_empty());
    found.sort();
    found.dedup_by(|one, other| one.0 == other.0);
    found
}

fn position(body: &Value, list: &str, id: &str) -> i64 {
    let found = body[list].as_array().and_then(|rows| rows.iter().position(|row| row["id"].as_str() == Some(id)));
    found.and_then(|index| i64::try_from(index).ok()).unwrap_or(0)
}

fn clock(time: Option<NaiveTime>) -> String {
    time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default()
}

/// Every text of the body, for the word index. Option values are in it too; they do no harm there.
fn words_of(body: &Value) -> String {
    fn gather(value: &Value, words: &mut String) {
        match value {
            Value::String(text) if text.len() != 36 => {
                words.push_str(text);
                words.push('\n');
            }
            Value::Array(items) => items.iter().for_each(|item| gather(item, words)),
            Value::Object(fields) => fields.values().for_each(|field| gather(field, words)),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut words = String::new();
    gather(body, &mut words);
    words
}

/// The document's row as it stands.
pub(crate) async fn entry_of(db: &impl ConnectionTrait, document: Uuid) -> Result<Option<entry::Model>> {
    Ok(entry::Entity::of(db, document).await?)
}
