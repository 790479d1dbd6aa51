//! Everyone who has a chart, as people look for them: by any part of a name, a record number or a phone. Read once and kept in memory while
//! the record is open, because names are short: an index of their parts costs more encrypted pages with each new client than the client.

use crate::error::Result;
use crate::projections::client::{Column, Entity};
use chrono::NaiveDate;
use clinical::rules::{self, Identity, name_key};
use memchr::memmem::Finder;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A name has fewer words. A pasted page would be more than is worth looking for.
const WORDS_ASKED: usize = 12;
/// Rows read at once, so that a large record's names lie in memory once and not twice.
const AT_ONCE: u64 = 500;
/// Shorter words are the beginning of a name.
const ANYWHERE: usize = 3;

/// Someone with a chart.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub client: Uuid,
    pub first: Box<str>,
    pub last: Box<str>,
    preferred: Box<str>,
    pub born: Option<NaiveDate>,
    pub record_number: Box<str>,
    pub speaks: Box<str>,
    /// Last and first name, without accents or case.
    key: Box<str>,
    /// Whatever they are found by, likewise.
    words: Box<str>,
}

/// Theirs as a row gives it.
type Row = (Uuid, String, String, String, Option<NaiveDate>, String, String, String, String);

impl Person {
    fn of(row: Row) -> Self {
        let (client, first, last, preferred, born, record_number, speaks, key, words) = row;
        let [first, last, preferred, record_number] =
            [first, last, preferred, record_number].map(String::into_boxed_str);
        Self {
            client,
            first,
            last,
            preferred,
            born,
            record_number,
            speaks: speaks.into(),
            key: key.into(),
            words: words.into(),
        }
    }
    /// The name staff use.
    pub(crate) fn called(&self) -> String {
        super::people::named_as(&self.preferred, &self.first, &self.last)
    }
    pub(crate) fn initials(&self) -> String {
        super::people::initials_as(&self.preferred, &self.first, &self.last)
    }
    fn identity(&self) -> Identity<'_> {
        Identity { first: &self.first, last: &self.last, born: self.born }
    }
    fn begins(&self, word: &str) -> bool {
        self.key.split(' ').any(|part| part.starts_with(word))
    }
}

/// All of them, in order of name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(Vec<Person>);

impl Names {
    /// Reads them all.
    pub(crate) async fn read(db: &impl ConnectionTrait) -> Result<Self> {
        let mut all: Vec<Person> = Vec::new();
        loop {
            let last = all.last().map(|person| person.client).unwrap_or_default();
            let next = Entity::find().filter(Column::Client.gt(last)).order_by_asc(Column::Client).limit(AT_ONCE);
            let next = people(db, next).await?;
            if next.is_empty() {
                break;
            }
            all.extend(next);
        }
        all.sort_unstable_by(|one, other| order(one).cmp(&order(other)));
        Ok(Self(all))
    }

    /// The same after the face sheets of these changed.
    pub(crate) async fn after(&self, db: &impl ConnectionTrait, changed: &BTreeSet<Uuid>) -> Result<Self> {
        let asked = Entity::find().filter(Column::Client.is_in(changed.iter().copied()));
        let mut all: Vec<Person> = self.0.iter().filter(|person| !changed.contains(&person.client)).cloned().collect();
        for person in people(db, asked).await? {
            let place = all.partition_point(|other| order(other) <= order(&person));
            all.insert(place, person);
        }
        Ok(Self(all))
    }

    /// Who is likely this person.
    pub(crate) fn like(&self, identity: &Identity<'_>) -> impl Iterator<Item = &Person> {
        let key = name_key(&format!("{} {}", identity.last, identity.first));
        // Whoever is has this name or this birth date; the rule then decides.
        let near =
            move |person: &&Person| *person.key == *key || (person.born.is_some() && person.born == identity.born);
        self.0.iter().filter(near).filter(|person| rules::likely_same(identity, &person.identity()))
    }

    /// Who is found by every word of this, in order of name; everyone where nothing is asked.
    pub(crate) fn found(&self, asked: &str) -> Vec<&Person> {
        // Control characters come by pasting.
        let asked = name_key(asked.replace(char::is_control, " ").trim());
        let words: Vec<&str> = asked.split_whitespace().take(WORDS_ASKED).collect();
        let (long, short): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| word.chars().count() >= ANYWHERE);
        let long: Vec<Finder<'_>> = long.iter().map(Finder::new).collect();
        let fits = |person: &&Person| {
            long.iter().all(|word| word.find(person.words.as_bytes()).is_some())
                && short.iter().all(|word| person.begins(word))
        };
        self.0.iter().filter(fits).collect()
    }
}

fn order(person: &Person) -> (&str, Uuid) {
    (&person.key, person.client)
}

async fn people(db: &impl ConnectionTrait, asked: Select<Entity>) -> Result<Vec<Person>> {
    let rows = asked.select_only().columns([
        Column::Client,
        Column::LegalFirst,
        Column::LegalLast,
        Column::Preferred,
        Column::Born,
        Column::RecordNumber,
        Column::Speaks,
        Column::NameKey,
        Column::Words,
    ]);
    Ok(rows.into_tuple::<Row>().all(db).await?.into_iter().map(Person::of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128, first: &str, last: &str, more: &str) -> Person {
        let words = name_key(&format!("{first} {last} {more}"));
        let key = name_key(&format!("{last} {first}"));
        Person::of((
            Uuid::from_u128(number),
            first.into(),
            last.into(),
            String::new(),
            None,
            String::new(),
            "en".into(),
            key,
            words,
        ))
    }

    fn found(asked: &str) -> Vec<u128> {
        let mut all = vec![
            person(1, "Zoë", "Núñez Example", "HR-1001 602-555-0101 6025550101"),
            person(2, "Ana", "Example", "HR-1002"),
            person(3, "Andrés", "Li", "HR-1003"),
        ];
        all.sort_unstable_by(|one, other| order(one).cmp(&order(other)));
        Names(all).found(asked).iter().map(|person| person.client.as_u128()).collect()
    }

    #[test]
    fn any_part_of_a_name_a_number_or_a_phone_finds_without_accents_or_case() {
        assert_eq!(found("unez"), [1]);
        assert_eq!(found("NUÑEZ zoe"), [1]);
        assert_eq!(found("5550101"), [1]);
        assert_eq!(found("hr-100"), [2, 3, 1]);
        assert_eq!(found("nobody"), [] as [u128; 0]);
    }

    #[test]
    fn one_or_two_letters_are_the_beginning_of_a_name_also_beside_longer_words() {
        assert_eq!(found("an"), [2, 3]);
        assert_eq!(found("li"), [3]);
        assert_eq!(found("ex"), [2, 1]);
        assert_eq!(found("example z"), [1]);
    }

    #[test]
    fn nothing_asked_is_everyone_by_last_name() {
        assert_eq!(found(" \u{7} "), [2, 3, 1]);
    }
}
