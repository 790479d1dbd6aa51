//! Key slots: the data key of the vault, wrapped once per person and once for the recovery kit, in a file of its own beside the database.
//!
//! The file is RFC 8785 JSON so that anyone can read its structure; it holds no name and no clear key. A slot is found by a digest of the
//! vault id and the folded sign-in name. Key-encryption key = HKDF-SHA256(Argon2id(password), info "vault|user|use"); AES-256-GCM with the
//! slot's header as associated data; a fresh salt with every wrap. Fields that came later are absent where they say nothing.

use super::password::check_password;
use super::recovery;
use super::wrap::{self, Kdf, Lock};
use super::{Cost, Files, private};
use crate::canonical;
use crate::error::{Code, Error, Result};
use crate::secret::{Key, dice};
use data_encoding::HEXLOWER;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use std::path::Path;
use uuid::Uuid;

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
    /// While someone's removal is under way: the slots of the next data key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Generation>,
}

/// One data key and the ways to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Generation {
    /// Which data key.
    pub dek: Uuid,
    /// The ways to it.
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
    /// The person's public key, hex; empty for the recovery kit and in slots of before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub public: String,
    /// The password was chosen by whoever invited this person.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub invited: bool,
    /// The data key is sealed to the public key instead of wrapped by the password: someone left, and this person's password was not at
    /// hand. Their next unlocking wraps it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Sealed>,
}

/// How a data key is sealed to a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sealed {
    /// Public half of the throw-away X25519 key.
    pub half: String,
    /// The data key's id that the wrapped signing key is bound to.
    pub sign_dek: Uuid,
}

/// What a right password gives.
pub struct Opened {
    /// Whose slot.
    pub user: Uuid,
    /// The data key.
    pub data: Key,
    /// The person's signing key.
    pub signing: SigningKey,
    /// The password was chosen by whoever invited this person.
    pub invited: bool,
}

impl KeyFile {
    /// An empty file for a new vault.
    #[must_use]
    pub fn new(vault: Uuid, dek: Uuid) -> Self {
        Self { v: 1, vault, dek, slots: Vec::new(), pending: None }
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

    /// Writes it whole or not at all. The generation before stays as `.old`.
    ///
    /// # Errors
    /// `NotSaved` with the old file still in force.
    pub fn write(&self, files: &Files) -> Result<()> {
        self.put(files, true)
    }

    /// The same, and no generation of before stays: what it opened is meant to open nothing more.
    ///
    /// # Errors
    /// `NotSaved` with the old file still in force.
    pub fn replace(&self, files: &Files) -> Result<()> {
        self.put(files, false)
    }

    fn put(&self, files: &Files, keep: bool) -> Result<()> {
        let (path, bytes) = (&files.keys, canonical::canonical(self)?);
        let announced = files.anchors.announce_slots(path, self.vault, &bytes);
        let put = || -> std::io::Result<()> {
            let old = path.with_extension("keys.old");
            if keep && path.exists() {
                private::write_whole(&old, &std::fs::read(path)?)?;
            } else if old.exists() {
                std::fs::remove_file(&old)?;
            }
            private::write_whole(path, &bytes)
        };
        put().map_err(|_| Error::of(Code::NotSaved, "The key file could not be written. Nothing was changed."))?;
        if let Some(announced) = announced {
            files.anchors.slots_changed(announced, self.dek);
        }
        Ok(())
    }

    /// Adds a person's slot, with a password they chose.
    ///
    /// # Errors
    /// `BadInput` for a poor password or a sign-in name taken already.
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
        self.wrap_for(user, name, password, cost, data, signing, false)
    }

    /// The same with a password that someone else chose; the person is asked for one of their own.
    ///
    /// # Errors
    /// As `add_password`.
    pub fn invite(
        &mut self,
        user: Uuid,
        name: &str,
        password: &str,
        cost: Cost,
        data: &Key,
        signing: &SigningKey,
    ) -> Result<()> {
        check_password(password, name)?;
        self.wrap_for(user, name, password, cost, data, signing, true)
    }

    /// Wraps anew under a password that was looked at before: rules may have grown since.
    #[expect(clippy::too_many_arguments, reason = "each is a field of the slot")]
    pub(super) fn wrap_for(
        &mut self,
        user: Uuid,
        name: &str,
        password: &str,
        cost: Cost,
        data: &Key,
        signing: &SigningKey,
        invited: bool,
    ) -> Result<()> {
        let handle = self.handle(name);
        if self.slots.iter().any(|slot| slot.handle == handle && slot.user != user) {
            return Err(Error::of(
                Code::BadInput,
                "Someone with this name can open this record already. Add a middle initial.",
            ));
        }
        let mut slot = Slot {
            user,
            handle,
            kind: "password".into(),
            kdf: wrap::fresh_kdf(cost),
            nonce: wrap::fresh_nonce(),
            wrapped: String::new(),
            sign_nonce: wrap::fresh_nonce(),
            sign_wrapped: String::new(),
            public: HEXLOWER.encode(signing.verifying_key().as_bytes()),
            invited,
            sealed: None,
        };
        let secret = wrap::derive(&slot.kdf, password)?;
        slot.wrapped = data.lend(|clear| self.close(&slot, &secret, "data", &slot.nonce, clear))?;
        slot.sign_wrapped = self.close(&slot, &secret, "sign", &slot.sign_nonce, signing.as_bytes())?;
        self.slots.retain(|slot| slot.user != user);
        self.slots.push(slot);
        Ok(())
    }

