//! What must be true of a record after every fault: it opens, nothing promised is missing, a group is in all its charts or in none, views
//! equal what versions give, and the checker that shares no code with Handrail finds nothing.

use crate::key::data_key;
use crate::work::{NAME, PASSWORD, Promise, Work, kept};
use data_encoding::HEXLOWER;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use uuid::Uuid;

/// Everything that was promised.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub versions: BTreeSet<String>,
    pub drafts: BTreeMap<String, u64>,
    /// Copies that somebody outside has, by client.
    pub copies: BTreeMap<String, u64>,
    /// How many answers that was; of a draft only the last one counts.
    pub answers: usize,
}

impl Ledger {
    pub fn hear(&mut self, promise: &Promise) {
        self.answers += usize::from(!matches!(promise, Promise::Word(_)));
        match promise {
            Promise::Version(id) => drop(self.versions.insert(id.clone())),
            Promise::Draft(document, rev) => drop(self.drafts.insert(document.clone(), *rev)),
            Promise::Copies(client, count) => drop(self.copies.insert(client.clone(), *count)),
            Promise::Word(_) => {}
        }
    }
}

/// What one check found.
#[derive(Debug, Default)]
pub struct Found {
    /// Promised and not there.
    pub lost: Vec<String>,
    /// Anything else that is not as it must be.
    pub wrong: Vec<String>,
    /// Disclosures in each chart.
    pub disclosures: BTreeMap<String, u64>,
}

impl Found {
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.lost.iter().chain(&self.wrong)
    }
    pub fn clean(&self) -> bool {
        self.lost.is_empty() && self.wrong.is_empty()
    }
}

/// Opens the record as its user would, then looks at it with the key alone.
pub async fn check(folder: &Path, minutes: u64, ledger: &Ledger) -> Found {
    let mut found = Found::default();
    let work = Work::quietly(folder, minutes);
    if let Err(error) = work.ask("unlock", json!({ "name": NAME, "password": PASSWORD })).await {
        found.wrong.push(format!("It does not open: {}", error.message));
        return found;
    }
    // What this computer remembers is never ahead of what is on disk.
    match work.ask("notices", json!({})).await {
        Ok(notices) if notices["older"].is_null() => {}
        Ok(notices) => found.wrong.push(format!("It is said to be turned back: {}", notices["older"])),
        Err(error) => found.wrong.push(format!("How it stands is not told: {}", error.message)),
    }
    match work.ask("rebuild_views", json!({})).await {
        Ok(rebuilt) if rebuilt["equal"] == true => {}
        Ok(rebuilt) => found.wrong.push(format!("Views differ from a rebuild: {}", unequal(&rebuilt))),
        Err(error) => found.wrong.push(format!("Views could not be rebuilt: {}", error.message)),
    }
    work.leave().await;
    look(folder, PASSWORD, ledger, &mut found);
    found
}

fn unequal(rebuilt: &Value) -> String {
    let tables = rebuilt["tables"].as_array().cloned().unwrap_or_default();
    let names = tables.iter().filter(|table| table["equal"] != true).filter_map(|table| table["table"].as_str());
    names.collect::<Vec<_>>().join(", ")
}

