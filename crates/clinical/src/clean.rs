//! Characters nobody sees or meant, taken out or put right as a text comes in: what a word processor or a web page leaves behind in a paste.
//! The screens do the same while someone pastes (`ui/src/form/clean.ts`); `tests/fixtures/pasted_text.json` holds both to one rule.

use std::borrow::Cow;

/// A text as it is kept, and what was done to it beyond line ends.
#[derive(Debug, PartialEq, Eq)]
pub struct Cleaned<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    /// Hidden characters taken out.
    pub removed: usize,
    /// Characters of a word processor's own font, put right.
    pub replaced: usize,
}

impl Cleaned<'_> {
    /// What a person is told of it, where there is something to tell.
    #[must_use]
    pub fn said(&self) -> Option<String> {
        let count = |number: usize, one: &str, many: &str| match number {
            0 => None,
            1 => Some(format!("1 {one}")),
            number => Some(format!("{number} {many}")),
        };
        let removed = count(self.removed, "hidden character was removed", "hidden characters were removed");
        let replaced = count(
            self.replaced,
            "mark of a word processor was replaced by one that prints",
            "marks of a word processor were replaced by ones that print",
        );
        let parts: Vec<String> = [removed, replaced].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("{}.", parts.join(", ")))
    }
}

/// Word keeps the bullets and marks of its Symbol and Wingdings fonts at these places, where no other font has a letter.
const WORD_MARKS: &[(char, char)] = &[
    ('\u{f04a}', '☺'),
    ('\u{f06c}', '•'),
    ('\u{f06e}', '•'),
    ('\u{f06f}', '☐'),
    ('\u{f071}', '☐'),
    ('\u{f075}', '•'),
    ('\u{f076}', '•'),
    ('\u{f09f}', '•'),
    ('\u{f0a7}', '•'),
    ('\u{f0a8}', '☐'),
    ('\u{f0b7}', '•'),
    ('\u{f0d8}', '•'),
    ('\u{f0e0}', '→'),
    ('\u{f0fb}', '☒'),
    ('\u{f0fc}', '✓'),
    ('\u{f0fe}', '☑'),
];

/// The text without what nobody sees or meant. Everything with a meaning stays: joiners between letters that join, marks of direction beside
/// letters that read from right to left, the selector of a heart.
#[must_use]
pub fn clean(text: &str) -> Cleaned<'_> {
    let plain = |byte: u8| matches!(byte, b'\n' | b'\t' | b' '..=b'~');
    if text.bytes().all(plain) {
        return Cleaned { text: Cow::Borrowed(text), removed: 0, replaced: 0 };
    }
    let leftward = text.chars().any(reads_leftward);
    let (mut kept, mut removed, mut replaced) = (String::with_capacity(text.len()), 0, 0);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let (before, after) = (kept.chars().next_back(), rest.peek().copied());
        match c {
            '\r' if after == Some('\n') => {}
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => kept.push('\n'),
            '\u{200e}' | '\u{200f}' | '\u{61c}' if leftward => kept.push(c),
            '\u{200c}' | '\u{200d}' if before.is_some_and(joins) || after.is_some_and(joins) => kept.push(c),
            '\u{200d}' if before.is_some_and(pictures) && after.is_some_and(pictures) => kept.push(c),
            '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' if before.is_some_and(varies) => kept.push(c),
            _ if is_hidden(c) => removed += 1,
            _ => match WORD_MARKS.iter().find(|(mark, _)| *mark == c) {
                Some((_, print)) => {
                    kept.push(*print);
                    replaced += 1;
                }
                None => kept.push(c),
            },
        }
    }
    Cleaned { text: if kept == text { Cow::Borrowed(text) } else { Cow::Owned(kept) }, removed, replaced }
}

/// Leaves no mark on paper. What turns the reading direction by force is none of these: it is held, because a text would read otherwise.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202c}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffc}' | '\u{e0000}'..='\u{e01ef}')
}

/// A letter of a script that reads from right to left.
fn reads_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
        && c != '\u{61c}'
}

/// A letter of a script whose letters are joined or stacked, where a joiner says how.
fn joins(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{109f}' | '\u{1700}'..='\u{1cff}' | '\u{a800}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1e95f}')
        && !matches!(c, '\u{61c}' | '\u{180b}'..='\u{180f}')
}

/// A picture, or a part of one.
fn pictures(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// Something a selector may follow to say how it is drawn.
fn varies(c: char) -> bool {
    matches!(c, '#' | '*' | '0'..='9') || (!c.is_ascii() && !c.is_whitespace() && !is_hidden(c))
}
