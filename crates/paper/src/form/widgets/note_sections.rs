//! The sections of a note, in the order of its format; then whatever was written under another format.

use super::Asked;
use crate::engine::flow::Flow;
use crate::engine::runs::bold;
use crate::form::page::{FormPage, UNANSWERED, plain};
use clinical::kinds::individual_note::{FORMATS, every_section, sections_of};

/// Lines on a blank, where the format is not known yet.
const LINES: usize = 12;

pub(super) fn lay(page: &FormPage, flow: &mut Flow, asked: &Asked) {
    if page.is_blank() {
        for (format, name) in FORMATS {
            let headings: Vec<&str> = sections_of(format).map(|(_, heading)| heading).collect();
            flow.wide(bold(format!("{name}: ")).plain(headings.join(", ")));
        }
        // A line each, so that a page may end between two.
        (0..LINES).for_each(|_| flow.write_lines(1));
        return;
    }
    let texts = &asked.values[asked.field.name];
    let format = plain(&asked.values["format"]);
    let chosen: Vec<_> = sections_of(&format).collect();
    for (key, heading) in &chosen {
        let text = plain(&texts[*key]);
        under(flow, heading, if text.is_empty() { UNANSWERED } else { &text });
    }
    for (key, heading) in every_section().filter(|section| !chosen.contains(section)) {
        let text = plain(&texts[key]);
        if !text.is_empty() {
            under(flow, heading, &text);
        }
    }
}

fn under(flow: &mut Flow, heading: &str, text: &str) {
    flow.label_of(&bold(heading));
    flow.paragraph(text);
}
