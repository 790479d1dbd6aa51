//! Two guards of a group note: no one else's name, and no text pasted from one person to the next (S-16).

use super::{GroupSession, Person};
use crate::checks::blank;
use crate::form::Finding;
use crate::rules::name_key;
use crate::text::similarity;
use crate::words::was_there;
use unicode_normalization::char::is_combining_mark;

/// At this likeness two texts count as one.
const COPIED: f64 = 0.85;

/// Names that are also everyday words: they count only with a capital, inside a sentence.
const EVERYDAY: &[&str] = &[
    "angel",
    "april",
    "art",
    "august",
    "autumn",
    "bill",
    "brown",
    "chance",
    "chase",
    "christian",
    "dawn",
    "day",
    "drew",
    "faith",
    "frank",
    "grace",
    "grant",
    "gray",
    "green",
    "hill",
    "hope",
    "hunter",
    "jack",
    "joy",
    "june",
    "king",
    "long",
    "love",
    "major",
    "mark",
    "may",
    "miles",
    "page",
    "pat",
    "rich",
    "robin",
    "rose",
    "self",
    "stone",
    "summer",
    "sunny",
    "ward",
    "white",
    "will",
    "wood",
    "young",
];

const MESSAGE: &str = "This note names another client. Use \"a peer\".";

/// A hold wherever a client's first or last name stands in someone else's text or in the shared part.
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
    found.extend(
        shared
            .iter()
            .filter(|(_, text)| names_one_of(text, &everyone))
            .map(|(field, _)| Finding::hold(*field, MESSAGE)),
    );
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
        let named = texts.iter().filter(|(_, text)| names_one_of(text, &others));
        found.extend(named.map(|(field, _)| Finding::hold(format!("people.{index}.{field}"), MESSAGE)));
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

/// The words of a name that can be told from other words: three letters or more.
fn name_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> =
        split(name).map(|(_, word)| name_key(word)).filter(|word| word.chars().count() >= 3).collect();
    words.sort();
    words.dedup();
    words
}

/// Each word with where it begins.
fn split(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |letter: char| letter.is_alphanumeric() || is_combining_mark(letter);
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text.get(rest..)?.find(inside)?;
        let end = text.get(start..)?.find(|letter| !inside(letter)).map_or(text.len(), |length| start + length);
        rest = end;
        Some((start, text.get(start..end)?))
    })
}

fn names_one_of(text: &str, names: &[&str]) -> bool {
    split(text).any(|(start, word)| {
        let key = name_key(word);
        names.contains(&key.as_str()) && (!EVERYDAY.contains(&key.as_str()) || is_capital_inside(text, start, word))
    })
}

/// Whether this word has a capital that no sentence start explains.
fn is_capital_inside(text: &str, start: usize, word: &str) -> bool {
    let before = text.get(..start).unwrap_or_default().trim_end_matches(' ');
    let starts_a_sentence = before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '"', '“']);
    word.starts_with(char::is_uppercase) && !starts_a_sentence
}
