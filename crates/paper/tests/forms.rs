//! Every kind on paper, filled and blank, read back from the file.

mod bodies;
mod reading;

use bodies::kinds::{blank, filled, filled_as, fixture, languages, names};
use bodies::{client, context, every_way, printed_on};
use chrono::{NaiveDate, NaiveDateTime};
use clinical::Kind;
use clinical::form::{Field, Input, shown};
use clinical::kind::Lies;
use paper::{
    Addendum, Hand, How, Language, Mark, PageContext, Printing, Sheet, Signer, Size, Withdrawn, forget_words,
    printed_in,
};
use reading::{NORMAL_EN, assert_inside, pages, solid, whole};
use serde_json::{Value, json};

/// Every kind in every way it prints.
fn every_print() -> impl Iterator<Item = (Kind, How)> {
    let ways = |kind: &Kind| {
        let kind = *kind;
        every_way().into_iter().filter(move |how| printed_in(kind, how.language)).map(move |how| (kind, how))
    };
    Kind::ALL.iter().flat_map(ways)
}

fn at(hour: u32) -> NaiveDateTime {
    printed_on().and_hms_opt(hour, 30, 0).expect("a moment")
}

/// What somebody typed and the page shows, and the words behind what they chose, with the path of each.
fn said(kind: Kind, body: &Value, language: Language) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for section in &kind.form().sections {
        if !section.fields.iter().any(|field| field.confidential) {
            said_in(&section.fields, body, "", language, &mut out);
        }
    }
    out
}

fn said_in(fields: &[Field], values: &Value, at: &str, language: Language, out: &mut Vec<(String, String)>) {
    for field in fields.iter().filter(|field| shown(field, values)) {
        let (path, value) = (format!("{at}{}", field.name), &values[field.name]);
        match &field.input {
            Input::Line | Input::Paragraph | Input::Lines { .. } => {
                let mut texts = Vec::new();
                typed(&path, value, &mut texts);
                // A day is written out.
                out.extend(texts.into_iter().filter(|(_, text)| text.parse::<NaiveDate>().is_err()));
            }
            Input::Pick { .. } | Input::PickMany { .. } => {
                let mut ids = Vec::new();
                typed(&path, value, &mut ids);
                let names = names();
                out.extend(ids.into_iter().filter_map(|(path, id)| Some((path, names.get(&id)?.clone()))));
            }
            Input::OneOf { options } | Input::ManyOf { options } if language == Language::En => {
                let mut stored = Vec::new();
                typed(&path, value, &mut stored);
                let label = |stored: &str| options.iter().find(|option| option.value == stored).map(|it| it.label);
                out.extend(stored.into_iter().filter_map(|(path, value)| Some((path, label(&value)?.to_owned()))));
            }
            Input::Rows { fields, .. } => {
                for (i, row) in value.as_array().into_iter().flatten().enumerate() {
                    said_in(fields, row, &format!("{path}.{i}."), language, out);
                }
            }
            // What has a space in it was typed; the rest are ids, times and stored choices.
            Input::Widget { .. } => {
                let mut all = Vec::new();
                typed(&path, value, &mut all);
                out.extend(all.into_iter().filter(|(_, text)| text.contains(' ')));
            }
            Input::Date
            | Input::Time
            | Input::Number { .. }
            | Input::YesNo
            | Input::Tick
            | Input::OneOf { .. }
            | Input::ManyOf { .. }
            | Input::Scale { .. } => {}
        }
    }
}

fn typed(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => out.push((path.to_owned(), text.clone())),
        Value::Array(all) => all.iter().enumerate().for_each(|(i, one)| typed(&format!("{path}.{i}"), one, out)),
        Value::Object(all) => all.iter().for_each(|(key, one)| typed(&format!("{path}.{key}"), one, out)),
        _ => {}
    }
}

/// Whether a text stands on the pages, on one or broken over two.
fn stands(pages: &[String], text: &str) -> bool {
    let (pages, text): (Vec<String>, String) = (pages.iter().map(|page| solid(page)).collect(), solid(text));
    let breaks = || text.char_indices().map(|(at, _)| text.split_at(at));
    pages.iter().any(|page| page.contains(&text))
        || pages.windows(2).any(|two| breaks().any(|(before, after)| two[0].contains(before) && two[1].contains(after)))
}

