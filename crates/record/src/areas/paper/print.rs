//! Paper. Every kind prints; anything for someone else than the client needs a release that covers it, checked at the moment of printing.

use super::matter::{Matter, gather};
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Previewed, Record, Unlocked};
use crate::queries::people;
use crate::views::{BlankForm, Pdf, Print, PrintCheck, Recipient, ReleaseState};
use chrono::NaiveDate;
use clinical::Kind;
use clinical::form::Finding;
use paper::{How, Language, PageContext, Sheet, Size, Unprintable};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use std::sync::PoisonError;

/// What stands in the way, and who may get a copy. The pages are laid out here, once; preview and print take them from there.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn print_check(record: &Record, input: Print) -> Result<PrintCheck> {
    let read = record.read(Act::new("print_check").document(input.document)).await?;
    let matter = gather(read.db(), &read.unlocked, &read.subject, &input, read.now).await?;
    let recipients = recipients(read.db(), &matter, read.today()).await?;
    let mut findings = Vec::new();
    if let Err(unprintable) = pages(&read.unlocked, &matter, &input, read.today()) {
        findings.push(Finding::hold(unprintable.field, unprintable.message));
    }
    if let Some(refused) = recipients.iter().find(|one| one.contact == input.recipient && !one.allowed) {
        findings.push(Finding::hold("recipient", refused.reason.clone()));
    }
    if input.draft {
        findings.push(Finding::advice("", "This is a draft. The paper says so."));
    }
    if matter.context.awaits {
        findings.push(Finding::advice("", "A co-signature is missing. The paper says so."));
    }
    let spanish = matter.reads_spanish();
    if (input.language == "es") != spanish && !input.language.is_empty() {
        findings.push(Finding::due(
            "language",
            if spanish { "This person reads Spanish." } else { "This person reads English." },
        ));
    }
    let languages = Language::ALL.iter().filter(|language| paper::printed_in(matter.kind, **language));
    let word = |chosen: bool, one: &str, other: &str| if chosen { one.to_owned() } else { other.to_owned() };
    Ok(PrintCheck {
        printable: !matter.confidential,
        findings,
        recipients,
        languages: languages.map(|language| language.code().to_owned()).collect(),
        language: word(spanish, "es", "en"),
        size: word(matter.large_print(), "large", "normal"),
        paper: word(matter.a4, "a4", "letter"),
    })
}

/// Pages to look at.
///
/// # Errors
/// `Held` naming what cannot be printed; `NoRelease`; `Forbidden`.
pub async fn preview(record: &Record, input: Print) -> Result<Pdf> {
    let mut read = record.read(Act::new("preview").document(input.document)).await?;
    read.detail(told(&input, read.subject.kind()?));
    let matter = gather(read.db(), &read.unlocked, &read.subject, &input, read.now).await?;
    if let Some(reason) = barred(read.db(), &matter, &input, read.today()).await? {
        return read.refuse(Error::of(Code::NoRelease, reason));
    }
    Ok(Pdf(pages(&read.unlocked, &matter, &input, read.today()).map_err(held)?))
}

/// Pages to hand over; the copy is logged with its recipient before the pages leave.
///
/// # Errors
/// As `preview`.
pub async fn print_document(record: &Record, input: Print) -> Result<Pdf> {
    let mut write = record.release(Act::new("print_document").document(input.document)).await?;
    let today = write.today();
    let matter = gather(&write.tx, &write.unlocked, &write.subject, &input, write.now).await?;
    write.act = write.act.detail(told(&input, matter.kind));
    if let Some(reason) = barred(&write.tx, &matter, &input, today).await? {
        return write.refuse(Error::of(Code::NoRelease, reason)).await;
    }
    let pages = pages(&write.unlocked, &matter, &input, today).map_err(held)?;
    // Logged first: no paper leaves without its row.
    write.done().await?;
    Ok(Pdf(pages))
}

/// An empty form of a kind, to fill by hand: the same fields in the same order as on screen.
///
/// # Errors
/// `Held` where the kind has no labels in this language.
pub async fn blank_form(record: &Record, input: BlankForm) -> Result<Pdf> {
    let detail = format!("{} {} {} {}", input.kind.name(), input.language, input.size, input.paper);
    let write = record.release(Act::new("blank_form").detail(detail)).await?;
    let letterhead = people::letterhead(people::program(&write.tx).await?);
    let (names, context) = (BTreeMap::new(), PageContext::default());
    let how = how(&input.language, &input.size, &input.paper);
    let pages = paper::form(input.kind, None, &names, None, &context, &letterhead, write.today(), how).map_err(held)?;
    write.done().await?;
    Ok(Pdf(pages))
}

