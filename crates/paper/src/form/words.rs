//! What a form says, in the language of the page. English is the form's own; other languages are in their file of labels.

use crate::labels::labels;
use crate::language::Language;
use clinical::Kind;
use clinical::form::{Field, Form, Input, Section};
use clinical::instruments;
use std::collections::HashMap;

/// The words of one kind in one language.
#[derive(Clone, Copy)]
pub struct Words {
    pub language: Language,
    form: &'static Form,
    kind: Option<&'static HashMap<String, String>>,
}

/// Words that several kinds share: `any.language.es`.
const SHARED: &str = "any";

impl Words {
    pub fn of(kind: Kind, language: Language) -> Self {
        let forms = &labels(language).forms;
        Words { language, form: kind.form(), kind: forms.get(kind.name()) }
    }

    pub fn title(self) -> &'static str {
        self.find("title", self.form.title).unwrap_or(self.form.title)
    }

    /// The words at `path`, or the form's own.
    pub fn say(self, path: &str, english: &'static str) -> &'static str {
        self.find(path, english).unwrap_or(english)
    }

    /// A part of what stands at `path`: `hint`, `unit`, or a choice by its stored value.
    pub fn part(self, path: &str, part: &str, english: &'static str) -> &'static str {
        match english.is_empty() || self.language == Language::En {
            true => english,
            false => self.say(&format!("{path}.{part}"), english),
        }
    }

    /// A section's words are kept at the first field it asks.
    pub fn section(self, section: &Section, part: &str, english: &'static str) -> &'static str {
        section.fields.first().map_or(english, |first| self.part(first.name, part, english))
    }

    fn find(self, path: &str, english: &'static str) -> Option<&'static str> {
        if english.is_empty() || self.language == Language::En {
            return Some(english);
        }
        let own = self.kind.and_then(|kind| kind.get(path));
        own.or_else(|| labels(self.language).forms.get(SHARED)?.get(ending(path))).map(String::as_str)
    }
}

/// The last two parts of a path: the field and its choice.
fn ending(path: &str) -> &str {
    let mut dots = path.rmatch_indices('.').map(|(at, _)| at);
    dots.nth(1).map_or(path, |at| &path[at + 1..])
}

/// Every text of a kind's form that can stand on paper, with its path.
pub fn every_text(kind: Kind) -> Vec<(String, &'static str)> {
    let form = kind.form();
    let mut texts = vec![("title".to_owned(), form.title)];
    for section in form.sections.iter().filter(|section| !section.fields.iter().any(|field| field.confidential)) {
        if let Some(first) = section.fields.first() {
            texts.push((format!("{}.section", first.name), section.title));
            texts.push((format!("{}.section_hint", first.name), section.hint));
        }
        fields("", &section.fields, &mut texts);
    }
    texts.retain(|(_, english)| !english.is_empty());
    texts
}

fn fields(at: &str, asked: &'static [Field], texts: &mut Vec<(String, &'static str)>) {
    for field in asked {
        let path = format!("{at}{}", field.name);
        texts.push((path.clone(), field.label));
        let mut part = |part: &str, english| texts.push((format!("{path}.{part}"), english));
        part("hint", field.hint);
        match &field.input {
            Input::OneOf { options } | Input::ManyOf { options } => {
                options.iter().for_each(|option| part(option.value, option.label));
            }
            Input::Number { unit, .. } => part("unit", unit),
            Input::Scale { low, high, .. } => {
                part("low", low);
                part("high", high);
            }
            Input::Widget { name: "questionnaire", .. } => {
                let bands = instruments::shipped().iter().flat_map(|it| &it.bands);
                bands.for_each(|band| part(&band.label, &band.label));
            }
            Input::Rows { fields: inner, .. } => fields(&format!("{path}."), inner, texts),
            Input::Line
            | Input::Paragraph
            | Input::Date
            | Input::Time
            | Input::YesNo
            | Input::Tick
            | Input::Lines { .. }
            | Input::Pick { .. }
            | Input::PickMany { .. }
            | Input::Widget { .. } => {}
        }
    }
}

/// Whether everything a kind's form says exists in a language. Nothing is printed half in one language, half in another.
#[must_use]
pub fn printed_in(kind: Kind, language: Language) -> bool {
    let words = Words::of(kind, language);
    language == Language::En || every_text(kind).iter().all(|(path, english)| words.find(path, english).is_some())
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::kinds::for_client;
    use std::collections::BTreeSet;

    /// Read the same in both languages: names, and words they share.
    const SAME: &[&str] = &["PHQ-9", "GAD-7", "No"];

    #[test]
    fn what_a_client_reads_or_signs_is_there_in_every_language() {
        for &kind in Kind::ALL.iter().filter(|kind| for_client(**kind)) {
            for &language in Language::ALL {
                let words = Words::of(kind, language);
                let missing: Vec<_> = every_text(kind)
                    .into_iter()
                    .filter(|(path, english)| words.find(path, english).is_none())
                    .collect();
                assert!(missing.is_empty(), "{kind:?} in {language:?} lacks {missing:?}");
                assert!(printed_in(kind, language));
            }
        }
    }

    #[test]
    fn nothing_is_left_in_english() {
        for &language in Language::ALL.iter().filter(|language| **language != Language::En) {
            for &kind in Kind::ALL.iter().filter(|kind| for_client(**kind)) {
                let words = Words::of(kind, language);
                for (path, english) in every_text(kind).into_iter().filter(|(_, english)| !SAME.contains(english)) {
                    let said = words.find(&path, english);
                    assert_ne!(said, Some(english), "{kind:?}: {path} is left in English");
                    assert!(said.is_some_and(|said| !said.trim().is_empty()), "{kind:?}: {path} is empty");
                }
            }
        }
    }

    #[test]
    fn no_label_is_kept_that_no_form_asks_for() {
        for &language in Language::ALL {
            for (kind, texts) in &labels(language).forms {
                let asked: BTreeSet<String> = match kind.as_str() {
                    SHARED => Kind::ALL
                        .iter()
                        .flat_map(|kind| every_text(*kind))
                        .map(|(path, _)| ending(&path).to_owned())
                        .collect(),
                    name => {
                        let kind = Kind::named(name).unwrap_or_else(|| panic!("{language:?}: there is no {name}"));
                        every_text(kind).into_iter().map(|(path, _)| path).collect()
                    }
                };
                let left: Vec<&String> = texts.keys().filter(|path| !asked.contains(*path)).collect();
                assert!(left.is_empty(), "{language:?}: {kind} has labels left over: {left:?}");
            }
        }
    }
}
