//! Paper. Every kind prints; anything for someone else than the client needs a release that covers it, checked at the moment of printing.

use super::disclosure::{copy_for, disclose, leaving, what};
use super::matter::{Matter, gather};
use crate::error::{Code, Error, Result};
use crate::gate::{Act, Previewed, Record, Unlocked};
use crate::queries::{disclosure, people, restrictions};
use crate::views::{BlankForm, Pdf, Print, PrintCheck, Recipient};
use chrono::NaiveDate;
use clinical::Kind;
use clinical::form::Finding;
use paper::{How, Language, PageContext, Printing, Sheet, Size, Unprintable};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use std::sync::PoisonError;

/// What stands in the way, and who may get a copy. The pages are laid out here, once; preview and print take them from there.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn print_check(record: &Record, input: Print) -> Result<PrintCheck> {
    let read = record.read(Act::new("print_check").document(input.document)).await?;
    let mut matter = gather(read.db(), &read.unlocked, &read.subject, &input, read.now).await?;
    let recipients = recipients(read.db(), &matter, &input, read.today()).await?;
    let mut findings = Vec::new();
    let copy = copy_for(read.db(), &matter, &input, read.today()).await?;
    let goes = copy.as_ref().ok().and_then(Option::as_ref);
    matter.cover = goes.map(|copy| copy.cover(&matter, &input, &read.unlocked.me, read.today()));
    if let Err(unprintable) = pages(&read.unlocked, &matter, &input, read.today()) {
        findings.push(Finding::hold(unprintable.field, unprintable.message));
    }
    if let Err(reason) = copy {
        findings.push(Finding::hold("recipient", reason));
    }
    if input.draft {
        findings.push(Finding::advice("", "This is a draft. The paper says so."));
    }
    findings.extend(beside(matter.context.addenda.len()).map(|said| Finding::advice("", said)));
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

/// What a person is told of addenda before a document with them is printed.
fn beside(addenda: usize) -> Option<String> {
    match addenda {
        0 => None,
        1 => Some("An addendum stands beside this. It is printed with it.".into()),
        many => Some(format!("{many} addenda stand beside this. They are printed with it.")),
    }
}

/// Pages to look at.
///
/// # Errors
/// `Held` naming what cannot be printed; `NoRelease`; `Forbidden`.
pub async fn preview(record: &Record, input: Print) -> Result<Pdf> {
    let mut read = record.read(Act::new("preview").document(input.document)).await?;
    read.detail(told(&input, read.subject.kind()?));
    let mut matter = gather(read.db(), &read.unlocked, &read.subject, &input, read.now).await?;
    let copy = match copy_for(read.db(), &matter, &input, read.today()).await? {
        Ok(copy) => copy,
        Err(reason) => return read.refuse(Error::of(Code::NoRelease, reason)),
    };
    matter.cover = copy.map(|copy| copy.cover(&matter, &input, &read.unlocked.me, read.today()));
    Ok(Pdf(pages(&read.unlocked, &matter, &input, read.today()).map_err(held)?))
}

/// Pages to hand over. A copy for somebody else is a disclosure: its document is in the record, with its row, before the first byte leaves.
///
/// # Errors
/// As `preview`.
pub async fn print_document(record: &Record, input: Print) -> Result<Pdf> {
    let mut write = record.release(Act::new("print_document").document(input.document)).await?;
    let today = write.today();
    let mut matter = gather(&write.tx, &write.unlocked, &write.subject, &input, write.now).await?;
    write.act = write.act.detail(told(&input, matter.kind));
    let copy = match copy_for(&write.tx, &matter, &input, today).await? {
        Ok(copy) => copy,
        Err(reason) => return write.refuse(Error::of(Code::NoRelease, reason)).await,
    };
    matter.cover = copy.as_ref().map(|copy| copy.cover(&matter, &input, &write.unlocked.me, today));
    let pages = pages(&write.unlocked, &matter, &input, today).map_err(held)?;
    if let Some(copy) = copy {
        disclose(&write, &matter, &input, copy, paper::count(&pages)).await?;
    }
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
    let people = BTreeMap::new();
    let with = Printing {
        client: None,
        people: &people,
        names: &names,
        context: &context,
        letterhead: &letterhead,
        printed: write.today(),
        how,
        cover: None,
    };
    let pages = paper::form(input.kind, None, &with).map_err(held)?;
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

/// The client first, or the program's own file, then contacts with what their releases say.
async fn recipients(
    db: &impl ConnectionTrait,
    matter: &Matter,
    input: &Print,
    today: NaiveDate,
) -> Result<Vec<Recipient>> {
    let own =
        |name: String| Recipient { contact: None, name, allowed: true, reason: String::new(), purpose: String::new() };
    let Some(who) = &matter.who else { return Ok(vec![own("The program's own file".into())]) };
    let (releases, standing, contacts) = tokio::try_join!(
        people::releases(db, who.client, today),
        restrictions::of_chart(db, who.client),
        people::contacts(db, who.client, &[])
    )?;
    let (what, mut found) = (what(matter), vec![own(people::called(who))]);
    let until = |day: Option<NaiveDate>| day.map(|day| day.format("Release to %B %-d, %Y").to_string());
    for contact in contacts {
        let purpose = if input.recipient == Some(contact.document) { input.purpose.as_str() } else { "" };
        let (allowed, reason, purpose) =
            match disclosure::may_go(&contact, &releases, &leaving(matter, &standing, &what, purpose)) {
                Ok(release) => {
                    (true, until(release.until).unwrap_or_else(|| "Release on file.".into()), release.purpose.clone())
                }
                Err(reason) => (false, reason, String::new()),
            };
        found.push(Recipient { contact: Some(contact.document), name: contact.name, allowed, reason, purpose });
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
