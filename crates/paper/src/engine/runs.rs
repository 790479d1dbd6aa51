//! Text as it is written: runs of plain, bold or framed words, before any line is broken.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Some characters of one weight.
#[derive(Clone, Debug)]
pub struct Run {
    pub text: String,
    pub bold: bool,
    /// Kept on one line.
    pub whole: bool,
    /// Drawn in a thin box: the mark "New".
    pub framed: bool,
}

/// A text with its bold parts.
#[derive(Clone, Debug, Default)]
pub struct Rich(pub Vec<Run>);

impl<T: AsRef<str>> From<T> for Rich {
    fn from(text: T) -> Self {
        Rich::default().plain(text.as_ref())
    }
}

/// What is looked for: a name, a date, a phone number.
pub fn bold(text: impl AsRef<str>) -> Rich {
    Rich::default().bold(text.as_ref())
}

impl Rich {
    fn push(mut self, text: &str, bold: bool, whole: bool, framed: bool) -> Self {
        if !text.is_empty() {
            self.0.push(Run { text: clean(text).into_owned(), bold, whole, framed });
        }
        self
    }

    pub fn plain(self, text: impl AsRef<str>) -> Self {
        self.push(text.as_ref(), false, false, false)
    }

    pub fn bold(self, text: impl AsRef<str>) -> Self {
        self.push(text.as_ref(), true, false, false)
    }

    /// A phone number, which never breaks over two lines.
    pub fn phone(self, number: impl AsRef<str>) -> Self {
        self.push(number.as_ref(), true, true, false)
    }

    /// A phone number in plain weight.
    pub fn plain_phone(self, number: impl AsRef<str>) -> Self {
        self.push(number.as_ref(), false, true, false)
    }

    /// A framed mark, with its own no-break space on either side.
    pub fn mark(self, word: &str) -> Self {
        self.plain(" ").push(&format!("\u{a0}{word}\u{a0}"), true, true, true)
    }

    pub fn and(mut self, other: impl Into<Rich>) -> Self {
        self.0.extend(other.into().0);
        self
    }

    /// Starts a new line unless nothing stands here yet.
    pub fn line(self) -> Self {
        if self.0.is_empty() { self } else { self.plain("\n") }
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.text.trim().is_empty())
    }
}

/// Composed form, one kind of line end and one kind of blank; nothing else is changed, so that what is read back is what was typed.
fn clean(text: &str) -> Cow<'_, str> {
    let composed = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    };
    if composed.is_ascii() && !composed.contains(['\r', '\t']) {
        return composed;
    }
    let plain = |c: char| match c {
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\u{2007}' | '\u{202f}' => '\u{a0}',
        '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => ' ',
        c => c,
    };
    Cow::Owned(composed.replace("\r\n", "\n").chars().map(plain).collect())
}

/// Texts of a list that say something.
pub fn filled(texts: &[String]) -> Vec<&str> {
    texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect()
}

/// Whether a line may end at `at`, where the Unicode rules would allow it. A phone number with spaces, "5:30 pm" and
/// "50 mg" stay together in free text too.
pub fn may_break(text: &str, at: usize) -> bool {
    let (before, after) = (&text[..at], &text[at..]);
    let Some(head) = before.strip_suffix(' ') else { return true };
    let digit = |c: char| c.is_ascii_digit();
    let last = head.rsplit(' ').next().unwrap_or_default();
    let next = after.split([' ', '\n', ',', ';']).next().unwrap_or_default();
    let number =
        |part: &str| part.starts_with(digit) && part.len() >= 3 && part.chars().all(|c| digit(c) || "-.".contains(c));
    let area = last.starts_with('(') && last.ends_with(')') && last.len() == 5;
    let phone = (area || number(last)) && number(next);
    let unit = last.ends_with(digit)
        && ["am", "pm", "am.", "pm.", "a.m.", "p.m.", "a.", "p.", "mg", "mL", "ml"].contains(&next);
    let meridiem = ["a.", "p."].contains(&last) && next.starts_with("m.");
    !(phone || unit || meridiem)
}

/// Says only how the letters beside it are joined, drawn or read; it goes with them and needs no glyph.
pub fn clings(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200c}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Why a character cannot be printed although a font might hold a glyph for it: it is not seen, or turns the others round.
pub fn unseen(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}' | '\u{e0000}'..='\u{e007f}')
}
