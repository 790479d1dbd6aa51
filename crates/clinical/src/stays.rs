//! Which stay a document belongs to. A stay owns what belongs to it: on readmission nothing of the stay before counts for the new one.

use crate::rules::after;
use chrono::NaiveDate;

/// How long before an admission its papers may be made: an assessment at the first visit, a release signed with the referral. What is older
/// belonged to something else.
const BEFORE_ADMISSION_DAYS: u32 = 30;

/// A stretch of care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay<Id> {
    /// The document that opened it.
    pub id: Id,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day, where it has ended.
    pub to: Option<NaiveDate>,
    /// In our program.
    pub ours: bool,
}

impl<Id> Stay<Id> {
    /// Whether it holds on this day; its last day is one of its days.
    #[must_use]
    pub fn holds(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

/// The stay that holds on this day, ours before another provider's.
pub fn on_day<Id: Copy + Ord>(stays: &[Stay<Id>], on: NaiveDate) -> Option<Id> {
    let holding = stays.iter().filter(|stay| stay.holds(on));
    holding.max_by_key(|stay| (stay.ours, stay.from, stay.id)).map(|stay| stay.id)
}

/// The stay that a new document about this day belongs to: the one that holds then, else the one of ours whose admission it prepares.
pub fn begun_on<Id: Copy + Ord>(stays: &[Stay<Id>], on: NaiveDate) -> Option<Id> {
    let ours: Vec<Stay<Id>> = stays.iter().filter(|stay| stay.ours).copied().collect();
    on_day(&ours, on).or_else(|| prepared(&ours, on)).or_else(|| on_day(stays, on))
}

/// The stay of ours that owns a document. `said` is the stay its version names, which was known when it entered the record; where that is none
/// of ours, its day says.
pub fn owner<Id: Copy + Ord>(stays: &[Stay<Id>], said: Option<Id>, on: Option<NaiveDate>) -> Option<Id> {
    let ours: Vec<Stay<Id>> = stays.iter().filter(|stay| stay.ours).copied().collect();
    let named = said.filter(|said| ours.iter().any(|stay| stay.id == *said));
    named.or_else(|| on.and_then(|on| on_day(&ours, on).or_else(|| prepared(&ours, on))))
}

fn prepared<Id: Copy + Ord>(ours: &[Stay<Id>], on: NaiveDate) -> Option<Id> {
    let next = ours.iter().filter(|stay| on < stay.from && stay.from <= after(on, BEFORE_ADMISSION_DAYS));
    next.min_by_key(|stay| (stay.from, stay.id)).map(|stay| stay.id)
}

/// The stay of ours that is asked about on this day: the one that holds, else the last one that had begun, else the first to come.
pub fn present<Id: Copy + Ord>(stays: &[Stay<Id>], on: NaiveDate) -> Option<Id> {
    let ours = || stays.iter().filter(|stay| stay.ours);
    let begun = ours().filter(|stay| stay.from <= on).max_by_key(|stay| (stay.holds(on), stay.from, stay.id));
    begun.or_else(|| ours().min_by_key(|stay| (stay.from, stay.id))).map(|stay| stay.id)
}

/// The stay whose end ends a release: the one that owns it, else the next of ours after the signature, whenever that is.
pub fn ends<Id: Copy + Ord>(stays: &[Stay<Id>], said: Option<Id>, signed: NaiveDate) -> Option<Id> {
    let next = stays.iter().filter(|stay| stay.ours && signed < stay.from).min_by_key(|stay| (stay.from, stay.id));
    owner(stays, said, Some(signed)).or_else(|| next.map(|stay| stay.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: u32) -> NaiveDate {
        after(NaiveDate::default(), number)
    }

    /// Stays one after the other, with gaps; only the last may be open.
    fn stays() -> impl Strategy<Value = Vec<Stay<usize>>> {
        (prop::collection::vec((0u32..120, 0u32..90, prop::bool::weighted(0.8)), 1..6), any::<bool>()).prop_map(
            |(parts, open)| {
                let (mut at, last) = (0, parts.len() - 1);
                let mut made = Vec::new();
                for (id, (gap, length, ours)) in parts.into_iter().enumerate() {
                    let from = at + gap + 1;
                    at = from + length;
                    let to = (id < last || !open).then(|| day(at));
                    made.push(Stay { id, from: day(from), to, ours });
                }
                made
            },
        )
    }

    proptest! {
        #[test]
        fn a_document_of_one_stay_never_counts_for_another(stays in stays(), on in 0u32..1200, said in 0usize..6) {
            let on = day(on);
            let ours = |id: usize| stays.iter().find(|stay| stay.id == id && stay.ours);
            match (ours(said), owner(&stays, Some(said), Some(on))) {
                (Some(_), owner) => prop_assert_eq!(owner, Some(said), "the version names it"),
                (None, Some(owner)) => {
                    let stay = ours(owner).expect("one of ours");
                    // It holds on that day, or the day prepares its admission: then no stay of ours holds in between.
                    prop_assert!(stay.holds(on) || (on < stay.from && stay.from <= after(on, BEFORE_ADMISSION_DAYS)));
                    let between = |it: &&Stay<usize>| it.ours && it.id != owner && it.holds(on);
                    prop_assert!(stays.iter().find(between).is_none());
                }
                (None, None) => prop_assert!(!stays.iter().any(|stay| stay.ours && stay.holds(on))),
            }
        }

        #[test]
        fn an_end_and_a_readmission_change_nothing_of_what_belonged_before(stays in stays(), on in 0u32..1200, gap in 31u32..90) {
            let on = day(on);
            let before = owner(&stays, None, Some(on));
            let mut later = stays.clone();
            let end = later.last().map_or(NaiveDate::default(), |stay| stay.to.unwrap_or(after(stay.from, 60)));
            if let Some(last) = later.last_mut() { last.to = Some(end); }
            later.push(Stay { id: 99, from: after(end, gap), to: None, ours: true });
            if on <= end {
                prop_assert_eq!(owner(&later, None, Some(on)), before);
            }
            // Between the two, and long before the new one, it is nobody's.
            prop_assert_eq!(owner(&later, None, Some(after(end, gap - 31))).filter(|id| *id == 99), None);
            prop_assert_eq!(present(&later, after(end, gap)), Some(99));
        }
    }
}
