//! Which passwords are too easy to guess. Length does the work (NIST SP 800-63B-4: at least 15 characters, a blocklist, no rules about
//! digits and signs); the list and the shapes here take away the long ones that are guessed first.

use crate::error::{Code, Error, Result};
use unicode_normalization::UnicodeNormalization as _;

/// Fewest characters of a password (NIST SP 800-63B-4, single factor).
pub const PASSWORD_MIN: usize = 15;

/// Long passwords and phrases that lists of leaked passwords have in common, folded as `folded` folds: letters and digits only.
const COMMON: &str = include_str!("common_passwords.txt");

/// Rows of keys and other runs that fingers and minds follow.
const RUNS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiopasdfghjklzxcvbnm",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
];

/// # Errors
/// `BadInput` with a sentence that says what to change.
pub fn check_password(password: &str, name: &str) -> Result<()> {
    let bad = |message: &str| Err(Error::of(Code::BadInput, message));
    let length = password.nfc().count();
    if length < PASSWORD_MIN {
        return bad("A password needs at least 15 characters. A short sentence is easiest to keep.");
    }
    if length > 1_000 {
        return bad("A password holds at most 1,000 characters.");
    }
    let plain = folded(password);
    if common(&plain) {
        return bad("This password is on lists that are tried first. Use a short sentence only you know.");
    }
    if repeats(&plain) || runs(&plain) || is_mostly(&plain, &folded(name)) {
        return bad("This password is too easy to guess. Use a short sentence only you know.");
    }
    Ok(())
}

/// Lower case, without spaces and signs.
fn folded(text: &str) -> Vec<char> {
    text.nfkc().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()).collect()
}

/// On the list, also with digits for letters, and with digits or signs at its ends.
fn common(plain: &[char]) -> bool {
    let letters: String = plain
        .iter()
        .map(|letter| match letter {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            other => *other,
        })
        .collect();
    let plain: String = plain.iter().collect();
    let bare = plain.trim_matches(|letter: char| letter.is_ascii_digit());
    COMMON.lines().any(|known| known == plain || known == letters || (known == bare && !bare.is_empty()))
}

/// A short piece said over and over, or few different letters at all.
fn repeats(plain: &[char]) -> bool {
    let mut seen = plain.to_vec();
    seen.sort_unstable();
    seen.dedup();
    let short = plain.len().min(PASSWORD_MIN) / 2 + 1;
    seen.len() < 5 || (1..=short).any(|piece| plain.iter().zip(plain.iter().skip(piece)).all(|(one, next)| one == next))
}

/// Mostly steps along the alphabet, the digits or the rows of the keyboard, forward or back.
fn runs(plain: &[char]) -> bool {
    let step = |pair: &[char]| {
        RUNS.iter().any(|run| {
            let run: Vec<char> = run.chars().collect();
            run.windows(2).any(|keys| keys == pair || (keys[0] == pair[1] && keys[1] == pair[0]))
        })
    };
    let steps = plain.windows(2).filter(|pair| step(pair)).count();
    steps * 4 >= plain.len().saturating_sub(1) * 3
}

/// One's own sign-in name, once or more, with at most a few letters of something else.
fn is_mostly(plain: &[char], name: &[char]) -> bool {
    let (plain, name): (String, String) = (plain.iter().collect(), name.iter().collect());
    name.chars().count() >= 4 && plain.contains(&name) && plain.replace(&name, "").chars().count() < 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_guessable_passwords_are_refused_with_a_sentence() {
        for poor in [
            "short",
            "aaaaaaaaaaaaaaaaaaaa",
            "Pat Sample Pat Sample",
            "patsample2026!!",
            "passwordpassword",
            "P4ssw0rdP4ssw0rd",
            "password password password",
            "correct horse battery staple",
            "abcdefghijklmnop",
            "qwertyuiopasdfgh",
            "123456789012345",
            "987654321987654321",
            "welcome1welcome1",
            "1q2w3e4r5t6y7u8i",
            "iloveyouiloveyou2026",
        ] {
            assert_eq!(check_password(poor, "Pat Sample").err().map(|e| e.code), Some(Code::BadInput), "{poor}");
        }
    }

    #[test]
    fn a_short_sentence_of_ones_own_is_taken() {
        for good in [
            "a quiet evening walk",
            "handrail on the stairs",
            "three blue herons at dawn",
            "Напишу письмо бабушке",
            "雨の朝に川まで歩いて橋を渡り戻る",
        ] {
            assert!(check_password(good, "Pat Sample").is_ok(), "{good}");
        }
    }

    #[test]
    fn the_list_is_folded_as_what_is_typed_and_says_nothing_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for line in COMMON.lines() {
            assert_eq!(folded(line).iter().collect::<String>(), line);
            assert!(seen.insert(line), "{line} is there twice");
        }
    }
}
