//! Blocks become slabs, which stay whole, and slabs are dealt onto pages. y runs down from a slab's top.

use crate::engine::runs::Rich;
use crate::engine::text::{Line, Text};
use crate::given::{How, Language, Sheet, Size};
use crate::labels::say;
use std::rc::Rc;

/// Sizes of one print size in points; pairs are size and line height.
#[derive(Clone, Copy)]
pub struct Scale {
    /// The step all spaces are multiples of.
    pub u: f32,
    pub body: (f32, f32),
    pub h1: (f32, f32),
    pub h2: (f32, f32),
    pub big: (f32, f32),
    pub foot: (f32, f32),
    /// From one write-in line to the next.
    pub pitch: f32,
    /// Side of a check box.
    pub check: f32,
    pub large: bool,
}

const NORMAL: Scale = Scale {
    u: 4.,
    body: (12., 16.),
    h1: (24., 28.),
    h2: (16., 20.),
    big: (20., 23.),
    foot: (10., 13.),
    pitch: 24.,
    check: 11.,
    large: false,
};
const LARGE: Scale = Scale {
    u: 6.,
    body: (18., 24.),
    h1: (30., 36.),
    h2: (22., 28.),
    big: (28., 32.),
    foot: (14., 18.),
    pitch: 34.,
    check: 16.,
    large: true,
};

/// Left and right margin.
pub const MARGIN: f32 = 54.;
/// Text begins this far from the top.
const TOP: f32 = 48.;
/// Text ends this far from the bottom, above the foot.
pub const BOTTOM: f32 = 72.;

impl Size {
    fn scale(self) -> Scale {
        match self {
            Size::Normal => NORMAL,
            Size::Large => LARGE,
        }
    }
}

impl Sheet {
    /// Width and height in points.
    pub fn points(self) -> (f32, f32) {
        match self {
            Sheet::Letter => (612., 792.),
            Sheet::A4 => (595.28, 841.89),
        }
    }
}

#[derive(Clone, Copy)]
pub enum Shape {
    /// Filled: 0 is black, 1 is white.
    Fill(f32),
    /// Framed with this weight, inside the box.
    Frame(f32),
    Tick,
}

/// Something drawn. Node 0 is an artifact a screen reader passes over.
#[derive(Clone)]
pub enum Draw {
    Text {
        x: f32,
        y: f32,
        size: f32,
        line: Line,
        node: usize,
        white: bool,
    },
    Shape {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        shape: Shape,
        node: usize,
    },
    /// A stroke of a pen, point by point. The words beside it say whose it is.
    Pen {
        y: f32,
        points: Vec<(f32, f32)>,
    },
}

/// What a node of the structure tree holds: another node, or a marked part of a page.
pub enum Kid {
    Node(usize),
    Mark { page: usize, id: i64 },
}

/// A node of the structure tree screen readers follow.
pub struct Node {
    pub tag: &'static str,
    pub parent: usize,
    pub kids: Vec<Kid>,
    /// Words for a drawn mark.
    pub alt: String,
    /// Columns a table cell takes.
    pub span: usize,
}

/// Something that stays on one page. Space and rules above it vanish at a page's top.
#[derive(Default)]
pub struct Slab {
    pub gap: f32,
    /// Section rules above, as x and width, with the space below them.
    pub rules: Vec<(f32, f32)>,
    pub rule_gap: f32,
    pub h: f32,
    /// Stays with the next slab.
    pub keep: bool,
    pub draw: Vec<Draw>,
    /// A table's head, drawn again when this row begins a page.
    pub head: Option<Rc<(f32, Vec<Draw>)>>,
    /// Bookmarks: level and text.
    pub outline: Vec<(usize, String)>,
    /// No space before the paragraph that follows.
    pub heading: bool,
}

/// One page and the bookmarks on it, with their height.
#[derive(Default)]
pub struct Page {
    pub draw: Vec<Draw>,
    pub outline: Vec<(usize, String, f32)>,
}

/// A document being laid out: the place where the next block goes, and everything laid so far.
pub struct Flow<'a> {
    pub text: &'a mut Text,
    pub scale: Scale,
    pub language: Language,
    pub sheet: Sheet,
    pub nodes: Vec<Node>,
    pub x: f32,
    pub w: f32,
    pub up: usize,
    pub out: Vec<Slab>,
}

impl<'a> Flow<'a> {
    pub fn new(text: &'a mut Text, how: How) -> Self {
        let document = Node { tag: "Document", parent: 0, kids: Vec::new(), alt: String::new(), span: 1 };
        Flow {
            text,
            scale: how.size.scale(),
            language: how.language,
            sheet: how.sheet,
            nodes: vec![document],
            x: MARGIN,
            w: how.sheet.points().0 - 2. * MARGIN,
            up: 0,
            out: Vec::new(),
        }
    }

