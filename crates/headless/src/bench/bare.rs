//! The limit: rusqlite on the same SQLCipher, a raw key, full-text in the same transaction, prepared statements; no ORM, no checks, no audit.

use super::words::{born, first_name, surname, text};
use super::{NOTE_BYTES, NOTES_EACH, Scale, timed};
use crate::Outcome;
use rusqlite::{Connection, params};
use std::path::Path;
use std::time::Duration;

/// How a commit reaches the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Journal {
    /// As our vault does it.
    Truncate,
    /// One fsync a commit.
    Wal,
}

/// A bare encrypted file.
pub struct Bare {
    link: Connection,
    clients: usize,
    notes: usize,
}

const TABLES: &str = "
CREATE TABLE client (id INTEGER PRIMARY KEY, last TEXT NOT NULL, first TEXT NOT NULL, born TEXT NOT NULL);
CREATE INDEX client_last ON client (last);
CREATE TABLE draft (id INTEGER PRIMARY KEY, client INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE note (id INTEGER PRIMARY KEY, client INTEGER NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX note_client ON note (client);
CREATE VIRTUAL TABLE note_words USING fts5 (body, content = 'note', content_rowid = 'id');";

const ADD_CLIENT: &str = "INSERT INTO client (id, last, first, born) VALUES (?1, ?2, ?3, ?4)";
const ADD_NOTE: &str = "INSERT INTO note (id, client, at, body) VALUES (?1, ?2, '2026-03-09T12:00:00Z', ?3)";
const ADD_WORDS: &str = "INSERT INTO note_words (rowid, body) VALUES (?1, ?2)";

impl Bare {
    /// Opens or makes the file. The key is no secret: everything in it is invented.
    pub fn open(file: &Path, journal: Journal) -> Outcome<Self> {
        let link = Connection::open(file)?;
        let mode = match journal {
            Journal::Truncate => "TRUNCATE",
            Journal::Wal => "WAL",
        };
        link.execute_batch(&format!(
            "PRAGMA key = \"x'{}'\"; PRAGMA journal_mode = {mode}; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;",
            "0b".repeat(32)
        ))?;
        let fresh: i64 = link.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if fresh == 0 {
            link.execute_batch(TABLES)?;
        }
        let count =
            |table: &str| link.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0));
        let (clients, notes) = (usize::try_from(count("client")?)?, usize::try_from(count("note")?)?);
        Ok(Self { link, clients, notes })
    }

    /// Clients, and fifty notes for each of the first tenth of them, in order of arrival.
    pub fn seed(&mut self, scale: &Scale) -> Outcome<()> {
        let tx = self.link.transaction()?;
        {
            let (mut client, mut note, mut words) =
                (tx.prepare(ADD_CLIENT)?, tx.prepare(ADD_NOTE)?, tx.prepare(ADD_WORDS)?);
            for number in 0..scale.clients {
                client.execute(params![i64::try_from(number)?, surname(number), first_name(number), born(number)])?;
            }
            for number in 0..scale.notes() {
                let (id, body) = (i64::try_from(number)?, text(number, NOTE_BYTES));
                note.execute(params![id, i64::try_from(number % scale.with_notes())?, body])?;
                words.execute(params![id, body])?;
            }
        }
        tx.commit()?;
        (self.clients, self.notes) = (scale.clients, scale.notes());
        Ok(())
    }

    /// W1.
    pub fn create_clients(&mut self, count: usize) -> Outcome<Vec<Duration>> {
        let mut client = self.link.prepare(ADD_CLIENT)?;
        let mut all = Vec::with_capacity(count);
        for number in self.clients..self.clients + count {
            let id = i64::try_from(number)?;
            let row = (surname(number), first_name(number), born(number));
            all.push(timed(|| client.execute(params![id, row.0, row.1, row.2]))?.1);
        }
        self.clients += count;
        Ok(all)
    }

    /// W2: the draft is one commit, the note with its words the other.
    pub fn sign_notes(&mut self, count: usize) -> Outcome<Vec<Duration>> {
        let link = &self.link;
        let mut draft = link.prepare("INSERT INTO draft (id, client, body) VALUES (?1, ?2, ?3)")?;
        let mut undraft = link.prepare("DELETE FROM draft WHERE id = ?1")?;
        let (mut note, mut words) = (link.prepare(ADD_NOTE)?, link.prepare(ADD_WORDS)?);
        let mut all = Vec::with_capacity(count);
        for number in self.notes..self.notes + count {
            let (id, body) = (i64::try_from(number)?, text(number, NOTE_BYTES));
            let work = || -> rusqlite::Result<()> {
                draft.execute(params![id, id, body])?;
                let tx = link.unchecked_transaction()?;
                note.execute(params![id, id, body])?;
                words.execute(params![id, body])?;
                undraft.execute(params![id])?;
                tx.commit()
            };
            all.push(timed(work)?.1);
        }
        self.notes += count;
        Ok(all)
    }

    /// W3: a client and all notes of theirs, read to the last byte.
    pub fn open_charts(&self, clients: &[usize]) -> Outcome<Vec<Duration>> {
        let mut client = self.link.prepare("SELECT last, first, born FROM client WHERE id = ?1")?;
        let mut notes = self.link.prepare("SELECT at, body FROM note WHERE client = ?1 ORDER BY id DESC")?;
        let mut all = Vec::with_capacity(clients.len());
        for number in clients {
            let id = i64::try_from(*number)?;
            let work = || -> rusqlite::Result<Vec<(String, String)>> {
                client.query_row([id], |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
                })?;
                notes.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
            };
            let (read, took) = timed(work)?;
            if read.len() < NOTES_EACH {
                return Err("The bare file has not the notes it should have.".into());
            }
            all.push(took);
        }
        Ok(all)
    }

    /// W4: the beginning of a surname, twenty rows.
    pub fn find(&self, beginnings: &[String]) -> Outcome<Vec<Duration>> {
        let mut find = self.link.prepare(
            "SELECT id, last, first, born FROM client WHERE last >= ?1 AND last < ?1 || 'zzzz' ORDER BY last LIMIT 20",
        )?;
        let mut all = Vec::with_capacity(beginnings.len());
        for beginning in beginnings {
            let work = || -> rusqlite::Result<Vec<(i64, String, String, String)>> {
                find.query_map([beginning], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect()
            };
            let (read, took) = timed(work)?;
            if read.is_empty() {
                return Err("The bare file has not the names it should have.".into());
            }
            all.push(took);
        }
        Ok(all)
    }

    /// E1: a draft of so many bytes, changed in place.
    pub fn save_drafts(&mut self, count: usize, size: usize) -> Outcome<Vec<Duration>> {
        self.link.execute("INSERT OR REPLACE INTO draft (id, client, body) VALUES (-1, 0, '')", [])?;
        let mut save = self.link.prepare("UPDATE draft SET body = ?1 WHERE id = -1")?;
        (0..count).map(|turn| Ok(timed(|| save.execute([text(turn, size)]))?.1)).collect()
    }

    /// E3: so many clients, each with their newest note.
    pub fn lists(&self, count: usize, clients: usize) -> Outcome<Vec<Duration>> {
        let mut list = self.link.prepare("SELECT id, last, first, born FROM client ORDER BY id LIMIT ?1")?;
        let mut newest = self.link.prepare("SELECT body FROM note WHERE client = ?1 ORDER BY id DESC LIMIT 1")?;
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            let work = || -> rusqlite::Result<usize> {
                let clients: Vec<(i64, String)> = list
                    .query_map([i64::try_from(clients).unwrap_or(i64::MAX)], |row| Ok((row.get(0)?, row.get(1)?)))?
                    .collect::<rusqlite::Result<_>>()?;
                let mut read = 0;
                for (client, _) in clients {
                    let notes = newest.query_map([client], |row| row.get::<_, String>(0))?;
                    read += notes.collect::<rusqlite::Result<Vec<_>>>()?.len();
                }
                Ok(read)
            };
            all.push(timed(work)?.1);
        }
        Ok(all)
    }

    /// E4: a client and so many notes, read to the last byte.
    pub fn long_charts(&self, count: usize, notes: usize) -> Outcome<Vec<Duration>> {
        let charts: Vec<usize> = (0..notes / NOTES_EACH).collect();
        (0..count).map(|_| Ok(self.open_charts(&charts)?.into_iter().sum())).collect()
    }

    /// W7: what a core says first.
    pub fn first_answer(&self) -> Outcome<i64> {
        Ok(self.link.query_row("SELECT count(*) FROM client", [], |row| row.get(0))?)
    }
}
