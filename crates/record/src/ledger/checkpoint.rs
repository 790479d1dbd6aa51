//! Signed heads of the audit chain. Whoever holds the record's key could write the whole chain anew; nobody can make it fit a checkpoint
//! that has left this computer: on paper, in a backup, at another site.
//!
//! A note is text in the form of C2SP's tlog-checkpoint: origin, number of rows, root, then lines of our own. The mark is Ed25519 over it.

use crate::canonical;
use crate::error::{Error, Result};
use crate::ids::wall;
use crate::ledger::chain::ChainHead;
use crate::secret::Key;
use crate::storage::{checkpoint, site};
use crate::views::CheckpointView;
use chrono::{DateTime, FixedOffset};
use data_encoding::{BASE64, HEXLOWER};
use sea_orm::{ConnectionTrait, EntityTrait as _};
use zeroize::Zeroizing;

/// Keeps a signed note of this row, once.
pub(crate) async fn keep(
    tx: &impl ConnectionTrait,
    head: &ChainHead,
    now: DateTime<FixedOffset>,
) -> Result<CheckpointView> {
    if let Some(row) = checkpoint::Entity::find_by_id(head.seq).one(tx).await? {
        return Ok(view(&row));
    }
    let site = site::Entity::find().one(tx).await?;
    let site =
        site.ok_or_else(|| Error::broken("This record does not say which site it is of. Nothing was changed."))?;
    let broken = || Error::broken("The site's signing key is damaged. Restore a backup.");
    let seed = Zeroizing::new(site.seed.ok_or_else(broken)?);
    let key = Key::of(&seed).map(|seed| seed.signing()).ok_or_else(broken)?;
    let wall = wall(now);
    let note = format!(
        "handrail/{}\n{}\n{}\nwall {wall}\nkey {}\n",
        site.id,
        head.seq,
        BASE64.encode(&head.hash),
        HEXLOWER.encode(key.verifying_key().as_bytes())
    );
    let mark = canonical::sign(&key, note.as_bytes()).to_vec();
    let row = checkpoint::Model { seq: head.seq, wall, root: head.hash.clone(), note, mark };
    checkpoint::Entity::insert(checkpoint::ActiveModel::from(row.clone())).exec_without_returning(tx).await?;
    Ok(view(&row))
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
