//! What goes onto a page: a body, whom it is about, the words behind its ids, and how it stands in the record.

use crate::canonical::{self, Statement, VersionStatus};
use crate::error::{Error, Result};
use crate::gate::{Subject, Unlocked};
use crate::ledger::body;
use crate::projections::entry::Cosign;
use crate::projections::rebuild::versions;
use crate::projections::{Stored, client, entry};
use crate::queries::check_context::{check_context, counted};
use crate::queries::disclosure::LastWord;
use crate::queries::{people, plan};
use crate::storage::signature;
use crate::views::{Print, named};
use chrono::{DateTime, FixedOffset, NaiveDate};
use clinical::Kind;
use clinical::names::full;
use paper::{
    Addendum, Client, Cover, Hand, How, Letterhead, Mark, PageContext, Person, Signer, Unprintable, Withdrawn,
};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Everything that goes onto the pages of a document.
pub(super) struct Matter {
    pub kind: Kind,
    /// None for documents of the program.
    pub who: Option<client::Model>,
    pub body: Value,
    pub context: PageContext,
    /// Whether this is what the record has to say in the end.
    pub last_word: LastWord,
    /// Kept between its author and the supervisor: never printed.
    pub confidential: bool,
    /// The program's paper is A4.
    pub a4: bool,
    /// The program gives the long wording of the notice to others.
    pub long_notice: bool,
    letterhead: Letterhead,
    people: BTreeMap<String, Person>,
    names: BTreeMap<String, String>,
    /// The cover of a copy for somebody outside.
    pub cover: Option<Cover>,
}

/// Gathers it: my draft, or the version in force with its signatures, additions and withdrawal.
pub(super) async fn gather(
    db: &impl ConnectionTrait,
    unlocked: &Unlocked,
    subject: &Subject,
    input: &Print,
    now: DateTime<FixedOffset>,
) -> Result<Matter> {
    let kind = subject.kind()?;
    let (body, client, context, last_word) = if input.draft {
        let draft = subject.draft()?;
        let number = subject.entry.as_ref().map_or(1, |entry| entry.number + 1);
        let version = u32::try_from(number).unwrap_or(1);
        let context = PageContext { version, draft: true, ..PageContext::default() };
        let body = serde_json::from_str(&draft.body)?;
        let around = check_context(db, kind, draft.document, draft.client, subject.entry.as_ref(), &body, now);
        let around = Box::pin(around).await?;
        let body = counted(kind, body, &around)?;
        (body, draft.client, context, LastWord::Draft)
    } else {
        let entry = subject.entry()?;
        let last_word = match (entry.status, entry.cosign) {
            (VersionStatus::Retracted, _) => LastWord::Withdrawn,
            _ if entry.heads > 1 => LastWord::Conflict,
            (_, Cosign::Awaits | Cosign::Returned) => LastWord::Awaits,
            (_, Cosign::Final) => LastWord::Final,
        };
        let for_others = input.recipient.is_some() || input.under.is_some();
        let stands = Box::pin(stands(db, unlocked, entry, for_others));
        let (body, context) = tokio::try_join!(body::of_version(db, &entry.version), stands)?;
        (body, entry.client, context, last_word)
    };
    let who = async {
        match client {
            Some(client) => Ok(Some(people::client_row(db, client).await?)),
            None => Ok(None),
        }
    };
    let (who, profile, people) = tokio::try_join!(who, people::program(db), persons(db, unlocked, client))?;
    let (a4, long_notice) = profile.as_ref().map(|row| (row.a4, row.long_notice)).unwrap_or_default();
    let names = names(db, kind, &body, client, &people, now.date_naive()).await?;
    let confidential = kind.in_confidence(&body);
    let letterhead = people::letterhead(profile);
    Ok(Matter {
        kind,
        who,
        body,
        context,
        last_word,
        confidential,
        a4,
        long_notice,
        letterhead,
        people,
        names,
        cover: None,
    })
}

