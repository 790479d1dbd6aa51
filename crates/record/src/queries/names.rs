//! Everyone who has a chart, as people look for them: by any part of a name, a record number or a phone. Read once and kept in memory while
//! the record is open, because names are short: an index of their parts costs more encrypted pages with each new client than the client.

use crate::error::Result;
use crate::projections::client::{Column, Entity};
use chrono::NaiveDate;
use clinical::names::{
    Identity, folded, formerly_found_by, full, is_seen, is_without_spaces, likely_same, may_be_one_day, numbers_in,
};
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
/// A telephone number without its country has at least so many digits.
const NATIONAL: usize = 7;

/// Someone with a chart.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub client: Uuid,
    pub first: Box<str>,
    middle: Box<str>,
    pub last: Box<str>,
    preferred: Box<str>,
    /// Full names from before, a line each.
    former: Box<str>,
    pub born: Option<NaiveDate>,
    pub born_about: Option<i64>,
    pub record_number: Box<str>,
    pub speaks: Box<str>,
    /// Last and first name, folded.
    sorted_by: Box<str>,
    /// Whatever they are found by, folded, each word between spaces; the words of former names apart.
    found_by: Box<str>,
    formerly_found_by: Box<str>,
}

/// Theirs as a row gives it.
type Row =
    (Uuid, String, String, String, String, String, Option<NaiveDate>, Option<i64>, String, String, String, String);

impl Person {
    fn of(row: Row) -> Self {
        let (client, first, middle, last, preferred, former, born, born_about, record_number, speaks, order, words) =
            row;
        Self {
            client,
            first: first.into(),
            middle: middle.into(),
            last: last.into(),
            preferred: preferred.into(),
            formerly_found_by: formerly_found_by(&former).into(),
            former: former.into(),
            born,
            born_about,
            record_number: record_number.into(),
            speaks: speaks.into(),
            sorted_by: order.into(),
            found_by: words.into(),
        }
    }
    /// The name staff use.
    pub(crate) fn called(&self) -> String {
        super::people::named_as(&self.preferred, &self.first, &self.last)
    }
    pub(crate) fn legal(&self) -> String {
        full(&self.first, &self.last)
    }
    pub(crate) fn initials(&self) -> String {
        super::people::initials_as(&self.preferred, &self.first, &self.last)
    }
    pub(crate) fn former(&self) -> impl Iterator<Item = &str> {
        self.former.lines()
    }
    /// Who they are in one line, as far as it tells two people apart.
    pub(crate) fn introduced(&self) -> String {
        let born = match (self.born, self.born_about) {
            (Some(day), _) => day.format("born %B %-d, %Y").to_string(),
            (None, Some(year)) => format!("born about {year}"),
            (None, None) => "birth date not known".into(),
        };
        let (called, legal) = (self.called(), self.legal());
        let legal = if called == legal { String::new() } else { legal };
        let former = self.former().collect::<Vec<_>>().join(", ");
        let former = if former.is_empty() { former } else { format!("formerly {former}") };
        let parts = [called.as_str(), &legal, &former, &born, &self.record_number];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
    /// Former names that hold what was asked and what the present name does not; empty where the present one says it all.
    pub(crate) fn formerly(&self, text: &str) -> String {
        if self.former.is_empty() {
            return String::new();
        }
        let words = asked(text);
        let missing: Vec<&Asked> = words.iter().filter(|word| !word.is_in(&self.found_by)).collect();
        let holds = |name: &&str| missing.iter().any(|word| word.is_in(&formerly_found_by(name)));
        self.former().filter(holds).collect::<Vec<_>>().join(", ")
    }
    pub(crate) fn identity(&self) -> Identity<'_> {
        Identity {
            first: &self.first,
            middle: &self.middle,
            last: &self.last,
            called: &self.preferred,
            former: self.former().collect(),
            born: self.born,
        }
    }
}

