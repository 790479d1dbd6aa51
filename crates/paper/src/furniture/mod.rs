//! What every paper carries around its own text: whose it is, the numbers to call, the signatures, the foot.

mod cover;
mod signatures;

pub use cover::NOTICE;
pub use signatures::{ClientSignature, signed_name};

use crate::dates::Calendar;
use crate::engine::flow::Flow;
use crate::engine::foot::Foot;
use crate::engine::press::{Sheets, print, texts_of};
use crate::engine::runs::Rich;
use crate::given::{Client, Cover, How, Letterhead, PageContext, Person, Size, Unprintable};
use crate::labels::{fill, say};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Everything around a document's body.
pub struct Around<'a> {
    pub client: &'a Client,
    pub people: &'a BTreeMap<String, Person>,
    pub context: &'a PageContext,
    pub letterhead: &'a Letterhead,
    pub calendar: Calendar,
    pub how: How,
    /// For whom a copy is, where it is not the client's own.
    pub cover: Option<&'a Cover>,
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
        body.extend(texts_of("cover", &self.cover));
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
    pub fn foot(&self, left: [&str; 2]) -> Foot {
        let phone = self.letterhead.phone.trim();
        let question = fill(self.how.language, "questions_call", &[("phone", phone)]);
        let question = if phone.is_empty() { "" } else { &question };
        let [left, shorter] = self.warning().map_or(left, |warning| [warning; 2]);
        Foot::of(&[(left, question), (shorter, question), (left, phone), (left, "")])
    }

    /// Prints a document with its cover, if it is a copy for someone else; then the notice stands on every page of it.
    pub fn print(
        &self,
        title: &str,
        made: NaiveDate,
        foot: Foot,
        lay: impl FnOnce(&mut Flow),
        fields: impl FnOnce() -> Vec<(String, String)>,
    ) -> Result<Vec<u8>, Unprintable> {
        let Some(cover) = self.cover else {
            return print(Sheets { how: self.how, title, made, foot, cover: None }, lay, fields);
        };
        let before = |flow: &mut Flow, pages| cover::lay(flow, cover, self.letterhead, self.calendar, pages);
        let foot = foot.notice(&NOTICE.short);
        print(Sheets { how: self.how, title, made, foot, cover: Some(&before) }, lay, fields)
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
