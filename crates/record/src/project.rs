//! From versions to views. The same code runs when a version is written and when every view is rebuilt, so both give equal tables.

use crate::canon::Envelope;
use crate::error::Result;
use crate::store::{
    allergy, attendance, care_team, client, contact, entry, episode, lapse, meeting, need, objective, plan, program,
    progress, release, risk_answer, score, session, sobriety, staff, version,
};
use chrono::NaiveTime;
use clinical::documents::Kind;
use clinical::facts::{Expiry, Fact, Setting};
use clinical::rules::name_key;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DatabaseTransaction,
    EntityTrait, IntoActiveModel, QueryFilter as _, Statement,
};
use serde_json::Value;
use uuid::Uuid;

/// Brings the views up to this version. `earlier` is the document's row before it, if any.
pub(crate) async fn show(
    tx: &DatabaseTransaction,
    row: &version::Model,
    envelope: &Envelope,
    earlier: Option<entry::Model>,
) -> Result<()> {
    let Some(kind) = Kind::named(&envelope.kind) else { return Ok(()) };
    let client = envelope.client.as_deref().and_then(|id| Uuid::parse_str(id).ok());
    let changed = row.wall;
    match (earlier, row.status.as_str()) {
        (Some(earlier), "addendum") => {
            let addenda = earlier.addenda + 1;
            let mut entry = earlier.into_active_model();
            entry.addenda = Set(addenda);
            entry.changed_at = Set(changed);
            entry.update(tx).await?;
        }
        (Some(earlier), "retracted") => {
            clear(tx, row.document, client, kind).await?;
            let mut entry = earlier.into_active_model();
            entry.status = Set("retracted".into());
            entry.cosign = Set(crate::cosigned::FINAL);
            entry.changed_at = Set(changed);
            entry.update(tx).await?;
        }
        (earlier, _) => {
            let body = kind.upgrade(envelope.schema, envelope.body.clone());
            let (on_day, summary) = kind.glance(&body)?;
            let fresh = entry::ActiveModel {
                chart: Set(client.unwrap_or_default()),
                document: Set(row.document),
                kind: Set(envelope.kind.clone()),
                client: Set(client),
                version: Set(row.id.clone()),
                number: Set(row.number),
                status: Set(row.status.clone()),
                author: Set(row.author),
                recorded_at: Set(row.wall),
                on_day: Set(on_day),
                summary: Set(summary),
                addenda: Set(0),
                heads: Set(1),
                changed_at: Set(changed),
                cosign: Set(crate::cosigned::FINAL),
            };
            if earlier.is_some() {
                clear(tx, row.document, client, kind).await?;
                fresh.update(tx).await?;
            } else {
                put(tx, fresh).await?;
            }
            let facts = kind.facts(&body)?;
            let confidential = kind.in_confidence(&body)?;
            // Of a counseling note (42 CFR 2.11) no word and no progress is kept outside its version.
            let body = if confidential { Value::Null } else { body };
            for fact in facts {
                keep(tx, row.document, client, fact, &body).await?;
            }
            if client.is_some() && !confidential {
                let words = words_of(&body);
                say(
                    tx,
                    "INSERT INTO entry_words (rowid, words) VALUES (?, ?)",
                    vec![word_row(row.document).into(), words.into()],
                )
                .await?;
            }
        }
    }
    Ok(())
}

async fn say(tx: &DatabaseTransaction, sql: &str, values: Vec<sea_orm::Value>) -> Result<()> {
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Takes away what an earlier version of this document said.
async fn clear(tx: &DatabaseTransaction, document: Uuid, client: Option<Uuid>, kind: Kind) -> Result<()> {
    say(tx, "DELETE FROM entry_words WHERE rowid = ?", vec![word_row(document).into()]).await?;
    let tables: &[&str] = match kind {
        Kind::FaceSheet => {
            let gone = "DELETE FROM client_words WHERE rowid IN (SELECT row_id FROM client WHERE document = ?)";
            say(tx, gone, vec![document.into()]).await?;
            &["client"]
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
                say(tx, &gone, vec![client.unwrap_or_default().into(), document.into()]).await?;
            }
            _ => say(tx, &format!("DELETE FROM {table} WHERE document = ?"), vec![document.into()]).await?,
        }
    }
    Ok(())
}

/// The number of a document's words in the index: the random part of its id, which no two documents share.
fn word_row(document: Uuid) -> i64 {
    let (_, low) = document.as_u64_pair();
    i64::try_from(low >> 1).unwrap_or(0)
}

