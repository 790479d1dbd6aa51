//! Checks on typed text, the same for every kind: length, characters that do not belong in a record, choices a form does not know.

use crate::form::{Choice, Field, Finding, Form, Input, shown};
use crate::rules::{clock, day};
use serde_json::Value;
use std::collections::BTreeMap;

/// Longest text one field may hold: well above a 5,000-word note.
pub const LONGEST_TEXT: usize = 40_000;

/// Most rows a list may have.
pub const MOST_ROWS: usize = 1_000;

/// Longest name, of a person or a place.
pub const LONGEST_NAME: usize = 200;

/// Holds for text that is too long, for characters that do not belong in a record, and for choices a form does not offer.
#[must_use]
pub fn typed_text_findings(form: &Form, body: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    for section in &form.sections {
        check_fields(&section.fields, body, "", &mut found);
    }
    check_unnamed(form, body, &mut found);
    found
}

fn check_fields(fields: &[Field], body: &Value, prefix: &str, found: &mut Vec<Finding>) {
    for field in fields {
        let path = format!("{prefix}{}", field.name);
        let value = &body[field.name];
        if !shown(field, body) {
            // Hidden answers stay in the draft; only their characters matter.
            check_text(value, field.label, &path, false, found);
            continue;
        }
        match (&field.input, value) {
            (Input::Rows { fields, .. }, Value::Array(rows)) => {
                for (index, row) in rows.iter().enumerate() {
                    check_fields(fields, row, &format!("{path}.{index}."), found);
                }
            }
            (Input::OneOf { options }, Value::String(text)) => {
                check_choice(options, text, field, &path, found);
            }
            (Input::ManyOf { options }, Value::Array(values)) => {
                for text in values.iter().filter_map(Value::as_str) {
                    check_choice(options, text, field, &path, found);
                }
            }
            (Input::Number { min, max, unit, whole }, Value::Number(number)) => {
                let number = number.as_f64().unwrap_or(f64::NAN);
                if *whole && number.fract() != 0.0 {
                    let message = format!("\"{}\" is counted: it has to be a whole number, not {number}.", field.label);
                    found.push(Finding::hold(&path, message));
                }
                if !(*min..=*max).contains(&number) {
                    let message = format!("\"{}\" has to be between {min} and {max} {unit}", field.label);
                    found.push(Finding::hold(&path, format!("{}.", message.trim_end())));
                }
            }
            (Input::Scale { min, max, .. }, Value::Number(number)) => {
                if !number.as_u64().is_some_and(|number| (u64::from(*min)..=u64::from(*max)).contains(&number)) {
                    found.push(Finding::hold(&path, format!("\"{}\" has to be from {min} to {max}.", field.label)));
                }
            }
            (Input::Date, Value::String(text)) if !text.trim().is_empty() && day(text).is_none() => {
                found.push(Finding::hold(&path, format!("\"{}\" is not a day we can read.", field.label)));
            }
            (Input::Time, Value::String(text)) if !text.trim().is_empty() && clock(text).is_none() => {
                found.push(Finding::hold(&path, format!("\"{}\" is not a time we can read.", field.label)));
            }
            (_, value) => check_text(value, field.label, &path, is_name(field), found),
        }
    }
}

/// Keys that no field names are looked through as well: nothing enters the record unread.
fn check_unnamed(form: &Form, body: &Value, found: &mut Vec<Finding>) {
    let Some(body) = body.as_object() else { return };
    let named = |key: &str| form.sections.iter().flat_map(|section| &section.fields).any(|field| field.name == key);
    for (key, value) in body.iter().filter(|(key, _)| !named(key)) {
        check_text(value, &key.replace('_', " "), key, false, found);
    }
}

/// Holds for every text with a character that cannot be printed: what can be signed can be printed. `unprintable` names the first one.
#[must_use]
pub fn unprintable_findings(form: &Form, body: &Value, unprintable: &dyn Fn(&str) -> Option<char>) -> Vec<Finding> {
    let fields: Vec<&Field> = form.sections.iter().flat_map(|section| &section.fields).collect();
    let mut found = Vec::new();
    check_letters(&fields, body, ("", ""), unprintable, &mut found);
    found
}

