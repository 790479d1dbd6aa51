//! Telephone numbers in any notation, for finding only: what was typed is kept as it was typed.

use unicode_normalization::UnicodeNormalization;

/// Fewer digits are words like others: a record number, a house.
const FEWEST: usize = 5;

/// Numbers of a text, and what else it says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Digits alone, without what is dialed before or after them: exits from a country, a leading 0, the 1 of North America, an extension.
    pub found: Vec<String>,
    /// The rest of the text.
    pub rest: String,
}

/// Telephone numbers in this text, or whatever is written like one.
#[must_use]
pub fn numbers_in(text: &str) -> Numbers {
    let text: Vec<char> = text.nfkc().collect();
    let mut numbers = Numbers::default();
    let mut at = 0;
    while let Some(&character) = text.get(at) {
        let begins = character.is_ascii_digit() || matches!(character, '+' | '(');
        let end = if begins { end_of_run(&text, at) } else { at };
        let run: String = text.get(at..end).unwrap_or_default().iter().collect();
        let digits = run.chars().filter(char::is_ascii_digit).count();
        if digits >= FEWEST || (digits > 0 && run.starts_with('+')) {
            numbers.found.push(dialed(&run));
            numbers.rest.push(' ');
            at = end + extension(text.get(end..).unwrap_or_default());
        } else {
            // A short number goes on as a word.
            let end = end.max(at + 1);
            numbers.rest.extend(text.get(at..end).unwrap_or_default());
            at = end;
        }
    }
    numbers
}

/// Digits and what is written between them.
fn end_of_run(text: &[char], start: usize) -> usize {
    let between = |character: char| matches!(character, ' ' | '-' | '.' | '(' | ')' | '+' | '\u{2010}'..='\u{2015}');
    let run =
        text.iter().skip(start).take_while(|&&character| character.is_ascii_digit() || between(character)).count();
    let run = text.get(start..start + run).unwrap_or_default();
    start + run.iter().rposition(char::is_ascii_digit).map_or(0, |last| last + 1)
}

/// How many characters an extension takes at the beginning of this text, `ext. 12` or `x12`.
fn extension(text: &[char]) -> usize {
    let text: String = text.iter().collect::<String>().to_lowercase();
    let rest = text.trim_start();
    let word = ["extension", "ext.", "ext", "x", "#"].into_iter().find_map(|word| rest.strip_prefix(word));
    let Some(after) = word.map(str::trim_start) else { return 0 };
    let digits = after.chars().take_while(char::is_ascii_digit).count();
    if digits == 0 { 0 } else { text.chars().count() - after.chars().count() + digits }
}

fn dialed(run: &str) -> String {
    // "+44 (0)20" is dialed with or without the 0, never with both.
    let abroad = run.starts_with('+');
    let run = if abroad { run.replace("(0)", "") } else { run.to_owned() };
    let all: String = run.chars().filter(char::is_ascii_digit).collect();
    let exit = all.strip_prefix("011").filter(|rest| rest.len() > 9 && !abroad);
    let digits = exit.unwrap_or(&all).trim_start_matches('0');
    let north_american = digits.strip_prefix('1').filter(|rest| rest.len() == 10 || abroad || exit.is_some());
    let digits = north_american.unwrap_or(digits);
    if digits.is_empty() { all } else { digits.to_owned() }
}
