//! What every plan carries around its own text: whose it is, the numbers to call, the signatures, the foot.

use crate::dates::{Calendar, day};
use crate::flow::{Draw, Flow, MARGIN, Page, Slab, rule};
use crate::labels::{fill, say};
use crate::press::texts_of;
use crate::runs::{Rich, bold};
use crate::{Client, Hand, How, Letterhead, Mark, Person, Signer, Size, Standing};
use chrono::NaiveDateTime;
use clinical::drawing;
use std::collections::BTreeMap;

/// Everything around a document's body.
pub struct Around<'a> {
    pub client: &'a Client,
    pub people: &'a BTreeMap<String, Person>,
    pub standing: &'a Standing,
    pub letterhead: &'a Letterhead,
    pub calendar: Calendar,
    pub how: How,
}

/// How the client signed, or why not.
pub struct ClientSignature<'a> {
    /// `signed`, `on_screen`, `not_signed` or not answered.
    pub signs: &'a str,
    pub name: &'a str,
    pub on: &'a str,
    pub reason: &'a str,
}

impl Around<'_> {
    pub fn say(&self, key: &str) -> &'static str {
        say(self.how.language, key)
    }

    /// Someone by contact or staff id, or as typed.
    pub fn person(&self, id: &str, typed: &str) -> Person {
        let found = self.people.get(id).cloned();
        let mut person =
            found.unwrap_or_else(|| Person { name: String::new(), phone: String::new(), relationship: String::new() });
        if !typed.trim().is_empty() {
            typed.trim().clone_into(&mut person.name);
        }
        if person.name.is_empty() && !self.people.contains_key(id) && !is_id(id) {
            id.trim().clone_into(&mut person.name);
        }
        person
    }

    /// The name of someone named either by id or in words.
    pub fn name(&self, id_or_name: &str) -> String {
        self.person(id_or_name, "").name
    }

    /// Name and phone number, kept on one line where it can be.
    pub fn reach(&self, id_or_name: &str) -> Rich {
        let person = self.person(id_or_name, "");
        let rich = Rich::from(&person.name);
        if person.phone.is_empty() { rich } else { rich.plain(", ").plain_phone(person.phone) }
    }

    /// Where every printed text came from, for naming the field of a character that cannot be printed.
    pub fn fields(&self, mut body: Vec<(String, String)>) -> Vec<(String, String)> {
        body.extend(texts_of("client", self.client));
        body.extend(self.people.iter().flat_map(|(id, person)| texts_of(&format!("people.{id}"), person)));
        body.extend(texts_of("signers", &self.standing.signers));
        body.extend(texts_of("marks", &self.standing.marks));
        body.extend(texts_of("letterhead", self.letterhead));
        body
    }

    /// "Draft: not signed" or "Old copy", for the meta line and the foot.
    pub fn warning(&self) -> Option<&'static str> {
        match self.standing {
            Standing { draft: true, .. } => Some(self.say("draft")),
            Standing { superseded: true, .. } => Some(self.say("old_copy")),
            Standing { awaits: true, .. } => Some(self.say("awaits_cosign")),
            _ => None,
        }
    }

    pub fn crisis_box(&self, flow: &mut Flow) {
        let line = |key: &str| self.say(key).to_owned();
        let mut by_phone = vec![line("crisis_988")];
        if self.how.language == crate::Language::Es {
            let spanish = line("crisis_988_es");
            match self.how.size {
                Size::Large => by_phone.push(spanish),
                // The narrow cell breaks between the two ways, not inside one.
                Size::Normal => by_phone.push(spanish.replace(". ", ".\n")),
            }
        }
        let mut cells = vec![("911".to_owned(), vec![line("crisis_911")]), ("988".to_owned(), by_phone)];
        if !self.letterhead.crisis_phone.trim().is_empty() {
            cells.push((self.letterhead.crisis_phone.trim().to_owned(), vec![line("crisis_program")]));
        }
        flow.crisis(cells);
    }

    /// All signatures together, with the lines above them; or the reason there is none.
    pub fn signatures(&self, flow: &mut Flow, client: &ClientSignature) {
        let marks = &self.standing.marks;
        let mut cells: Vec<Cell> = marks.iter().map(|mark| self.mark_cell(mark)).collect();
        if !marks.iter().any(|mark| mark.hand == Hand::Client) {
            cells.insert(0, self.client_cell(client));
        }
        cells.extend(self.standing.signers.iter().map(|signer| self.signer_cell(signer)));
        if self.standing.signers.is_empty() {
            let line = format!("{} · {}", self.say("staff_signature"), self.say("date"));
            cells.push(Cell { above: Above::Line, text: line.into() });
        }
        let (scale, x, w) = (flow.scale, flow.x, flow.w);
        let across = if scale.large { 1 } else { cells.len().clamp(2, 3) };
        let width = (w - 24. * (across - 1) as f32) / across as f32;
        let above = if scale.large { 44. } else { 31. };
        let (up, mut slab) = (flow.up, Slab { gap: 2. * scale.u, ..Slab::default() });
        for row in cells.chunks(across) {
            // A row signed on screen needs no room for a pen.
            let pen = row.iter().any(|cell| !matches!(cell.above, Above::Nothing));
            let top = slab.h + if pen { above } else { 3. * scale.u };
            let mut deepest = 0_f32;
            for (i, Cell { above: over, text }) in row.iter().enumerate() {
                let at = x + (width + 24.) * i as f32;
                let node = flow.node("P", up);
                let cell = flow.whole(text, scale.body, at, width, node);
                slab.draw.extend((!matches!(over, Above::Nothing)).then(|| rule(at, top, width, 0.75)));
                if let Above::Drawing(path) = over {
                    slab.draw.extend(drawn(path, at, top - above + 2., width, above - 3.));
                }
                slab.draw.extend(cell.draw.into_iter().map(|draw| draw.moved(top + 3.)));
                deepest = deepest.max(cell.h);
            }
            slab.h = top + 3. + deepest;
        }
        if let Some(before) = flow.out.last_mut() {
            before.keep = true;
        }
        flow.out.push(slab);
    }

    fn client_cell(&self, client: &ClientSignature) -> Cell<'static> {
        let mine = self.say("my_signature");
        if client.signs != "not_signed" && !client.name.trim().is_empty() {
            let signed = self.signed_on(client.on);
            return Cell::of(bold(client.name.trim()).line().plain(mine).line().plain(signed));
        }
        if client.signs != "signed" && !client.reason.trim().is_empty() {
            let why = format!("{}: ", self.say("no_signature_why"));
            return Cell::of(bold(mine).line().plain(why).plain(client.reason.trim()));
        }
        Cell { above: Above::Line, text: format!("{mine} · {}", self.say("date")).into() }
    }

    fn mark_cell<'a>(&self, mark: &'a Mark) -> Cell<'a> {
        let whose = self.say(match mark.hand {
            Hand::Client => "my_signature",
            Hand::Family => "family_signature",
            Hand::Guardian => "guardian_signature",
        });
        let seen = fill(self.how.language, "signed_before", &[("name", mark.witness.trim())]);
        let text = bold(mark.name.trim()).line().plain(whose).line().plain(self.signed_at(mark.at)).line().plain(seen);
        Cell { above: Above::Drawing(&mark.drawing), text }
    }

    fn signer_cell(&self, signer: &Signer) -> Cell<'static> {
        let mut cell = bold(signed_name(signer));
        let meaning = match signer.meaning.as_str() {
            "author" | "author_supervised" => self.say("signed_author"),
            "co_signer" => self.say("signed_co"),
            other => other.trim(),
        };
        if !meaning.is_empty() {
            cell = cell.line().plain(meaning);
        }
        Cell::of(cell.line().plain(self.signed_at(signer.at)))
    }

    /// A signature on screen: with its time, or, where only the day was kept, the day.
    fn signed_on(&self, stored: &str) -> String {
        let moment = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"].iter();
        let moment = moment.filter_map(|form| NaiveDateTime::parse_from_str(stored.trim(), form).ok()).next();
        match (moment, day(stored)) {
            (Some(at), _) => self.signed_at(at),
            (None, Some(on)) => fill(self.how.language, "signed_on_screen_day", &[("date", &self.calendar.date(on))]),
            (None, None) => stored.trim().to_owned(),
        }
    }

    fn signed_at(&self, at: NaiveDateTime) -> String {
        let (date, time) = self.calendar.moment(at);
        let date = date.replace(' ', "\u{a0}");
        fill(self.how.language, "signed_on_screen", &[("date", &date), ("time", &time)])
    }

    /// Whom to call with a question, and where the document stands.
    /// `left` is the text on the left and a shorter one for large print.
    pub fn foot(&self, flow: &mut Flow, pages: &mut [Page], left: [&str; 2]) {
        let phone = self.letterhead.phone.trim();
        let question = fill(self.how.language, "questions_call", &[("phone", phone)]);
        let question = if phone.is_empty() { "" } else { &question };
        let [left, shorter] = self.warning().map_or(left, |warning| [warning; 2]);
        page_foot(flow, pages, &[(left, question), (shorter, question), (left, phone), (left, "")]);
    }
}

