//! Ids and the hybrid logical clock. Time and randomness come in as arguments; nothing here asks the computer.

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use uuid::{Builder, Uuid};

/// A time-ordered id (UUIDv7) for something that begins `now`.
///
/// # Panics
/// Never in practice: only if the system's random source is gone, and then nothing safe can be made.
#[must_use]
pub fn new_id(now: DateTime<Utc>) -> Uuid {
    let mut dice = [0_u8; 10];
    #[expect(clippy::expect_used, reason = "without randomness no id and no key is safe")]
    getrandom::fill(&mut dice).expect("the system's random source");
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &dice).into_uuid()
}

/// The next hybrid logical time: never behind the wall, never behind what this site has seen. Sorts as text.
/// Form: 13 digits of milliseconds, a dash, 5 digits of a counter.
#[must_use]
pub fn next_hlc(last: &str, now: DateTime<Utc>) -> String {
    let wall = now.timestamp_millis().max(0);
    let (millis, count) = last
        .split_once('-')
        .map_or((0, 0), |(millis, count)| (millis.parse::<i64>().unwrap_or(0), count.parse::<u32>().unwrap_or(0)));
    if wall > millis { format!("{wall:013}-{:05}", 0) } else { format!("{millis:013}-{:05}", count + 1) }
}

/// Wall time as it is stored and signed.
pub(crate) fn wall(now: DateTime<FixedOffset>) -> String {
    now.to_rfc3339_opts(SecondsFormat::Millis, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_set_back_never_puts_a_version_before_the_last_one() {
        let late = DateTime::from_timestamp_millis(1_775_000_000_000).expect("a time");
        let early = DateTime::from_timestamp_millis(1_700_000_000_000).expect("a time");
        let first = next_hlc("", late);
        let second = next_hlc(&first, early);
        assert!(second > first, "{second} after {first}");
        assert!(next_hlc(&second, late) > second);
    }

    #[test]
    fn ids_sort_by_the_time_they_were_made() {
        let at = |millis| new_id(DateTime::from_timestamp_millis(millis).expect("a time"));
        assert!(at(1_700_000_000_000) < at(1_700_000_000_001));
    }
}
