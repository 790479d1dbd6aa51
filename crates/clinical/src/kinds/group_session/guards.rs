//! Two guards of a group note: no one else's name, and no text pasted from one person to the next (S-16).

use super::{GroupSession, NotAName, Person};
use crate::checks::blank;
use crate::form::{Finding, Weight};
use crate::names::{Everyday, everyday, folded, is_apostrophe, is_particle, is_seen, is_without_spaces};
use crate::text::similarity;
use crate::words::was_there;
use std::collections::BTreeMap;
use unicode_normalization::char::is_combining_mark;

/// At this likeness two texts count as one.
const COPIED: f64 = 0.85;

const MESSAGE: &str = "This note names another client. Use \"a peer\", or say that it is not a name here.";
const PERHAPS: &str = "This may be another client's name. If it is, use \"a peer\".";

/// Wherever a client's first or last name stands in someone else's text or in the shared part: one finding a word, until it is said that it is
/// not a name there.
pub(super) fn peer_names(session: &GroupSession, clients: &[(String, String)]) -> Vec<Finding> {
    let names: Vec<(&str, Vec<String>)> = clients.iter().map(|(id, name)| (id.as_str(), name_words(name))).collect();
    let mut found = Vec::new();
    let shared = [
        ("topic", &session.topic),
        ("purpose", &session.purpose),
        ("method", &session.method),
        ("summary", &session.summary),
    ];
    let everyone: Vec<&str> = names.iter().flat_map(|(_, words)| words).map(String::as_str).collect();
    for (field, text) in shared {
        found.extend(named_in(text, &everyone, &session.not_names).map(|it| it.at(field)));
    }
    for (index, person) in session.people.iter().enumerate() {
        let own: Vec<&String> =
            names.iter().filter(|(id, _)| *id == person.client).flat_map(|(_, words)| words).collect();
        let others = names.iter().filter(|(id, _)| *id != person.client).flat_map(|(_, words)| words);
        let others: Vec<&str> = others.filter(|word| !own.contains(word)).map(String::as_str).collect();
        let texts = [
            ("observed", &person.observed),
            ("response", &person.response),
            ("plan", &person.plan),
            ("reason", &person.reason),
        ];
        for (field, text) in texts {
            let here = named_in(text, &others, &person.not_names);
            found.extend(here.map(|it| it.at(&format!("people.{index}.{field}"))));
        }
    }
    found
}

/// A hold on each text that is nearly another member's of this session, until it is edited or a reason is given.
pub(super) fn copied_texts(session: &GroupSession) -> Vec<Finding> {
    let own_text = |person: &Person| format!("{}\n{}", person.observed.trim(), person.response.trim());
    let texts: Vec<(usize, &Person, String)> = session
        .people
        .iter()
        .enumerate()
        .filter(|(_, person)| was_there(&person.attendance))
        .map(|(index, person)| (index, person, own_text(person)))
        .filter(|(.., text)| !blank(text))
        .collect();
    let mut found = Vec::new();
    for (place, (index, person, text)) in texts.iter().enumerate() {
        let likeness = texts.iter().take(place).map(|(.., earlier)| similarity(earlier, text)).fold(0.0, f64::max);
        if likeness >= COPIED && blank(&person.same_as_before_reason) {
            let message = format!(
                "This text is {:.0} % the same as another person's in this group. Change it, or give the reason.",
                likeness * 100.0
            );
            let field = if blank(&person.observed) { "response" } else { "observed" };
            found.push(Finding::hold(format!("people.{index}.{field}"), message));
        }
    }
    found
}

/// A word of a text that is someone's name, or may be.
struct Named {
    word: String,
    weight: Weight,
}

impl Named {
    fn at(&self, field: &str) -> Finding {
        match self.weight {
            Weight::Hold => Finding::hold(field, MESSAGE),
            Weight::Due | Weight::Advice => Finding::advice(field, PERHAPS),
        }
        .about(&self.word)
    }
}

/// The words of a name that can be told from other words.
fn name_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = folded(name).split(' ').map(str::to_owned).collect();
    words.retain(|word| word.chars().count() > 1 && (!is_particle(word) || everyday(word) != Everyday::No));
    words.sort();
    words.dedup();
    words
}

/// Each word of the text that is one of these names and was not said to be none, once, as strongly as it stands anywhere in the text.
fn named_in(text: &str, names: &[&str], settled: &[NotAName]) -> impl Iterator<Item = Named> {
    let settled: Vec<String> = settled.iter().filter(|it| !blank(&it.reason)).map(|it| folded(&it.word)).collect();
    let open: Vec<&str> = names.iter().copied().filter(|name| !settled.iter().any(|it| it == name)).collect();
    let mut found: BTreeMap<&str, Named> = BTreeMap::new();
    for (start, word) in words(text) {
        let key = folded(word);
        let owner = word.rsplit_once(is_apostrophe).map_or("", |(owner, _)| owner);
        let owner_key = if owner.is_empty() { String::new() } else { folded(owner) };
        for name in &open {
            let named = match *name {
                name if key == name => word,
                name if owner_key == name => owner,
                name if is_inside(name, &key) => name,
                _ => continue,
            };
            if let Some(weight) = weight(name, word, starts_a_sentence(text, start)) {
                let named = found.entry(name).or_insert_with(|| Named { word: named.to_owned(), weight });
                named.weight = named.weight.min(weight);
            }
        }
    }
    found.into_values().collect::<Vec<_>>().into_iter()
}

/// Where words are written without spaces, a name stands inside what looks like one.
fn is_inside(name: &str, word: &str) -> bool {
    is_without_spaces(name) && word.contains(name)
}

/// How likely this word is that name: an everyday word without a capital is a word, and one with a capital that no sentence start explains is
/// a name. In between a person looks.
fn weight(name: &str, word: &str, first: bool) -> Option<Weight> {
    let short = name.chars().count() == 2 && !is_without_spaces(name);
    let everyday = if short { Everyday::Often } else { everyday(name) };
    match (everyday, word.starts_with(char::is_uppercase), first) {
        (Everyday::No, ..) | (Everyday::Seldom, true, _) | (Everyday::Often, true, false) => Some(Weight::Hold),
        (Everyday::Often, true, true) => Some(Weight::Advice),
        (Everyday::Seldom | Everyday::Often, false, _) => None,
    }
}

/// Each word with where it begins. Apostrophes and what cannot be seen part no word.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let letter = |letter: char| letter.is_alphanumeric() || is_combining_mark(letter);
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text.get(rest..)?.find(letter)?;
        let joins = |it: char| letter(it) || is_apostrophe(it) || !is_seen(it);
        let end = text.get(start..)?.find(|it| !joins(it)).map_or(text.len(), |length| start + length);
        rest = end;
        Some((start, text.get(start..end)?.trim_end_matches(|it| !letter(it))))
    })
}

fn starts_a_sentence(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end_matches([' ', '¡', '¿', '(', '-', '–', '•', '*']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', ';', '\n', '"', '“', '«', '\'', '‘'])
}