#[test]
fn whatever_was_typed_and_is_shown_stands_on_the_paper() {
    for (kind, how) in every_print() {
        let body = fixture(kind);
        let file = filled(kind, &body, how).unwrap_or_else(|refused| panic!("{kind:?} {how:?}: {refused}"));
        let pages = pages(&file);
        for (path, text) in said(kind, &body, how.language) {
            assert!(stands(&pages, &text), "{kind:?} {how:?} lost {path}, “{text}”: {pages:#?}");
        }
        assert_inside(&file, how);
    }
}

#[test]
fn a_blank_asks_everything_the_screen_asks_in_its_order() {
    for kind in Kind::ALL {
        let text = solid(&whole(&blank(*kind, NORMAL_EN).expect("it prints")));
        let mut from = 0;
        for section in &kind.form().sections {
            if section.fields.iter().any(|field| field.confidential) {
                assert!(!text.contains(&solid(section.title)), "{kind:?} asks on paper what is said in confidence");
                continue;
            }
            for field in section.fields.iter().filter(|field| !matches!(field.input, Input::Widget { .. })) {
                let label = solid(field.label);
                // The label of a section's only field is its heading.
                let label = if text.contains(&label) { label } else { solid(section.title) };
                let found = text[from..].find(&label);
                assert!(found.is_some(), "{kind:?} does not ask “{}” in its place: {text}", field.label);
                from += found.unwrap_or(0);
            }
        }
    }
}

#[test]
fn every_kind_prints_blank_and_hardly_begun_in_every_way() {
    for (kind, how) in every_print() {
        let empty = blank(kind, how).expect("a blank prints");
        assert_inside(&empty, how);
        let begun = filled(kind, &kind.blank(), how).expect("an empty body prints");
        assert_inside(&begun, how);
        assert!(!whole(&empty).contains("019d0000") && !whole(&begun).contains("019d0000"));
    }
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    for kind in Kind::ALL {
        let body = fixture(*kind);
        let (first, empty) = (filled(*kind, &body, NORMAL_EN), blank(*kind, NORMAL_EN));
        forget_words();
        assert!(filled(*kind, &body, NORMAL_EN) == first && blank(*kind, NORMAL_EN) == empty, "{kind:?} differs");
    }
}

#[test]
fn a_letter_no_font_has_names_its_field_in_every_kind() {
    for kind in Kind::ALL {
        let mut body = fixture(*kind);
        let form = kind.form();
        let free = |field: &&Field| matches!(field.input, Input::Line | Input::Paragraph) && shown(field, &body);
        let Some(field) =
            form.sections.iter().flat_map(|section| &section.fields).filter(|it| !it.confidential).find(free)
        else {
            continue;
        };
        body[field.name] = json!("𓀀 Example");
        let refused = filled(*kind, &body, NORMAL_EN).expect_err("no font has it");
        assert_eq!(refused.field, field.name, "{kind:?}: {refused}");
        assert!(refused.message.contains("𓀀 (U+13000)"), "{refused}");
    }
}

#[test]
fn a_kind_that_is_not_in_a_language_is_refused_and_not_printed_half_in_it() {
    let how = How { language: Language::Es, ..NORMAL_EN };
    let staff: Vec<_> = Kind::ALL.iter().filter(|kind| !printed_in(**kind, Language::Es)).collect();
    assert!(staff.contains(&&Kind::Assessment) && !staff.contains(&&Kind::Release));
    for kind in staff {
        let refused = filled(*kind, &fixture(*kind), how).expect_err("it is in English only");
        assert_eq!(
            refused.message,
            format!("{} has not been put into this language. Print it in English.", kind.title())
        );
    }
    for kind in Kind::ALL.iter().filter(|kind| kind.about().for_clients) {
        assert!(printed_in(*kind, Language::Es), "{kind:?} is signed by someone who may read Spanish only");
    }
}