async fn put<A: ActiveModelTrait + Send>(tx: &DatabaseTransaction, row: A) -> Result<()> {
    <A::Entity as EntityTrait>::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

#[expect(clippy::too_many_lines, reason = "one arm per fact, nothing else")]
async fn keep(tx: &DatabaseTransaction, document: Uuid, whose: Option<Uuid>, fact: Fact, body: &Value) -> Result<()> {
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
            let row = client::ActiveModel {
                row_id: NotSet,
                document: Set(document),
                client: Set(client),
                name_key: Set(name_key(&format!("{legal_last} {legal_first}"))),
                legal_first: Set(legal_first),
                legal_last: Set(legal_last),
                preferred: Set(preferred),
                born: Set(born),
                record_number: Set(record_number),
                pronouns: Set(pronouns),
                speaks: Set(speaks),
                reads: Set(reads),
                large_print: Set(large_print),
                phone: Set(phone),
                living: Set(living),
            };
            let row_id = client::Entity::insert(row).exec(tx).await?.last_insert_id;
            say(tx, "INSERT INTO client_words (rowid, words) VALUES (?, ?)", vec![row_id.into(), words.into()]).await
        }
        Fact::Contact { name, relationship, role, phone, emergency } => {
            put(tx, contact::Model { document, client, name, relationship, role, phone, emergency }.into_active_model())
                .await
        }
        Fact::Episode { level, track, from, to, provider, ours } => {
            let weeks = body["projected_weeks"].as_f64().map(|weeks| weeks.round() as i64);
            let row =
                episode::Model { document, client, level, track, from_day: from, to_day: to, provider, ours, weeks };
            put(tx, row.into_active_model()).await
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
            put(tx, row.into_active_model()).await
        }
        Fact::Need { id, text } => {
            let position = position(body, "needs", &id);
            put(tx, need::Model { document, id, client, position, text }.into_active_model()).await
        }
        Fact::Allergies { text } => put(tx, allergy::Model { document, client, text }.into_active_model()).await,
        Fact::Objective { id, number, text, measure, baseline, target, target_date, status } => {
            let number = i64::from(number);
            let row =
                objective::Model { document, id, client, number, text, measure, baseline, target, target_date, status };
            put(tx, row.into_active_model()).await
        }
        Fact::Plan { effective, next_review, statement, statement_gloss } => {
            let row = plan::Model { document, client, effective, next_review, statement, gloss: statement_gloss };
            put(tx, row.into_active_model()).await
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
            put(tx, row.into_active_model()).await?;
            for (objective, progress) in movements(body) {
                put(tx, progress::Model { document, objective, client, on_day: on, progress }.into_active_model())
                    .await?;
            }
            Ok(())
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
            put(tx, row.into_active_model()).await
        }
        Fact::RiskAnswered { on } => {
            put(tx, risk_answer::Model { document, client, on_day: on }.into_active_model()).await
        }
        Fact::Sobriety { since, known_on } => {
            put(tx, sobriety::Model { document, client, since, known_on }.into_active_model()).await
        }
        Fact::Lapse { on, substance } => {
            put(tx, lapse::Model { document, client, on_day: on, substance }.into_active_model()).await
        }
        Fact::Meeting { on, fellowship, verification } => {
            put(tx, meeting::Model { document, client, on_day: on, fellowship, verification }.into_active_model()).await
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
            put(tx, row.into_active_model()).await
        }
        Fact::OnTeam { staff } => match Uuid::parse_str(&staff) {
            Ok(staff) => put(tx, care_team::Model { document, client, staff }.into_active_model()).await,
            Err(_) => Ok(()),
        },
        Fact::Program { name, site, phone, crisis_phone, address } => {
            let row = program::Model { document, name, site, phone, crisis_phone, address, body: body.to_string() };
            put(tx, row.into_active_model()).await
        }
        Fact::Staff { name, credential, role, licence, licence_expires, supervisor, cosigned, active } => {
            let supervisor = Uuid::parse_str(&supervisor).ok();
            let row = staff::Model {
                document,
                name,
                credential,
                role,
                licence,
                licence_expires,
                supervisor,
                cosigned,
                active,
            };
            put(tx, row.into_active_model()).await
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
    Ok(entry::Entity::find().filter(entry::Column::Document.eq(document)).one(db).await?)
}
