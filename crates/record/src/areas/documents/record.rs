//! Putting a draft into the record without a signature, and what every draft must pass before it enters.

use super::document::{standing, written};
use super::drafts::{checked_in, heads, only_by_its_command, revisable, stay_among, stays_asked};
use crate::canonical::VersionStatus;
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Record, Write, missing};
use crate::ledger::append::Fresh;
use crate::ledger::body;
use crate::projections::entry::Cosign;
use crate::queries::check_context::{check_context, counted};
use crate::queries::names::{Names, Person};
use crate::storage::draft;
use crate::typed::plain;
use crate::views::{DocumentView, RecordDocument};
use clinical::Kind;
use clinical::form::{Finding, Weight};
use clinical::kind::{Finish, StartsFrom};
use clinical::names::{Identity, likely_same};
use serde_json::Value;
use uuid::Uuid;

/// Puts a draft into the record. Kinds that need a signature are signed instead.
///
/// # Errors
/// `Held` with findings, `Stale`, `Duplicate` for a likely second chart of one person.
pub async fn record_document(record: &Record, input: RecordDocument) -> Result<DocumentView> {
    let mut write = record.write(Act::new("record_document").document(input.document)).await?;
    let Ok(row) = write.subject.draft().cloned() else {
        // A second press on the same button finds the work done; it shows nothing that is not one's own.
        own_work(&write)?;
        return standing(&write.tx, input.document, &write.viewer().await?, Some(false)).await;
    };
    let Ready { kind, stay, body } = ready(&write, &row, input.rev).await?;
    only_by_its_command(kind)?;
    if kind.about().finish != Finish::Recorded {
        return Err(Error::of(Code::Held, "This document is signed, not only recorded."));
    }
    if kind.about().starts == StartsFrom::Clients && input.duplicate_reason.trim().is_empty() {
        let alike = alike(&*write.unlocked.names().await?, &body, row.client);
        if !alike.is_empty() {
            let message =
                "Someone like this is in the record already. Open that chart, or say why this is another person.";
            return Err(Error { code: Code::Duplicate, message: message.into(), findings: alike });
        }
    }
    write.act = write.act.detail(kind.name());
    // A likely duplicate is kept for a reason, and some kinds ask why they change.
    let duplicate_reason = match input.duplicate_reason.trim() {
        "" => String::new(),
        reason => plain(reason, "duplicate_reason")?,
    };
    let asked = [duplicate_reason.as_str(), body["revision_reason"].as_str().unwrap_or_default().trim()];
    let reason = asked.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    let fresh = Fresh {
        document: row.document,
        kind,
        client: row.client,
        stay,
        status: VersionStatus::Recorded,
        reason: &reason,
        body,
        earlier: write.subject.entry.clone(),
        drafted: Some(row.author),
    };
    let wrote = write.append(fresh, None).await?;
    let view = written(&write, row.document, wrote).await?;
    write.done().await?;
    Ok(view)
}

/// The document is in the record already, by this very person.
///
/// # Errors
/// `NotFound`.
pub(super) fn own_work(write: &Write) -> Result<()> {
    let entry = write.subject.entry()?;
    if entry.author == write.me() { Ok(()) } else { Err(missing()) }
}

/// A draft that may enter the record.
pub(super) struct Ready {
    pub kind: Kind,
    /// The stay it belongs to.
    pub stay: Option<Uuid>,
    pub body: Value,
}

/// Checks a draft once more, as it lies in the file, before it enters the record.
///
/// # Errors
/// `Stale` if another window saved since, `Signed` for what may not be changed, `Held` with findings at their fields.
pub(super) async fn ready(write: &Write, row: &draft::Model, rev: u32) -> Result<Ready> {
    if row.rev != i64::from(rev) {
        return Err(Error::of(Code::Stale, "This draft was changed in another window. Look at the newer text first."));
    }
    let kind = write.subject.kind()?;
    let mut body: Value = serde_json::from_str(&row.body)?;
    let earlier = write.subject.entry.as_ref();
    if let Some(entry) = earlier
        && (entry.cosign == Cosign::Awaits || !revisable(kind, entry, write.me()))
    {
        return Err(Error::of(Code::Signed, "This is signed and locked. You can add to it; you cannot change it."));
    }
    if let Some(client) = row.client
        && !kind.about().clinical_keys.is_empty()
        && !write.viewer().await?.clinical(client)
    {
        // Who does not read these keys does not change them either.
        let before = match earlier {
            Some(entry) => body::of_version(&write.tx, &entry.version).await?,
            None => kind.blank(),
        };
        for key in kind.about().clinical_keys {
            body[*key] = before[*key].clone();
        }
    }
    // Nothing is signed that was not asked, and nothing hidden holds it.
    let body = kind.answered(&body)?;
    let (heads, context, stays) = tokio::try_join!(
        heads(&write.tx, row.document),
        Box::pin(check_context(&write.tx, kind, row.document, row.client, earlier, &body, write.now)),
        stays_asked(write, kind, row.client)
    )?;
    if row.follows != heads {
        let message = "Another version entered the record since this draft began. Look at both; your text is kept.";
        return Err(Error::of(Code::Followed, message));
    }
    let (findings, _) = checked_in(&context, kind, &body)?;
    let held: Vec<Finding> = findings.into_iter().filter(|finding| finding.weight == Weight::Hold).collect();
    if held.is_empty() {
        let body = counted(kind, body, &context)?;
        let stay = stay_among(&stays, kind, row.document, row.client, &body, earlier, write.today())?;
        return Ok(Ready { kind, stay, body });
    }
    let message = if held.len() == 1 {
        "1 thing to settle first.".to_owned()
    } else {
        format!("{} things to settle first.", held.len())
    };
    Err(Error::held(message, held))
}

/// Clients who might be the same person. Whoever was one already before this version was told apart, with a reason, when the second of the
/// two charts began.
fn alike(names: &Names, body: &Value, own: Option<Uuid>) -> Vec<Finding> {
    let text = |field: &str| body[field].as_str().unwrap_or_default();
    let own = own.and_then(|client| names.of(client));
    let mut former: Vec<&str> =
        body["former_names"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    former.extend(own.into_iter().flat_map(Person::former));
    let mine = Identity {
        first: text("legal_first"),
        middle: text("legal_middle"),
        last: text("legal_last"),
        called: text("preferred_name"),
        former,
        born: clinical::rules::day(text("birth_date")),
    };
    let told_apart = |person: &Person| own.is_some_and(|own| likely_same(&own.identity(), &person.identity()));
    let finding = |person: &Person| {
        // The field carries the chart to open; the sentence says who was found.
        Finding::hold(person.client.to_string(), person.introduced())
    };
    let others = names.like(&mine).filter(|person| own.is_none_or(|own| own.client != person.client));
    others.filter(|person| !told_apart(person)).map(finding).collect()
}
