//! The fixed words of every page, one file for each language. A text missing in one of them is found by the tests.

use crate::language::Language;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One file of labels.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// The language as a file names it, `es-US`.
    pub lang: String,
    /// Days of the week, Monday first.
    pub days: Vec<String>,
    /// Months of the year.
    pub months: Vec<String>,
    /// The words of pages, by key.
    pub words: HashMap<String, String>,
    /// The words of forms, by kind and then by path. Empty for the language the forms are written in.
    pub forms: HashMap<String, HashMap<String, String>>,
}

static LABELS: LazyLock<Vec<Labels>> = LazyLock::new(|| {
    let read = |language: &Language| serde_json::from_str(language.file()).unwrap_or_default();
    Language::ALL.iter().map(read).collect()
});

/// All labels of one language.
pub fn labels(language: Language) -> &'static Labels {
    // One file was read for each language of the list.
    &LABELS[language as usize]
}

/// The fixed text named `key`.
pub fn say(language: Language, key: &str) -> &'static str {
    let label = labels(language).words.get(key);
    debug_assert!(label.is_some(), "{}.json has no {key}", language.code());
    label.map_or("", String::as_str)
}

/// The fixed text named `key` in the middle of a sentence: without its capital.
pub fn within(language: Language, key: &str) -> String {
    lower_first(say(language, key))
}

/// The text with its `{…}` filled in.
pub fn fill(language: Language, key: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(say(language, key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

pub fn lower_first(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
}

pub fn upper_first(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A way of working by its stored value, in the language of the page; what was typed in other words stays as typed.
pub fn modality(language: Language, stored: &str) -> String {
    let key = match stored.trim() {
        "cbt" => "mod_cbt",
        "dbt" => "mod_dbt",
        "mindfulness" => "mod_mindfulness",
        "mi" => "mod_mi",
        "trauma" => "mod_trauma",
        "family" => "mod_family",
        "life" => "mod_life",
        "medication" => "mod_medication",
        "experiential" => "mod_experiential",
        "relapse" => "mod_relapse",
        "psychoed" => "mod_psychoed",
        "mutual_help" => "mod_mutual_help",
        "holistic" => "mod_holistic",
        "other" => return String::new(),
        typed => return typed.to_owned(),
    };
    say(language, key).to_owned()
}

/// How someone stands to the client, in the language of the page. A relationship typed in other words stays as typed.
pub fn relationship(language: Language, typed: &str) -> String {
    let key = match typed.trim().to_lowercase().replace([' ', '-'], "_").as_str() {
        "partner" | "spouse" => "rel_partner",
        "parent" => "rel_parent",
        "sister" => "rel_sibling_f",
        "brother" => "rel_sibling_m",
        "child" => "rel_child",
        "friend" => "rel_friend",
        "sponsor" => "rel_sponsor",
        "peer" | "peer_support" => "rel_peer",
        "therapist" | "outpatient_therapist" => "rel_therapist",
        "prescriber" => "rel_prescriber",
        "pcp" | "primary_care" => "rel_pcp",
        "house_manager" | "sober_living_manager" => "rel_house",
        "counselor" => "rel_counselor",
        _ => return typed.trim().replace('_', " "),
    };
    within(language, key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Said in one language only.
    const MAY_BE_EMPTY: &[&str] = &["crisis_988_more"];

    #[test]
    fn every_label_has_a_text_in_every_language() {
        let english = labels(Language::En);
        for &language in Language::ALL {
            let file = labels(language);
            assert_eq!((file.days.len(), file.months.len()), (7, 12), "{language:?} is not read whole");
            for (key, text) in &file.words {
                let first = english.words.get(key).unwrap_or_else(|| panic!("{language:?} alone has {key}"));
                assert!(
                    !text.trim().is_empty() || MAY_BE_EMPTY.contains(&key.as_str()),
                    "{language:?}: {key} is empty"
                );
                assert_eq!(filled_in(first), filled_in(text), "{language:?}: {key} fills in something else");
            }
            let missing = english.words.keys().find(|key| !file.words.contains_key(*key));
            assert_eq!(missing, None, "{language:?} lacks a text");
        }
    }

    /// The names in braces.
    fn filled_in(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    #[test]
    fn every_label_a_page_asks_for_is_there_and_none_is_left_over() {
        let mut sources = Vec::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
        let words = &labels(Language::En).words;
        for key in words.keys() {
            assert!(sources.iter().any(|source| source.contains(&format!("\"{key}\""))), "no page says {key}");
        }
        for source in sources {
            for call in ["say(\"", "say(language, \"", "fill(\"", "within(\""] {
                for key in source.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                    assert!(words.contains_key(key) || key.contains('{') || key.ends_with('\\'), "no label {key}");
                }
            }
        }
    }

    fn read(folder: &Path, sources: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            match entry.path() {
                path if path.is_dir() => read(&path, sources),
                path => sources.push(std::fs::read_to_string(path).expect("a source")),
            }
        }
    }

    #[test]
    fn sentences_for_the_client_read_at_an_early_grade() {
        for (key, text) in &labels(Language::En).words {
            for sentence in text.split(['.', '?', ':']).map(str::trim).filter(|part| part.split(' ').count() > 3) {
                assert!(grade(sentence) <= 8., "{key} reads at grade {:.1}: {sentence}", grade(sentence));
            }
        }
    }

    /// Flesch-Kincaid over one sentence.
    fn grade(sentence: &str) -> f64 {
        let words: Vec<&str> = sentence.split(' ').filter(|word| word.contains(char::is_alphabetic)).collect();
        let syllables: usize = words.iter().map(|word| syllables(word)).sum();
        0.39 * words.len() as f64 + 11.8 * syllables as f64 / words.len() as f64 - 15.59
    }

    fn syllables(word: &str) -> usize {
        let lower = word.to_lowercase();
        let vowel = |c: char| "aeiouy".contains(c);
        let groups = lower.split(|c| !vowel(c)).filter(|group| !group.is_empty()).count();
        (groups - usize::from(lower.ends_with('e') && groups > 1)).max(1)
    }
}
