//! Signatures: each one names its version, fits the key its signer had then, and means something that its version allows.

use crate::Fits;
use crate::chain::{Wrote, statement_hash};
use crate::face::{canonical, same_time, short, unhex, words};
use crate::rows::{Index, Mark, Read, Record, Signature};
use ed25519_dalek::{Signature as Ed25519, VerifyingKey};
use serde_json::Value;
use std::collections::BTreeMap;

/// Meanings of a version's signatures with their signers.
type Meanings<'a> = BTreeMap<&'a str, Vec<(&'a str, &'a str)>>;

pub(crate) fn fit(record: &Record, index: &Index, wrote: &Wrote) -> Fits {
    let keys = Keys::of(index, wrote);
    let mut given = Meanings::new();
    for signature in &record.signatures {
        given.entry(&signature.version).or_default().push((&signature.meaning, &signature.signer));
    }
    // In the order of the versions they cover, so that the first bad one is the first.
    let mut ordered: Vec<&Signature> = record.signatures.iter().collect();
    ordered.sort_by_key(|signature| index.get(&signature.version).map(|read| read.envelope.hlc.as_str()));
    for signature in ordered {
        let Some(read) = index.get(&signature.version) else {
            return Err(format!("A signature covers version {}, which is missing.", short(&signature.version)));
        };
        let about =
            format!("{} signature as {},", read.told().trim_end_matches(','), words(&signature.meaning).to_lowercase());
        meaning_fits(signature, read, &given).map_err(|why| format!("{about} {why}"))?;
        if let Mark::Given { statement, mark } = &signature.mark {
            let row = wrote.get(&statement_hash(&signature.mark)).copied().unwrap_or(0);
            let fits = |key: &str| keys.fits(&signature.signer, row, key);
            statement_fits(signature, statement, mark, fits).map_err(|why| format!("{about} {why}"))?;
        }
    }
    for read in &index.ordered {
        let signed =
            given.get(read.version.id.as_str()).into_iter().flatten().any(|(meaning, _)| meaning.starts_with("author"));
        if read.envelope.status != "recorded" && !signed {
            return Err(format!(
                "{} stands as {}, but its author's signature is missing.",
                read.told(),
                read.envelope.status
            ));
        }
    }
    Ok(())
}

/// What a signature means must go with its version and with the other signatures there.
fn meaning_fits(signature: &Signature, read: &Read, given: &Meanings) -> Result<(), &'static str> {
    let own = signature.signer == read.envelope.author;
    let others = given.get(signature.version.as_str()).map(Vec::as_slice).unwrap_or_default();
    let supervised = others.iter().any(|(meaning, _)| *meaning == "author_supervised");
    match signature.meaning.as_str() {
        "author" | "author_supervised" if own => Ok(()),
        "author" | "author_supervised" => Err("is not by its author."),
        "co_signer" | "returned" if !supervised => Err("is on a version that needs no co-signature."),
        "co_signer" | "returned" if own => Err("is by its own author."),
        "co_signer" | "returned" | "client" | "family" | "guardian" => Ok(()),
        _ => Err("has a meaning no Handrail writes."),
    }
}

fn statement_fits(
    signature: &Signature,
    statement: &[u8],
    mark: &[u8],
    is_theirs: impl Fn(&str) -> bool,
) -> Result<(), &'static str> {
    let said: Value = serde_json::from_slice(statement).map_err(|_| "cannot be read: it was changed.")?;
    let text = |field: &str| said[field].as_str().unwrap_or_default();
    if canonical(&said).as_deref() != Some(statement) || said["handrail_signature"] != 1 {
        return Err("is not in the canonical form of format 1.");
    }
    if text("version") != signature.version {
        return Err("was given for another version.");
    }
    if text("signer") != signature.signer || text("meaning") != signature.meaning {
        return Err("says something else than its row.");
    }
    let beside = signature.public_key.is_empty() || signature.public_key == text("key");
    if !beside || !signature.signed_at.as_deref().is_none_or(|at| same_time(at, text("at"))) {
        return Err("says something else than its row.");
    }
    match said.get("supervisor") {
        Some(_) if !signature.meaning.starts_with("author") => {
            return Err("names a supervisor, which only an author's does.");
        }
        Some(_) if text("supervisor") == signature.signer => return Err("names its own signer as supervisor."),
        Some(_) | None => {}
    }
    if !is_theirs(text("key")) {
        return Err("was made with a key that is not its signer's.");
    }
    match signature.meaning.as_str() {
        "returned" if text("reason").is_empty() => return Err("does not say why."),
        "client" | "family" | "guardian" if text("drawing").is_empty() => return Err("has no mark."),
        _ => {}
    }
    let verifying = unhex(text("key"))
        .and_then(|key| <[u8; 32]>::try_from(key).ok())
        .and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let mark = <[u8; 64]>::try_from(mark).ok().map(|mark| Ed25519::from_bytes(&mark));
    match (verifying, mark) {
        (Some(key), Some(mark)) if key.verify_strict(statement, &mark).is_ok() => Ok(()),
        _ => Err("does not fit its statement: one of the two was changed."),
    }
}

/// Every key the staff directory ever held: by person, in order of time, with the row that wrote it.
struct Keys<'a>(BTreeMap<&'a str, Vec<(i64, &'a str)>>);

impl<'a> Keys<'a> {
    fn of(index: &'a Index, wrote: &Wrote) -> Self {
        let mut keys: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for read in &index.ordered {
            if let (Some(key), Some(row)) = (&read.public_key, wrote.get(&read.version.id)) {
                keys.entry(&read.envelope.document).or_default().push((*row, key.as_str()));
            }
        }
        Self(keys)
    }

    /// Whether this was the person's key when that row was written. Before rows named what they wrote, any of then will do.
    fn fits(&self, signer: &str, row: i64, key: &str) -> bool {
        let mut had = self.0.get(signer).into_iter().flatten().filter(|(since, _)| *since <= row);
        if row > 0 { had.next_back().is_some_and(|(_, last)| *last == key) } else { had.any(|(_, one)| *one == key) }
    }
}
