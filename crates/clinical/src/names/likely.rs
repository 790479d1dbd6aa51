//! Whether two charts are likely one person's. A yes asks a person to look at both; it decides nothing.

use super::{folded, short};
use chrono::{Datelike, NaiveDate};

/// Who someone is, as far as a second chart of one person can be told.
#[derive(Debug, Clone, Default)]
pub struct Identity<'a> {
    /// Legal first name.
    pub first: &'a str,
    /// Middle name.
    pub middle: &'a str,
    /// Legal last name; empty for someone with one name.
    pub last: &'a str,
    /// What staff call out.
    pub called: &'a str,
    /// Full names from before.
    pub former: Vec<&'a str>,
    /// Birth date, where it is known.
    pub born: Option<NaiveDate>,
}

/// Whether two charts are likely one person's.
///
/// - The same full name, also with first and last exchanged or a space or hyphen elsewhere, whatever the birth date.
/// - The same birth date with the same first or last name, or both names a letter apart.
/// - A birth date as one slips (day and month exchanged, a digit, a year) or one that is not known, where both names could be the other's.
///
/// Names from before and the name staff call out count as the legal ones do. Short names, halves of a double name and initials are the same name.
#[must_use]
pub fn likely_same(one: &Identity, other: &Identity) -> bool {
    let dates = dates(one.born, other.born);
    let others = names(other);
    names(one).iter().any(|name| others.iter().any(|theirs| are_one(name, theirs, dates)))
}

fn are_one(one: &Name, other: &Name, dates: Dates) -> bool {
    if one.is_full && other.is_full && whole(one, other) {
        return true;
    }
    let straight = (likeness(&one.first, &other.first), likeness(&one.last, &other.last));
    let exchanged = (likeness(&one.first, &other.last), likeness(&one.last, &other.first));
    [straight, exchanged].into_iter().any(|(first, last)| match dates {
        Dates::Same => first == Likeness::One || last == Likeness::One || (could_be(first) && could_be(last)),
        // A slip in the date and a slip in both names are two people.
        Dates::Near | Dates::Unknown => {
            (first == Likeness::One && last != Likeness::Other) || (last == Likeness::One && first != Likeness::Other)
        }
        Dates::Apart => false,
    })
}

/// Whether two birth dates may be one: the same, as one slips, or one of them is not known.
#[must_use]
pub fn may_be_one_day(one: Option<NaiveDate>, other: Option<NaiveDate>) -> bool {
    !matches!(dates(one, other), Dates::Apart)
}

/// How two birth dates stand to each other.
#[derive(Clone, Copy)]
enum Dates {
    Same,
    Near,
    Unknown,
    Apart,
}

fn dates(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Dates {
    let (Some(one), Some(other)) = (one, other) else { return Dates::Unknown };
    if one == other {
        return Dates::Same;
    }
    let exchanged = one.year() == other.year() && one.month() == other.day() && one.day() == other.month();
    let digit = slipped(digits(one), digits(other));
    let year = (one.year() - other.year()).abs() == 1 && (one.month(), one.day()) == (other.month(), other.day());
    if exchanged || digit || year { Dates::Near } else { Dates::Apart }
}

/// Year, month and day as eight digits.
fn digits(day: NaiveDate) -> [u32; 8] {
    let number = day.year().unsigned_abs() * 10_000 + day.month() * 100 + day.day();
    std::array::from_fn(|place| number / 10_u32.pow(7 - u32::try_from(place).unwrap_or(0)) % 10)
}

/// One digit is another, or two neighbors are exchanged.
fn slipped(one: [u32; 8], other: [u32; 8]) -> bool {
    let differ: Vec<usize> = (0..8).filter(|&place| one[place] != other[place]).collect();
    match differ.as_slice() {
        [_] => true,
        [first, second] => second - first == 1 && one[*first] == other[*second] && one[*second] == other[*first],
        _ => false,
    }
}

/// How two first or two last names stand to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// One name: equal, short for the other, half of a double name, or its initial.
    One,
    /// A letter apart.
    Slip,
    /// One of them is not there.
    Blank,
    Other,
}

