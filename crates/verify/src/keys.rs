//! The key file: the data key out of a person's slot.

use crate::Unchecked;
use crate::face::{canonical, unhex};
use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use ed25519_dalek::SigningKey;
use hkdf::Hkdf;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::path::Path;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use zeroize::Zeroizing;

/// Thirty-two bytes that are wiped when dropped.
type Secret = Zeroizing<[u8; 32]>;

/// What a password opened.
pub(crate) struct Opened {
    pub vault: String,
    /// The key in force; while a key is being changed, also the other one.
    pub data: Vec<Secret>,
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

/// The data key out of one slot: wrapped by the password, or sealed to the person while their password was not at hand.
fn unwrapped(vault: &str, dek: &Value, slot: &Value, password: &str) -> Option<Secret> {
    let secret = derived(&slot["kdf"], password)?;
    let user = slot["user"].as_str()?;
    let header = |dek: &Value, purpose: &str| {
        let mut header = json!({
            "v": 1, "vault": vault, "dek": dek, "user": user, "handle": slot["handle"], "kind": slot["kind"], "kdf": slot["kdf"],
            "for": purpose,
        });
        if slot["invited"] == true {
            header["invited"] = json!(true);
        }
        header
    };
    if slot["sealed"].is_null() {
        let wrap =
            Wrap { secret: &secret, salt: None, info: format!("{vault}|{user}|data"), header: header(dek, "data") };
        return wrap.open(&slot["nonce"], &slot["wrapped"]);
    }
    // The password opens the signing key; its X25519 form agrees with the throw-away key whose half lies in the slot.
    let sign = header(&slot["sealed"]["sign_dek"], "sign");
    let wrap = Wrap { secret: &secret, salt: None, info: format!("{vault}|{user}|sign"), header: sign };
    let signing = SigningKey::from_bytes(&*wrap.open(&slot["sign_nonce"], &slot["sign_wrapped"])?);
    let half = <[u8; 32]>::try_from(unhex(slot["sealed"]["half"].as_str()?)?).ok()?;
    let own = signing.verifying_key().to_montgomery().to_bytes();
    let scalar = Zeroizing::new(signing.to_scalar_bytes());
    let shared = Zeroizing::new(x25519_dalek::x25519(*scalar, half));
    let salt = [half, own].concat();
    let bound = json!({
        "v": 1, "vault": vault, "dek": dek, "user": user, "handle": slot["handle"], "to": slot["public"], "half": slot["sealed"]["half"],
        "for": "seal",
    });
    let wrap = Wrap { secret: &shared, salt: Some(&salt), info: format!("{vault}|{user}|seal"), header: bound };
    wrap.open(&slot["nonce"], &slot["wrapped"])
}

/// Argon2id as the slot says, within bounds a file may ask for.
fn derived(kdf: &Value, password: &str) -> Option<Secret> {
    let number = |field: &str| kdf[field].as_u64().and_then(|number| u32::try_from(number).ok());
    let (memory, passes, lanes) = (number("m")?, number("t")?, number("p")?);
    if kdf["alg"] != "argon2id" || memory > 1024 * 1024 || passes > 64 || lanes > 64 {
        return None;
    }
    let salt = unhex(kdf["salt"].as_str()?)?;
    let params = argon2::Params::new(memory, passes, lanes, Some(32)).ok()?;
    let mut secret = Zeroizing::new([0_u8; 32]);
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(password.as_bytes(), &salt, secret.as_mut())
        .ok()?;
    Some(secret)
}

/// HKDF-SHA256 narrows a secret to one use; AES-256-GCM closes the wrap and binds it to its header.
struct Wrap<'a> {
    secret: &'a [u8; 32],
    salt: Option<&'a [u8]>,
    info: String,
    header: Value,
}

impl Wrap<'_> {
    fn open(&self, nonce: &Value, sealed: &Value) -> Option<Secret> {
        let mut key = Zeroizing::new([0_u8; 32]);
        Hkdf::<Sha256>::new(self.salt, self.secret).expand(self.info.as_bytes(), key.as_mut()).ok()?;
        let (header, sealed) = (canonical(&self.header)?, unhex(sealed.as_str()?)?);
        let nonce = Nonce::from(<[u8; 12]>::try_from(unhex(nonce.as_str()?)?).ok()?);
        let clear = Aes256Gcm::new((&*key).into()).decrypt(&nonce, Payload { msg: &sealed, aad: &header });
        let clear = Zeroizing::new(clear.ok()?);
        Some(Zeroizing::new(<[u8; 32]>::try_from(clear.as_slice()).ok()?))
    }
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
