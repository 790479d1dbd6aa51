//! What every paper carries around its own text: whose it is, the numbers to call, the signatures, the foot.

mod signatures;

pub use signatures::{ClientSignature, signed_name};

use crate::dates::Calendar;
use crate::engine::flow::{Draw, Flow, MARGIN, Page, rule};
use crate::engine::press::texts_of;
use crate::engine::runs::{Rich, bold};
use crate::given::{Client, How, Letterhead, PageContext, Person, Size};
use crate::labels::{fill, say};
use std::collections::BTreeMap;

/// Everything around a document's body.
pub struct Around<'a> {
    pub client: &'a Client,
    pub people: &'a BTreeMap<String, Person>,
    pub context: &'a PageContext,
    pub letterhead: &'a Letterhead,
    pub calendar: Calendar,
    pub how: How,
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
        body.extend(texts_of("signers", &self.context.signers));
        body.extend(texts_of("marks", &self.context.marks));
        body.extend(texts_of("withdrawn", &self.context.withdrawn));
        body.extend(texts_of("addenda", &self.context.addenda));
        body.extend(texts_of("letterhead", self.letterhead));
        body
    }

    /// Where the document stands, in the few words a foot has room for.
    pub fn warning(&self) -> Option<&'static str> {
        match self.context {
            PageContext { withdrawn: Some(_), .. } => Some(self.say("withdrawn")),
            PageContext { draft: true, .. } => Some(self.say("draft")),
            PageContext { superseded: true, .. } => Some(self.say("old_copy")),
            PageContext { awaits: true, .. } => Some(self.say("awaits_cosign")),
            _ => None,
        }
    }

    /// The same for the meta line: who withdrew it and why, too.
    pub fn with_warning(&self, line: Rich) -> Rich {
        let Some(warning) = self.warning() else { return line };
        let line = line.line().bold(warning);
        let Some(withdrawn) = &self.context.withdrawn else { return line };
        let (date, time) = self.calendar.moment(withdrawn.at);
        let values = [("name", withdrawn.author.trim()), ("date", &date), ("time", &time)];
        let line = line.line().plain(fill(self.how.language, "withdrawn_by", &values));
        match withdrawn.reason.trim() {
            "" => line,
            reason => line.line().bold(format!("{}: ", self.say("reason"))).plain(reason),
        }
    }

    /// Whose document it is: the name with the legal name, the day of birth, the record number.
    pub fn identity(&self) -> Rich {
        let (client, calendar) = (self.client, self.calendar);
        let (preferred, legal) = (client.preferred.trim(), client.legal.trim());
        let name = match preferred.is_empty() || legal.split(' ').any(|part| part == preferred) || preferred == legal {
            true => legal.to_owned(),
            false if legal.is_empty() => preferred.to_owned(),
            false => format!("{preferred} ({legal})"),
        };
        let mut who = vec![name];
        who.extend(client.born.map(|born| fill(calendar.language, "born", &[("date", &calendar.date(born))])));
        if !client.record_number.trim().is_empty() {
            who.push(fill(calendar.language, "record", &[("n", client.record_number.trim())]));
        }
        who.into_iter().filter(|part| !part.is_empty()).fold(Rich::default(), |rich, part| match rich.is_empty() {
            true => part.into(),
            false => self.next(rich).plain(unbroken(&part)),
        })
    }

    /// Parts of a meta line stand behind each other, in large print under each other.
    pub fn next(&self, rich: Rich) -> Rich {
        if self.how.size == Size::Large { rich.line() } else { rich.plain(" · ") }
    }

    pub fn crisis_box(&self, flow: &mut Flow) {
        let line = |key: &str| self.say(key).to_owned();
        let mut by_phone = vec![line("crisis_988")];
        let more = line("crisis_988_more");
        by_phone.extend(match self.how.size {
            _ if more.is_empty() => None,
            Size::Large => Some(more),
            // The narrow cell breaks between the two ways, not inside one.
            Size::Normal => Some(more.replace(". ", ".\n")),
        });
        let mut cells = vec![("911".to_owned(), vec![line("crisis_911")]), ("988".to_owned(), by_phone)];
        if !self.letterhead.crisis_phone.trim().is_empty() {
            cells.push((self.letterhead.crisis_phone.trim().to_owned(), vec![line("crisis_program")]));
        }
        flow.crisis(cells);
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

/// The foot of every page: the first pair of texts for left and middle that fits, and the page number on the right. On
/// what a client takes home no surname, record number or program stands in it.
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

/// Kept on one line.
pub fn unbroken(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// Whether a text is the id of a document rather than words: an id nobody looked up never stands on paper.
pub fn is_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}
