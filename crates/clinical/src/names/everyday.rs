//! Names that are also everyday words: Hope, Paz, Little.

use super::folded;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How much of a name an everyday word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Everyday {
    /// No everyday word: a name.
    No,
    /// Sometimes read in notes.
    Seldom,
    /// Expected in notes: at the start of a sentence it is probably the word.
    Often,
}

#[derive(Deserialize, Default)]
struct File {
    names: Vec<Word>,
}

#[derive(Deserialize)]
struct Word {
    name: String,
    often: bool,
}

static WORDS: LazyLock<BTreeMap<String, bool>> = LazyLock::new(|| {
    // The file is compiled in, and a test reads it whole.
    let file: File = serde_json::from_str(include_str!("../../names/everyday.json")).unwrap_or_default();
    file.names.into_iter().map(|word| (folded(&word.name), word.often)).collect()
});

/// Whether a name, folded, is also an everyday word.
#[must_use]
pub fn everyday(name: &str) -> Everyday {
    match WORDS.get(name) {
        None => Everyday::No,
        Some(false) => Everyday::Seldom,
        Some(true) => Everyday::Often,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_everyday_words_is_read_whole() {
        assert!(WORDS.len() > 500, "{}", WORDS.len());
        assert_eq!(["hope", "rosa", "marisol"].map(everyday), [Everyday::Often, Everyday::Seldom, Everyday::No]);
    }
}
