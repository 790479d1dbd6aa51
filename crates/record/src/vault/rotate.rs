//! A new data key after someone has left: every other person's way to it is made without their password.
//!
//! Two phases, so that a power cut at any point leaves a record that opens. The next slots are written beside the old ones; the record is
//! encrypted with the next key in one transaction of SQLCipher; then the next slots take the place of the old. Whichever key fits the
//! record decides which slots are in force.

use super::Cost;
use super::Files;
use super::keys::{Generation, KeyFile, Opened, Sealed, Slot};
use super::wrap::{self, Lock};
use crate::canonical;
use crate::error::{Code, Error, Result};
use crate::secret::Key;
use crate::storage::connection;
use data_encoding::HEXLOWER;
use ed25519_dalek::{SigningKey, VerifyingKey};
use std::sync::Arc;
use uuid::Uuid;

/// Someone who goes on working here, with the public key their directory entry has.
pub struct Staying {
    /// Staff id.
    pub user: Uuid,
    /// For the sentence that says who must unlock first.
    pub name: String,
    /// Ed25519, hex.
    pub public: String,
}

impl KeyFile {
    /// Slots of a next data key for everyone who stays, sealed to the public keys of the directory, and a new recovery kit: whoever left
    /// may hold a copy of the one before.
    ///
    /// # Errors
    /// `Held` naming someone whose key in the slot is not the one in the directory.
    pub fn renewed(&self, staying: &[Staying], dek: Uuid, data: &Key) -> Result<(Self, String)> {
        let mut next = Self { dek, slots: Vec::new(), pending: None, ..self.clone() };
        for slot in self.slots.iter().filter(|slot| slot.kind == "password") {
            let Some(person) = staying.iter().find(|person| person.user == slot.user) else { continue };
            let held = || {
                let message = format!("{} has to unlock this record once before someone can be removed.", person.name);
                Error::of(Code::Held, message)
            };
            // The directory decides: it lies inside the encrypted record, the slot beside it.
            if !slot.public.is_empty() && slot.public != person.public {
                return Err(held());
            }
            let key = HEXLOWER.decode(person.public.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
            let key = key.and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok()).ok_or_else(held)?;
            let sealed = next.sealed(slot, &person.public, self.dek, &key, data)?.ok_or_else(held)?;
            next.slots.push(sealed);
        }
        let kit = next.add_recovery(data)?;
        Ok((next, kit))
    }

    /// The same file while its next generation waits beside the one in force.
    #[must_use]
    pub fn awaiting(&self, next: &Self) -> Self {
        Self { pending: Some(Generation { dek: next.dek, slots: next.slots.clone() }), ..self.clone() }
    }

    /// The next generation on its own, if one waits.
    #[must_use]
    pub fn next(&self) -> Option<Self> {
        let next = self.pending.clone()?;
        Some(Self { dek: next.dek, slots: next.slots, pending: None, ..self.clone() })
    }

    /// Takes a recovery kit away that nobody has ever seen.
    pub fn without_kit(&mut self) {
        self.slots.retain(|slot| slot.kind != "recovery");
    }

    /// Whether there is a kit to recover with.
    #[must_use]
    pub fn has_kit(&self) -> bool {
        self.slots.iter().any(|slot| slot.kind == "recovery")
    }

    /// Now that the password is at hand, its slot wraps the data key again; a slot of before learns its public key.
    ///
    /// # Errors
    /// If the cipher fails. `false` when there was nothing to do.
    pub fn refresh(&mut self, name: &str, password: &str, cost: Cost, opened: &Opened) -> Result<bool> {
        let public = HEXLOWER.encode(opened.signing.verifying_key().as_bytes());
        let Some(slot) = self.slots.iter_mut().find(|slot| slot.user == opened.user && slot.kind == "password") else {
            return Ok(false);
        };
        if slot.sealed.is_none() {
            let stale = slot.public != public;
            slot.public = public;
            return Ok(stale);
        }
        self.wrap_for(opened.user, name, password, cost, &opened.data, &opened.signing, opened.invited)?;
        Ok(true)
    }

    fn sealed(&self, old: &Slot, public: &str, old_dek: Uuid, key: &VerifyingKey, data: &Key) -> Result<Option<Slot>> {
        let Some((half, agreed)) = wrap::agree_with(key) else { return Ok(None) };
        // Someone who has not unlocked since the last removal: their signing key is bound to the data key of then.
        let sign_dek = old.sealed.as_ref().map_or(old_dek, |sealed| sealed.sign_dek);
        let half = HEXLOWER.encode(&half);
        let mut slot = Slot {
            nonce: wrap::fresh_nonce(),
            public: public.to_owned(),
            sealed: Some(Sealed { half, sign_dek }),
            ..old.clone()
        };
        let (context, header) = (self.context(&slot, "seal"), self.seal_header(&slot)?);
        let lock = Lock { secret: &agreed.secret, salt: Some(&agreed.salt), context: &context, header: &header };
        slot.wrapped = data.lend(|clear| lock.close(&slot.nonce, clear))?;
        Ok(Some(slot))
    }

