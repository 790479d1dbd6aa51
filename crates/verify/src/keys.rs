//! The key file: the data key out of a person's slot.

use crate::Unchecked;
use crate::face::{canonical, unhex};
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::path::Path;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

/// What a password opened.
pub(crate) struct Opened {
    pub vault: String,
    /// The key in force; while a key is being changed, also the other one.
    pub data: Vec<Zeroizing<[u8; 32]>>,
}

/// Tries the password on the slot of that name, or on every slot.
pub(crate) fn opened(path: &Path, name: Option<&str>, password: &str) -> Result<Opened, Unchecked> {
    let unread =
        || Unchecked("The key file (vault.keys) is missing or damaged. A backup has another copy of it.".into());
    let file: Value =
        std::fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(unread)?;
    if file["v"] != 1 {
        return Err(Unchecked("This key file needs a newer Handrail.".into()));
    }
    let vault = file["vault"].as_str().ok_or_else(unread)?;
    let handle = name.map(|name| handle(vault, name));
    let password = Zeroizing::new(password.nfc().collect::<String>());
    let mut data = Vec::new();
    for generation in [&file, &file["pending"]] {
        let slots = generation["slots"].as_array().map(Vec::as_slice).unwrap_or_default();
        let theirs = slots.iter().filter(|slot| {
            slot["kind"] == "password" && handle.as_deref().is_none_or(|handle| slot["handle"] == handle)
        });
        data.extend(theirs.filter_map(|slot| unwrapped(vault, &generation["dek"], slot, &password)));
    }
    if data.is_empty() {
        return Err(Unchecked("That password opens nothing in this folder. Nothing was checked.".into()));
    }
    Ok(Opened { vault: vault.to_owned(), data })
}

fn unwrapped(vault: &str, dek: &Value, slot: &Value, password: &str) -> Option<Zeroizing<[u8; 32]>> {
    let number = |field: &str| slot["kdf"][field].as_u64().and_then(|number| u32::try_from(number).ok());
    let (memory, passes, lanes) = (number("m")?, number("t")?, number("p")?);
    if slot["kdf"]["alg"] != "argon2id" || memory > 1024 * 1024 || passes > 64 || lanes > 64 {
        return None;
    }
    let salt = unhex(slot["kdf"]["salt"].as_str()?)?;
    let params = argon2::Params::new(memory, passes, lanes, Some(32)).ok()?;
    let mut secret = Zeroizing::new([0_u8; 32]);
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(password.as_bytes(), &salt, secret.as_mut())
        .ok()?;
    let mut key = Zeroizing::new([0_u8; 32]);
    let info = format!("{vault}|{}|data", slot["user"].as_str()?);
    Hkdf::<Sha256>::new(None, secret.as_ref()).expand(info.as_bytes(), key.as_mut()).ok()?;
    let header = canonical(&json!({
        "v": 1, "vault": vault, "dek": dek, "user": slot["user"], "handle": slot["handle"], "kind": slot["kind"], "kdf": slot["kdf"],
        "for": "data",
    }))?;
    let nonce = <[u8; 12]>::try_from(unhex(slot["nonce"].as_str()?)?).ok()?;
    let sealed = unhex(slot["wrapped"].as_str()?)?;
    let clear = Aes256Gcm::new((&*key).into()).decrypt(&Nonce::from(nonce), Payload { msg: &sealed, aad: &header });
    let clear = Zeroizing::new(clear.ok()?);
    Some(Zeroizing::new(<[u8; 32]>::try_from(clear.as_slice()).ok()?))
}

/// How a slot is found by a sign-in name: without accents and case.
fn handle(vault: &str, name: &str) -> String {
    let folded: String = name
        .trim()
        .nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .flat_map(char::to_lowercase)
        .filter(|letter| !is_combining_mark(*letter))
        .map(|letter| match letter {
            'ß' => "ss".into(),
            'æ' => "ae".into(),
            'œ' => "oe".into(),
            'þ' => "th".into(),
            'ø' => "o".into(),
            'ł' => "l".into(),
            'đ' | 'ð' => "d".into(),
            'ħ' => "h".into(),
            'ı' => "i".into(),
            'ς' => "σ".into(),
            other => other.to_string(),
        })
        .collect();
    data_encoding::HEXLOWER.encode(&Sha256::digest(format!("handrail name|{vault}|{folded}"))[..16])
}