/// What stands over a signer's name.
enum Above<'a> {
    /// A line for a pen.
    Line,
    /// What was drawn on the screen, over a line.
    Drawing(&'a str),
    /// Nothing: signed on screen with a password.
    Nothing,
}

/// One signature.
struct Cell<'a> {
    above: Above<'a>,
    text: Rich,
}

impl Cell<'_> {
    fn of(text: Rich) -> Self {
        Self { above: Above::Nothing, text }
    }
}

/// The strokes of a drawing, fitted into a box on the page. A path that cannot be read draws nothing.
fn drawn(path: &str, x: f32, y: f32, w: f32, h: f32) -> Vec<Draw> {
    let scale = (w / drawing::WIDTH).min(h / drawing::HEIGHT);
    let strokes = drawing::strokes(path).unwrap_or_default();
    let placed = |stroke: Vec<(f32, f32)>| Draw::Pen {
        y,
        points: stroke.into_iter().map(|(right, down)| (x + right * scale, down * scale)).collect(),
    };
    strokes.into_iter().map(placed).collect()
}

/// The foot of every page: the first pair of texts for left and middle that fits, and the page number on the right. No
/// surname, record number or program stands in it.
pub fn page_foot(flow: &mut Flow, pages: &mut [Page], choices: &[(&str, &str)]) {
    let (scale, height, w) = (flow.scale, flow.sheet.points().1, flow.w);
    let (size, count) = (scale.foot.0, pages.len().to_string());
    let number = |i: &str| bold(fill(flow.language, "page_of", &[("n", i), ("m", &count)]));
    let numbers: Vec<Rich> = (1..=pages.len()).map(|i| number(&i.to_string())).collect();
    let widest = number(&count);
    let widest = flow.width_of(&widest, size);
    let fitted = |flow: &mut Flow, (left, middle): (&str, &str)| {
        let widths = [left, middle].map(|text| flow.width_of(&text.into(), size));
        let spare = (w - widest - widths[0] - widths[1]) / 2.;
        // A space goes into the text, so that a reader does not hear two parts as one word.
        let placed = [(left, MARGIN), (middle, MARGIN + widths[0] + spare.max(0.))];
        (spare, placed.map(|(text, x)| (Rich::from(text).plain(" "), x)))
    };
    let mut parts = choices.iter().map(|choice| fitted(flow, *choice));
    let first = parts.by_ref().find(|(spare, _)| *spare >= 8.);
    drop(parts);
    let (_, beside) = match (first, choices.last()) {
        (Some(found), _) => found,
        (None, Some(last)) => fitted(flow, *last),
        (None, None) => return,
    };
    let y = height - 36.;
    for (page, number) in pages.iter_mut().zip(numbers) {
        page.draw.push(rule(MARGIN, y - scale.foot.1 - 7., w, 0.75));
        // The number ends at the right margin even where nothing stands in the middle.
        let right = MARGIN + w - flow.width_of(&number, size);
        let right = [(number.plain(" "), right)];
        for (part, x) in beside.iter().chain(&right).filter(|(part, _)| !part.is_empty()) {
            let line = flow.text.lines(&part.0, size, w + 100.).into_iter().next().unwrap_or_default();
            page.draw.push(Draw::Text { x: *x, y: y - 4., size, line, node: 0, white: false });
        }
    }
}

/// Whether a text is the id of a document rather than words: an id nobody looked up never stands on paper.
fn is_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// A signer with the credential they sign under.
pub fn signed_name(signer: &Signer) -> String {
    if signer.credential.trim().is_empty() {
        signer.name.trim().to_owned()
    } else {
        format!("{}, {}", signer.name.trim(), signer.credential.trim())
    }
}
