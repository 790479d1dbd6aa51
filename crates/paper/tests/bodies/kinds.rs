//! Every kind as its fixture has it, with the names behind its ids.

use super::{client, context, letterhead, printed_on};
use clinical::Kind;
use clinical::kind::Lies;
use paper::{
    Client, Cover, Enclosed, How, Language, PageContext, Person, Printing, Unprintable, document, form, printed_in,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// The body of the newest fixture.
pub fn fixture(kind: Kind) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/documents").join(kind.name());
    let path = folder.join(format!("v{}.json", kind.version()));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
    serde_json::from_str(&text).expect("a body")
}

/// What stands behind the ids of the fixtures.
pub fn names() -> BTreeMap<String, String> {
    let name = |letter: char, number: u32, words: &str| {
        (format!("019d0000-0000-7000-8000-{letter}{number:011}"), words.to_owned())
    };
    let mut names = BTreeMap::from([
        name('a', 1, "Return-to-use risk in evenings and after arguments"),
        name('a', 2, "Depressed mood and worry"),
        name('a', 3, "Trust with partner and son"),
        name('a', 4, "Job training"),
        name('b', 1, "0 drinking days each week"),
        name('b', 3, "Lower mood score"),
        name('b', 4, "“I” statements and one time-out rule"),
        name('c', 1, "Alex Testcase"),
        name('c', 2, "Sam Placeholder"),
        name('c', 3, "Dee Example"),
        name('c', 4, "Lupe Sample"),
        name('c', 7, "Noor Invented, LCSW"),
        name('d', 1, "Release to Alex Testcase, until December 31, 2026"),
        name('e', 1, "Pat Sample, LPC"),
        name('e', 2, "Robin Placeholder, LISAC"),
        name('e', 3, "Dr. Casey Notreal, MD"),
        name('e', 5, "Drew Peer"),
        name('f', 1, "Marisol Testcase-Example"),
        name('f', 2, "Jordan Sample"),
        name('f', 3, "Wolfgang Amadeus Placeholder-Testcase"),
    ]);
    names.insert("019d0000-0000-7000-8000-b0000000000c".into(), "3 meetings a week".into());
    names
}

pub fn filled(kind: Kind, body: &Value, how: How) -> Result<Vec<u8>, Unprintable> {
    filled_as(kind, body, &context(1), how)
}

pub fn filled_as(kind: Kind, body: &Value, context: &PageContext, how: How) -> Result<Vec<u8>, Unprintable> {
    let client = (kind.about().lies == Lies::Chart).then(client);
    with_all(client.as_ref(), &names(), context, how, None, |with| form(kind, Some(body), with))
}

/// Everything that stands around a body in the tests.
fn with_all<T>(
    client: Option<&Client>,
    names: &BTreeMap<String, String>,
    context: &PageContext,
    how: How,
    cover: Option<&Cover>,
    print: impl FnOnce(&Printing<'_>) -> T,
) -> T {
    let person = |(id, name): (&String, &String)| (id.clone(), Person { name: name.clone(), ..Person::default() });
    let (people, letterhead) = (names.iter().map(person).collect(), letterhead());
    let (people, letterhead, printed) = (&people, &letterhead, printed_on());
    print(&Printing { client, people, names, context, letterhead, printed, how, cover })
}

/// As a document of this kind leaves the record: on the page of its own that the kind has, else from its form.
pub fn leaving(kind: Kind, body: &Value, context: &PageContext, how: How) -> Result<Vec<u8>, Unprintable> {
    leaving_for(kind, body, context, how, None)
}

/// The same for someone.
pub fn leaving_for(
    kind: Kind,
    body: &Value,
    context: &PageContext,
    how: How,
    cover: Option<&Cover>,
) -> Result<Vec<u8>, Unprintable> {
    let client = (kind.about().lies == Lies::Chart).then(client);
    with_all(client.as_ref(), &names(), context, how, cover, |with| document(kind, body, with))
}

pub fn blank(kind: Kind, how: How) -> Result<Vec<u8>, Unprintable> {
    let context = PageContext::default();
    with_all(None, &BTreeMap::new(), &context, how, None, |with| form(kind, None, with))
}

/// A cover with everything on it.
pub fn cover() -> Cover {
    Cover {
        recipient: "Alex Testcase".into(),
        organization: "Fictional Court Services".into(),
        role: "Probation officer".into(),
        client: client().legal,
        purpose: "To report that the client takes part".into(),
        covers: "Attendance; Progress".into(),
        enclosed: vec![Enclosed { title: "Aftercare plan".into(), version: 1, on: Some(printed_on()), pages: None }],
        how: "By hand".into(),
        by: "Pat Sample, LPC".into(),
        on: printed_on(),
        release_signed_on: Some(printed_on()),
        release_signed_by: "Marisol Testcase-Example".into(),
        release_ends: "December 31, 2026".into(),
        long_notice: false,
    }
}

/// The languages a kind prints in.
pub fn languages(kind: Kind) -> impl Iterator<Item = Language> {
    Language::ALL.iter().copied().filter(move |language| printed_in(kind, *language))
}
