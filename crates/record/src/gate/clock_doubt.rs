//! Whether the computer's clock can be believed. Order never depends on it (the hybrid logical clock keeps that), but wall times are what
//! people read: a clock behind the last record, or more than a day ahead of it when the record is opened, is said and asked about.

use chrono::{DateTime, Duration, FixedOffset};

/// What is known of the computer's clock since the record was opened.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClockState {
    /// Why it may be wrong.
    pub doubt: Option<String>,
    /// Someone looked at it and says that it is right.
    pub believed: bool,
}

/// Clocks are set right by small steps all the time.
const SLACK: Duration = Duration::minutes(2);

/// A clock that jumps ahead jumps by days; nights are shorter.
const AHEAD: Duration = Duration::hours(24);

/// Which way the clock is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Off {
    /// It stands before the last record.
    Behind,
    /// It stands more than a day after the last record.
    Ahead,
}

/// Compares the clock with the newest thing in the record.
pub(crate) fn off(now: DateTime<FixedOffset>, newest: DateTime<FixedOffset>) -> Option<Off> {
    if now + SLACK < newest {
        Some(Off::Behind)
    } else if now > newest + AHEAD {
        Some(Off::Ahead)
    } else {
        None
    }
}

/// What the person reads.
pub(crate) fn sentence(off: Off, now: DateTime<FixedOffset>, newest: DateTime<FixedOffset>) -> String {
    let words = |time: DateTime<FixedOffset>| time.format("%A, %B %-d, %Y, %-I:%M %p").to_string();
    let (clock, newest) = (words(now), words(newest.with_timezone(now.offset())));
    match off {
        Off::Behind => format!(
            "This computer's clock says {clock}. The last entry in this record is later: {newest}. Check the date and time."
        ),
        Off::Ahead => format!(
            "This computer's clock says {clock}. The last entry in this record is from {newest}. Check that the date is right."
        ),
    }
}

/// The wall time in a hybrid logical time.
pub(crate) fn of_hlc(hlc: &str) -> Option<DateTime<FixedOffset>> {
    let millis = hlc.split_once('-')?.0.parse().ok()?;
    Some(DateTime::from_timestamp_millis(millis)?.fixed_offset())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_is_no_jump_and_a_small_correction_is_none_either() {
        let at = |text| DateTime::parse_from_rfc3339(text).expect("a time");
        let evening = at("2026-04-09T17:42:00-07:00");
        assert_eq!(off(at("2026-04-10T08:00:00-07:00"), evening), None);
        assert_eq!(off(at("2026-04-09T17:41:00-07:00"), evening), None);
        assert_eq!(off(at("2026-04-09T17:30:00-07:00"), evening), Some(Off::Behind));
        assert_eq!(off(at("2026-04-11T08:00:00-07:00"), evening), Some(Off::Ahead));
        // The same moment in another zone is the same moment.
        assert_eq!(off(at("2026-04-10T00:43:00+00:00"), evening), None);
        let said = sentence(Off::Behind, at("2020-01-01T08:00:00-07:00"), at("2026-04-10T00:42:00+00:00"));
        assert!(said.contains("Thursday, April 9, 2026, 5:42 PM"), "{said}");
    }
}
