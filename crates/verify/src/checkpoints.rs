//! Signed heads of the trail: those kept with the record, and one that left it earlier.

use crate::face::{code, same_code, unhex};
use crate::rows::{Checkpoint, Record};
use crate::{Fits, Outside};
use data_encoding::BASE64;
use ed25519_dalek::{Signature, VerifyingKey};

/// A checkpoint's text, read.
struct Note<'a> {
    /// `handrail/` and the vault's id.
    origin: &'a str,
    seq: i64,
    root: Vec<u8>,
    key: &'a str,
}

impl<'a> Note<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut lines = text.lines();
        let origin = lines.next().filter(|line| line.starts_with("handrail/"))?;
        let seq = lines.next()?.parse().ok()?;
        let root = BASE64.decode(lines.next()?.as_bytes()).ok()?;
        let key = lines.find_map(|line| line.strip_prefix("key "))?;
        Some(Self { origin, seq, root, key })
    }
}

/// Each one names a row that is there, by its hash, and is signed with the site's key, which is one for all of them.
pub(crate) fn fit(record: &Record) -> Fits {
    let mut site: Option<&str> = None;
    for kept in &record.checkpoints {
        let about = format!("The checkpoint of row {}", kept.seq);
        let changed = || format!("{about} does not fit its signature: it was changed after it was made.");
        let note = Note::read(&kept.note).ok_or_else(changed)?;
        if !signed(kept, note.key) || note.seq != kept.seq || unhex(&kept.root).as_ref() != Some(&note.root) {
            return Err(changed());
        }
        if !kept.note.lines().any(|line| line.strip_prefix("wall ") == Some(kept.wall.as_str())) {
            return Err(changed());
        }
        if *site.get_or_insert(note.key) != note.key {
            return Err(format!("{about} was signed with another key than the ones before it."));
        }
        if record.vault.as_deref().is_some_and(|vault| note.origin.strip_prefix("handrail/") != Some(vault)) {
            return Err(format!("{about} is of another record."));
        }
        row_fits(record, &note, &about)?;
    }
    Ok(())
}

fn signed(kept: &Checkpoint, key: &str) -> bool {
    let mark = unhex(&kept.mark).and_then(|mark| <[u8; 64]>::try_from(mark).ok());
    mark.is_some_and(|mark| fits(key, kept.note.as_bytes(), &mark))
}

fn fits(key: &str, text: &[u8], mark: &[u8; 64]) -> bool {
    let key =
        unhex(key).and_then(|key| <[u8; 32]>::try_from(key).ok()).and_then(|key| VerifyingKey::from_bytes(&key).ok());
    key.is_some_and(|key| key.verify_strict(text, &Signature::from_bytes(mark)).is_ok())
}

fn row_fits(record: &Record, note: &Note, about: &str) -> Fits {
    let end = record.audit.last().map_or(0, |row| row.seq);
    // Rows were found to count up from 1.
    let row = usize::try_from(note.seq).ok().and_then(|seq| record.audit.get(seq.checked_sub(1)?));
    match row {
        None => Err(format!(
            "{about} is later than the audit trail, which ends at row {end}: its end is missing, or an older file lies here."
        )),
        Some(row) if unhex(&row.hash).as_ref() != Some(&note.root) => {
            Err(format!("{about} was made of another row {}: the trail was written anew up to there.", note.seq))
        }
        Some(_) => Ok(()),
    }
}

/// What left this computer earlier must still be in the trail.
pub(crate) fn fit_outside(record: &Record, outside: &Outside, code_row: &mut Option<i64>) -> Fits {
    if let Some(text) = outside.checkpoint.as_deref() {
        let (body, mark) =
            text.split_once("\n\n").map_or((text.to_owned(), None), |(note, line)| (format!("{note}\n"), Some(line)));
        let note = Note::read(&body).ok_or("The checkpoint given is not in the form of one.")?;
        if let Some(line) = mark {
            let mark = line.split_whitespace().last().and_then(|mark| BASE64.decode(mark.as_bytes()).ok());
            let mark = mark.and_then(|mark| <[u8; 64]>::try_from(mark.get(4..)?).ok());
            if !mark.is_some_and(|mark| fits(note.key, body.as_bytes(), &mark)) {
                return Err("The checkpoint given does not fit its own signature.".into());
            }
        }
        row_fits(record, &note, "The checkpoint given")?;
        let kept = record.checkpoints.first().and_then(|kept| Note::read(&kept.note));
        if kept.is_some_and(|kept| kept.key != note.key || kept.origin != note.origin) {
            return Err("The checkpoint given is of another site than the ones kept with this record.".into());
        }
    }
    if let Some(typed) = outside.code.as_deref().filter(|typed| !typed.trim().is_empty()) {
        let row = record.audit.iter().find(|row| same_code(typed, &code(row.seq, &row.hash)));
        *code_row = row.map(|row| row.seq);
        if row.is_none() {
            return Err(
                "No row of the audit trail gives this code: the trail's end is missing, an older file lies here, or the trail was written anew."
                    .into(),
            );
        }
    }
    Ok(())
}
