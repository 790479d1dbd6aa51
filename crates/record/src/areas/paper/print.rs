//! Paper. Anything for someone else than the client needs a release that covers it, checked at the moment of printing.

use super::drafts::{body_of, kind_of, mine, missing};
use super::reading;
use crate::gate::{Act, Read};
use crate::projections::cosignature::FINAL;
use crate::gate::Record;
use crate::error::{Code, Error, Result};
use crate::queries::{people, plan};
use clinical::permission::Permission;
use crate::projections::entry_of;
use crate::views::Pdf;
use crate::projections::{client, program};
use crate::storage::{signature, version};
use crate::views::{Print, PrintCheck, Recipient, ReleaseState};
use clinical::Kind;
use clinical::form::Finding;
use paper::{Client, Hand, How, Language, Letterhead, Mark, Person, Sheet, Signer, Size, DocumentStatus, Unprintable};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Whether this kind has a printed form.
pub(crate) fn prints(kind: Kind) -> bool {
    matches!(kind, Kind::AftercarePlan | Kind::TreatmentPlan)
}

/// What stands in the way, and who may get a copy.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn print_check(record: &Record, input: Print) -> Result<PrintCheck> {
    if !prints(kind_asked(record, &input).await?) {
        let findings = vec![Finding::hold("", "This document has no printed form yet.")];
        let plain = |text: &str| text.to_owned();
        return Ok(PrintCheck {
            printable: false,
            findings,
            recipients: Vec::new(),
            language: plain("en"),
            size: plain("normal"),
            paper: plain("letter"),
        });
    }
    let (read, matter) = gather(record, "print_check", &input).await?;
    let db = read.db();
    let who = people::client_row(db, matter.client).await?;
    let profile = people::program(db).await?;
    let recipients = recipients(&read, &matter).await?;
    let mut findings = Vec::new();
    if let Err(unprintable) = pages(&read, &matter, &input).await {
        findings.push(Finding::hold(unprintable.field, unprintable.message));
    }
    if let Some(refused) = recipients.iter().find(|one| one.contact == input.recipient && !one.allowed) {
        findings.push(Finding::hold("recipient", refused.reason.clone()));
    }
    if input.draft {
        findings.push(Finding::advice("", "This is a draft. The paper says so."));
    }
    if matter.awaits {
        findings.push(Finding::advice("", "A co-signature is missing. The paper says so."));
    }
    let reads = |language: &str| who.reads.split_whitespace().any(|it| it == language);
    let spanish =
        matter.body["language"].as_str().map_or_else(|| reads("es") || who.speaks == "es", |language| language == "es");
    let large = matter.body["large_print"].as_bool().unwrap_or(who.large_print);
    if (input.language == "es") != spanish && !input.language.is_empty() {
        findings.push(Finding::due(
            "language",
            if spanish { "This person reads Spanish." } else { "This person reads English." },
        ));
    }
    let paper = profile
        .and_then(|row| serde_json::from_str::<Value>(&row.body).ok())
        .and_then(|body| body["paper"].as_str().map(str::to_owned));
    Ok(PrintCheck {
        printable: true,
        findings,
        recipients,
        language: if spanish { "es" } else { "en" }.into(),
        size: if large { "large" } else { "normal" }.into(),
        paper: paper.filter(|paper| paper == "a4").unwrap_or_else(|| "letter".into()),
    })
}

/// Pages to look at.
///
/// # Errors
/// `Held` naming what cannot be printed; `NoRelease`; `Forbidden`.
pub async fn preview(record: &Record, input: Print) -> Result<Pdf> {
    printed(record, "preview", input).await
}

/// Pages to hand over; the copy is logged with its recipient before the pages leave.
///
/// # Errors
/// As `preview`.
pub async fn print_document(record: &Record, input: Print) -> Result<Pdf> {
    printed(record, "print_document", input).await
}

async fn printed(record: &Record, action: &str, input: Print) -> Result<Pdf> {
    let (read, matter) = gather(record, action, &input).await?;
    if !prints(matter.kind) {
        return Err(Error::held("This document has no printed form yet.", Vec::new()));
    }
    let about = format!("{} {} {} {}", matter.kind.name(), input.language, input.size, input.paper);
    let about = match input.recipient {
        Some(contact) => format!("{about} to {contact}"),
        None => format!("{about} to the client"),
    };
    let act =
        Act::new(action).needs(Permission::Print).client(Some(matter.client)).document(input.document).detail(about);
    let asked = recipients(&read, &matter).await?.into_iter().find(|one| one.contact == input.recipient);
    let barred = match asked {
        Some(one) if one.allowed => None,
        Some(one) => Some(one.reason),
        None => Some("This person is not among the client's contacts.".into()),
    };
    if let Some(reason) = barred {
        record.act(act.refused()).await?.done().await?;
        return Err(Error::of(Code::NoRelease, reason));
    }
    let pages = pages(&read, &matter, &input).await.map_err(|refused| {
        let finding = Finding::hold(refused.field, refused.message.clone());
        Error::held(refused.message, vec![finding])
    })?;
    // Logged first: no paper leaves without its row.
    record.act(act).await?.done().await?;
    Ok(Pdf(pages))
}

