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

#[test]
fn a_session_over_midnight_has_its_minutes_and_a_mistyped_end_has_none() {
    let minutes = |start: &str, end: &str| rules::minutes_between(rules::clock(start), rules::clock(end));
    assert_eq!((minutes("22:00", "00:30"), minutes("22:00", "24:00"), minutes("00:00", "01:00")), (150, 120, 60));
    assert_eq!((minutes("18:00", "09:00"), minutes("18:00", "18:00"), minutes("18:00", "")), (0, 0, 0));
    let on = |time: &str| rules::clock(time).expect("a time");
    let came = |time: &str| rules::within_session(day("2026-04-08"), on("22:00"), on("00:30"), on(time)).to_string();
    assert_eq!(
        [came("22:10"), came("00:10"), came("21:50")].map(|at| at[8..16].to_owned()),
        ["08 22:10", "09 00:10", "08 21:50"]
    );
    let ended = rules::session_end(day("2026-04-08"), rules::clock("22:00"), rules::clock("00:30")).expect("an end");
    assert_eq!(ended.to_string(), "2026-04-09 00:30:00");
}

#[test]
fn an_attempt_answers_the_calls_that_are_due_or_else_the_next_one() {
    let planned = ["2026-05-07", "2026-05-30", "2026-06-29"].map(day);
    let next = |contacts: &[&str]| {
        rules::next_follow_up(&planned, &contacts.iter().map(|on| day(on)).collect::<Vec<_>>()).map(|on| on.to_string())
    };
    assert_eq!(next(&[]).as_deref(), Some("2026-05-07"));
    assert_eq!(next(&["2026-05-05"]).as_deref(), Some("2026-05-30"), "made early");
    assert_eq!(next(&["2026-05-20"]).as_deref(), Some("2026-05-30"), "made late, it is not the second one too");
    assert_eq!(next(&["2026-06-01"]).as_deref(), Some("2026-06-29"), "one call for both that were missed");
    assert_eq!(next(&["2026-06-29", "2026-05-07", "2026-05-28"]), None);
}

#[test]
fn an_end_of_care_that_was_over_for_a_release_is_not_undone_by_a_later_version() {
    let on = |text: &str| Some(day(text));
    let versions =
        [(day("2026-04-06"), None), (day("2026-05-20"), on("2026-05-20")), (day("2026-06-20"), on("2026-06-19"))];
    assert_eq!(
        rules::discharge_that_counts(&versions, 10),
        on("2026-05-20"),
        "expired on May 30, before it was put right"
    );
    assert_eq!(rules::discharge_that_counts(&versions, 90), on("2026-06-19"), "nothing had expired yet");
    assert_eq!(rules::discharge_that_counts(&versions[..1], 10), None);
    let reopened = [versions[1], (day("2026-07-01"), None)];
    assert_eq!(rules::discharge_that_counts(&reopened, 10), on("2026-05-20"), "an ended stay never wakes up");
}