/// A word someone is looked for by.
#[expect(clippy::large_enum_variant, reason = "one is made for each search and never kept")]
enum Asked {
    /// It stands anywhere in what they are found by.
    Anywhere(Finder<'static>),
    /// Digits of a telephone number, in each way it may be kept.
    Number(Vec<Finder<'static>>),
}

impl Asked {
    fn is_in(&self, text: &str) -> bool {
        match self {
            Asked::Anywhere(word) => word.find(text.as_bytes()).is_some(),
            Asked::Number(ways) => ways.iter().any(|way| way.find(text.as_bytes()).is_some()),
        }
    }
    fn finds(&self, person: &Person) -> bool {
        self.is_in(&person.found_by) || (!person.former.is_empty() && self.is_in(&person.formerly_found_by))
    }
}

/// What is typed to find someone: numbers first, then every other word, short ones as the beginning of one.
fn asked(text: &str) -> Vec<Asked> {
    // Control characters come by pasting.
    let numbers = numbers_in(&text.replace(char::is_control, " "));
    let anywhere = |word: &str| Finder::new(word).into_owned();
    let number = |digits: &String| {
        let mut ways = vec![anywhere(digits)];
        // The 1 of North America while the rest is still being typed; then a country that the record does not keep.
        ways.extend(digits.strip_prefix('1').filter(|rest| !rest.is_empty()).map(anywhere));
        let national = (1..=3).filter_map(|country| digits.get(country..)).filter(|rest| rest.len() >= NATIONAL);
        ways.extend(national.map(|rest| anywhere(&format!(" {rest} "))));
        Asked::Number(ways)
    };
    let words = folded(&numbers.rest);
    let word = |word: &str| match word.chars().count() < ANYWHERE && !is_without_spaces(word) {
        true => Asked::Anywhere(anywhere(&format!(" {word}"))),
        false => Asked::Anywhere(anywhere(word)),
    };
    let words = words.split(' ').filter(|word| !word.is_empty()).map(word);
    numbers.found.iter().map(number).chain(words).take(WORDS_ASKED).collect()
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

    /// Who this client is.
    pub(crate) fn of(&self, client: Uuid) -> Option<&Person> {
        self.0.iter().find(|person| person.client == client)
    }

    /// The same without these clients.
    pub(crate) fn without(mut self, kept_out: &BTreeSet<Uuid>) -> Self {
        if !kept_out.is_empty() {
            self.0.retain(|person| !kept_out.contains(&person.client));
        }
        self
    }

    /// Who is likely this person.
    pub(crate) fn like(&self, identity: &Identity<'_>) -> impl Iterator<Item = &Person> {
        // Whoever has the same full name has a word of its last name somewhere; of the others the rule asks that the dates be near.
        let last = if folded(identity.last).is_empty() { identity.first } else { identity.last };
        let words = std::iter::once(last).chain(identity.former.iter().copied()).filter_map(|name| {
            let folded = folded(name);
            folded.rsplit(' ').next().filter(|word| !word.is_empty()).map(|word| Finder::new(word).into_owned())
        });
        let words: Vec<Finder<'static>> = words.collect();
        let near = move |person: &&Person| {
            let shares = |text: &str| words.iter().any(|word| word.find(text.as_bytes()).is_some());
            may_be_one_day(person.born, identity.born) || shares(&person.found_by) || shares(&person.formerly_found_by)
        };
        self.0.iter().filter(near).filter(|person| likely_same(identity, &person.identity()))
    }

    /// Who is found by every word of this, in order of name; everyone where nothing is asked.
    pub(crate) fn found(&self, text: &str) -> Vec<&Person> {
        let words = asked(text);
        let asks = |it: char| !it.is_control() && !it.is_whitespace() && is_seen(it);
        if words.is_empty() && text.chars().any(asks) {
            return Vec::new();
        }
        self.0.iter().filter(|person| words.iter().all(|word| word.finds(person))).collect()
    }
}

fn order(person: &Person) -> (&str, Uuid) {
    (&person.sorted_by, person.client)
}

async fn people(db: &impl ConnectionTrait, asked: Select<Entity>) -> Result<Vec<Person>> {
    let rows = asked.select_only().columns([
        Column::Client,
        Column::LegalFirst,
        Column::LegalMiddle,
        Column::LegalLast,
        Column::Preferred,
        Column::Former,
        Column::Born,
        Column::BornAbout,
        Column::RecordNumber,
        Column::Speaks,
        Column::SortedBy,
        Column::FoundBy,
    ]);
    Ok(rows.into_tuple::<Row>().all(db).await?.into_iter().map(Person::of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinical::names::Known;

    fn person(number: u128, first: &str, last: &str, record_number: &str, phone: &str, former: &str) -> Person {
        let known = Known { first, last, record_number, phone, ..Known::default() };
        Person::of((
            Uuid::from_u128(number),
            first.into(),
            String::new(),
            last.into(),
            String::new(),
            former.into(),
            None,
            None,
            record_number.into(),
            "en".into(),
            folded(&full(last, first)),
            known.found_by(),
        ))
    }

    fn names() -> Names {
        let mut all = vec![
            person(1, "Zoë", "Núñez Example", "HR-1001", "602-555-0101", ""),
            person(2, "Ana", "Example", "HR-1002", "", "Ana O’Sample"),
            person(3, "Andrés", "Li", "HR-1003", "+44 (0)20 7946 0958", ""),
        ];
        all.sort_unstable_by(|one, other| order(one).cmp(&order(other)));
        Names(all)
    }

    fn found(asked: &str) -> Vec<u128> {
        names().found(asked).iter().map(|person| person.client.as_u128()).collect()
    }

    #[test]
    fn any_part_of_a_name_a_number_or_a_phone_finds_without_accents_or_case() {
        assert_eq!(found("unez"), [1]);
        assert_eq!(found("NUÑEZ zoe"), [1]);
        assert_eq!(found("nunezexample"), [1]);
        assert_eq!(found("5550101"), [1]);
        assert_eq!(found("hr-100"), [2, 3, 1]);
        assert_eq!(found("hr1003"), [3]);
        assert_eq!(found("nobody"), [] as [u128; 0]);
    }

    #[test]
    fn a_phone_is_found_as_it_is_dialed_from_here_or_from_abroad_and_while_it_is_typed() {
        for typed in [
            "(602) 555-0101",
            "+1 602.555.0101",
            "16025550101",
            "001 602 555 0101",
            "555-01",
            "+1602",
            "602-555-0101 ext. 7",
        ] {
            assert_eq!(found(typed), [1], "{typed}");
        }
        for typed in ["+442079460958", "020 7946 0958", "0044 20 7946 0958", "011 44 20 7946 0958", "7946 0958"] {
            assert_eq!(found(typed), [3], "{typed}");
        }
    }

    #[test]
    fn one_or_two_letters_are_the_beginning_of_a_name_also_beside_longer_words() {
        assert_eq!(found("an"), [2, 3]);
        assert_eq!(found("li"), [3]);
        assert_eq!(found("ex"), [2, 1]);
        assert_eq!(found("example z"), [1]);
    }

    #[test]
    fn a_former_name_finds_and_says_so_only_where_the_present_one_does_not() {
        let formerly =
            |asked: &str| names().found(asked).iter().map(|person| person.formerly(asked)).collect::<Vec<_>>();
        assert_eq!(formerly("o'sample"), ["Ana O’Sample"]);
        assert_eq!(formerly("ana os"), ["Ana O’Sample"]);
        assert_eq!(formerly("ana"), [""]);
    }

    #[test]
    fn nothing_asked_is_everyone_by_last_name_and_what_is_no_word_is_nobody() {
        assert_eq!(found(" \u{7} "), [2, 3, 1]);
        assert_eq!(found("*"), [] as [u128; 0]);
    }
}
