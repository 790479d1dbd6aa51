//! The words of every page as a person reads them, kept as text. `UPDATE=1 cargo test -p paper --test snapshots` writes them
//! anew; the difference is then read like any other change.

mod bodies;
mod reading;

use bodies::kinds::{blank, filled, fixture, languages, leaving};
use bodies::{aftercare, client, context, letterhead, needs, people, printed_on, treatment};
use clinical::Kind;
use paper::{How, Language, Sheet, aftercare_plan, day_sheet, has_own_page, recovery_kit, treatment_plan};
use reading::{NORMAL_EN, lines};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")
}

/// The name of a snapshot and what stands on its pages.
fn every_page() -> Vec<(String, String)> {
    let (client, people, letterhead, needs) = (client(), people(), letterhead(), needs());
    let mut all = Vec::new();
    let mut add = |name: String, file: Vec<u8>| all.push((name, lines(&file)));
    for &language in Language::ALL {
        let (how, code) = (How { language, ..NORMAL_EN }, language.code());
        let (care, plan) = (aftercare(language), treatment(language));
        let file = aftercare_plan(&care, &client, &people, &context(1), &letterhead, printed_on(), how);
        add(format!("page-aftercare_plan-{code}"), file.expect("it prints"));
        let file = treatment_plan(&plan, &needs, &client, &people, &context(2), &letterhead, printed_on(), how);
        add(format!("page-treatment_plan-{code}"), file.expect("it prints"));
    }
    let key = "AB2C-DEF3-GH4I-JK5L-MN6O-PQ7R-ST2U-VW3X-YZ4A-BC5D-EF6G-HI7J-KL2M-NOPQ";
    let file = recovery_kit(key, "Pat Sample", &letterhead, printed_on(), Sheet::Letter);
    add("page-recovery_kit".into(), file.expect("it prints"));
    let file = day_sheet(&bodies::day::day(), &letterhead, Sheet::Letter);
    add("page-day_sheet".into(), file.expect("it prints"));
    for &kind in Kind::ALL.iter().filter(|kind| has_own_page(**kind)) {
        for language in languages(kind) {
            let (how, name) = (How { language, ..NORMAL_EN }, format!("page-{}-{}", kind.name(), language.code()));
            // What has a text of its own in every language stands above.
            if !all.iter().any(|(known, _)| *known == name) {
                all.push((name, lines(&leaving(kind, &fixture(kind), &context(1), how).expect("it prints"))));
            }
        }
    }
    let mut add = |name: String, file: Vec<u8>| all.push((name, lines(&file)));
    for &kind in Kind::ALL {
        for language in languages(kind) {
            let (how, name) = (How { language, ..NORMAL_EN }, format!("{}-{}", kind.name(), language.code()));
            add(format!("filled-{name}"), filled(kind, &fixture(kind), how).expect("it prints"));
            add(format!("blank-{name}"), blank(kind, how).expect("it prints"));
        }
    }
    all
}

#[test]
fn every_page_says_what_it_said() {
    let (folder, update) = (folder(), std::env::var_os("UPDATE").is_some());
    let mut changed = Vec::new();
    let pages = every_page();
    for (name, text) in &pages {
        let path = folder.join(format!("{name}.txt"));
        if update {
            fs::create_dir_all(&folder).expect("the folder can be made");
            fs::write(&path, text).expect("the snapshot can be written");
        } else if fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n") != *text {
            changed.push(name);
        }
    }
    assert!(changed.is_empty(), "other words on {changed:?}. If they are right: UPDATE=1 cargo test -p paper");
    let known: BTreeSet<String> = pages.into_iter().map(|(name, _)| format!("{name}.txt")).collect();
    let kept = fs::read_dir(&folder).expect("snapshots").flatten();
    for file in kept.map(|file| file.file_name().to_string_lossy().into_owned()) {
        if update && !known.contains(&file) {
            fs::remove_file(folder.join(&file)).expect("an old snapshot can go");
        }
        assert!(update || known.contains(&file), "{file} is a snapshot of no page");
    }
}
