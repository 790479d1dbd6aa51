//! The fields of a form in their order: answered, or to write on.

use super::page::{FormPage, Place, UNANSWERED};
use super::widgets;
use crate::engine::beside::Cell;
use crate::engine::blocks::Marker;
use crate::engine::flow::Flow;
use crate::engine::runs::{Rich, bold};
use crate::labels::fill;
use clinical::form::{Field, Input};

impl FormPage<'_> {
    pub fn fields(&self, flow: &mut Flow, fields: &[Field], place: &Place) {
        let mut cells: Vec<Cell> = Vec::new();
        let mut rest = fields.iter().filter(|field| self.prints(field, place.values)).peekable();
        while let Some(field) = rest.next() {
            let path = format!("{}{}", place.at, field.name);
            match &field.input {
                Input::Rows { fields, .. } => {
                    flow.beside(&std::mem::take(&mut cells));
                    self.rows(flow, &path, field, fields, place);
                }
                Input::Widget { name, .. } => {
                    flow.beside(&std::mem::take(&mut cells));
                    widgets::lay(name, self, flow, &path, field, place);
                }
                Input::Tick => {
                    let mut ticks = vec![self.tick(&path, field, place)];
                    while let Some(next) = rest.next_if(|next| matches!(next.input, Input::Tick)) {
                        ticks.push(self.tick(&format!("{}{}", place.at, next.name), next, place));
                    }
                    let width = if ticks.len() > 1 { 12 } else { field.width };
                    let lay = Box::new(move |flow: &mut Flow| flow.boxes(&ticks));
                    cells.push(Cell { width, grows: true, label: Rich::default(), short: None, lay });
                }
                Input::Line
                | Input::Paragraph
                | Input::Date
                | Input::Time
                | Input::Number { .. }
                | Input::YesNo
                | Input::OneOf { .. }
                | Input::ManyOf { .. }
                | Input::Lines { .. }
                | Input::Scale { .. }
                | Input::Pick { .. }
                | Input::PickMany { .. } => match self.is_blank() {
                    true => cells.push(self.to_write(&path, field)),
                    false => cells.extend(self.answered(&path, field, place)),
                },
            }
        }
        flow.beside(&cells);
    }

    /// What was answered. What was not is left out, unless a signature would ask for it.
    fn answered(&self, path: &str, field: &Field, place: &Place) -> Option<Cell<'static>> {
        let label = self.words.say(path, field.label);
        let mut texts = self.texts(path, field, &place.values[field.name]);
        if texts.is_empty() {
            if !field.required {
                return None;
            }
            texts.push(UNANSWERED.to_owned());
        } else if field.voice {
            texts = texts.iter().map(|words| self.quoted(words)).collect();
        }
        let listed = matches!(field.input, Input::Lines { .. }) && texts.len() > 1;
        let short = (!field.voice && !listed).then(|| Rich::from(texts.join("; ")));
        let (answer, voice) = (short.clone(), field.voice);
        let lay = move |flow: &mut Flow| match &answer {
            Some(answer) => flow.paragraph(answer.clone()),
            None if voice => texts.iter().for_each(|words| flow.voice(words)),
            None => flow.list(&texts, Marker::Bullet),
        };
        Some(Cell { width: field.width, grows: true, label: bold(label), short, lay: Box::new(lay) })
    }

    /// In quotation marks of the language, word for word.
    pub fn quoted(&self, words: &str) -> String {
        fill(self.words.language, "quoted", &[("words", words)])
    }

    fn tick(&self, path: &str, field: &Field, place: &Place) -> (bool, Rich) {
        let mut words = Rich::from(self.words.say(path, field.label));
        let hint = self.words.part(path, "hint", field.hint);
        if self.is_blank() && !hint.is_empty() {
            words = words.plain(format!(" ({hint})"));
        }
        (place.values[field.name] == true, words)
    }

    /// A question with a place to write or boxes to tick.
    pub fn to_write(&self, path: &str, field: &Field) -> Cell<'static> {
        let mut label = bold(self.words.say(path, field.label));
        let hint = self.words.part(path, "hint", field.hint);
        let boxes = |texts: Vec<String>| texts.iter().map(|text| (false, Rich::from(text))).collect::<Vec<_>>();
        let (mut lines, mut grows, mut width, mut items) = (1, false, field.width, Vec::new());
        let mut beside = String::new();
        match &field.input {
            Input::Line | Input::Pick { .. } => grows = true,
            Input::Date | Input::Time => {}
            Input::Number { unit, .. } => self.words.part(path, "unit", unit).clone_into(&mut beside),
            Input::Paragraph | Input::Lines { .. } => lines = 3,
            Input::PickMany { .. } => lines = 2,
            Input::YesNo => items = boxes(vec![self.say("yes").to_owned(), self.say("no").to_owned()]),
            Input::Scale { min, max, .. } => {
                beside = self.ends(path, field);
                items = boxes((*min..=*max).map(|number| number.to_string()).collect());
                width = if items.len() > 6 { 12 } else { width.max(6) };
            }
            Input::OneOf { options } | Input::ManyOf { options } => {
                let words = |option: &clinical::form::Choice| self.words.part(path, option.value, option.label);
                items = boxes(options.iter().map(|option| words(option).to_owned()).collect());
                let letters: usize = options.iter().map(|option| words(option).len() + 4).sum();
                // So many letters fit a row of twelve columns beside each other.
                width = width.max(u8::try_from((letters * 12).div_ceil(90)).unwrap_or(12).min(12));
            }
            Input::Tick | Input::Rows { .. } | Input::Widget { .. } => lines = 0,
        }
        for more in [beside.as_str(), hint].into_iter().filter(|more| !more.is_empty()) {
            label = label.plain(format!(" ({more})"));
        }
        let voice = field.voice;
        let lay = move |flow: &mut Flow| match (items.is_empty(), voice) {
            (false, _) => flow.boxes(&items),
            (true, false) => flow.write_lines(lines),
            (true, true) => flow.voice_lines(lines),
        };
        Cell { width, grows, label, short: None, lay: Box::new(lay) }
    }
}
