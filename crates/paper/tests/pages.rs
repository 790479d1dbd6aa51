//! What a client holds in hand, read back from the file.

mod bodies;
mod reading;

use bodies::kinds::{fixture, leaving};
use bodies::{aftercare, client, context, every_way, how, letterhead, needs, people, printed_on, treatment};
use clinical::Kind;
use clinical::kinds::aftercare_plan::{AftercarePlan, SupportGroup};
use clinical::kinds::treatment_plan::TreatmentPlan;
use paper::{
    Client, Hand, How, Language, Letterhead, Mark, PageContext, Sheet, Size, Unprintable, aftercare_plan, day_sheet,
    forget_words, recovery_kit, treatment_plan,
};
use reading::{LARGE_ES, NORMAL_EN, pages, print, read, solid, squeezed, whole};
use serde_json::Value;

fn print_plan(body: &TreatmentPlan, context: &PageContext, how: How) -> Result<Vec<u8>, Unprintable> {
    treatment_plan(body, &needs(), &client(), &people(), context, &letterhead(), printed_on(), how)
}

#[test]
fn every_plan_carries_the_crisis_numbers_and_counts_its_pages() {
    for how in every_way() {
        let files = [print(&aftercare(how.language), how), print_plan(&treatment(how.language), &context(2), how)];
        for file in files.map(|file| file.expect("it prints")) {
            let (pages, es) = (pages(&file), how.language == Language::Es);
            for number in ["911", "988", "602-555-0199"] {
                assert!(pages[0].contains(number), "{how:?} lacks {number} on page 1");
            }
            assert_eq!(pages[0].contains("oprima 2"), es, "the Spanish way to 988 is on Spanish paper");
            for (i, page) in pages.iter().enumerate() {
                let (x, y) = (i + 1, pages.len());
                let number = if es { format!("Página {x} de {y}") } else { format!("Page {x} of {y}") };
                assert!(page.contains(&number), "{how:?} lacks {number}: {page}");
                assert!(page.contains("602-555-0100"), "{how:?} page {x} says whom to call");
            }
        }
    }
}

#[test]
fn an_empty_plan_still_carries_the_numbers_and_lines_to_write_on() {
    for how in every_way() {
        let file = aftercare_plan(
            &AftercarePlan::default(),
            &Client::default(),
            &people(),
            &PageContext { version: 1, draft: true, ..PageContext::default() },
            &Letterhead::default(),
            printed_on(),
            how,
        );
        let text = whole(&file.expect("it prints"));
        let (draft, way) = match how.language {
            Language::En => ("Draft: not signed", "How to come back"),
            Language::Es => ("Borrador: sin firma", "Cómo volver"),
        };
        for must in ["911", "988", draft, way] {
            assert!(text.contains(must), "{how:?} lacks {must}: {text}");
        }
        for left_out in
            ["What keeps me well", "Lo que me mantiene bien", "My medicines", "Mis medicinas", "Family", "Reunión"]
        {
            assert!(!text.contains(left_out), "{left_out} is left out when nothing was said: {text}");
        }
        print_plan(&TreatmentPlan::default(), &PageContext::default(), how).expect("an empty treatment plan prints");
    }
}

#[test]
fn everything_said_in_the_plan_is_on_the_paper() {
    for how in every_way() {
        let (care, plan) = (aftercare(how.language), treatment(how.language));
        let care_text = whole(&print(&care, how).expect("it prints"));
        let steps = care.if_i_use.iter().chain(&care.strengths).chain(&care.checkin_topics);
        for said in
            steps.chain([&care.come_back, &care.joy, &care.goal, &care.naloxone_where, &care.barriers[0].action])
        {
            assert!(care_text.contains(&squeezed(said)), "{how:?} lacks “{said}”: {care_text}");
        }
        let plan_text = whole(&print_plan(&plan, &context(2), how).expect("it prints")).to_lowercase();
        let said = plan.problems.iter().flat_map(|problem| &problem.goals);
        for goal in said {
            assert!(plan_text.contains(&goal.text.to_lowercase()), "{how:?} lacks the goal “{}”", goal.text);
            for objective in &goal.objectives {
                assert!(solid(&plan_text).contains(&solid(&objective.target.to_lowercase())), "{}", objective.target);
                for care in &objective.interventions {
                    assert!(
                        plan_text.contains(&care.what.to_lowercase()),
                        "{how:?} lacks “{}”: {plan_text}",
                        care.what
                    );
                }
            }
        }
    }
}

