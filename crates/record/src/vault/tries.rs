//! Wrong passwords: after five, each next one makes the wait before another longer, up to five minutes. Nothing is ever wiped. What was
//! tried lies in a small file beside the record, so that a restart forgets nothing; it holds times and no name. Once someone unlocks, it
//! goes into the audit trail. Someone who can delete the file can also carry the record away: what holds there is the cost of each guess.

use super::{Files, private};
use crate::error::{Code, Error, Result};
use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde::{Deserialize, Serialize};

/// So many are free.
const FREE: u32 = 5;

/// Seconds after the first that is not, doubling to the longest.
const FIRST: u32 = 5;
const LONGEST: u32 = 300;

/// So many times are kept, the newest.
const KEPT: usize = 20;

/// Wrong passwords since somebody last unlocked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tries {
    /// How many.
    pub count: u32,
    /// When, oldest first; of many only the newest.
    pub times: Vec<DateTime<FixedOffset>>,
}

impl Tries {
    /// What lies beside this record. A file that cannot be read counts as none.
    #[must_use]
    pub fn of(files: &Files) -> Self {
        std::fs::read(&files.tries).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Seconds until the next try is heard.
    #[must_use]
    pub fn wait(&self, now: DateTime<FixedOffset>) -> u32 {
        let (delay, Some(last)) = (delay_after(self.count), self.times.last()) else { return 0 };
        let passed = (now - *last).num_milliseconds().max(0);
        let left = (i64::from(delay) * 1000 - passed).max(0);
        u32::try_from((left + 999) / 1000).unwrap_or(LONGEST)
    }

    /// Refuses to listen while the wait lasts.
    ///
    /// # Errors
    /// `Wait`.
    pub fn heard(mut self, files: &Files, now: DateTime<FixedOffset>) -> Result<()> {
        if self.set_back(now) {
            self.keep(files);
        }
        self.may_try(now)
    }

    /// A clock that was set back would make the wait as long as the clock was wrong; whether it was.
    fn set_back(&mut self, now: DateTime<FixedOffset>) -> bool {
        let back = self.times.last().is_some_and(|last| *last > now);
        if back {
            self.times.retain(|time| *time < now);
            self.times.push(now);
        }
        back
    }

    fn may_try(&self, now: DateTime<FixedOffset>) -> Result<()> {
        match self.wait(now) {
            0 => Ok(()),
            seconds => Err(Error::of(
                Code::Wait,
                format!("Too many wrong passwords. The next try is heard in {}.", words(seconds)),
            )),
        }
    }

    /// The same in a record that is open, where they are kept in memory: after a lock the door asks.
    ///
    /// # Errors
    /// `Wait`.
    pub fn heard_inside(&mut self, now: DateTime<FixedOffset>) -> Result<()> {
        self.set_back(now);
        self.may_try(now)
    }

    /// One more at the door.
    pub fn add(mut self, files: &Files, now: DateTime<FixedOffset>) {
        self.slip(now);
        self.keep(files);
    }

    /// One more.
    pub fn slip(&mut self, now: DateTime<FixedOffset>) {
        self.count = self.count.saturating_add(1);
        self.times.push(now);
        let spare = self.times.len().saturating_sub(KEPT);
        self.times.drain(..spare);
    }

    /// All of it in a line for the audit trail, or nothing.
    #[must_use]
    pub fn told(&self) -> Option<String> {
        let times: Vec<String> =
            self.times.iter().map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, false)).collect();
        let older = usize::try_from(self.count).unwrap_or(usize::MAX) > times.len();
        let last = if older { "the last at " } else { "at " };
        (self.count > 0).then(|| format!("{} wrong before this, {last}{}", self.count, times.join(", ")))
    }

    /// Begins at none again.
    pub fn clear(files: &Files) {
        let _ = std::fs::remove_file(&files.tries);
    }

    /// A disk that cannot be written must not keep anyone out.
    fn keep(&self, files: &Files) {
        if let Ok(bytes) = serde_json::to_vec(self) {
            let _ = private::write_whole(&files.tries, &bytes);
        }
    }
}

fn delay_after(count: u32) -> u32 {
    match count.checked_sub(FREE) {
        None => 0,
        Some(more) => FIRST.checked_shl(more.min(16)).unwrap_or(LONGEST).min(LONGEST),
    }
}

fn words(seconds: u32) -> String {
    match seconds {
        1 => "1 second".into(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_slips_are_free_and_then_the_wait_doubles_to_five_minutes() {
        let waits: Vec<u32> = (0..14).map(delay_after).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]);
        assert_eq!(delay_after(u32::MAX), 300);
    }
}
