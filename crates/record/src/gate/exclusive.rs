//! What the record does besides acting and looking: one person unlocking at a time, the record closed for a moment to change its key, and
//! what it can say about the disk and the clock.

use super::record::Record;
use super::unlocked::Unlocked;
use crate::error::{Code, Error, Result};
use crate::vault::reserve;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use tokio::sync::RwLockWriteGuard;

/// The record closed for a moment: whoever asks for it meanwhile waits. Left empty, it is locked.
pub(crate) struct Closed<'a> {
    seat: RwLockWriteGuard<'a, Option<Arc<Unlocked>>>,
    opened: &'a std::sync::atomic::AtomicBool,
}

impl Closed<'_> {
    /// Opens it again.
    pub(crate) fn fill(mut self, unlocked: Unlocked) {
        *self.seat = Some(Arc::new(unlocked));
        self.opened.store(true, SeqCst);
    }
}

impl Record {
    /// The same with another size of the reserve kept for a full disk; none at all for throw-away vaults.
    #[must_use]
    pub fn with_reserve(mut self, bytes: u64) -> Self {
        self.reserve = bytes;
        self
    }

    /// The data key under the caller's pad: for the tests that search this process's memory for it.
    ///
    /// # Errors
    /// `Locked`.
    #[doc(hidden)]
    pub async fn data_key_under(&self, pad: &[u8; 32]) -> Result<[u8; 32]> {
        Ok(self.unlocked().await?.data.under(pad))
    }

