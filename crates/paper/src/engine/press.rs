//! From laid blocks to a file, and the words to say when a character cannot be printed.

use crate::engine::flow::{Flow, Page, paginate};
use crate::engine::foot::{Foot, Planned};
use crate::engine::pdf::{Programs, write};
use crate::engine::runs::unseen;
use crate::engine::tags::Title;
use crate::engine::text::{Text, unprintable};
use crate::given::{How, Unprintable};
use crate::labels::labels;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// Fonts are read once for the life of the process; shaped words are kept between documents until `forget_words`.
struct Press {
    text: Text,
    programs: Programs,
}

static PRESS: LazyLock<Mutex<Press>> =
    LazyLock::new(|| Mutex::new(Press { text: Text::new(), programs: Programs::default() }));

fn press() -> MutexGuard<'static, Press> {
    // A panic while printing leaves words and fonts whole: the next page may use them.
    PRESS.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn forget_words() {
    let mut press = press();
    press.text.forget_words();
    press.programs = Programs::default();
}

pub fn warm() {
    let press = press();
    for face in 0..4 {
        press.text.face(face);
    }
}

/// Lays a cover before so many pages.
pub type Cover<'a> = dyn Fn(&mut Flow, usize) + 'a;

/// A paper to print.
pub struct Sheets<'a> {
    pub how: How,
    /// What the file is called. Never a name.
    pub title: &'a str,
    /// The day it is made.
    pub made: NaiveDate,
    pub foot: Foot,
    /// Lays what goes before it, told how many pages it has.
    pub cover: Option<&'a Cover<'a>>,
}

/// Lays a document and its cover, deals them onto pages, adds the foot and writes the file. `fields` names where each text
/// came from and is asked only when a character cannot be printed.
pub fn print(
    sheets: Sheets,
    lay: impl FnOnce(&mut Flow),
    fields: impl FnOnce() -> Vec<(String, String)>,
) -> Result<Vec<u8>, Unprintable> {
    let Press { text, programs } = &mut *press();
    text.missing.clear();
    let how = sheets.how;
    let mut flow = Flow::new(text, how);
    let foot = Planned::new(&mut flow, &sheets.foot);
    lay(&mut flow);
    let mut pages = dealt(&mut flow, &foot);
    if let Some(cover) = sheets.cover {
        let behind = flow.nodes[0].kids.len();
        cover(&mut flow, pages.len());
        pages.splice(0..0, dealt(&mut flow, &foot));
        // Heard first, because it lies on top.
        flow.nodes[0].kids.rotate_left(behind);
    }
    foot.draw(&mut flow, &mut pages);
    let mut nodes = flow.nodes;
    if let Some(&c) = text.missing.first() {
        return Err(refuse(c, fields()));
    }
    let title =
        Title { text: sheets.title, lang: &labels(how.language).lang, made: sheets.made, sheet: how.sheet.points() };
    write(text, programs, &pages, &mut nodes, &title).map_err(|message| Unprintable { field: String::new(), message })
}

fn dealt(flow: &mut Flow, foot: &Planned) -> Vec<Page> {
    paginate(std::mem::take(&mut flow.out), flow.scale, flow.sheet.points(), foot.bottom())
}

fn refuse(first: char, fields: Vec<(String, String)>) -> Unprintable {
    let found = fields.into_iter().find_map(|(field, typed)| Some((field, unprintable(&typed)?)));
    let (field, c) = found.unwrap_or((String::new(), first));
    let name = field.rsplit('.').find(|part| part.parse::<usize>().is_err()).unwrap_or_default().replace('_', " ");
    let subject = if name.is_empty() { "This text".to_owned() } else { format!("The {name}") };
    let message = if unseen(c) {
        format!("{subject} holds an invisible character (U+{:04X}), which cannot be printed.", u32::from(c))
    } else {
        format!("{subject} holds {c} (U+{:04X}), which no font here can print.", u32::from(c))
    };
    Unprintable { field, message }
}

/// Every text of a body with its path, `people.0.name`.
pub fn texts_of(prefix: &str, value: &impl Serialize) -> Vec<(String, String)> {
    let mut out = Vec::new();
    walk(prefix, &serde_json::to_value(value).unwrap_or_default(), &mut out);
    out
}

fn walk(path: &str, value: &Value, out: &mut Vec<(String, String)>) {
    let under = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::String(text) => out.push((path.to_owned(), text.clone())),
        Value::Array(rows) => rows.iter().enumerate().for_each(|(i, row)| walk(&under(&i.to_string()), row, out)),
        Value::Object(fields) => fields.iter().for_each(|(key, field)| walk(&under(key), field, out)),
        _ => {}
    }
}
