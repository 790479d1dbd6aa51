//! What a forger changes in the rows of a record, and what a sentence about it has to name.

use crate::forge::{self, Version};
use data_encoding::HEXLOWER;
use fastrand::Rng;
use record::canonical;
use rusqlite::{Connection, Result, params};
use serde_json::json;

/// What a forger did: a sentence that names the bad record holds one of these words.
pub type Done = Result<Option<Vec<String>>>;

pub struct Deed {
    pub name: &'static str,
    /// Whether hashes were made to fit: then only something from outside can tell.
    pub fitted: bool,
    pub does: fn(&Connection, i64, bool, &mut Rng) -> Done,
}

pub const DEEDS: &[Deed] = &[
    Deed { name: "edit a version", fitted: false, does: edit_version },
    Deed { name: "edit a version", fitted: true, does: edit_version },
    Deed { name: "edit a signature", fitted: false, does: edit_signature },
    Deed { name: "edit a signature", fitted: true, does: edit_signature },
    Deed { name: "edit an audit row", fitted: false, does: edit_row },
    Deed { name: "edit an audit row", fitted: true, does: edit_row },
    Deed { name: "delete a version", fitted: false, does: delete_version },
    Deed { name: "delete a version", fitted: true, does: delete_version },
    Deed { name: "delete a signature", fitted: false, does: delete_signature },
    Deed { name: "delete a signature", fitted: true, does: delete_signature },
    Deed { name: "delete an audit row", fitted: false, does: delete_row },
    Deed { name: "delete an audit row", fitted: true, does: delete_row },
    Deed { name: "swap audit rows", fitted: false, does: swap_rows },
    Deed { name: "swap audit rows", fitted: true, does: swap_rows },
    Deed { name: "cut off the end", fitted: false, does: cut_end },
    Deed { name: "cut off the end", fitted: true, does: cut_end },
    Deed { name: "slip a version in", fitted: false, does: slip_in },
    Deed { name: "slip a version in", fitted: true, does: slip_in },
];

/// A version that a row up to the checkpoint wrote.
fn some_version(
    link: &Connection,
    upto: i64,
    dice: &mut Rng,
    wanted: impl Fn(&Version) -> bool,
) -> Result<Option<Version>> {
    let wrote: Vec<String> = link
        .prepare("SELECT wrote FROM audit WHERE seq <= ?1")?
        .query_map([upto], |row| row.get(0))?
        .collect::<Result<_>>()?;
    let covered = |version: &Version| wrote.iter().any(|wrote| wrote.contains(&version.hex()));
    let mut all: Vec<Version> = forge::versions(link)?.into_iter().filter(|it| covered(it) && wanted(it)).collect();
    Ok(if all.is_empty() { None } else { Some(all.swap_remove(dice.usize(..all.len()))) })
}

fn edit_version(link: &Connection, upto: i64, fitted: bool, dice: &mut Rng) -> Done {
    // What is signed cannot be made to fit; the best forger takes what is only recorded.
    let Some(version) = some_version(link, upto, dice, |it| !fitted || it.status == "recorded")? else {
        return Ok(None);
    };
    let mut words = vec![version.hex()[..12].to_owned()];
    match dice.u32(0..3) {
        _ if fitted => forge::replace(link, &version, &forge::changed(&version.bytes))?,
        0 => {
            let bytes = forge::changed(&version.bytes);
            link.execute("UPDATE version SET bytes = ?2 WHERE id = ?1", params![version.id, bytes])?;
        }
        1 => {
            let mut bytes = version.bytes.clone();
            let at = dice.usize(..bytes.len());
            bytes[at] = if bytes[at] == b'q' { b'z' } else { b'q' };
            link.execute("UPDATE version SET bytes = ?2 WHERE id = ?1", params![version.id, bytes])?;
        }
        _ => {
            // The trail still fits itself: which of its rows names what is not there any more is what can be told.
            forge::replace(link, &version, &forge::changed(&version.bytes))?;
            words = vec!["Audit row".into(), "version".into()];
        }
    }
    Ok(Some(words))
}

