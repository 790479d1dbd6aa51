//! Short ways to write a question, so that a form reads like the page it becomes.

use crate::form::{Field, Input, Listing, choices, field};

pub(crate) fn line(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Line)
}

pub(crate) fn paragraph(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Paragraph)
}

pub(crate) fn date(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Date).width(4)
}

pub(crate) fn time(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Time).width(4)
}

/// A count: days, people, minutes.
pub(crate) fn number(name: &'static str, label: &'static str, min: f64, max: f64, unit: &'static str) -> Field {
    field(name, label, Input::Number { min, max, unit, whole: true }).width(4)
}

/// A measured number, which may have a fraction.
pub(crate) fn measured(name: &'static str, label: &'static str, min: f64, max: f64, unit: &'static str) -> Field {
    field(name, label, Input::Number { min, max, unit, whole: false }).width(4)
}

pub(crate) fn yes_no(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::YesNo).width(6)
}

pub(crate) fn tick(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Tick)
}

pub(crate) fn one_of(name: &'static str, label: &'static str, pairs: &[(&'static str, &'static str)]) -> Field {
    field(name, label, Input::OneOf { options: choices(pairs) })
}

pub(crate) fn many_of(name: &'static str, label: &'static str, pairs: &[(&'static str, &'static str)]) -> Field {
    field(name, label, Input::ManyOf { options: choices(pairs) })
}

pub(crate) fn lines(name: &'static str, label: &'static str, add: &'static str) -> Field {
    field(name, label, Input::Lines { add })
}

pub(crate) fn rows(name: &'static str, label: &'static str, add: &'static str, fields: Vec<Field>) -> Field {
    field(name, label, Input::Rows { add, fields })
}

pub(crate) fn scale(name: &'static str, label: &'static str, max: u8, low: &'static str, high: &'static str) -> Field {
    field(name, label, Input::Scale { min: 0, max, low, high })
}

pub(crate) fn pick(name: &'static str, label: &'static str, of: Listing) -> Field {
    field(name, label, Input::Pick { of })
}

pub(crate) fn pick_many(name: &'static str, label: &'static str, of: Listing) -> Field {
    field(name, label, Input::PickMany { of })
}

pub(crate) fn widget(name: &'static str, label: &'static str, part: &'static str, fields: Vec<Field>) -> Field {
    field(name, label, Input::Widget { name: part, fields })
}
