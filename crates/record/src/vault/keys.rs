//! Key slots: the data key of the vault, wrapped once per person and once for the recovery kit, in a file of its own beside the database.
//!
//! The file is RFC 8785 JSON so that anyone can read its structure; it holds no name and no clear key. A slot is found by a digest of the
//! vault id and the folded sign-in name. Key-encryption key = HKDF-SHA256(Argon2id(password), info "vault|user|use"); AES-256-GCM with the
//! slot's header as associated data; a fresh salt with every wrap, so no key-encryption key is used twice.

use super::recovery;
use super::secret::Key;
use crate::canon;
use crate::desk::Cost;
use crate::error::{Code, Error, Result};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use data_encoding::HEXLOWER;
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::io::Write as _;
use std::path::Path;
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

/// The whole file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct KeyFile {
    /// Format: 1.
    pub v: u32,
    /// Vault id.
    pub vault: Uuid,
    /// Which data key the slots wrap.
    pub dek: Uuid,
    /// One per person, one for the recovery kit.
    pub slots: Vec<Slot>,
}

/// One way to the data key.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Slot {
    /// Staff id; nil for the recovery kit.
    pub user: Uuid,
    /// Digest of vault id and folded sign-in name; empty for the recovery kit.
    pub handle: String,
    /// `password` or `recovery`.
    pub kind: String,
    /// How the password becomes a key.
    pub kdf: Kdf,
    /// Nonce of the wrapped data key.
    pub nonce: String,
    /// Wrapped data key.
    pub wrapped: String,
    /// Nonce of the wrapped signing key; empty for the recovery kit.
    pub sign_nonce: String,
    /// Wrapped Ed25519 signing key; empty for the recovery kit.
    pub sign_wrapped: String,
}

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

/// What a right password gives.
pub struct Opened {
    /// Whose slot.
    pub user: Uuid,
    /// The data key.
    pub data: Key,
    /// The person's signing key.
    pub signing: SigningKey,
}

/// Fewest characters of a password (NIST SP 800-63B-4, single factor).
pub const PASSWORD_MIN: usize = 15;

/// Fewest costs ever accepted from a file (OWASP password storage).
const FLOOR: (u32, u32, u32) = (19 * 1024, 2, 1);

impl KeyFile {
    /// An empty file for a new vault.
    #[must_use]
    pub fn new(vault: Uuid, dek: Uuid) -> Self {
        Self { v: 1, vault, dek, slots: Vec::new() }
    }

    /// Reads `folder/vault.keys`.
    ///
    /// # Errors
    /// `Refused` when it is missing, unreadable or newer.
    pub fn read(path: &Path) -> Result<Self> {
        let refuse = || {
            Error::of(Code::Refused, "The key file beside this record is missing or damaged. Restore it from a backup.")
        };
        let bytes = std::fs::read(path).map_err(|_| refuse())?;
        let file: Self = serde_json::from_slice(&bytes).map_err(|_| refuse())?;
        if file.v == 1 { Ok(file) } else { Err(Error::of(Code::Refused, "This record needs a newer Handrail.")) }
    }

    /// Writes it whole or not at all: new file, flushed, renamed over the old one, folder flushed. The generation before stays as `.old`.
    ///
    /// # Errors
    /// `NotSaved` with the old file still in force.
    pub fn write(&self, path: &Path) -> Result<()> {
        let bytes = canon::canonical(self)?;
        let put = || -> std::io::Result<()> {
            let fresh = path.with_extension("keys.new");
            let mut file = std::fs::File::create(&fresh)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            if path.exists() {
                std::fs::copy(path, path.with_extension("keys.old"))?;
            }
            std::fs::rename(&fresh, path)?;
            #[cfg(unix)]
            if let Some(folder) = path.parent() {
                std::fs::File::open(folder)?.sync_all()?;
            }
            Ok(())
        };
        put().map_err(|_| Error::of(Code::NotSaved, "The key file could not be written. Nothing was changed."))
    }

    /// Adds a person's slot.
    ///
    /// # Errors
    /// `BadInput` for a short password or a sign-in name taken already.
    pub fn add_password(
        &mut self,
        user: Uuid,
        name: &str,
        password: &str,
        cost: Cost,
        data: &Key,
        signing: &SigningKey,
    ) -> Result<()> {
        check_password(password, name)?;
        let handle = self.handle(name);
        if self.slots.iter().any(|slot| slot.handle == handle) {
            return Err(Error::of(
                Code::BadInput,
                "Someone with this name can open this record already. Add a middle initial.",
            ));
        }
        let (m, t, p) = match cost {
            Cost::Real => (64 * 1024, 3, 4),
            Cost::Floor => FLOOR,
        };
        let kdf = Kdf { alg: "argon2id".into(), m, t, p, salt: HEXLOWER.encode(&random::<16>()) };
        let secret = derive(&kdf, password.nfc().collect::<String>().as_bytes())?;
        let mut slot = Slot {
            user,
            handle,
            kind: "password".into(),
            kdf,
            nonce: HEXLOWER.encode(&random::<12>()),
            wrapped: String::new(),
            sign_nonce: HEXLOWER.encode(&random::<12>()),
            sign_wrapped: String::new(),
        };
        slot.wrapped = self.wrap(&slot, &secret, "data", &slot.nonce, data.bytes())?;
        slot.sign_wrapped = self.wrap(&slot, &secret, "sign", &slot.sign_nonce, signing.as_bytes())?;
        self.slots.push(slot);
        Ok(())
    }