    pub(super) fn unseal(&self, slot: &Slot, sealed: &Sealed, signing: &SigningKey) -> Option<Key> {
        let half = HEXLOWER.decode(sealed.half.as_bytes()).ok()?.try_into().ok()?;
        let agreed = wrap::agree_as(signing, &half)?;
        let (context, header) = (self.context(slot, "seal"), self.seal_header(slot).ok()?);
        Lock { secret: &agreed.secret, salt: Some(&agreed.salt), context: &context, header: &header }
            .open(&slot.nonce, &slot.wrapped)
    }

    /// What a sealed key is bound to: vault, data key, person and both halves of the agreement.
    fn seal_header(&self, slot: &Slot) -> Result<Vec<u8>> {
        canonical::canonical(&serde_json::json!({
            "v": self.v, "vault": self.vault, "dek": self.dek, "user": slot.user, "handle": slot.handle, "to": slot.public,
            "half": slot.sealed.as_ref().map(|sealed| &sealed.half), "for": "seal",
        }))
    }
}

/// Encrypts the record with the next key and puts the next slots in force; `false` when the old key stays. What SQLCipher answered
/// matters less than which key fits afterwards: the slots that wait go only once the old key is seen to open the record.
///
/// # Errors
/// When neither key is seen to fit, for example because the disk is gone: everything stays as it lies, and the next unlocking decides.
pub async fn turn(files: &Files, keys: &KeyFile, next: &KeyFile, old: &Arc<Key>, new: &Arc<Key>) -> Result<bool> {
    let _ = connection::rekey(&files.record, Arc::clone(old), Arc::clone(new)).await;
    if connection::probe(&files.record, new).await.is_ok() {
        next.replace(files)?;
        return Ok(true);
    }
    connection::probe(&files.record, old).await?;
    KeyFile { pending: None, ..keys.clone() }.replace(files)?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 2] = ["a quiet evening walk", "three blue herons at dawn"];

    fn clinic() -> (KeyFile, Vec<Staying>) {
        let data = Key::random();
        let mut file = KeyFile::new(Uuid::from_u128(1), Uuid::from_u128(2));
        let mut staying = Vec::new();
        for (at, name) in ["Pat Sample", "Toni Testcase"].into_iter().enumerate() {
            let (user, signing) = (Uuid::from_u128(10 + at as u128), Key::random().signing());
            file.add_password(user, name, WORDS[at], Cost::Floor, &data, &signing).expect("a slot");
            let public = HEXLOWER.encode(signing.verifying_key().as_bytes());
            staying.push(Staying { user, name: name.into(), public });
        }
        (file, staying)
    }

    fn same(one: &Key, other: &Key) -> bool {
        one.lend(|one| other.lend(|other| one == other))
    }

    #[test]
    fn who_stays_opens_the_next_key_with_the_same_password_and_who_left_does_not() {
        let (file, mut staying) = clinic();
        staying.remove(1);
        let data = Key::random();
        let (next, kit) = file.renewed(&staying, Uuid::from_u128(3), &data).expect("renewed");
        assert!(same(&next.open("Pat Sample", WORDS[0]).expect("opens").data, &data));
        assert!(next.open("Toni Testcase", WORDS[1]).is_err());
        assert!(same(&next.open_recovery(&kit).expect("the new kit opens"), &data));
    }

    #[test]
    fn a_second_departure_before_someones_next_unlocking_keeps_their_way_open() {
        let (file, staying) = clinic();
        let (second, _) = file.renewed(&staying, Uuid::from_u128(3), &Key::random()).expect("renewed");
        let data = Key::random();
        let (mut third, _) = second.renewed(&staying, Uuid::from_u128(4), &data).expect("renewed again");
        let opened = third.open("Toni Testcase", WORDS[1]).expect("opens");
        assert!(same(&opened.data, &data));
        assert!(third.refresh("Toni Testcase", WORDS[1], Cost::Floor, &opened).expect("wrapped by the password again"));
        assert!(third.slots.iter().any(|slot| slot.user == opened.user && slot.sealed.is_none()));
        assert!(same(&third.open("Toni Testcase", WORDS[1]).expect("opens").data, &data));
    }

    #[test]
    fn a_public_key_swapped_in_the_slot_gets_no_data_key() {
        let (mut file, staying) = clinic();
        file.slots[0].public = HEXLOWER.encode(SigningKey::from_bytes(&[9; 32]).verifying_key().as_bytes());
        let refused = file.renewed(&staying, Uuid::from_u128(3), &Key::random()).expect_err("refused");
        assert_eq!(refused.code, Code::Held);
        assert!(refused.message.contains("Pat Sample"), "{refused}");
    }

    #[test]
    fn a_sealed_key_moved_to_another_slot_or_generation_opens_nothing() {
        let (file, staying) = clinic();
        let (next, _) = file.renewed(&staying, Uuid::from_u128(3), &Key::random()).expect("renewed");
        let mut moved = next.clone();
        moved.dek = Uuid::from_u128(9);
        assert!(moved.open("Pat Sample", WORDS[0]).is_err());
        let mut swapped = next;
        let (nonce, wrapped) = (swapped.slots[1].nonce.clone(), swapped.slots[1].wrapped.clone());
        (swapped.slots[0].nonce, swapped.slots[0].wrapped) = (nonce, wrapped);
        assert!(swapped.open("Pat Sample", WORDS[0]).is_err());
    }
}