    /// The fixed text named `key`.
    pub fn say(&self, key: &str) -> &'static str {
        say(self.language, key)
    }

    pub fn node(&mut self, tag: &'static str, parent: usize) -> usize {
        let new = self.nodes.len();
        self.nodes.push(Node { tag, parent, kids: Vec::new(), alt: String::new(), span: 1 });
        self.nodes[parent].kids.push(Kid::Node(new));
        new
    }

    /// A drawn mark a reader hears as `alt`.
    pub fn figure(&mut self, parent: usize, alt: &str) -> usize {
        let node = self.node("Figure", parent);
        alt.clone_into(&mut self.nodes[node].alt);
        node
    }

    pub fn width_of(&mut self, rich: &Rich, size: f32) -> f32 {
        let lines = self.text.lines(&rich.0, size, 90_000. * size / 1000.);
        lines.iter().map(|line| line.width).max().unwrap_or(0) as f32 * size / 1000.
    }

    /// One slab a line, the baseline centred in its height (ascent 950, descent 290 of 1000).
    pub fn lines(&mut self, rich: &Rich, (size, lead): (f32, f32), x: f32, w: f32, node: usize) -> Vec<Slab> {
        let y = (lead - size * 1.24) / 2. + size * 0.95;
        let lines = self.text.lines(&rich.0, size, w);
        let slab = |line: Line| {
            let (mut draw, mut at) = (Vec::new(), x);
            for piece in &line.pieces {
                let width = piece.word.width as f32 * size / 1000.;
                if piece.framed {
                    let (y, h) = (y - size * 0.9, size * 1.2);
                    draw.push(Draw::Shape { x: at, y, w: width, h, shape: Shape::Frame(1.), node: 0 });
                }
                at += width;
            }
            draw.push(Draw::Text { x, y, size, line, node, white: false });
            Slab { h: lead, draw, ..Slab::default() }
        };
        lines.into_iter().map(slab).collect()
    }

    /// A text that stays whole.
    pub fn whole(&mut self, rich: &Rich, size: (f32, f32), x: f32, w: f32, node: usize) -> Slab {
        stack(self.lines(rich, size, x, w, node))
    }

    /// Lays blocks at another place under another node, and gives back their slabs.
    pub fn nested(&mut self, x: f32, w: f32, up: usize, lay: impl FnOnce(&mut Self)) -> Vec<Slab> {
        let before = (self.x, self.w, self.up, std::mem::take(&mut self.out));
        (self.x, self.w, self.up) = (x, w, up);
        lay(self);
        let laid = std::mem::replace(&mut self.out, before.3);
        (self.x, self.w, self.up) = (before.0, before.1, before.2);
        laid
    }

    /// Space above a block, which a heading just before it swallows.
    pub fn gap(&self, points: f32) -> f32 {
        if self.out.last().is_none_or(|slab| slab.heading) { 0. } else { points }
    }
}

impl Draw {
    pub fn moved(mut self, dy: f32) -> Draw {
        match &mut self {
            Draw::Text { y, .. } | Draw::Shape { y, .. } | Draw::Pen { y, .. } => *y += dy,
        }
        self
    }
}

pub fn rule(x: f32, y: f32, w: f32, weight: f32) -> Draw {
    Draw::Shape { x, y, w, h: weight, shape: Shape::Fill(0.), node: 0 }
}

/// Slabs one under another as one that stays whole. The first keeps its rules and gap, for whoever places it.
pub fn stack(slabs: Vec<Slab>) -> Slab {
    let mut all = Slab::default();
    for (i, mut slab) in slabs.into_iter().enumerate() {
        if i == 0 {
            (all.gap, all.rule_gap) = (slab.gap, slab.rule_gap);
            all.rules = std::mem::take(&mut slab.rules);
        } else {
            all.h += slab.gap;
            all.draw.extend(slab.rules.iter().map(|&(x, w)| rule(x, all.h, w, 0.75)));
            all.h += if slab.rules.is_empty() { 0. } else { slab.rule_gap };
        }
        all.draw.extend(slab.draw.into_iter().map(|draw| draw.moved(all.h)));
        all.outline.append(&mut slab.outline);
        all.h += slab.h;
    }
    all
}

impl Slab {
    pub fn gap(mut self, gap: f32) -> Self {
        self.gap = gap;
        self
    }

