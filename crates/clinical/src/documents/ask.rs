//! Short ways to write a question, so that a form reads like the page it becomes.

use crate::form::{Field, Input, Listing, choices, field};

pub(in crate::documents) fn line(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Line)
}

pub(in crate::documents) fn paragraph(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Paragraph)
}

pub(in crate::documents) fn date(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Date).width(4)
}

pub(in crate::documents) fn time(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Time).width(4)
}

pub(in crate::documents) fn number(
    name: &'static str,
    label: &'static str,
    min: f64,
    max: f64,
    unit: &'static str,
) -> Field {
    field(name, label, Input::Number { min, max, unit }).width(4)
}

pub(in crate::documents) fn yes_no(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::YesNo).width(6)
}

pub(in crate::documents) fn tick(name: &'static str, label: &'static str) -> Field {
    field(name, label, Input::Tick)
}

pub(in crate::documents) fn one_of(
    name: &'static str,
    label: &'static str,
    pairs: &[(&'static str, &'static str)],
) -> Field {
    field(name, label, Input::OneOf { options: choices(pairs) })
}

pub(in crate::documents) fn many_of(
    name: &'static str,
    label: &'static str,
    pairs: &[(&'static str, &'static str)],
) -> Field {
    field(name, label, Input::ManyOf { options: choices(pairs) })
}

pub(in crate::documents) fn lines(name: &'static str, label: &'static str, add: &'static str) -> Field {
    field(name, label, Input::Lines { add })
}

pub(in crate::documents) fn rows(
    name: &'static str,
    label: &'static str,
    add: &'static str,
    fields: Vec<Field>,
) -> Field {
    field(name, label, Input::Rows { add, fields })
}

pub(in crate::documents) fn scale(
    name: &'static str,
    label: &'static str,
    max: u8,
    low: &'static str,
    high: &'static str,
) -> Field {
    field(name, label, Input::Scale { min: 0, max, low, high })
}

pub(in crate::documents) fn pick(name: &'static str, label: &'static str, of: Listing) -> Field {
    field(name, label, Input::Pick { of })
}

pub(in crate::documents) fn pick_many(name: &'static str, label: &'static str, of: Listing) -> Field {
    field(name, label, Input::PickMany { of })
}

pub(in crate::documents) fn widget(name: &'static str, label: &'static str, part: &'static str) -> Field {
    field(name, label, Input::Widget { name: part })
}
