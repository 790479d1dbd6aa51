//! The data key, unwrapped from `vault.keys` by the written format alone, as an outsider with a password would. Nothing of Handrail's own
//! key code is used here.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use data_encoding::HEXLOWER;
use hkdf::Hkdf;
use serde_json::{Value, json};
use sha2::Sha256;
use std::path::Path;

/// The data key that this password opens; nothing if it opens none of the slots.
pub fn data_key(folder: &Path, password: &str) -> Option<[u8; 32]> {
    let file: Value = serde_json::from_slice(&std::fs::read(folder.join("vault.keys")).ok()?).ok()?;
    file["slots"].as_array()?.iter().filter(|slot| slot["kind"] == "password").find_map(|slot| {
        let secret = derived(&slot["kdf"], password)?;
        let mut header = json!({
            "v": file["v"], "vault": file["vault"], "dek": file["dek"], "user": slot["user"], "handle": slot["handle"],
            "kind": slot["kind"], "kdf": slot["kdf"], "for": "data",
        });
        let context = format!("{}|{}|data", file["vault"].as_str()?, slot["user"].as_str()?);
        let mut key = [0_u8; 32];
        Hkdf::<Sha256>::new(None, &secret).expand(context.as_bytes(), &mut key).ok()?;
        let header = serde_json_canonicalizer::to_vec(header.take().as_object()?).ok()?;
        let sealed = hex(&slot["wrapped"])?;
        let payload = Payload { msg: &sealed, aad: &header };
        let nonce = Nonce::clone_from_slice(&hex(&slot["nonce"])?);
        Aes256Gcm::new((&key).into()).decrypt(&nonce, payload).ok()?.try_into().ok()
    })
}

fn derived(kdf: &Value, password: &str) -> Option<[u8; 32]> {
    let number = |name: &str| kdf[name].as_u64().and_then(|number| u32::try_from(number).ok());
    let params = argon2::Params::new(number("m")?, number("t")?, number("p")?, Some(32)).ok()?;
    let mut secret = [0_u8; 32];
    argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params)
        .hash_password_into(password.as_bytes(), &hex(&kdf["salt"])?, &mut secret)
        .ok()?;
    Some(secret)
}

fn hex(text: &Value) -> Option<Vec<u8>> {
    HEXLOWER.decode(text.as_str()?.as_bytes()).ok()
}