    /// Closes the record's connections once nothing is being written and nobody holds the write lock. Waiting for that never keeps others from
    /// the record: one of them may need it to finish.
    pub(crate) async fn vacate(&self) -> Result<(Closed<'_>, Arc<Unlocked>)> {
        loop {
            let mut seat = self.unlocked.write().await;
            let locked = || Error::of(Code::Locked, "The record is locked. Unlock it to go on; drafts are kept.");
            let unlocked = seat.clone().ok_or_else(locked)?;
            let lock = unlocked.write_lock.clone().try_lock_owned();
            if lock.is_ok() && !self.busy() {
                seat.take();
                self.opened.store(false, SeqCst);
                unlocked.close().await;
                return Ok((Closed { seat, opened: &self.opened }, unlocked));
            }
            drop((lock, seat));
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }

    /// Makes the reserve for a full disk if it is missing and there is room, off the async threads.
    pub(crate) fn keep_reserve(&self) {
        let (files, size) = (self.files(), self.reserve);
        if size > 0 {
            tokio::task::spawn_blocking(move || reserve::keep(&files, size));
        }
    }

    /// Gives the reserve back to the disk; whether there was one.
    pub(crate) fn give_reserve_back(&self) -> bool {
        reserve::give_back(&self.files())
    }

    /// What the person should know about the disk (`Notices.disk`), and about rows that it refused. Where there is room again, the reserve is made again.
    pub(crate) async fn disk_sentence(&self, untold: usize) -> Option<String> {
        if untold > 0 {
            let many = if untold == 1 { "1 entry waits".into() } else { format!("{untold} entries wait") };
            return Some(format!(
                "The disk is full, and {many} to be written into the audit trail. Charts stay closed until some space is free."
            ));
        }
        let files = self.files();
        let said = tokio::task::spawn_blocking(move || reserve::sentence(&files)).await.ok().flatten();
        if said.is_none() {
            self.keep_reserve();
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dispatch::{Content, dispatch};
    use crate::gate::SetClock;
    use crate::vault::Cost;
    use sea_orm::ConnectionTrait as _;
    use serde_json::{Value, json};

    const RESERVE: u64 = 50_000;

    async fn ask(record: &Record, command: &str, input: Value) -> Result<Value> {
        match dispatch(record, command, input).await?.content {
            Content::Json(view) => Ok(view.read()?),
            Content::Pdf(_) => Ok(Value::Null),
        }
    }

    fn unlock() -> Value {
        json!({ "name": "Pat Sample", "password": "a quiet evening walk" })
    }

    async fn clinic(folder: &std::path::Path) -> (Record, Arc<SetClock>) {
        let clock = SetClock::at(time("2026-04-09T17:42:00-07:00"));
        let record = Record::at(folder.join("vault"), clock.clone()).with_cost(Cost::Floor).with_reserve(RESERVE);
        let input = json!({ "program": "Example (fictional)", "site": "", "phone": "", "crisis_phone": "", "address": "", "paper": "letter",
            "name": "Pat Sample", "credential": "LPC", "role": "director", "password": "a quiet evening walk" });
        ask(&record, "create_vault", input).await.expect("a vault");
        (record, clock)
    }

    async fn doubt(record: &Record) -> Option<String> {
        record.unlocked().await.expect("open").clock_doubt(record.now())
    }

    fn time(text: &str) -> chrono::DateTime<chrono::FixedOffset> {
        chrono::DateTime::parse_from_rfc3339(text).expect("a time")
    }

    #[tokio::test]
    async fn on_a_full_disk_reading_goes_on_and_the_room_held_back_is_given_to_the_draft() {
        let folder = tempfile::tempdir().expect("a folder");
        let (record, _) = clinic(folder.path()).await;
        let reserve = record.files().reserve;
        let start =
            json!({ "kind": "face_sheet", "client": null, "document": null, "body": { "legal_last": "Testcase" } });
        let draft = ask(&record, "start_draft", start).await.expect("a draft");
        // The engine's own word for a full disk: no page more than there is.
        let unlocked = record.unlocked().await.expect("open");
        let full = async |pages: &str| {
            let told = format!("PRAGMA max_page_count={pages}");
            unlocked.writer.execute_unprepared(&told).await.expect("a limit");
        };
        let _ = std::fs::remove_file(&reserve);
        full("1").await;
        let mut body = draft["body"].clone();
        body["address"] = json!("Long Example Way ".repeat(2_300));
        let save = json!({ "document": draft["document"], "rev": draft["rev"], "body": body });
        let refused = ask(&record, "save_draft", save.clone()).await.expect_err("no room");
        assert!(refused.is_disk_full() && refused.message.contains("kept on this screen"), "{refused:?}");
        assert_eq!(ask(&record, "staff", json!({})).await.expect("reading goes on").as_array().map(Vec::len), Some(1));
        // With a reserve the same save is tried once more. The engine forgot its limit with the change it gave up, as a disk with room would.
        reserve::keep(&record.files(), RESERVE);
        full("1").await;
        let saved = ask(&record, "save_draft", save).await.expect("saved in the room held back");
        assert!(!reserve.exists(), "what was held back was given");
        assert!(saved["rev"].as_i64() > draft["rev"].as_i64(), "{saved}");
        drop(unlocked);
        record.lock().await;
    }

    #[tokio::test]
    async fn an_act_given_up_at_any_moment_leaves_the_next_one_a_way() {
        let folder = tempfile::tempdir().expect("a folder");
        let (record, _) = clinic(folder.path()).await;
        let start =
            json!({ "kind": "face_sheet", "client": null, "document": null, "body": { "legal_last": "Testcase" } });
        for polls in 0..80 {
            let mut given_up = Box::pin(ask(&record, "start_draft", start.clone()));
            for _ in 0..polls {
                let woken = std::task::Waker::noop();
                if given_up.as_mut().poll(&mut std::task::Context::from_waker(woken)).is_ready() {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_micros(60));
            }
            drop(given_up);
            ask(&record, "start_draft", start.clone()).await.expect("the next one");
        }
        let checked = ask(&record, "check_record", json!({ "code": "" })).await.expect("checked");
        assert_eq!(checked["first_bad"], Value::Null);
        record.lock().await;
    }

    #[tokio::test]
    async fn a_look_that_cannot_be_told_to_the_trail_is_owed_to_it_until_there_is_room() {
        let folder = tempfile::tempdir().expect("a folder");
        let (record, clock) = clinic(folder.path()).await;
        let told = async || {
            record.settle().await;
            let rows = ask(&record, "audit_trail", json!({ "client": null, "limit": 50 })).await.expect("rows");
            let rows = rows.as_array().expect("rows").clone();
            rows.into_iter().filter(|row| row["action"] == "today").collect::<Vec<_>>()
        };
        let unlocked = record.unlocked().await.expect("open");
        unlocked.writer.execute_unprepared("PRAGMA query_only=ON").await.expect("no more writing");
        ask(&record, "today", json!({})).await.expect("reading goes on");
        assert_eq!(told().await.len(), 0);
        clock.set(time("2026-04-09T18:42:00-07:00"));
        let rows = told().await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0]["at"], "2026-04-10T00:42:00Z", "told with the moment of the look");
        drop(unlocked);
        record.lock().await;
    }

    /// The engine's own word for a full disk, until something is refused: no page more than there is.
    async fn full(record: &Record) {
        let unlocked = record.unlocked().await.expect("open");
        unlocked.writer.execute_unprepared("PRAGMA max_page_count=1").await.expect("a limit");
    }

    /// Looks, and waits until its row is written or refused.
    async fn look(record: &Record) -> Result<Value> {
        let looked = ask(record, "audit_trail", json!({ "client": null, "limit": 500 })).await;
        record.written().await;
        looked
    }

    #[tokio::test]
    async fn on_a_full_disk_the_room_held_back_is_given_to_a_row_of_the_trail() {
        let folder = tempfile::tempdir().expect("a folder");
        let (record, _) = clinic(folder.path()).await;
        reserve::keep(&record.files(), RESERVE);
        // A page takes a few rows before the next one is needed.
        while record.files().reserve.exists() {
            full(&record).await;
            look(&record).await.expect("reading goes on");
        }
        let unlocked = record.unlocked().await.expect("open");
        assert_eq!(unlocked.untold.load(SeqCst), 0, "the row is written");
        assert!(unlocked.owed.lock().await.is_empty() && !record.files().reserve.exists());
        drop(unlocked);
        record.lock().await;
    }

    #[tokio::test]
    async fn past_the_room_held_back_a_look_that_the_trail_was_not_told_of_is_said_and_the_next_one_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let (record, _) = clinic(folder.path()).await;
        let start =
            json!({ "kind": "face_sheet", "client": null, "document": null, "body": { "legal_last": "Testcase" } });
        let draft = ask(&record, "start_draft", start).await.expect("a draft");
        let _ = std::fs::remove_file(&record.files().reserve);
        let unlocked = record.unlocked().await.expect("open");
        let mut looks = 0;
        while unlocked.untold.load(SeqCst) == 0 {
            full(&record).await;
            look(&record).await.expect("reading goes on until a row is refused");
            looks += 1;
        }
        let said = ask(&record, "notices", json!({})).await.expect("notices")["disk"].clone();
        assert!(said.as_str().is_some_and(|said| said.contains("1 entry waits")), "{said}");
        full(&record).await;
        let refused = look(&record).await.expect_err("the trail cannot be told");
        assert!(refused.code == Code::NotSaved && refused.message.contains("audit trail"), "{refused:?}");
        let document = json!({ "document": draft["document"] });
        assert_eq!(ask(&record, "draft", document).await.expect("one's own text")["body"], draft["body"]);
        // The engine forgot its limit with what it gave up, as a disk with room would.
        let rows = look(&record).await.expect("there is room again");
        let told = rows.as_array().expect("rows").iter().filter(|row| row["action"] == "audit_trail").count();
        assert_eq!((told, unlocked.untold.load(SeqCst)), (looks, 0), "every look that was answered is told");
        drop(unlocked);
        record.lock().await;
    }

