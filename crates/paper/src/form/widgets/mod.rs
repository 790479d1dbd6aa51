//! What the screens draw by hand, on paper. To add one: write its file, add its line.

mod family_room;
mod group_people;
mod note_sections;
mod progress;
mod questionnaire;

use super::page::{FormPage, Place};
use crate::engine::flow::Flow;
use clinical::form::{Field, Form, Input};
use serde_json::Value;

/// One widget on paper: the page, where it goes, its field, and the body it reads.
type Drawn = fn(&FormPage, &mut Flow, &Asked);

/// What a widget is asked to draw.
struct Asked<'a> {
    field: &'a Field,
    path: &'a str,
    values: &'a Value,
}

impl Asked<'_> {
    /// The rows a widget keeps under its field.
    fn rows(&self) -> &[Value] {
        self.values[self.field.name].as_array().map_or(&[], Vec::as_slice)
    }
}

const WIDGETS: &[(&str, Drawn)] = &[
    ("family_room", family_room::lay),
    ("group_people", group_people::lay),
    ("note_sections", note_sections::lay),
    ("progress", progress::lay),
    ("questionnaire", questionnaire::lay),
];

fn drawn(name: &str) -> Option<Drawn> {
    WIDGETS.iter().find(|(known, _)| *known == name).map(|(_, drawn)| *drawn)
}

pub fn lay(name: &str, page: &FormPage, flow: &mut Flow, path: &str, field: &Field, place: &Place) {
    let Some(draw) = drawn(name) else { return };
    let before = flow.out.len();
    page.label_unless_said(flow, path, field, place);
    let labelled = flow.out.len();
    draw(page, flow, &Asked { field, path, values: place.values });
    if flow.out.len() == labelled {
        flow.out.truncate(before);
    }
}

/// A field whose widget has no page, and the widget.
pub fn without_a_page(form: &'static Form) -> Option<(&'static str, &'static str)> {
    fn among(fields: &'static [Field]) -> Option<(&'static str, &'static str)> {
        fields.iter().find_map(|field| match &field.input {
            Input::Widget { name, .. } if drawn(name).is_none() => Some((field.name, *name)),
            Input::Rows { fields, .. } => among(fields),
            _ => None,
        })
    }
    form.sections.iter().find_map(|section| among(&section.fields))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinical::Kind;
    use clinical::form::{field, section};

    #[test]
    fn every_widget_of_every_kind_has_a_page() {
        for kind in Kind::ALL {
            assert_eq!(without_a_page(kind.form()), None, "{kind:?}");
        }
    }

    #[test]
    fn a_widget_without_a_page_is_named_with_its_field() {
        let asked = field("weather", "Weather", Input::Widget { name: "barometer", fields: Vec::new() });
        let within = field("days", "Days", Input::Rows { add: "Add a day", fields: vec![asked] });
        let form = Box::leak(Box::new(Form { title: "Days", sections: vec![section("", vec![within])] }));
        assert_eq!(without_a_page(form), Some(("weather", "barometer")));
    }
}
