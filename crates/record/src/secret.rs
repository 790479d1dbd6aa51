//! Keys that must not linger: masked while they lie in memory, lent in clear for one use, wiped when dropped.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Deref;
use std::sync::OnceLock;
use ts_rs::TS;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A password or a recovery key as a person types or reads it: wiped when dropped, and without a way to be printed by mistake.
#[derive(Clone, Default, TS)]
#[ts(type = "string")]
pub struct Secret(Zeroizing<String>);

impl Deref for Secret {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from)
    }
}

/// A 32-byte key. What lies in memory is the key under this process's own pad, so a piece of memory that ends up in a crash report or a
/// swap file is not yet a key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key {
    masked: [u8; 32],
}

impl Key {
    /// Fresh from the system's random source. The mask of a random key is as random as the key, so it never exists in clear here.
    #[must_use]
    pub fn random() -> Self {
        Self { masked: dice() }
    }

    /// Masks a copy of these bytes, if they are 32; the caller wipes its own.
    #[must_use]
    pub fn of(clear: &[u8]) -> Option<Self> {
        let mut key = Self { masked: [0; 32] };
        if clear.len() != key.masked.len() {
            return None;
        }
        for ((masked, clear), pad) in key.masked.iter_mut().zip(clear).zip(pad()) {
            *masked = clear ^ pad;
        }
        Some(key)
    }

    /// Lends the clear key for one use and wipes it afterwards.
    pub fn lend<R>(&self, use_it: impl FnOnce(&[u8; 32]) -> R) -> R {
        let mut clear = Zeroizing::new([0_u8; 32]);
        for ((clear, masked), pad) in clear.iter_mut().zip(self.masked).zip(pad()) {
            *clear = masked ^ pad;
        }
        use_it(&clear)
    }

    /// Lends the key as SQLCipher's raw-key literal `x'…'`, wiped afterwards.
    pub fn with_literal<R>(&self, lend: impl FnOnce(&[u8; 67]) -> R) -> R {
        let mut literal = Zeroizing::new([b'\''; 67]);
        literal[0] = b'x';
        for (index, (masked, pad)) in self.masked.iter().zip(pad()).enumerate() {
            let byte = masked ^ pad;
            literal[2 + 2 * index] = b"0123456789abcdef"[usize::from(byte >> 4)];
            literal[3 + 2 * index] = b"0123456789abcdef"[usize::from(byte & 15)];
        }
        lend(&literal)
    }

    /// The key as an Ed25519 signing key.
    #[must_use]
    pub fn signing(&self) -> SigningKey {
        self.lend(SigningKey::from_bytes)
    }

    /// The key under someone else's pad: how a search of this process's memory learns what to look for without planting it.
    #[must_use]
    pub fn under(&self, theirs: &[u8; 32]) -> [u8; 32] {
        let mut out = self.masked;
        for ((out, ours), theirs) in out.iter_mut().zip(pad()).zip(theirs) {
            // Theirs first: between the two the clear byte does not exist.
            *out = *out ^ theirs ^ ours;
        }
        out
    }
}

/// Made once, when the first key is.
fn pad() -> &'static [u8; 32] {
    static PAD: OnceLock<[u8; 32]> = OnceLock::new();
    PAD.get_or_init(dice)
}

/// Bytes from the system's random source.
pub(super) fn dice<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "without randomness no key is safe")]
    getrandom::fill(&mut bytes).expect("the system's random source");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_lent_as_it_was_given_and_lies_masked() {
        let clear: [u8; 32] = std::array::from_fn(|at| u8::try_from(at).expect("small"));
        let key = Key::of(&clear).expect("32 bytes");
        assert!(key.lend(|lent| *lent == clear));
        assert_ne!(key.masked, clear, "what lies in memory is not the key");
        assert!(key.with_literal(|text| text.starts_with(b"x'000102") && text.ends_with(b"1e1f'")));
        let pad = [0xA5; 32];
        assert_eq!(key.under(&pad).map(|byte| byte ^ 0xA5), clear);
        assert!(Key::of(&clear[1..]).is_none());
    }
}
