//! How the tests print a plan and read it back.
#![allow(dead_code, reason = "each user takes a part")]

use crate::bodies::{client, context, letterhead, people, printed_on};
use clinical::kinds::aftercare_plan::AftercarePlan;
use lopdf::{Document, Object};
use paper::{How, Language, Sheet, Size, Unprintable, aftercare_plan};

pub const LARGE_ES: How = How { language: Language::Es, size: Size::Large, sheet: Sheet::Letter };
pub const NORMAL_EN: How = How { language: Language::En, size: Size::Normal, sheet: Sheet::Letter };

pub fn print(body: &AftercarePlan, how: How) -> Result<Vec<u8>, Unprintable> {
    aftercare_plan(body, &client(), &people(), &context(1), &letterhead(), printed_on(), how)
}

pub fn read(file: &[u8]) -> Document {
    Document::load_mem(file).expect("the file opens")
}

/// Text of each page, white space made one space.
pub fn pages(file: &[u8]) -> Vec<String> {
    let document = read(file);
    let text = |page: &u32| document.extract_text(&[*page]).expect("the page holds text");
    document.get_pages().keys().map(|page| squeezed(&words(&text(page)))).collect()
}

/// What is drawn over its letters reads as nothing; this reader says so with a sign that itself never prints.
fn words(text: &str) -> String {
    text.replace('\u{fffd}', "")
}

pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn whole(file: &[u8]) -> String {
    pages(file).join(" ")
}

/// Without any white space, for texts that wrap inside a word.
pub fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Every line begins inside the margins and above the foot.
pub fn assert_inside(file: &[u8], way: How) {
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

/// The text as it stands, line under line, each page under its number. A row of a table is one line.
pub fn lines(file: &[u8]) -> String {
    let document = read(file);
    let mut out = String::new();
    for number in document.get_pages().into_keys() {
        out.push_str(&format!("== page {number}\n"));
        let text = words(&document.extract_text(&[number]).expect("the page holds text"));
        for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// A text on a page: where it begins, how wide it is, its size.
#[derive(Debug, Clone)]
pub struct Placed {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub size: f32,
}

/// Every text of every page with the room it takes, as a reader lays it out from the file alone.
pub fn placed(file: &[u8]) -> Vec<Vec<Placed>> {
    let document = read(file);
    document.get_pages().into_values().map(|page| placed_on(&document, page)).collect()
}

fn placed_on(document: &Document, page: lopdf::ObjectId) -> Vec<Placed> {
    let fonts = document.get_page_fonts(page).expect("fonts");
    let widths = |name: &[u8]| -> std::collections::BTreeMap<u16, f32> {
        let descendant = fonts[name].get(b"DescendantFonts").and_then(Object::as_array).expect("a font of two bytes");
        let all = descendant[0].as_dict().and_then(|font| font.get(b"W")).and_then(Object::as_array).expect("widths");
        let mut found = std::collections::BTreeMap::new();
        for pair in all.chunks(2) {
            let first = pair[0].as_i64().expect("a code") as u16;
            for (code, width) in (first..).zip(pair[1].as_array().expect("widths")) {
                found.insert(code, width.as_float().expect("a width"));
            }
        }
        found
    };
    let (mut out, mut font, mut at, mut size): (Vec<Placed>, Vec<u8>, _, f32) = (Vec::new(), Vec::new(), (0., 0.), 0.);
    let mut known = std::collections::BTreeMap::new();
    for operation in document.get_and_decode_page_content(page).expect("operations").operations {
        let number = |i: usize| operation.operands[i].as_float().expect("a number");
        match operation.operator.as_str() {
            "Tf" => (font, size) = (operation.operands[0].as_name().expect("a name").to_vec(), number(1)),
            "Tm" => {
                at = (number(4), number(5));
                out.push(Placed { x: at.0, y: at.1, width: 0., size });
            }
            "TJ" | "Tj" => {
                let widths = known.entry(font.clone()).or_insert_with(|| widths(&font));
                let shown = match &operation.operands[0] {
                    Object::Array(shown) => shown.clone(),
                    one => vec![one.clone()],
                };
                let moved: f32 = shown
                    .iter()
                    .map(|item| match item {
                        Object::String(codes, _) => codes
                            .chunks(2)
                            .map(|code| widths.get(&u16::from_be_bytes([code[0], code[1]])).copied().unwrap_or(0.))
                            .sum(),
                        number => -number.as_float().unwrap_or(0.),
                    })
                    .sum();
                at.0 += moved * size / 1000.;
                if let Some(last) = out.last_mut() {
                    (last.width, last.size) = (at.0 - last.x, size);
                }
            }
            _ => {}
        }
    }
    out
}
