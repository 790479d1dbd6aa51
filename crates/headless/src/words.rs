//! Reading loosely kept JSON, and finding the stored value of a form's choice for a word from outside.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use clinical::form::{self, Choice, Field, Input};
use clinical::words::DRAWN_BY_WIDGETS;
use clinical::{Document, Kind};
use serde_json::Value;

/// Any scalar as text, a list joined by semicolons; nothing as an empty text.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Array(_) => texts(value).join("; "),
    }
}

/// A list of texts; a single text is a list of one.
pub fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(text).filter(|it| !it.is_empty()).collect(),
        Value::Null | Value::Object(_) => Vec::new(),
        Value::String(_) | Value::Number(_) | Value::Bool(_) => vec![text(value)],
    }
}

/// The rows of a list; anything else has none.
pub fn rows(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// The first text that is not empty.
pub fn first_of(candidates: &[String]) -> String {
    candidates.iter().find(|it| !it.trim().is_empty()).cloned().unwrap_or_default()
}

/// A day such as `2026-03-09`, also at the head of a longer text.
pub fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str()?.get(..10)?.parse().ok()
}

/// A day and time such as `2026-03-09T12:40`; a day alone is at noon.
pub fn moment(value: &Value) -> Option<NaiveDateTime> {
    let on = day(value)?;
    let time = value.as_str()?.get(11..).and_then(clock).unwrap_or(noon());
    Some(on.and_time(time))
}

/// A time of day such as `17:00`.
pub fn time(value: &Value) -> Option<NaiveTime> {
    clock(value.as_str()?)
}

fn clock(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.get(..5)?, "%H:%M").ok()
}

/// Twelve o'clock.
pub fn noon() -> NaiveTime {
    NaiveTime::MIN + chrono::TimeDelta::hours(12)
}

