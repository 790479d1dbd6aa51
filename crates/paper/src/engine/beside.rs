//! Answers side by side, as on the screen: short ones share a row of twelve columns, a long one takes the width to itself.

use crate::engine::flow::{Draw, Flow, Shape, Slab, stack};
use crate::engine::runs::Rich;

/// One answer, or one place to write it, under its label.
pub struct Cell<'c> {
    /// Columns of 12.
    pub width: u8,
    /// Takes what its row has left.
    pub grows: bool,
    /// Above it, or nothing.
    pub label: Rich,
    /// The whole answer, where it is a short text: large print sets it behind its label.
    pub short: Option<Rich>,
    /// Its blocks. Asked again when they turn out too long to stand beside others.
    pub lay: Box<dyn Fn(&mut Flow) + 'c>,
}

/// Between two cells.
const GUTTER: f32 = 16.;
/// Lines a cell may have beside others.
const TALLEST: f32 = 6.5;

impl Flow<'_> {
    pub fn beside(&mut self, cells: &[Cell]) {
        let (mut row, mut used, large) = (Vec::new(), 0, self.scale.large);
        let asked = |cell: &Cell| if large { 12 } else { cell.width.clamp(2, 12) };
        for (i, cell) in cells.iter().enumerate() {
            let mut width = asked(cell);
            if used + width > 12 {
                self.row(std::mem::take(&mut row));
                used = 0;
            }
            let next = cells.get(i + 1).map_or(12, asked);
            if cell.grows && used + width + next > 12 {
                width = 12 - used;
            }
            if width < 12 {
                let unit = (self.w + GUTTER) / 12.;
                let (x, w) = (self.x + unit * f32::from(used), unit * f32::from(width) - GUTTER);
                if let Some(laid) = self.narrow(cell, x, w) {
                    row.push(laid);
                    used += width;
                    continue;
                }
            }
            self.row(std::mem::take(&mut row));
            used = 0;
            self.alone(cell);
        }
        self.row(row);
    }

    /// A label and what stands under it, in a part of the width; none if it is too tall to stand beside others.
    fn narrow(&mut self, cell: &Cell, x: f32, w: f32) -> Option<(Slab, Slab)> {
        let (nodes, kids) = (self.nodes.len(), self.nodes[self.up].kids.len());
        let label = match cell.label.is_empty() {
            true => Slab::default(),
            false => {
                let node = self.node("P", self.up);
                self.whole(&cell.label, self.scale.body, x, w, node)
            }
        };
        let laid = stack(self.nested(x, w, self.up, &cell.lay));
        if label.h + laid.h <= self.scale.body.1 * TALLEST {
            return Some((label, laid));
        }
        self.nodes.truncate(nodes);
        self.nodes[self.up].kids.truncate(kids);
        None
    }

    /// Over the whole width, and over pages if it must be.
    fn alone(&mut self, cell: &Cell) {
        let gap = self.gap(2. * self.scale.u);
        let (x, w, up) = (self.x, self.w, self.up);
        let mut laid = self.nested(x, w, up, |flow| {
            let one = cell.label.clone().bold(": ").and(cell.short.clone().unwrap_or_default());
            let fits = flow.scale.large && cell.short.is_some() && flow.width_of(&one, flow.scale.body.0) <= flow.w;
            if fits {
                return flow.wide(one);
            }
            if !cell.label.is_empty() {
                flow.label_of(&cell.label);
            }
            (cell.lay)(flow);
        });
        if let Some(first) = laid.first_mut() {
            first.gap = gap;
        }
        self.out.extend(laid);
    }

    /// Cells side by side: their labels end level, and what is under them begins level.
    fn row(&mut self, cells: Vec<(Slab, Slab)>) {
        if cells.is_empty() {
            return;
        }
        let labels = cells.iter().map(|(label, _)| label.h).fold(0., f32::max);
        let mut row = Slab { gap: self.gap(2. * self.scale.u), ..Slab::default() };
        for (label, cell) in cells {
            let down = labels - label.h;
            row.draw.extend(label.draw.into_iter().map(|draw| draw.moved(down)));
            row.draw.extend(cell.draw.into_iter().map(|draw| draw.moved(labels)));
            row.h = row.h.max(labels + cell.h);
        }
        self.out.push(row);
    }

    /// Boxes to tick, as many beside each other as the width holds, and each heard as ticked or not.
    pub fn boxes(&mut self, items: &[(bool, Rich)]) {
        let (size, side, u) = (self.scale.body, self.scale.check, self.scale.u);
        let hang = side + size.0 * 0.55;
        let natural: Vec<f32> = items.iter().map(|(_, text)| self.width_of(text, size.0) + hang + 4. * u).collect();
        let widest = natural.iter().copied().fold(1., f32::max);
        let room = self.w + 4. * u;
        let inline = natural.iter().sum::<f32>() <= room;
        // A long list stands in two columns even where its longest words then take two lines.
        let least = if items.len() > 6 { 2 } else { 1 };
        let across = if inline { items.len() } else { ((room / widest) as usize).clamp(least, 4) };
        let column = room / across.max(1) as f32;
        let list = self.node("L", self.up);
        let rows: Vec<&[(bool, Rich)]> = items.chunks(across.max(1)).collect();
        for (i, row) in rows.iter().enumerate() {
            let (mut x, mut slab) = (self.x, Slab::default());
            for (at, (ticked, text)) in row.iter().enumerate() {
                let item = self.node("LI", list);
                let (label, body) = (self.node("Lbl", item), self.node("LBody", item));
                let node = self.figure(label, self.say(if *ticked { "ticked" } else { "not_ticked" }));
                let width = if inline { natural[at] } else { column };
                let words = self.whole(text, size, x + hang, (width - hang - 4. * u).max(side) + 0.5, body);
                slab.draw.extend(box_to_tick(*ticked, x, (size.1 - side) / 2., side, node));
                slab.h = slab.h.max(words.h);
                slab.draw.extend(words.draw);
                x += width;
            }
            slab.gap = if i > 0 { u } else { self.gap(u) };
            slab.keep = i + 1 < rows.len() && (rows.len() <= 6 || i == 0 || i + 2 == rows.len());
            self.out.push(slab);
        }
    }
}

/// A box, with its tick.
pub fn box_to_tick(ticked: bool, x: f32, y: f32, side: f32, node: usize) -> impl Iterator<Item = Draw> {
    let shape = move |shape| Draw::Shape { x, y, w: side, h: side, shape, node };
    std::iter::once(shape(Shape::Frame(1.))).chain(ticked.then(|| shape(Shape::Tick)))
}