#[test]
fn no_foot_and_no_title_tells_whose_paper_it_is() {
    for how in every_way() {
        let file = print(&aftercare(how.language), how).expect("it prints");
        for private in ["Testcase", "TEST-000123", "Example Harbor IOP"] {
            assert!(!whole(&file).contains(private), "{how:?} tells {private}");
            assert!(!file.windows(private.len()).any(|part| part == private.as_bytes()), "{how:?} tells {private}");
        }
        let plan = pages(&print_plan(&treatment(how.language), &context(2), how).expect("it prints"));
        assert_eq!(
            plan.iter().filter(|page| page.contains("TEST-000123")).count(),
            1,
            "the record number is in no foot"
        );
    }
}

#[test]
fn a_draft_an_old_copy_and_a_missing_signature_say_so() {
    let draft = PageContext { version: 1, draft: true, ..PageContext::default() };
    let old = PageContext { superseded: true, ..context(1) };
    let awaits = PageContext { awaits: true, ..context(1) };
    for (context, words) in [
        (draft, "Draft: not signed"),
        (old, "Old copy: a newer one replaces it"),
        (awaits, "Not final: a supervisor has not signed yet"),
    ] {
        let file = aftercare_plan(
            &aftercare(Language::En),
            &client(),
            &people(),
            &context,
            &letterhead(),
            printed_on(),
            NORMAL_EN,
        );
        assert!(pages(&file.expect("it prints")).iter().all(|page| page.contains(words)), "every page says {words}");
    }
    let body = TreatmentPlan {
        client_signs: "not_signed".into(),
        no_signature_reason: "Mari asked for a day to think".into(),
        ..treatment(Language::En)
    };
    let text = whole(&print_plan(&body, &context(2), NORMAL_EN).expect("it prints"));
    assert!(text.contains("Not signed because: Mari asked for a day to think"), "{text}");
    assert!(
        text.contains("Dr. Casey Notreal, MD Wrote this plan with me Signed on screen April 10, 2026, 8:30 am"),
        "{text}"
    );
}

#[test]
fn a_signature_by_hand_stands_over_the_name_of_who_made_it_and_who_saw_it() {
    let at = context(1).signers[0].at;
    let mark = |hand, name: &str| Mark {
        hand,
        name: name.into(),
        drawing: "M20 120L80 40L140 150M200 100L560 90".into(),
        witness: "Pat Sample, LPC".into(),
        at,
    };
    let body = TreatmentPlan {
        client_signs: "on_screen".into(),
        client_signed_name: String::new(),
        ..treatment(Language::En)
    };
    let unsigned = print_plan(&body, &context(1), NORMAL_EN).expect("it prints");
    let marks = vec![mark(Hand::Client, "Marisol Testcase-Example"), mark(Hand::Family, "Alex Testcase, sister")];
    let signed = print_plan(&body, &PageContext { marks, ..context(1) }, NORMAL_EN).expect("it prints");
    let text = whole(&signed);
    assert!(text.contains("Marisol Testcase-Example My signature Signed on screen"), "{text}");
    assert!(text.contains("Alex Testcase, sister Family signature"), "{text}");
    assert_eq!(text.matches("Seen by Pat Sample, LPC").count(), 2, "{text}");
    assert!(whole(&unsigned).contains("My signature · Date"), "an unsigned plan keeps its line for a pen");
    assert!(!text.contains("My signature · Date"), "{text}");
}

