//! Names of people: one spelling finds the other, one person's two charts are asked about, and two people's are not.

mod common;

use chrono::NaiveDate;
use clinical::names::{Identity, Known, folded, in_order, likely_same, numbers_in};
use common::day;
use proptest::prelude::*;

#[test]
fn spellings_of_one_name_fold_alike() {
    for (one, other) in [
        ("O’Sample", "osample"),
        ("O'Sample", "O‘Sample"),
        ("O´Sample", "O`Sample"),
        ("Kaʻahumanu", "Ka'ahumanu"),
        ("D＇Example", "DʼExample"),
        ("Garcia-Lopez", "García López"),
        ("Garcia‑Lopez", "GARCIA – LOPEZ"),
        ("Maria\u{A0}Elena", " Maria  Elena "),
        ("Fic\u{AD}tional", "Fictional\u{200B}"),
        ("\u{FEFF}Ana\u{200F}", "Ana"),
        ("J.J.", "JJ"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Ｗｅｉ", "wei"),
        ("Zoe\u{308}", "Zoë"),
        ("Straße", "STRASSE"),
        ("Gal·la", "Galla"),
    ] {
        assert_eq!(folded(one), folded(other), "{one} and {other}");
    }
    assert_eq!(folded("王 小明"), "王 小明");
    assert_eq!(folded("김 민지"), "김 민지", "syllables stay whole");
    assert_eq!(folded(" - . ’ "), "", "no name at all");
}

#[test]
fn people_stand_in_the_order_in_which_people_look_for_them() {
    let mut people = [
        "Zoe",
        "Álvaro",
        "ana",
        "Andrés",
        "Ángel",
        "O’Sample",
        "Oakley",
        "van Example",
        "Łukasz",
        "Lukas",
        "Ñandu",
        "Nora",
    ];
    in_order(&mut people, |name| name);
    let right = [
        "Álvaro",
        "ana",
        "Andrés",
        "Ángel",
        "Lukas",
        "Łukasz",
        "Ñandu",
        "Nora",
        "Oakley",
        "O’Sample",
        "van Example",
        "Zoe",
    ];
    assert_eq!(people, right);
}

#[test]
fn a_phone_is_read_in_any_notation() {
    for typed in [
        "(602) 555-0142",
        "+1 602 555 0142",
        "1-602-555-0142",
        "602.555.0142 ext. 12",
        "6025550142x3",
        "0016025550142",
        "６０２ 555‑0142",
    ] {
        assert_eq!(numbers_in(typed).found, ["6025550142"], "{typed}");
    }
    assert_eq!(numbers_in("+44 (0)20 7946 0958").found, ["442079460958"]);
    assert_eq!(numbers_in("home 602-555-0142, work 480-555-0100").found, ["6025550142", "4805550100"]);
    let mixed = numbers_in("sample 602-555-0142");
    assert_eq!((mixed.found.len(), mixed.rest.trim()), (1, "sample"));
    assert_eq!(numbers_in("HR-1001").found, [] as [&str; 0], "a short number is a word");
}

#[test]
fn someone_is_found_by_each_word_and_by_double_names_written_as_one() {
    let known = Known { first: "Mary Ann", middle: "Inés", last: "Chen-Li", called: "JJ", ..Known::default() };
    for word in [" mary ", " ann ", " maryann ", " ines ", " chen ", " li ", " chenli ", " jj "] {
        assert!(known.found_by().contains(word), "{word}: {}", known.found_by());
    }
    let known = Known { first: "小明", last: "王", ..Known::default() };
    assert!(known.found_by().contains("王小明"));
}

fn who<'a>(first: &'a str, last: &'a str, born: &str) -> Identity<'a> {
    Identity { first, last, born: clinical::rules::day(born), ..Identity::default() }
}

#[test]
fn a_likely_second_chart_of_one_person_is_asked_about() {
    let same = |one: &Identity, other: &Identity| assert!(likely_same(one, other), "{one:?} {other:?}");
    let kate = who("Katherine", "Garcia-Lopez", "1990-02-03");
    same(&kate, &who("KATHERINE", "García López", "1971-08-09"));
    same(&kate, &who("Kathy", "Garcia Lopez", "1990-02-03"));
    same(&kate, &who("Kathy", "Lopez", "1990-03-02"));
    same(&kate, &who("Kate", "Garcialopez", "1990-02-08"));
    same(&kate, &who("K.", "Garcia", "1991-02-03"));
    same(&kate, &who("Katerine", "Garcia-Lopez", "1990-02-30"));
    same(&kate, &who("Jordan", "Garcia", "1990-02-03"));
    same(&kate, &who("Lopez", "Kathy", "1990-02-13"));
    same(&who("Wei", "Zhang", "1985-06-07"), &who("Zhang", "Wei", "1985-06-07"));
    same(&who("Suharto", "", "1988-05-17"), &who("", "Suharto", "1970-01-01"));
    same(&who("Mary Ann", "Sample", ""), &who("Maryann", "Sample", "1980-01-01"));
    same(&who("Maria", "Elena Sample", "1980-01-01"), &who("Maria Elena", "Sample", "1999-01-01"));
    let renamed = Identity { former: vec!["Sabrina Formername"], ..who("Sabrina", "Newname", "1986-01-01") };
    same(&renamed, &who("Sabrina", "Formername", ""));
    let called = Identity { called: "JJ", middle: "Josiah", ..who("James", "Sampleton", "1990-01-01") };
    same(&called, &who("JJ", "Sampleton", "1990-01-11"));
    same(&called, &who("Josiah", "Sampleton", "1990-10-01"));
}

#[test]
fn two_people_are_not_asked_about() {
    let other = |one: &Identity, two: &Identity| assert!(!likely_same(one, two), "{one:?} {two:?}");
    let mari = who("Marisol", "Testcase-Example", "1988-05-17");
    other(&mari, &who("Jordan", "Mockup", "1988-05-17"));
    other(&mari, &who("Marisol", "Placeholder", "1988-05-18"));
    other(&mari, &who("Marisol", "Placeholder", ""));
    other(&mari, &who("Sol", "Testcase", "1961-01-09"));
    other(&who("Bill", "Sample", "1990-01-01"), &who("William", "Sample", "1962-07-08"));
    other(&who("Ana", "de la Cruz", "1990-01-01"), &who("Ana", "de la Paz", "1990-01-02"));
    other(&who("Peera", "Madeupason", "1990-01-02"), &who("Peerb", "Madeupbson", "1990-01-03"));
    other(&who("", "", ""), &who("", "", ""));
}

/// A letter as another hand writes it.
fn respelled(name: &str, how: u8) -> String {
    match how % 8 {
        0 => name.to_uppercase(),
        1 => name.replace(' ', "-"),
        2 => name.replace(' ', "\u{A0} "),
        3 => name.chars().flat_map(|letter| [letter, '\u{200B}']).collect(),
        4 => name.replace('e', "e\u{301}").replace('n', "ñ"),
        5 => name.replace('\'', "’"),
        6 => name.replace('\'', ""),
        _ => format!(" {name}\u{AD} "),
    }
}

fn any_name() -> impl Strategy<Value = String> {
    "[A-Z][a-z']{1,8}[a-z]( [A-Z][a-z]{1,7}){0,2}"
}

fn any_day() -> impl Strategy<Value = Option<NaiveDate>> {
    proptest::option::of((0..36_000_u64).prop_map(|days| day("1920-01-01") + chrono::Days::new(days)))
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing_and_no_spelling_matters(name in ".{0,30}", how in 0..8_u8) {
        prop_assert_eq!(folded(&folded(&name)), folded(&name));
        let plain = "Ne ne O'Ben";
        prop_assert_eq!(folded(&respelled(plain, how)), folded(plain));
    }

    #[test]
    fn a_name_is_its_own_under_every_spelling_and_in_either_order(
        first in any_name(), last in any_name(), how in any::<(u8, u8)>(), born in any_day(), other in any_day(), exchanged in any::<bool>(),
    ) {
        let (a, b) = (respelled(&first, how.0), respelled(&last, how.1));
        let (a, b) = if exchanged { (b, a) } else { (a, b) };
        let one = Identity { first: &first, last: &last, born, ..Identity::default() };
        let two = Identity { first: &a, last: &b, born: other, ..Identity::default() };
        prop_assert!(likely_same(&one, &two));
    }

    #[test]
    fn likeness_has_no_direction(
        names in proptest::collection::vec("(Kate|Kathy|K|Ana|Ana Lee|Lee|Garcia|Garcia-Lopez|Lopez|de la Cruz|Zhang|)", 8), days in any::<[u8; 2]>(), unknown in any::<[bool; 2]>(),
    ) {
        let born = |at: usize| (!unknown[at]).then(|| day("1990-02-03") + chrono::Days::new(u64::from(days[at]) % 40));
        let former = |at: usize| Some(names[at].as_str()).filter(|name| !name.is_empty()).into_iter().collect();
        let who = |at: usize| Identity { first: &names[4 * at], middle: &names[4 * at + 1], last: &names[4 * at + 2], called: "", former: former(4 * at + 3), born: born(at) };
        prop_assert_eq!(likely_same(&who(0), &who(1)), likely_same(&who(1), &who(0)));
    }

    #[test]
    fn two_unrelated_names_are_two_people_whatever_their_birth_dates(
        one in "[b-d][aei]{2}[b-d]{2}[aei][b-d]{2}", two in "[f-h][aei]{2}[f-h]{2}[aei][f-h]{2}",
        three in "[k-n][ou]{2}[k-n]{2}[ou][k-n]{2}", four in "[p-s][ou]{2}[p-s]{2}[ou][p-s]{2}", born in any_day(), other in any_day(),
    ) {
        let a = Identity { first: &one, last: &two, born, ..Identity::default() };
        let b = Identity { first: &three, last: &four, born: other, ..Identity::default() };
        prop_assert!(!likely_same(&a, &b));
        let same_day = Identity { born, ..b };
        prop_assert!(!likely_same(&a, &same_day));
    }
}
