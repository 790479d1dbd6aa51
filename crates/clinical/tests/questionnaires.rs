//! PHQ-9 and GAD-7: totals, bands, alerts, change.

mod common;

use clinical::Kind;
use clinical::facts::Fact;
use clinical::form::Weight;
use clinical::instruments::{by_id, shipped};
use common::{context, found, holds_at, stored};
use proptest::prelude::*;
use serde_json::{Value, json};

fn answered(answers: &[Option<u8>]) -> Value {
    let mut body = stored(Kind::Screening);
    body["answers"] = json!(answers);
    body
}

fn score_of(body: &Value) -> (Option<u16>, String, Vec<u8>) {
    match Kind::Screening.facts(body).expect("facts").remove(0) {
        Fact::Score { total, band, flagged, .. } => (total, band, flagged),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_shipped_questionnaire_is_complete_in_english_and_says_where_it_comes_from() {
    assert_eq!(shipped().iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["gad7", "phq9"]);
    for it in shipped() {
        for text in [&it.title, &it.stem].into_iter().chain(it.items.iter().map(|item| &item.text)) {
            assert!(text.contains_key("en") && text.contains_key("es"), "{}", it.id);
        }
        assert!(it.items.iter().all(|item| !item.loinc.is_empty()), "{}", it.id);
        assert!(!it.license.is_empty() && !it.attribution.is_empty() && !it.source.is_empty(), "{}", it.id);
    }
    assert_eq!(by_id("gad7").expect("GAD-7").responses[0].text["en"], "Not at all");
}

#[test]
fn every_reachable_total_has_exactly_one_band() {
    for it in shipped() {
        let (lowest, highest) = it.range();
        for total in lowest..=highest {
            assert_eq!(
                it.bands.iter().filter(|band| (band.from..=band.to).contains(&total)).count(),
                1,
                "{} {total}",
                it.id
            );
            assert!(!it.band(total).is_empty());
        }
        assert_eq!(it.band(highest + 1), "");
    }
}

#[test]
fn a_phq_9_of_17_is_moderately_severe_and_its_item_9_raises_the_alert() {
    let (total, band, flagged) = score_of(&stored(Kind::Screening));
    assert_eq!((total, band.as_str(), flagged), (Some(17), "moderately severe", vec![9]));
}

#[test]
fn a_missing_item_means_no_total_and_the_screening_waits() {
    let body = answered(&[Some(2), Some(2), None, Some(2), Some(2), Some(2), Some(2), Some(1), Some(0)]);
    assert_eq!(score_of(&body), (None, String::new(), vec![]));
    assert_eq!(
        holds_at(Kind::Screening, &body, &context(), "answers"),
        [
            "1 of 9 questions has no answer, so there is no total. Ask again, or tick that the client does not want to answer."
        ]
    );
}

#[test]
fn item_9_raises_the_alert_even_without_a_total() {
    let mut body = answered(&[None, None, None, None, None, None, None, None, Some(1)]);
    assert_eq!(score_of(&body), (None, String::new(), vec![9]));
    let advice = found(Kind::Screening, &body, &context()).into_iter().find(|it| it.weight == Weight::Advice);
    assert_eq!(advice.expect("the alert is shown").field, "answers.8");
    body["declined"] = json!(true);
    body["declined_reason"] = json!("Tired");
    assert!(common::holds(Kind::Screening, &body, &context()).is_empty(), "an alert can always be recorded");
}

#[test]
fn an_answer_off_the_scale_is_named_and_never_counted() {
    let body = answered(&[Some(4), Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(0), Some(0)]);
    assert_eq!(score_of(&body).0, None);
    assert_eq!(
        holds_at(Kind::Screening, &body, &context(), "answers.0"),
        ["Question 1 holds 4, which is not on the scale."]
    );
}

#[test]
fn four_points_are_a_reliable_change_of_the_gad_7_and_three_are_none_of_the_phq_9() {
    let (phq9, gad7) = (by_id("phq9").expect("PHQ-9"), by_id("gad7").expect("GAD-7"));
    assert!(gad7.is_reliable_change(11, 15));
    assert!(!gad7.is_reliable_change(14, 11));
    assert!(!phq9.is_reliable_change(13, 16));
    assert!(phq9.is_reliable_change(16, 8));
}

proptest! {
    #[test]
    fn a_worse_answer_never_lowers_the_total(answers in proptest::collection::vec(0u8..3, 9), item in 0usize..9) {
        let phq9 = by_id("phq9").expect("PHQ-9");
        let before: Vec<Option<u8>> = answers.iter().copied().map(Some).collect();
        let mut after = before.clone();
        after[item] = before[item].map(|value| value + 1);
        prop_assert_eq!(phq9.score(&after), phq9.score(&before).map(|total| total + 1));
        after[item] = None;
        prop_assert_eq!(phq9.score(&after), None);
    }
}
