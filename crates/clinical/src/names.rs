//! Names of people: folded so that one spelling finds another, sorted as people sort, and what a person is found by.

mod everyday;
mod likely;
mod short;
mod telephone;

pub use everyday::{Everyday, everyday};
pub(crate) use likely::is_particle;
pub use likely::{Identity, likely_same, may_be_one_day};
pub use telephone::{Numbers, numbers_in};

use crate::rules::name_key;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// A name as one spelling of it is compared with another: words of letters and digits with one space between them, without case and accents.
/// Apostrophes of every kind and what cannot be seen are left out, hyphens and everything else part words: "O’Sample" and "osample" are equal,
/// and so are "Maria-Elena" and "María  Elena".
///
/// Tables keep folded names. Whoever changes this names a column of `client` anew, so that records that are there are filled again.
#[must_use]
pub fn folded(name: &str) -> String {
    let seen = name.chars().filter(|character| !is_left_out(*character));
    let key = name_key(&seen.nfkc().filter(|character| !is_left_out(*character)).collect::<String>());
    let words = key.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    // Syllables of Hangul were taken apart with the accents.
    words.collect::<Vec<_>>().join(" ").nfc().collect()
}

/// What one writes and another leaves out: apostrophes and the letters that stand for them, dots, and what cannot be seen.
fn is_left_out(character: char) -> bool {
    is_apostrophe(character) || matches!(character, '.' | '·') || !is_seen(character)
}

/// Soft hyphens, joiners, marks of direction and fillers take no room and part no word.
#[must_use]
pub fn is_seen(character: char) -> bool {
    let filler = matches!(character, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}');
    !filler && character.general_category() != GeneralCategory::Format
}

/// From the one on the keyboard to the ʻokina and the saltillo.
#[must_use]
pub fn is_apostrophe(character: char) -> bool {
    matches!(
        character,
        '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | '‵' | '\u{FF07}' | '\u{2B9}'
            ..='\u{2DF}' | 'Ꞌ' | 'ꞌ' | '՚' | '׳' | 'ߴ' | 'ߵ'
    )
}

/// Whether names in this script are written without a space between them, so that one character already says much.
#[must_use]
pub fn is_without_spaces(text: &str) -> bool {
    let east_asian = |character: char| matches!(character, '\u{2E80}'..='\u{30FF}' | '\u{3130}'..='\u{318F}' | '\u{31F0}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    text.chars().any(|character| character.is_alphanumeric())
        && text.chars().all(|character| east_asian(character) || !character.is_alphanumeric())
}

/// Puts people in the order in which people look for them: without regard to case, accents, apostrophes and hyphens.
pub fn in_order<T>(people: &mut [T], name: impl Fn(&T) -> &str) {
    people.sort_by_cached_key(|person| order(name(person)));
}

/// The place of a name in a list. Names that fold alike keep one order among each other.
#[must_use]
pub fn order(name: &str) -> (String, String) {
    (folded(name), name.to_owned())
}

/// What someone is called by and found by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Legal first name.
    pub first: &'a str,
    /// Middle name.
    pub middle: &'a str,
    /// Legal last name.
    pub last: &'a str,
    /// What staff call out.
    pub called: &'a str,
    /// Record number.
    pub record_number: &'a str,
    /// Telephone numbers, as typed.
    pub phone: &'a str,
}

impl Known<'_> {
    /// Every word someone is found by, each with a space before and behind it: where a name has several words, also without the space between.
    #[must_use]
    pub fn found_by(&self) -> String {
        let mut words = Words::default();
        for name in [self.first, self.middle, self.last, self.called] {
            words.name(name);
        }
        words.name(&format!("{} {}", self.first, self.middle));
        if is_without_spaces(self.first) && is_without_spaces(self.last) {
            words.whole(&format!("{}{}", self.last, self.first));
            words.whole(&format!("{}{}", self.first, self.last));
        }
        words.name(self.record_number);
        let numbers = numbers_in(self.phone);
        words.name(&numbers.rest);
        numbers.found.iter().for_each(|number| words.whole(number));
        words.text()
    }
}

/// The same of former names.
#[must_use]
pub fn formerly_found_by(former: &str) -> String {
    let mut words = Words::default();
    former.lines().for_each(|name| words.name(name));
    words.text()
}

/// Words in the order in which they came, each once.
#[derive(Default)]
struct Words {
    seen: BTreeSet<String>,
    text: String,
}

impl Words {
    fn name(&mut self, name: &str) {
        let folded = folded(name);
        folded.split(' ').for_each(|word| self.whole(word));
        self.whole(&folded.replace(' ', ""));
    }
    fn whole(&mut self, word: &str) {
        let word = folded(word);
        if !word.is_empty() && self.seen.insert(word.clone()) {
            self.text.push(' ');
            self.text.push_str(&word);
        }
    }
    fn text(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text
    }
}

/// First and last name, as far as there are both.
#[must_use]
pub fn full(first: &str, last: &str) -> String {
    [first.trim(), last.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