async fn kind_asked(record: &Record, input: &Print) -> Result<Kind> {
    let read = record.see(Act::new("print_check").quiet()).await?;
    let name = if input.draft {
        mine(read.db(), read.me(), input.document).await?.map(|row| row.kind)
    } else {
        entry_of(read.db(), input.document).await?.map(|entry| entry.kind)
    };
    kind_of(&name.ok_or_else(missing)?)
}

struct Matter {
    kind: Kind,
    client: Uuid,
    body: Value,
    version: u32,
    draft: bool,
    awaits: bool,
    signers: Vec<Signer>,
    marks: Vec<Mark>,
}

async fn gather(record: &Record, action: &str, input: &Print) -> Result<(Read, Matter)> {
    let read = record
        .see(Act::new(action).needs(reading(kind_asked(record, input).await?)).document(input.document).quiet())
        .await?;
    let db = read.db();
    let entry = entry_of(db, input.document).await?;
    let matter = if input.draft {
        let row = mine(db, read.me(), input.document).await?.ok_or_else(missing)?;
        let version = entry.map_or(1, |entry| u32::try_from(entry.number + 1).unwrap_or(1));
        let client = row.client.ok_or_else(missing)?;
        Matter {
            kind: kind_of(&row.kind)?,
            client,
            body: serde_json::from_str(&row.body)?,
            version,
            draft: true,
            awaits: false,
            signers: Vec::new(),
            marks: Vec::new(),
        }
    } else {
        let entry = entry.filter(|entry| entry.status != "retracted").ok_or_else(missing)?;
        let client = entry.client.ok_or_else(missing)?;
        let (signers, marks) = signatures(db, &entry.version).await?;
        Matter {
            kind: kind_of(&entry.kind)?,
            client,
            body: body_of(db, &entry.version).await?,
            version: u32::try_from(entry.number).unwrap_or(1),
            draft: false,
            awaits: entry.cosign != FINAL,
            signers,
            marks,
        }
    };
    Ok((read, matter))
}

/// Staff signatures and marks by hand, each checked against the version's bytes.
async fn signatures(db: &impl ConnectionTrait, id: &[u8]) -> Result<(Vec<Signer>, Vec<Mark>)> {
    let row = version::Entity::find().filter(version::Column::Id.eq(id.to_vec())).one(db).await?.ok_or_else(missing)?;
    let offset = chrono::DateTime::parse_from_rfc3339(&crate::canonical::Envelope::read(&row.bytes)?.wall)
        .map_err(|_| Error::broken("This version has no time."))?;
    let rows = signature::Entity::find()
        .filter(signature::Column::Version.eq(id.to_vec()))
        .order_by_asc(signature::Column::SignedAt)
        .all(db)
        .await?;
    let (mut signers, mut marks) = (Vec::new(), Vec::new());
    for mark in rows {
        if !crate::canonical::verifies(&row.bytes, &row.id, &mark.statement, &mark.mark) {
            return Err(Error::held(
                "The signature of this document does not fit its text. It will not be printed.",
                Vec::new(),
            ));
        }
        let said: crate::canonical::Statement = serde_json::from_slice(&mark.statement)?;
        let at = mark.signed_at.with_timezone(offset.offset()).naive_local();
        let hand = match said.meaning.as_str() {
            "client" => Some(Hand::Client),
            "family" => Some(Hand::Family),
            "guardian" => Some(Hand::Guardian),
            _ => None,
        };
        match (hand, said.drawing) {
            (Some(hand), Some(drawing)) => {
                let name = people::named(&said.name, &said.relationship.unwrap_or_default());
                marks.push(Mark { hand, name, drawing, witness: said.witness.unwrap_or_default(), at });
            }
            _ if said.meaning == "returned" => {}
            _ => signers.push(Signer { name: said.name, credential: said.credential, meaning: said.meaning, at }),
        }
    }
    Ok((signers, marks))
}