    /// Adds the recovery kit's slot and answers its key, in groups of four: the only time it is ever seen.
    ///
    /// # Errors
    /// Only if the cipher fails.
    pub fn add_recovery(&mut self, data: &Key) -> Result<String> {
        let key = Key::random();
        let kdf = Kdf { alg: "none".into(), m: 0, t: 0, p: 0, salt: HEXLOWER.encode(&random::<16>()) };
        let mut slot = Slot {
            user: Uuid::nil(),
            handle: String::new(),
            kind: "recovery".into(),
            kdf,
            nonce: HEXLOWER.encode(&random::<12>()),
            wrapped: String::new(),
            sign_nonce: String::new(),
            sign_wrapped: String::new(),
        };
        slot.wrapped = self.wrap(&slot, key.bytes(), "data", &slot.nonce, data.bytes())?;
        self.slots.push(slot);
        Ok(recovery::written(&key))
    }

    /// Opens the slot of this person.
    ///
    /// # Errors
    /// `WrongPassword`, after the same work whether the name or the password was wrong.
    pub fn open(&self, name: &str, password: &str) -> Result<Opened> {
        let wrong =
            || Error::of(Code::WrongPassword, "That name and password do not open this record. Nothing was changed.");
        let handle = self.handle(name);
        let known = self.slots.iter().find(|slot| slot.kind == "password" && slot.handle == handle);
        // An unknown name costs the same time as a wrong password.
        let Some(slot) = known.or_else(|| self.slots.iter().find(|slot| slot.kind == "password")) else {
            return Err(wrong());
        };
        let secret = derive(&slot.kdf, password.nfc().collect::<String>().as_bytes())?;
        if known.is_none() {
            return Err(wrong());
        }
        let data = self.unwrap(slot, &secret, "data", &slot.nonce, &slot.wrapped).ok_or_else(wrong)?;
        let mut sign = self.unwrap(slot, &secret, "sign", &slot.sign_nonce, &slot.sign_wrapped).ok_or_else(wrong)?;
        let signing = SigningKey::from_bytes(&sign);
        sign.zeroize();
        Ok(Opened { user: slot.user, data: Key::new(*data), signing })
    }

    /// Opens with a printed recovery key. Spaces, dashes and case do not matter.
    ///
    /// # Errors
    /// `WrongPassword` when the key is mistyped (its check digits tell) or of another vault.
    pub fn open_recovery(&self, typed: &str) -> Result<Key> {
        let wrong = || {
            Error::of(
                Code::WrongPassword,
                "That recovery key does not open this record. Check it against the printed kit.",
            )
        };
        let key = recovery::read(typed).ok_or_else(wrong)?;
        let slot = self.slots.iter().find(|slot| slot.kind == "recovery").ok_or_else(wrong)?;
        let data = self.unwrap(slot, key.bytes(), "data", &slot.nonce, &slot.wrapped).ok_or_else(wrong)?;
        Ok(Key::new(*data))
    }

    fn handle(&self, name: &str) -> String {
        let folded = clinical::rules::name_key(name.trim());
        HEXLOWER.encode(&canon::hash(format!("handrail name|{}|{folded}", self.vault).as_bytes())[..16])
    }

    fn wrap(&self, slot: &Slot, secret: &[u8; 32], purpose: &str, nonce: &str, clear: &[u8]) -> Result<String> {
        let sealed = self
            .cipher(slot, secret, purpose)
            .encrypt(&nonce_of(nonce), Payload { msg: clear, aad: &self.header(slot, purpose)? })
            .map_err(|_| Error::broken("The key could not be wrapped. Nothing was changed."))?;
        Ok(HEXLOWER.encode(&sealed))
    }

    fn unwrap(
        &self,
        slot: &Slot,
        secret: &[u8; 32],
        purpose: &str,
        nonce: &str,
        sealed: &str,
    ) -> Option<Zeroizing<[u8; 32]>> {
        let sealed = HEXLOWER.decode(sealed.as_bytes()).ok()?;
        let header = self.header(slot, purpose).ok()?;
        let payload = Payload { msg: &sealed, aad: &header };
        let clear = Zeroizing::new(self.cipher(slot, secret, purpose).decrypt(&nonce_of(nonce), payload).ok()?);
        Some(Zeroizing::new(<[u8; 32]>::try_from(clear.as_slice()).ok()?))
    }