fn could_be(likeness: Likeness) -> bool {
    matches!(likeness, Likeness::One | Likeness::Slip)
}

/// A letter more or less is a slip only in a name that is long enough.
const LONG: usize = 5;

fn likeness(one: &Part, other: &Part) -> Likeness {
    if one.whole.is_empty() || other.whole.is_empty() {
        return Likeness::Blank;
    }
    let short_for = |mine: &str| other.words().any(|theirs| short::one_persons(mine, theirs));
    let shared = |mine: &str| !is_particle(mine) && other.words().any(|theirs| mine == theirs);
    if one.whole == other.whole
        || one.words().any(shared)
        || one.words().any(short_for)
        || one.is_initials_of(other)
        || other.is_initials_of(one)
    {
        return Likeness::One;
    }
    let long = one.whole.chars().count().min(other.whole.chars().count()) >= LONG;
    if long && strsim::osa_distance(&one.whole, &other.whole) == 1 { Likeness::Slip } else { Likeness::Other }
}

/// Words that stand in many last names and say nothing by themselves.
pub(crate) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "da" | "das"
            | "de"
            | "del"
            | "della"
            | "den"
            | "der"
            | "di"
            | "do"
            | "dos"
            | "du"
            | "e"
            | "el"
            | "ii"
            | "iii"
            | "iv"
            | "jr"
            | "la"
            | "las"
            | "le"
            | "los"
            | "mac"
            | "mc"
            | "san"
            | "sr"
            | "st"
            | "ter"
            | "van"
            | "von"
            | "y"
            | "zu"
    )
}

/// A first or a last name, folded.
#[derive(Default)]
struct Part {
    words: Vec<String>,
    /// Without spaces.
    whole: String,
}

impl Part {
    fn of(name: &str) -> Self {
        let words: Vec<String> = folded(name).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        Self { whole: words.concat(), words }
    }
    /// Each word, and all of them as one.
    fn words(&self) -> impl Iterator<Item = &str> + Clone {
        self.words.iter().map(String::as_str).chain(std::iter::once(self.whole.as_str()))
    }
    /// "J. R." of "James Robert" and of "James".
    fn is_initials_of(&self, other: &Part) -> bool {
        let letters = self.words.iter().all(|word| word.chars().count() == 1);
        letters && self.words.iter().zip(&other.words).all(|(letter, word)| word.starts_with(letter.as_str()))
    }
}

/// A name that someone has or had.
struct Name {
    first: Part,
    last: Part,
    /// It is whole enough to tell people apart by itself.
    is_full: bool,
}

fn names(of: &Identity) -> Vec<Name> {
    let name = |first: &str, last: &str, is_full| Name { first: Part::of(first), last: Part::of(last), is_full };
    let mut all = vec![name(of.first, of.last, true)];
    if !folded(of.middle).is_empty() {
        all.push(name(&format!("{} {}", of.first, of.middle), of.last, true));
        all.push(name(of.middle, of.last, false));
    }
    if !folded(of.called).is_empty() {
        all.push(name(of.called, of.last, true));
    }
    for former in &of.former {
        let (first, last) = former.trim().rsplit_once(char::is_whitespace).unwrap_or((former, ""));
        all.push(name(first, last, true));
    }
    all.retain(|name| !name.first.whole.is_empty() || !name.last.whole.is_empty());
    all
}

/// The same letters in either order, or the same words in any.
fn whole(one: &Name, other: &Name) -> bool {
    let straight = |name: &Name| format!("{}{}", name.first.whole, name.last.whole);
    let exchanged = |name: &Name| format!("{}{}", name.last.whole, name.first.whole);
    let words = |name: &Name| {
        let mut words: Vec<String> = name.first.words.iter().chain(&name.last.words).cloned().collect();
        words.sort();
        words
    };
    straight(one) == straight(other)
        || straight(one) == exchanged(other)
        || exchanged(one) == straight(other)
        || words(one) == words(other)
}
