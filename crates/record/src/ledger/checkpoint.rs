//! Signed heads of the audit chain. Whoever holds the record's key could write the whole chain anew; nobody can make it fit a checkpoint
//! that has left this computer: on paper, in a backup, at another site.
//!
//! A note is text in the form of C2SP's tlog-checkpoint: origin, number of rows, root, then lines of our own. The mark is Ed25519 over it.

use crate::gate::{Write, wall};
use crate::ledger::audit::{self, ChainHead};
use crate::canonical;
use crate::error::{Error, Result};
use crate::storage::{checkpoint, site};
use crate::secret::Key;
use crate::views::CheckpointView;
use chrono::{DateTime, FixedOffset};
use data_encoding::{BASE64, HEXLOWER};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _};
use std::sync::PoisonError;
use zeroize::Zeroizing;

/// A checkpoint of the newest row on disk, made if there is none yet. The act that is open adds its own row after it.
pub(crate) async fn checkpoint(write: &Write) -> Result<CheckpointView> {
    let known = write.unlocked.last_link.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let newest = match known {
        Some(link) => link,
        None => audit::newest(&write.tx).await?,
    };
    keep(&write.tx, &newest, write.now).await
}

/// Keeps a signed note of this row, once.
pub(crate) async fn keep(tx: &impl ConnectionTrait, link: &ChainHead, now: DateTime<FixedOffset>) -> Result<CheckpointView> {
    if let Some(row) = checkpoint::Entity::find_by_id(link.seq).one(tx).await? {
        return Ok(view(&row));
    }
    let site = site::Entity::find().one(tx).await?;
    let site =
        site.ok_or_else(|| Error::broken("This record does not say which site it is of. Nothing was changed."))?;
    let seed = match site.seed {
        Some(seed) => Zeroizing::new(seed),
        None => fresh_seed(tx, site.id).await?,
    };
    let key = Key::of(&seed)
        .map(|seed| seed.signing())
        .ok_or_else(|| Error::broken("The site's signing key is damaged. Restore a backup."))?;
    let wall = wall(now);
    let note = format!(
        "handrail/{}\n{}\n{}\nwall {wall}\nkey {}\n",
        site.id,
        link.seq,
        BASE64.encode(&link.hash),
        HEXLOWER.encode(key.verifying_key().as_bytes())
    );
    let mark = canonical::sign(&key, note.as_bytes()).to_vec();
    let row = checkpoint::Model { seq: link.seq, wall, root: link.hash.clone(), note, mark };
    checkpoint::Entity::insert(checkpoint::ActiveModel::from(row.clone())).exec_without_returning(tx).await?;
    Ok(view(&row))
}

/// Records made before sites had a key of their own get one with their first checkpoint.
async fn fresh_seed(tx: &impl ConnectionTrait, id: uuid::Uuid) -> Result<Zeroizing<Vec<u8>>> {
    let seed = Zeroizing::new(Key::random().lend(|seed| seed.to_vec()));
    let row = site::ActiveModel { id: Set(id), seed: Set(Some(seed.to_vec())), ..Default::default() };
    site::Entity::update(row).exec(tx).await?;
    Ok(seed)
}

/// The note with its signature line, as it leaves this computer (C2SP signed-note: name, four bytes of key id, signature).
pub(crate) fn signed_note(row: &checkpoint::Model) -> String {
    let name = row.note.lines().next().unwrap_or_default();
    let key = row.note.lines().find_map(|line| line.strip_prefix("key ")).unwrap_or_default();
    let mut named = format!("{name}\n\u{1}").into_bytes();
    named.extend(HEXLOWER.decode(key.as_bytes()).unwrap_or_default());
    let mut signature = canonical::hash(&named)[..4].to_vec();
    signature.extend_from_slice(&row.mark);
    format!("{}\n\u{2014} {name} {}\n", row.note, BASE64.encode(&signature))
}

fn view(row: &checkpoint::Model) -> CheckpointView {
    CheckpointView {
        seq: row.seq,
        at: DateTime::parse_from_rfc3339(&row.wall).map(|at| at.to_utc()).unwrap_or_default(),
        code: code(row.seq, &row.root),
    }
}

/// Twelve letters and digits that a person can compare by eye: none of I, L, O and U.
pub(crate) fn code(seq: i64, root: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let hash = canonical::hash(&[root, &seq.to_be_bytes()].concat());
    let mut text = String::new();
    for letter in 0..12 {
        if letter % 4 == 0 && letter > 0 {
            text.push('-');
        }
        let (byte, bit) = (letter * 5 / 8, letter * 5 % 8);
        let pair = u16::from_be_bytes([hash[byte], hash[byte + 1]]);
        text.push(char::from(LETTERS[usize::from((pair >> (11 - bit)) & 31)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_three_groups_that_nobody_misreads() {
        let code = code(1234, &[7; 32]);
        assert_eq!(code.len(), 14);
        assert!(code.chars().all(|letter| !"ILOU".contains(letter)), "{code}");
        assert_ne!(code, super::code(1235, &[7; 32]));
        assert_ne!(code, super::code(1234, &[8; 32]));
    }
}