/// The record with its key, past Handrail.
pub fn keyed(record: &Path, key: &[u8; 32]) -> rusqlite::Result<Connection> {
    let link =
        Connection::open_with_flags(record, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    link.execute_batch(&format!("PRAGMA key = \"x'{}'\"; PRAGMA cipher_log_level = NONE;", HEXLOWER.encode(key)))?;
    link.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    Ok(link)
}

/// Looks with the key alone, past every line of Handrail's own code that reads the record.
pub fn look(folder: &Path, password: &str, ledger: &Ledger, found: &mut Found) {
    let Some(key) = data_key(folder, password) else {
        return found.wrong.push("The password opens no slot of the key file.".into());
    };
    let link = match keyed(&folder.join("vault.db"), &key) {
        Ok(link) => link,
        Err(error) => return found.wrong.push(format!("The key does not open the record: {error}")),
    };
    found.wrong.extend(second_opinion(folder, &key));
    if let Err(error) = contents(&link, ledger, found) {
        found.wrong.push(format!("The record cannot be read: {error}"));
    }
}

/// What the checker finds that shares no code with Handrail: pages, ids, parents, signatures, the audit chain and what it names.
pub fn second_opinion(folder: &Path, key: &[u8; 32]) -> Option<String> {
    match verify::opened_with(folder, key, None) {
        Ok(verify::Found::Record(record)) => verify::check(&record, &verify::Outside::default()).first_bad,
        Ok(verify::Found::Damaged(why)) | Err(verify::Unchecked(why)) => Some(why),
    }
}

/// What SQLite and SQLCipher say of the pages.
pub fn damage(link: &Connection) -> Vec<String> {
    let mut said = Vec::new();
    for (pragma, fine) in
        [("cipher_integrity_check", None), ("integrity_check", Some("ok")), ("foreign_key_check", None)]
    {
        let asked = link.prepare(&format!("PRAGMA {pragma}")).and_then(|mut asked| {
            let rows = asked.query_map([], |row| {
                Ok(row.get::<_, String>(0).unwrap_or_else(|_| "something that is not text".into()))
            })?;
            rows.collect::<rusqlite::Result<Vec<String>>>()
        });
        match asked {
            Ok(rows) if fine.is_some_and(|fine| rows == [fine]) || (fine.is_none() && rows.is_empty()) => {}
            Ok(rows) => said.push(format!("{pragma}: {}", rows.first().map_or("nothing said", String::as_str))),
            Err(error) => said.push(format!("{pragma}: {error}")),
        }
    }
    said
}

fn contents(link: &Connection, ledger: &Ledger, found: &mut Found) -> rusqlite::Result<()> {
    let (mut ids, mut documents) = (BTreeSet::new(), BTreeSet::new());
    let (mut groups, mut notes) = (BTreeMap::new(), BTreeMap::<String, usize>::new());
    let (mut families, mut told) = (BTreeMap::new(), BTreeMap::<String, usize>::new());
    let mut left = BTreeMap::<String, u64>::new();
    let mut asked = link.prepare("SELECT id, bytes FROM version ORDER BY hlc, id")?;
    let mut rows = asked.query([])?;
    while let Some(row) = rows.next()? {
        let (id, bytes): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let id = HEXLOWER.encode(&id);
        let envelope: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let document = envelope["document"].as_str().unwrap_or_default().to_owned();
        match envelope["kind"].as_str() {
            Some("group_session") => {
                let people = envelope["body"]["people"].as_array().map_or(0, Vec::len);
                groups.insert(document.clone(), people);
            }
            Some("disclosure") => {
                let client = envelope["client"].as_str().unwrap_or_default().to_owned();
                let body = &envelope["body"];
                let named =
                    body["enclosed"].as_array().is_some_and(|all| !all.is_empty()) && body["release_version"] != "";
                if !named && body["how"] != "spoken" {
                    found.wrong.push(format!("Disclosure {document} does not say what went out, or under what."));
                }
                if let Some(whole) = body["part_of"].as_str().filter(|whole| !whole.is_empty()) {
                    *told.entry(whole.to_owned()).or_default() += 1;
                }
                *left.entry(client).or_default() += 1;
            }
            Some("family_session") => {
                let people = envelope["body"]["people"].as_array().map_or(0, Vec::len);
                families.insert(document.clone(), people);
            }
            Some("group_note") => {
                let session = envelope["body"]["session"].as_str().unwrap_or_default().to_owned();
                *notes.entry(session).or_default() += 1;
            }
            _ => {}
        }
        ids.insert(id);
        documents.insert(document);
    }
    for (session, people) in groups {
        if notes.get(&session) != Some(&people) {
            found.wrong.push(format!("Group {session} is not in all its charts."));
        }
    }
    for (session, people) in families {
        if told.get(&session) != Some(&people) {
            found.wrong.push(format!("Family session {session} is not disclosed to everyone in it."));
        }
    }
    for (client, count) in &ledger.copies {
        let known = left.get(client).copied().unwrap_or(0);
        if known < *count {
            found.lost.push(format!("{count} copies left the chart of {client} and it knows of {known}."));
        }
    }
    found.disclosures = left;
    found.lost.extend(ledger.versions.difference(&ids).map(|id| format!("Version {id} was promised and is gone.")));
    drafts(link, ledger, &documents, found)
}

/// A draft is kept at its last promised save or later, and says what that save said; or it has become a document.
fn drafts(link: &Connection, ledger: &Ledger, documents: &BTreeSet<String>, found: &mut Found) -> rusqlite::Result<()> {
    let mut kept_now = BTreeMap::new();
    let mut asked = link.prepare("SELECT document, rev, body FROM draft")?;
    let mut rows = asked.query([])?;
    while let Some(row) = rows.next()? {
        let (document, rev, body): (Uuid, i64, String) = (uuid(row.get(0)?), row.get(1)?, row.get(2)?);
        let rev = u64::try_from(rev).unwrap_or(0);
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        if body["homework"].as_str().is_some_and(|text| text.starts_with("Kept as save") && text != kept(rev)) {
            found.wrong.push(format!("Draft {document} does not say what its save {rev} said."));
        }
        kept_now.insert(document.to_string(), rev);
    }
    for (document, promised) in &ledger.drafts {
        let kept = kept_now.get(document).is_some_and(|rev| rev >= promised) || documents.contains(document);
        if !kept {
            found.lost.push(format!("Save {promised} of draft {document} was promised and is gone."));
        }
    }
    Ok(())
}

fn uuid(bytes: Vec<u8>) -> Uuid {
    Uuid::from_slice(&bytes).unwrap_or_default()
}