/// What the trail keeps of a print: kind, choices and whom it is for.
fn told(input: &Print, kind: Kind) -> String {
    let to = match input.recipient {
        Some(contact) => format!("to {contact}"),
        None => "to the client".into(),
    };
    format!("{} {} {} {} {to}", kind.name(), input.language, input.size, input.paper)
}

fn held(refused: Unprintable) -> Error {
    let finding = Finding::hold(refused.field, refused.message.clone());
    Error::held(refused.message, vec![finding])
}

fn how(language: &str, size: &str, paper: &str) -> How {
    let spoken = Language::ALL.iter().copied().find(|it| it.code() == language);
    How {
        language: spoken.unwrap_or(Language::En),
        size: if size == "large" { Size::Large } else { Size::Normal },
        sheet: if paper == "a4" { Sheet::A4 } else { Sheet::Letter },
    }
}

/// Why this copy may not be made for whom it is asked; none if it may.
async fn barred(db: &impl ConnectionTrait, matter: &Matter, input: &Print, today: NaiveDate) -> Result<Option<String>> {
    let asked = recipients(db, matter, today).await?.into_iter().find(|one| one.contact == input.recipient);
    Ok(match asked {
        Some(one) if one.allowed => None,
        Some(one) => Some(one.reason),
        None => Some("This person is not among the client's contacts.".into()),
    })
}

/// The client first, or the program's own file, then contacts with what their releases say.
async fn recipients(db: &impl ConnectionTrait, matter: &Matter, today: NaiveDate) -> Result<Vec<Recipient>> {
    let allowed = |name: String| Recipient { contact: None, name, allowed: true, reason: String::new() };
    let Some(who) = &matter.who else { return Ok(vec![allowed("The program's own file".into())]) };
    let releases = people::releases(db, who.client, today).await?;
    let mut found = vec![allowed(people::called(who))];
    for contact in people::contacts(db, who.client, &[]).await? {
        let theirs: Vec<_> = releases.iter().filter(|release| release.contact == Some(contact.document)).collect();
        let covered_as = matter.kind.about().covered_as;
        let active = theirs
            .iter()
            .find(|release| release.state == ReleaseState::Active && release.covers.iter().any(|it| it == covered_as));
        let what = format!("the {}", matter.kind.title().to_lowercase());
        let until = |day: Option<NaiveDate>| day.map(|day| day.format("Release to %B %-d, %Y").to_string());
        let (allowed, reason) =
            match (active, theirs.iter().any(|release| release.state == ReleaseState::Active), theirs.last()) {
                _ if covered_as.is_empty() => (false, "No copy of this leaves the program.".into()),
                (Some(release), ..) => (true, until(release.until).unwrap_or_else(|| "Release on file.".into())),
                (None, true, _) => (false, format!("The release for {} does not cover {what}.", contact.name)),
                (None, false, Some(last)) => {
                    (false, format!("The release for {} is not active. {}", contact.name, last.reason))
                }
                (None, false, None) => (false, format!("There is no release for {}.", contact.name)),
            };
        // A copy that leaves cannot be called back: others get what is final.
        let (allowed, reason) = match allowed && matter.context.awaits {
            true => (false, "It waits for a co-signature. Copies leave once it is final.".into()),
            false => (allowed, reason),
        };
        found.push(Recipient { contact: Some(contact.document), name: contact.name, allowed, reason });
    }
    Ok(found)
}

/// The pages, laid out once for a check, the preview and the print that follow each other; they go with the lock.
fn pages(
    unlocked: &Unlocked,
    matter: &Matter,
    input: &Print,
    today: NaiveDate,
) -> std::result::Result<Vec<u8>, Unprintable> {
    if matter.confidential {
        let message = "A counseling note is never printed (42 CFR 2.11).".into();
        return Err(Unprintable { field: String::new(), message });
    }
    let how = how(&input.language, &input.size, &input.paper);
    let of = matter.digest(how, today);
    let mut previewed = unlocked.previewed.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = previewed.as_ref().filter(|known| known.of == of) {
        return Ok(known.pages.clone());
    }
    let pages = matter.pages(how, today)?;
    *previewed = Some(Previewed { of, pages: pages.clone() });
    Ok(pages)
}