    fn above(&self) -> f32 {
        self.gap + if self.rules.is_empty() { 0. } else { self.rule_gap }
    }

    /// Cuts what is taller than a page between two lines, so that the longest note still prints to its end.
    fn split(mut self, room: f32) -> (Slab, Slab) {
        let lines: Vec<(f32, f32)> = self
            .draw
            .iter()
            .filter_map(|draw| match draw {
                Draw::Text { y, size, .. } => Some((y - size * 0.95, y + size * 0.29)),
                Draw::Shape { .. } | Draw::Pen { .. } => None,
            })
            .collect();
        let free = |cut: &f32| *cut <= room && !lines.iter().any(|(top, end)| *top < cut - 0.5 && *end > cut + 0.5);
        let cut = lines.iter().map(|line| line.1).filter(free).fold(0., f32::max);
        let cut = if cut > 0. { cut } else { room };
        let mut rest = Slab { h: self.h - cut, keep: self.keep, head: self.head.clone(), ..Slab::default() };
        let mut first = Vec::new();
        for draw in self.draw {
            match draw {
                Draw::Text { y, .. } if y <= cut => first.push(draw),
                Draw::Shape { x, y, w, h, shape, node } if y < cut && y + h > cut + 1. => {
                    first.push(Draw::Shape { x, y, w, h: cut - y, shape, node });
                    rest.draw.push(Draw::Shape { x, y: 0., w, h: y + h - cut, shape, node });
                }
                Draw::Shape { y, .. } | Draw::Pen { y, .. } if y < cut => first.push(draw),
                _ => rest.draw.push(draw.moved(-cut)),
            }
        }
        self.draw = first;
        (Slab { h: cut, keep: false, draw: self.draw, ..self }, rest)
    }
}

/// Short sections stay whole; of a longer one at least four lines go over together.
fn hold_sections(slabs: &mut [Slab], line: f32) {
    let starts: Vec<usize> = (0..slabs.len()).filter(|&i| !slabs[i].outline.is_empty()).chain([slabs.len()]).collect();
    for section in starts.windows(2) {
        let part = &mut slabs[section[0]..section[1]];
        let height: f32 = part.iter().map(|slab| slab.h + slab.gap).sum();
        let end = part.len().saturating_sub(1);
        if height < 11. * line {
            part[..end].iter_mut().for_each(|slab| slab.keep = true);
            continue;
        }
        let mut tail = 0.;
        for i in (0..end).rev() {
            tail += part[i + 1].h + part[i + 1].gap;
            if tail >= 4. * line {
                break;
            }
            part[i].keep = true;
        }
    }
}

/// Slabs joined by `keep` go together while a page has room for them.
pub fn paginate(mut slabs: Vec<Slab>, scale: Scale, (_, height): (f32, f32), bottom: f32) -> Vec<Page> {
    hold_sections(&mut slabs, scale.body.1);
    let foot = height - bottom + 0.01;
    let (mut pages, mut page, mut y) = (Vec::new(), Page::default(), TOP);
    let mut slabs = std::collections::VecDeque::from(slabs);
    let mut held = 0;
    while let Some(mut slab) = slabs.pop_front() {
        if held == 0 {
            let mut chain = slab.above() + slab.h;
            if slab.keep {
                for next in &slabs {
                    held += 1;
                    chain += next.above() + next.h;
                    if !next.keep {
                        break;
                    }
                }
            }
            if y > TOP && y + chain > foot && chain <= foot - TOP {
                pages.push(std::mem::take(&mut page));
                y = TOP;
            }
        } else {
            held -= 1;
        }
        if y > TOP && y + slab.above() + slab.h > foot {
            pages.push(std::mem::take(&mut page));
            y = TOP;
        }
        let head = slab.head.take().filter(|_| y == TOP);
        if let Some(head) = &head {
            page.draw.extend(head.1.iter().cloned().map(|draw| draw.moved(y)));
            y += head.0;
        } else if y > TOP {
            y += slab.gap;
            page.draw.extend(slab.rules.iter().map(|&(x, w)| rule(x, y, w, 0.75)));
            y += if slab.rules.is_empty() { 0. } else { slab.rule_gap };
        }
        if y + slab.h > foot {
            let (first, mut rest) = slab.split(foot - y);
            rest.head = head;
            slabs.push_front(rest);
            slab = first;
            held = 0;
        }
        page.outline.extend(slab.outline.drain(..).map(|(level, text)| (level, text, y)));
        page.draw.extend(slab.draw.into_iter().map(|draw| draw.moved(y)));
        y += slab.h;
    }
    pages.push(page);
    pages
}
