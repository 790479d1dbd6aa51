//! Invented names and note texts, the same in every run.

const SYLLABLES: &[&str] = &[
    "ba", "che", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta", "ve", "wi", "xo",
    "yé", "za", "ñe", "bra", "cle",
];

const WORDS: &[&str] = &[
    "reports",
    "a",
    "calmer",
    "week",
    "with",
    "two",
    "hard",
    "evenings",
    "after",
    "work",
    "called",
    "someone",
    "before",
    "the",
    "store",
    "closed",
    "practiced",
    "slow",
    "breathing",
    "at",
    "home",
    "and",
    "on",
    "bus",
    "wrote",
    "down",
    "three",
    "signs",
    "that",
    "come",
    "early",
    "sleep",
    "was",
    "short",
    "but",
    "better",
    "than",
    "last",
    "plans",
    "to",
    "meet",
    "sponsor",
    "tomorrow",
    "morning",
    "family",
    "dinner",
    "went",
    "well",
    "enough",
    "no",
    "use",
    "since",
    "session",
    "keeps",
    "medicine",
    "daily",
    "feels",
    "ready",
    "try",
    "again",
    "asks",
    "about",
    "school",
    "next",
    "spring",
];

/// Surname of the person at this place: three syllables, each once in its order.
pub fn surname(number: usize) -> String {
    let syllable = |divisor: usize| SYLLABLES[number / divisor % SYLLABLES.len()];
    let name = [syllable(1), syllable(SYLLABLES.len()), syllable(SYLLABLES.len() * SYLLABLES.len()), "son"].concat();
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// First name of the person at this place.
pub fn first_name(number: usize) -> String {
    format!("Test{}", SYLLABLES[number * 7 % SYLLABLES.len()])
}

/// A birth date like no neighbor's.
pub fn born(number: usize) -> String {
    format!("{}-{:02}-{:02}", 1950 + number / 336 % 50, 1 + number / 28 % 12, 1 + number % 28)
}

/// `length` bytes of plain text; another text for another number.
pub fn text(number: usize, length: usize) -> String {
    let mut text = String::with_capacity(length + 16);
    let mut turn = number.wrapping_mul(2_654_435_761) % 1_000_003;
    while text.len() < length {
        turn = (turn * 75 + 74) % 65_537;
        text.push_str(WORDS[turn % WORDS.len()]);
        text.push(' ');
    }
    text.truncate(length);
    text
}
