//! What someone with the data key can do to a record past Handrail: triggers gone, rows changed, the trail written anew to fit.

use crate::check::keyed;
use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signer as _, SigningKey};
use record::canonical;
use rusqlite::{Connection, Result, params};
use serde_json::{Value, json};
use std::path::Path;
use uuid::Uuid;

/// One version, as a forger reads it.
pub struct Version {
    pub id: Vec<u8>,
    pub bytes: Vec<u8>,
    pub document: Vec<u8>,
    pub status: String,
}

impl Version {
    pub fn hex(&self) -> String {
        HEXLOWER.encode(&self.id)
    }
}

/// The record, open to everything.
pub fn opened(folder: &Path, key: &[u8; 32]) -> Result<Connection> {
    let link = keyed(&folder.join("vault.db"), key)?;
    link.execute_batch("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN")?;
    let names: Vec<String> = link
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_>>()?;
    for name in names {
        link.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    Ok(link)
}

pub fn versions(link: &Connection) -> Result<Vec<Version>> {
    let mut asked = link.prepare("SELECT id, bytes, document, status FROM version ORDER BY hlc, id")?;
    let rows = asked.query_map([], |row| {
        Ok(Version { id: row.get(0)?, bytes: row.get(1)?, document: row.get(2)?, status: row.get(3)? })
    })?;
    rows.collect()
}

/// A version whose body says something else, in canonical bytes again.
pub fn changed(bytes: &[u8]) -> Vec<u8> {
    let mut envelope: Value = serde_json::from_slice(bytes).expect("a version");
    if !lengthen(&mut envelope["body"]) {
        envelope["reason"] = json!(format!("{}x", envelope["reason"].as_str().unwrap_or_default()));
    }
    serde_json_canonicalizer::to_vec(&envelope).expect("canonical bytes")
}

/// Adds a letter to the first text that is not an id or a choice.
fn lengthen(value: &mut Value) -> bool {
    match value {
        Value::String(text) if text.contains(' ') => {
            text.push('x');
            true
        }
        Value::Array(values) => values.iter_mut().any(lengthen),
        Value::Object(fields) => fields.values_mut().any(lengthen),
        _ => false,
    }
}

/// Puts other bytes in a version's place, under the id that fits them, wherever the old id stood.
pub fn replace(link: &Connection, version: &Version, bytes: &[u8]) -> Result<()> {
    let id = canonical::hash(bytes).to_vec();
    link.execute("UPDATE version SET id = ?2, bytes = ?3 WHERE id = ?1", params![version.id, id, bytes])?;
    for (table, column) in [("head", "version"), ("signature", "version"), ("entry", "version")] {
        link.execute(&format!("UPDATE {table} SET {column} = ?2 WHERE {column} = ?1"), params![version.id, id])?;
    }
    link.execute("UPDATE audit SET wrote = replace(wrote, ?1, ?2)", params![version.hex(), HEXLOWER.encode(&id)])?;
    Ok(())
}

/// Takes a version away with its signatures; whatever it followed is in force again.
pub fn remove(link: &Connection, version: &Version, from_trail: bool) -> Result<()> {
    let statements: Vec<Vec<u8>> = link
        .prepare("SELECT statement FROM signature WHERE version = ?1")?
        .query_map([&version.id], |row| row.get(0))?
        .collect::<Result<_>>()?;
    for table in ["version WHERE id", "head WHERE version", "signature WHERE version"] {
        link.execute(&format!("DELETE FROM {table} = ?1"), [&version.id])?;
    }
    let envelope: Value = serde_json::from_slice(&version.bytes).unwrap_or_default();
    for parent in envelope["parents"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let parent = HEXLOWER.decode(parent.as_bytes()).unwrap_or_default();
        link.execute("INSERT OR IGNORE INTO head VALUES (?1, ?2)", params![version.document, parent])?;
    }
    link.execute(
        "DELETE FROM document WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM version WHERE document = ?1)",
        [&version.document],
    )?;
    if from_trail {
        let mut gone = vec![version.hex()];
        gone.extend(statements.iter().map(|statement| HEXLOWER.encode(&canonical::hash(statement))));
        for id in gone {
            link.execute("UPDATE audit SET wrote = trim(replace(replace(wrote, ?1, ''), '  ', ' '))", [id])?;
        }
    }
    Ok(())
}

/// Numbers the rows of the trail from 1 again and makes every hash fit, then signs the kept checkpoints anew with the site's own key, which
/// lies in the record.
pub fn rewrite_trail(link: &Connection) -> Result<()> {
    let mut rows: Vec<(i64, Value, String)> = Vec::new();
    let mut asked = link.prepare(
        "SELECT seq, wall, actor, role, action, outcome, client, document, detail, wrote FROM audit ORDER BY seq",
    )?;
    let mut found = asked.query([])?;
    while let Some(row) = found.next()? {
        let text = |at: usize| row.get::<_, String>(at);
        let id = |at: usize| row.get::<_, Option<Vec<u8>>>(at).map(|id| id.and_then(|id| Uuid::from_slice(&id).ok()));
        let link = json!({
            "wall": text(1)?, "actor": id(2)?, "role": text(3)?, "action": text(4)?, "outcome": text(5)?, "client": id(6)?,
            "document": id(7)?, "detail": text(8)?,
        });
        rows.push((row.get(0)?, link, text(9)?));
    }
    drop(found);
    drop(asked);
    let mut before = vec![0_u8; 32];
    for ((seq, mut told, wrote), number) in rows.into_iter().zip(1_i64..) {
        told["prev"] = json!(HEXLOWER.encode(&before));
        if !wrote.is_empty() {
            told["wrote"] = json!(wrote);
        }
        let hash = canonical::hash(&canonical::canonical(&told).expect("canonical bytes")).to_vec();
        link.execute(
            "UPDATE audit SET seq = ?2, prev = ?3, hash = ?4 WHERE seq = ?1",
            params![seq, number, before, hash],
        )?;
        before = hash;
    }
    link.execute("UPDATE sqlite_sequence SET seq = (SELECT max(seq) FROM audit) WHERE name = 'audit'", [])?;
    sign_checkpoints(link)
}

fn sign_checkpoints(link: &Connection) -> Result<()> {
    link.execute("DELETE FROM checkpoint WHERE seq NOT IN (SELECT seq FROM audit)", [])?;
    let seed: Vec<u8> = link.query_row("SELECT seed FROM site", [], |row| row.get(0))?;
    let site = SigningKey::from_bytes(&seed.try_into().expect("a seed"));
    let kept: Vec<(i64, String, Vec<u8>)> = link
        .prepare("SELECT checkpoint.seq, note, audit.hash FROM checkpoint JOIN audit ON audit.seq = checkpoint.seq")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_>>()?;
    for (seq, note, root) in kept {
        let mut lines: Vec<String> = note.lines().map(str::to_owned).collect();
        lines[2] = BASE64.encode(&root);
        let note = lines.join("\n") + "\n";
        let mark = site.sign(note.as_bytes()).to_bytes().to_vec();
        link.execute(
            "UPDATE checkpoint SET root = ?2, note = ?3, mark = ?4 WHERE seq = ?1",
            params![seq, root, note, mark],
        )?;
    }
    Ok(())
}

/// Everything after this row goes, and what those rows wrote.
pub fn truncate(link: &Connection, after: i64) -> Result<()> {
    let wrote: Vec<String> = link
        .prepare("SELECT wrote FROM audit WHERE seq > ?1")?
        .query_map([after], |row| row.get(0))?
        .collect::<Result<_>>()?;
    for version in versions(link)?.iter().rev() {
        if wrote.iter().any(|wrote| wrote.contains(&version.hex())) {
            remove(link, version, false)?;
        }
    }
    link.execute("DELETE FROM audit WHERE seq > ?1", [after])?;
    link.execute("DELETE FROM checkpoint WHERE seq > ?1", [after])?;
    link.execute("UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'audit'", [after])?;
    Ok(())
}

/// A version nobody wrote: it follows a real one and says something else. Where the trail is to fit, a real row names it.
pub fn slip_in(link: &Connection, model: &Version, into_trail: bool) -> Result<String> {
    let mut envelope: Value = serde_json::from_slice(&changed(&model.bytes)).expect("a version");
    envelope["parents"] = json!([model.hex()]);
    let later = envelope["hlc"].as_str().map(|hlc| format!("{}-00099", &hlc[..13])).unwrap_or_default();
    envelope["hlc"] = json!(later);
    let bytes = serde_json_canonicalizer::to_vec(&envelope).expect("canonical bytes");
    let id = canonical::hash(&bytes).to_vec();
    link.execute(
        "INSERT INTO version (chart, hlc, id, document, number, status, author, wall, bytes)
         SELECT chart, ?2, ?3, document, number + 1, status, author, wall, ?4 FROM version WHERE id = ?1",
        params![model.id, later, id, bytes],
    )?;
    link.execute("DELETE FROM head WHERE version = ?1", [&model.id])?;
    link.execute("INSERT INTO head VALUES (?1, ?2)", params![model.document, id])?;
    let id = HEXLOWER.encode(&id);
    if into_trail {
        link.execute(
            "UPDATE audit SET wrote = wrote || ' ' || ?2 WHERE wrote LIKE '%' || ?1 || '%'",
            params![model.hex(), id],
        )?;
    }
    Ok(id)
}

/// Rows that nobody wrote, so that a shorter trail is as long as it was.
pub fn pad(link: &Connection, rows: i64) -> Result<()> {
    for _ in 0..rows {
        link.execute(
            "INSERT INTO audit (wall, actor, role, action, outcome, client, document, detail, prev, hash, wrote)
             SELECT wall, actor, role, 'unlock', 'done', NULL, NULL, '', zeroblob(32), zeroblob(32), '' FROM audit
             ORDER BY seq DESC LIMIT 1",
            [],
        )?;
    }
    Ok(())
}
