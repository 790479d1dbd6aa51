//! The blocks a page is made of: title, section, paragraph, lists, fields, lines to write on, cards, columns.

use crate::engine::beside::box_to_tick;
use crate::engine::flow::{Draw, Flow, Shape, Slab, rule, stack};
use crate::engine::runs::{Rich, bold};

/// What stands before the items of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Bullet,
    Step,
}

impl Flow<'_> {
    /// Once a document: its title over a strong rule, and one or two lines saying whose and when.
    pub fn title(&mut self, text: &str, meta: &Rich) {
        let (x, w, u, h1) = (self.x, self.w, self.scale.u, self.scale.h1);
        let (node, rich) = (self.node("H1", self.up), bold(text));
        let count = self.text.lines(&rich.0, h1.0, w).len();
        // Narrowed while the number of lines stays, so that a long title breaks in equal parts.
        let narrower = (1..40).rev().map(|part| w * part as f32 / 40.);
        let fits = |width: &f32| count > 1 && self.text.lines(&rich.0, h1.0, *width).len() == count;
        let fit = narrower.take_while(fits).last().unwrap_or(w);
        let mut top = self.whole(&rich, h1, x, fit, node);
        top.draw.push(rule(x, top.h + 1.5 * u, w, 3.));
        top.h += 1.5 * u + 3.;
        let mut parts = vec![top];
        if !meta.is_empty() {
            let node = self.node("P", self.up);
            let body = self.scale.body;
            parts.push(self.whole(meta, body, x, w, node).gap(1.5 * u));
        }
        let mut slab = stack(parts);
        slab.h += 2. * u;
        self.out.push(Slab { outline: vec![(1, text.to_owned())], heading: true, ..slab });
    }

    /// A heading under a thin rule, kept with what follows.
    pub fn section(&mut self, key: &str) {
        self.section_of(self.say(key));
    }

    /// A section with a heading in words of its own.
    pub fn section_of(&mut self, text: &str) {
        let scale = self.scale;
        let node = self.node("H2", self.up);
        let mut slab = self.whole(&bold(text), scale.h2, self.x, self.w, node);
        slab.h += 1.5 * scale.u;
        self.out.push(Slab {
            gap: if scale.large { 4. } else { 5. } * scale.u,
            rules: vec![(self.x, self.w)],
            rule_gap: scale.u,
            keep: true,
            heading: true,
            outline: vec![(2, text.to_owned())],
            ..slab
        });
    }

    /// A heading without a rule, for a page that is one sheet.
    pub fn heading(&mut self, text: &str) {
        let node = self.node("H2", self.up);
        let slab = self.whole(&bold(text), self.scale.h2, self.x, self.w, node);
        let (gap, h) = (3.5 * self.scale.u, slab.h + self.scale.u);
        self.out.push(Slab { gap, h, keep: true, heading: true, outline: vec![(2, text.to_owned())], ..slab });
    }

    /// A small heading inside a section.
    pub fn label(&mut self, key: &str) {
        self.label_of(&bold(self.say(key)));
    }

    /// A small heading in words of its own.
    pub fn label_of(&mut self, rich: &Rich) {
        let node = self.node("P", self.up);
        let slab = self.whole(rich, self.scale.body, self.x, self.w, node);
        let gap = self.gap(2. * self.scale.u);
        self.out.push(Slab { gap, keep: true, heading: true, ..slab });
    }

    /// One line in the size of a heading: when the first visit is.
    pub fn lead(&mut self, text: &str) {
        let node = self.node("P", self.up);
        let slab = self.whole(&bold(text), self.scale.h2, self.x, self.w, node);
        self.out.push(Slab { keep: true, heading: true, ..slab });
    }

    /// Running text, no line longer than can be read with ease.
    pub fn paragraph(&mut self, rich: impl Into<Rich>) {
        let (node, scale) = (self.node("P", self.up), self.scale);
        let width = if scale.large { self.w } else { self.w.min(scale.body.0 * 36.) };
        self.lay_paragraph(&rich.into(), width, node);
    }

    /// Text over the whole width.
    pub fn wide(&mut self, rich: impl Into<Rich>) {
        let node = self.node("P", self.up);
        self.lay_paragraph(&rich.into(), self.w, node);
    }

    fn lay_paragraph(&mut self, rich: &Rich, width: f32, node: usize) {
        let mut lines = self.lines(rich, self.scale.body, self.x, width, node);
        let count = lines.len();
        for (i, line) in lines.iter_mut().enumerate() {
            line.keep = count > 1 && (i == 0 || i + 2 == count);
        }
        lines[0].gap = self.gap(2. * self.scale.u);
        self.out.extend(lines);
    }

    pub fn list(&mut self, items: impl IntoIterator<Item = impl Into<Rich>>, marker: Marker) {
        let (scale, list) = (self.scale, self.node("L", self.up));
        let size = scale.body;
        let width = if scale.large { self.w } else { self.w.min(size.0 * 36.) };
        let mut slabs = Vec::new();
        for (i, item) in items.into_iter().enumerate() {
            let item_node = self.node("LI", list);
            let (label, body) = (self.node("Lbl", item_node), self.node("LBody", item_node));
            let (mark, hang) = match marker {
                Marker::Bullet => (Rich::from("•"), size.0 * 1.15),
                Marker::Step => (bold(format!("{}.", i + 1)), size.0 * 1.7),
            };
            let indent = match marker {
                Marker::Bullet => size.0 * 0.15,
                Marker::Step => size.0 * 1.25 - self.width_of(&mark, size.0),
            };
            let mut slab = self.whole(&mark, size, self.x + indent, hang, label);
            let text = self.whole(&item.into(), size, self.x + hang, width - hang, body);
            slab.draw.extend(text.draw);
            slab.h = text.h;
            slabs.push(slab.gap(if i > 0 { scale.u } else { self.gap(scale.u) }));
        }
        self.hold_list(slabs);
    }

    /// Boxes to tick, each heard as done or to do.
    pub fn checks(&mut self, items: Vec<(bool, Rich)>) {
        let (scale, list) = (self.scale, self.node("L", self.up));
        let (size, side) = (scale.body, scale.check);
        let hang = side + size.0 * 0.55;
        let mut slabs = Vec::new();
        for (i, (done, text)) in items.into_iter().enumerate() {
            let item_node = self.node("LI", list);
            let (label, body) = (self.node("Lbl", item_node), self.node("LBody", item_node));
            let heard = self.say(if done { "done" } else { "to_do" });
            let node = self.figure(label, heard);
            let mut slab = self.whole(&text, size, self.x + hang, self.w - hang, body);
            let (x, y) = (self.x, (size.1 - side) / 2.);
            slab.draw.splice(0..0, box_to_tick(done, x, y, side, node));
            slabs.push(slab.gap(if i > 0 { scale.u } else { self.gap(scale.u) }));
        }
        self.hold_list(slabs);
    }

    /// A list of up to six items does not split; a longer one keeps two together at either end.
    fn hold_list(&mut self, mut slabs: Vec<Slab>) {
        let count = slabs.len();
        for (i, slab) in slabs.iter_mut().enumerate() {
            slab.keep = i + 1 < count && (count <= 6 || i == 0 || i + 2 == count);
        }
        self.out.extend(slabs);
    }

    /// A label with its answer, or with a line to write it on.
    pub fn field(&mut self, key: &str, value: impl Into<Rich>) {
        let (scale, value) = (self.scale, value.into());
        let node = self.node("P", self.up);
        let name = self.say(key);
        if value.is_empty() {
            return self.write_in(key, 1);
        }
        let gap = self.gap(1.5 * scale.u);
        let slab = if scale.large || self.w < 300. {
            let one = bold(name).bold(": ").and(value.clone());
            let fits = self.width_of(&one, scale.body.0) <= self.w;
            let two = bold(name).line().and(value);
            self.whole(if fits { &one } else { &two }, scale.body, self.x, self.w, node)
        } else {
            let label = self.whole(&bold(name).plain(" "), scale.body, self.x, 132., node);
            let mut slab = self.whole(&value, scale.body, self.x + 144., self.w - 144., node);
            slab.h = slab.h.max(label.h);
            slab.draw.splice(0..0, label.draw);
            slab
        };
        self.out.push(slab.gap(gap));
    }

    /// Lines to write on, under a label.
    pub fn write_in(&mut self, key: &str, lines: usize) {
        let text = format!("{}:", self.say(key));
        let node = self.node("P", self.up);
        let slab = self.whole(&text.into(), self.scale.body, self.x, self.w, node);
        let gap = self.gap(1.5 * self.scale.u);
        self.ruled(slab.gap(gap), lines);
    }

    /// Lines to write on, with nothing printed above them.
    pub fn write_lines(&mut self, lines: usize) {
        self.ruled(Slab::default(), lines);
    }

    /// Lines for the client's own words, with the bar these have beside them.
    pub fn voice_lines(&mut self, lines: usize) {
        let (x, w, u) = (self.x, self.w, self.scale.u);
        let mut laid = self.nested(x + 2. + 2. * u, w - 2. - 2. * u, self.up, |flow| flow.write_lines(lines));
        for slab in &mut laid {
            slab.draw.push(Draw::Shape { x, y: 4., w: 2., h: slab.h - 4., shape: Shape::Fill(0.), node: 0 });
        }
        self.out.extend(laid);
    }

    fn ruled(&mut self, mut slab: Slab, lines: usize) {
        for _ in 0..lines {
            slab.h += self.scale.pitch;
            slab.draw.push(rule(self.x, slab.h - 0.75, self.w, 0.75));
        }
        slab.h += 2.;
        self.out.push(slab);
    }

    /// The client's own words, with their meaning below when they were said in another language.
    pub fn quote(&mut self, words: &str, gloss: &str) {
        let (u, node) = (self.scale.u, self.node("BlockQuote", self.up));
        let (indent, width) = (self.x + 4. + 3. * u, self.w - 4. - 3. * u);
        let first = self.node("P", node);
        let mut slabs = vec![self.whole(&bold(words), self.scale.h2, indent, width, first)];
        if !gloss.trim().is_empty() {
            let second = self.node("P", node);
            slabs.push(self.whole(&gloss.into(), self.scale.body, indent, width, second));
        }
        let mut slab = stack(slabs);
        slab.draw.push(Draw::Shape { x: self.x, y: 0., w: 4., h: slab.h, shape: Shape::Fill(0.), node: 0 });
        slab.gap = self.gap(3. * u);
        self.out.push(slab);
    }

    /// The client's own words among other answers: their size, with a bar beside every line.
    pub fn voice(&mut self, words: &str) {
        let (x, w, u) = (self.x, self.w, self.scale.u);
        let quote = self.node("BlockQuote", self.up);
        let mut laid = self.nested(x + 2. + 2. * u, w - 2. - 2. * u, quote, |flow| flow.wide(words));
        for slab in &mut laid {
            slab.draw.push(Draw::Shape { x, y: 0., w: 2., h: slab.h, shape: Shape::Fill(0.), node: 0 });
        }
        if let Some(first) = laid.first_mut() {
            first.gap = self.gap(u);
        }
        self.out.extend(laid);
    }

    /// A framed group that does not split.
    pub fn card(&mut self, lay: impl FnOnce(&mut Self)) {
        let (x, w, u) = (self.x, self.w, self.scale.u);
        let (side, pad) = (3. * u, if self.scale.large { 2. * u } else { 3. * u });
        let sect = self.node("Sect", self.up);
        let inner = stack(self.nested(x + side, w - 2. * side, sect, lay));
        let h = inner.h + 2. * pad;
        let mut draw: Vec<Draw> = inner.draw.into_iter().map(|draw| draw.moved(pad)).collect();
        draw.push(Draw::Shape { x, y: 0., w, h, shape: Shape::Frame(2.25), node: 0 });
        self.out.push(Slab { gap: 3. * u, h, draw, outline: inner.outline, ..Slab::default() });
    }

    /// Two groups side by side while they are short; one under the other in large print.
    pub fn columns(&mut self, left: impl Fn(&mut Self), right: impl Fn(&mut Self)) {
        const GUTTER: f32 = 24.;
        let (nodes, kids) = (self.nodes.len(), self.nodes[self.up].kids.len());
        let (x, w, up) = (self.x, (self.w - GUTTER) / 2., self.up);
        if !self.scale.large {
            let one = stack(self.nested(x, w, up, &left));
            let two = stack(self.nested(x + w + GUTTER, w, up, &right));
            if one.h.max(two.h) <= (self.sheet.points().1 - 120.) / 2. {
                let (mut slab, empty) = (one, two.h == 0.);
                slab.h = slab.h.max(two.h);
                slab.gap = slab.gap.max(two.gap);
                slab.rule_gap = slab.rule_gap.max(two.rule_gap);
                slab.draw.extend(two.draw);
                slab.outline.extend(two.outline);
                if empty {
                    slab.rules.iter_mut().for_each(|rule| rule.1 = self.w);
                } else {
                    slab.rules.extend(two.rules);
                }
                return self.out.push(slab);
            }
            self.nodes.truncate(nodes);
            self.nodes[up].kids.truncate(kids);
        }
        left(self);
        right(self);
    }
}