#[test]
fn what_family_said_in_confidence_is_on_no_paper() {
    let file = filled(Kind::FamilySession, &fixture(Kind::FamilySession), NORMAL_EN).expect("it prints");
    let text = whole(&file);
    for secret in ["tired", "What family said", "Statement", "in confidence"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

#[test]
fn a_paper_for_the_client_has_the_numbers_to_call_and_a_paper_of_the_chart_says_whose_it_is_on_every_page() {
    for kind in Kind::ALL {
        let pages = pages(&filled(*kind, &fixture(*kind), NORMAL_EN).expect("it prints"));
        let for_client = printed_in(*kind, Language::Es);
        let foot = |page: &String| page.split(" Record TEST-000123 ").count() > 1;
        match (for_client, kind.about().lies) {
            (true, _) => {
                assert!(["911", "988", "602-555-0199"].iter().all(|number| pages[0].contains(number)), "{kind:?}");
                assert!(pages.iter().all(|page| page.contains("Questions? Call 602-555-0100")), "{kind:?}");
                assert!(!pages.iter().any(|page| page.contains("Example Harbor IOP (fictional), Main")), "{kind:?}");
            }
            (false, Lies::Program) => assert!(!pages[0].contains("TEST-000123"), "{kind:?} has no client"),
            (false, _) => assert!(pages.iter().all(foot), "{kind:?}: {pages:#?}"),
        }
    }
}

#[test]
fn an_answer_a_signature_needs_is_missed_and_one_nobody_needs_is_left_out() {
    let mut body = fixture(Kind::Contact);
    body["relationship"] = json!("");
    body["notes"] = json!("");
    let text = whole(&filled(Kind::Contact, &body, NORMAL_EN).expect("it prints"));
    assert!(text.contains("Relationship —") && !text.contains("Notes"), "{text}");
}

#[test]
fn a_questionnaire_prints_its_answers_its_total_and_its_alert_in_both_languages() {
    let body = fixture(Kind::Screening);
    let text = whole(&filled(Kind::Screening, &body, NORMAL_EN).expect("it prints"));
    for must in
        ["PHQ-9: Total 17 of 27, moderately severe", "Safety alert: question 9", "Several days 1", "Very difficult"]
    {
        assert!(text.contains(must), "{must}: {text}");
    }
    let spanish = How { language: Language::Es, ..NORMAL_EN };
    let text = whole(&filled(Kind::Screening, &body, spanish).expect("it prints"));
    for must in ["Total 17 de 27, moderadamente grave", "Varios días 1", "Sin apetito o ha comido en exceso"] {
        assert!(text.contains(must), "{must}: {text}");
    }
    let open = json!({ "instrument": "gad7", "on": "2026-03-09", "answers": [1, null] });
    let text = whole(&filled(Kind::Screening, &open, NORMAL_EN).expect("it prints"));
    assert!(text.contains("No total: an answer is missing") && text.contains("No answer —"), "{text}");
}

#[test]
fn a_note_prints_the_sections_of_its_format_and_what_another_format_left() {
    let mut body = fixture(Kind::IndividualNote);
    body["sections"]["behavior"] = json!("Left from another format.");
    let text = whole(&filled(Kind::IndividualNote, &body, NORMAL_EN).expect("it prints"));
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(place("Data Reports 6 drinks") < place("Assessment Lapse"));
    assert!(place("Assessment Lapse") < place("Plan Safety plan updated"));
    assert!(place("Plan Safety plan updated") < place("Behavior Left from another format."));
}

#[test]
fn who_was_not_in_the_group_has_a_reason_and_no_minutes() {
    let text = whole(&filled(Kind::GroupSession, &fixture(Kind::GroupSession), NORMAL_EN).expect("it prints"));
    let rest = text.split("Wolfgang Amadeus").nth(1).expect("the third person");
    assert!(rest.contains("Excused absence") && rest.contains("Reason: Sick, called ahead"), "{rest}");
    assert!(text.contains("160 min") && !rest.contains(" min "), "{text}");
}

#[test]
fn an_id_nobody_looked_up_never_stands_on_paper() {
    let (client, letterhead, context) = (client(), bodies::letterhead(), context(1));
    let (people, names) = Default::default();
    let with = Printing {
        client: Some(&client),
        people: &people,
        names: &names,
        context: &context,
        letterhead: &letterhead,
        printed: printed_on(),
        how: NORMAL_EN,
        cover: None,
    };
    let file = paper::form(Kind::GroupNote, Some(&fixture(Kind::GroupNote)), &with);
    let text = whole(&file.expect("it prints"));
    assert!(text.contains("Not in this record") && !text.contains("019d0000"), "{text}");
}

#[test]
fn every_page_says_where_the_document_stands() {
    let withdrawn =
        Withdrawn { author: "Pat Sample, LPC".into(), at: at(9), reason: "Written into the wrong chart".into() };
    let standings = [
        (PageContext { version: 1, draft: true, ..PageContext::default() }, "Draft: not signed"),
        (PageContext { superseded: true, ..context(1) }, "Old copy: a newer one replaces it"),
        (PageContext { awaits: true, ..context(1) }, "Not final: a supervisor has not signed yet"),
        (PageContext { withdrawn: Some(withdrawn), ..context(1) }, "Withdrawn"),
    ];
    for kind in Kind::ALL {
        for (context, words) in &standings {
            let pages = pages(&filled_as(*kind, &fixture(*kind), context, NORMAL_EN).expect("it prints"));
            assert!(pages.iter().all(|page| page.contains(words)), "{kind:?} says on every page “{words}”: {pages:#?}");
            if context.withdrawn.is_some() {
                assert!(pages[0].contains("Reason: Written into the wrong chart"), "{kind:?}: {}", pages[0]);
            }
        }
    }
}

#[test]
fn signatures_follow_the_document_and_additions_follow_the_signatures() {
    let signer = |name: &str, meaning: &str, hour| Signer {
        name: name.into(),
        credential: "LPC".into(),
        meaning: meaning.into(),
        at: at(hour),
    };
    let addendum = Addendum {
        author: "Pat Sample, LPC".into(),
        at: at(16),
        reason: "A call came later".into(),
        text: "The sister called back and will come on Saturday.".into(),
        signers: vec![signer("Pat Sample", "author", 16)],
    };
    let mark = Mark {
        hand: Hand::Family,
        name: "Alex Testcase, sister".into(),
        drawing: "M20 120L80 40L140 150M200 100L560 90".into(),
        witness: "Pat Sample, LPC".into(),
        at: at(12),
    };
    let context = PageContext {
        version: 1,
        signers: vec![signer("Jo Example", "author_supervised", 11), signer("Robin Sample", "co_signer", 13)],
        marks: vec![mark],
        addenda: vec![addendum],
        ..PageContext::default()
    };
    for kind in [Kind::FamilySession, Kind::IndividualNote] {
        for how in languages(kind).map(|language| How { language, ..NORMAL_EN }) {
            let text = whole(&filled_as(kind, &fixture(kind), &context, how).expect("it prints"));
            let order =
                ["Alex Testcase, sister", "Jo Example, LPC", "Robin Sample, LPC", "A call came later", "The sister"];
            let places: Vec<usize> =
                order.iter().map(|words| text.rfind(words).unwrap_or_else(|| panic!("{words}: {text}"))).collect();
            assert!(places.is_sorted(), "{places:?}: {text}");
        }
    }
}

#[test]
fn large_print_of_a_form_is_no_smaller_than_it_says() {
    for (kind, how) in every_print().filter(|(_, how)| how.size == Size::Large && how.sheet == Sheet::A4) {
        let document = reading::read(&filled(kind, &fixture(kind), how).expect("it prints"));
        for page in document.get_pages().into_values() {
            let content = document.get_and_decode_page_content(page).expect("operations");
            let sizes = content.operations.iter().filter(|operation| operation.operator == "Tf");
            let small = sizes.filter_map(|operation| operation.operands[1].as_float().ok()).find(|size| *size < 14.);
            assert_eq!(small, None, "{kind:?}");
        }
    }
}
