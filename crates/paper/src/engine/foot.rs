//! The foot of every page. It is planned before the pages are dealt, so that what stands in it has its room and nothing overlaps.

use crate::engine::flow::{BOTTOM, Draw, Flow, MARGIN, Page, rule};
use crate::engine::runs::{Rich, bold};
use crate::engine::text::Line;
use crate::labels::fill;

/// What a foot says beside the page number. On what a client takes home no surname, record number or program stands in it.
#[derive(Default)]
pub struct Foot {
    /// Texts for left and middle; the first pair that fits is taken. If none does, the last one gets lines of its own.
    pub choices: Vec<(String, String)>,
    /// What every page has to say, so that a loose one says it too.
    pub notice: String,
}

impl Foot {
    pub fn of(choices: &[(&str, &str)]) -> Foot {
        let choices = choices.iter().map(|(left, middle)| ((*left).to_owned(), (*middle).to_owned())).collect();
        Foot { choices, notice: String::new() }
    }

    pub fn notice(self, notice: &str) -> Foot {
        Foot { notice: notice.into(), ..self }
    }
}

/// A foot that has its place.
pub struct Planned {
    /// Over the row with the page number, over the whole width.
    above: Vec<Line>,
    /// In the row of the page number.
    row: Vec<(f32, Line)>,
    lead: f32,
}

/// No page number needs more room than this one.
const MANY: &str = "9999";

fn number(flow: &Flow, page: &str, of: &str) -> Rich {
    bold(fill(flow.language, "page_of", &[("n", page), ("m", of)]))
}

impl Planned {
    pub fn new(flow: &mut Flow, foot: &Foot) -> Planned {
        let ((size, lead), w) = (flow.scale.foot, flow.w);
        let widest = number(flow, MANY, MANY);
        let room = w - flow.width_of(&widest, size);
        let mut row = Vec::new();
        let mut above = foot.notice.clone();
        for (i, (left, middle)) in foot.choices.iter().enumerate() {
            let widths = [left, middle].map(|text| flow.width_of(&text.into(), size));
            let spare = (room - widths[0] - widths[1]) / 2.;
            let texts = [(left, MARGIN), (middle, MARGIN + widths[0] + spare)];
            if spare >= 8. {
                for (text, x) in texts.into_iter().filter(|(text, _)| !text.is_empty()) {
                    // A space goes into the text, so that a reader does not hear two parts as one word.
                    let line = flow.text.lines(&Rich::from(text).plain(" ").0, size, w + 100.).into_iter().next();
                    row.push((x, line.unwrap_or_default()));
                }
                break;
            }
            if i + 1 == foot.choices.len() {
                let both = [left.as_str(), middle].into_iter().filter(|text| !text.is_empty());
                let both = both.collect::<Vec<_>>().join(" · ");
                above = if above.is_empty() { both } else { format!("{above}\n{both}") };
            }
        }
        let above = match above.is_empty() {
            true => Vec::new(),
            false => flow.text.lines(&Rich::from(above).plain(" ").0, size, w),
        };
        Planned { above, row, lead }
    }

    /// Where text ends, from the bottom of the sheet.
    pub fn bottom(&self) -> f32 {
        BOTTOM + self.lead * self.above.len() as f32
    }

    pub fn draw(&self, flow: &mut Flow, pages: &mut [Page]) {
        let (size, w, count) = (flow.scale.foot.0, flow.w, pages.len().to_string());
        let bottom = flow.sheet.points().1 - 36.;
        for (i, page) in pages.iter_mut().enumerate() {
            let text =
                |x: f32, y: f32, line: &Line| Draw::Text { x, y, size, line: line.clone(), node: 0, white: false };
            let top = bottom - self.lead * (self.above.len() + 1) as f32;
            page.draw.push(rule(MARGIN, top - 7., w, 0.75));
            for (at, line) in (1..).zip(&self.above) {
                page.draw.push(text(MARGIN, top - 4. + self.lead * at as f32, line));
            }
            page.draw.extend(self.row.iter().map(|(x, line)| text(*x, bottom - 4., line)));
            // The number ends at the right margin even where nothing stands in the middle.
            let number = number(flow, &(i + 1).to_string(), &count);
            let x = MARGIN + w - flow.width_of(&number, size);
            let line = flow.text.lines(&number.plain(" ").0, size, w + 100.).into_iter().next().unwrap_or_default();
            page.draw.push(text(x, bottom - 4., &line));
        }
    }
}
