//! Due dates, counts, releases on a day, names without accents.

mod common;

use clinical::kinds::program::Program;
use clinical::rules::Ends;
use clinical::rules::{self, Rules, State};
use common::day;

#[test]
fn a_program_that_sets_nothing_has_the_usual_rules() {
    let usual = Rules::default();
    assert_eq!(Program::default().rules(), usual);
    assert_eq!((usual.hours_per_week, usual.plan_due_days, usual.plan_review_days), (9, 7, 30));
    assert_eq!((usual.note_due_hours, usual.individual_every_days, usual.discharge_summary_days), (24, 7, 7));
    assert_eq!(usual.follow_up_days, [7, 30, 60, 90]);
}

#[test]
fn a_program_sets_its_own_rules() {
    let program = Program { plan_review_days: Some(14.0), follow_up_days: vec![3], ..Program::default() };
    let rules = program.rules();
    assert_eq!((rules.plan_review_days, rules.follow_up_days, rules.plan_due_days), (14, vec![3], 7));
}

#[test]
fn plan_review_and_follow_up_days_count_from_their_own_events() {
    assert_eq!(rules::plan_due(day("2026-03-10"), 7), day("2026-03-17"));
    assert_eq!(rules::review_due(day("2026-03-12"), 30), day("2026-04-11"));
    let calls = ["2026-05-07", "2026-05-30", "2026-06-29", "2026-07-29"].map(day);
    assert_eq!(rules::follow_ups(day("2026-04-30"), &[7, 30, 60, 90]), calls);
}

#[test]
fn sober_days_count_from_the_first_full_day_without_use() {
    assert_eq!(rules::sober_days(day("2026-02-16"), day("2026-03-18")), Some(30));
    assert_eq!(rules::sober_days(day("2026-04-06"), day("2026-07-29")), Some(114));
    assert_eq!(rules::sober_days(day("2026-04-06"), day("2026-04-06")), Some(0));
    assert_eq!(rules::sober_days(day("2026-04-06"), day("2026-04-05")), None);
}

#[test]
fn weeks_begin_on_monday_and_the_program_counts_them_from_1() {
    assert_eq!(rules::week_of(day("2026-03-15")), day("2026-03-09"));
    assert_eq!(rules::week_of(day("2026-03-16")), day("2026-03-16"));
    assert_eq!(rules::program_week(day("2026-03-10"), day("2026-03-10")), Some(1));
    assert_eq!(rules::program_week(day("2026-03-10"), day("2026-04-30")), Some(8));
    assert_eq!(rules::program_week(day("2026-03-10"), day("2026-03-09")), None);
}

#[test]
fn a_note_is_late_one_minute_after_its_last_hour() {
    let at = |on: &str, hour, minute| day(on).and_hms_opt(hour, minute, 0).expect("a time");
    let end = at("2026-03-19", 21, 0);
    assert!(!rules::late_note(end, at("2026-03-20", 21, 0), 24));
    assert!(rules::late_note(end, at("2026-03-20", 21, 1), 24));
}

#[test]
fn a_release_holds_through_its_last_day_and_stops_on_the_day_it_is_taken_back() {
    let signed = Some(day("2026-03-12"));
    let until = Ends::on(day("2026-06-30"));
    let state = |revoked, on| rules::release_state(signed, revoked, &until, None, day(on)).0;
    assert_eq!(state(None, "2026-03-11"), State::Unsigned);
    assert_eq!(state(None, "2026-06-30"), State::Active);
    assert_eq!(state(None, "2026-07-01"), State::Expired);
    let revoked = Some(day("2026-04-14"));
    assert_eq!(state(revoked, "2026-04-13"), State::Active);
    assert_eq!(state(revoked, "2026-04-14"), State::Revoked);
    assert_eq!(state(revoked, "2026-08-01"), State::Revoked);
}

#[test]
fn a_release_until_90_days_after_discharge_stays_open_until_there_is_a_discharge() {
    let signed = Some(day("2026-03-09"));
    let until = Ends::after_discharge(90);
    let state = |discharged, on| rules::release_state(signed, None, &until, discharged, day(on));
    assert_eq!(state(None, "2027-01-01"), (State::Active, None));
    let discharged = Some(day("2026-04-30"));
    let last = Some(day("2026-07-29"));
    assert_eq!(state(discharged, "2026-07-29"), (State::Active, last));
    assert_eq!(state(discharged, "2026-07-30"), (State::Expired, last));
}

#[test]
fn a_release_that_was_never_signed_or_ends_at_an_event_does_not_end_by_itself() {
    let event = Ends::at("Move-out date");
    assert_eq!(rules::release_state(None, None, &event, None, day("2026-04-01")), (State::Unsigned, None));
    let signed = Some(day("2026-03-09"));
    assert_eq!(rules::release_state(signed, None, &event, None, day("2030-01-01")), (State::Active, None));
    assert_eq!(rules::release_state(signed, None, &Ends::default(), None, day("2030-01-01")), (State::Active, None));
}

#[test]
fn the_key_that_staff_sign_in_by_knows_no_accents_and_no_case() {
    for (typed, kept) in [
        ("NUÑEZ", "nunez"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Straße", "strasse"),
        ("Søren Đạt", "soren dat"),
        ("Æsa İpek", "aesa ipek"),
        ("ΝΊΚΟΣ", "νικοσ"),
        ("李 小龍", "李 小龍"),
    ] {
        assert_eq!(rules::name_key(typed), kept);
        assert_eq!(rules::name_key(&rules::name_key(typed)), kept, "folding twice changes nothing");
    }
}

#[test]
fn a_mood_two_steps_lower_is_worth_a_look() {
    assert!(rules::mood_dropped(4, 6) && rules::mood_dropped(0, 10));
    assert!(!rules::mood_dropped(5, 6) && !rules::mood_dropped(7, 5));
}

#[test]
fn initials_keep_the_joint_of_a_double_name() {
    assert_eq!(rules::initials("Marisol", "Testcase-Example"), "M. T.-E.");
    assert_eq!(rules::initials("Ana Lucía", "de la Cruz"), "A. D. L. C.");
    assert_eq!(rules::initials("", ""), "");
}

#[test]
fn time_that_ends_before_it_starts_is_no_time() {
    let clock = rules::clock;
    assert_eq!(rules::minutes_between(clock("18:00"), clock("21:00")), 180);
    assert_eq!(rules::minutes_between(clock("18:20"), clock("21:00")), 160);
    assert_eq!(rules::minutes_between(clock("21:00"), clock("18:00")), 0);
    assert_eq!(rules::minutes_between(None, clock("18:00")), 0);
    assert_eq!(rules::day("2026-02-30"), None);
    assert_eq!(rules::day("0026-03-01"), None);
}