#[test]
fn days_carry_their_weekday_and_times_read_as_spoken() {
    let en = whole(&print(&aftercare(Language::En), NORMAL_EN).expect("it prints"));
    let es = whole(&print(&aftercare(Language::Es), LARGE_ES).expect("it prints"));
    assert!(en.contains("Tuesday, May 5, 5:30 pm"), "{en}");
    assert!(es.contains("Martes 5 de mayo, 5:30 p. m."), "{es}");
    assert!(es.contains("diciembre de 2026"), "{es}");
    for text in [en, es] {
        assert!(!text.contains("2026-0"), "no stored date is left on paper: {text}");
    }
}

#[test]
fn fonts_are_embedded_and_cut_and_the_file_is_tagged() {
    for how in every_way() {
        let document = read(&print(&aftercare(how.language), how).expect("it prints"));
        let catalog = document.catalog().expect("a catalog");
        let lang = catalog.get(b"Lang").and_then(|lang| lang.as_str()).expect("a language");
        assert_eq!(lang, if how.language == Language::Es { b"es-US" } else { b"en-US" });
        assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"MarkInfo") && catalog.has(b"Outlines"));
        let shown = catalog.get(b"ViewerPreferences").and_then(|of| of.as_dict()).expect("preferences");
        assert!(shown.get(b"DisplayDocTitle").and_then(|of| of.as_bool()).expect("a flag"));
        let named = |kind: &[u8]| {
            let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
            let of_kind =
                dictionaries.filter(|of| of.get(b"Type").and_then(|of| of.as_name()).is_ok_and(|of| of == kind));
            of_kind.cloned().collect::<Vec<_>>()
        };
        let (fonts, descriptors) = (named(b"Font"), named(b"FontDescriptor"));
        assert!(!fonts.is_empty() && !descriptors.is_empty());
        for font in &fonts {
            let name = font.get(b"BaseFont").and_then(|name| name.as_name()).expect("a name");
            assert!(name.starts_with(b"HANDRL+"), "{} is cut", String::from_utf8_lossy(name));
        }
        assert!(descriptors.iter().all(|of| of.has(b"FontFile2") || of.has(b"FontFile3")), "every font is in the file");
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    for how in every_way() {
        let first = print(&aftercare(how.language), how).expect("it prints");
        forget_words();
        assert!(print(&aftercare(how.language), how).expect("it prints") == first, "{how:?} differs");
    }
    let mut other = aftercare(Language::En);
    other.joy.push('s');
    assert_ne!(print(&other, NORMAL_EN), print(&aftercare(Language::En), NORMAL_EN));
}

#[test]
fn three_hundred_groups_go_over_pages_under_their_own_head() {
    let group = |i| SupportGroup {
        name: format!("Group number {i}."),
        when: "Monday, 7:00 pm".into(),
        place: "Library".into(),
        ..SupportGroup::default()
    };
    let body = AftercarePlan { support_groups: (0..300).map(group).collect(), ..aftercare(Language::En) };
    let file = print(&body, NORMAL_EN).expect("it prints");
    let (pages, text) = (pages(&file), whole(&file));
    assert!((0..300).all(|i| text.contains(&format!("Group number {i}."))), "every group is there");
    let continued = pages.iter().filter(|page| page.contains("What (continued)")).count();
    let full = pages.iter().filter(|page| page.matches("Group number").count() > 10).count();
    assert!(full > 8 && continued + 1 >= full, "{continued} repeated heads on {full} pages");
    let large = whole(&print(&body, How { size: Size::Large, ..NORMAL_EN }).expect("it prints"));
    assert!((0..300).all(|i| large.contains(&format!("Group number {i}."))), "every group is there in large print");
}

