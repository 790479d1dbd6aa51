//! Any kind of document from its form: filled with a body, or blank to write on, in the order of the screen.
//!
//! A paper for a client carries the numbers to call; a paper of the chart carries program, record number and version, so
//! that a loose page finds its way back.

mod fields;
mod kinds;
mod page;
mod rows;
mod widgets;
mod words;

pub use words::printed_in;

use crate::dates::Calendar;
use crate::engine::beside::Cell;
use crate::engine::flow::Flow;
use crate::engine::foot::Foot;
use crate::engine::press::texts_of;
use crate::engine::runs::{Rich, bold};
use crate::furniture::{Around, unbroken};
use crate::given::{Client, Printing, Unprintable};
use crate::labels::{fill, lower_first};
use chrono::NaiveDate;
use clinical::Kind;
use clinical::form::Section;
use page::{FormPage, Place};
use serde_json::Value;
use words::Words;

/// Prints a document of any kind from its form: filled with `body`, or blank to write on.
///
/// # Errors
/// Names the field and the character no font has; or says that a kind has no page in this language, or a widget none at all.
pub fn form(kind: Kind, body: Option<&Value>, with: &Printing<'_>) -> Result<Vec<u8>, Unprintable> {
    let &Printing { client, people, names, context, letterhead, printed, how, cover } = with;
    let form = kind.form();
    if let Some((field, widget)) = widgets::without_a_page(form) {
        let message = format!("The part {widget} of this document cannot be printed yet.");
        return Err(Unprintable { field: field.to_owned(), message });
    }
    if !printed_in(kind, how.language) {
        let message = format!("{} has not been put into this language. Print it in English.", form.title);
        return Err(Unprintable { field: String::new(), message });
    }
    // Whose document it is stands on it even if nobody is named: then there is a line for the name.
    let nobody = Client::default();
    let about = body.and_then(|body| kind.says(body).ok()?.on).unwrap_or(printed);
    let calendar = Calendar { language: how.language, from: about };
    let around = Around { client: client.unwrap_or(&nobody), people, context, letterhead, calendar, how, cover };
    let page = FormPage { words: Words::of(kind, how.language), names, calendar, body };
    let paper = Paper { kind, around, page, named: client.is_some(), printed };
    let fields = || {
        let mut texts = body.map(|body| texts_of("", body)).unwrap_or_default();
        texts.extend(names.iter().map(|(id, name)| (format!("names.{id}"), name.clone())));
        paper.around.fields(texts)
    };
    let title = paper.page.words.title();
    paper.around.print(title, printed, paper.foot(), |flow| paper.lay(flow, &form.sections), fields)
}

/// A form with everything around it.
struct Paper<'a> {
    kind: Kind,
    around: Around<'a>,
    page: FormPage<'a>,
    named: bool,
    printed: NaiveDate,
}

impl Paper<'_> {
    fn lay(&self, flow: &mut Flow, sections: &[Section]) {
        flow.title(self.page.words.title(), &self.meta());
        if kinds::asks_whose(self.kind) && !self.named {
            self.whose(flow);
        }
        if kinds::for_client(self.kind) {
            self.around.crisis_box(flow);
        }
        for section in sections {
            self.section(flow, section);
        }
        self.signatures(flow);
        self.around.addenda(flow);
    }

    /// A section with what was said in it. One that holds something in confidence is left out whole: what is left would
    /// tell that something was said.
    fn section(&self, flow: &mut Flow, section: &Section) {
        if section.fields.iter().any(|field| field.confidential) {
            return;
        }
        let words = self.page.words;
        let title = words.section(section, "section", section.title);
        let before = (flow.nodes.len(), flow.nodes[flow.up].kids.len(), flow.out.len());
        if !title.is_empty() {
            flow.section_of(title);
        }
        // Further off than one line to write on from the next, or its rule looks like one of them.
        if let Some(heading) = flow.out.last_mut().filter(|_| self.page.is_blank() && !title.is_empty()) {
            heading.gap += 3. * flow.scale.u;
        }
        let hint = words.section(section, "section_hint", section.hint);
        if self.page.is_blank() && !hint.is_empty() {
            flow.wide(hint);
        }
        let (headed, nothing) = (flow.out.len(), Value::Null);
        let values = self.page.body.unwrap_or(&nothing);
        // The label of a field that is all of its section would say the heading again.
        let under = match &section.fields[..] {
            [sole] if !title.is_empty() => words.say(sole.name, sole.label),
            _ => title,
        };
        self.page.fields(flow, &section.fields, &Place { at: "", values, number: "", under });
        if flow.out.len() == headed {
            flow.nodes.truncate(before.0);
            flow.nodes[flow.up].kids.truncate(before.1);
            flow.out.truncate(before.2);
        }
    }

    /// The program on papers of the chart, whose it is, which version, and where it stands.
    fn meta(&self) -> Rich {
        let (around, language) = (&self.around, self.page.words.language);
        let mut line = Rich::default();
        if !kinds::for_client(self.kind) {
            let parts = [around.letterhead.program.trim(), around.letterhead.site.trim()];
            line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ").into();
        }
        if self.named {
            line = line.line().and(around.identity());
        }
        if self.page.is_blank() {
            return line;
        }
        let on = around.calendar.date(self.printed);
        let printed = unbroken(&fill(language, "printed_on", &[("date", &on)]));
        line = match around.context.version {
            0 => line.line().plain(printed),
            _ => around.next(line.line().and(bold(self.version()))).plain(printed),
        };
        around.with_warning(line)
    }

    fn version(&self) -> String {
        fill(self.page.words.language, "version", &[("n", &self.around.context.version.to_string())])
    }

    /// Lines for whose document a blank becomes.
    fn whose(&self, flow: &mut Flow) {
        let cell = |key: &str, width| Cell {
            width,
            grows: true,
            label: bold(self.page.say(key)),
            short: None,
            lay: Box::new(|flow: &mut Flow| flow.write_lines(1)),
        };
        let cells = [cell("whose", 6), cell("born_blank", 3), cell("record_blank", 3)];
        flow.beside(&cells);
    }

    fn signatures(&self, flow: &mut Flow) {
        let context = self.around.context;
        let open = self.page.is_blank() || context.draft || (context.signers.is_empty() && context.marks.is_empty());
        let lines = if open { kinds::lines_to_sign(self.kind, self.page.is_blank()) } else { Vec::new() };
        self.around.form_signatures(flow, &lines);
    }

    fn foot(&self) -> Foot {
        let (around, title) = (&self.around, self.page.words.title());
        let left = match (self.page.is_blank(), around.context.version) {
            (true, _) | (false, 0) => title.to_owned(),
            (false, _) => format!("{title}, {}", lower_first(&self.version())),
        };
        if kinds::for_client(self.kind) {
            return around.foot([&left, title]);
        }
        let number = around.client.record_number.trim();
        let record = fill(self.page.words.language, "record", &[("n", number)]);
        let record = if number.is_empty() { "" } else { &record };
        match around.warning() {
            Some(warning) => {
                let both = format!("{left} · {warning}");
                Foot::of(&[(&both, record), (warning, record), (warning, number), (warning, "")])
            }
            None => Foot::of(&[(&left, record), (title, record), (title, number), (title, "")]),
        }
    }
}
