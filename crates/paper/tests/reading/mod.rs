//! How the tests print a plan and read it back.
#![allow(dead_code, reason = "each user takes a part")]

use crate::bodies::{client, context, letterhead, people, printed_on};
use clinical::kinds::aftercare_plan::AftercarePlan;
use lopdf::Document;
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
    document.get_pages().keys().map(|page| squeezed(&text(page))).collect()
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
        let text = document.extract_text(&[number]).expect("the page holds text");
        for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}