async fn recipients(read: &Read, matter: &Matter) -> Result<Vec<Recipient>> {
    let db = read.db();
    let releases = people::releases(db, matter.client, read.today()).await?;
    let who = people::client_row(db, matter.client).await?;
    let mut found = vec![Recipient { contact: None, name: people::called(&who), allowed: true, reason: String::new() }];
    for contact in people::contacts(db, matter.client, &[]).await? {
        let theirs: Vec<_> = releases.iter().filter(|release| release.contact == Some(contact.document)).collect();
        let active = theirs.iter().find(|release| {
            release.state == ReleaseState::Active && release.covers.iter().any(|it| it == matter.kind.covered_as())
        });
        let what = format!("the {}", matter.kind.title().to_lowercase());
        let until = |day: Option<chrono::NaiveDate>| day.map(|day| day.format("Release to %B %-d, %Y").to_string());
        let (allowed, reason) =
            match (active, theirs.iter().any(|release| release.state == ReleaseState::Active), theirs.last()) {
                (Some(release), ..) => (true, until(release.until).unwrap_or_else(|| "Release on file.".into())),
                (None, true, _) => (false, format!("The release for {} does not cover {what}.", contact.name)),
                (None, false, Some(last)) => {
                    (false, format!("The release for {} is not active. {}", contact.name, last.reason))
                }
                (None, false, None) => (false, format!("There is no release for {}.", contact.name)),
            };
        // A copy that leaves cannot be called back: others get what is final.
        let (allowed, reason) = match allowed && matter.awaits {
            true => (false, "It waits for a co-signature. Copies leave once it is final.".into()),
            false => (allowed, reason),
        };
        found.push(Recipient { contact: Some(contact.document), name: contact.name, allowed, reason });
    }
    Ok(found)
}

async fn pages(read: &Read, matter: &Matter, input: &Print) -> std::result::Result<Vec<u8>, Unprintable> {
    let broken = |error: Error| Unprintable { field: String::new(), message: error.message };
    let db = read.db();
    let who = people::client_row(db, matter.client).await.map_err(broken)?;
    let letterhead = letterhead(people::program(db).await.map_err(broken)?);
    let people = persons(db, matter.client).await.map_err(broken)?;
    let client = client_of(&who);
    let standing = DocumentStatus {
        version: matter.version,
        draft: matter.draft,
        superseded: false,
        awaits: matter.awaits,
        signers: matter.signers.clone(),
        marks: matter.marks.clone(),
    };
    let how = How {
        language: if input.language == "es" { Language::Es } else { Language::En },
        size: if input.size == "large" { Size::Large } else { Size::Normal },
        sheet: if input.paper == "a4" { Sheet::A4 } else { Sheet::Letter },
    };
    let misshapen = |_| Unprintable { field: String::new(), message: "This document cannot be laid out.".into() };
    match matter.kind {
        Kind::TreatmentPlan => {
            let body = serde_json::from_value(matter.body.clone()).map_err(misshapen)?;
            let needs =
                plan::needs(db, matter.client).await.map_err(broken)?.into_iter().map(|it| (it.id, it.label)).collect();
            paper::treatment_plan(&body, &needs, &client, &people, &standing, &letterhead, read.today(), how)
        }
        _ => {
            let body = serde_json::from_value(matter.body.clone()).map_err(misshapen)?;
            paper::aftercare_plan(&body, &client, &people, &standing, &letterhead, read.today(), how)
        }
    }
}

fn client_of(who: &client::Model) -> Client {
    Client {
        preferred: if who.preferred.is_empty() { who.legal_first.clone() } else { who.preferred.clone() },
        legal: format!("{} {}", who.legal_first, who.legal_last).trim().to_owned(),
        born: who.born,
        record_number: who.record_number.clone(),
    }
}

/// Everyone a plan may name: the client's contacts and the staff.
async fn persons(db: &impl ConnectionTrait, client: Uuid) -> Result<BTreeMap<String, Person>> {
    let mut found = BTreeMap::new();
    for contact in people::contacts(db, client, &[]).await? {
        found.insert(
            contact.document.to_string(),
            Person { name: contact.name, phone: contact.phone, relationship: contact.relationship },
        );
    }
    for (id, staff) in people::staff_names(db).await? {
        let name =
            if staff.credential.is_empty() { staff.name } else { format!("{}, {}", staff.name, staff.credential) };
        found.insert(id.to_string(), Person { name, phone: String::new(), relationship: String::new() });
    }
    Ok(found)
}

pub(crate) fn letterhead(profile: Option<program::Model>) -> Letterhead {
    profile.map_or_else(
        || Letterhead {
            program: String::new(),
            site: String::new(),
            phone: String::new(),
            crisis_phone: String::new(),
            address: String::new(),
        },
        |row| Letterhead {
            program: row.name,
            site: row.site,
            phone: row.phone,
            crisis_phone: row.crisis_phone,
            address: row.address,
        },
    )
}