fn edit_signature(link: &Connection, upto: i64, fitted: bool, dice: &mut Rng) -> Done {
    let signed = |it: &Version| it.status == "signed";
    let Some(version) = some_version(link, upto, dice, signed)? else { return Ok(None) };
    let (statement, mark): (Vec<u8>, Vec<u8>) =
        link.query_row("SELECT statement, mark FROM signature WHERE version = ?1", [&version.id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let mut words = vec![version.hex()[..12].to_owned()];
    match dice.u32(0..4) {
        0 => {
            let mut mark = mark;
            let at = dice.usize(..mark.len());
            mark[at] ^= 1 << dice.u32(0..8);
            link.execute("UPDATE signature SET mark = ?2 WHERE version = ?1", params![version.id, mark])?;
        }
        1 => {
            link.execute(
                "UPDATE signature SET signed_at = '2026-01-02 03:04:05+00:00' WHERE version = ?1",
                [&version.id],
            )?;
        }
        2 => {
            link.execute("UPDATE signature SET meaning = 'co_signer' WHERE version = ?1", [&version.id])?;
        }
        _ => {
            let mut said: serde_json::Value = serde_json::from_slice(&statement).expect("a statement");
            said["name"] = json!("Robin Placeholder");
            let said = serde_json_canonicalizer::to_vec(&said).expect("canonical bytes");
            let (old, new) = (HEXLOWER.encode(&canonical::hash(&statement)), HEXLOWER.encode(&canonical::hash(&said)));
            link.execute("UPDATE signature SET statement = ?2 WHERE version = ?1", params![version.id, said])?;
            words.push(old[..12].to_owned());
            if fitted {
                link.execute("UPDATE audit SET wrote = replace(wrote, ?1, ?2)", params![old, new])?;
            }
        }
    }
    Ok(Some(words))
}

fn edit_row(link: &Connection, upto: i64, fitted: bool, dice: &mut Rng) -> Done {
    let seq = dice.i64(1..=upto);
    let change = [
        "detail = detail || 'x'",
        "outcome = CASE outcome WHEN 'done' THEN 'refused' ELSE 'done' END",
        "action = 'lock' || action",
        "role = 'auditor'",
        "wall = '2026-04-01T00:00:00.000-07:00'",
        "client = zeroblob(16)",
    ];
    link.execute(&format!("UPDATE audit SET {} WHERE seq = ?1", change[dice.usize(..change.len())]), [seq])?;
    if !fitted && dice.bool() {
        // Only this row's own hash is made to fit: the next one then does not follow it.
        let after: Vec<u8> = canonical::hash(b"made up").to_vec();
        link.execute("UPDATE audit SET hash = ?2 WHERE seq = ?1", params![seq, after])?;
    }
    Ok(Some(vec![format!("Audit row {seq} "), format!("Audit row {} ", seq + 1)]))
}

fn delete_version(link: &Connection, upto: i64, fitted: bool, dice: &mut Rng) -> Done {
    let heads: Vec<Vec<u8>> =
        link.prepare("SELECT version FROM head")?.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
    let last = |it: &Version| heads.contains(&it.id);
    let Some(version) = some_version(link, upto, dice, last)? else { return Ok(None) };
    forge::remove(link, &version, fitted)?;
    Ok(Some(vec![version.hex()[..12].to_owned()]))
}

fn delete_signature(link: &Connection, upto: i64, fitted: bool, dice: &mut Rng) -> Done {
    let Some(version) = some_version(link, upto, dice, |it| it.status == "signed")? else { return Ok(None) };
    let statement: Vec<u8> =
        link.query_row("SELECT statement FROM signature WHERE version = ?1", [&version.id], |row| row.get(0))?;
    let hash = HEXLOWER.encode(&canonical::hash(&statement));
    link.execute("DELETE FROM signature WHERE version = ?1", [&version.id])?;
    if fitted {
        link.execute("UPDATE audit SET wrote = trim(replace(wrote, ?1, ''))", [&hash])?;
    }
    Ok(Some(vec![version.hex()[..12].to_owned(), hash[..12].to_owned()]))
}

/// One that wrote nothing: without it, nothing else is missing.
fn delete_row(link: &Connection, upto: i64, _: bool, dice: &mut Rng) -> Done {
    let rows: Vec<i64> = link
        .prepare("SELECT seq FROM audit WHERE seq < ?1 AND wrote = ''")?
        .query_map([upto], |row| row.get(0))?
        .collect::<Result<_>>()?;
    let seq = rows[dice.usize(..rows.len())];
    link.execute("DELETE FROM audit WHERE seq = ?1", [seq])?;
    Ok(Some(vec![format!("Audit row {seq} ")]))
}

fn swap_rows(link: &Connection, upto: i64, _: bool, dice: &mut Rng) -> Done {
    let one = dice.i64(1..upto);
    let other = dice.i64(one + 1..=upto);
    for (from, to) in [(one, -1), (other, one), (-1, other)] {
        link.execute("UPDATE audit SET seq = ?2 WHERE seq = ?1", [from, to])?;
    }
    Ok(Some(vec![format!("Audit row {one} ")]))
}

fn cut_end(link: &Connection, upto: i64, fitted: bool, dice: &mut Rng) -> Done {
    let after = dice.i64((upto / 2).max(1)..upto);
    forge::truncate(link, after)?;
    if fitted {
        forge::pad(link, dice.i64(0..=(upto - after)))?;
    }
    Ok(Some(vec!["row".into(), "code".into()]))
}

fn slip_in(link: &Connection, upto: i64, fitted: bool, dice: &mut Rng) -> Done {
    let heads: Vec<Vec<u8>> =
        link.prepare("SELECT version FROM head")?.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
    let recorded = |it: &Version| it.status == "recorded" && heads.contains(&it.id);
    let Some(version) = some_version(link, upto, dice, recorded)? else { return Ok(None) };
    let id = forge::slip_in(link, &version, fitted)?;
    Ok(Some(vec![id[..12].to_owned()]))
}