impl Matter {
    /// Papers are in the language the body or the person asks for.
    pub(super) fn reads_spanish(&self) -> bool {
        let reads = |who: &client::Model| who.reads.split_whitespace().any(|it| it == "es") || who.speaks == "es";
        let spanish = paper::printed_in(self.kind, paper::Language::Es);
        let asked = self.body["language"].as_str().filter(|language| ["en", "es"].contains(language));
        spanish && asked.map_or_else(|| self.who.as_ref().is_some_and(reads), |language| language == "es")
    }

    pub(super) fn large_print(&self) -> bool {
        let usual = self.who.as_ref().is_some_and(|who| who.large_print);
        self.body["large_print"].as_bool().unwrap_or(usual)
    }

    /// Tells two sets of pages apart: everything that goes onto them is in it.
    pub(super) fn digest(&self, how: How, today: NaiveDate) -> [u8; 32] {
        let page = (&self.kind, &self.body, &self.context, &self.letterhead, &self.people, &self.names, &self.cover);
        let all = format!("{page:?} {:?} {how:?} {today}", self.client());
        canonical::hash(all.as_bytes())
    }

    pub(super) fn client(&self) -> Option<Client> {
        self.who.as_ref().map(|who| Client {
            preferred: [&who.preferred, &who.legal_first, &who.legal_last]
                .into_iter()
                .find(|name| !name.trim().is_empty())
                .cloned()
                .unwrap_or_default(),
            legal: full(&who.legal_first, &who.legal_last),
            born: who.born,
            record_number: who.record_number.clone(),
        })
    }

    /// Lays the pages out: on a page of its own where the kind has one, else from its form.
    pub(super) fn pages(&self, how: How, today: NaiveDate) -> std::result::Result<Vec<u8>, Unprintable> {
        let client = self.client();
        let with = paper::Printing {
            client: client.as_ref(),
            people: &self.people,
            names: &self.names,
            context: &self.context,
            letterhead: &self.letterhead,
            printed: today,
            how,
            cover: self.cover.as_ref(),
        };
        paper::document(self.kind, &self.body, &with)
    }
}

/// How the version in force stands: its number, whose signatures it carries, what was added to it, whether it was withdrawn. An addendum that was
/// returned is not on paper, and one that waits for its co-signature leaves to nobody else.
async fn stands(
    db: &impl ConnectionTrait,
    unlocked: &Unlocked,
    entry: &entry::Model,
    for_others: bool,
) -> Result<PageContext> {
    let stored = versions(db, entry.document).await?;
    let of_this = |it: &&Stored| it.row.number == entry.number;
    let ids: Vec<Vec<u8>> = stored.iter().filter(of_this).map(|it| it.row.id.clone()).collect();
    let marks = signature::Entity::find()
        .filter(signature::Column::Version.is_in(ids))
        .order_by_asc(signature::Column::SignedAt)
        .all(db)
        .await?;
    let staff = unlocked.staff().await?;
    let mut context = PageContext {
        version: u32::try_from(entry.number).unwrap_or(1),
        awaits: entry.cosign != Cosign::Final,
        ..PageContext::default()
    };
    for it in stored.iter().filter(of_this) {
        let at = it.envelope.local().map(|at| at.naive_local()).unwrap_or_default();
        let (signers, hands) = signatures(it, &marks)?;
        let author = people::signed_as(&staff, it.row.author);
        let marked = |meaning: &str| marks.iter().any(|mark| mark.version == it.row.id && mark.meaning == meaning);
        let waits = marked("author_supervised") && !marked("co_signer");
        match it.row.status {
            VersionStatus::Recorded | VersionStatus::Signed if it.row.id == entry.version => {
                (context.signers, context.marks) = (signers, hands);
            }
            VersionStatus::Addendum if waits && (for_others || marked("returned")) => {}
            VersionStatus::Addendum => context.addenda.push(Addendum {
                author,
                at,
                reason: it.envelope.reason.clone(),
                text: it.envelope.body["text"].as_str().unwrap_or_default().to_owned(),
                signers,
            }),
            VersionStatus::Retracted => {
                context.withdrawn = Some(Withdrawn { author, at, reason: it.envelope.reason.clone() });
            }
            VersionStatus::Recorded | VersionStatus::Signed => {}
        }
    }
    Ok(context)
}

