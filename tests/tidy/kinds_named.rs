//! A kind says everything about itself, so hardly anything else names one. What is counted are lines outside the files that are the kind's own
//! (called by its name, its page, its widget, its screen) and outside tests. The program without a window writes whole stories of documents, as tests do.

use super::rust_text::source;
use super::{files, hold};
use clinical::Kind;

/// A kind by its stored name and by the name of its type.
struct Named {
    stored: &'static str,
    typed: String,
}

fn kinds() -> Vec<Named> {
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let typed = |stored: &str| stored.split('_').map(capital).collect();
    Kind::ALL.iter().map(|kind| Named { stored: kind.name(), typed: typed(kind.name()) }).collect()
}

/// Whether this word stands there by itself.
fn has_word(line: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(joins) && !line[at + word.len()..].starts_with(joins))
}

/// A name of one word, `release`, is also a plain word: it names the kind where the line speaks of kinds.
fn speaks_of_it(named: &Named, line: &str) -> bool {
    named.stored.contains('_') || line.to_lowercase().contains("kind") || line.contains("begin(")
}

#[test]
fn hardly_a_line_of_the_crates_names_a_kind() {
    let kinds = kinds();
    let mut lines = Vec::new();
    for (path, text) in files("crates", &[".rs"]) {
        let own = ["crates/clinical/src/kinds", "crates/paper/src/pages/", "crates/headless/"];
        let tests = path.contains("/tests/") || path.contains("/examples/") || path.ends_with("tests.rs");
        if tests || path.ends_with("/every_kind.rs") || own.iter().any(|place| path.starts_with(place)) {
            continue;
        }
        let source = source(&text);
        let about = |named: &&Named| !path.ends_with(&format!("/{}.rs", named.stored));
        let about: Vec<&Named> = kinds.iter().filter(about).collect();
        for (at, (line, shown)) in source.code.lines().zip(text.lines()).enumerate() {
            let literal = |name: &str| source.literals.iter().any(|(line, literal)| *line == at + 1 && literal == name);
            let typed = |named: &Named| {
                // `Contact` is also a word of other lists; it is the kind's type where the file takes it from the kind's module.
                let taken = source.code.contains(&format!("kinds::{}::", named.stored));
                line.contains(&format!("Kind::{}", named.typed)) || (taken && has_word(line, &named.typed))
            };
            let names = |named: &&Named| typed(named) || (literal(named.stored) && speaks_of_it(named, line));
            if about.iter().any(names) {
                lines.push(format!("{path}:{}  {}", at + 1, shown.trim()));
            }
        }
    }
    at_most(20, lines);
}

#[test]
fn hardly_a_line_of_the_screens_names_a_kind() {
    let kinds = kinds();
    let mut lines = Vec::new();
    for (path, text) in files("ui/src", &[".ts", ".svelte"]) {
        let generated = text.starts_with("// This file") || path.starts_with("ui/src/ipc/");
        if generated || path.contains(".test.") || path.starts_with("ui/src/widgets/") {
            continue;
        }
        for (at, line) in text.lines().enumerate() {
            let quoted = |name: &str| ['\'', '"', '`'].iter().any(|q| line.contains(&format!("{q}{name}{q}")));
            let names = |named: &&Named| {
                !is_its_own_screen(&path, named.stored) && quoted(named.stored) && speaks_of_it(named, line)
            };
            let comment = line.trim_start().starts_with("//") || line.trim_start().starts_with('*');
            if !comment && kinds.iter().any(|named| names(&named)) {
                lines.push(format!("{path}:{}  {}", at + 1, line.trim()));
            }
        }
    }
    at_most(10, lines);
}

/// `screens/chart/Releases.svelte` is the release's, and all of `screens/groups` the group session's.
fn is_its_own_screen(path: &str, kind: &str) -> bool {
    let Some(screen) = path.strip_prefix("ui/src/screens/") else { return false };
    let mut parts = screen.split(['/', '.']).map(|part| part.to_lowercase());
    let joined = kind.replace('_', "");
    let own = |part: &str, word: &str| part == word || part.strip_suffix('s') == Some(word);
    parts.any(|part| own(&part, &joined) || kind.split('_').any(|word| own(&part, word)))
}

fn at_most(many: usize, lines: Vec<String>) {
    let breaches = if lines.len() > many { lines } else { Vec::new() };
    hold(&format!("More than {many} lines name a kind ({})", breaches.len()), breaches);
}
