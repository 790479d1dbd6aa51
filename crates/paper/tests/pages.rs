//! What a client holds in hand, read back from the file.

mod bodies;

use bodies::{aftercare, client, every_way, how, letterhead, needs, people, printed_on, standing, treatment};
use clinical::documents::aftercare_plan::{AftercarePlan, SupportGroup};
use clinical::documents::treatment_plan::TreatmentPlan;
use lopdf::Document;
use paper::{
    Client, How, Language, Letterhead, Sheet, Size, Standing, Unprintable, aftercare_plan, forget_words, recovery_kit,
    treatment_plan,
};

const LARGE_ES: How = How { language: Language::Es, size: Size::Large, sheet: Sheet::Letter };
const NORMAL_EN: How = How { language: Language::En, size: Size::Normal, sheet: Sheet::Letter };

fn print(body: &AftercarePlan, how: How) -> Result<Vec<u8>, Unprintable> {
    aftercare_plan(body, &client(), &people(), &standing(1), &letterhead(), printed_on(), how)
}

fn print_plan(body: &TreatmentPlan, standing: &Standing, how: How) -> Result<Vec<u8>, Unprintable> {
    treatment_plan(body, &needs(), &client(), &people(), standing, &letterhead(), printed_on(), how)
}

fn read(file: &[u8]) -> Document {
    Document::load_mem(file).expect("the file opens")
}

/// Text of each page, white space made one space.
fn pages(file: &[u8]) -> Vec<String> {
    let document = read(file);
    let text = |page: &u32| document.extract_text(&[*page]).expect("the page holds text");
    document.get_pages().keys().map(|page| squeezed(&text(page))).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn whole(file: &[u8]) -> String {
    pages(file).join(" ")
}

/// Without any white space, for texts that wrap inside a word.
fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn every_plan_carries_the_crisis_numbers_and_counts_its_pages() {
    for how in every_way() {
        let files = [print(&aftercare(how.language), how), print_plan(&treatment(how.language), &standing(2), how)];
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
            &Standing { version: 1, draft: true, ..Standing::default() },
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
        print_plan(&TreatmentPlan::default(), &Standing::default(), how).expect("an empty treatment plan prints");
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
        let plan_text = whole(&print_plan(&plan, &standing(2), how).expect("it prints")).to_lowercase();
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
        let plan = pages(&print_plan(&treatment(how.language), &standing(2), how).expect("it prints"));
        assert_eq!(
            plan.iter().filter(|page| page.contains("TEST-000123")).count(),
            1,
            "the record number is in no foot"
        );
    }
}

#[test]
fn a_draft_an_old_copy_and_a_missing_signature_say_so() {
    let draft = Standing { version: 1, draft: true, ..Standing::default() };
    let old = Standing { superseded: true, ..standing(1) };
    for (standing, words) in [(draft, "Draft: not signed"), (old, "Old copy: a newer one replaces it")] {
        let file = aftercare_plan(
            &aftercare(Language::En),
            &client(),
            &people(),
            &standing,
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
    let text = whole(&print_plan(&body, &standing(2), NORMAL_EN).expect("it prints"));
    assert!(text.contains("Not signed because: Mari asked for a day to think"), "{text}");
    assert!(
        text.contains("Dr. Casey Notreal, MD Wrote this plan with me Signed on screen April 10, 2026, 8:30 am"),
        "{text}"
    );
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
                &standing(1),
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
        &standing(1),
        &letterhead(),
        printed_on(),
        LARGE_ES,
    );
    assert!(whole(&file.expect("it prints")).contains("Mariña"));
}

#[test]
fn a_name_no_font_covers_is_refused_and_the_character_named() {
    let mut body = aftercare(Language::En);
    body.people[0].name = "李 Example".into();
    for _ in 0..2 {
        let refused = print(&body, NORMAL_EN).expect_err("it does not print");
        assert_eq!(refused.field, "people.0.name");
        assert_eq!(refused.message, "The name holds 李 (U+674E), which no font here can print.");
    }
    let client = Client { preferred: "שרה".into(), ..client() };
    let refused = aftercare_plan(
        &aftercare(Language::En),
        &client,
        &people(),
        &standing(1),
        &letterhead(),
        printed_on(),
        NORMAL_EN,
    );
    let refused = refused.expect_err("right-to-left names do not print here");
    assert_eq!(refused.field, "client.preferred");
    assert!(refused.message.contains("U+05E9"), "{}", refused.message);
    print(&aftercare(Language::En), NORMAL_EN).expect("the next plan prints");
}

#[test]
fn control_and_turning_characters_are_refused() {
    for c in ['\u{202e}', '\u{200f}', '\u{7}', '\u{0}', '\u{feff}', '\u{2066}'] {
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

/// Every line begins inside the margins and above the foot.
fn assert_inside(file: &[u8], way: How) {
    let document = read(file);
    let (width, height) = if way.sheet == Sheet::Letter { (612., 792.) } else { (595.28, 841.89) };
    for page in document.get_pages().into_values() {
        let content = document.get_and_decode_page_content(page).expect("operations");
        for operation in content.operations.iter().filter(|operation| operation.operator == "Tm") {
            let number = |i: usize| operation.operands[i].as_float().expect("a number");
            let (x, y) = (number(4), number(5));
            assert!((53.9..width - 54.).contains(&x) && (36. ..height - 48.).contains(&y), "a line at {x}, {y}");
        }
    }
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
