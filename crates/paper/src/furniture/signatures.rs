//! Signatures: given on screen, drawn by hand, or a line for a pen; and what was added after them.

use super::Around;
use crate::dates::day;
use crate::engine::flow::{Draw, Flow, Slab, rule};
use crate::engine::runs::{Rich, bold};
use crate::given::{Hand, Mark, Signer};
use crate::labels::fill;
use chrono::NaiveDateTime;
use clinical::drawing;

/// How the client signed, or why not.
pub struct ClientSignature<'a> {
    /// `signed`, `on_screen`, `not_signed` or not answered.
    pub signs: &'a str,
    pub name: &'a str,
    pub on: &'a str,
    pub reason: &'a str,
}

impl Around<'_> {
    /// All signatures together, with the lines above them; or the reason there is none.
    pub fn signatures(&self, flow: &mut Flow, client: &ClientSignature) {
        let marks = &self.context.marks;
        let mut cells: Vec<Cell> = marks.iter().map(|mark| self.mark_cell(mark)).collect();
        if !marks.iter().any(|mark| mark.hand == Hand::Client) {
            cells.insert(0, self.client_cell(client));
        }
        cells.extend(self.context.signers.iter().map(|signer| self.signer_cell(signer)));
        if self.context.signers.is_empty() {
            cells.push(self.line_cell("staff_signature"));
        }
        lay(flow, &cells);
    }

    /// The signatures of a form: those given, and lines for those still to come.
    pub fn form_signatures(&self, flow: &mut Flow, lines: &[&str]) {
        let mut cells: Vec<Cell> = self.context.marks.iter().map(|mark| self.mark_cell(mark)).collect();
        cells.extend(self.context.signers.iter().map(|signer| self.form_cell(signer)));
        cells.extend(lines.iter().map(|key| self.line_cell(key)));
        if !cells.is_empty() {
            lay(flow, &cells);
        }
    }

    /// What was added after the document was signed, each with who added it, why, and their signatures.
    pub fn addenda(&self, flow: &mut Flow) {
        if self.context.addenda.is_empty() {
            return;
        }
        flow.section("addenda");
        for (i, addendum) in self.context.addenda.iter().enumerate() {
            let (date, time) = self.calendar.moment(addendum.at);
            let number = fill(self.how.language, "addendum", &[("n", &(i + 1).to_string())]);
            flow.label_of(&bold(number).plain(format!(" · {date}, {time} · {}", addendum.author.trim())));
            if !addendum.reason.trim().is_empty() {
                flow.wide(bold(format!("{}: ", self.say("reason"))).plain(addendum.reason.trim()));
            }
            flow.wide(addendum.text.trim());
            let cells: Vec<Cell> = addendum.signers.iter().map(|signer| self.form_cell(signer)).collect();
            if !cells.is_empty() {
                lay(flow, &cells);
            }
        }
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
        self.line_cell("my_signature")
    }

    /// A line for a pen, with room for the day.
    fn line_cell(&self, key: &str) -> Cell<'static> {
        Cell { above: Above::Line, text: format!("{} · {}", self.say(key), self.say("date")).into() }
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

    /// A signature under a plan, in the client's words.
    fn signer_cell(&self, signer: &Signer) -> Cell<'static> {
        let meaning = match signer.meaning.as_str() {
            "author" | "author_supervised" => self.say("signed_author"),
            "co_signer" => self.say("signed_co"),
            other => other.trim(),
        };
        self.staff_cell(signer, meaning)
    }

    /// A signature under any other document.
    fn form_cell(&self, signer: &Signer) -> Cell<'static> {
        let meaning = match signer.meaning.as_str() {
            "author" => self.say("by_staff"),
            "author_supervised" => self.say("by_trainee"),
            "co_signer" => self.say("by_supervisor"),
            other => other.trim(),
        };
        self.staff_cell(signer, meaning)
    }

    fn staff_cell(&self, signer: &Signer, meaning: &str) -> Cell<'static> {
        let mut cell = bold(signed_name(signer));
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
}

/// A signer with the credential they sign under.
pub fn signed_name(signer: &Signer) -> String {
    if signer.credential.trim().is_empty() {
        signer.name.trim().to_owned()
    } else {
        format!("{}, {}", signer.name.trim(), signer.credential.trim())
    }
}

/// Cells in rows of up to three, in large print under each other; kept with what they stand under.
fn lay(flow: &mut Flow, cells: &[Cell]) {
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
