//! Minutes of one person. Someone is in one room at a time, so that every minute is counted once, however many notes tell of it.

use crate::facts::Setting;
use chrono::{NaiveDateTime, TimeDelta};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Time that a note says was spent with someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// With the group, alone or with family.
    pub setting: Setting,
    /// When they came in; none where no note says.
    pub from: Option<NaiveDateTime>,
    /// For how long.
    pub minutes: u32,
}

/// Of each, in the same order, the minutes that no other has counted already.
///
/// Whoever is called out of the group for an individual or a family session is there and not in the group; of two notes of the same kind the
/// earlier and longer one counts.
#[must_use]
pub fn counted_once(spent: &[Spent]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..spent.len()).collect();
    let rank = |it: &Spent| match it.setting {
        Setting::Individual => 0,
        Setting::Family => 1,
        Setting::Group => 2,
    };
    order.sort_by_key(|at| (rank(&spent[*at]), spent[*at].from, Reverse(spent[*at].minutes), *at));
    let mut counted = vec![0; spent.len()];
    // Only free time is taken, so that no two of these overlap.
    let mut taken: BTreeMap<NaiveDateTime, NaiveDateTime> = BTreeMap::new();
    for at in order {
        let Some(from) = spent[at].from else {
            // Nothing says when it was, so that nothing can be seen to overlap it.
            counted[at] = spent[at].minutes;
            continue;
        };
        let until = from + TimeDelta::minutes(i64::from(spent[at].minutes));
        let (mut free, mut rest) = (Vec::new(), from);
        let begun_before = taken.range(..=from).next_back();
        for (begun, ended) in begun_before.into_iter().chain(taken.range(from..until)) {
            free.extend((rest < *begun).then_some((rest, *begun)));
            rest = rest.max(*ended);
        }
        free.extend((rest < until).then_some((rest, until)));
        let minutes: i64 = free.iter().map(|(from, until)| (*until - *from).num_minutes()).sum();
        counted[at] = u32::try_from(minutes).unwrap_or(0);
        taken.extend(free);
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn at(minute: u32) -> NaiveDateTime {
        NaiveDate::default().and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(i64::from(minute))
    }

    fn evening() -> impl Strategy<Value = Vec<Spent>> {
        let one = (0usize..3, 0u32..400, 0u32..300).prop_map(|(setting, from, minutes)| Spent {
            setting: Setting::ALL[setting],
            from: Some(at(from)),
            minutes,
        });
        prop::collection::vec(one, 0..7)
    }

    proptest! {
        #[test]
        fn the_sum_is_the_number_of_minutes_in_which_someone_was_anywhere(evening in evening()) {
            let anywhere: BTreeSet<i64> = evening.iter().flat_map(|it| {
                let from = (it.from.expect("a time") - at(0)).num_minutes();
                from..from + i64::from(it.minutes)
            }).collect();
            let counted = counted_once(&evening);
            prop_assert_eq!(counted.iter().map(|minutes| *minutes as usize).sum::<usize>(), anywhere.len());
            prop_assert!(evening.iter().zip(&counted).all(|(it, counted)| *counted <= it.minutes));
        }

        #[test]
        fn a_second_note_of_the_same_time_adds_nothing(evening in evening(), again in 0usize..7) {
            prop_assume!(!evening.is_empty());
            let mut twice = evening.clone();
            twice.push(evening[again % evening.len()]);
            let sum = |evening: &[Spent], setting| {
                let counted = counted_once(evening);
                evening.iter().zip(counted).filter(|(it, _)| it.setting == setting).map(|(_, minutes)| minutes).sum::<u32>()
            };
            for setting in Setting::ALL {
                prop_assert_eq!(sum(&twice, *setting), sum(&evening, *setting));
            }
        }
    }

    #[test]
    fn an_individual_session_within_the_group_is_no_time_in_the_group() {
        let group = Spent { setting: Setting::Group, from: Some(at(0)), minutes: 180 };
        let alone = Spent { setting: Setting::Individual, from: Some(at(60)), minutes: 30 };
        assert_eq!(counted_once(&[group, alone]), [150, 30]);
    }
}
