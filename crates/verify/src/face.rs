//! How things are written: canonical JSON, hashes in hex, short codes, kinds and times.

use chrono::DateTime;
use data_encoding::HEXLOWER;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// SHA-256 in hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER.decode(text.as_bytes()).ok()
}

/// RFC 8785.
pub(crate) fn canonical(value: &Value) -> Option<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value).ok()
}

/// The first letters of a hash, enough to find it.
pub(crate) fn short(id: &str) -> String {
    id.chars().take(12).collect()
}

/// `individual_note` as "Individual note".
pub(crate) fn words(kind: &str) -> String {
    let text = kind.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// Both texts name the same moment, whatever their offset.
pub(crate) fn same_time(one: &str, other: &str) -> bool {
    let read = |text: &str| DateTime::parse_from_rfc3339(&text.replace(' ', "T")).map(|at| at.timestamp_millis());
    matches!((read(one), read(other)), (Ok(one), Ok(other)) if one == other)
}

/// The short code of a row: the first sixty bits of SHA-256 over its hash and its number (eight bytes, big end first), five bits a letter.
pub(crate) fn code(seq: i64, hash: &str) -> String {
    let mut bytes = unhex(hash).unwrap_or_default();
    bytes.extend_from_slice(&seq.to_be_bytes());
    let digest = Sha256::digest(&bytes);
    let mut first = [0_u8; 8];
    first.copy_from_slice(&digest[..8]);
    let number = u64::from_be_bytes(first);
    let letter = |at: u32| {
        let five = usize::try_from((number >> (59 - 5 * at)) & 31).unwrap_or(0);
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().nth(five).unwrap_or('0')
    };
    let group = |from: u32| (from..from + 4).map(letter).collect::<String>();
    format!("{}-{}-{}", group(0), group(4), group(8))
}

/// A code as people copy it: case, spaces, dashes and look-alikes do not matter.
pub(crate) fn same_code(typed: &str, code: &str) -> bool {
    let bare = |text: &str| -> String {
        let letters = text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase());
        letters
            .map(|letter| match letter {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect()
    };
    bare(typed) == bare(code)
}
