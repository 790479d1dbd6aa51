//! Which backups stay: 14 daily, 8 weekly, 12 monthly. Those made by hand or before an update stay until a person removes them.

use super::{Manifest, clear, read};
use chrono::{DateTime, Datelike as _, FixedOffset};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::Path;
use uuid::Uuid;

/// As what a scheduled backup stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptAs {
    /// The newest of one of the last 14 days with a backup.
    Daily,
    /// The newest of one of the last 8 weeks with a backup.
    Weekly,
    /// The newest of one of the last 12 months with a backup.
    Monthly,
}

/// The day, week or month a time lies in.
type PeriodOf = fn(&DateTime<FixedOffset>) -> (i32, u32);

impl KeptAs {
    /// As a screen reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            KeptAs::Daily => "daily",
            KeptAs::Weekly => "weekly",
            KeptAs::Monthly => "monthly",
        }
    }

    /// How many stay, and which days count as one.
    fn rule(self) -> (usize, PeriodOf) {
        match self {
            KeptAs::Daily => (14, |made| (made.year(), made.ordinal())),
            KeptAs::Weekly => (8, |made| (made.iso_week().year(), made.iso_week().week())),
            KeptAs::Monthly => (12, |made| (made.year(), made.month())),
        }
    }
}

/// As what each of these stays; `None` for one that nobody needs any more.
#[must_use]
pub fn keeping(made: &[DateTime<FixedOffset>]) -> Vec<Option<KeptAs>> {
    let mut newest_first: Vec<usize> = (0..made.len()).collect();
    newest_first.sort_by_key(|&at| Reverse(made[at]));
    let mut kept = vec![None; made.len()];
    for as_what in [KeptAs::Daily, KeptAs::Weekly, KeptAs::Monthly] {
        let (most, period) = as_what.rule();
        let mut seen = BTreeSet::new();
        for &at in &newest_first {
            if seen.insert(period(&made[at])) && seen.len() <= most && kept[at].is_none() {
                kept[at] = Some(as_what);
            }
        }
    }
    kept
}

/// The backups of this record in a folder, newest first: folders with our manifest and this record's id, nothing else.
#[must_use]
pub fn list(folder: &Path, vault: Uuid) -> Vec<(String, Manifest)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        // A link is never followed: it could lead to anyone's folder.
        if !name.starts_with("handrail-") || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        if let Ok(manifest) = read(&entry.path())
            && manifest.vault == vault
        {
            found.push((name, manifest));
        }
    }
    found.sort_by(|(one, a), (other, b)| b.made_at.cmp(&a.made_at).then_with(|| other.cmp(one)));
    found
}

/// Whether the record file of a listed backup still has its length. Reading all of it is left to restoring.
#[must_use]
pub fn stands(folder: &Path, name: &str, manifest: &Manifest) -> bool {
    std::fs::metadata(folder.join(name).join(super::RECORD)).is_ok_and(|found| found.len() == manifest.size)
}

/// Takes away the scheduled backups that nobody needs any more. The one named `fresh` stays whatever its date says: a clock may be wrong.
pub fn thin_out(folder: &Path, vault: Uuid, fresh: &str) {
    let scheduled = list(folder, vault).into_iter().filter(|(_, manifest)| manifest.kept_as == "daily");
    let (whole, broken): (Vec<_>, Vec<_>) = scheduled.partition(|(name, manifest)| stands(folder, name, manifest));
    let dates: Vec<_> = whole.iter().map(|(_, manifest)| manifest.made_at).collect();
    for ((name, _), kept) in whole.iter().zip(keeping(&dates)) {
        if kept.is_none() && name != fresh {
            clear(&folder.join(name));
        }
    }
    // A taking away that was cut short is finished. One that is only damaged stays: something of it may be rescued.
    for (name, _) in broken {
        if !folder.join(&name).join(super::RECORD).exists() {
            clear(&folder.join(name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use proptest::prelude::*;

    fn day(minutes: i64) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-04-09T17:42:00-07:00").expect("a time") + TimeDelta::minutes(minutes)
    }

    /// The newest of each of the `most` newest periods.
    fn newest_of(made: &[DateTime<FixedOffset>], as_what: KeptAs) -> Vec<DateTime<FixedOffset>> {
        let (most, period) = as_what.rule();
        let mut periods: Vec<_> = made.iter().map(period).collect();
        periods.sort_unstable();
        periods.dedup();
        let newest = |wanted: &(i32, u32)| made.iter().filter(|made| period(made) == *wanted).max().copied();
        periods.iter().rev().take(most).filter_map(newest).collect()
    }

    proptest! {
        #[test]
        fn the_newest_stays_and_no_more_than_is_needed(minutes in prop::collection::btree_set(0_i64..1_500_000, 1..250)) {
            let made: Vec<_> = minutes.iter().map(|&at| day(at)).collect();
            let kept: Vec<_> = made.iter().zip(keeping(&made)).filter_map(|(made, kept)| kept.map(|_| *made)).collect();
            prop_assert_eq!(kept.last(), made.last());
            prop_assert!(kept.len() <= 14 + 8 + 12);
            let mut needed: Vec<_> =
                [KeptAs::Daily, KeptAs::Weekly, KeptAs::Monthly].into_iter().flat_map(|it| newest_of(&made, it)).collect();
            needed.sort_unstable();
            needed.dedup();
            prop_assert_eq!(&kept, &needed);
            prop_assert!(keeping(&kept).iter().all(Option::is_some), "what stays, stays again");
        }
    }

    #[test]
    fn a_year_and_a_half_of_days_leaves_two_weeks_eight_weeks_and_twelve_months() {
        let mut there: Vec<DateTime<FixedOffset>> = Vec::new();
        for number in 0..550 {
            there.push(day(number * 24 * 60));
            let kept = keeping(&there);
            let mut kept = kept.iter();
            there.retain(|_| kept.next().is_some_and(Option::is_some));
        }
        for (as_what, most) in [(KeptAs::Daily, 14), (KeptAs::Weekly, 8), (KeptAs::Monthly, 12)] {
            let (_, period) = as_what.rule();
            let periods: BTreeSet<_> = there.iter().map(period).collect();
            assert!(periods.len() >= most, "{as_what:?}: {}", periods.len());
        }
        assert!(there.len() <= 34, "{}", there.len());
    }
}
