//! Bytes that must not linger: wiped when dropped, never shown, never stored as they are.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// A 32-byte key.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

impl Key {
    /// Takes the bytes over; the caller wipes its copy.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    /// Fresh from the system's random source.
    ///
    /// # Panics
    /// Only if that source is gone; no safe key exists then.
    #[must_use]
    pub fn random() -> Self {
        let mut bytes = [0; 32];
        #[expect(clippy::expect_used, reason = "without randomness no key is safe")]
        getrandom::fill(&mut bytes).expect("the system's random source");
        Self(bytes)
    }
    /// The bytes, for ciphers.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
    /// Lends the key as SQLCipher's raw-key literal `x'…'` on the stack, wiped afterwards.
    pub fn with_literal<R>(&self, lend: impl FnOnce(&[u8; 67]) -> R) -> R {
        let mut literal = [b'\''; 67];
        literal[0] = b'x';
        for (index, byte) in self.0.iter().enumerate() {
            literal[2 + 2 * index] = b"0123456789abcdef"[usize::from(byte >> 4)];
            literal[3 + 2 * index] = b"0123456789abcdef"[usize::from(byte & 15)];
        }
        let answer = lend(&literal);
        literal.zeroize();
        answer
    }
}
