//! A copy for someone else: its cover, the notice on every page, and the foot that overlaps nothing.

mod bodies;
mod reading;

use bodies::kinds::{blank, cover, filled, fixture, languages, leaving, leaving_for};
use bodies::{context, every_way};
use clinical::Kind;
use paper::{Cover, Language};
use reading::{LARGE_ES, NORMAL_EN, pages, placed, whole};

const NOTICE: &str = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";

#[test]
fn a_copy_for_someone_else_has_a_cover_and_the_notice_on_every_page() {
    for &kind in Kind::ALL {
        for language in languages(kind) {
            let how = paper::How { language, ..if language == Language::En { NORMAL_EN } else { LARGE_ES } };
            let own = pages(&leaving(kind, &fixture(kind), &context(1), how).expect("it prints"));
            let copy = leaving_for(kind, &fixture(kind), &context(1), how, Some(&cover()));
            let copy = pages(&copy.expect("it prints"));
            assert!(copy.len() > own.len(), "{kind:?}: a cover lies on top");
            for words in ["Alex Testcase", "Fictional Court Services", "Marisol Testcase-Example", "Aftercare plan"] {
                assert!(copy[0].contains(words), "{kind:?}: the cover says {words}: {}", copy[0]);
            }
            for page in &copy {
                assert!(page.contains(NOTICE), "{kind:?} {how:?}: a page without the notice: {page}");
            }
        }
    }
}

#[test]
fn the_clients_own_copy_has_neither() {
    for &kind in Kind::ALL.iter().filter(|kind| **kind != Kind::AttendanceLetter) {
        let text = whole(&leaving(kind, &fixture(kind), &context(1), NORMAL_EN).expect("it prints"));
        assert!(!text.contains("42 CFR part 2 prohibits") && !text.contains("Cover sheet"), "{kind:?}: {text}");
    }
}

#[test]
fn a_cover_says_how_many_pages_lie_behind_it_and_under_which_release() {
    let kind = Kind::AftercarePlan;
    let own = pages(&leaving(kind, &fixture(kind), &context(1), NORMAL_EN).expect("it prints")).len();
    let long = Cover { long_notice: true, ..cover() };
    let copy = pages(&leaving_for(kind, &fixture(kind), &context(1), NORMAL_EN, Some(&long)).expect("it prints"));
    let first = &copy[..copy.len() - own].join(" ");
    for words in [
        &format!("Version 1, April 28, 2026, {own} pages"),
        "April 28, 2026, by Marisol Testcase-Example",
        "December 31, 2026",
        "To report that the client takes part",
        "Attendance; Progress",
        "in any civil, criminal, administrative, or legislative proceedings",
        "If this is not for you, call 602-555-0100 and do not read on.",
    ] {
        assert!(first.contains(words), "{words}: {first}");
    }
    assert!(copy.last().is_some_and(|page| page.contains(&format!("Page {0} of {0}", copy.len()))));
}

/// No two texts of a foot overlap, and none of the page reaches into it.
#[test]
fn nothing_overlaps_a_foot_on_any_page_in_any_size() {
    for &kind in Kind::ALL {
        for way in every_way().into_iter().filter(|way| languages(kind).any(|it| it == way.language)) {
            let body = fixture(kind);
            let files = [
                filled(kind, &body, way),
                blank(kind, way),
                leaving(kind, &body, &context(1), way),
                leaving_for(kind, &body, &context(1), way, Some(&cover())),
            ];
            for file in files {
                let sheet = if way.sheet == paper::Sheet::Letter { 612. } else { 595.28 };
                for page in placed(&file.expect("it prints")) {
                    // The last text drawn is the page number; the foot stands in its size.
                    let number = page.last().expect("a foot").clone();
                    let foot: Vec<_> =
                        page.iter().rev().take_while(|it| it.size == number.size && it.y < 120.).collect();
                    assert!(
                        foot.iter().all(|it| it.x >= 53.9 && it.x + it.width <= sheet - 53.9 + 6.),
                        "{kind:?} {way:?}: {foot:?}"
                    );
                    for (i, one) in foot.iter().enumerate() {
                        for other in &foot[..i] {
                            let level = (one.y - other.y).abs() < one.size * 0.9;
                            let beside = one.x + one.width <= other.x + 0.5 || other.x + other.width <= one.x + 0.5;
                            assert!(!level || beside, "{kind:?} {way:?}: {one:?} over {other:?}");
                        }
                    }
                    let top = foot.iter().map(|it| it.y + it.size * 0.8).fold(0., f32::max);
                    let body = &page[..page.len() - foot.len()];
                    assert!(body.iter().all(|it| it.y - it.size * 0.25 >= top), "{kind:?} {way:?}: text in the foot");
                }
            }
        }
    }
}