/// `at` is the path with its dot, and the label of what holds this part.
fn check_letters(
    fields: &[&Field],
    value: &Value,
    (path, label): (&str, &str),
    unprintable: &dyn Fn(&str) -> Option<char>,
    found: &mut Vec<Finding>,
) {
    match value {
        // What no record keeps is named by the other check.
        Value::String(text) => found.extend(unprintable(text).filter(|c| !is_unwelcome(*c)).map(|c| {
            let which =
                if is_seen(c) { format!("{c} (U+{:04X})", u32::from(c)) } else { format!("U+{:04X}", u32::from(c)) };
            Finding::hold(
                path,
                format!("\"{label}\" holds {which}, which cannot be printed here. Write it another way."),
            )
        })),
        Value::Array(rows) => {
            for (index, row) in rows.iter().enumerate() {
                check_letters(fields, row, (&format!("{path}.{index}"), label), unprintable, found);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                let field = fields.iter().find(|field| field.name == key);
                let inner: Vec<&Field> = match field.map(|field| &field.input) {
                    Some(Input::Rows { fields, .. } | Input::Widget { fields, .. }) => fields.iter().collect(),
                    _ => Vec::new(),
                };
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                let label = field.map_or_else(|| key.replace('_', " "), |field| field.label.to_owned());
                check_letters(&inner, value, (&path, &label), unprintable, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether naming a character shows something: a mark alone or a private one would not.
fn is_seen(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..)
}

fn check_choice(options: &[Choice], text: &str, field: &Field, path: &str, found: &mut Vec<Finding>) {
    let known = text.is_empty() || options.iter().any(|option| option.value == text);
    if !known {
        found.push(Finding::hold(
            path,
            format!("\"{}\" holds an answer this form does not offer. Choose one from the list.", field.label),
        ));
    }
}

/// Texts anywhere inside a value, each under its own path.
fn check_text(value: &Value, label: &str, path: &str, name: bool, found: &mut Vec<Finding>) {
    match value {
        Value::String(text) => {
            let length = text.chars().count();
            if name && length > LONGEST_NAME {
                let message =
                    format!("\"{label}\" has {length} characters; a name can have {LONGEST_NAME}. Shorten it.");
                found.push(Finding::hold(path, message));
            } else if length > LONGEST_TEXT {
                found.push(Finding::hold(path, too_long(label, length)));
            }
            if let Some(odd) = text.chars().find(|character| is_unwelcome(*character)) {
                let message = format!(
                    "\"{label}\" holds {} (U+{:04X}), which a record cannot keep. Remove it or type the text again.",
                    describe(odd),
                    u32::from(odd)
                );
                found.push(Finding::hold(path, message));
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                check_text(value, label, &format!("{path}.{index}"), name, found);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                let name = key == "name" || key.ends_with("_name");
                check_text(value, &key.replace('_', " "), &format!("{path}.{key}"), name, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The sentence for a text that is too long, wherever it is held.
#[must_use]
pub fn too_long(label: &str, length: usize) -> String {
    format!("\"{label}\" has {length} characters; a text can have {LONGEST_TEXT}. Move part of it elsewhere.")
}

fn is_name(field: &Field) -> bool {
    let name = field.name;
    name == "name"
        || name.ends_with("_name")
        || name.starts_with("legal_")
        || name == "recipient"
        || name.ends_with("_names")
}

/// Control characters and direction overrides: invisible, and able to make a text read as another one.
fn is_unwelcome(character: char) -> bool {
    (character.is_control() && !matches!(character, '\n' | '\t')) || is_direction_override(character)
}

fn is_direction_override(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn describe(character: char) -> &'static str {
    match character {
        '\r' => "a carriage return",
        '\0' => "a null character",
        '\u{1B}' => "an escape character",
        _ if is_direction_override(character) => "an invisible character that turns the reading direction",
        _ => "a control character",
    }
}

/// How alike two texts are, 0 to 1, after case, accents, punctuation and spacing are set aside.
#[must_use]
pub fn similarity(one: &str, other: &str) -> f64 {
    let (one, other) = (words_of(one), words_of(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let shared = shared_words(&one, &other);
    let (one, other) = (one.join(" "), other.join(" "));
    // Letter by letter is exact and slow: long texts are compared by their words.
    if one.len().max(other.len()) > 2_000 { shared } else { strsim::normalized_levenshtein(&one, &other) }
}

/// Words without case, accents and punctuation.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    let key = crate::rules::name_key(text);
    key.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn shared_words(one: &[String], other: &[String]) -> f64 {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in one {
        *left.entry(word).or_default() += 1;
    }
    let taken = |word: &&String| match left.get_mut(word.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let shared = other.iter().filter(taken).count();
    f64::from(u32::try_from(shared).unwrap_or(0))
        / f64::from(u32::try_from(one.len().max(other.len())).unwrap_or(u32::MAX))
}
