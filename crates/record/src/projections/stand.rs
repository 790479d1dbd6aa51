//! How a document stands by all of its heads, and what of that the tables hold. The same code runs when a version is written and when every
//! table is made anew, so both give equal tables.

use super::entry::Cosign;
use super::table::{Of, Table};
use super::{TABLES, entry, entry_words};
use crate::canonical::{Envelope, VersionStatus};
use crate::error::Result;
use crate::storage::rows::Rows;
use crate::storage::version;
use clinical::Kind;
use clinical::facts::{Fact, Remembered, by_history, together};
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A version of the file, read.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub row: version::Model,
    pub envelope: Envelope,
}

impl Stored {
    pub(crate) fn of(row: version::Model) -> Result<Self> {
        let envelope = Envelope::read(&row.bytes)?;
        Ok(Self { row, envelope })
    }

    fn is(&self, status: VersionStatus) -> bool {
        self.row.status == status
    }
}

/// What writing changed: the document's row, and the names of the tables that now hold something else.
pub(crate) struct Changed {
    /// None for a kind of a newer app.
    pub entry: Option<entry::Model>,
    pub tables: BTreeSet<&'static str>,
}

struct Stand {
    entry: entry::Model,
    facts: Vec<Fact>,
    words: String,
}

/// Brings the tables from how the document stood `before` to how it stands `now`; each is all of its versions in order of time.
pub(crate) fn show(rows: &mut Rows, before: &[Stored], now: &[Stored]) -> Result<Changed> {
    let (was, is) = (stand(before)?, stand(now)?);
    let mut tables = BTreeSet::new();
    let Some(is) = is else { return Ok(Changed { entry: None, tables }) };
    let of = Of { document: is.entry.document, client: is.entry.client.unwrap_or_default(), stay: is.entry.stay };
    let row = is.entry.clone().into_active_model();
    match &was {
        Some(_) => rows.change(row.reset_all())?,
        None => rows.put(row),
    }
    let (old_facts, old_words) = was.as_ref().map_or((&[][..], ""), |was| (&was.facts, &was.words));
    let moved = was.as_ref().is_some_and(|was| was.entry.stay != is.entry.stay);
    if old_facts != is.facts || moved {
        for table in TABLES.iter().filter(|table| old_facts.iter().any(|fact| fills(table, &of, fact))) {
            rows.add(table.clearing(&of));
            tables.insert(table.name);
        }
        for fact in &is.facts {
            for table in TABLES {
                if let Some(row) = (table.row)(&of, fact) {
                    rows.add(row);
                    tables.insert(table.name);
                }
            }
        }
    }
    if old_words != is.words {
        if !old_words.is_empty() {
            rows.add(entry_words::clearing(of.document));
        }
        if !is.words.is_empty() {
            rows.add(entry_words::row(of.document, &is.words));
        }
    }
    Ok(Changed { entry: Some(is.entry), tables })
}

fn fills(table: &Table, of: &Of, fact: &Fact) -> bool {
    (table.row)(of, fact).is_some()
}

/// None without versions, or for a kind of a newer app.
fn stand(versions: &[Stored]) -> Result<Option<Stand>> {
    let Some(last) = versions.last() else { return Ok(None) };
    let Some(kind) = Kind::named(&last.envelope.kind) else { return Ok(None) };
    let heads = heads_of(versions);
    // The newest head speaks for the document where only one can: its line, its number, its author.
    let Some(newest) = heads.last() else { return Ok(None) };
    let in_force = text_of(versions, newest);
    let body = kind.upgrade(in_force.envelope.schema, in_force.envelope.body.clone());
    let says = kind.says(&body)?;
    let withdrawn = heads.iter().all(|head| head.is(VersionStatus::Retracted));
    let client = in_force.envelope.client.as_deref().and_then(|id| Uuid::parse_str(id).ok());
    let addenda =
        versions.iter().filter(|it| it.is(VersionStatus::Addendum) && it.row.number == in_force.row.number).count();
    let entry = entry::Model {
        chart: client.unwrap_or_default(),
        document: in_force.row.document,
        kind: in_force.envelope.kind.clone(),
        client,
        stay: in_force.envelope.episode.as_deref().and_then(|id| Uuid::parse_str(id).ok()),
        version: in_force.row.id.clone(),
        number: in_force.row.number,
        status: if withdrawn { VersionStatus::Retracted } else { in_force.row.status },
        author: in_force.row.author,
        recorded_at: in_force.row.wall,
        offset: in_force.envelope.offset_minutes(),
        on_day: says.on,
        summary: says.summary,
        addenda: i64::try_from(addenda).unwrap_or(i64::MAX),
        heads: i64::try_from(heads.len()).unwrap_or(i64::MAX),
        changed_at: last.row.wall,
        cosign: Cosign::Final,
        added: Cosign::Final,
        part_of: says.part_of.and_then(|whole| Uuid::parse_str(&whole).ok()),
    };
    let (spoken, mut said) = (says.facts, Vec::new());
    let mut words = String::new();
    let facts_of = |stands: &Stored| -> Result<(bool, Vec<Fact>)> {
        let body = kind.upgrade(stands.envelope.schema, stands.envelope.body.clone());
        let confidential = kind.in_confidence(&body);
        let facts = if stands.row.id == in_force.row.id { spoken.clone() } else { kind.says(&body)?.facts };
        Ok((
            confidential,
            match confidential {
                true => facts.into_iter().filter_map(Fact::in_confidence).collect(),
                false => facts,
            },
        ))
    };
    let mut history = Vec::new();
    for it in versions.iter().filter(|it| !it.is(VersionStatus::Addendum)) {
        let says = if it.is(VersionStatus::Retracted) { None } else { Some(facts_of(it)?.1) };
        history.push(Remembered { at: it.row.wall, says });
    }
    for head in heads {
        if head.is(VersionStatus::Retracted) {
            said.push(None);
            continue;
        }
        let stands = text_of(versions, head);
        let (confidential, facts) = facts_of(stands)?;
        said.push(Some(facts));
        // Words of notes, not of names; of a counseling note (42 CFR 2.11) none is kept outside its version.
        if client.is_some() && kind.is_clinical() && !confidential {
            let body = kind.upgrade(stands.envelope.schema, stands.envelope.body.clone());
            words.push_str(&entry_words::words_of(&body));
        }
    }
    Ok(Some(Stand { entry, facts: by_history(together(said), &history), words }))
}

/// The versions that nobody follows, oldest first.
pub(crate) fn heads_of(versions: &[Stored]) -> Vec<&Stored> {
    let followed: BTreeSet<&str> =
        versions.iter().flat_map(|it| it.envelope.parents.iter().map(String::as_str)).collect();
    let id = |it: &Stored| data_encoding::HEXLOWER.encode(&it.row.id);
    versions.iter().filter(|it| !followed.contains(id(it).as_str())).collect()
}

/// The version whose body stands under this head: an addendum adds to it, a withdrawal strikes it out.
pub(crate) fn text_of<'a>(versions: &'a [Stored], head: &'a Stored) -> &'a Stored {
    let mut at = head;
    while at.is(VersionStatus::Addendum) || at.is(VersionStatus::Retracted) {
        let followed = |it: &&Stored| at.envelope.parents.contains(&data_encoding::HEXLOWER.encode(&it.row.id));
        match versions.iter().rev().find(followed) {
            Some(parent) => at = parent,
            None => break,
        }
    }
    at
}