#[test]
fn no_file_can_start_anything() {
    let hostile =
        AftercarePlan { goal: "(\\)) /JavaScript /OpenAction /Launch <</S/URI>>".into(), ..aftercare(Language::En) };
    let file = print(&hostile, how(Language::En, Size::Normal, Sheet::Letter)).expect("it prints");
    assert!(solid(&whole(&file)).contains(&solid(&hostile.goal)));
    let document = read(&file);
    for object in document.objects.values().filter_map(|object| object.as_dict().ok()) {
        for key in [&b"JavaScript"[..], b"JS", b"OpenAction", b"AA", b"Launch", b"URI", b"EmbeddedFile"] {
            assert!(!object.has(key), "the file holds /{}", String::from_utf8_lossy(key));
        }
    }
}

#[test]
fn the_recovery_kit_is_one_sheet_with_the_whole_key() {
    let key = "AB2C-DEF3-GH4I-JK5L-MN6O-PQ7R-ST2U-VW3X-YZ4A-BC5D-EF6G-HI7J-KL2M-NOPQ";
    for sheet in [Sheet::Letter, Sheet::A4] {
        let file = recovery_kit(key, "Pat Sample", &letterhead(), printed_on(), sheet).expect("it prints");
        let pages = pages(&file);
        assert_eq!(pages.len(), 1);
        assert!(solid(&pages[0]).contains(key), "{}", pages[0]);
        assert!(pages[0].contains("Never with the laptop"));
        let plain = recovery_kit(&key.replace('-', ""), "Pat Sample", &letterhead(), printed_on(), sheet);
        assert!(solid(&whole(&plain.expect("it prints"))).contains(key), "a key without groups is grouped");
    }
}

#[test]
fn the_day_sheet_is_one_page_with_numbers_and_a_code_to_compare() {
    for sheet in [Sheet::Letter, Sheet::A4] {
        let file = day_sheet(&bodies::day::day(), &letterhead(), sheet).expect("it prints");
        let pages = pages(&file);
        assert_eq!(pages.len(), 1, "{sheet:?}");
        for must in ["7K3M-Q9TX-04RB", "Row 5310", "Tuesday, April", "Family education", "3 drafts are still open"] {
            assert!(squeezed(&pages[0]).contains(&squeezed(must)), "{sheet:?} lacks {must}: {}", pages[0]);
        }
    }
}

#[test]
fn a_letter_of_attendance_says_what_was_ticked_and_nothing_else_with_the_notice_on_every_page() {
    let mut body = fixture(Kind::AttendanceLetter);
    let notice = "42 CFR part 2 prohibits unauthorized use or disclosure of these records.";
    let mut many = body.clone();
    many["counted"]["dates"] = (1..=28).map(|day| format!("2026-02-{day:02}")).collect();
    for how in every_way() {
        for body in [&body, &many] {
            let pages = pages(&leaving(Kind::AttendanceLetter, body, &context(1), how).expect("it prints"));
            assert!(pages.iter().all(|page| page.contains(notice)), "{how:?}: {pages:#?}");
        }
    }
    let text = whole(&leaving(Kind::AttendanceLetter, &body, &context(1), NORMAL_EN).expect("it prints"));
    for must in
        ["Days in group 3", "Hours in group 8.67", "March 10, 2026", "Time off work", "Marisol Testcase-Example"]
    {
        assert!(text.contains(must), "{must}: {text}");
    }
    for private in ["Individual sessions", "TEST-000123", "May 17, 1988", "Mari ", "019d0000"] {
        assert!(!text.contains(private), "{private}: {text}");
    }
    for fact in ["since", "group_days", "group_minutes"] {
        body["counted"][fact] = Value::Null;
    }
    let text = whole(&leaving(Kind::AttendanceLetter, &body, &context(1), NORMAL_EN).expect("it prints"));
    assert!(text.contains("Each day in group") && text.contains("Tuesday, April 7, 2026"), "{text}");
    for left_out in ["Days in group 3", "Hours in group", "Takes part since", "March 10"] {
        assert!(!text.contains(left_out), "{left_out}: {text}");
    }
}
