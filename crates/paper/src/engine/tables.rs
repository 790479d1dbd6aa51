//! Tables, the records they become in large print, and the crisis box.

use crate::engine::flow::{Draw, Flow, Shape, Slab, rule, stack};
use crate::engine::runs::{Rich, Run, bold};
use std::rc::Rc;

/// A column: its head, its share of the width in percent, and whether large print repeats the head before each value.
pub struct Column {
    pub head: &'static str,
    pub width: f32,
    pub named: bool,
}

/// A row of a table.
pub enum Row {
    Cells(Vec<Rich>),
    /// A grey band over the whole width that opens a group of rows.
    Band(Rich),
    /// A text over the whole width that closes a group; each part is its own line in large print.
    Span(Rich, Vec<Rich>),
}

impl Rich {
    /// All bold, in one line.
    fn record_head(&self) -> Rich {
        let run = |run: &Run| Run { bold: true, text: run.text.replace('\n', ", "), ..run.clone() };
        Rich(self.0.iter().map(run).collect())
    }
}

impl Flow<'_> {
    pub fn table(&mut self, columns: &[Column], rows: Vec<Row>) {
        match self.scale.large && columns.len() > 2 {
            true => self.records(columns, rows),
            false => self.grid(columns, rows),
        }
    }

    /// The share of the width each column needs, in percent; none if even the longest words do not fit beside each other.
    pub fn shares(&mut self, heads: &[&str], rows: &[Vec<Rich>]) -> Option<Vec<f32>> {
        let (size, pad) = (self.scale.body.0, 3. * self.scale.u + 1.);
        let (mut needs, mut wants) = (Vec::new(), Vec::new());
        for (i, head) in heads.iter().enumerate() {
            let cells = rows.iter().filter_map(|row| row.get(i));
            let (mut need, mut want) = (0_f32, 0_f32);
            for cell in std::iter::once(&bold(head)).chain(cells) {
                want = want.max(self.width_of(cell, size));
                let longest = cell.0.iter().flat_map(|run| run.text.split_whitespace()).max_by_key(|word| word.len());
                need = need.max(longest.map_or(0., |word| self.width_of(&bold(word), size)));
            }
            needs.push(need.min(self.w * 0.3) + pad);
            wants.push((want.min(self.w * 0.6) + pad).max(need.min(self.w * 0.3) + pad));
        }
        let (need, want) = (needs.iter().sum::<f32>(), wants.iter().sum::<f32>());
        if need > self.w {
            return None;
        }
        let share = |(least, most): (&f32, &f32)| {
            let width = match want <= self.w {
                true => most * self.w / want,
                false => least + (most - least).max(0.) * (self.w - need) / (want - need),
            };
            width * 100. / self.w
        };
        Some(needs.iter().zip(&wants).map(share).collect())
    }

    fn grid(&mut self, columns: &[Column], rows: Vec<Row>) {
        let (x, w, u) = (self.x, self.w, self.scale.u);
        let table = self.node("Table", self.up);
        let (head, body) = (self.node("THead", table), self.node("TBody", table));
        let banded = rows.iter().any(|row| matches!(row, Row::Band(_)));
        let inset = if banded { u } else { 0. };
        let mut heads: Vec<Rich> = columns.iter().map(|column| bold(column.head)).collect();
        let head_row = self.node("TR", head);
        let first = self.cells(columns, &heads, Some((head_row, "TH")), (0.75 * u, 0.75 * u), 0.);
        self.out.push(Slab { keep: true, ..bordered(first, x, w, 1.) });
        heads[0] = bold(format!("{} {}", columns[0].head, self.say("continued")));
        let again = bordered(self.cells(columns, &heads, None, (0.75 * u, 0.75 * u), 0.), x, w, 1.);
        let again = Rc::new((again.h, again.draw));
        let count = rows.len();
        let kinds: Vec<bool> = rows.iter().map(|row| matches!(row, Row::Band(_))).collect();
        for (i, row) in rows.into_iter().enumerate() {
            let tr = self.node("TR", body);
            let ends = i + 1 == count || kinds[i + 1];
            let (mut slab, keep) = match row {
                Row::Cells(cells) => {
                    let slab = self.cells(columns, &cells, Some((tr, "TD")), (1.25 * u, 1.25 * u), inset);
                    let keep = (i == 0 && count > 1) || i + 2 == count || (banded && !ends);
                    (bordered(slab, x, w, 0.5), keep)
                }
                Row::Band(text) => {
                    let mut slab = self.spanning(&text, tr, columns.len(), u, u);
                    let grey = Draw::Shape { x, y: 0., w, h: slab.h, shape: Shape::Fill(0.9), node: 0 };
                    slab.draw.insert(0, grey);
                    slab.draw.insert(1, rule(x, 0., w, 1.));
                    (slab, true)
                }
                Row::Span(text, _) => {
                    let slab = self.spanning(&text, tr, columns.len(), u, 1.5 * u);
                    (if i + 1 == count { bordered(slab, x, w, 0.5) } else { slab }, false)
                }
            };
            slab.keep = keep;
            slab.head = (i > 0).then(|| again.clone());
            self.out.push(slab);
        }
    }

    /// One row of cells. Without a node it is a head drawn again, which a reader passes over.
    fn cells(
        &mut self,
        columns: &[Column],
        cells: &[Rich],
        row: Option<(usize, &'static str)>,
        (above, below): (f32, f32),
        inset: f32,
    ) -> Slab {
        let (mut slab, mut x, w) = (Slab::default(), self.x, self.w);
        let laid: Vec<Slab> = cells
            .iter()
            .zip(columns)
            .enumerate()
            .map(|(i, (cell, column))| {
                let node = row.map_or(0, |(tr, tag)| self.node(tag, tr));
                let (inset, width) = (if i == 0 { inset } else { 0. }, w * column.width / 100.);
                let pad = if i + 1 == columns.len() { 0. } else { 3. * self.scale.u };
                let cell = self.whole(cell, self.scale.body, x + inset, width - inset - pad, node);
                x += width;
                cell
            })
            .collect();
        let tallest = laid.iter().map(|cell| cell.h).fold(0., f32::max);
        let head = row.is_none_or(|row| row.1 == "TH");
        for cell in laid {
            // Heads stand on their rule, cells hang from the line above.
            let down = above + if head { tallest - cell.h } else { 0. };
            slab.draw.extend(cell.draw.into_iter().map(|draw| draw.moved(down)));
        }
        slab.h = tallest + above + below;
        slab
    }

    fn spanning(&mut self, text: &Rich, row: usize, columns: usize, above: f32, below: f32) -> Slab {
        let (node, u) = (self.node("TD", row), self.scale.u);
        self.nodes[node].span = columns;
        let text = self.whole(text, self.scale.body, self.x + u, self.w - 2. * u, node);
        let draw = text.draw.into_iter().map(|draw| draw.moved(above)).collect();
        Slab { h: text.h + above + below, draw, ..Slab::default() }
    }

    /// Large print: each row by itself, its first cell as a bold line, the others below it.
    fn records(&mut self, columns: &[Column], rows: Vec<Row>) {
        let (x, w, u, list) = (self.x, self.w, self.scale.u, self.node("L", self.up));
        let last = rows.len();
        let mut follows_band = true;
        let closes: Vec<bool> = rows.iter().map(|row| matches!(row, Row::Span(..))).collect();
        for (i, row) in rows.into_iter().enumerate() {
            let item = self.node("LI", list);
            let node = self.node("LBody", item);
            let band = matches!(row, Row::Band(_));
            let mut slab = match row {
                Row::Band(text) => {
                    let mut slab = self.whole(&text, self.scale.body, x + u, w - 2. * u, node);
                    slab.draw = slab.draw.into_iter().map(|draw| draw.moved(u)).collect();
                    slab.h += 2. * u;
                    let grey = Draw::Shape { x, y: 0., w, h: slab.h, shape: Shape::Fill(0.9), node: 0 };
                    slab.draw.insert(0, grey);
                    Slab { keep: true, ..slab }
                }
                Row::Span(title, parts) => {
                    let title = if parts.is_empty() { title } else { title.record_head() };
                    let all = parts.into_iter().fold(title, |all, part| all.line().plain("•\u{a0}").and(part));
                    self.whole(&all, self.scale.body, x, w, node)
                }
                Row::Cells(cells) => {
                    let head = cells.first().map(Rich::record_head).unwrap_or_default();
                    let rest = cells.into_iter().zip(columns).skip(1).filter(|(cell, _)| !cell.is_empty());
                    let all = rest.fold(head, |all, (cell, column)| {
                        let all = all.line();
                        if column.named { all.plain(format!("{}: ", column.head)).and(cell) } else { all.and(cell) }
                    });
                    self.whole(&all, self.scale.body, x, w, node)
                }
            };
            if !follows_band && !band {
                slab.draw = slab.draw.into_iter().map(|draw| draw.moved(1.5 * u)).collect();
                slab.draw.push(rule(x, 0., w, 0.5));
                slab.h += 1.5 * u;
            }
            slab.gap = if i == 0 { 0. } else { 1.5 * u };
            slab.keep |= last > 1 && (i == 0 || i + 2 == last || closes.get(i + 1) == Some(&true));
            if i + 1 == last {
                slab.h += u;
            }
            follows_band = band;
            self.out.push(slab);
        }
    }

    /// The help that is on every plan: numbers in the size of a heading, what each is for below or beside it.
    pub fn crisis(&mut self, cells: Vec<(String, Vec<String>)>) {
        let (x, w, scale) = (self.x, self.w, self.scale);
        let (u, pad, band) = (scale.u, 3. * scale.u, scale.body.1 + 2. * scale.u);
        let sect = self.node("Sect", self.up);
        let node = self.node("H2", sect);
        let mut draw = vec![rule(x, 0., w, band)];
        let title = self.whole(&bold(self.say("crisis_title")), scale.body, x + pad, w - 2. * pad, node);
        for mut line in title.draw {
            if let Draw::Text { white, .. } = &mut line {
                *white = true;
            }
            draw.push(line.moved(u));
        }
        let h = if scale.large {
            self.crisis_rows(cells, sect, band, &mut draw)
        } else {
            self.crisis_cells(cells, sect, band, &mut draw)
        };
        draw.push(Draw::Shape { x, y: 0., w, h, shape: Shape::Frame(2.25), node: 0 });
        self.out.push(Slab { gap: 2. * u, h, draw, ..Slab::default() });
    }

    fn number(&mut self, number: &str, x: f32, node: usize) -> Slab {
        self.whole(&Rich::default().phone(format!("{number} ")), self.scale.big, x, self.w, node)
    }

    fn crisis_cells(&mut self, cells: Vec<(String, Vec<String>)>, sect: usize, band: f32, draw: &mut Vec<Draw>) -> f32 {
        let (u, pad) = (self.scale.u, 3. * self.scale.u);
        // A cell is as wide as its number and as its words up to a third of the page; the rest of the width is shared.
        let natural: Vec<f32> = cells
            .iter()
            .map(|(number, what)| {
                let words = what.iter().map(|line| self.width_of(&line.into(), self.scale.body.0)).fold(0., f32::max);
                self.width_of(&bold(number), self.scale.big.0).max(words.min(self.w * 0.27))
            })
            .collect();
        let spare = (self.w - natural.iter().sum::<f32>()) / cells.len() as f32;
        let (mut x, mut edges, mut deepest) = (self.x, Vec::new(), 0_f32);
        for ((number, what), natural) in cells.into_iter().zip(natural) {
            let (node, width) = (self.node("P", sect), natural + spare);
            let number = self.number(&number, x + pad, node);
            let words = self.whole(&what.join("\n").into(), self.scale.body, x + pad, width - pad - u, node);
            deepest = deepest.max(number.h + words.h);
            draw.extend(number.draw.into_iter().map(|line| line.moved(band + u)));
            draw.extend(words.draw.into_iter().map(|line| line.moved(band + u + number.h)));
            edges.push(x);
            x += width;
        }
        let h = deepest + 2. * u;
        draw.extend(edges.into_iter().skip(1).map(|x| rule_down(x, band, h)));
        band + h
    }

    fn crisis_rows(&mut self, cells: Vec<(String, Vec<String>)>, sect: usize, band: f32, draw: &mut Vec<Draw>) -> f32 {
        let (u, pad, mut h) = (self.scale.u, 3. * self.scale.u, band);
        for (i, (number, what)) in cells.into_iter().enumerate() {
            let node = self.node("P", sect);
            let beside = (self.width_of(&bold(&number), self.scale.big.0) + 2. * pad).max(self.w * 0.26);
            let number = self.number(&number, self.x + pad, node);
            let width = self.w - beside - pad;
            let words = self.whole(&what.join("\n").into(), self.scale.body, self.x + beside, width, node);
            let row = number.h.max(words.h) + 1.6 * u;
            draw.extend((i > 0).then(|| rule(self.x, h, self.w, 0.5)));
            draw.extend(number.draw.into_iter().map(|line| line.moved(h + (row - number.h) / 2.)));
            draw.extend(words.draw.into_iter().map(|line| line.moved(h + (row - words.h) / 2.)));
            h += row;
        }
        h
    }
}

fn rule_down(x: f32, y: f32, h: f32) -> Draw {
    Draw::Shape { x, y, w: 0.5, h, shape: Shape::Fill(0.), node: 0 }
}

fn bordered(mut slab: Slab, x: f32, w: f32, weight: f32) -> Slab {
    slab.draw.push(rule(x, slab.h, w, weight));
    slab.h += weight;
    stack(vec![slab])
}