    #[tokio::test]
    async fn a_clock_days_ahead_at_unlocking_is_said_until_someone_says_that_it_is_right() {
        let folder = tempfile::tempdir().expect("a folder");
        let (record, clock) = clinic(folder.path()).await;
        assert_eq!(doubt(&record).await, None);
        record.lock().await;
        clock.set(time("2026-04-19T09:00:00-07:00"));
        ask(&record, "unlock", unlock()).await.expect("opens");
        let said = doubt(&record).await.expect("a sentence");
        assert!(said.contains("April 19") && said.contains("April 9"), "{said}");
        record.unlocked().await.expect("open").believe_clock();
        assert_eq!(doubt(&record).await, None);
        let rows = ask(&record, "audit_trail", json!({ "client": null, "limit": 20 })).await.expect("rows").to_string();
        assert!(rows.contains("ahead of the last entry, 2026-04-09T17:42"), "{rows}");
        record.lock().await;
    }

    #[tokio::test]
    async fn a_clock_set_back_while_the_record_is_open_is_said_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let (record, clock) = clinic(folder.path()).await;
        clock.set(time("2026-04-09T11:00:00-07:00"));
        let said = doubt(&record).await.expect("a sentence");
        assert!(said.contains("later"), "{said}");
        record.lock().await;
    }
}