    /// Puts a new recovery kit in the place of the one before and answers its key, in groups of four: the only time it is ever seen.
    ///
    /// # Errors
    /// Only if the cipher fails.
    pub fn add_recovery(&mut self, data: &Key) -> Result<String> {
        let key = Key::random();
        let mut slot = Slot {
            user: Uuid::nil(),
            handle: String::new(),
            kind: "recovery".into(),
            kdf: Kdf { alg: "none".into(), m: 0, t: 0, p: 0, salt: HEXLOWER.encode(&dice::<16>()) },
            nonce: wrap::fresh_nonce(),
            wrapped: String::new(),
            sign_nonce: String::new(),
            sign_wrapped: String::new(),
            public: String::new(),
            invited: false,
            sealed: None,
        };
        slot.wrapped = key.lend(|secret| data.lend(|clear| self.close(&slot, secret, "data", &slot.nonce, clear)))?;
        self.slots.retain(|slot| slot.kind != "recovery");
        self.slots.push(slot);
        Ok(recovery::written(&key))
    }

    /// Opens the slot of this person.
    ///
    /// # Errors
    /// `WrongPassword`, after the same work whether the name or the password was wrong.
    pub fn open(&self, name: &str, password: &str) -> Result<Opened> {
        let handle = self.handle(name);
        let known = self.slots.iter().find(|slot| slot.kind == "password" && slot.handle == handle);
        // An unknown name costs the same time as a wrong password.
        let Some(slot) = known.or_else(|| self.slots.iter().find(|slot| slot.kind == "password")) else {
            return Err(wrong());
        };
        let secret = wrap::derive(&slot.kdf, password)?;
        if known.is_none() {
            return Err(wrong());
        }
        let sign = self.opened(slot, &secret, "sign", &slot.sign_nonce, &slot.sign_wrapped).ok_or_else(wrong)?;
        let signing = sign.signing();
        let data = match &slot.sealed {
            None => self.opened(slot, &secret, "data", &slot.nonce, &slot.wrapped),
            Some(sealed) => self.unseal(slot, sealed, &signing),
        };
        Ok(Opened { user: slot.user, data: data.ok_or_else(wrong)?, signing, invited: slot.invited })
    }

    /// Opens with a printed recovery key. Spaces, dashes and case do not matter.
    ///
    /// # Errors
    /// `WrongPassword` when the key is mistyped (its check digits tell) or of another vault.
    pub fn open_recovery(&self, typed: &str) -> Result<Key> {
        let wrong = || {
            Error::of(
                Code::WrongPassword,
                "That recovery key does not open this record. Check it against the newest printed kit.",
            )
        };
        let key = recovery::read(typed).ok_or_else(wrong)?;
        let slot = self.slots.iter().find(|slot| slot.kind == "recovery").ok_or_else(wrong)?;
        key.lend(|secret| self.opened(slot, secret, "data", &slot.nonce, &slot.wrapped)).ok_or_else(wrong)
    }

    fn handle(&self, name: &str) -> String {
        let folded = clinical::rules::name_key(name.trim());
        HEXLOWER.encode(&canonical::hash(format!("handrail name|{}|{folded}", self.vault).as_bytes())[..16])
    }

    fn close(&self, slot: &Slot, secret: &[u8; 32], purpose: &str, nonce: &str, clear: &[u8; 32]) -> Result<String> {
        let (context, header) = (self.context(slot, purpose), self.header(slot, purpose)?);
        Lock { secret, salt: None, context: &context, header: &header }.close(nonce, clear)
    }

    fn opened(&self, slot: &Slot, secret: &[u8; 32], purpose: &str, nonce: &str, sealed: &str) -> Option<Key> {
        let (context, header) = (self.context(slot, purpose), self.header(slot, purpose).ok()?);
        Lock { secret, salt: None, context: &context, header: &header }.open(nonce, sealed)
    }

    pub(super) fn context(&self, slot: &Slot, purpose: &str) -> String {
        format!("{}|{}|{purpose}", self.vault, slot.user)
    }

    /// Binds a wrapped key to its slot: moving it to another person, vault or cost makes it unreadable.
    fn header(&self, slot: &Slot, purpose: &str) -> Result<Vec<u8>> {
        let dek = slot.sealed.as_ref().map_or(self.dek, |sealed| sealed.sign_dek);
        let mut header = serde_json::json!({
            "v": self.v, "vault": self.vault, "dek": dek, "user": slot.user, "handle": slot.handle, "kind": slot.kind,
            "kdf": slot.kdf, "for": purpose,
        });
        if slot.invited {
            header["invited"] = serde_json::Value::Bool(true);
        }
        canonical::canonical(&header)
    }
}

/// The one answer to a wrong name, a wrong password and someone who has left.
pub(crate) fn wrong() -> Error {
    Error::of(Code::WrongPassword, "That name and password do not open this record. Nothing was changed.")
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

    fn same(one: &Key, other: &Key) -> bool {
        one.lend(|one| other.lend(|other| one == other))
    }

    #[test]
    fn a_name_in_any_case_and_its_password_give_the_data_key() {
        let (file, data, _) = file();
        let opened = file.open("pat sample ", "a quiet evening walk").expect("opens");
        assert!(same(&opened.data, &data));
        assert_eq!(file.open("Pat Sample", "a quiet evening wall").err().map(|e| e.code), Some(Code::WrongPassword));
        assert_eq!(file.open("Pat Simple", "a quiet evening walk").err().map(|e| e.code), Some(Code::WrongPassword));
    }

    #[test]
    fn the_recovery_key_opens_as_people_copy_it_and_a_slip_is_told() {
        let (file, data, kit) = file();
        let copied = kit.to_lowercase().replace('-', " ");
        assert!(same(&file.open_recovery(&copied).expect("opens"), &data));
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
        let text = String::from_utf8(canonical::canonical(&file).expect("bytes")).expect("text");
        assert!(!text.contains("Pat") && !text.contains("Sample"), "{text}");
    }
}
