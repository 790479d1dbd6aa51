//! How keys are wrapped: a password becomes a key by Argon2id, HKDF-SHA256 narrows it to one use, AES-256-GCM closes the wrap and binds it
//! to its header. To a person whose password is not at hand a key is sealed with X25519, to the public key of their signatures.

use super::Cost;
use crate::error::{Code, Error, Result};
use crate::secret::{Key, dice};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use data_encoding::HEXLOWER;
use ed25519_dalek::{SigningKey, VerifyingKey};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Fewest costs ever accepted from a file (OWASP password storage).
const FLOOR: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Parameters of a key derivation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kdf {
    /// `argon2id`; `none` for the recovery key, which is random already.
    pub alg: String,
    /// KiB of memory.
    pub m: u32,
    /// Passes.
    pub t: u32,
    /// Lanes.
    pub p: u32,
    /// Salt, hex.
    pub salt: String,
}

/// What a wrap is closed with: the secret, and what it is for.
pub(super) struct Lock<'a> {
    pub secret: &'a [u8; 32],
    pub salt: Option<&'a [u8]>,
    /// Vault, person and use.
    pub context: &'a str,
    /// Bound to the wrap: with another header it does not open.
    pub header: &'a [u8],
}

impl Lock<'_> {
    /// Answers the wrap in hex.
    pub(super) fn close(&self, nonce: &str, clear: &[u8]) -> Result<String> {
        let sealed = self
            .cipher()
            .encrypt(&nonce_of(nonce), Payload { msg: clear, aad: self.header })
            .map_err(|_| Error::broken("The key could not be wrapped. Nothing was changed."))?;
        Ok(HEXLOWER.encode(&sealed))
    }

    pub(super) fn open(&self, nonce: &str, sealed: &str) -> Option<Key> {
        let sealed = HEXLOWER.decode(sealed.as_bytes()).ok()?;
        let payload = Payload { msg: &sealed, aad: self.header };
        let clear = Zeroizing::new(self.cipher().decrypt(&nonce_of(nonce), payload).ok()?);
        Key::of(&clear)
    }

    fn cipher(&self) -> Aes256Gcm {
        let mut key = Zeroizing::new([0_u8; 32]);
        // 32 bytes is far below HKDF's limit, so this cannot fail; a zero key would fail to open anything.
        let _ = Hkdf::<Sha256>::new(self.salt, self.secret).expand(self.context.as_bytes(), key.as_mut());
        Aes256Gcm::new((&*key).into())
    }
}

/// A fresh salt and the costs of a password made today.
pub(super) fn fresh_kdf(cost: Cost) -> Kdf {
    let (m, t, p) = match cost {
        Cost::Real => (64 * 1024, 3, 4),
        Cost::Floor => FLOOR,
    };
    Kdf { alg: "argon2id".into(), m, t, p, salt: HEXLOWER.encode(&dice::<16>()) }
}

pub(super) fn fresh_nonce() -> String {
    HEXLOWER.encode(&dice::<12>())
}

/// Slow on purpose.
pub(super) fn derive(kdf: &Kdf, password: &str) -> Result<Zeroizing<[u8; 32]>> {
    let damaged = || Error::of(Code::Refused, "The key file beside this record is damaged. Restore it from a backup.");
    let salt = HEXLOWER.decode(kdf.salt.as_bytes()).map_err(|_| damaged())?;
    let too_cheap = kdf.m < FLOOR.0 || kdf.t < FLOOR.1 || kdf.p < FLOOR.2;
    // A file that asks for gigabytes is as wrong as one that asks for nothing.
    if kdf.alg != "argon2id" || too_cheap || kdf.m > 1024 * 1024 || kdf.t > 64 || kdf.p > 64 {
        return Err(damaged());
    }
    let params = argon2::Params::new(kdf.m, kdf.t, kdf.p, Some(32)).map_err(|_| damaged())?;
    let typed = Zeroizing::new(password.nfc().collect::<String>());
    let mut key = Zeroizing::new([0_u8; 32]);
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(typed.as_bytes(), &salt, key.as_mut())
        .map_err(|_| damaged())?;
    Ok(key)
}

/// One end of an X25519 agreement, and the salt both ends derive with.
pub(super) struct Agreed {
    pub secret: Zeroizing<[u8; 32]>,
    pub salt: Vec<u8>,
}

/// A throw-away key pair agrees with this person's public key. Answers its public half, which goes into the slot.
pub(super) fn agree_with(person: &VerifyingKey) -> Option<([u8; 32], Agreed)> {
    let theirs = person.to_montgomery().to_bytes();
    let ours = Key::random();
    let half = ours.lend(|secret| x25519_dalek::x25519(*secret, x25519_dalek::X25519_BASEPOINT_BYTES));
    Some((half, ours.lend(|secret| agreed(secret, &theirs, &half, &theirs))?))
}

/// The person's own end.
pub(super) fn agree_as(person: &SigningKey, half: &[u8; 32]) -> Option<Agreed> {
    let ours = person.verifying_key().to_montgomery().to_bytes();
    agreed(&Zeroizing::new(person.to_scalar_bytes()), half, half, &ours)
}

fn agreed(secret: &[u8; 32], point: &[u8; 32], half: &[u8; 32], person: &[u8; 32]) -> Option<Agreed> {
    let shared = Zeroizing::new(x25519_dalek::x25519(*secret, *point));
    // A point of small order agrees on zero with everybody (RFC 7748, section 6.1).
    (*shared != [0; 32]).then(|| Agreed { secret: shared, salt: [half.as_slice(), person.as_slice()].concat() })
}

fn nonce_of(hex: &str) -> Nonce<aes_gcm::aead::consts::U12> {
    let mut bytes = [0_u8; 12];
    if let Ok(read) = HEXLOWER.decode(hex.as_bytes())
        && read.len() == 12
    {
        bytes.copy_from_slice(&read);
    }
    bytes.into()
}
