//! Whether a PDF can do anything but be read.

use crate::desktop::Desktop;
use crate::hostile::ASK;
use crate::steps::PASSWORD;
use lopdf::{Document, Object};
use serde_json::{Value, json};
use std::fs;

/// What a PDF must not be able to do: run, start, call, react.
const ACTIONS: &[&[u8]] =
    &[b"JS", b"JavaScript", b"Launch", b"OpenAction", b"AA", b"URI", b"SubmitForm", b"GoToR", b"EmbeddedFile"];

/// Bytes that came as hexadecimal digits.
pub fn data(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| (pair[0] << 4) | pair[1]).collect()
}

/// A script that answers with a paper's bytes as hexadecimal digits.
pub fn bytes(command: &str, asked: &Value) -> String {
    format!(
        "{ASK} const bytes = new Uint8Array(await ask('{command}', {asked}));
         let text = ''; for (const byte of bytes) text += byte.toString(16).padStart(2, '0'); return text"
    )
}

/// The recovery kit and the day sheet; how many papers that is.
pub async fn of_the_house(desktop: &Desktop) -> usize {
    let kit = desktop.ask("new_recovery_kit", json!({ "password": PASSWORD })).await;
    let day = desktop.ask("status", json!({})).await["today"].clone();
    let papers = [
        ("recovery_kit", json!({ "recovery_key": kit["recovery_key"], "paper": "letter" })),
        ("day_sheet", json!({ "day": day, "paper": "letter" })),
    ];
    for (command, asked) in &papers {
        let paper = desktop.wait_for(&bytes(command, asked)).await;
        harmless(&data(paper.as_str().unwrap_or_else(|| panic!("{command}: {paper}"))), command);
    }
    papers.len()
}

/// What a person saved from the window; how many papers that is.
pub fn saved(desktop: &Desktop) -> usize {
    let files = fs::read_dir(desktop.folder.join("saved")).expect("a folder").flatten();
    files.map(|entry| harmless(&fs::read(entry.path()).expect("a file"), &entry.path().display().to_string())).count()
}

/// No object of it is an action. Words inside a string or a page are words.
pub fn harmless(pdf: &[u8], whose: &str) {
    let read = Document::load_mem(pdf).unwrap_or_else(|why| panic!("{whose}: {why}"));
    let mut names = Vec::new();
    read.objects.values().for_each(|object| names_in(object, &mut names));
    read.trailer.iter().for_each(|(key, value)| {
        names.push(key.clone());
        names_in(value, &mut names);
    });
    assert!(names.contains(&b"Catalog".to_vec()), "{whose} has no pages");
    let found: Vec<_> = names.iter().filter(|name| ACTIONS.contains(&name.as_slice())).collect();
    assert!(found.is_empty(), "{whose}: {found:?}");
}

fn names_in(object: &Object, names: &mut Vec<Vec<u8>>) {
    let fields = match object {
        Object::Name(name) => return names.push(name.clone()),
        Object::Array(items) => return items.iter().for_each(|item| names_in(item, names)),
        Object::Dictionary(fields) => fields,
        Object::Stream(stream) => &stream.dict,
        _ => return,
    };
    for (key, value) in fields.iter() {
        names.push(key.clone());
        names_in(value, names);
    }
}

#[test]
fn an_action_in_a_paper_would_be_found() {
    let mut paper = Document::with_version("1.7");
    let action =
        paper.add_object(lopdf::dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") });
    let catalog = paper.add_object(lopdf::dictionary! { "Type" => "Catalog", "OpenAction" => action });
    paper.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    paper.save_to(&mut bytes).expect("written");
    assert!(std::panic::catch_unwind(|| harmless(&bytes, "a paper")).is_err());
}
