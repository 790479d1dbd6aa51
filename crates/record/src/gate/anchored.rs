//! How a record stands against what this computer remembers of it, and what is said where the two do not fit.

use crate::vault::anchor::Anchor;
use chrono::{DateTime, FixedOffset, TimeDelta};
use uuid::Uuid;

/// A crash leaves an anchor that is at most so many rows older than the record,
const ROWS: i64 = 64;

/// or so much time: what lies between is not missed if someone takes it away.
const AGE: TimeDelta = TimeDelta::minutes(1);

/// What is known of the anchor while the record is open.
#[derive(Debug, Clone, Default)]
pub(crate) struct Anchored {
    /// The two were compared. Before that nothing may move the anchor.
    pub compared: bool,
    /// Why the record is not the one that is remembered. Until someone says why, the anchor stays where it was: the right files, put back,
    /// are right again.
    pub amiss: Option<String>,
    /// With which row the anchor was last to be moved, and when.
    pub followed: Option<(i64, DateTime<FixedOffset>)>,
}

impl Anchored {
    /// Whether the anchor may follow the record.
    pub(super) fn fits(&self) -> bool {
        self.compared && self.amiss.is_none()
    }

    /// Whether the anchor is to follow this row now. Asked once: the next rows wait their turn.
    pub(super) fn is_due(&mut self, row: i64, now: DateTime<FixedOffset>) -> bool {
        let old = |(at, when): (i64, DateTime<FixedOffset>)| row - at >= ROWS || (now - when).abs() >= AGE;
        let due = self.fits() && self.followed.is_none_or(old);
        if due {
            self.followed = Some((row, now));
        }
        due
    }
}

/// The record as it lies there, as far as an anchor can tell.
pub(super) struct Standing {
    pub epoch: i64,
    pub seq: i64,
    pub wall: String,
    /// Hash of the row that is remembered, hex; none where there is no such row.
    pub remembered_row: Option<String>,
    pub key: Uuid,
    pub slots: Option<String>,
}

/// What does not fit, in words for a person; none when all is well.
pub(super) fn amiss(anchor: &Anchor, found: &Standing) -> Option<String> {
    let (seen, ends) = (time(&anchor.wall), time(&found.wall));
    let mut said = Vec::new();
    if found.seq < anchor.seq {
        said.push(format!(
            "This record is older than it was. It ends with entry {} of {ends}; this computer has seen entry {} of {seen}. What was written after {ends} is missing here.",
            found.seq, anchor.seq
        ));
    } else if found.remembered_row.as_ref() != Some(&anchor.hash) {
        said.push(format!(
            "This record is another than it was. This computer has seen an entry {} of {seen} that is not in it: an older copy was put in its place and written on, or it was changed outside Handrail. What was written before {seen} may be missing here.",
            anchor.seq
        ));
    } else if found.epoch != anchor.epoch {
        said.push(format!(
            "This record was restored from a backup elsewhere since this computer saw it last, on {seen}. What was written here after the backup may be missing."
        ));
    }
    if found.slots.as_ref().is_none_or(|slots| !anchor.slots.contains(slots)) {
        let which = if found.key == anchor.key {
            "The passwords beside this record are other ones than this computer has seen last"
        } else {
            "The passwords beside this record open it with another key than this computer has seen last"
        };
        said.push(format!(
            "{which}. If an older file was put back, passwords that were changed since, and people who left, may open it again."
        ));
    }
    (!said.is_empty()).then(|| said.join(" "))
}

fn time(wall: &str) -> String {
    let read = DateTime::parse_from_rfc3339(wall);
    read.map_or_else(|_| "an unknown day".into(), |at| at.format("%B %-d, %Y, %-I:%M %p").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchor() -> Anchor {
        let (hash, wall) = ("aa".into(), "2026-04-10T09:00:00-07:00".into());
        let slots = vec!["s1".into(), "s2".into()];
        Anchor { format: 1, vault: Uuid::nil(), epoch: 2, seq: 57, hash, wall, key: Uuid::from_u128(7), slots }
    }

    fn found() -> Standing {
        Standing {
            epoch: 2,
            seq: 60,
            wall: "2026-04-10T10:00:00-07:00".into(),
            remembered_row: Some("aa".into()),
            key: Uuid::from_u128(7),
            slots: Some("s2".into()),
        }
    }

    #[test]
    fn a_record_that_only_went_on_is_not_spoken_of() {
        assert_eq!(amiss(&anchor(), &found()), None);
        assert_eq!(amiss(&anchor(), &Standing { slots: Some("s1".into()), ..found() }), None, "a change cut short");
    }

    #[test]
    fn each_way_of_being_turned_back_is_said_with_what_is_missing_since_when() {
        let wall = "2026-04-09T17:42:00-07:00".to_owned();
        let cases = [
            (
                Standing { seq: 41, wall, remembered_row: None, ..found() },
                ["entry 41 of April 9, 2026, 5:42 PM", "entry 57 of April 10, 2026, 9:00 AM"],
            ),
            (Standing { remembered_row: Some("bb".into()), ..found() }, ["another than it was", "entry 57"]),
            (Standing { epoch: 3, ..found() }, ["restored", "April 10"]),
            (Standing { slots: Some("s0".into()), ..found() }, ["other ones", "people who left"]),
            (Standing { slots: None, key: Uuid::nil(), ..found() }, ["another key", "people who left"]),
        ];
        for (found, words) in cases {
            let said = amiss(&anchor(), &found).expect("a sentence");
            assert!(words.iter().all(|word| said.contains(word)), "{words:?}: {said}");
        }
    }

    #[test]
    fn the_anchor_follows_every_so_many_rows_or_once_a_minute_and_not_at_all_while_it_does_not_fit() {
        let now = DateTime::parse_from_rfc3339("2026-04-10T09:00:00-07:00").expect("a time");
        let after = Anchored { compared: true, amiss: None, followed: Some((100, now)) };
        let due = |row, when| after.clone().is_due(row, when);
        assert!(!due(163, now) && due(164, now));
        assert!(!due(101, now + TimeDelta::seconds(59)) && due(101, now + AGE));
        assert!(due(101, now - AGE), "a clock set back");
        assert!(!Anchored { amiss: Some(String::new()), ..after.clone() }.is_due(900, now));
        assert!(!Anchored::default().is_due(1, now), "before the two are compared");
    }
}
