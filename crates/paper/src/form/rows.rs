//! Questions that are asked again for each thing: a table while it fits, else one block after another.

use super::page::{FormPage, Place, UNANSWERED};
use crate::engine::flow::{Flow, Slab};
use crate::engine::runs::{Rich, bold};
use crate::engine::tables::{Column, Row};
use clinical::form::{Field, Input};
use serde_json::Value;

/// More columns than this are no table any more.
const WIDEST: usize = 6;
/// Empty rows of a blank table.
const EMPTY_ROWS: usize = 4;

impl FormPage<'_> {
    pub fn rows(&self, flow: &mut Flow, path: &str, field: &Field, fields: &[Field], place: &Place) {
        let rows = place.values[field.name].as_array().map_or(&[][..], Vec::as_slice);
        if !self.is_blank() && rows.is_empty() && !field.required {
            return;
        }
        self.label_unless_said(flow, path, field, place);
        let at = format!("{path}.");
        if self.is_blank() {
            let many = if fields.iter().any(|field| matches!(field.input, Input::Rows { .. })) { 1 } else { 2 };
            match self.empty_table(flow, &at, fields) {
                true => {}
                false => self.blocks(flow, &at, fields, &vec![Value::Null; many], place.number),
            }
        } else if rows.is_empty() {
            flow.wide(UNANSWERED);
        } else if !self.table(flow, &at, fields, rows) {
            self.blocks(flow, &at, fields, rows, place.number);
        }
    }

    /// The label of rows or a widget, unless the section already says it.
    pub fn label_unless_said(&self, flow: &mut Flow, path: &str, field: &Field, place: &Place) {
        let label = self.words.say(path, field.label);
        let hint = if self.is_blank() { self.words.part(path, "hint", field.hint) } else { "" };
        if label == place.under && hint.is_empty() {
            return;
        }
        let label = bold(label);
        flow.label_of(&if hint.is_empty() { label } else { label.plain(format!(" ({hint})")) });
    }

    /// A table of the answered columns; false if they are too many or too wide.
    fn table(&self, flow: &mut Flow, at: &str, fields: &[Field], rows: &[Value]) -> bool {
        let nested = |field: &&Field| matches!(field.input, Input::Rows { .. } | Input::Widget { .. });
        let cell = |field: &Field, row: &Value| self.cell(&format!("{at}{}", field.name), field, row);
        if fields.iter().any(|field| nested(&field)) {
            return false;
        }
        let used: Vec<&Field> = fields
            .iter()
            .filter(|field| !field.confidential && rows.iter().any(|row| !cell(field, row).is_empty()))
            .collect();
        if used.is_empty() || used.len() > WIDEST {
            return false;
        }
        let heads: Vec<&'static str> =
            used.iter().map(|field| self.words.say(&format!("{at}{}", field.name), field.label)).collect();
        let cells: Vec<Vec<Rich>> =
            rows.iter().map(|row| used.iter().map(|field| cell(field, row)).collect()).collect();
        let Some(shares) = flow.shares(&heads, &cells) else { return false };
        let column = |(head, width): (&&'static str, f32)| Column { head, width, named: true };
        let columns: Vec<Column> = heads.iter().zip(shares).map(column).collect();
        flow.table(&columns, cells.into_iter().map(Row::Cells).collect());
        true
    }

    fn cell(&self, path: &str, field: &Field, row: &Value) -> Rich {
        if !self.prints(field, row) {
            return Rich::default();
        }
        let texts = self.texts(path, field, &row[field.name]);
        match &field.input {
            // A box nobody ticked says nothing in a table.
            Input::Tick if row[field.name] != true => Rich::default(),
            _ if texts.is_empty() && field.required => UNANSWERED.into(),
            _ if field.voice => texts.iter().map(|words| self.quoted(words)).collect::<Vec<_>>().join("\n").into(),
            _ => texts.join("; ").into(),
        }
    }

    /// A blank table, where every column is a place to write; false if one needs boxes, or the print is large.
    fn empty_table(&self, flow: &mut Flow, at: &str, fields: &[Field]) -> bool {
        let writes = |field: &Field| {
            let line = matches!(field.input, Input::Line | Input::Date | Input::Time | Input::Number { .. });
            line || matches!(field.input, Input::Pick { .. })
        };
        if flow.scale.large || fields.len() > WIDEST || !fields.iter().all(writes) {
            return false;
        }
        let all: f32 = fields.iter().map(|field| f32::from(field.width)).sum();
        let columns: Vec<Column> = fields
            .iter()
            .map(|field| Column {
                head: self.words.say(&format!("{at}{}", field.name), field.label),
                width: f32::from(field.width) * 100. / all,
                named: true,
            })
            .collect();
        let empty = || Row::Cells(columns.iter().map(|_| Rich::from(" ")).collect());
        flow.table(&columns, (0..EMPTY_ROWS).map(|_| empty()).collect());
        true
    }

    /// Each row by itself under its number, a thin rule between two.
    fn blocks(&self, flow: &mut Flow, at: &str, fields: &[Field], rows: &[Value], number: &str) {
        let (size, u) = (flow.scale.body, flow.scale.u);
        // As wide as the widest number: its figures differ in width.
        let widest = format!("{number}{}", rows.len()).replace(|c: char| c.is_ascii_digit(), "0");
        let indent = flow.width_of(&bold(widest), size.0) + 2.5 * u;
        for (i, row) in rows.iter().enumerate() {
            let number = format!("{number}{}", i + 1);
            let words = bold(&number);
            let node = flow.node("P", flow.up);
            let mark = flow.whole(&words, size, flow.x, indent, node);
            let (x, w, up) = (flow.x, flow.w, flow.up);
            let place = Place { at, values: row, number: &format!("{number}."), under: "" };
            let mut laid = flow.nested(x + indent, w - indent, up, |flow| self.fields(flow, fields, &place));
            if laid.is_empty() {
                laid.push(Slab { h: mark.h, ..Slab::default() });
            }
            let more = laid.len() > 1;
            if let Some(first) = laid.first_mut() {
                first.keep |= more;
                first.draw.splice(0..0, mark.draw);
                first.gap = flow.gap(2. * u);
                if i > 0 {
                    (first.rules, first.rule_gap) = (vec![(x, w)], 2. * u);
                }
            }
            flow.out.extend(laid);
        }
    }
}