    fn cipher(&self, slot: &Slot, secret: &[u8; 32], purpose: &str) -> Aes256Gcm {
        let mut key = Zeroizing::new([0_u8; 32]);
        let context = format!("{}|{}|{purpose}", self.vault, slot.user);
        // 32 bytes is far below HKDF's limit, so this cannot fail; a zero key would fail to open anything.
        let _ = Hkdf::<Sha256>::new(None, secret).expand(context.as_bytes(), key.as_mut());
        Aes256Gcm::new((&*key).into())
    }

    /// Binds a wrapped key to its slot: moving it to another person, vault or cost makes it unreadable.
    fn header(&self, slot: &Slot, purpose: &str) -> Result<Vec<u8>> {
        canon::canonical(&serde_json::json!({
            "v": self.v, "vault": self.vault, "dek": self.dek, "user": slot.user, "handle": slot.handle, "kind": slot.kind,
            "kdf": slot.kdf, "for": purpose,
        }))
    }
}

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
    let mut seen: Vec<char> = password.nfc().collect();
    seen.sort_unstable();
    seen.dedup();
    if seen.len() < 5 || clinical::rules::name_key(password) == clinical::rules::name_key(name) {
        return bad("This password is too easy to guess. Use a short sentence only you know.");
    }
    Ok(())
}

fn derive(kdf: &Kdf, secret: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
    let damaged = || Error::of(Code::Refused, "The key file beside this record is damaged. Restore it from a backup.");
    let salt = HEXLOWER.decode(kdf.salt.as_bytes()).map_err(|_| damaged())?;
    let too_cheap = kdf.m < FLOOR.0 || kdf.t < FLOOR.1 || kdf.p < FLOOR.2;
    // A file that asks for gigabytes is as wrong as one that asks for nothing.
    if kdf.alg != "argon2id" || too_cheap || kdf.m > 1024 * 1024 || kdf.t > 64 || kdf.p > 64 {
        return Err(damaged());
    }
    let params = argon2::Params::new(kdf.m, kdf.t, kdf.p, Some(32)).map_err(|_| damaged())?;
    let mut key = Zeroizing::new([0_u8; 32]);
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(secret, &salt, key.as_mut())
        .map_err(|_| damaged())?;
    Ok(key)
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

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "without randomness no key is safe")]
    getrandom::fill(&mut bytes).expect("the system's random source");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (KeyFile, Key, String) {
        let data = Key::random();
        let mut file = KeyFile::new(Uuid::from_u128(1), Uuid::from_u128(2));
        let signing = SigningKey::from_bytes(&[7; 32]);
        file.add_password(Uuid::from_u128(3), "Pat Sample", "a quiet evening walk", Cost::Floor, &data, &signing)
            .expect("a slot");
        let kit = file.add_recovery(&data).expect("a kit");
        (file, data, kit)
    }

    #[test]
    fn a_name_in_any_case_and_its_password_give_the_data_key() {
        let (file, data, _) = file();
        let opened = file.open("pat sample ", "a quiet evening walk").expect("opens");
        assert_eq!(opened.data.bytes(), data.bytes());
        assert_eq!(file.open("Pat Sample", "a quiet evening wall").err().map(|e| e.code), Some(Code::WrongPassword));
        assert_eq!(file.open("Pat Simple", "a quiet evening walk").err().map(|e| e.code), Some(Code::WrongPassword));
    }

    #[test]
    fn the_recovery_key_opens_as_people_copy_it_and_a_slip_is_told() {
        let (file, data, kit) = file();
        let copied = kit.to_lowercase().replace('-', " ");
        assert_eq!(file.open_recovery(&copied).expect("opens").bytes(), data.bytes());
        let slipped = kit.replacen(&kit[0..1], if &kit[0..1] == "A" { "B" } else { "A" }, 1);
        assert!(file.open_recovery(&slipped).is_err());
    }

    #[test]
    fn a_slot_moved_to_another_vault_or_made_cheaper_opens_nothing() {
        let (mut moved, ..) = file();
        moved.dek = Uuid::from_u128(9);
        assert!(moved.open("Pat Sample", "a quiet evening walk").is_err());
        let (mut cheap, ..) = file();
        cheap.slots[0].kdf.m = 8;
        assert_eq!(cheap.open("Pat Sample", "a quiet evening walk").err().map(|e| e.code), Some(Code::Refused));
    }

    #[test]
    fn the_key_file_names_nobody() {
        let (file, ..) = file();
        let text = String::from_utf8(canon::canonical(&file).expect("bytes")).expect("text");
        assert!(!text.contains("Pat") && !text.contains("Sample"), "{text}");
    }

    #[test]
    fn short_and_guessable_passwords_are_refused_with_a_sentence() {
        for poor in ["short", "aaaaaaaaaaaaaaaaaaaa", "Pat Sample Pat Sample"] {
            let name = if poor.starts_with("Pat") { poor } else { "Pat Sample" };
            assert_eq!(check_password(poor, name).err().map(|e| e.code), Some(Code::BadInput), "{poor}");
        }
    }
}
