//! Every letter typed is a letter read back, or the print stops and names it.

mod bodies;
mod reading;

use bodies::{aftercare, client, context, every_way, letterhead, people, printed_on};
use clinical::kinds::aftercare_plan::AftercarePlan;
use paper::{Client, Language, aftercare_plan};
use reading::{LARGE_ES, NORMAL_EN, assert_inside, print, read, solid, whole};

#[test]
fn names_in_polish_and_greek_are_read_back_letter_by_letter() {
    for name in [
        "Żaneta Gżegżółka",
        "Łucja Ćwikła-Źdźbło",
        "Ελένη Παπαδοπούλου",
        "Γιώργος Ξυδάκης",
        "Nguyễn Thị Ánh",
        "Дарья Щукина",
    ] {
        for way in [NORMAL_EN, LARGE_ES] {
            let client = Client { preferred: name.into(), legal: name.into(), ..client() };
            let file = aftercare_plan(
                &aftercare(way.language),
                &client,
                &people(),
                &context(1),
                &letterhead(),
                printed_on(),
                way,
            );
            let text = whole(&file.expect("it prints"));
            assert!(text.contains(name), "{name} is lost: {text}");
            assert!(!text.contains('?') || way.language == Language::En || text.contains("¿"), "{text}");
        }
    }
}

#[test]
fn a_letter_typed_in_two_parts_prints_as_one() {
    let client = Client { preferred: "Marin\u{303}a".into(), ..client() };
    let file = aftercare_plan(
        &aftercare(Language::Es),
        &client,
        &people(),
        &context(1),
        &letterhead(),
        printed_on(),
        LARGE_ES,
    );
    assert!(whole(&file.expect("it prints")).contains("Mariña"));
}

#[test]
fn a_name_no_font_covers_is_refused_and_the_character_named() {
    let mut body = aftercare(Language::En);
    body.people[0].name = "𓀀 Example".into();
    for _ in 0..2 {
        let refused = print(&body, NORMAL_EN).expect_err("it does not print");
        assert_eq!(refused.field, "people.0.name");
        assert_eq!(refused.message, "The name holds 𓀀 (U+13000), which no font here can print.");
    }
    print(&aftercare(Language::En), NORMAL_EN).expect("the next plan prints");
}

#[test]
fn control_and_turning_characters_are_refused() {
    for c in ['\u{202e}', '\u{7}', '\u{0}', '\u{feff}', '\u{2066}'] {
        let body = AftercarePlan { goal: format!("Call{c}Dee"), ..aftercare(Language::En) };
        let refused = print(&body, NORMAL_EN).expect_err("it does not print");
        assert_eq!(refused.field, "goal");
        assert!(refused.message.contains(&format!("U+{:04X}", u32::from(c))) && !refused.message.contains(c));
    }
    let body = AftercarePlan { goal: "Call\tDee\r\nand Sam".into(), ..aftercare(Language::En) };
    assert!(whole(&print(&body, NORMAL_EN).expect("tabs and line ends print")).contains("Call Dee and Sam"));
}

#[test]
fn a_name_of_two_hundred_letters_wraps_and_loses_nothing() {
    let one = "Wolfeschlegelsteinhausenbergerdorff".repeat(6)[..200].to_owned();
    let many = "Ana María de los Ángeles Testcase-Example y Placeholder ".repeat(4).trim().to_owned();
    for name in [one, many] {
        for way in every_way() {
            let mut body = aftercare(way.language);
            body.people[0].name.clone_from(&name);
            body.client_signed_name.clone_from(&name);
            let file = print(&body, way).expect("it prints");
            let text = solid(&whole(&file));
            assert_eq!(text.matches(&solid(&name)).count(), 2, "{way:?} lost part of a long name");
            assert_inside(&file, way);
        }
    }
}

#[test]
fn a_note_of_five_thousand_words_prints_to_its_end() {
    let words: String = (0..5_000).map(|i| format!("w{i} ")).collect();
    for way in [NORMAL_EN, LARGE_ES] {
        let mut body = AftercarePlan { notes: words.clone(), joy: words.clone(), ..aftercare(way.language) };
        body.barriers[0].action.clone_from(&words);
        let file = print(&body, way).expect("it prints");
        let text = whole(&file);
        for i in [0, 1, 2_499, 4_998, 4_999] {
            assert_eq!(text.matches(&format!("w{i} ")).count(), 3, "{way:?} lost word {i}");
        }
        assert_inside(&file, way);
    }
}

#[test]
fn no_phone_number_breaks_over_two_lines() {
    for spaced in ["602-555-0123", "(602) 555-0123", "1 602 555 0123", "602 555 0123"] {
        for fill in 0..40 {
            let words = format!("{} call {spaced} today", "x".repeat(fill));
            let body = AftercarePlan { come_back: words, ..aftercare(Language::En) };
            let document = read(&print(&body, NORMAL_EN).expect("it prints"));
            let text: String =
                document.get_pages().keys().map(|page| document.extract_text(&[*page]).expect("text")).collect();
            let whole = text.replace('\u{a0}', " ").lines().any(|line| line.contains(spaced));
            assert!(whole, "{spaced} broke after {fill} letters");
        }
    }
}
