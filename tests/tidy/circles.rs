//! No circle between the modules of a crate: what is below never names what is above it. Between its files, too, where the record is kept.

use super::rust_text::source;
use super::{files, hold};
use std::collections::{BTreeMap, BTreeSet};

type Path = Vec<String>;

/// A path as a file names it, and whether it hands it on under its own name.
struct Named {
    path: Path,
    handed_on: bool,
}

/// A crate's files by their module paths, and what each names.
struct Modules {
    known: BTreeMap<Path, String>,
    names: BTreeMap<Path, Vec<Named>>,
}

const CRATES: &[&str] = &["crates/clinical", "crates/paper", "crates/record", "crates/verify", "crates/headless"];

#[test]
fn no_module_of_a_crate_stands_below_itself() {
    let first = |path: &Path| path[..1].to_vec();
    let circles = CRATES.iter().flat_map(|folder| Modules::of(folder).circles(first));
    hold("A circle between modules", circles.collect());
}

#[test]
fn no_file_of_the_record_stands_below_itself() {
    hold("A circle between files", Modules::of("crates/record").circles(Path::clone));
}

impl Modules {
    fn of(folder: &str) -> Self {
        let src = format!("{folder}/src/");
        let mut texts = BTreeMap::new();
        let mut known = BTreeMap::new();
        for (path, text) in files(&src, &[".rs"]) {
            let mut module: Path = path[src.len()..path.len() - 3].split('/').map(str::to_owned).collect();
            if matches!(module.last().map(String::as_str), Some("mod" | "lib" | "main")) {
                module.pop();
            }
            // Files that only tests see.
            if matches!(module.last().map(String::as_str), Some("tests" | "every_kind")) {
                continue;
            }
            texts.insert(module.clone(), source(&text).code);
            known.insert(module, path);
        }
        let mut all = Self { known, names: BTreeMap::new() };
        all.names = texts.iter().map(|(module, code)| (module.clone(), all.named_in(module, code))).collect();
        all
    }

    /// Every path inside the crate that this file names, from the crate's root.
    fn named_in(&self, module: &Path, code: &str) -> Vec<Named> {
        let mut named = Vec::new();
        let mut rest = String::new();
        for statement in code.split_inclusive(';') {
            // What precedes a `use` in the same piece is code of its own.
            let Some((before, taken, handed_on)) = used(statement) else {
                rest.push_str(statement);
                continue;
            };
            rest.push_str(before);
            for path in tree(taken) {
                named.extend(self.rooted(module, path).map(|path| Named { path, handed_on }));
            }
        }
        for word in rest.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            if ["crate::", "super::", "self::"].iter().any(|start| word.starts_with(start)) {
                let path = word.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
                named.extend(self.rooted(module, path).map(|path| Named { path, handed_on: false }));
            }
        }
        named
    }

    /// From the crate's root; none for a path into another crate.
    fn rooted(&self, module: &Path, path: Path) -> Option<Path> {
        let up = path.iter().take_while(|part| *part == "super").count();
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([module.clone(), path[1..].to_vec()].concat()),
            "super" => Some([module[..module.len().saturating_sub(up)].to_vec(), path[up..].to_vec()].concat()),
            first => {
                let child = [module.clone(), vec![first.to_owned()]].concat();
                self.known.contains_key(&child).then(|| [module.clone(), path].concat())
            }
        }
    }

    /// The file in which the thing of this path is: what a module only hands on is followed.
    fn home(&self, path: &Path, steps: usize) -> Path {
        let depth = (0..=path.len()).rev().find(|end| self.known.contains_key(&path[..*end])).unwrap_or(0);
        let (module, item) = (&path[..depth], path.get(depth));
        let onward = item.filter(|_| steps > 0).and_then(|item| {
            let named = self.names.get(module)?.iter();
            named.filter(|it| it.handed_on).find(|it| it.path.last() == Some(item))
        });
        match onward {
            Some(onward) => self.home(&[onward.path.clone(), path[depth + 1..].to_vec()].concat(), steps - 1),
            None => module.to_vec(),
        }
    }

    /// Each group of rooms that reach each other, as a line that says how.
    fn circles(&self, room: impl Fn(&Path) -> Path) -> Vec<String> {
        let mut edges: BTreeMap<Path, BTreeMap<Path, String>> = BTreeMap::new();
        for (module, named) in self.names.iter().filter(|(module, _)| !module.is_empty()) {
            for it in named {
                // A folder's door shows what lies behind it; that is no use of it.
                let door = it.handed_on && it.path.starts_with(module);
                let home = self.home(&it.path, 8);
                if door || home.is_empty() || room(&home) == room(module) {
                    continue;
                }
                let how = format!("{} names {}", self.known[module], it.path.join("::"));
                edges.entry(room(module)).or_default().entry(room(&home)).or_insert(how);
            }
        }
        let mut said = Vec::new();
        for (from, to) in edges.iter().flat_map(|(from, all)| all.iter().map(move |to| (from, to))) {
            if reaches(&edges, to.0, from) {
                said.push(to.1.clone());
            }
        }
        said
    }
}

fn reaches(edges: &BTreeMap<Path, BTreeMap<Path, String>>, from: &Path, to: &Path) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
    while let Some(at) = open.pop() {
        if at == *to {
            return true;
        }
        if seen.insert(at.clone()) {
            open.extend(edges.get(&at).into_iter().flat_map(|all| all.keys().cloned()));
        }
    }
    false
}

/// A piece of code that ends with a `use`: what precedes it, what it takes, and whether it is public.
fn used(statement: &str) -> Option<(&str, &str, bool)> {
    let mut from = 0;
    for line in statement.split_inclusive('\n') {
        let head = line.trim_start();
        let public = head.strip_prefix("pub").map(|more| more.split_once(" use ").map_or(more, |(scope, _)| scope));
        let handed_on = public.is_some_and(|scope| scope.is_empty() || scope.starts_with('('));
        if head.starts_with("use ") || (handed_on && head.contains(" use ")) {
            let (_, taken) = statement[from..].split_once("use ")?;
            return Some((&statement[..from], taken.trim_end_matches(';'), handed_on));
        }
        from += line.len();
    }
    None
}

/// The paths of a `use`, without its braces.
fn tree(text: &str) -> Vec<Path> {
    let text = text.trim();
    let parts = |text: &str| -> Path {
        let path = text.split(" as ").next().unwrap_or_default();
        path.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let Some((before, inside)) = text.split_once('{') else { return vec![parts(text)] };
    let (before, inside) = (parts(before), inside.strip_suffix('}').unwrap_or(inside));
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    let ends = inside.char_indices().chain([(inside.len(), ',')]);
    for (at, c) in ends {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let each = inside[from..at].trim();
                if !each.is_empty() {
                    found.extend(tree(each).into_iter().map(|path| [before.clone(), path].concat()));
                }
                from = at + 1;
            }
            _ => {}
        }
    }
    found
}

#[test]
fn a_use_with_braces_is_read_as_its_paths() {
    let read: Vec<String> = tree("crate::a::{self, b::{C, D as E}, f}").iter().map(|path| path.join("::")).collect();
    assert_eq!(read, ["crate::a::self", "crate::a::b::C", "crate::a::b::D", "crate::a::f"]);
}
