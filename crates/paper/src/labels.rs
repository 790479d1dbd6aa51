//! The fixed words of every page, in both languages. A text missing in one of them does not compile into a page: the
//! labels would not read, and the tests say which one.

use crate::Language;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    en: String,
    es: String,
}

static LABELS: LazyLock<HashMap<String, Label>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../labels/labels.json")).unwrap_or_default());

/// The fixed text named `key`.
pub fn say(language: Language, key: &str) -> &'static str {
    debug_assert!(LABELS.contains_key(key), "labels.json has no {key}");
    LABELS.get(key).map_or("", |label| match language {
        Language::En => &label.en,
        Language::Es => &label.es,
    })
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

    fn all() -> HashMap<String, Label> {
        serde_json::from_str(include_str!("../labels/labels.json"))
            .expect("every label has an English and a Spanish text")
    }

    #[test]
    fn every_label_has_a_text_in_both_languages() {
        for (key, label) in all() {
            assert!(!label.en.trim().is_empty() && !label.es.trim().is_empty(), "{key} lacks a text");
            for name in ["{n}", "{m}", "{date}", "{time}", "{phone}"] {
                assert_eq!(
                    label.en.contains(name),
                    label.es.contains(name),
                    "{key} fills in {name} in one language only"
                );
            }
        }
    }

    #[test]
    fn every_label_a_page_asks_for_is_there_and_none_is_left_over() {
        let sources = [
            include_str!("aftercare.rs"),
            include_str!("aftercare_daily.rs"),
            include_str!("treatment_plan.rs"),
            include_str!("blocks.rs"),
            include_str!("tables.rs"),
            include_str!("furniture.rs"),
            include_str!("dates.rs"),
            include_str!("labels.rs"),
        ];
        let labels = all();
        for key in labels.keys() {
            assert!(sources.iter().any(|source| source.contains(&format!("\"{key}\""))), "no page says {key}");
        }
        for source in sources {
            for call in ["say(\"", "say(language, \"", "fill(\"", "within(\""] {
                for key in source.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                    assert!(labels.contains_key(key) || key.contains('{'), "no label {key}");
                }
            }
        }
    }

    #[test]
    fn sentences_for_the_client_read_at_an_early_grade() {
        for (key, label) in all() {
            for sentence in label.en.split(['.', '?', ':']).map(str::trim).filter(|part| part.split(' ').count() > 3) {
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