/// Staff signatures and marks by hand of one version, each checked against its bytes and told on the clock it was made by.
fn signatures(of: &Stored, marks: &[signature::Model]) -> Result<(Vec<Signer>, Vec<Mark>)> {
    let (mut signers, mut hands) = (Vec::new(), Vec::new());
    for mark in marks.iter().filter(|mark| mark.version == of.row.id) {
        if !canonical::verifies(&of.row.bytes, &of.row.id, &mark.statement, &mark.mark) {
            return Err(Error::held(
                "The signature of this document does not fit its text. It will not be printed.",
                Vec::new(),
            ));
        }
        let said: Statement = serde_json::from_slice(&mark.statement)?;
        let clock: Option<DateTime<FixedOffset>> = DateTime::parse_from_rfc3339(&said.at).ok();
        let at = clock.map(|at| at.naive_local()).unwrap_or_default();
        let hand = match said.meaning.as_str() {
            "client" => Some(Hand::Client),
            "family" => Some(Hand::Family),
            "guardian" => Some(Hand::Guardian),
            _ => None,
        };
        match (hand, said.drawing) {
            (Some(hand), Some(drawing)) => {
                let name = named(&said.name, &said.relationship.unwrap_or_default());
                hands.push(Mark { hand, name, drawing, witness: said.witness.unwrap_or_default(), at });
            }
            _ if said.meaning == "returned" => {}
            _ => signers.push(Signer { name: said.name, credential: said.credential, meaning: said.meaning, at }),
        }
    }
    Ok((signers, hands))
}

/// Everyone a document may name: the client's contacts and the staff.
async fn persons(
    db: &impl ConnectionTrait,
    unlocked: &Unlocked,
    client: Option<Uuid>,
) -> Result<BTreeMap<String, Person>> {
    let mut found = BTreeMap::new();
    if let Some(client) = client {
        for contact in people::contacts(db, client, &[]).await? {
            let person = Person { name: contact.name, phone: contact.phone, relationship: contact.relationship };
            found.insert(contact.document.to_string(), person);
        }
    }
    for (id, staff) in unlocked.staff().await?.iter() {
        let name = named(&staff.name, &staff.credential);
        found.insert(id.to_string(), Person { name, phone: String::new(), relationship: String::new() });
    }
    Ok(found)
}

/// The words behind every id that a body may hold.
async fn names(
    db: &impl ConnectionTrait,
    kind: Kind,
    body: &Value,
    client: Option<Uuid>,
    people: &BTreeMap<String, Person>,
    today: NaiveDate,
) -> Result<BTreeMap<String, String>> {
    let mut names: BTreeMap<String, String> =
        people.iter().map(|(id, person)| (id.clone(), person.name.clone())).collect();
    let told_of = kind.clients(body).unwrap_or_default();
    let ids: Vec<Uuid> = told_of.iter().filter_map(|id| Uuid::parse_str(id).ok()).collect();
    let of_chart = Box::pin(async {
        match client {
            Some(client) => {
                tokio::try_join!(plan::named_ever(db, client), people::releases(db, client, today))
            }
            None => Ok(Default::default()),
        }
    });
    let ((ever, releases), told_of) = tokio::try_join!(of_chart, people::lines(db, ids))?;
    if client.is_some() {
        names.extend(ever);
        for release in releases {
            let contact = release.contact.and_then(|id| people.get(&id.to_string()));
            let to = contact.map_or(release.recipient, |contact| contact.name.clone());
            names.insert(release.document.to_string(), to);
        }
    }
    names.extend(told_of.into_iter().map(|(id, line)| (id.to_string(), line.name)));
    Ok(names)
}