/// `17:00`.
pub fn at(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// An id that is the same whenever the same words ask for it.
pub fn id(words: &str) -> String {
    let half = |seed: u64| words.bytes().fold(seed, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let (high, low) = (half(0xcbf2_9ce4_8422_2325), half(0x8422_2325_cbf2_9ce4));
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&high.to_be_bytes());
    bytes[8..].copy_from_slice(&low.to_be_bytes());
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// The stored value of the choice that `word` means in this field, asked of the form itself. A field without choices keeps the
/// word; a word that fits no choice becomes "other" where there is one, and empty where not.
pub fn choice<D: Document>(field: &str, word: &str) -> String {
    let Some(options) = offered::<D>(field) else { return word.to_owned() };
    fitting(&options, word).unwrap_or_else(|| {
        let other = options.iter().find(|it| it.value.starts_with("other"));
        other.map(|it| it.value.to_owned()).unwrap_or_default()
    })
}

/// The choices that `words` name in this field, each once, and the words that fit none.
pub fn choices<D: Document>(field: &str, words: &[String]) -> (Vec<String>, Vec<String>) {
    let Some(options) = offered::<D>(field) else { return (words.to_vec(), Vec::new()) };
    let (mut fit, mut left) = (Vec::new(), Vec::new());
    for word in words {
        match fitting(&options, word) {
            Some(value) if !fit.contains(&value) => fit.push(value),
            Some(_) => {}
            None => left.push(word.clone()),
        }
    }
    (fit, left)
}

/// What the form offers in this field, or a widget that draws it.
fn offered<D: Document>(field: &str) -> Option<Vec<Choice>> {
    let form = Kind::of::<D>().form();
    let asked = form.sections.iter().find_map(|section| choices_of(&section.fields, field));
    let drawn = || DRAWN_BY_WIDGETS.iter().find(|(name, _)| *name == field).map(|(_, pairs)| form::choices(pairs));
    asked.or_else(drawn)
}

fn choices_of(fields: &[Field], name: &str) -> Option<Vec<Choice>> {
    fields.iter().find_map(|field| match &field.input {
        Input::OneOf { options } | Input::ManyOf { options } if field.name == name => Some(options.clone()),
        Input::Rows { fields, .. } => choices_of(fields, name),
        _ => None,
    })
}

fn fitting(options: &[Choice], word: &str) -> Option<String> {
    let wanted = plain(word);
    if wanted.is_empty() {
        return None;
    }
    let found = options
        .iter()
        .find(|it| plain(it.value) == wanted || plain(it.label) == wanted)
        .or_else(|| options.iter().find(|it| within(&wanted, &plain(it.value)) || within(&wanted, &plain(it.label))))
        .or_else(|| options.iter().max_by_key(|it| shared(it, &wanted)).filter(|it| shared(it, &wanted) > 0));
    found.map(|it| it.value.to_owned())
}

/// One is part of the other, word by word.
fn within(one: &str, other: &str) -> bool {
    let (one, other) = (format!("_{one}_"), format!("_{other}_"));
    one.contains(&other) || other.contains(&one)
}

/// How many words of four letters or more begin alike; small words that say nothing do not count.
fn shared(option: &Choice, wanted: &str) -> usize {
    const SMALL: &[&str] =
        &["with", "without", "from", "that", "what", "this", "then", "when", "into", "group", "other"];
    let stems = |text: &str| -> Vec<String> {
        let long = text.split('_').filter(|it| it.len() >= 4 && !SMALL.contains(it));
        long.filter_map(|it| it.get(..it.len().min(5)).map(str::to_owned)).collect()
    };
    let known = stems(&format!("{}_{}", plain(option.value), plain(option.label)));
    stems(wanted).iter().filter(|stem| known.contains(stem)).count()
}

fn plain(word: &str) -> String {
    let spaced: String =
        word.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    spaced.split('_').filter(|it| !it.is_empty()).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TOPICS: &[(&str, &str)] =
        &[("stress_and_triggers", "Recognizing stress and triggers"), ("no_enabling", "Support without enabling")];
    const FELLOWSHIPS: &[(&str, &str)] = &[("aa", "AA"), ("alumni", "Alumni group")];
    const ATTENDANCE: &[(&str, &str)] =
        &[("present", "Present"), ("no_show", "Did not come"), ("absent_excused", "Away, called ahead")];

    #[test]
    fn a_word_from_outside_finds_the_choice_it_means() {
        let options = form::choices(ATTENDANCE);
        assert_eq!(fitting(&options, "No-show").as_deref(), Some("no_show"));
        assert_eq!(fitting(&options, "away, called ahead").as_deref(), Some("absent_excused"));
        assert_eq!(fitting(&options, "telehealth present").as_deref(), Some("present"));
        assert_eq!(fitting(&options, "zebra"), None);
        let fellowships = form::choices(FELLOWSHIPS);
        assert_eq!(fitting(&fellowships, "AA (Spanish-speaking group)").as_deref(), Some("aa"));
        let topics = form::choices(TOPICS);
        assert_eq!(fitting(&topics, "stress and trigger signs").as_deref(), Some("stress_and_triggers"));
        assert_eq!(fitting(&topics, "what recovery looks like"), None);
        assert_eq!(fitting(&topics, "lapse without blame"), None);
    }

    #[test]
    fn missing_and_mistyped_parts_read_as_blank() {
        let file = json!({ "n": 17, "list": ["a", null, "b"], "when": "2026-03-09T12:40", "day": "2026-03-09" });
        assert_eq!(text(&file["n"]), "17");
        assert_eq!(text(&file["absent"]["deeper"]), "");
        assert_eq!(texts(&file["list"]), ["a", "b"]);
        assert_eq!(moment(&file["when"]).map(|at| at.to_string()).as_deref(), Some("2026-03-09 12:40:00"));
        assert_eq!(moment(&file["day"]).map(|at| at.to_string()).as_deref(), Some("2026-03-09 12:00:00"));
        assert_eq!(day(&file["n"]), None);
    }

    #[test]
    fn the_same_words_ask_for_the_same_id() {
        assert_eq!(id("nd1"), id("nd1"));
        assert_ne!(id("nd1"), id("nd2"));
        assert!(id("nd1").parse::<uuid::Uuid>().is_ok());
    }
}
